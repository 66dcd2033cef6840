"""Scoring one row at a time (autosave), or a whole tier from the tier below."""

import uuid
from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from core import audit, clock
from core.authz import require
from core.exceptions import Conflict, Refused
from core.numbers import format_points
from scoring.enums import LOWER_TIER, GroupKind, Tier
from scoring.exceptions import LineRefused
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, rule
from scoring.queries.sheets import lock_sheet, scored_by
from scoring.services.facts import drop_upper, follow_rule
from scoring.services.totals import keep_totals

PERMISSIONS = {Tier.SELF: "scoring.score_self", Tier.BLOC: "scoring.score_bloc", Tier.APPRAISED: "scoring.appraise"}
REASONS = {
    Tier.BLOC: "Nhập lý do khi điểm khối chấm khác điểm tự chấm.",
    Tier.APPRAISED: "Nhập lý do khi điểm thẩm định khác điểm khối chấm.",
}


class LineValues(TypedDict, total=False):
    """What may be typed into a row; a key that is absent leaves its value as it is.

    The unit gives facts (``actual``, ``grade``) and ``points`` where the rule leaves them to people; upper tiers give
    ``points``. ``note``: the unit's explanation, or the scorer's reason.
    """

    actual: Decimal | None
    grade: str
    points: Decimal | None
    note: str


@transaction.atomic(durable=True)
def save_line(*, line_id: int, tier: Tier, values: LineValues, version: int, by: Any) -> ScoreLine:
    """Keep one row of one tier; the totals follow in the same transaction.

    ``version`` of the line as it was read: Conflict (``theirs`` is the line as it stands) when somebody else changed it
    since, unless to the very same values. LineRefused N04, N05, N06, V02 with the sentence.
    """
    sheet = lock_sheet(ScoreLine.objects.values_list("sheet", flat=True).get(pk=line_id))
    require(by, PERMISSIONS[tier], sheet)
    line = lines_of(sheet).get(pk=line_id)
    old = _written(line, tier)
    _write(line, tier, values, sheet)
    if line.version != version:
        return _same_or_conflict(line, tier, old)
    _require_valid(line, tier, sheet)
    line.version += 1
    line.save()
    if tier == Tier.SELF:
        stamp(sheet, by)
    keep_totals(sheet)
    audit.record("line.scored", on=line, by=by, tier=tier, no=line.criterion.no, old=old, new=_written(line, tier))
    return line


@transaction.atomic(durable=True)
def take_over(*, sheet_id: uuid.UUID, tier: Tier, by: Any) -> int:
    """Fill the rows that ``tier`` has not scored with the points of the tier below; returns how many."""
    if tier not in LOWER_TIER:
        raise Refused("Đơn vị tự chấm theo số liệu của mình, không lấy theo điểm khác.")
    sheet = lock_sheet(sheet_id)
    require(by, PERMISSIONS[tier], sheet)
    lower = LOWER_TIER[tier]
    lines = [
        line
        for line in lines_of(sheet)
        if scored_by(line, tier) and line.points_of(tier) is None and line.points_of(lower) is not None
    ]
    for line in lines:
        setattr(line, f"{tier}_points", line.points_of(lower))
        line.version += 1
    ScoreLine.objects.bulk_update(lines, [f"{tier}_points", "version"])
    keep_totals(sheet)
    audit.record("sheet.taken_over", on=sheet, by=by, tier=tier, lines=len(lines))
    return len(lines)


def _write(line: ScoreLine, tier: Tier, values: LineValues, sheet: ScoreSheet) -> None:
    """Put what was typed onto the line; an upper tier's points fall with a change below them."""
    if "note" in values:
        setattr(line, f"{tier}_note", values["note"])
    if tier == Tier.SELF:
        line.actual = values.get("actual", line.actual)
        line.grade = values.get("grade", line.grade)
        follow_rule(line, sheet.table.rounding_step)
    if "points" in values and (tier != Tier.SELF or rule(line.criterion).input == "points"):
        if values["points"] != line.points_of(tier):
            drop_upper(line, tier)
        setattr(line, f"{tier}_points", values["points"])


def _same_or_conflict(line: ScoreLine, tier: Tier, stored: dict[str, Any]) -> ScoreLine:
    """A row that was sent twice is no conflict; anything else shows what is stored now."""
    if _written(line, tier) == stored:
        return line
    line.refresh_from_db()
    points = line.points_of(tier)
    shown = "chưa chấm" if points is None else format_points(points)
    raise Conflict(
        f"Tiêu chí {line.criterion.no} vừa được người khác sửa sau khi bạn mở trang; hiện lưu: {shown}.", line
    )


def _require_valid(line: ScoreLine, tier: Tier, sheet: ScoreSheet) -> None:
    """Whose row it is, N04, N05, N06 and V02, in this order."""
    if not scored_by(line, tier):
        raise Refused(f"Phần {line.criterion.group.no} do cơ quan thường trực chấm.")
    points = line.points_of(tier)
    if points is None:
        return
    _require_within(line, points)
    if tier != Tier.SELF or rule(line.criterion).input == "points":
        _require_group_fits(line, tier, sheet)
    if tier in REASONS and points != line.points_of(LOWER_TIER[tier]) and not line.note_of(tier).strip():
        raise LineRefused("V02", REASONS[tier])


def _require_within(line: ScoreLine, points: Decimal) -> None:
    criterion = line.criterion
    low, high = rule(criterion).bounds(criterion.max_points)
    limits = f"tiêu chí {criterion.no}, từ {format_points(low)} đến {format_points(high)}"
    if points < low:
        said = "Điểm không được âm" if low == 0 else f"Điểm không được nhỏ hơn {format_points(low)}"
        raise LineRefused("N04", f"{said} ({limits})")
    if points > high:
        raise LineRefused("N05", f"Vượt điểm tối đa {format_points(high)} của tiêu chí {criterion.no}")


def _require_group_fits(line: ScoreLine, tier: Tier, sheet: ScoreSheet) -> None:
    """The criteria of a group, each up to its own maximum, may not exceed the group (N06); deductions have floors."""
    group = line.criterion.group
    if group.kind == GroupKind.PENALTY:
        return
    others = lines_of(sheet).filter(criterion__group=group).exclude(pk=line.pk)
    rows = [(one.criterion, one.points_of(tier)) for one in (*others, line)]
    counted = [(one, min(points, one.max_points)) for one, points in rows if points is not None]
    together = sum((points for _, points in counted), Decimal(0))
    if together > group.max_points:
        parts = "; ".join(f"{one.no}: {format_points(points)}" for one, points in counted)
        raise LineRefused(
            "N06",
            f"Tổng nhóm {group.no} là {format_points(together)}, tối đa {format_points(group.max_points)} ({parts})",
        )


def stamp(sheet: ScoreSheet, by: Any) -> None:
    """The self-score is a submission: it remembers who saved it last and when."""
    submission = sheet.submission
    submission.saved_at, submission.saved_by = clock.now(), by
    submission.save(update_fields=["saved_at", "saved_by"])


def _written(line: ScoreLine, tier: Tier) -> dict[str, Any]:
    """What the trail keeps of one tier of a line."""
    values = {"points": line.points_of(tier), "note": line.note_of(tier)}
    return values | ({"actual": line.actual, "grade": line.grade} if tier == Tier.SELF else {})
