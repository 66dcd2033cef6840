"""The total of a sheet: caps, overflow as bonus, penalties; and the figures of the demonstration to the hundredth."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calculation.facts import Facts
from scoring.calculation.rules import rule_of
from scoring.calculation.sheets import CriterionRule, Line, Table, tier_total
from scoring.calculation.totals import GroupRule, GroupTotal, LinePoints, total_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
GROUPS = [
    GroupRule("I", "points", Decimal(60)),
    GroupRule("II", "points", Decimal(25)),
    GroupRule("IV", "bonus", Decimal(10)),
    GroupRule("V", "penalty", Decimal(0)),
]
points = st.decimals(min_value="-20", max_value="80", places=2)
lines = st.lists(
    st.builds(LinePoints, st.sampled_from(["I", "II", "IV", "V"]), st.just(Decimal(8)), st.none() | points), max_size=12
)


def total(*rows, cap="20", groups=GROUPS):
    return total_of(
        groups,
        [LinePoints(no, Decimal(top), p if p is None else Decimal(p)) for no, top, p in rows],
        bonus_cap=Decimal(cap),
    )


def test_adds_groups_and_counts_what_is_above_a_maximum_as_bonus():
    found = total(("I", "10", "10.75"), ("I", "10", "9.6"), ("II", "8", "7.5"), ("IV", "5", "4"), ("V", "0", "-0.5"))
    assert [group.points for group in found.groups] == [Decimal("19.6"), Decimal("7.5"), Decimal(4), Decimal("-0.5")]
    assert (found.over, found.bonus, found.penalty, found.exceeded) == (
        Decimal("0.75"),
        Decimal("4.75"),
        Decimal("-0.5"),
        1,
    )
    assert found.total == Decimal("31.35")


def test_adds_without_floating_point():
    assert total(("I", "10", "9.1"), ("I", "10", "0.7"), ("I", "10", "5.35"), ("I", "10", "8.15")).total == Decimal(
        "23.30"
    )


def test_caps_the_bonus_of_the_table_and_says_what_was_cut():
    found = total(("I", "10", "14"), ("I", "10", "13"), cap="5")
    assert (found.over, found.over_raw, found.total) == (Decimal(5), Decimal(7), Decimal(25))


def test_caps_a_group_at_its_maximum():
    found = total(("IV", "8", "8"), ("IV", "8", "7"))
    assert (found.groups[2], found.total) == (GroupTotal("IV", "bonus", Decimal(10), Decimal(15)), Decimal(10))


def test_holds_deductions_at_the_maximum_of_their_group_where_it_has_one():
    groups = [GroupRule("V", "penalty", Decimal(5))]
    assert total(("V", "0", "-4"), ("V", "0", "-4"), groups=groups).total == Decimal(-5)
    assert total(("V", "0", "-4"), ("V", "0", "-4")).total == Decimal(-8)


def test_tells_nothing_scored_from_zero():
    assert total(("I", "10", None)).total is None
    assert total(("I", "10", "0")).total == 0
    assert total(("I", "10", "0"), ("II", "10", None)).groups[1].points is None


@given(lines)
def test_never_passes_its_caps(rows):
    found = total_of(GROUPS, rows, bonus_cap=Decimal(20))
    counted = {group.no: group.points or Decimal(0) for group in found.groups}
    assert counted["I"] <= 60
    assert counted["II"] <= 25
    assert counted["IV"] <= 10
    assert counted["V"] <= 0
    assert 0 <= found.over <= 20


@given(lines, st.randoms())
def test_does_not_depend_on_the_order_of_lines(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert total_of(GROUPS, shuffled, bonus_cap=Decimal(20)) == total_of(GROUPS, rows, bonus_cap=Decimal(20))


EXPECTED = {  # fixtures/README.md: I, II, III, bonus on figures, IV, V, total, self-scored total
    "hg-vi-xuyen": "60.00 24.25 14.5 4.38 9 0 112.13 114.38",
    "hg-bac-quang": "60.00 24.25 14.5 2.88 8 0 109.63 112.88",
    "hg-quang-binh": "60.00 24.25 14.0 1.55 7 0 106.80 110.55",
    "hg-yen-minh": "60.00 24.25 14.0 1.55 7 0 106.80 109.80",
    "hg-thanh-pho": "59.89 24.10 14.5 1.33 6 0 105.82 110.22",
    "hg-dong-van": "59.34 23.59 13.0 1.06 6 0 102.99 106.49",
    "hg-hoang-su-phi": "59.75 23.91 13.5 0.67 5 0 102.83 105.83",
    "hg-xin-man": "59.34 23.35 13.0 0.96 4 0 100.65 103.95",
    "hg-quan-ba": "59.07 23.18 13.5 0.39 5 -5 96.14 100.69",
    "hg-meo-vac": "52.11 22.52 11.5 0.80 4 -10 80.93 85.68",
    "hg-bac-me": "52.89 21.31 10.5 1.02 3 -10 78.72 84.27",
}


def read(name):
    return json.loads((FIXTURES / name).read_text())


def line_of(group, criterion, unit, tier):
    """One line of the demonstration in one tier, its points by the rule or as given there."""
    no, top = criterion["no"], Decimal(criterion["max_points"])
    figure = next(
        (
            one
            for one in unit["figures"]
            if (one["indicator"], one["label"]) == (criterion["indicator"], criterion["target_label"])
        ),
        None,
    )
    facts = Facts(
        plan=Decimal(figure["registered"]) if figure else None,
        actual=Decimal(list(figure["progress"].values())[-1]) if figure else Decimal(unit["cases"].get(no, 0)),
        grade=unit["grades"].get(no, {}).get(tier) or "",
        days_late=unit["days_late"],
    )
    typed = unit["points"].get(no)
    scored = rule_of(criterion["rule"], criterion["params"]).score(facts, max_points=top, step=Decimal("0.01")).points
    return LinePoints(group["no"], top, Decimal(typed[tier]) if typed else scored)


@pytest.mark.parametrize("unit", EXPECTED)
def test_reproduces_the_figures_of_the_demonstration(unit):
    table = read("scoring/ha-giang-2021.json")
    facts = next(one for one in read("illustrative/ha-giang-2021.json")["units"] if one["unit"] == unit)
    groups = [GroupRule(one["no"], one["kind"], Decimal(one["max_points"])) for one in table["groups"]]

    def tier(name):
        rows = [line_of(group, one, facts, name) for group in table["groups"] for one in group["criteria"]]
        return total_of(groups, rows, bonus_cap=Decimal(table["bonus_cap"]))

    found = tier("appraised")
    by_no = {group.no: group.points for group in found.groups}
    figures = [by_no["I"], by_no["II"], by_no["III"], found.over, by_no["IV"], by_no["V"], found.total]
    assert [*figures, tier("self").total] == [Decimal(one) for one in EXPECTED[unit].split()]


BOUND = {"of": "percent", "start": "100", "step": "1", "points": "0.1", "cap": "1"}
RISING = {"of": "percent", "tiers": [{"over": "100", "points": "5"}, {"from": "90", "points": "3"}]}
FALLING = {"of": "percent", "tiers": [{"over": "100", "points": "-2"}]}


@pytest.mark.parametrize(
    ("key", "params", "better"),
    [
        ("proportional", {"bonus_cap_percent": "0"}, "9"),
        ("change", {"bonus_cap_percent": "0"}, "9"),
        ("inverse", {"bonus_cap_percent": "0"}, "7"),
        ("inverse", {"bonus_cap_percent": "0"}, "0"),
        ("half_and_leader", {}, "9"),
        ("all_or_nothing", {"by": "plan"}, "9"),
        ("all_or_nothing", {"by": "plan", "better": "lower"}, "7"),
        ("tiers", RISING, "9"),
        ("tiers", FALLING, "7"),
        ("per_step", BOUND, "9"),
        ("per_step", BOUND | {"points": "-0.1", "cap": "-1"}, "7"),
    ],
)
def test_a_rule_knows_which_side_of_the_plan_is_better(key, params, better):
    rule, plan, result = rule_of(key, params), Decimal(8), Decimal(better)
    assert rule.exceeds(Facts(plan=plan, actual=result))
    assert not rule.exceeds(Facts(plan=plan, actual=plan))
    assert not rule.exceeds(Facts(plan=plan, actual=16 - result))
    assert not rule.exceeds(Facts(plan=None, actual=result))


@pytest.mark.parametrize(
    ("key", "params"),
    [("range", {"low": "1", "high": "9"}), ("all_or_nothing", {}), ("per_case", {"points": "-1", "floor": "-3"})],
)
def test_rules_without_a_plan_exceed_nothing(key, params):
    rule = rule_of(key, params)
    assert not any(rule.exceeds(Facts(plan=Decimal(8), actual=Decimal(actual))) for actual in (0, 7, 9))


@pytest.mark.parametrize(("appraised", "exceeded"), [("10", 1), ("9.5", 0), (None, 0)])
def test_a_tier_that_gives_less_doubts_that_the_plan_was_exceeded(appraised, exceeded):
    group = GroupRule("I", "points", Decimal(10))
    rule = rule_of("proportional", {"bonus_cap_percent": "0"})
    table = Table(Decimal("0.01"), Decimal(0), (group,), (CriterionRule("1", group, Decimal(10), rule),))
    given_points = {"self": Decimal(10), "appraised": None if appraised is None else Decimal(appraised)}
    lines = {"1": Line(Facts(plan=Decimal(8), actual=Decimal(16)), given_points)}
    assert tier_total(table, lines, "self").exceeded == 1
    assert tier_total(table, lines, "appraised").exceeded == exceeded
    assert tier_total(table, {"1": replace(lines["1"], assigned=False)}, "self").exceeded == 0
