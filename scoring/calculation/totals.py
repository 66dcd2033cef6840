"""From the points of lines to the total of a sheet (domain.md B1, B2): caps per criterion, group, table. Exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
POINTS, BONUS, PENALTY = "points", "bonus", "penalty"


@dataclass(frozen=True)
class GroupRule:
    """A group of the table. ``kind`` is points, bonus or penalty.

    ``max_points`` of a penalty group is 0 (each criterion has its own floor) or the most that may be taken off.
    """

    no: str
    kind: str
    max_points: Decimal


@dataclass(frozen=True)
class LinePoints:
    """The points of one criterion in one tier; None means not scored."""

    group: str
    max_points: Decimal
    points: Decimal | None


@dataclass(frozen=True)
class GroupTotal:
    """What a group counts after its caps (None: nothing scored in it) and before them (``raw``)."""

    no: str
    kind: str
    points: Decimal | None
    raw: Decimal


@dataclass(frozen=True)
class SheetTotal:
    """The figures of one tier of a sheet.

    ``over``: bonus for what lies above the criteria's maxima, after the table's cap (``over_raw`` before it);
    ``bonus``: over + bonus groups; ``penalty``: 0 or negative; ``exceeded``: number of criteria above their maximum;
    ``total`` None: no line is scored.
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

    def _sum(self, kind: str) -> Decimal:
        return sum((group.points or ZERO for group in self.groups if group.kind == kind), ZERO)


def total_of(groups: Iterable[GroupRule], lines: Iterable[LinePoints], *, bonus_cap: Decimal) -> SheetTotal:
    """The total of one tier.

    Points groups count up to each criterion's and the group's maximum; what a criterion earns above its maximum is
    bonus, all of it together at most ``bonus_cap``. Bonus groups count up to their maximum, penalty groups subtract.
    """
    rules = {group.no: group for group in groups}
    scored = [(rules[line.group], line.max_points, line.points) for line in lines if line.points is not None]
    totals = tuple(_group_total(group, scored) for group in rules.values())
    excess = [points - top for group, top, points in scored if group.kind == POINTS and points > top]
    over_raw = sum(excess, ZERO)
    over = min(over_raw, bonus_cap)
    counted = sum((group.points or ZERO for group in totals), ZERO) + over
    return SheetTotal(totals, over, over_raw, len(excess), counted if scored else None)


def _group_total(group: GroupRule, scored: list[tuple[GroupRule, Decimal, Decimal]]) -> GroupTotal:
    """The sum of the group's lines, each held at its criterion's maximum, before and after the group's own cap."""
    points = [value if group.kind == PENALTY else min(value, top) for of, top, value in scored if of == group]
    raw = sum(points, ZERO)
    return GroupTotal(group.no, group.kind, _capped(group, raw) if points else None, raw)


def _capped(group: GroupRule, raw: Decimal) -> Decimal:
    if group.kind == PENALTY:
        held = min(raw, ZERO)
        return max(held, -abs(group.max_points)) if group.max_points else held
    return min(raw, group.max_points)
