"""What the pages of scoring cost: as many queries for one unit, group or bloc as for many."""

import pytest
from django.urls import reverse

from scoring.enums import SheetState as S
from scoring.queries.panels import panel
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import bloc, district
from tests.factories.scoring import draft_table, frozen_table, published, sheet_at, template

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_tells_the_campaign_page_of_blocs_by_name_in_three_queries(province, count, django_assert_num_queries):
    """The later a bloc was formed here, the earlier its name."""
    at_home = province.authority
    others = [
        bloc(f"cum-{letter}", f"Cụm {letter}", at_home, (district(f"huyen-{letter}", f"Huyện {letter}", at_home),))
        for letter in "cba"[:count]
    ]
    campaign = launched_campaign(province, blocs=(province.bloc, *others))
    frozen_table(province, campaign)
    sheet_at(S.APPRAISED, province, campaign)
    with django_assert_num_queries(3):
        rows = panel(campaign, province.staff)["scoring_rows"]
    names = sorted(str(one) for one in others)
    assert [(str(row["bloc"]), row["appraised"], row["units"], row["frozen"]) for row in rows] == [
        *[(name, 0, 1, False) for name in names],
        (str(province.bloc), 1, 3, True),
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["list", "ranking"])
def test_costs_the_same_for_more_sheets(sign_in, province, campaign, table, name, count, django_assert_num_queries):
    for member in range(count):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    client = sign_in(province.staff)
    url = reverse(f"scoring:{name}", args=[] if name == "list" else [campaign.code])
    client.get(url)
    looking_for_deadlines = 3 if count == 1 else 0  # and returns, while somebody has not filed
    with django_assert_num_queries({"list": 8 + looking_for_deadlines, "ranking": 12}[name]):
        client.get(url)


@pytest.mark.parametrize("groups", [1, 3])
def test_costs_the_same_for_more_criteria(sign_in, province, campaign, groups, django_assert_num_queries):
    made = draft_table(province, campaign, groups=template()["groups"][:groups])
    client = sign_in(province.staff)
    with django_assert_num_queries(10):
        client.get(reverse("scoring:table", args=[made.pk]))


@pytest.mark.parametrize(("who", "most"), [("officer", 11), ("bloc_secretary", 12)])  # who is offered the minutes
def test_shows_a_ranking_in_a_dozen_queries(
    sign_in, province, campaign, table, who, most, django_assert_max_num_queries
):
    published(province, campaign)
    client, url = sign_in(province.everybody()[who]), reverse("scoring:ranking", args=[campaign.code]) + "?khoi=khoi-1"
    with django_assert_max_num_queries(most + 3):  # the board, once per version
        client.get(url)
    with django_assert_max_num_queries(most):
        client.get(url)


@pytest.mark.parametrize(("state", "who"), [(S.DRAFT, "officer"), (S.SELF_SUBMITTED, "bloc_secretary")])
def test_shows_a_sheet_in_a_dozen_queries(
    sign_in, province, campaign, table, state, who, django_assert_max_num_queries
):
    sheet = sheet_at(state, province, campaign)
    client = sign_in(province.everybody()[who])
    with django_assert_max_num_queries(12):
        client.get(reverse("scoring:sheet", args=[sheet.pk]))
