"""What keeps points from being stored: limits and sums (integrity N04–N06)."""

from collections.abc import Iterable
from decimal import Decimal

from core.numbers import format_points
from scoring.calculation.rules import Exclusion
from scoring.enums import GroupKind, Tier
from scoring.exceptions import LineRefused
from scoring.models import ScoreLine
from scoring.queries.lines import rule


def require_group_fits(lines: Iterable[ScoreLine], line: ScoreLine, tier: Tier) -> None:
    """The criteria of a group, each up to its own maximum, may not exceed the group (N06); deductions have floors.

    ``lines`` are all of the sheet as they are to be, ``line`` among them. What a rule computes is not refused.
    """
    group = line.criterion.group
    typed = tier != Tier.SELF or rule(line.criterion).input == "points"
    if group.kind == GroupKind.PENALTY or not typed or line.points_of(tier) is None:
        return
    ordered = sorted(lines, key=lambda one: one.pk == line.pk)  # the row in question stands last
    rows = [(one.criterion, one.points_of(tier)) for one in ordered if one.criterion.group_id == group.pk]
    counted = [(one, min(points, one.max_points)) for one, points in rows if points is not None]
    together = sum((points for _, points in counted), Decimal(0))
    if together > group.max_points:
        parts = "; ".join(f"{one.no}: {format_points(points)}" for one, points in counted)
        raise LineRefused(
            "N06",
            f"Tổng nhóm {group.no} là {format_points(together)}, tối đa {format_points(group.max_points)} ({parts})",
        )


def is_question(line: ScoreLine) -> bool:
    """Whether every tier answers yes or no instead of giving points."""
    return isinstance(rule(line.criterion), Exclusion)


def require_within(line: ScoreLine, points: Decimal) -> None:
    """N04 below the least, N05 above the most that anybody may give."""
    criterion = line.criterion
    low, high = rule(criterion).bounds(criterion.max_points)
    limits = f"tiêu chí {criterion.no}, từ {format_points(low)} đến {format_points(high)}"
    if points < low:
        said = "Điểm không được âm" if low == 0 else f"Điểm không được nhỏ hơn {format_points(low)}"
        raise LineRefused("N04", f"{said} ({limits})")
    if points > high:
        raise LineRefused("N05", f"Vượt điểm tối đa {format_points(high)} của tiêu chí {criterion.no}")
