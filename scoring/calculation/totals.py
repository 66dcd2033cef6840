"""From the points of lines to the total of a sheet (domain.md B1–B3): caps per criterion, group, table. Exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.numbers import round_half_up

ZERO, HUNDRED = Decimal(0), Decimal(100)
POINTS, BONUS, PENALTY = "points", "bonus", "penalty"
PERCENT_DECIMALS = 4
PERCENT_STEP = Decimal(1).scaleb(-PERCENT_DECIMALS)
Pair = tuple[Decimal, Decimal]  # the points of a line and the maximum of its criterion


@dataclass(frozen=True)
class GroupRule:
    """A group of the table. ``kind`` is points, bonus or penalty.

    ``max_points`` of a penalty group is 0 (each criterion has its own floor) or the most that may be taken off.
    """

    no: str
    kind: str
    max_points: Decimal


class LinePoints(NamedTuple):
    """The points of one criterion in one tier; None means not scored. Not ``assigned``: it is no duty of the unit, so
    it counts neither in the points nor in what could be reached (B3). ``exceeds``: its result is better than the plan.
    """

    group: str
    max_points: Decimal
    points: Decimal | None
    assigned: bool = True
    exceeds: bool = False


@dataclass(frozen=True)
class GroupTotal:
    """What a group counts after its caps (None: nothing scored in it) and before them (``raw``).

    ``available``: the most that its assigned criteria could bring, for groups of kind points.
    """

    no: str
    kind: str
    points: Decimal | None
    raw: Decimal
    available: Decimal = ZERO


@dataclass(frozen=True)
class SheetTotal:
    """The figures of one tier of a sheet.

    ``over``: bonus for what lies above the criteria's maxima, after the table's cap (``over_raw`` before it);
    ``bonus``: over + bonus groups; ``penalty``: 0 or negative; ``exceeded``: number of targets exceeded, by
    the result or by points above the maximum, in groups of kind points; ``total`` None: no line is scored.
    """

    groups: tuple[GroupTotal, ...]
    over: Decimal
    over_raw: Decimal
    exceeded: int
    total: Decimal | None

    @property
    def bonus(self) -> Decimal:
        """All bonus: on figures and from bonus groups."""
        return self.over + self._sum(BONUS)

    @property
    def penalty(self) -> Decimal:
        """All that is taken off, 0 or negative."""
        return self._sum(PENALTY)

    @property
    def available(self) -> Decimal:
        """The most that the assigned criteria could bring without bonus."""
        return sum((group.available for group in self.groups), ZERO)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of what was available, to four decimals, half up; None without a total or a duty."""
        if self.total is None or not self.available:
            return None
        return round_half_up(self.total * HUNDRED / self.available, PERCENT_STEP)

    def _sum(self, kind: str) -> Decimal:
        return sum((group.points or ZERO for group in self.groups if group.kind == kind), ZERO)


def percent_text(percent: Decimal | None) -> str | None:
    """A percentage as programs read it: with all the decimals by which units are ranked."""
    return None if percent is None else f"{percent:.{PERCENT_DECIMALS}f}"


def total_of(
    groups: Iterable[GroupRule],
    lines: Iterable[LinePoints],
    *,
    bonus_cap: Decimal,
    total_cap: Decimal | None = None,
) -> SheetTotal:
    """The total of one tier.

    Points groups count up to each criterion's and the group's maximum; what a criterion earns above its maximum is
    bonus, all of it together at most ``bonus_cap``. Bonus groups count up to their maximum, penalty groups subtract.
    ``total_cap`` holds the whole (None: the total may exceed the scale).
    """
    rules = {group.no: group for group in groups}
    scored: dict[str, list[Pair]] = {no: [] for no in rules}
    exceeded = 0
    freed = dict.fromkeys(rules, ZERO)
    for line in lines:
        if not line.assigned:
            freed[line.group] += line.max_points
        elif line.points is not None:
            scored[line.group].append((line.points, line.max_points))
            better = line.exceeds or line.points > line.max_points
            exceeded += better and rules[line.group].kind == POINTS
    totals = tuple(_group_total(group, scored[no], freed[no]) for no, group in rules.items())
    over_raw = sum(
        (max(points - top, ZERO) for no, group in rules.items() if group.kind == POINTS for points, top in scored[no]),
        ZERO,
    )
    over = min(over_raw, bonus_cap)
    counted = sum((group.points or ZERO for group in totals), ZERO) + over
    held = counted if total_cap is None else min(counted, total_cap)
    return SheetTotal(totals, over, over_raw, exceeded, held if any(scored.values()) else None)


def _group_total(group: GroupRule, scored: list[Pair], freed: Decimal) -> GroupTotal:
    """The sum of the group's lines, each held at its criterion's maximum, before and after the group's own cap; what is
    ``freed`` by criteria that are no duty of the unit could not be reached.
    """
    raw = sum((points if group.kind == PENALTY else min(points, top) for points, top in scored), ZERO)
    available = max(group.max_points - freed, ZERO) if group.kind == POINTS else ZERO
    return GroupTotal(group.no, group.kind, _capped(group, raw) if scored else None, raw, available)


def _capped(group: GroupRule, raw: Decimal) -> Decimal:
    if group.kind == PENALTY:
        held = min(raw, ZERO)
        return max(held, -abs(group.max_points)) if group.max_points else held
    return min(raw, group.max_points)
