"""A registration by workbook: out, back in, looked at, written; nothing is written before."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import AssignedTarget
from campaigns.queries import submissions as queries
from campaigns.queries.submissions import targets_of
from campaigns.registration_workbook import TEMPLATE, read, write
from campaigns.services.submissions import save_draft
from core.models import AuditEvent
from tests.campaigns.test_assignment_workbook import edited
from tests.factories.campaigns import launched_campaign
from tests.factories.figures import last_year
from tests.factories.submissions import begun, submission_at, written
from tests.support.pages import fields_of, text_of

COLUMNS = [column.key for column in TEMPLATE.columns]
LAST_YEAR, VALUE, MEASURES, NOTE = (COLUMNS.index(key) + 1 for key in ("last_year", "value", "measures", "note"))
FIRST = 4  # the first row under the headers: income, poverty, the goal without figure


@pytest.fixture
def draft(province):
    return written(province, launched_campaign(province))


def fresh(draft, province):
    return queries.submission(province.officer, draft.pk)


def page(submission, *more):
    return "/".join(["/phong-trao/ho-so", str(submission.pk), *more, ""])


def uploaded(client, draft, content):
    return client.post(page(draft, "nhap"), {"file": SimpleUploadedFile("dang-ky.xlsx", content)})


def confirmed(client, draft, shown):
    return client.post(page(draft, "nhap"), {**fields_of(shown), "commit": "1"}, follow=True)


def test_the_workbook_has_a_row_per_target_with_what_is_stored(province, draft):
    AssignedTarget.objects.create(target=targets_of(draft.participation)[0], unit=province.unit, value=Decimal(38))
    rows = list(
        load_workbook(BytesIO(write(fresh(draft, province))))["Số liệu"].iter_rows(min_row=FIRST, values_only=True)
    )
    income = targets_of(draft.participation)[0]
    assert len(rows) == 3
    assert rows[0] == (
        "1", str(income.pk), "Thu nhập bình quân đầu người", "triệu đồng", "từ 38,5 triệu đồng trở lên", 38, None, 39,
        "Giao chỉ tiêu cho từng xã", None,
    )  # fmt: skip


def test_what_comes_back_untouched_changes_nothing(province, draft):
    found = read(write(fresh(draft, province)), fresh(draft, province))
    assert (found.changes, found.problems, found.warnings, found.rows) == ([], [], [], 3)


def test_changes_are_found_in_every_column_and_lower_values_are_asked_about(province, draft):
    content = edited(
        write(fresh(draft, province)),
        (FIRST, LAST_YEAR, "36,4"), (FIRST, VALUE, 38), (FIRST, MEASURES, None), (FIRST + 1, NOTE, "Đã  rà soát\n"),
    )  # fmt: skip
    found = read(content, fresh(draft, province))
    assert [(one.row.no, one.heading, one.words) for one in found.changes] == [
        ("1", "Đăng ký", ("39", "38")),
        ("1", "Thực hiện năm trước", ("–", "36,4")),
        ("1", "Biện pháp", ("Giao chỉ tiêu cho từng xã", "–")),
        ("2", "Ghi chú, lý do", ("–", "Đã rà soát")),
    ]
    assert [one.sentence for one in found.warnings] == [
        "Chỉ tiêu 1: mức đăng ký 38 thấp hơn chỉ tiêu chung 38,5; hãy nêu lý do ở cột Ghi chú."
    ]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ((FIRST, 2, "0"), "Dòng 4, cột “Mã mức” (ô B4): không có mức chỉ tiêu mã “0” trong phong trào này"),
        (
            (FIRST + 2, VALUE, 5),
            "Dòng 6, cột “Đăng ký” (ô H6): chỉ tiêu định tính không ghi số; hãy ghi ở cột biện pháp",
        ),
        ((FIRST, NOTE, "a" * 1002), "Dòng 4, cột “Ghi chú, lý do” (ô J4): quá 1.000 ký tự, thừa 2"),
    ],
)
def test_cells_that_cannot_be_kept_are_named(province, draft, edit, sentence):
    found = read(edited(write(fresh(draft, province)), edit), fresh(draft, province))
    assert ([one.sentence for one in found.problems], found.changes) == ([sentence], [])


def test_a_target_that_stands_twice_is_named(province, draft):
    income = targets_of(draft.participation)[0]
    found = read(edited(write(fresh(draft, province)), (FIRST + 1, 2, str(income.pk))), fresh(draft, province))
    assert [one.sentence for one in found.problems] == [
        "Dòng 5, cột “Mã mức” (ô B5): trùng chỉ tiêu với dòng 4; hãy bỏ một dòng"
    ]


def test_the_workbook_of_another_unit_is_refused(province, draft):
    other = begun(province, draft.participation.campaign, member=1)
    found = read(write(queries.submission(province.officers[1], other.pk)), fresh(draft, province))
    assert [problem.code for problem in found.problems] == ["X01"]


def test_the_page_shows_differences_then_writes_exactly_those(province, draft, sign_in):
    client = sign_in(province.officer)
    answer = client.get(page(draft, "tai-ve"))
    assert answer["Content-Disposition"] == 'attachment; filename="dang-ky-phong-trao-2021-dong-van.xlsx"'
    shown = uploaded(client, draft, edited(b"".join(answer), (FIRST, VALUE, "40,5")))
    assert "1 thay đổi trong 3 dòng" in text_of(shown)
    income = targets_of(draft.participation)[0]
    assert draft.lines.get(target=income).value == 39
    assert "Đã ghi 1 thay đổi từ tệp vào bản nháp." in text_of(confirmed(client, draft, shown))
    line = draft.lines.get(target=income)
    assert (line.value, line.measures) == (Decimal("40.5"), "Giao chỉ tiêu cho từng xã")
    assert draft.sections.get(key="contents").text == "Nội dung thi đua: đã viết."


def test_the_same_file_again_is_recognised(province, draft, sign_in, at):
    at("2021-01-05 09:00")
    client = sign_in(province.officer)
    content = edited(write(fresh(draft, province)), (FIRST, VALUE, 40))
    confirmed(client, draft, uploaded(client, draft, content))
    words = text_of(uploaded(client, draft, content))
    assert "Tệp này đã nhập lúc 09:00 thứ Ba 05/01/2021 bởi Cán bộ đầu mối Đồng Văn." in words
    assert "Tệp khớp với bản nháp đang lưu (3 dòng); không có gì để ghi." in words
    assert AuditEvent.objects.filter(event="submission.saved", detail__has_key="file").count() == 1


def test_what_was_saved_since_the_preview_is_not_overwritten(province, draft, sign_in):
    client = sign_in(province.officer)
    shown = uploaded(client, draft, edited(write(fresh(draft, province)), (FIRST, VALUE, 40)))
    save_draft(submission_id=draft.pk, texts={"contents": "Viết thêm"}, by=province.officer)
    assert "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì." in text_of(confirmed(client, draft, shown))
    assert draft.lines.get(target=targets_of(draft.participation)[0]).value == 39


@pytest.mark.parametrize(
    "bent",
    [
        {"seen": "x"},
        {"changes": "[[1]]"},
        {"changes": '[[1, "submission", 7]]'},
        {"changes": '[[0, "value", "7"]]'},
        {"changes": '[[0, "value", 7]]'},
    ],
)
def test_a_bent_confirmation_writes_nothing(province, draft, sign_in, bent):
    draft.refresh_from_db()
    posted = {"commit": "1", "changes": "[]", "seen": str(draft.version)} | bent
    words = text_of(sign_in(province.officer).post(page(draft, "nhap"), posted, follow=True))
    assert "hãy nộp lại tệp" in words.lower()
    before = draft.version
    draft.refresh_from_db()
    assert draft.version == before


def test_what_the_unit_recorded_last_year_is_in_the_workbook_as_on_the_page(province, sign_in):
    last_year(province)
    campaign = launched_campaign(province)
    fresh_draft = begun(province, campaign)
    client, income = sign_in(province.officer), targets_of(fresh_draft.participation)[0]
    content = b"".join(client.get(page(fresh_draft, "tai-ve")))
    sheet = load_workbook(BytesIO(content))["Số liệu"]
    on_page = fields_of(client.get(page(fresh_draft)))[f"last_year_{income.pk}"]
    assert (sheet.cell(FIRST, LAST_YEAR).value, on_page) == (36.4, "36,4")
    assert "Tệp khớp với bản nháp đang lưu (3 dòng)" in text_of(uploaded(client, fresh_draft, content))
    shown = uploaded(client, fresh_draft, edited(content, (FIRST, VALUE, 40)))
    assert "Đã ghi 1 thay đổi từ tệp vào bản nháp." in text_of(confirmed(client, fresh_draft, shown))
    line = fresh_draft.lines.get()
    assert (line.target, line.value, line.last_year) == (income, Decimal(40), Decimal("36.4"))


def test_a_filed_registration_is_no_form_to_fill_in(province, sign_in):
    filed = submission_at(S.SUBMITTED, province, launched_campaign(province))
    client = sign_in(province.officer)
    for address in (page(filed, "nhap"), page(filed, "tai-ve")):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Hồ sơ đã nộp nên không sửa được nữa" in text_of(answer)


MAY_DOWNLOAD = {
    "officer": 200,
    "head": 200,
    "bloc_secretary": 403,
    "staff": 403,
    "council_member": 404,
    "council_chair": 404,
    "leader": 403,
    "admin": 403,
    "stranger": 404,
}


@pytest.mark.parametrize(("role", "status"), MAY_DOWNLOAD.items())
def test_what_a_unit_mends_is_downloaded_by_nobody_else(province, sign_in, role, status):
    returned = submission_at(S.RETURNED, province, launched_campaign(province))
    client = sign_in(province.everybody()[role])
    assert client.get(page(returned, "tai-ve")).status_code == status
    assert ("Tải Excel" in text_of(client.get(page(returned)))) == (status == 200)


def test_a_report_has_no_such_workbook(province, sign_in):
    report = begun(province, launched_campaign(province), K.FINAL_REPORT)
    assert sign_in(province.officer).get(page(report, "tai-ve")).status_code == 404
