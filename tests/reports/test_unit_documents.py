"""Documents of submissions: from the receipt exactly what was filed, from a draft what is marked as one."""

import io
import uuid

import docx
import pytest
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Receipt, RegisteredTitle, RegistrationLine, Section, Submission, Title
from core import clock, snapshots
from core.authz import can
from core.exceptions import Refused
from reports.documents import engine
from reports.documents.unit import DRAFT, unit_document
from reports.enums import DocumentFormat, DocumentKind, DocumentState
from reports.models import Document
from reports.queries.unit_documents import filed
from reports.services import documents as services
from tests.factories.campaigns import launched_campaign
from tests.factories.submissions import IN_TIME, begun, file, save, submission_at, texts
from tests.support.dates import on
from tests.support.pages import text_of

OWN_ONLY = "Hồ sơ chưa nộp: chỉ đơn vị đang soạn in được bản nháp."
NOT_OURS = "Các chỉ tiêu khác không thuộc nhiệm vụ của đơn vị."
NO_DOCUMENT = "Loại hồ sơ này không lập thành văn bản PDF, Word."


@pytest.fixture
def campaign(province, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return launched_campaign(province)


def document_of(submission, reader):
    return unit_document(filed(Submission.objects.get(pk=submission.pk), reader=reader))


def lines_of(document):
    """Paragraphs and cells of the Word file, in order."""
    file = docx.Document(io.BytesIO(services.word_of(document)))
    cells = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    return [one.text for one in file.paragraphs], cells


def titles(submission, **numbers):
    for at, (name, number) in enumerate(numbers.items(), start=1):
        title = Title.objects.create(code=f"thu-{at}", position=900 + at, name=name, holder="unit", basis="Luật TĐKT")
        RegisteredTitle.objects.create(submission=submission, title=title, number=number, names="Trạm Y tế xã")


def test_registration_has_contents_targets_titles(province, campaign):
    draft = begun(province, campaign)
    save(draft, province)
    titles(draft, **{"Cờ thi đua của tỉnh": 1})
    clock.assume(on(IN_TIME))
    receipt = file(draft, province)
    paragraphs, cells = lines_of(document_of(draft, province.staff))
    for line in (
        "Bản đăng ký",
        "Thi đua năm 2021",
        "I. Nội dung thi đua",
        "II. Chỉ tiêu thi đua đăng ký",
        "III. Danh hiệu, hình thức khen thưởng đăng ký",
        "Trên đây là bản đăng ký thi đua năm 2021 của Huyện Đồng Văn./.",
    ):
        assert line in paragraphs
    assert cells[2] == [
        "STT", "Nội dung, chỉ tiêu thi đua", "ĐVT", "Thực hiện năm trước", "Chỉ tiêu giao", "Đăng ký", "Biện pháp",
        "Ghi chú",
    ]  # fmt: skip
    assert cells[3] == [
        "1", "Thu nhập bình quân đầu người", "triệu đồng", "–", "từ 38,5 trở lên", "39",
        "Giao chỉ tiêu cho từng xã", "",
    ]  # fmt: skip
    assert cells[4][1] == "Tỷ lệ hộ nghèo giảm (mức giảm)"
    assert ["1", "Cờ thi đua của tỉnh", "đơn vị", "1", "Trạm Y tế xã"] in cells
    assert document_of(draft, province.staff).foot == [
        f"Lập từ hồ sơ đã nộp ngày 08/01/2021, mã biên nhận {receipt.code}"
    ]


def test_report_stands_in_the_order_of_the_form(province, campaign):
    submission_at(S.ACCEPTED, province, campaign)
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    paragraphs, cells = lines_of(document_of(report, province.staff))
    headings = [one for one in paragraphs if one.split(".")[0] in {"I", "II", "III", "IV", "V", *"123456789"}]
    assert headings == [
        "I. Đặc điểm tình hình",
        "I. Đặc điểm tình hình: đã viết.",
        "II. Kết quả thực hiện",
        "1. Công tác chỉ đạo, phát động, ký kết giao ước thi đua",
        "II.1. Công tác chỉ đạo, phát động, ký kết giao ước thi đua: đã viết.",
        "2. Kết quả thực hiện các chỉ tiêu thi đua",
        "II.2. Kết quả thực hiện các chỉ tiêu thi đua: đã viết.",
        "3. Phong trào thi đua thường xuyên, chuyên đề",
        "II.3. Phong trào thi đua thường xuyên, chuyên đề: đã viết.",
        "4. Tuyên truyền, điển hình tiên tiến",
        "II.4. Tuyên truyền, điển hình tiên tiến: đã viết.",
        "5. Công tác khen thưởng",
        "II.5. Công tác khen thưởng: đã viết.",
        "6. Hoạt động của khối thi đua, công tác kiểm tra",
        "II.6. Hoạt động của khối thi đua, công tác kiểm tra: đã viết.",
        "7. Kết quả tự chấm điểm, xếp loại",
        "II.7. Kết quả tự chấm điểm, xếp loại: đã viết.",
        "8. Đề nghị khen thưởng",
        "II.8. Đề nghị khen thưởng: đã viết.",
        "III. Tồn tại, hạn chế và nguyên nhân",
        "III. Tồn tại, hạn chế và nguyên nhân: đã viết.",
        "IV. Phương hướng, nhiệm vụ",
        "IV. Phương hướng, nhiệm vụ: đã viết.",
        "V. Kiến nghị, đề xuất",
        "V. Kiến nghị, đề xuất: đã viết.",
    ]
    assert cells[2] == ["STT", "Chỉ tiêu", "ĐVT", "KH năm", "TH", "% KH", "TH năm trước", "So cùng kỳ"]
    assert cells[5] == ["3", "Cải cách hành chính", "", "định tính", "–", "–", "–", "–"]


def test_midterm_report_asks_for_no_classification(province, campaign):
    report = submission_at(S.SUBMITTED, province, campaign, K.MIDTERM_REPORT, moment="2021-06-20 09:00")
    paragraphs, _ = lines_of(document_of(report, province.staff))
    assert "Sơ kết phong trào thi đua 6 tháng đầu năm 2021" in paragraphs
    assert not any("xếp loại" in one for one in paragraphs)


def test_midterm_report_compares_half_a_year_with_no_whole_one(province, campaign):
    submission_at(S.ACCEPTED, province, campaign)
    report = submission_at(S.SUBMITTED, province, campaign, K.MIDTERM_REPORT, moment="2021-06-20 09:00")
    paragraphs, cells = lines_of(document_of(report, province.staff))
    assert cells[2] == ["STT", "Chỉ tiêu", "ĐVT", "KH năm", "TH", "% KH", "TH cả năm trước"]
    assert {len(row) for row in cells[3:6]} == {7}
    assert NOT_OURS not in paragraphs


def test_report_leaves_out_targets_that_are_not_the_units(province, campaign):
    submission_at(S.ACCEPTED, province, campaign)
    RegistrationLine.objects.filter(target__indicator__position=1).update(value=None)
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    paragraphs, cells = lines_of(document_of(report, province.staff))
    assert [row[:2] for row in cells[3:5]] == [["2", "Tỷ lệ hộ nghèo giảm (mức giảm)"], ["3", "Cải cách hành chính"]]
    assert NOT_OURS in paragraphs


def test_report_of_a_unit_without_targets_has_no_table_of_dashes(province, campaign):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    paragraphs, cells = lines_of(document_of(report, province.staff))
    assert "Đơn vị không đăng ký và không được giao chỉ tiêu của phong trào." in paragraphs
    assert not any("Chỉ tiêu" in row for row in cells)


def test_document_shows_what_was_filed_not_what_stands_now(province, campaign):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    Section.objects.filter(submission=report, key="plans").update(text="Sửa lén sau khi nộp.")
    paragraphs, _ = lines_of(document_of(report, province.officer))
    assert "IV. Phương hướng, nhiệm vụ: đã viết." in paragraphs
    assert "Sửa lén sau khi nộp." not in paragraphs


def test_draft_is_marked_in_head_and_foot_and_has_no_date(province, campaign):
    draft = submission_at(S.DRAFT, province, campaign)
    document = document_of(draft, province.officer)
    head = document.blocks[0]
    assert (head.marks, document.foot) == ([DRAFT], [DRAFT])
    assert "".join(head.dated.split()).endswith(",ngàythángnăm2021")
    assert next(one for one in document.blocks if hasattr(one, "recipients")).name == ""


def test_returned_submission_is_a_draft_for_the_unit_and_a_receipt_for_the_addressee(province, campaign):
    returned = submission_at(S.RETURNED, province, campaign)
    assert document_of(returned, province.officer).foot == [DRAFT]
    code = Receipt.objects.get().code
    assert document_of(returned, province.staff).foot == [f"Lập từ hồ sơ đã nộp ngày 08/01/2021, mã biên nhận {code}"]


def test_receipts_of_earlier_versions_still_render(province, campaign):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    content = {
        "parts": [
            {"heading": "I. Đặc điểm tình hình", "text": "Thuận lợi."},
            {"heading": "II.1. Công tác chỉ đạo", "text": "Kế hoạch."},
            {"heading": "II.3. Phong trào thi đua", "text": "Phong trào."},
            {"heading": "V. Kiến nghị, đề xuất", "text": ""},
        ],
        "targets": [
            {
                "indicator": "Thu nhập", "label": "", "op": ">=", "value": "38.5", "value_max": None,
                "unit_of_measure": "triệu đồng", "registered": "39", "last_year": "36", "measures": "", "actual": "40",
            },
        ],
    }  # fmt: skip
    Receipt.objects.create(
        submission=report,
        of_version=99,
        code="CU",
        payload=snapshots.canonical_bytes({"content": content}),
        received_at=on("2021-11-21 09:00"),
        received_from=province.head,
    )
    paragraphs, cells = lines_of(document_of(report, province.staff))
    assert paragraphs.index("2. Kết quả thực hiện các chỉ tiêu thi đua") < paragraphs.index("3. Phong trào thi đua")
    assert cells[3] == ["1", "Thu nhập", "triệu đồng", "39", "40", "102,5%", "36", "tăng 11,1%"]
    assert "Không có nội dung." in paragraphs


def test_request_may_everybody_who_reads_what_was_filed(province, campaign):
    accepted = submission_at(S.ACCEPTED, province, campaign)
    people = province.everybody()
    allowed = {name for name, one in people.items() if can(one, "reports.request_of_submission", accepted)}
    assert allowed == set(people)  # who may not read it does not find it: 404 below


def test_request_of_a_draft_may_the_unit_alone(province, campaign):
    draft = submission_at(S.DRAFT, province, campaign)
    answers = {
        name: can(one, "reports.request_of_submission", draft).reason for name, one in province.everybody().items()
    }
    assert {name for name, reason in answers.items() if not reason} == {"officer", "head"}
    assert set(answers.values()) == {"", OWN_ONLY}


def test_request_of_a_kind_without_document_says_so(province, campaign):
    launch = submission_at(S.SUBMITTED, province, campaign, K.LAUNCH_DOCUMENT, moment="2021-02-01 09:00")
    assert can(province.officer, "reports.request_of_submission", launch).reason == NO_DOCUMENT
    with pytest.raises(Refused, match=NO_DOCUMENT):
        services.request_unit_document(submission=launch, made_as=DocumentFormat.PDF, by=province.officer)


def test_buttons_lead_from_the_submission_to_both_files(province, campaign, sign_in):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    client = sign_in(province.officer)
    page = client.get(reverse("campaigns:submission", args=[report.pk]))
    assert "Tải bản PDF" in text_of(page)
    assert "Tải bản Word" in text_of(page)
    for made_as, start in (("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")):
        asked = client.post(reverse("reports:request_of_submission", args=[report.pk]), {"format": made_as})
        document = Document.objects.get(format=made_as)
        assert asked["Location"] == reverse("reports:detail", args=[document.pk])
        services.render_document(document_id=str(document.pk), progress=lambda *_: None)
        fetched = client.get(reverse("reports:download", args=[document.pk]))
        assert b"".join(fetched.streaming_content).startswith(start)
        assert fetched["Content-Disposition"].endswith(f'huyen-dong-van.{made_as}"')
        again = client.post(reverse("reports:request_of_submission", args=[report.pk]), {"format": made_as})
        assert again["Location"] == reverse("reports:download", args=[document.pk])
    assert {one.kind for one in Document.objects.all()} == {DocumentKind.UNIT_FINAL_REPORT}


def test_same_content_in_the_same_format_is_made_once(province, campaign):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")

    def ask(made_as, by):
        row = services.request_unit_document(submission=report, made_as=made_as, by=by)
        services.render_document(document_id=str(row.pk), progress=lambda *_: None)
        row.refresh_from_db()
        return row

    first, again = ask(DocumentFormat.WORD, province.officer), ask(DocumentFormat.WORD, province.officer)
    of_staff, as_pdf = ask(DocumentFormat.WORD, province.staff), ask(DocumentFormat.PDF, province.officer)
    assert (again, of_staff.file) == (first, first.file)
    assert (as_pdf.file != first.file, as_pdf.content_sha256) == (True, first.content_sha256)


def test_word_is_made_where_the_pdf_engine_is_missing(province, campaign, monkeypatch, sign_in):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    monkeypatch.setattr(engine, "LIBRARIES", ("libkhong-co.so.9",))
    engine._lacking.cache_clear()
    row = services.request_unit_document(submission=report, made_as=DocumentFormat.WORD, by=province.officer)
    services.render_document(document_id=str(row.pk), progress=lambda *_: None)
    row.refresh_from_db()
    assert row.state == DocumentState.READY
    client = sign_in(province.officer)
    refused = client.post(reverse("reports:request_of_submission", args=[report.pk]), {"format": "pdf"}, follow=True)
    assert "Máy chủ chưa có thư viện dàn trang PDF (libkhong-co.so.9)." in text_of(refused)
    engine._lacking.cache_clear()


def test_foreign_and_forged_submissions_are_404(province, campaign, sign_in):
    report = submission_at(S.SUBMITTED, province, campaign)
    url = reverse("reports:request_of_submission", args=[report.pk])
    for person in (province.officers[1], province.stranger):
        assert sign_in(person).post(url, {"format": "pdf"}).status_code == 404
    forged = reverse("reports:request_of_submission", args=[uuid.uuid4()])
    assert sign_in(province.staff).post(forged, {"format": "pdf"}).status_code == 404
    assert sign_in(province.staff).post(url, {"format": "odt"}).status_code == 404


def test_kinds_without_document_have_no_buttons(province, campaign, sign_in):
    launch = submission_at(S.DRAFT, province, campaign, K.LAUNCH_DOCUMENT, moment="2021-02-01 09:00")
    assert "Tải bản" not in text_of(sign_in(province.officer).get(reverse("campaigns:submission", args=[launch.pk])))


def test_every_part_of_the_outline_can_be_written():
    assert set(texts(K.MIDTERM_REPORT)) < set(texts(K.FINAL_REPORT))
