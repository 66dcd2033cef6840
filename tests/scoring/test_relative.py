"""Criteria that compare a bloc: nothing before all have filed, and everybody follows whatever moves a figure."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from scoring.enums import Tier
from scoring.models import Criterion, ScoreLine
from scoring.queries.pages import page
from scoring.services import lines, returns, sheets
from scoring.services.relative import lock_bloc_of
from tests.factories.scoring import line_of, scorer_of, write
from tests.factories.sheets import criterion, filed, filled, group, table_with

pytestmark = pytest.mark.django_db
RANKS = {"points": ["10", "6", "3"]}


@pytest.fixture
def comparing(province, campaign):
    """A table whose first criterion is the place in the bloc and whose second people judge."""
    made = table_with(province, campaign, group("I", criterion("1", "rank_in_bloc", RANKS), criterion("2", "manual")))
    Criterion.objects.filter(group__table=made, no="1").update(optional=True)
    return made


def values(actual):
    return {"1": {"actual": Decimal(actual)}, "2": {"points": Decimal(5)}}


@pytest.fixture
def bloc(province, campaign, comparing):
    """All three have filed: 7, 9 and 8."""
    return [filed(province, campaign, values(actual), member=member) for member, actual in enumerate((7, 9, 8))]


def points(tier=Tier.SELF):
    found = ScoreLine.objects.filter(criterion__no="1").order_by("sheet__participation__unit__sort_key")
    return [line.points_of(tier) for line in found]


def take_over(province, sheet, member):
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, member))


def test_gives_nobody_points_while_one_unit_has_not_filed(province, campaign, comparing):
    first = filed(province, campaign, values(7))
    filed(province, campaign, values(9), member=1)
    filled(province, campaign, values(8), member=2)
    assert points() == [None, None, None]
    rows = [row.sentence for part in page(first).groups for row in part.lines]
    assert "tính được khi cả khối đã nộp tự chấm (còn 1 đơn vị)" in rows[0]


def test_tells_nobody_the_figures_of_others_early(province, campaign, comparing, sign_in):
    first = filed(province, campaign, values(7))
    filed(province, campaign, values("9.1234"), member=1)
    shown = sign_in(province.officer).get(reverse("scoring:sheet", args=[first.pk])).content.decode()
    assert ("9,12" in shown, "xếp thứ" in shown) == (False, False)


def test_gives_all_their_places_when_the_last_one_files(bloc):
    assert points() == [Decimal(3), Decimal(10), Decimal(6)]
    assert AuditEvent.objects.filter(event="sheet.followed_bloc").count() == 3


def test_lets_all_follow_a_row_that_was_sent_back_and_mended(province, bloc):
    for member, sheet in enumerate(bloc):
        take_over(province, sheet, member)
    returns.return_line(line_id=line_of(bloc[0], "1").pk, to=Tier.SELF, reason="Thiếu", by=province.secretary)
    line = write(bloc[0], "1", Tier.SELF, province.officer, actual=Decimal(20))
    assert (points(), line.self_points) == ([Decimal(10), Decimal(6), Decimal(3)], Decimal(10))
    assert points(Tier.BLOC) == [None, Decimal(6), Decimal(3)]
    for sheet in bloc:
        sheet.refresh_from_db()
    assert [sheet.self_total for sheet in bloc] == [Decimal(15), Decimal(11), Decimal(8)]


def test_lets_all_follow_when_a_duty_turns_out_to_be_none(province, bloc):
    returns.return_line(line_id=line_of(bloc[1], "1").pk, to=Tier.SELF, reason="Xem lại", by=province.secretary)
    write(bloc[1], "1", Tier.SELF, province.officers[1], assigned=False, note="Không được giao")
    assert points() == [Decimal(6), None, Decimal(10)]


def test_leaves_what_the_bloc_decided_on_its_own(province, bloc):
    write(bloc[2], "1", Tier.BLOC, province.heads[1], points=Decimal(4), note="Số liệu chưa xác nhận")
    returns.return_line(line_id=line_of(bloc[0], "1").pk, to=Tier.SELF, reason="Thiếu", by=province.secretary)
    write(bloc[0], "1", Tier.SELF, province.officer, actual=Decimal(20))
    assert (points()[2], points(Tier.BLOC)[2]) == (Decimal(3), Decimal(4))


def test_moves_nobody_by_points_of_an_upper_tier(province, bloc):
    write(bloc[0], "1", Tier.BLOC, province.secretary, points=Decimal(9), note="Xét thêm")
    assert points() == [Decimal(3), Decimal(10), Decimal(6)]


def test_keeps_places_while_a_sheet_is_back_and_follows_when_it_is_filed_again(province, bloc):
    sheets.return_sheet(sheet_id=bloc[1].pk, to="unit", reason="Sai", by=province.secretary)
    write(bloc[1], "1", Tier.SELF, province.officers[1], actual=Decimal(1))
    assert points() == [Decimal(3), None, Decimal(6)]
    sheets.refresh_facts(sheet_id=bloc[1].pk, by=province.officers[1])
    assert points() == [Decimal(3), None, Decimal(6)]
    sheets.submit_self_score(sheet_id=bloc[1].pk, by=province.heads[1])
    assert points() == [Decimal(6), Decimal(3), Decimal(10)]


def test_waits_with_the_confirmation_until_the_bloc_is_complete(province, campaign, comparing):
    sheet = filed(province, campaign, values(7))
    take_over(province, sheet, 0)
    shown = [cell.points for part in page(sheet).groups for row in part.lines for cell in row.cells]
    assert shown == [None, None, None, Decimal(5), Decimal(5), None]
    assert page(sheet).missing == ("1",)


def test_the_table_is_held_before_it_is_asked_whether_it_compares(bloc):
    """A version that takes effect between the question and the lock would have the bloc locked out of order."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        lock_bloc_of(bloc[0].pk)
    tables = [number for number, one in enumerate(asked) if 'FROM "scoring_scoringtable"' in one["sql"]]
    questions = [number for number, one in enumerate(asked) if '"scoring_criterion"."rule" IN' in one["sql"]]
    sheets_locked = [number for number, one in enumerate(asked) if 'FROM "scoring_scoresheet"' in one["sql"]]
    assert tables[1] < questions[0] < sheets_locked[-1]
