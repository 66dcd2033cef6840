"""The ranking as a workbook, read back: what the page shows to the same reader, to the last digit."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Ranking, ScoreLine
from scoring.queries.rankings import board
from tests.factories.scoring import published, sheet_at, write
from tests.scoring.test_insight import keep_midterm

pytestmark = pytest.mark.django_db
FIRST = 4


def book_of(sign_in, campaign, viewer):
    response = sign_in(viewer).get(reverse("scoring:ranking_workbook", args=[campaign.code, "khoi-1"]))
    assert response["Content-Disposition"].endswith('filename="xep-hang-khoi-1-2021.xlsx"')
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def rows_of(book, name):
    """The rows of a sheet as dictionaries by title of the column."""
    titles = [cell.value for cell in book[name][FIRST - 1]]
    return [dict(zip(titles, row, strict=True)) for row in book[name].iter_rows(min_row=FIRST, values_only=True)]


def exact(value):
    return None if value is None else Decimal(str(value))


def test_holds_what_page_and_snapshot_say_to_the_last_digit(sign_in, province, campaign, table):
    published(province, campaign)
    rows = rows_of(book_of(sign_in, campaign, province.officer), "Xếp hạng")
    page = board(campaign, ["khoi-1"], province.officer).rows
    assert [(row["Hạng"], row["Đơn vị"], exact(row["Tổng điểm"])) for row in rows] == [
        (one.place.rank, one.standing.unit, one.standing.total) for one in page
    ]
    kept = Ranking.objects.get().rows
    assert [exact(row["Tổng điểm"]) for row in rows] == [Decimal(one["total"]) for one in kept]
    assert [exact(row["Nhóm I: Thực hiện các chỉ tiêu"]) for row in rows] == [Decimal(20)] * 3
    assert [exact(row["Thưởng vượt chỉ tiêu"]) for row in rows] == [one.standing.over for one in page]
    assert [row["Đồng hạng"] for row in rows] == [None, "Đồng hạng", "Đồng hạng"]


def test_second_sheet_holds_every_point_of_every_tier(sign_in, province, campaign, table):
    published(province, campaign)
    rows = rows_of(book_of(sign_in, campaign, province.staff), "Điểm theo tiêu chí")
    lines = ScoreLine.objects.select_related("sheet__participation__unit", "criterion")
    stored = {
        (line.sheet.participation.unit.short_name, line.criterion.no): (
            line.self_points,
            line.bloc_points,
            line.appraised_points,
        )
        for line in lines
    }
    shown = {
        (row["Đơn vị"], row["TT"]): tuple(exact(row[tier]) for tier in ("Tự chấm", "Khối chấm", "Thẩm định"))
        for row in rows
    }
    assert shown == stored
    assert len(rows) == 3 * 8


def test_cells_are_typed_and_no_formulas(sign_in, province, campaign, table):
    province.unit.short_name = "=1+1"
    province.unit.save()
    published(province, campaign)
    book = book_of(sign_in, campaign, province.staff)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows(min_row=FIRST) for cell in row}
    assert "f" not in kinds
    assert {type(row["Hạng"]) for row in rows_of(book, "Xếp hạng")} == {int}
    assert "=1+1" in [row["Đơn vị"] for row in rows_of(book, "Xếp hạng")]


def test_holds_only_the_own_unit_before_publication(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    book = book_of(sign_in, campaign, province.officer)
    assert [(row["Hạng"], row["Đơn vị"]) for row in rows_of(book, "Xếp hạng")] == [(None, "Đồng Văn")]
    assert {row["Đơn vị"] for row in rows_of(book, "Điểm theo tiêu chí")} == {"Đồng Văn"}
    assert "chỉ có điểm của đơn vị mình" in book["Xếp hạng"]["A2"].value


def test_holds_no_criteria_of_sheets_that_are_not_to_be_opened(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    book = book_of(sign_in, campaign, province.council_member)
    assert [row["Hạng"] for row in rows_of(book, "Xếp hạng")] == [1, None, None]
    assert rows_of(book, "Điểm theo tiêu chí") == []


def test_names_the_ranks_of_the_midterm(sign_in, province, campaign, table):
    published(province, campaign)
    keep_midterm(province, campaign, "yen-minh", "meo-vac")
    rows = rows_of(book_of(sign_in, campaign, province.staff), "Xếp hạng")
    assert [row["Hạng sơ kết"] for row in rows] == [2, None, 1]


def test_is_not_found_for_strangers(sign_in, province, campaign, table):
    url = reverse("scoring:ranking_workbook", args=[campaign.code, "khoi-1"])
    assert sign_in(province.stranger).get(url).status_code == 404


def test_leaves_out_what_the_bloc_is_giving(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal("3.33"), note="Chưa có văn bản")

    def given(viewer):
        rows = rows_of(book_of(sign_in, campaign, viewer), "Điểm theo tiêu chí")
        return [exact(row["Khối chấm"]) for row in rows if row["Tiêu chí"] == "Cải cách hành chính"]

    assert given(province.officer) == [None]
    assert given(province.staff) == [Decimal("3.33")]
