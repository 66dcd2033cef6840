"""A table with its rules, the sheets scored by it, and what follows: points by rule, totals, classes, ranks.

The whole arithmetic of a bloc without a database: the services feed it from rows, ``verification`` from a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from scoring.calculation.classes import Band, Reached, class_of
from scoring.calculation.facts import Facts, Measures, Rule
from scoring.calculation.ranking import DEFAULT_CHAIN, Entry, Place, rank
from scoring.calculation.totals import GroupRule, LinePoints, SheetTotal, total_of

SELF, BLOC, APPRAISED = TIERS = ("self", "bloc", "appraised")
UNCLASSIFIED = "unclassified"
ZERO = Decimal(0)


@dataclass(frozen=True)
class CriterionRule:
    """One row of a table; ``excludes`` names what a case of it costs: flag, certificate, or "unclassified"."""

    no: str
    group: GroupRule
    max_points: Decimal
    rule: Rule
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """All that decides how the sheets of a bloc are counted and ranked. ``by_percent``: ranked by the percentage of
    what the unit's own duties could bring (B3), otherwise by points. ``by_plan``: a target is exceeded by a result that
    is better than planned; False: only by points above the maximum, as the first files counted.
    """

    step: Decimal
    bonus_cap: Decimal
    groups: tuple[GroupRule, ...]
    criteria: tuple[CriterionRule, ...]
    total_cap: Decimal | None = None
    by_percent: bool = False
    chain: tuple[str, ...] = DEFAULT_CHAIN
    bands: tuple[Band, ...] = ()
    by_plan: bool = True


@dataclass(frozen=True)
class Line:
    """One criterion of one unit: its facts, the points by tier (absent or None: not scored), the answers that upper
    tiers gave to a question of yes or no, and whether it is a duty of the unit at all.
    """

    facts: Facts = field(default_factory=Facts)
    points: Mapping[str, Decimal | None] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    assigned: bool = True

    def effective(self, tier: str) -> Facts:
        """The facts with the answer of the highest tier up to ``tier`` that answered."""
        answer = next((said for one in _down_from(tier) if (said := self.answers.get(one, ""))), "")
        return replace(self.facts, grade=answer) if answer else self.facts

    def highest(self, tier: str) -> Decimal | None:
        """The points of the highest tier up to ``tier`` that scored it."""
        return next((found for one in _down_from(tier) if (found := self.points.get(one)) is not None), None)


@dataclass(frozen=True)
class Sheet:
    """One unit's sheet: its lines by number of the criterion, the tier that counts now, and what ranking asks besides.

    ``unclassified``: it is left out of the ranking whatever its points, because it filed no self-score (B2).
    """

    unit: str
    lines: Mapping[str, Line]
    tier: str = APPRAISED
    unclassified: bool = False
    filed_at: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class Result:
    """What follows for one unit: the figures of the tier that counts, its class, what it may not have."""

    sheet: Sheet
    total: SheetTotal
    excluded: tuple[str, ...]
    classification: str
    entry: Entry


def tier_total(table: Table, lines: Mapping[str, Line], tier: str) -> SheetTotal:
    """The figures of one tier."""
    points = [
        LinePoints(
            one.group.no,
            one.max_points,
            line.points.get(tier),
            line.assigned,
            table.by_plan and _exceeds(one.rule, line, tier),
        )
        for one in table.criteria
        if (line := lines.get(one.no)) is not None
    ]
    return total_of(table.groups, points, bonus_cap=table.bonus_cap, total_cap=table.total_cap)


def peers_of(table: Table, sheets: Iterable[Sheet]) -> dict[str, tuple[Fraction, ...]]:
    """For every relative criterion the measures of all units to which it is assigned, greatest first."""
    found: dict[str, tuple[Fraction, ...]] = {}
    known = list(sheets)
    for one in table.criteria:
        if one.rule.relative:
            lines = [sheet.lines[one.no] for sheet in known if one.no in sheet.lines]
            measures = (one.rule.measure(line.facts) for line in lines if line.assigned)
            found[one.no] = Measures(value for value in measures if value is not None)
    return found


def with_peers(sheet: Sheet, peers: Mapping[str, tuple[Fraction, ...]]) -> Sheet:
    """The sheet with the whole bloc known to its relative criteria."""
    lines = {
        no: replace(line, facts=replace(line.facts, peers=peers[no])) if no in peers else line
        for no, line in sheet.lines.items()
    }
    return replace(sheet, lines=lines)


def excluded(table: Table, lines: Mapping[str, Line], tier: str) -> tuple[str, ...]:
    """What the unit's cases cost it, each once, sorted; what tiers above ``tier`` say is not closed and counts not."""
    lost = {
        form
        for one in table.criteria
        if one.excludes and one.no in lines and _is_case(one, lines[one.no], tier)
        for form in one.excludes
    }
    return tuple(sorted(lost))


def result_of(table: Table, sheet: Sheet, known: SheetTotal | None = None) -> Result:
    """Totals, exclusions, class and what the ranking takes, from the tier that counts; ``known``: its figures."""
    total = tier_total(table, sheet.lines, sheet.tier) if known is None else known
    lost = excluded(table, sheet.lines, sheet.tier)
    out = sheet.unclassified or UNCLASSIFIED in lost
    figure = total.percent if table.by_percent else total.total
    entry = entry_of(sheet.unit, total, None if out else figure, filed_at=sheet.filed_at, votes=sheet.votes)
    name = "" if out or not table.bands else class_of(table.bands, figure, total.groups, _reached(table, sheet))
    return Result(sheet, total, lost, name, entry)


def entry_of(
    unit: str, total: SheetTotal, figure: Decimal | None, *, filed_at: str = "", votes: int | None = None
) -> Entry:
    """One unit as the ranking takes it."""
    return Entry(
        key=unit,
        total=figure,
        first_group=(total.groups[0].points if total.groups else None) or ZERO,
        exceeded=total.exceeded,
        penalty=total.penalty,
        bonus=total.bonus,
        groups={group.no: group.points for group in total.groups},
        filed_at=filed_at,
        votes=votes,
    )


def ranking_of(table: Table, sheets: Sequence[Sheet]) -> list[tuple[Place, Result]]:
    """The places of all units, from first to last, with their figures."""
    results = {sheet.unit: result_of(table, sheet) for sheet in sheets}
    return [(place, results[place.key]) for place in rank([one.entry for one in results.values()], table.chain)]


def _exceeds(rule: Rule, line: Line, tier: str) -> bool:
    """Whether the plan is exceeded as the tier sees it: who gives less than follows from a figure doubts the figure."""
    own, points = line.points.get(SELF), line.points.get(tier)
    return own is not None and points is not None and points >= own and rule.exceeds(line.facts)


def _is_case(one: CriterionRule, line: Line, tier: str) -> bool:
    return line.assigned and one.rule.is_case(line.effective(tier), line.highest(tier))


def _down_from(tier: str) -> Iterable[str]:
    return reversed(TIERS[: TIERS.index(tier) + 1])


def _reached(table: Table, sheet: Sheet) -> list[Reached]:
    return [
        Reached(one.no, one.group.kind, one.max_points, line.points.get(sheet.tier), _is_case(one, line, sheet.tier))
        for one in table.criteria
        if (line := sheet.lines.get(one.no)) is not None and line.assigned
    ]
