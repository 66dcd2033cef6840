"""The bloc's own part of its report: who writes it, what is kept, what the document makes of it."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.merging import fingerprints
from core.authz import can
from core.exceptions import Refused
from reports.documents.bloc import bloc_document
from reports.documents.blocks import Basis, Heading, Note, Paragraph, Signature, Table
from reports.enums import DocumentKind
from reports.models import BlocText
from reports.queries.bloc_report import facts
from reports.queries.bloc_texts import parts_of
from reports.queries.bloc_texts import texts as texts_of_bloc
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts
from tests.factories.reports import reported
from tests.factories.submissions import submission_at
from tests.support.dates import on
from tests.support.pages import fields_of, text_of

FINAL, MIDTERM = DocumentKind.BLOC_FINAL_REPORT, DocumentKind.BLOC_MIDTERM_REPORT
LEADER_ONLY = "Chỉ văn phòng của Trưởng khối viết được phần riêng của khối."
OFFICE_ONLY = "Chỉ cơ quan thường trực và văn phòng của Trưởng khối lập được báo cáo của khối."
CLOSED = "Phong trào không còn mở nên phần viết của khối chỉ còn xem được."


@pytest.fixture
def world(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return reported()


def subject_of(world, kind=FINAL):
    return Subject(world.campaign, world.blocs[0], kind)


def address(world, name="bloc_texts", report="tong-ket", bloc="khoi-1"):
    return reverse(f"reports:{name}", args=[world.campaign.code, bloc, report])


def write(world, by=None, kind=FINAL, seen=None, **texts):
    return save_bloc_texts(subject=subject_of(world, kind), seen=seen, texts=texts, by=by or world.province.secretary)


def shown(world):
    """The fingerprints of a page that was opened now."""
    row = texts_of_bloc(world.campaign, world.blocs[0], FINAL)
    return fingerprints({f"text:{one.part.key}": one.text for one in parts_of(row)})


def typed(world, **texts):
    """What a browser posts."""
    return {"version": "0", "seen": json.dumps(shown(world))} | {f"text_{key}": text for key, text in texts.items()}


def document_of(world, kind=FINAL):
    now = on("2021-12-23 09:00")
    return bloc_document(facts(world.campaign, world.blocs[0], kind, reader=world.province.staff, now=now))


def told(document):
    return [f"{one.lead} {one.text}".strip() for one in document.blocks if isinstance(one, Paragraph)]


def tables(document):
    return [one for one in document.blocks if isinstance(one, Table)]


def test_texts_are_kept_with_version_and_by_whom(world):
    row = write(world, situation="Khối có nhiều thuận lợi.").row
    again = write(world, plans="Tiếp tục thi đua.").row
    assert (row.version, again.version, again.saved_by) == (1, 2, world.province.secretary)
    assert write(world, plans="Tiếp tục thi đua.").row.version == 2
    assert BlocText.objects.get().texts == {"situation": "Khối có nhiều thuận lợi.", "plans": "Tiếp tục thi đua."}


def test_texts_of_two_people_are_joined_and_what_both_changed_is_asked_about(world):
    seen, head = shown(world), world.province.heads[-1]
    write(world, situation="Của thủ trưởng.", results="Của thủ trưởng.", by=head)
    saved = write(world, situation="Của thư ký.", results="", plans="Của thư ký.", seen=seen)
    assert saved.merged.asked == {"text:situation": "Của thủ trưởng."}
    assert saved.merged.theirs == {"text:results": "Của thủ trưởng."}
    assert saved.before_by == head
    assert BlocText.objects.get().texts == {
        "situation": "Của thủ trưởng.",
        "results": "Của thủ trưởng.",
        "plans": "Của thư ký.",
    }


def test_texts_may_write_the_office_of_the_leader_alone(world):
    people = world.province.everybody()
    answers = {name: can(one, "reports.write_bloc_texts", subject_of(world)).reason for name, one in people.items()}
    assert answers == {name: "" if name == "bloc_secretary" else LEADER_ONLY for name in people}
    reads = {name: can(one, "reports.read_bloc_texts", subject_of(world)).reason for name, one in people.items()}
    assert reads == {name: "" if name in ("staff", "bloc_secretary") else OFFICE_ONLY for name in people}
    with pytest.raises(Refused, match=LEADER_ONLY):
        write(world, by=world.province.staff, situation="Không được.")
    assert not BlocText.objects.exists()


def test_texts_of_a_closed_campaign_stay(world):
    world.campaign.state = "closed"
    with pytest.raises(Refused, match=CLOSED):
        write(world, situation="Muộn.")


def test_report_says_the_words_of_the_leader_before_those_of_the_members(world):
    write(world, plans="Khối tiếp tục thi đua.\nMở rộng phong trào.")
    words = told(document_of(world))
    at = words.index("Khối tiếp tục thi đua.")
    assert words[at : at + 3] == [
        "Khối tiếp tục thi đua.",
        "Mở rộng phong trào.",
        "- Đồng Văn: IV. Phương hướng, nhiệm vụ: đã viết.",
    ]


def test_report_says_what_nobody_wrote(world):
    words = told(document_of(world, MIDTERM))
    assert words.count("Các đơn vị chưa gửi nội dung này.") == 6
    assert "Không có kiến nghị, đề xuất." in words


def test_midterm_report_gathers_midterm_reports_and_figures_until_june(world):
    submission_at(S.SUBMITTED, world.province, world.campaign, K.MIDTERM_REPORT, moment="2021-06-25 09:00")
    document = document_of(world, MIDTERM)
    assert "- Đồng Văn: IV. Phương hướng, nhiệm vụ: đã viết." in told(document)
    assert not any(isinstance(one, Note) for one in document.blocks)  # what Đồng Văn wrote stands there
    assert [one.text for one in document.blocks if isinstance(one, Basis)] == [
        "Căn cứ Chương trình số 273/CTr-UBND của Ủy ban nhân dân tỉnh: Phát động phong trào thi đua năm 2021;",
        "Căn cứ báo cáo sơ kết của các đơn vị.",
    ]
    headings = [one.text for one in document.blocks if isinstance(one, Heading)]
    assert "7. Kết quả chấm điểm, xếp hạng" not in headings
    assert document.title == "Sơ kết phong trào thi đua 6 tháng đầu năm 2021 của Khối thi đua các huyện số 1"
    late = next(one for one in tables(document) if one.columns[2].title == "Số lần đúng hạn")
    assert not any("tổng kết" in cell for row in late.rows for cell in row.cells)


def test_midterm_report_without_anything_claims_no_ground(world):
    document = document_of(world, MIDTERM)
    assert [one.text for one in document.blocks if isinstance(one, Basis)] == [
        "Căn cứ Chương trình số 273/CTr-UBND của Ủy ban nhân dân tỉnh: Phát động phong trào thi đua năm 2021."
    ]
    assert [one.text for one in document.blocks if isinstance(one, Note)] == ["(Chưa có số liệu.)"]


def test_report_is_a_draft_to_be_signed_on_paper(world):
    document = document_of(world)
    head = document.blocks[0]
    assert (head.marks, document.foot) == (["BẢN DỰ THẢO"], ["BẢN DỰ THẢO"])
    assert "".join(head.dated.split()).endswith(",ngàythángnăm2021")
    signature = next(one for one in document.blocks if isinstance(one, Signature))
    assert (signature.authority[-1], bool(signature.name)) == ("TRƯỞNG KHỐI", True)


def test_report_shows_the_bloc_as_one_and_who_missed(world):
    whole, by_unit = tables(document_of(world))[:2]
    assert [row.cells for row in whole.rows] == [
        ["1", "Thu nhập bình quân đầu người", "triệu đồng", "39", "40", "–", "1", "0", "0", "2"],
        ["2", "Tỷ lệ hộ nghèo giảm (mức giảm)", "%", "4,5", "4,5", "–", "0", "1", "0", "2"],
    ]
    assert by_unit.rows[0].cells == ["1", "Đồng Văn", "1", "1", "0", "0", "Không"]
    assert by_unit.rows[1].cells == ["2", "Mèo Vạc", "0", "0", "0", "2", "Không"]


def test_page_saves_and_keeps(world, sign_in):
    client = sign_in(world.province.secretary)
    page = client.get(address(world))
    words = text_of(page)
    for said in ("Các đơn vị đã viết (1)", "Có thể bắt đầu:", "Thu nhập bình quân đầu người", "Xuất Excel"):
        assert said in words
    saved = client.post(address(world), typed(world, situation="Khối có thuận lợi."))
    assert saved.status_code == 302
    again = client.get(address(world))
    assert (fields_of(again)["text_situation"], fields_of(again)["version"]) == ("Khối có thuận lợi.", "1")


def test_page_shows_both_versions_of_what_two_people_changed_and_the_next_save_decides(world, sign_in):
    mine = typed(world, situation="Bản của tôi.", plans="")
    write(world, situation="Bản của thủ trưởng.", plans="Phương hướng.", by=world.province.heads[-1])
    client = sign_in(world.province.secretary)
    page = client.post(address(world), mine)
    fields, words = fields_of(page), text_of(page)
    assert (page.status_code, fields["version"]) == (409, "1")
    assert (fields["text_situation"], fields["text_plans"]) == ("Bản của tôi.", "Phương hướng.")
    assert "1 chỗ được sửa ở hai nơi" in words
    assert "Thủ trưởng đơn vị Yên Minh lưu lúc 09:00" in words
    assert "Bản của thủ trưởng." in words
    assert "rồi bấm “Lưu phần viết”" in words
    again = client.post(address(world), mine | {"seen": fields["seen"], "text_plans": fields["text_plans"]})
    assert again.status_code == 302
    assert BlocText.objects.get().texts == {"situation": "Bản của tôi.", "plans": "Phương hướng."}


def test_autosave_answers_place_by_place(world, sign_in):
    client, url = sign_in(world.province.secretary), address(world, "autosave_bloc_texts")
    page = typed(world, plans="Một.", situation="")
    answer = client.post(url, page).json()
    assert (answer["version"], answer["saved_at"], answer["asked"], answer["theirs"]) == (1, "09:00", [], {})
    assert answer["seen"] == shown(world)
    write(world, situation="Của thủ trưởng.", by=world.province.heads[-1])
    late = client.post(url, page | {"text_plans": "Hai."}).json()
    assert (late["by"], late["hidden"]) == ("Thủ trưởng đơn vị Yên Minh", [])
    assert late["theirs"] == {"text:situation": {"text_situation": "Của thủ trưởng."}}
    assert late["asked"] == ["IV. Phương hướng, nhiệm vụ"]
    assert BlocText.objects.get().texts == {"plans": "Một.", "situation": "Của thủ trưởng."}


def test_autosave_keeps_what_is_valid_and_refuses_a_page_without_what_it_showed(world, sign_in):
    client, url = sign_in(world.province.secretary), address(world, "autosave_bloc_texts")
    bad = client.post(url, typed(world, plans="x" * 10_001, situation="Đúng."))
    assert (bad.status_code, list(bad.json()["errors"])) == (200, ["text_plans"])
    assert BlocText.objects.get().texts == {"situation": "Đúng."}
    old = client.post(url, {"version": "1", "text_situation": "Trang cũ."})
    assert (old.status_code, old.json()["errors"]["seen"]) == (
        422,
        "Trang này mở đã quá lâu nên chưa lưu được; hãy sao lại nội dung rồi tải lại trang.",
    )
    assert BlocText.objects.get().texts == {"situation": "Đúng."}


def test_page_is_read_only_for_staff_and_says_why(world, sign_in):
    write(world, situation="Khối có thuận lợi.")
    client = sign_in(world.province.staff)
    page = client.get(address(world))
    assert LEADER_ONLY in text_of(page)
    assert "Khối có thuận lợi." in text_of(page)
    assert "text_situation" not in fields_of(page)
    assert client.post(address(world), typed(world, situation="Sửa")).status_code == 403
    assert BlocText.objects.get().texts == {"situation": "Khối có thuận lợi."}


def test_page_answers_the_uninvited_and_unknown(world, sign_in):
    refused = sign_in(world.province.officer).get(address(world))
    assert (refused.status_code, refused.context["reason"]) == (403, OFFICE_ONLY)
    assert sign_in(world.province.stranger).get(address(world)).status_code == 404
    for wrong in (address(world, report="tho-ca"), address(world, bloc="khoi-9")):
        assert sign_in(world.province.staff).get(wrong).status_code == 404


def test_hostile_text_is_only_text(world, sign_in):
    write(world, situation="<script>alert(1)</script>")
    page = sign_in(world.province.staff).get(address(world)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_more_units(world, sign_in, count, django_assert_num_queries):
    for member in range(1, count):
        submission_at(
            S.SUBMITTED, world.province, world.campaign, K.FINAL_REPORT, member=member, moment="2021-11-25 09:00"
        )
    client = sign_in(world.province.secretary)
    with django_assert_num_queries(16):
        client.get(address(world))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("kind", "queries"), [(FINAL, 20), (MIDTERM, 14)])
def test_report_costs_the_same_for_more_units(world, count, kind, queries, django_assert_num_queries):
    for member in range(1, count):
        submission_at(
            S.SUBMITTED, world.province, world.campaign, K.FINAL_REPORT, member=member, moment="2021-11-25 09:00"
        )
    reader = world.province.staff
    with django_assert_num_queries(queries):
        facts(world.campaign, world.blocs[0], kind, reader=reader, now=on("2021-12-23 09:00"))


def test_workbook_holds_the_members_and_the_bloc_as_one(world, sign_in):
    answer = sign_in(world.province.secretary).get(address(world, "results_workbook"))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book["Số liệu"].iter_rows(min_row=3)]
    assert rows[0] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Đơn vị", "Đăng ký", "Thực hiện", "Tỷ lệ", "Đánh giá"]
    income = "Thu nhập bình quân đầu người"
    assert rows[1] == ["1", income, "triệu đồng", "Đồng Văn", "39", "40", "102,5%", "Vượt"]
    assert rows[4] == ["1", income, "triệu đồng", "Toàn khối", "39", "40", "–", None]
    assert sign_in(world.province.officer).get(address(world, "results_workbook")).status_code == 403
