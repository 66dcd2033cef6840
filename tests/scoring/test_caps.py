"""Every cap binds in many sheets of the sample and leaves many alone; the database holds each as the arithmetic does.

A cap that no sheet reaches proves nothing: here each is lifted, and the sheets that it held are seen to move.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from benchmarks import scoring_sample as sample
from benchmarks.scoring_world import lay
from scoring.calculation.sheets import tier_total
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.drift import added_up, differing
from scoring.services.recomputation import recompute_campaign
from tests.support.shared import taken_back

UNITS, MANY = 200, 20
NO_LIMIT = Decimal(999)
TABLE = sample.table_of(16, tight=True)


def group(no, most):
    """Another maximum for one group of the tables."""
    return lambda: CriterionGroup.objects.filter(no=no).update(max_points=most)


LIFTED = {
    "of a criterion in a bonus group": lambda: Criterion.objects.filter(group__no="III").update(max_points=NO_LIMIT),
    "of group I": group("I", NO_LIMIT),
    "of group II": group("II", NO_LIMIT),
    "of the bonus group": group("III", NO_LIMIT),
    "of the deductions": group("IV", 0),
    "on bonus for figures": lambda: ScoringTable.objects.update(bonus_cap=NO_LIMIT),
    "of the table": lambda: ScoringTable.objects.update(total_cap=None),
}


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    """A campaign of some blocs."""
    with taken_back(django_db_blocker):
        yield lay("caps", units=UNITS, bloc_size=20, criteria=16, tight=True).campaign


def totals(campaign):
    """The totals of the three tiers that the sheets keep, by sheet."""
    found = ScoreSheet.objects.filter(participation__campaign=campaign)
    return {pk: rest for pk, *rest in found.values_list("pk", "self_total", "bloc_total", "appraised_total")}


def moved(before, after):
    """The sheets whose totals are not what they were."""
    return sorted(pk for pk in before if before[pk] != after[pk])


@pytest.mark.django_db
@pytest.mark.parametrize("cap", LIFTED)
def test_the_maximum_binds_and_the_database_sees_in_which_sheets(laid, cap):
    before = totals(laid)
    assert differing(laid) == []
    LIFTED[cap]()
    seen = differing(laid)
    recompute_campaign(campaign=laid, by=None)
    assert moved(before, totals(laid)) == seen
    assert differing(laid) == []
    assert MANY <= len(seen) <= UNITS - MANY


@pytest.mark.django_db
def test_what_is_no_duty_counts_on_neither_side_whatever_points_stand_there(laid):
    before = totals(laid)
    freed = ScoreLine.objects.filter(sheet__participation__campaign=laid, assigned=False)
    assert MANY <= freed.values("sheet").distinct().count() <= UNITS - MANY
    freed.update(self_points=5, bloc_points=5, appraised_points=5)
    assert differing(laid) == []
    recompute_campaign(campaign=laid, by=None)
    assert totals(laid) == before


@pytest.mark.django_db
def test_a_deduction_never_brings_points_in_the_database_either(laid):
    deductions = ScoreLine.objects.filter(criterion__group__no="V")
    deductions.update(appraised_points=0, appraised_note="Không trừ")
    without = added_up(laid)
    deductions.filter(criterion__rule="exclusion").update(appraised_points=5)
    assert added_up(laid) == without


def test_what_is_no_duty_leaves_less_to_be_reached():
    random = Random(1)
    sheets = [sample.with_points(TABLE, one, random) for one in sample.bloc(TABLE, UNITS, random)]
    whole = sum(one.max_points for one in TABLE.groups if one.kind == "points")
    reachable = Counter(tier_total(TABLE, one.lines, "appraised").available for one in sheets)
    assert reachable[whole] >= MANY
    assert len(reachable) > 4
    assert all(most <= whole for most in reachable)


def test_every_duty_that_is_taken_out_is_one_that_may_be():
    random = Random(1)
    optional = {str(at) for at, kind in enumerate(sample.kinds(16), 1) if kind.optional}
    sheets = sample.bloc(TABLE, UNITS, random)
    assert {no for one in sheets for no, line in one.lines.items() if not line.assigned} == optional


def test_the_order_of_caps_is_criterion_group_table():
    """A unit far above everything reaches exactly the groups, the bonus and the bonus group; then the table holds."""
    random = Random(1)
    one = sample.with_points(TABLE, sample.bloc(TABLE, 1, random)[0], random)
    lines = {no: replace(line, points={"self": Decimal(99)}, assigned=True) for no, line in one.lines.items()}
    open_table = replace(TABLE, total_cap=None)
    reached = sum(each.max_points for each in TABLE.groups if each.kind != "penalty") + TABLE.bonus_cap
    assert tier_total(open_table, lines, "self").total == reached
    assert tier_total(TABLE, lines, "self").total == TABLE.total_cap
