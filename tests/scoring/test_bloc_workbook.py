"""All sheets of a bloc by one workbook, for whoever scores them now: looked at together, written all or not at all."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import ScoreSheet
from tests.campaigns.test_assignment_workbook import edited
from tests.factories.scoring import line_of, sheet_at
from tests.factories.scoring import write as type_in
from tests.support.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
TITLES = {"points": "Khối chấm", "note": "Lý do của khối"}


@pytest.fixture
def sheets(province, campaign, table):
    """Both members' and the leader's own sheet, filed."""
    return [sheet_at(S.SELF_SUBMITTED, province, campaign, member=member) for member in range(3)]


@pytest.fixture
def office(sign_in, province):
    """The leader's office in its browser."""
    return sign_in(province.secretary)


def address(name, sheet):
    return reverse(f"scoring:bloc_{name}", args=[sheet.pk])


def rows_of(content):
    """The rows below the titles, by unit and number of the criterion."""
    grid = list(load_workbook(BytesIO(content))["Số liệu"].iter_rows())
    head = next(row for row in grid if row[0].value == "Đơn vị")
    titles = {cell.value: cell.column for cell in head}
    rows = {(row[0].value, row[1].value): row[0].row for row in grid[head[0].row :] if row[1].value}
    return titles, rows


def filled_in(client, sheet, *typed):
    """The workbook of the bloc around ``sheet`` with (unit, criterion, "points" or "note", value) typed into it."""
    content = b"".join(client.get(address("download", sheet)).streaming_content)
    titles, rows = rows_of(content)
    places = [(rows[unit, no], titles[TITLES[what]], value) for unit, no, what, value in typed]
    return SimpleUploadedFile("cham-khoi.xlsx", edited(content, *places))


def test_holds_the_sheets_that_the_reader_scores_and_not_the_own_one(province, sheets, office):
    content = b"".join(office.get(address("download", sheets[0])).streaming_content)
    _, rows = rows_of(content)
    assert {unit for unit, _ in rows} == {one.short_name for one in province.units[:2]}
    assert len(rows) == 16


def test_shows_then_writes_all_of_them(province, sheets, office):
    one, other = (unit.short_name for unit in province.units[:2])
    typed = [(one, "2.1", "points", 10), (other, "2.1", "points", 8), (other, "2.1", "note", "Thiếu minh chứng")]
    shown = office.post(address("upload", sheets[0]), {"file": filled_in(office, sheets[0], *typed)})
    assert "3 thay đổi trong 16 dòng" in text_of(shown)
    assert f"{other} – 2.1" in text_of(shown)
    said = office.post(address("upload", sheets[0]), {**fields_of(shown), "commit": "1"}, follow=True)
    assert "Đã ghi 3 thay đổi từ tệp vào 2 bảng điểm" in text_of(said)
    assert [line_of(sheet, "2.1").bloc_points for sheet in sheets] == [Decimal(10), Decimal(8), None]
    assert [ScoreSheet.objects.get(pk=sheet.pk).bloc_total is not None for sheet in sheets] == [True, True, False]
    assert AuditEvent.objects.filter(event="sheet.imported").count() == 2


def test_names_what_is_wrong_in_any_of_them(province, sheets, office):
    one, other = (unit.short_name for unit in province.units[:2])
    typed = [(one, "2.1", "points", 11), (other, "2.1", "points", 8)]
    answer = text_of(office.post(address("upload", sheets[0]), {"file": filled_in(office, sheets[0], *typed)}))
    assert "Vượt điểm tối đa 10 của tiêu chí 2.1" in answer
    assert "Nhập lý do khi điểm khối chấm khác điểm tự chấm." in answer


def test_writes_nothing_when_one_of_them_changed_meanwhile(province, sheets, office):
    one, other = (unit.short_name for unit in province.units[:2])
    typed = [(one, "2.1", "points", 10), (other, "2.1", "points", 10)]
    shown = office.post(address("upload", sheets[0]), {"file": filled_in(office, sheets[0], *typed)})
    type_in(sheets[1], "1.1", Tier.BLOC, province.heads[2], points=Decimal(10))
    answer = office.post(address("upload", sheets[0]), {**fields_of(shown), "commit": "1"}, follow=True)
    assert "Dữ liệu đã đổi từ lúc xem trước" in text_of(answer)
    assert [line_of(sheet, "2.1").bloc_points for sheet in sheets] == [None, None, None]


def test_a_confirmation_reaches_no_sheet_of_another_hand(province, sheets, office):
    """The leader's own sheet is scored by others: a bent confirmation that names its rows is refused whole."""
    shown = office.post(
        address("upload", sheets[0]),
        {"file": filled_in(office, sheets[0], (province.units[0].short_name, "2.1", "points", 10))},
    )
    fields = fields_of(shown)
    bent = fields["changes"].replace(str(line_of(sheets[0], "2.1").pk), str(line_of(sheets[2], "2.1").pk), 1)
    answer = office.post(address("upload", sheets[0]), {**fields, "changes": bent, "commit": "1"}, follow=True)
    assert "Có ô không còn trong bảng điểm này" in text_of(answer)
    assert line_of(sheets[2], "2.1").bloc_points is None


@pytest.mark.parametrize("who", ["officer", "head", "staff", "leader"])
def test_is_for_those_who_score_now(province, sheets, sign_in, who):
    client = sign_in(province.everybody()[who])
    for name in ("download", "upload"):
        assert client.get(address(name, sheets[0])).status_code == 403


def test_is_offered_where_one_scores(province, sheets, office, sign_in):
    page = reverse("scoring:sheet", args=[sheets[0].pk])
    assert address("upload", sheets[0]) in office.get(page).content.decode()
    assert address("upload", sheets[0]) not in sign_in(province.officer).get(page).content.decode()


@pytest.mark.parametrize("units", [1, 2])
def test_costs_one_query_for_each_sheet(province, campaign, table, office, units, django_assert_num_queries):
    """Whose office scores it; all else is read at once."""
    sheets = [sheet_at(S.SELF_SUBMITTED, province, campaign, member=member) for member in range(units)]
    with django_assert_num_queries(13 + units):
        office.get(address("download", sheets[0]))
