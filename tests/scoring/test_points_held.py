"""Whatever the facts and the params: points stay within their bounds, on the step, and as they are when stored."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.numbers import held, whole_cents
from scoring.calculation.facts import Facts, ParamsRefused
from scoring.calculation.rules import RULES, rule_of
from scoring.enums import Tier
from scoring.models import ScoreLine
from tests.factories.scoring import line_of, opened_sheet

D = Decimal
STEPS = ("0.01", "0.05", "0.1", "0.25", "0.3", "0.5", "1")


def texts(low, high, places=2):
    return st.decimals(min_value=low, max_value=high, places=places).map(lambda value: f"{value:f}")


def fallen(count, low=0):
    """Different points from high to low."""
    found = st.lists(st.decimals(min_value=low, max_value=60, places=2), min_size=count, max_size=count, unique=True)
    return found.map(lambda values: [f"{value:f}" for value in sorted(values, reverse=True)])


TIERS = fallen(3, -5).map(lambda points: [{"from": str(9 - at), "points": one} for at, one in enumerate(points)])
BONUS = texts(0, 100, 3).map(lambda cap: {"bonus_cap_percent": cap})
SHARES = st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(lambda found: sorted(found, reverse=True))
PARAMS = {
    "proportional": BONUS,
    "inverse": BONUS,
    "change": BONUS,
    "range": texts(7, 8).map(lambda low: {"low": low, "high": "8", "outside": "proportional"}),
    "tiers": st.tuples(TIERS, texts(-3, 3)).map(lambda given: {"tiers": given[0], "otherwise": given[1]}),
    "tiers_by_size": TIERS.map(lambda tiers: {"second": "Số hồ sơ", "sizes": [{"from": "0", "tiers": tiers}]}),
    "per_step": st.tuples(texts("0.001", 1, 3), texts(1, 9)).map(
        lambda given: {"start": "2", "step": "0.5", "points": given[0], "cap": given[1]}
    ),
    "graded": SHARES.map(
        lambda found: {"A": "1"} | {mark: str(D(one) / 1000) for mark, one in zip("BCD", found, strict=True)}
    ),
    "all_or_nothing": st.just({}),
    "rank": fallen(4).map(lambda points: {"points": points}),
    "half_and_leader": st.just({}),
    "rank_in_bloc": fallen(4).map(lambda points: {"points": points}),
    "manual": st.just({}),
    "per_case": st.tuples(texts("-2", "-0.001", 3), texts(-9, -2)).map(
        lambda given: {"points": given[0], "floor": given[1]}
    ),
    "late": texts("-9", "-0.01").map(
        lambda points: {"milestones": ["register"], "brackets": [{"from": 2, "points": points}]}
    ),
    "exclusion": st.just({}),
}
figures = st.decimals(min_value=-20, max_value=200, places=4) | st.integers(0, 9).map(D)
facts_of_all = st.builds(
    Facts,
    plan=st.none() | figures,
    actual=st.none() | figures,
    second=st.none() | figures,
    grade=st.sampled_from(["", "A", "B", "C", "D", "Y", "N"]),
    ranks=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    days_late=st.fixed_dictionaries({"register": st.integers(0, 9)}),
)


def test_every_rule_is_asked():
    assert set(PARAMS) == set(RULES)


@pytest.mark.parametrize("key", RULES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_points_stay_within_bounds_and_on_the_step(key, data):
    rule = rule_of(key, data.draw(PARAMS[key]))
    facts, maximum = data.draw(facts_of_all), D(data.draw(texts("0.5", 99)))
    own = rule.measure(facts)
    others = data.draw(st.lists(figures.map(Fraction), max_size=4))
    peers = None if own is None else (own, *others)
    low, high = rule.bounds(maximum)
    assert (low, high) == (round(low, 2), round(high, 2))
    step = D(data.draw(st.sampled_from(STEPS)))
    value = rule.value(replace(facts, peers=peers), maximum, step)
    if value is not None:
        assert low <= value <= high
        assert value == round(value, 2)
        assert value % step == 0 or value in (low, high)


HELD = [
    ("half_and_leader", {}, "4.9", "0.25", {"plan": D(1), "actual": D(2), "peers": (Fraction(2),)}, "4.9"),
    ("range", {"low": "7", "high": "8", "outside": "proportional"}, "4.9", "0.25", {"actual": D("6.99")}, "4.9"),
    ("range", {"low": "7", "high": "8", "outside": "proportional"}, "5.1", "0.25", {"actual": D("7.5")}, "5.1"),
    ("proportional", {"bonus_cap_percent": "5"}, "3.3", "0.01", {"plan": D(1), "actual": D(2)}, "3.46"),
    ("inverse", {"bonus_cap_percent": "5"}, "3.3", "0.01", {"plan": D(1), "actual": D(0)}, "3.46"),
    ("graded", {"A": "1", "B": "0.99", "C": "0.7", "D": "0.5"}, "4.9", "0.25", {"grade": "B"}, "4.75"),
    ("rank", {"points": ["4.9", "4.85"]}, "4.9", "0.25", {"ranks": (1, 1, 1)}, "4.9"),
    ("rank_in_bloc", {"points": ["4.9", "4.88", "1"]}, "4.9", "0.25", {"actual": D(5), "peers": (Fraction(9),)}, "4.9"),
    ("per_case", {"points": "-0.9", "floor": "-1.9"}, "0", "0.5", {"actual": D(2)}, "-1.9"),
    ("late", {"milestones": ["register"]}, "0", "1", {"days_late": {"register": 1}}, "-100"),
    ("all_or_nothing", {}, "4.955", "0.01", {"grade": "Y"}, "4.95"),
]


@pytest.mark.parametrize(("key", "params", "maximum", "step", "facts", "points"), HELD)
def test_holds_what_rounding_would_carry_beyond(key, params, maximum, step, facts, points):
    brackets = {"late_brackets": {"register": ((1, D("-100.4")),)}}
    assert rule_of(key, params).value(Facts(**facts, **brackets), D(maximum), D(step)) == D(points)


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("rank", {"points": ["4.125", "1"]}),
        ("rank_in_bloc", {"points": ["4.125", "1"]}),
        ("tiers", {"tiers": [{"from": "1", "points": "1"}], "otherwise": "0.125"}),
        ("tiers", {"of": "percent", "tiers": [{"from": "1", "points": "1"}], "no_plan": "0.125"}),
        ("per_step", {"start": "1", "step": "1", "points": "0.1", "cap": "0.125"}),
        ("per_case", {"points": "-0.1", "floor": "-0.125"}),
        ("late", {"milestones": ["register"], "brackets": [{"from": 1, "points": "-0.125"}]}),
    ],
)
def test_refuses_points_that_could_not_be_stored(key, params):
    with pytest.raises(ParamsRefused, match="tối đa 2 chữ số thập phân"):
        rule_of(key, params)


def test_what_reaches_an_end_is_that_end():
    assert held(D("5.1"), D("0.25"), D(0), D("5.1")) == D("5.1")
    assert held(D("4.9"), D("0.25"), D(0), D("4.9")) == D("4.9")
    assert held(D("-1.9"), D("0.5"), D("-1.9"), D(0)) == D("-1.9")
    assert held(Fraction(1, 8), D("0.25"), D(0), D(1)) == D("0.25")
    assert (whole_cents(D("3.465")), whole_cents(D("-3.465"))) == (D("3.46"), D("-3.46"))


@pytest.mark.django_db
def test_the_database_gives_back_what_it_was_given(province, campaign, table):
    """What a rule gives must not differ from what is stored, or every recomputation would find a change."""
    line = line_of(opened_sheet(province, campaign), "1.1")
    for key, params, maximum, step, facts, _ in HELD[:-2]:
        points = rule_of(key, params).value(Facts(**facts), D(maximum), D(step))
        ScoreLine.objects.filter(pk=line.pk).update(self_points=points)
        assert ScoreLine.objects.get(pk=line.pk).points_of(Tier.SELF) == points
