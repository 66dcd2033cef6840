"""Why one unit stands before another: the distance between two totals, part by part, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from core.numbers import format_decimal, format_points
from scoring.calculation.ranking import TIE_BREAKS

ZERO = Decimal(0)
OVER, CAP = "thưởng vượt chỉ tiêu", "mức trần của cả bảng"


class Counted(Protocol):
    """What is known of a unit's total: its groups as (number, points), the bonus for figures above their maxima."""

    @property
    def total(self) -> Decimal | None:
        """What counts in the end."""

    @property
    def groups(self) -> tuple[tuple[str, Decimal | None], ...]:
        """The groups in the order of the table."""

    @property
    def over(self) -> Decimal:
        """The bonus for what lies above the criteria's maxima."""

    @property
    def votes(self) -> int | None:
        """Those of the bloc's meeting."""


@dataclass(frozen=True)
class Gap:
    """One part of two totals: a group, the bonus on figures, or what the cap of the table takes away."""

    label: str
    own: Decimal
    other: Decimal

    @property
    def gap(self) -> Decimal:
        """Own minus the other's."""
        return self.own - self.other

    @property
    def words(self) -> str:
        """For a sentence: "nhóm I −1,75"."""
        return f"{self.label} {signed(self.gap)}"


def gaps(own: Counted, other: Counted, labels: Mapping[str, str]) -> list[Gap]:
    """The parts in which two totals differ, those first that decide most; together they are the whole distance.

    ``labels`` name the groups by number.
    """
    mine, theirs = _parts(own), _parts(other)
    found = [Gap(labels.get(no, no), mine.get(no, ZERO), theirs.get(no, ZERO)) for no in mine | theirs]
    return sorted((one for one in found if one.gap), key=lambda one: -abs(one.gap))


def _parts(unit: Counted) -> dict[str, Decimal]:
    """All that makes up a total, by group or by name."""
    parts = {no: points or ZERO for no, points in unit.groups}
    parts[OVER] = unit.over
    if unit.total is not None:
        parts[CAP] = unit.total - sum(parts.values(), ZERO)
    return parts


def headline(
    own: Counted,
    other: Counted,
    name: str,
    parts: Sequence[Gap],
    *,
    parted_by: str,
    before: bool,
    shares: tuple[Decimal | None, Decimal | None] | None = None,
) -> str:
    """The comparison in one sentence: "Kém Sở Nội vụ 1,50 điểm: nhóm I −1,75; điểm trừ +0,25.".

    ``name`` is the other's; ``before``: the own unit stands before it; ``parted_by`` what parted equals; ``shares``
    are the percentages of both where they decide instead of the points.
    """
    if shares and shares[0] != shares[1]:
        mine, theirs = (format_decimal(share or ZERO, 4) for share in shares)
        return (
            f"{'Hơn' if before else 'Kém'} {name} về tỷ lệ đạt được: {mine}% so với {theirs}%. "
            f"{_by_points(own, other, parts)}"
        )
    distance = (own.total or ZERO) - (other.total or ZERO)
    told = f": {'; '.join(part.words for part in parts)}" if parts else ""
    if distance and not shares:
        return f"{'Hơn' if distance > 0 else 'Kém'} {name} {format_points(abs(distance), 2)} điểm{told}."
    equal = "Bằng tỷ lệ" if shares else "Bằng điểm"
    if parted_by:
        side = "xếp trước nhờ" if before else "xếp sau vì"
        return f"{equal} {name}, {side} tiêu chí phụ “{parted_by}”{_votes(own, other, parted_by)}{told}."
    return f"{equal} và đồng hạng với {name}{told}."


def _votes(own: Counted, other: Counted, parted_by: str) -> str:
    """The votes of both, where they part equals: " (5 so với 3 phiếu)"."""
    known = own.votes is not None and other.votes is not None
    return f" ({own.votes} so với {other.votes} phiếu)" if known and parted_by == TIE_BREAKS["votes"].words else ""


def _by_points(own: Counted, other: Counted, parts: Sequence[Gap]) -> str:
    """The points beside a comparison of percentages."""
    distance = signed((own.total or ZERO) - (other.total or ZERO))
    return f"Về điểm: {distance} ({'; '.join(part.words for part in parts)})." if parts else "Về điểm: bằng nhau."


def signed(value: Decimal) -> str:
    """A difference with its sign: "+0,25", "−1,75", "0"."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{format_points(abs(value))}"
