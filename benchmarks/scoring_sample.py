"""Sheets of a made-up bloc, the same for the same seed: tables in which all rules of scoring are mixed. Pure.

In a tight table every cap binds in many sheets and leaves many alone, so that a way of adding up that forgets one is
found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle, islice
from random import Random
from typing import Any

from scoring.calculation.facts import Facts
from scoring.calculation.rules import RULES, rule_of
from scoring.calculation.sheets import CriterionRule, Line, Sheet, Table, peers_of, with_peers
from scoring.calculation.totals import GroupRule

Values = dict[str, Any]  # the facts of one line by the names of its columns
STEP = Decimal("0.01")
NOT_ASSIGNED = 0.2  # the share of units whose duty an optional criterion is not
_TIERS = [{"over": "98", "points": "5"}, {"from": "90", "points": "4"}, {"from": "70", "points": "2.5"}]


@dataclass(frozen=True)
class Kind:
    """One rule as the sample uses it: its params, the maximum, the group it stands in, what units report, and whether
    some units have no such duty.
    """

    key: str
    params: Mapping[str, Any]
    max_points: str
    group: str
    values: Callable[[Random], Values]
    optional: bool = False


def _number(random: Random, low: int, high: int) -> Decimal:
    """A figure with two decimals."""
    return Decimal(random.randint(low * 100, high * 100)).scaleb(-2)


def _planned(random: Random) -> Values:
    return {"plan": _number(random, 20, 120), "actual": _number(random, 10, 150)}


def _figure(random: Random) -> Values:
    return {"actual": _number(random, 40, 110)}


KINDS = (
    Kind("proportional", {"bonus_cap_percent": "10"}, "10", "I", _planned),
    Kind("inverse", {"bonus_cap_percent": "10"}, "10", "I", _planned),
    Kind("change", {"bonus_cap_percent": "10"}, "8", "I", _planned, optional=True),
    Kind("range", {"low": "60", "high": "90", "outside": "proportional"}, "5", "I", _figure),
    Kind("tiers", {"of": "percent", "tiers": _TIERS}, "5", "I", _planned),
    Kind(
        "tiers_by_size",
        {"second": "Số hồ sơ", "sizes": [{"from": "0", "tiers": _TIERS[1:]}, {"from": "1000", "tiers": _TIERS}]},
        "5",
        "I",
        lambda random: _figure(random) | {"second": Decimal(random.randint(0, 2000))},
    ),
    Kind("per_step", {"start": "60", "step": "1", "points": "0.1", "cap": "2.5"}, "2", "III", _figure),
    Kind("half_and_leader", {}, "10", "I", _planned, optional=True),
    Kind("rank_in_bloc", {"points": ["10", "8", "6", "4", "2"]}, "10", "I", _figure),
    Kind(
        "graded",
        {"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"},
        "7",
        "II",
        lambda random: {"grade": random.choice("ABCD")},
    ),
    Kind("all_or_nothing", {}, "3", "III", lambda random: {"grade": random.choice("YN")}),
    Kind(
        "rank",
        {"points": ["10", "8", "6", "4", "2"]},
        "10",
        "II",
        lambda random: {"ranks": [random.randint(1, 7) for _ in range(3)]},
    ),
    Kind("manual", {}, "8", "II", lambda _: {}, optional=True),
    Kind(
        "per_case",
        {"points": "-2", "floor": "-10"},
        "0",
        "IV",
        lambda random: {"actual": Decimal(random.choice((0, 0, 0, 1, 3, 9)))},
    ),
    Kind(
        "late",
        {"milestones": ["register", "final_report"], "brackets": [{"from": 5, "points": "-1"}]},
        "0",
        "V",
        lambda random: {"days_late": {"register": random.choice((0, 0, 2, 8)), "final_report": 0}},
    ),
    Kind("exclusion", {}, "0", "V", lambda random: {"grade": random.choice("NNNNNNNY")}),
)
GROUPS = (("I", "points"), ("II", "points"), ("III", "bonus"), ("IV", "penalty"), ("V", "penalty"))


def kinds(criteria: int) -> list[Kind]:
    """The kind of every criterion of a table with so many, rule after rule; by group, as a table lists them."""
    order = [no for no, _ in GROUPS]
    return sorted(islice(cycle(KINDS), criteria), key=lambda kind: order.index(kind.group))


def table_of(criteria: int, *, tight: bool = False) -> Table:
    """A table with so many criteria, numbered 1, 2, 3 …; a case at an exclusion costs the flag. ``tight``: its groups
    hold less than their criteria bring together, which nobody agrees on and no ranking is published by.
    """
    rows = kinds(criteria)
    groups = {no: GroupRule(no, kind, _maximum(no, rows, tight=tight or kind != "points")) for no, kind in GROUPS}
    scale = sum((one.max_points for one in groups.values() if one.kind == "points"), Decimal(0))
    return Table(
        step=STEP,
        bonus_cap=(scale / 50).quantize(STEP),
        total_cap=(scale * 19 / 20).quantize(STEP),
        groups=tuple(groups.values()),
        criteria=tuple(
            CriterionRule(
                str(no),
                groups[kind.group],
                Decimal(kind.max_points),
                rule_of(kind.key, kind.params),
                ("flag",) if kind.key == "exclusion" else (),
            )
            for no, kind in enumerate(rows, 1)
        ),
    )


def _maximum(group: str, rows: list[Kind], *, tight: bool) -> Decimal:
    """What the criteria may bring or take off together, less of it where ``tight``; 0 holds no deduction."""
    those = [kind for kind in rows if kind.group == group]
    together = sum((Decimal(kind.max_points) for kind in those), Decimal(0))
    floors = sum((-Decimal(kind.params.get("floor", 0)) for kind in those), Decimal(0))
    return ((together + floors) * 3 / 5).quantize(STEP) if tight else together


def facts_of(values: Values) -> Facts:
    """The facts of a line with these columns."""
    return Facts(**(values | {"ranks": tuple(values.get("ranks", ()))}))


def values_of(rows: list[Kind], random: Random) -> list[Values]:
    """What one unit reports at every criterion."""
    return [kind.values(random) for kind in rows]


def typed(random: Random, max_points: Decimal) -> Decimal:
    """Points that a person gives, to a quarter."""
    return Decimal(random.randint(0, int(max_points * 4))) / 4


def bloc(table: Table, units: int, random: Random, first: int = 0) -> list[Sheet]:
    """The sheets of one bloc, each with its facts and the whole bloc known to the rules that compare; no points yet."""
    rows = kinds(len(table.criteria))
    sheets = [
        Sheet(
            f"u{first + at:06}",
            {
                one.no: Line(facts_of(values), assigned=not (kind.optional and random.random() < NOT_ASSIGNED))
                for one, kind, values in zip(table.criteria, rows, values_of(rows, random), strict=True)
            },
        )
        for at in range(units)
    ]
    peers = peers_of(table, sheets)
    return [with_peers(sheet, peers) for sheet in sheets]


def with_points(table: Table, sheet: Sheet, random: Random) -> Sheet:
    """The sheet after all tiers: points by rule, or typed by the unit and by the bloc where the rule has none; what is
    no duty of the unit is not scored.
    """
    lines = dict(sheet.lines)
    for one in table.criteria:
        line = sheet.lines[one.no]
        if not line.assigned:
            continue
        own = one.rule.value(line.facts, one.max_points, table.step)
        given = own
        if one.rule.input == "points":
            own, given = typed(random, one.max_points), typed(random, one.max_points)
        lines[one.no] = replace(line, points={"self": own, "bloc": given, "appraised": given})
    return replace(sheet, lines=lines)


def missing_rules() -> set[str]:
    """Rules of the library that the sample leaves out: none, or the sample is not what it says."""
    return set(RULES) - {kind.key for kind in KINDS}
