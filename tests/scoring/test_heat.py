"""The map of points: what stands in each cell, and for whom."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.enums import SheetState as S
from scoring.models import ScoringTable
from scoring.queries.bloc_lines import bloc_subject
from scoring.queries.heat import heat_map
from tests.factories.scoring import published, sheet_at

pytestmark = pytest.mark.django_db
WORSE = {"2.1": {"grade": "C"}, "5.1": {"actual": Decimal(1)}}


def map_of(campaign, viewer):
    return heat_map(bloc_subject(viewer, campaign.code, "khoi-1"), viewer)


def cells(found, no):
    """The points at one criterion, unit by unit."""
    row = next(row for row in found.rows if row.criterion and row.criterion.no == no)
    return [cell.points for cell in row.cells]


def page(sign_in, campaign, viewer):
    response = sign_in(viewer).get(reverse("scoring:heat", args=[campaign.code, "khoi-1"]))
    return response.status_code, " ".join(response.content.decode().split())


def test_shows_criteria_by_units_in_the_order_of_the_ranking(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign, values=WORSE)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    found = map_of(campaign, province.staff)
    assert [row.standing.unit for row in found.units] == ["Mèo Vạc", "Đồng Văn"]
    assert cells(found, "2.1") == [Decimal(10), Decimal(7)]
    assert cells(found, "5.1") == [Decimal(0), Decimal(-20)]
    assert next(row.share for row in found.rows if row.criterion and row.criterion.no == "2.1") == Decimal("85.0")


def test_groups_and_bonus_add_up_to_the_total(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign, values=WORSE)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    found = map_of(campaign, province.staff)
    columns = zip(*([cell.points for cell in row.cells] for row in found.rows if not row.criterion), strict=True)
    assert [sum(column) for column in columns] == [row.standing.total for row in found.units]
    assert (found.rows[-1].name, found.rows[-1].maximum) == ("Thưởng vượt chỉ tiêu", Decimal(20))


def test_has_no_row_for_a_bonus_that_the_table_does_not_give(province, campaign, table):
    ScoringTable.objects.update(bonus_cap=0)
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert "Thưởng vượt chỉ tiêu" not in [row.name for row in map_of(campaign, province.staff).rows]


def test_says_where_the_bloc_reached_least(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign, values=WORSE)
    assert map_of(campaign, province.staff).weakest == ("2.1 Cải cách hành chính (70%); 3.1 Tổ chức phong trào (87,5%)")


def test_shows_a_unit_its_own_column_before_publication_and_all_after(province, campaign, table):
    published(province, campaign)
    assert len(map_of(campaign, province.officer).units) == 3
    assert cells(map_of(campaign, province.officer), "2.1") == [Decimal(10)] * 3


def test_hides_the_others_before_publication(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    assert [row.standing.unit for row in map_of(campaign, province.officer).units] == ["Đồng Văn"]


def test_shows_groups_only_to_those_who_may_not_open_the_sheets(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    found = map_of(campaign, province.council_member)
    assert found.closed == 1


def test_page_carries_figures_and_a_legend_in_words(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign, values=WORSE)
    status, text = page(sign_in, campaign, province.staff)
    assert status == 200
    assert '<span class="td-badge td-heat-3">7</span>' in text
    assert '<span class="td-badge td-heat-minus">-20</span>' in text
    assert "đạt hoặc vượt tối đa" in text
    assert text.count('scope="row"') == 5 + 8 + 1 + 1


def test_page_says_what_will_stand_there(sign_in, province, campaign):
    assert "Chưa có điểm để vẽ" in page(sign_in, campaign, province.staff)[1]
    assert page(sign_in, campaign, province.stranger)[0] == 404


@pytest.mark.parametrize("units", [1, 3])
def test_costs_the_same_for_more_units(province, campaign, table, units, django_assert_num_queries):
    for member in range(units):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    assert province.staff.seats
    subject = bloc_subject(province.staff, campaign.code, "khoi-1")
    with django_assert_num_queries(7):
        assert len(heat_map(subject, province.staff).units) == units
