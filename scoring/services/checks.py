"""What keeps a row from being stored: whose it is, limits, sums and reasons (integrity N04–N06, V02)."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from campaigns.plausible import may_be_negative
from core.exceptions import Refused
from core.numbers import format_points
from scoring.calculation.rules import Exclusion
from scoring.enums import LOWER_TIER, GroupKind, Tier
from scoring.exceptions import LineRefused
from scoring.models import ScoreLine
from scoring.queries.lines import facts_of, lines_of, rule
from scoring.queries.sheets import lock_sheet_of, scored_by

REASONS = {
    Tier.BLOC: "Nhập lý do khi điểm khối chấm khác điểm tự chấm.",
    Tier.APPRAISED: "Nhập lý do khi điểm thẩm định khác điểm khối chấm.",
}
ANSWER_REASONS = {
    Tier.BLOC: "Nhập lý do khi khối trả lời khác đơn vị.",
    Tier.APPRAISED: "Nhập lý do khi thẩm định trả lời khác khối.",
}
GONE = "Tiêu chí này không còn trong bảng tiêu chí đang áp dụng; hãy tải lại trang."
NOT_ASSIGNED = "Ghi rõ vì sao đơn vị không được giao chỉ tiêu này (văn bản giao, chức năng, địa bàn)."
NOT_SCORED = "Tiêu chí {} không được giao cho đơn vị nên không chấm; nếu không đúng, hãy trả lại tiêu chí cho đơn vị."


def locked_line(line_id: int) -> ScoreLine:
    """The row with its sheet locked. Refused where a newer version of the table has just dropped it."""
    sheet = lock_sheet_of(line_id)
    line = lines_of(sheet).filter(pk=line_id).first() if sheet else None
    if line is None:
        raise Refused(GONE)
    return line


def require_valid(line: ScoreLine, tier: Tier) -> None:
    """What the line itself says: whose it is, whether it is a duty at all, N04, N05 and V02. Refused or LineRefused."""
    if not scored_by(line, tier):
        raise Refused(f"Phần {line.criterion.group.no} do cơ quan thường trực chấm.")
    if not line.assigned:
        _require_unassigned(line, tier)
    if tier == Tier.SELF:
        _require_possible(line)
    points = line.points_of(tier)
    if points is None:
        return
    if tier in LOWER_TIER or rule(line.criterion).input == "points":
        require_within(line, points, below=line.points_of(LOWER_TIER[tier]) if tier in LOWER_TIER else None)
    else:
        require_bounds(line, points)
    if tier in LOWER_TIER and not line.note_of(tier).strip():
        _require_same(line, tier)


def require_group_fits(lines: Iterable[ScoreLine], line: ScoreLine, tier: Tier) -> None:
    """The criteria of a group, each up to its own maximum, may not exceed the group (N06); deductions have floors.

    ``lines`` are all of the sheet, or of the group, as they are to be, ``line`` among them. What a rule computes is
    not refused.
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


def require_within(line: ScoreLine, points: Decimal, *, below: Decimal | None = None) -> None:
    """N04 below the least, N05 above the most that anybody may give, N02 between the steps of the table; the least, the
    most and the points of the tier ``below`` may be given whatever the step.
    """
    low, high = require_bounds(line, points)
    step = line.sheet.table.rounding_step
    if points in (low, high, below) or not points % step:
        return
    down = (points / step).to_integral_value(ROUND_FLOOR) * step
    nearest = f"{format_points(max(low, down))} hoặc {format_points(min(high, down + step))}"
    reason = f"Bảng tiêu chí làm tròn điểm đến {format_points(step)}: nhập {nearest} (tiêu chí {line.criterion.no})"
    raise LineRefused("N02", reason)


def require_bounds(line: ScoreLine, points: Decimal) -> tuple[Decimal, Decimal]:
    """N04 below the least, N05 above the most that anybody may give; returns both."""
    criterion = line.criterion
    low, high = rule(criterion).bounds(criterion.max_points)
    limits = f"tiêu chí {criterion.no}, từ {format_points(low)} đến {format_points(high)}"
    if points < low:
        said = "Điểm không được âm" if low == 0 else f"Điểm không được nhỏ hơn {format_points(low)}"
        raise LineRefused("N04", f"{said} ({limits})")
    if points > high:
        raise LineRefused("N05", f"Vượt điểm tối đa {format_points(high)} của tiêu chí {criterion.no}")
    return low, high


def _require_possible(line: ScoreLine) -> None:
    """N04: what is counted is not below zero, unless its plan is."""
    criterion, target = line.criterion, line.criterion.target
    name = f"{criterion.name} {target.label if target else ''}"
    op = target.op if target else ""
    below = line.actual is not None and line.actual < 0 and not (line.plan is not None and line.plan < 0)
    if below and not may_be_negative(name, facts_of(line).unit, op):
        raise LineRefused("N04", f"Số thực hiện không được âm (tiêu chí {criterion.no}).")


def _require_unassigned(line: ScoreLine, tier: Tier) -> None:
    criterion = line.criterion
    if not criterion.optional:
        raise Refused(f"Tiêu chí {criterion.no} được giao cho mọi đơn vị.")
    if tier == Tier.SELF and not line.self_note.strip():
        raise LineRefused("V02", NOT_ASSIGNED)
    if tier != Tier.SELF and line.points_of(tier) is not None:
        raise Refused(NOT_SCORED.format(criterion.no))


def _require_same(line: ScoreLine, tier: Tier) -> None:
    """Without a reason an upper tier says what the lower one says (V02)."""
    lower = LOWER_TIER[tier]
    if line.points_of(tier) != line.points_of(lower):
        raise LineRefused("V02", REASONS[tier])
    if is_question(line) and line.answer_of(tier) != line.answer_of(lower):
        raise LineRefused("V02", ANSWER_REASONS[tier])
