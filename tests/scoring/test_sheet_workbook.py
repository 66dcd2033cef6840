"""A sheet by workbook, for the tier whose turn it is: out, back in, looked at, written all or not at all."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion, ScoreSheet
from scoring.services import sheets
from scoring.services.returns import return_line
from scoring.sheet_workbook import COLUMNS, Book, read, write
from tests.campaigns.test_assignment_workbook import edited
from tests.factories.scoring import line_of, sheet_at
from tests.factories.scoring import write as type_in
from tests.support.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
KEYS = [column.key for column in COLUMNS]
FIRST = 4  # the row of criterion 1.1; the others follow in the order of the table
ROWS = {no: FIRST + at for at, no in enumerate(("1.1", "1.2", "2.1", "3.1", "4.1", "4.2", "5.1", "5.2"))}


def cell(no, key):
    """The place of one cell, as ``edited`` takes it."""
    return ROWS[no], KEYS.index(key) + 1


def filled_in(sheet, tier, **cells):
    """The workbook with these cells: ``x12_bloc_points=9`` for criterion 1.2."""
    changes = []
    for name, value in cells.items():
        no, _, key = name[1:].partition("_")
        changes.append((*cell(f"{no[0]}.{no[1]}", key), value))
    return edited(write(Book([sheet], tier)), *changes)


def sentences(found):
    return [(one.code, one.cell, one.sentence.partition(": ")[2]) for one in found.problems]


def test_comes_back_unchanged_without_a_difference(province, campaign, table):
    for state, tier, by in ((S.DRAFT, Tier.SELF, province.officer), (S.SELF_SUBMITTED, Tier.BLOC, province.secretary)):
        sheet = sheet_at(state, province, campaign) if state == S.DRAFT else submitted(province)
        found = read(write(Book([sheet], tier)), Book([sheet], tier), by=by)
        assert (found.changes, found.problems, found.rows) == ([], [], 8)


def submitted(province):
    sheet = ScoreSheet.objects.get()
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    return ScoreSheet.objects.get()


def test_reads_what_the_unit_says(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    content = filled_in(sheet, Tier.SELF, x12_actual=5, x21_said="b", x31_self_points=6, x31_self_note="Đủ")
    found = read(content, Book([sheet], Tier.SELF), by=province.officer)
    assert found.problems == []
    assert [(one.row.line.criterion.no, one.heading, *one.words) for one in found.changes] == [
        ("1.2", "Thực hiện", "4,3", "5"),
        ("2.1", "Mức, trả lời, thứ hạng", "A", "b"),
        ("3.1", "Tự chấm", "7", "6"),
        ("3.1", "Giải trình", "–", "Đủ"),
    ]


def test_names_the_cell_of_everything_that_cannot_be_kept(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    cells = {"x11_bloc_points": -1, "x12_bloc_points": 9, "x21_bloc_points": 11, "x31_bloc_points": 5}
    found = read(filled_in(sheet, Tier.BLOC, **cells), Book([sheet], Tier.BLOC), by=province.secretary)
    assert sentences(found) == [
        ("X06", "K7", "tiêu chí này không ghi ở cột này; hãy để như cũ"),
        ("N04", "K4", "Điểm không được âm (tiêu chí 1.1, từ 0 đến 11)"),
        ("V02", "M5", "Nhập lý do khi điểm khối chấm khác điểm tự chấm."),
        ("N05", "K6", "Vượt điểm tối đa 10 của tiêu chí 2.1"),
    ]


def test_tells_everything_at_once(province, campaign, table):
    """What cannot be read, a line that is not of this sheet, and points that may not be given: one list."""
    sheet = sheet_at(S.DRAFT, province, campaign)
    content = filled_in(sheet, Tier.SELF, x11_actual="rất nhiều", x31_self_points=9, x41_line="0")
    found = read(content, Book([sheet], Tier.SELF), by=province.officer)
    assert [one.code for one in found.problems] == ["X06", "X06", "N05"]


def test_judges_the_sum_of_a_group_with_all_rows_in_place(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    fits = filled_in(sheet, Tier.SELF, x41_self_points=4, x42_self_points=2)
    assert read(fits, Book([sheet], Tier.SELF), by=province.officer).problems == []
    over = filled_in(sheet, Tier.SELF, x41_self_points=4, x42_self_points=4)
    found = read(over, Book([sheet], Tier.SELF), by=province.officer)
    assert {(code, sentence[:24]) for code, _, sentence in sentences(found)} == {("N06", "Tổng nhóm IV là 8, tối đ")}


def standings(sheet, tier):
    book = load_workbook(BytesIO(write(Book([sheet], tier))))
    rows = [row for page in book for row in page.iter_rows(values_only=True) if row[0] in ROWS]
    found = {row[0]: row[KEYS.index("standing")] for row in rows}
    return {no: found[no] for no in ROWS if found[no]}


def test_shows_and_keeps_a_row_that_is_no_duty_of_the_unit(province, campaign, table):
    Criterion.objects.filter(no="3.1").update(optional=True)
    sheet = sheet_at(S.DRAFT, province, campaign)
    type_in(sheet, "3.1", Tier.SELF, province.officer, assigned=False, note="Huyện không có rừng")
    assert standings(sheet, Tier.SELF) == {"3.1": "Không được giao"}
    found = read(filled_in(sheet, Tier.SELF, x31_self_points=6), Book([sheet], Tier.SELF), by=province.officer)
    assert [(code, words.partition(";")[0]) for code, _, words in sentences(found)] == [
        ("X06", "tiêu chí này không được giao cho đơn vị nên không ghi số liệu, điểm")
    ]
    note = read(
        filled_in(sheet, Tier.SELF, x31_self_note="Không có rừng"), Book([sheet], Tier.SELF), by=province.officer
    )
    assert (len(note.changes), note.problems) == (1, [])


def test_shows_and_refuses_a_row_that_was_sent_back(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    row = {"line_id": line_of(sheet, "1.2").pk, "by": province.secretary}
    return_line(**row, to=Tier.SELF, reason="Xem lại số liệu")
    assert standings(sheet, Tier.BLOC) == {"1.2": "Đang trả lại đơn vị: Xem lại số liệu"}
    content = filled_in(sheet, Tier.BLOC, x12_bloc_points=9, x12_bloc_note="Theo báo cáo")
    assert sentences(read(content, Book([sheet], Tier.BLOC), by=province.secretary))[0][2] == (
        "Tiêu chí 1.2 đang được trả lại xem xét; chờ trả lời rồi mới chấm."
    )


def test_writes_what_was_shown_after_it_was_confirmed(province, campaign, table, sign_in):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client, url = sign_in(province.secretary), reverse("scoring:sheet_upload", args=[sheet.pk])
    assert client.get(reverse("scoring:sheet_download", args=[sheet.pk])).status_code == 200
    content = filled_in(sheet, Tier.BLOC, x11_bloc_points=10, x12_bloc_points=9.5, x12_bloc_note="Chưa xác nhận")
    shown = client.post(url, {"file": SimpleUploadedFile("bang-diem.xlsx", content)})
    assert "3 thay đổi trong 8 dòng" in text_of(shown)
    assert line_of(sheet, "1.2").bloc_points is None
    client.post(url, {**fields_of(shown), "commit": "1"})
    line = line_of(sheet, "1.2")
    assert (line.bloc_points, line.bloc_note) == (Decimal("9.5"), "Chưa xác nhận")
    assert AuditEvent.objects.get(event="sheet.imported").detail["lines"] == 2
    again = client.post(url, {"file": SimpleUploadedFile("bang-diem.xlsx", content)})
    assert "không có gì để ghi" in text_of(again)


def test_a_figure_far_from_its_plan_is_written_only_with_a_tick(province, campaign, table, sign_in):
    sheet = sheet_at(S.DRAFT, province, campaign)
    client, url = sign_in(province.officer), reverse("scoring:sheet_upload", args=[sheet.pk])
    before, plan = line_of(sheet, "1.2").actual, line_of(sheet, "1.2").plan
    content = filled_in(sheet, Tier.SELF, x12_actual=plan * 100)
    shown = client.post(url, {"file": SimpleUploadedFile("bang-diem.xlsx", content)})
    fact = re.search(r"Tiêu chí 1\.2: Số [\d.,]+ .* gấp 100 lần kế hoạch \([\d.,]+\)\.", text_of(shown))
    assert fact
    assert "Tôi đã xem lại, những điều nêu trên là đúng" in text_of(shown)
    fields = {name: value for name, value in fields_of(shown).items() if name != "confirm"} | {"commit": "1"}
    again = text_of(client.post(url, fields))
    assert fact.group() in again
    assert "Chưa ghi gì: hãy xem lại những điều nêu trên rồi đánh dấu vào ô xác nhận." in again
    assert line_of(sheet, "1.2").actual == before
    client.post(url, fields | {"confirm": "on"})
    assert line_of(sheet, "1.2").actual == plan * 100


def test_writes_nothing_when_the_sheet_changed_after_the_preview(province, campaign, table, sign_in):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client, url = sign_in(province.secretary), reverse("scoring:sheet_upload", args=[sheet.pk])
    content = filled_in(sheet, Tier.BLOC, x11_bloc_points=10)
    shown = client.post(url, {"file": SimpleUploadedFile("bang-diem.xlsx", content)})
    type_in(sheet, "2.1", Tier.BLOC, province.heads[2], points=Decimal(10))
    answer = client.post(url, {**fields_of(shown), "commit": "1"}, follow=True)
    assert "Dữ liệu đã đổi từ lúc xem trước" in text_of(answer)
    assert line_of(sheet, "1.1").bloc_points is None


def test_refuses_the_workbook_of_another_sheet(province, campaign, table):
    other = sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert read(write(Book([other], Tier.BLOC)), Book([sheet], Tier.BLOC), by=province.secretary).problems


@pytest.mark.parametrize("who", ["officer", "head", "staff", "leader"])
def test_is_for_those_who_score_now(province, campaign, table, sign_in, who):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client = sign_in(province.everybody()[who])
    for name in ("sheet_download", "sheet_upload"):
        assert client.get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == 403
