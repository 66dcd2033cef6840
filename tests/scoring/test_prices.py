"""What the pages of scoring beside the sheet cost: the same whatever their length, a dozen queries at most."""

import pytest
from django.urls import reverse

from scoring.enums import BlocMode, SheetState
from scoring.services import crosswise
from tests.factories.campaigns import participation_of
from tests.factories.scoring import line_of, sheet_at
from tests.factories.sheets import criterion, filed, group, table_with

pytestmark = pytest.mark.django_db
FRAME = 5  # session, person, day, seats, letters
CEILING = 12 + FRAME


@pytest.mark.parametrize("count", [1, 3])
def test_a_paper_and_its_board_cost_the_same_for_more_criteria(
    sign_in, province, campaign, count, django_assert_num_queries
):
    rows = [criterion(str(no), "manual") for no in range(count)]
    table_with(province, campaign, group("I", *rows), bloc_mode=BlocMode.CROSSWISE)
    values = {str(no): {"points": 5} for no in range(count)}
    filed(province, campaign, values, member=1)
    filed(province, campaign, values, member=2)
    sheet = filed(province, campaign, values)
    member, office = sign_in(province.officers[1]), sign_in(province.secretary)
    paper, board = (reverse(f"scoring:{name}", args=[sheet.pk]) for name in ("cross", "cross_board"))
    with django_assert_num_queries(12):
        member.get(paper)
    for person in (province.officers[1], province.officers[2]):
        crosswise.take_self_points(sheet_id=sheet.pk, by=person)
        crosswise.give(sheet_id=sheet.pk, by=person)
    with django_assert_num_queries(11):
        office.get(board)


@pytest.mark.parametrize("name", ["sheet", "sheet_download", "sheet_upload", "return_line", "settle_missing"])
def test_no_page_costs_more_than_a_dozen(sign_in, province, campaign, table, at, name, django_assert_max_num_queries):
    sheet = sheet_at(SheetState.BLOC_CONFIRMED, province, campaign)
    at("2021-12-31 09:00")
    ids = {
        "return_line": line_of(sheet, "1.1").pk,
        "settle_missing": participation_of(campaign, province.units[1]).pk,
    }
    client, address = sign_in(province.staff), reverse(f"scoring:{name}", args=[ids.get(name, sheet.pk)])
    with django_assert_max_num_queries(CEILING):
        assert client.get(address).status_code == 200
