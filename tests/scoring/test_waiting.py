"""A bloc that waits for one unit keeps the points that it has, and is not published with holes in it."""

from decimal import Decimal

import pytest

from core.exceptions import Refused
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion, Ranking, ScoreLine
from scoring.services import lines, rankings, sheets, tables, versions
from scoring.services.recomputation import recompute_campaign
from tests.factories.scoring import line_of, scorer_of, sheet_at

pytestmark = pytest.mark.django_db
TIERS = tuple(Tier)


@pytest.fixture
def waiting(province, campaign, table):
    """Two appraised sheets and one that was sent back to its unit, compared with one another at 1.1."""
    Criterion.objects.filter(no="1.1").update(rule="half_and_leader", params={})
    made = [
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member, values={"1.1": {"actual": Decimal(actual)}})
        for member, actual in enumerate(("42", "50", "38.5"))
    ]
    for member in (0, 1):
        appraise(province, made[member], member)
    sheets.return_sheet(sheet_id=made[2].pk, to="unit", reason="Xem lại", by=scorer_of(province, 2))
    return made


def appraise(province, sheet, member):
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, member))
    sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer_of(province, member))
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)


def points(sheet):
    line = line_of(sheet, "1.1")
    return [line.points_of(tier) for tier in TIERS]


def change(province, table, **values):
    made = versions.change_table(table_id=table.pk, reason="Hướng dẫn mới", by=province.staff)
    Criterion.objects.filter(group__table=made, no="1.1").update(**values)
    tables.freeze_table(table_id=made.pk, by=province.staff, basis="Biên bản họp khối")


def test_keeps_what_was_compared_when_all_is_computed_again(campaign, waiting):
    recompute_campaign(campaign=campaign, by=None)
    assert [points(sheet) for sheet in waiting[:2]] == [[Decimal("6.52")] * 3, [Decimal(10)] * 3]


def test_keeps_what_was_compared_under_a_new_version_of_the_table(province, table, waiting):
    change(province, table, name="Tên mới")
    assert [points(sheet) for sheet in waiting[:2]] == [[Decimal("6.52")] * 3, [Decimal(10)] * 3]
    waiting[0].refresh_from_db()
    assert waiting[0].state == S.APPRAISED


def test_forgets_it_where_the_rule_is_another(province, table, waiting):
    change(province, table, rule="rank_in_bloc", params={"points": ["10", "6", "3"]})
    assert points(waiting[0]) == [None, None, None]
    waiting[0].refresh_from_db()
    assert waiting[0].state == S.SELF_SUBMITTED


def test_lets_all_follow_once_the_last_one_is_back(province, campaign, table, waiting):
    change(province, table, name="Tên mới")
    recompute_campaign(campaign=campaign, by=None)
    sheets.submit_self_score(sheet_id=waiting[2].pk, by=province.heads[2])
    appraise(province, waiting[2], 2)
    rows = rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff).rows
    assert [row["rank"] for row in rows] == [1, 2, 3]


def test_publishes_no_sheet_with_criteria_that_lost_their_points(province, campaign, table):
    for member in range(3):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    lost = ScoreLine.objects.filter(sheet__participation__unit=province.units[1], criterion__no__in=["1.2", "3.1"])
    lost.update(appraised_points=None)
    with pytest.raises(Refused) as refused:
        rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    assert "Mèo Vạc chưa có điểm thẩm định ở tiêu chí 1.2, 3.1." in refused.value.reason
    assert not Ranking.objects.exists()
