"""Signs that points deserve a second look (inflation, severity, sameness, swapped favours): indications, not proofs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.numbers import exact_half_up

ZERO, CENT = Decimal(0), Decimal("0.01")
LEAST_CRITERIA = 3  # fewer equal points say nothing


@dataclass(frozen=True)
class Mark:
    """One criterion of one unit: the points of the three tiers (None: not scored), and which office gave the bloc's."""

    unit: str
    no: str
    maximum: Decimal
    self_points: Decimal | None = None
    bloc_points: Decimal | None = None
    appraised_points: Decimal | None = None
    office: str = ""


@dataclass(frozen=True)
class CrossMark:
    """The points that one member gave to one criterion of another."""

    scorer: str
    unit: str
    no: str
    points: Decimal


@dataclass(frozen=True)
class Inflation:
    """What was claimed beside what was granted, over the ``compared`` points that both tiers gave."""

    key: str
    compared: int
    claimed: Decimal
    granted: Decimal

    @property
    def excess(self) -> Decimal:
        """How much more was claimed; negative where more was granted."""
        return self.claimed - self.granted


@dataclass(frozen=True)
class Severity:
    """How far a scorer stands from what it is compared with (negative: severe): on average per criterion, and together
    over the ``compared`` points.
    """

    scorer: str
    compared: int
    mean: Decimal
    together: Decimal


@dataclass(frozen=True)
class Pattern:
    """Units with the very same points at every criterion; ``full``: all of them the maximum, which happens honestly."""

    units: tuple[str, ...]
    compared: int
    full: bool


@dataclass(frozen=True)
class Favour:
    """Two members that each gave the other more than the rest did: by how many points over the whole sheet."""

    first: str
    second: str
    by_first: Decimal
    by_second: Decimal


def inflation(marks: Iterable[Mark], by: Callable[[Mark], str]) -> list[Inflation]:
    """Self against appraised points, gathered ``by`` unit or by criterion; the most inflated first."""
    found: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for one in marks:
        if one.self_points is not None and one.appraised_points is not None:
            found[by(one)].append((one.self_points, one.appraised_points))
    rows = [
        Inflation(key, len(pairs), sum((a for a, _ in pairs), ZERO), sum((b for _, b in pairs), ZERO))
        for key, pairs in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.excess, row.key))


def severity_of_offices(marks: Iterable[Mark]) -> list[Severity]:
    """Per office that gives the bloc's tier: the mean of bloc minus self; the most severe first."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for one in marks:
        if one.office and one.self_points is not None and one.bloc_points is not None:
            found[one.office].append(one.bloc_points - one.self_points)
    return _severities({scorer: [Fraction(value) for value in values] for scorer, values in found.items()})


def severity_of_members(given: Iterable[CrossMark]) -> list[Severity]:
    """Per member that scores crosswise: the mean of its points minus the mean of the others'; the most severe first."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for (scorer, _), excesses in _excesses(given).items():
        found[scorer] += excesses
    return _severities(found)


def same_patterns(marks: Iterable[Mark], tier: str) -> list[Pattern]:
    """The groups of units whose ``tier`` ("self" or "bloc") has the same points at every criterion."""
    points: dict[str, dict[str, Decimal]] = defaultdict(dict)
    maxima: dict[str, Decimal] = {}
    for one in marks:
        value = one.self_points if tier == "self" else one.bloc_points
        if value is not None:
            points[one.unit][one.no] = value
            maxima[one.no] = one.maximum
    alike: dict[tuple[tuple[str, Decimal], ...], list[str]] = defaultdict(list)
    for unit, vector in points.items():
        alike[tuple(sorted(vector.items()))].append(unit)
    return sorted(
        (
            Pattern(tuple(units), len(vector), all(value >= maxima[no] for no, value in vector))
            for vector, units in alike.items()
            if len(units) > 1 and len(vector) >= LEAST_CRITERIA
        ),
        key=lambda one: (one.full, one.units),
    )


def swapped_favours(given: Iterable[CrossMark], least: Decimal) -> list[Favour]:
    """The pairs that each gave the other at least ``least`` points more than the others did; the clearest first."""
    excess = {pair: exact_half_up(sum(found, Fraction(0)), CENT) for pair, found in _excesses(given).items()}
    found = [
        Favour(first, second, by_first, excess[second, first])
        for (first, second), by_first in excess.items()
        if first < second and by_first >= least and excess.get((second, first), ZERO) >= least
    ]
    return sorted(found, key=lambda one: (-(one.by_first + one.by_second), one.first, one.second))


def _excesses(given: Iterable[CrossMark]) -> dict[tuple[str, str], list[Fraction]]:
    """Per (scorer, unit): at each criterion that others scored too, the points beyond the mean of the others."""
    places: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for one in given:
        places[one.unit, one.no][one.scorer] = one.points
    found: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for (unit, _), by_scorer in places.items():
        whole, others = sum((Fraction(value) for value in by_scorer.values()), Fraction(0)), len(by_scorer) - 1
        if others:
            for scorer, value in by_scorer.items():
                found[scorer, unit].append(Fraction(value) - (whole - Fraction(value)) / others)
    return found


def _severities(found: Mapping[str, list[Fraction]]) -> list[Severity]:
    rows = [
        Severity(scorer, len(values), *(exact_half_up(whole / part, CENT) for part in (len(values), 1)))
        for scorer, values in found.items()
        if values
        for whole in [sum(values, Fraction(0))]
    ]
    return sorted(rows, key=lambda row: (row.mean, row.together, row.scorer))
