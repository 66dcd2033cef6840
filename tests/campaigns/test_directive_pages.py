"""From a launching document to a draft: what was understood stands beside its passage; nothing is written before."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.enums import Op, SubmissionKind
from campaigns.forms.directive import plain
from campaigns.models import Campaign, Target
from campaigns.queries.understood import draft_from, understand
from core.models import AuditEvent
from organizations.models import Unit
from tests.factories.campaigns import draft_campaign
from tests.support.pages import fields_of, text_of
from thiduaweb.demo import ground

FOUNDING = Path(__file__).parents[1] / "data" / "directives" / "founding"
SHORT = """ỦY BAN NHÂN DÂN TỈNH
Số: 12/KH-UBND
KẾ HOẠCH
Phát động phong trào thi đua năm 2021
với chủ đề: “Đoàn kết, sáng tạo”
I. CHỈ TIÊU
1. Thu ngân sách nhà nước đạt 2.700 tỷ đồng.
2. Tỷ lệ hộ nghèo giảm 4,0%.
II. KHEN THƯỞNG
- 01 giải nhất: Trị giá 500 triệu đồng/đơn vị;
III. TỔ CHỨC THỰC HIỆN
Các đơn vị gửi Bản đăng ký thi đua trước ngày 11/01/2021.
Nơi nhận:
- Các sở, ban, ngành;
- Lưu: VT.
"""


@pytest.fixture
def staff(province, at, sign_in):
    at("2020-12-20")
    return sign_in(province.staff)


def read(client, **data):
    return client.post(reverse("campaigns:read"), {"document": "", **data})


def test_the_page_shows_each_finding_beside_its_passage_and_writes_nothing(staff):
    before = AuditEvent.objects.count()
    page = read(staff, document=SHORT)
    text, fields = text_of(page), fields_of(page)
    assert "Thu ngân sách nhà nước đạt 2.700 tỷ đồng Chắc chắn" in text
    assert (fields["targets-0-name"], fields["targets-0-value"]) == ("Thu ngân sách nhà nước", "2.700")
    assert fields["targets-0-unit_of_measure"] == "tỷ đồng"
    assert fields["milestones-0-day"] == "11/01/2021"
    assert (fields["prizes-0-name"], fields["prizes-0-value_vnd"]) == ("Giải nhất", "500.000.000")
    assert (fields["doc_number"], fields["theme"]) == ("12/KH-UBND", "Đoàn kết, sáng tạo")
    assert (Campaign.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_two_deadlines_for_one_submission_are_pointed_out_before_saving(staff):
    twice = (FOUNDING.parent / "unseen" / "tinh-hoa-an-2024-ke-hoach.txt").read_text(encoding="utf-8")
    assert "cùng yêu cầu nộp Báo cáo tổng kết năm gửi Cơ quan thường trực" in text_of(read(staff, document=twice))
    assert "cùng yêu cầu nộp" not in text_of(read(staff, document=SHORT))


def corrected(page, province, **changes):
    """What the page would send, with corrections; boxes that may be ticked are not."""
    boxes = ("-blocs", "-bloc_codes", "-refuses_late")
    fields = {name: value for name, value in fields_of(page).items() if not name.endswith(boxes)}
    return {**fields, "blocs": [province.bloc.pk], "authority": province.authority.pk, **changes}


def chosen(page):
    """What is chosen in the selects of the page, which ``fields_of`` leaves out."""
    sheet = page.context["sheet"]
    rows = {
        form[name].html_name: form[name].value()
        for rows in sheet.lists.values()
        for form in rows
        for name in form.fields
        if form[name].html_name.endswith(("-way", "-kind", "-reading", "-addressee", "-form"))
    }
    return rows | {name: sheet.form[name].value() for name in ("kind", "level", "scope")}


def test_saving_makes_the_draft_with_the_words_it_quotes(staff, province):
    page = read(staff, document=SHORT)
    answer = staff.post(reverse("campaigns:compare"), corrected(page, province, code="moi", **chosen(page)))
    assert answer.status_code == 302, text_of(answer)
    campaign = Campaign.objects.get(code="moi")
    assert [(one.op, str(one.value.normalize())) for one in Target.objects.all()] == [
        (Op.EQUAL, "2.7E+3"),
        (Op.DECREASE, "4"),
    ]
    due = campaign.milestones.get()
    assert (due.kind, str(due.printed_on)) == (SubmissionKind.REGISTER, "2021-01-11")
    assert due.quote
    assert due.quote in " ".join(SHORT.split())
    assert [(one.name, one.quantity, one.value_vnd) for one in campaign.award_tiers.all()] == [
        ("Giải nhất", 1, 500_000_000)
    ]


def test_what_is_wrong_is_said_and_the_passages_stay(staff, province):
    page = read(staff, document=SHORT)
    wrong = {"title": "", "targets-0-value": "hai nghìn"}
    again = staff.post(reverse("campaigns:compare"), corrected(page, province, **chosen(page)) | wrong)
    text = text_of(again)
    assert "Chưa lưu được; những gì đã nhập vẫn giữ nguyên" in text
    assert "Chỉ tiêu dòng 1: Mức:" in text
    assert "Thu ngân sách nhà nước đạt 2.700 tỷ đồng Chắc chắn" in text
    assert fields_of(again)["targets-0-value"] == "hai nghìn"
    assert not Campaign.objects.exists()


def test_more_rows_keep_what_was_typed_and_the_passages(staff, province):
    page = read(staff, document=SHORT)
    sent = corrected(page, province, add="targets", title="Đã sửa", **chosen(page))
    again = staff.post(reverse("campaigns:compare"), sent)
    fields = fields_of(again)
    assert int(fields["targets-count"]) > int(fields_of(page)["targets-count"])
    assert (fields["title"], fields["targets-0-passage"]) == ("Đã sửa", fields_of(page)["targets-0-passage"])
    assert "Thu ngân sách nhà nước đạt 2.700 tỷ đồng Chắc chắn" in text_of(again)


def test_the_whole_text_marks_what_was_read_and_survives_the_way_to_and_fro(staff):
    page = read(staff, document=SHORT)
    assert fields_of(page)["document"] == plain(SHORT)
    understood = understand(plain(SHORT))
    assert "".join(piece.text for piece in understood.pieces) == plain(SHORT)
    marked = "".join(piece.text for piece in understood.pieces if piece.is_read)
    assert "Thu ngân sách nhà nước đạt 2.700 tỷ đồng" in marked


@pytest.mark.parametrize(
    ("issuer", "authority", "is_told"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "Ủy ban nhân dân tỉnh Hà Giang", True),
        ("ỦY BAN NHÂN DÂN HUYỆN QUẢN BẠ", "Ủy ban nhân dân tỉnh Hà Giang", True),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ GIANG", "UBND  tỉnh Hà Giang", False),
        ("UBND TỈNH HÀ GIANG", "Uỷ ban nhân dân Tỉnh Hà Giang", False),
        ("ỦY BAN NHÂN DÂN TỈNH", "Ủy ban nhân dân tỉnh Hà Giang", False),
    ],
)
def test_a_document_of_another_authority_is_pointed_out(staff, province, issuer, authority, is_told):
    Unit.objects.filter(pk=province.authority.pk).update(name=authority)
    page = read(staff, document=SHORT.replace("ỦY BAN NHÂN DÂN TỈNH", issuer))
    hint = f"ban hành, phong trào sẽ ghi cho {' '.join(authority.split())}; hãy kiểm tra."
    assert (hint in text_of(page)) == is_told
    again = staff.post(reverse("campaigns:compare"), corrected(page, province, add="targets"))
    assert (hint in text_of(again)) == is_told


def test_a_document_of_who_issued_the_parent_is_not_pointed_out(staff, province):
    parent = draft_campaign(province, issuer="UBND huyện Quản Bạ")
    page = read(staff, document=SHORT.replace("ỦY BAN NHÂN DÂN TỈNH", "ỦY BAN NHÂN DÂN HUYỆN QUẢN BẠ"))
    hint = (
        "Văn bản do Ủy ban nhân dân huyện Quản Bạ ban hành, phong trào sẽ ghi cho Ủy ban nhân dân tỉnh; hãy kiểm tra."
    )
    for chosen_parent, is_told in ((parent.pk, False), ("", True), ("không có", True)):
        sent = corrected(page, province, title="", parent=chosen_parent)
        assert (hint in text_of(staff.post(reverse("campaigns:compare"), sent))) == is_told


def test_hostile_text_is_shown_as_text(staff):
    hostile = f"{SHORT}\n</textarea><script>alert(1)</script><img src=x>"
    page = read(staff, document=hostile).content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rong.txt", b"", "Tệp rỗng hoặc tải dở"),
        ("van-ban.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Hãy mở bằng Word"),
        ("ban-quet.pdf", b"", "bản quét"),
        ("anh.png", b"\x89PNG\r\n\x1a\n", "Chỉ nhận"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(staff, name, content, sentence):
    if name.endswith(".pdf"):
        content = scanned_pdf()
    page = read(staff, file=SimpleUploadedFile(name, content))
    assert sentence in text_of(page)
    assert "Chọn tệp" in text_of(page)


def scanned_pdf():
    """A PDF with a page and no word on it."""
    from io import BytesIO

    from pypdf import PdfWriter

    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return content.getvalue()


def test_a_word_file_is_read(staff):
    from io import BytesIO

    from docx import Document

    document, content = Document(), BytesIO()
    for line in SHORT.splitlines():
        document.add_paragraph(line)
    document.save(content)
    page = read(staff, file=SimpleUploadedFile("ke-hoach.docx", content.getvalue()))
    assert fields_of(page)["targets-0-value"] == "2.700"


def test_nothing_to_read_is_said(staff):
    assert "Hãy chọn một tệp hoặc dán nội dung văn bản." in text_of(read(staff, document="  \n "))


def test_too_long_a_text_is_said(province, staff):
    assert "Văn bản dài 120.001 ký tự, quá 120.000" in text_of(read(staff, document="a" * 120_001))
    again = staff.post(reverse("campaigns:compare"), {"document": "a" * 120_001})
    assert (again.status_code, "quá 120.000" in text_of(again)) == (403, True)


def test_too_many_targets_are_said(staff):
    lines = "\n".join(f"{number}. Chỉ tiêu thứ {number} đạt {number} tỷ đồng." for number in range(1, 202))
    assert "quá 200; hãy tách văn bản" in text_of(read(staff, document=f"KẾ HOẠCH\nI. CHỈ TIÊU\n{lines}"))


def test_a_passage_that_is_no_number_is_no_passage(staff, province):
    page = read(staff, document=SHORT)
    sent = corrected(page, province, title="", **chosen(page)) | {"targets-0-passage": "9" * 5000}
    assert staff.post(reverse("campaigns:compare"), sent).status_code == 200


def test_rows_beyond_reach_are_said_and_not_lost(staff, province):
    page = read(staff, document=SHORT)
    sent = corrected(page, province, **chosen(page)) | {"targets-count": "700"}
    assert "quá 500 dòng, còn 200 dòng chưa được đọc" in text_of(staff.post(reverse("campaigns:compare"), sent))


def test_what_is_known_of_the_file_stays_with_the_page(staff, province):
    page = read(staff, file=SimpleUploadedFile("cu.txt", OLD.encode("latin-1")))
    assert "TCVN3" in text_of(page)
    sent = corrected(page, province, title="", **chosen(page))
    assert "TCVN3" in text_of(staff.post(reverse("campaigns:compare"), sent))


OLD = (
    "Céng hßa x· héi chñ nghÜa ViÖt Nam\nKÕ ho¹ch ph¸t ®éng phong trµo thi ®ua n¨m 2021\n"
    "I. ChØ tiªu chñ yÕu:\n1. Thu ng©n s¸ch nhµ n­íc ®¹t 2.700 tû ®ång."
)


def test_an_old_font_is_shown_before_and_after_and_nothing_converts_by_itself(staff):
    page = read(staff, document=OLD)
    text, fields = text_of(page), fields_of(page)
    assert "Văn bản gõ bằng phông cũ TCVN3 (.VnTime)" in text
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in text
    assert "Céng hßa x· héi" in text
    kept = read(staff, document=OLD, keep="1")
    assert fields_of(kept)["document"] == OLD
    converted = read(staff, document=OLD_CONVERTED, keep="1")
    assert fields_of(converted)["targets-0-value"] == "2.700"
    assert fields["keep"] == "1"


OLD_CONVERTED = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam\nKế hoạch phát động phong trào thi đua năm 2021\n"
    "I. Chỉ tiêu chủ yếu:\n1. Thu ngân sách nhà nước đạt 2.700 tỷ đồng."
)


def test_letters_and_marks_apart_are_offered_together(staff):
    import unicodedata

    page = read(staff, document=unicodedata.normalize("NFD", SHORT))
    assert "Văn bản gõ bằng Unicode tổ hợp" in text_of(page)


@pytest.mark.parametrize("role", ["officer", "head", "leader", "bloc_secretary", "council_member"])
def test_only_staff_hand_documents_over(province, sign_in, role):
    client = sign_in(province.everybody()[role])
    assert client.get(reverse("campaigns:read")).status_code == 403
    assert client.post(reverse("campaigns:compare"), {"document": SHORT}).status_code == 403


def test_a_plan_finds_its_bloc_its_parent_and_the_blocs_of_the_prizes(db):
    ground.lay()
    staff = ground.staff_of("hg-ubnd")
    plan = draft_from(understand(founding("ha-giang-2021-khoi-tong-hop-ke-hoach-632")), user=staff, year=2021)
    assert (plan.bloc.code, plan.parent.code) == ("tong-hop", ground.PROGRAMME)
    programme = draft_from(understand(founding(ground.PROGRAMME)), user=staff, year=2021)
    assert {line.name: line.bloc_codes for line in programme.prizes if line.form == "prize"} == dict.fromkeys(
        ("Giải nhất", "Giải nhì", "Giải ba"), ("huyen-1", "huyen-2")
    )


def founding(code):
    return (FOUNDING / f"{code}.txt").read_text(encoding="utf-8")


def test_reading_costs_no_more_with_more_campaigns(province, staff, django_assert_max_num_queries):
    for number in range(3):
        draft_campaign(province, f"phong-trao-{number}")
    with django_assert_max_num_queries(14):
        read(staff, document=SHORT)
