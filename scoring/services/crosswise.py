"""Scoring crosswise: the members of a bloc give their points blind; their mean becomes the bloc's."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator

from core import audit, clock
from core.authz import require
from core.exceptions import Conflict, Refused
from core.numbers import format_points, held
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import BlocMode, SheetState, Tier
from scoring.exceptions import LineRefused
from scoring.models import CrossPoints, CrossSheet, ScoreLine, ScoreSheet
from scoring.queries.crosswise import SCORER_ROLES, crossed, given_of, is_revealed, members_of, scorer_of, waiting_for
from scoring.queries.lines import lines_of, rule
from scoring.queries.sheets import lock_sheet, people_scoring, scored_by, unscored_sentence
from scoring.services.checks import locked_line, require_bounds, require_group_fits
from scoring.services.facts import drop_upper
from scoring.services.totals import keep_totals

FINAL = "Đơn vị đã gửi phiếu chấm nên không sửa được nữa."
CLOSED = "Khối đã khép việc chấm chéo bảng điểm này."
MEAN = "Bình quân của {} đơn vị chấm chéo"
NOTE_LENGTH = 1000  # of ScoreLine.bloc_note
FROM_BLOC_UP = ["bloc_points", "bloc_note", "appraised_points", "appraised_answer", "appraised_note", "version"]


@transaction.atomic(durable=True)
def save_points(
    *, line_id: int, points: Decimal | None, note: str, by: Any, seen: tuple[Decimal | None, str] | None = None
) -> CrossSheet:
    """Keep what the own unit gives to one row of a fellow member; None takes it away again.

    ``seen``: points and note as the page showed them (None: whatever stands); Conflict when a colleague changed them
    since. LineRefused N04, N05, V02. The trail tells that points were given, never which: they are blind.
    """
    sheet = locked_line(line_id).sheet
    cross, lines = _begun(sheet, by)
    line = next((one for one in crossed(lines) if one.pk == line_id), None)
    if line is None:
        raise Refused("Tiêu chí này không do các đơn vị chấm chéo.")
    _require_valid(line, points, note)
    stored = cross.points.filter(line=line).first()
    _require_seen(line, stored, seen, (points, note))
    if points is None:
        cross.points.filter(line=line).delete()
    else:
        CrossPoints.objects.update_or_create(cross_sheet=cross, line=line, defaults={"points": points, "note": note})
    audit.record("cross.scored", on=cross, by=by, no=line.criterion.no, scorer=cross.scorer.code)
    return cross


@transaction.atomic(durable=True)
def take_self_points(*, sheet_id: uuid.UUID, by: Any) -> int:
    """Fill the own unit's empty rows with the points that the scored unit gave itself; returns how many."""
    sheet = lock_sheet(sheet_id)
    cross, lines = _begun(sheet, by)
    known = set(cross.points.values_list("line", flat=True))
    empty = [line for line in crossed(lines) if line.pk not in known and line.self_points is not None]
    CrossPoints.objects.bulk_create(CrossPoints(cross_sheet=cross, line=one, points=one.self_points) for one in empty)
    audit.record("cross.taken_over", on=cross, by=by, lines=len(empty), scorer=cross.scorer.code)
    return len(empty)


@transaction.atomic(durable=True)
def give(*, sheet_id: uuid.UUID, by: Any) -> CrossSheet:
    """Make the own unit's points final; the last one that gives makes the mean the bloc's points.

    Refused while rows are empty (N08) or the sum of a group is above it (N06).
    """
    sheet = lock_sheet(sheet_id)
    cross, lines = _begun(sheet, by)
    given = dict(cross.points.values_list("line", "points"))
    missing = [line.criterion.no for line in crossed(lines) if line.pk not in given]
    if missing:
        raise Refused(unscored_sentence(missing))
    _require_groups_fit(lines, given)
    cross.given_at, cross.given_by = clock.now(), by
    cross.save(update_fields=["given_at", "given_by"])
    audit.record("cross.given", on=cross, by=by, scorer=cross.scorer.code)
    if not waiting_for(sheet).exists():
        _settle(sheet)
    return cross


@transaction.atomic(durable=True)
def close_early(*, sheet_id: uuid.UUID, reason: str, by: Any) -> ScoreSheet:
    """The office takes the mean of those that have given, with a reason; who is missing is kept in the trail."""
    sheet = lock_sheet(sheet_id)
    require(by, "scoring.close_crosswise", sheet)
    if not reason.strip():
        raise Refused("Hãy ghi lý do khép chấm chéo khi chưa đủ phiếu.")
    if is_revealed(lines_of(sheet)):
        raise Refused(CLOSED)
    if not given_of(sheet).exists():
        raise Refused("Chưa có đơn vị nào gửi phiếu chấm nên chưa tính được bình quân.")
    missing = list(waiting_for(sheet).values_list("code", flat=True))
    audit.record("cross.closed", on=sheet, by=by, reason=reason.strip(), missing=missing)
    _settle(sheet)
    return sheet


def ask(sheet: ScoreSheet) -> None:
    """The members are asked for their points, anew where the unit changed a row since: of that row they are forgotten.

    For a locked sheet that has just come to the bloc; nothing where the office scores.
    """
    if sheet.table.bloc_mode != BlocMode.CROSSWISE or sheet.state != SheetState.SELF_SUBMITTED:
        return
    open_rows = [line.pk for line in crossed(lines_of(sheet)) if line.bloc_points is None]
    if not open_rows:
        return
    CrossPoints.objects.filter(cross_sheet__sheet=sheet, line__in=open_rows).delete()
    sheet.cross_sheets.update(given_at=None, given_by=None)
    _tell_members(sheet)


def reopen(sheet: ScoreSheet) -> None:
    """The standing body sent the locked sheet back: the members look at what they gave, and give it again."""
    if sheet.table.bloc_mode != BlocMode.CROSSWISE:
        return
    lines = crossed(lines_of(sheet))
    for line in lines:
        line.bloc_points, line.bloc_note = None, ""
        drop_upper(line, Tier.BLOC)
        line.version += 1
    ScoreLine.objects.bulk_update(lines, FROM_BLOC_UP)
    sheet.cross_sheets.update(given_at=None, given_by=None)
    _tell_members(sheet)


def _begun(sheet: ScoreSheet, by: Any) -> tuple[CrossSheet, list[ScoreLine]]:
    """The own unit's paper for the locked sheet, and the sheet's lines. Refused once it is final or all is settled."""
    require(by, "scoring.score_crosswise", sheet)
    unit = scorer_of(by, sheet)
    if unit is None:
        raise Refused("Đơn vị bạn không chấm chéo bảng điểm này.")
    lines = list(lines_of(sheet))
    if is_revealed(lines):
        raise Refused(CLOSED)
    cross, _ = CrossSheet.objects.get_or_create(sheet=sheet, scorer=unit)
    if cross.given_at:
        raise Refused(FINAL)
    return cross, lines


def _require_valid(line: ScoreLine, points: Decimal | None, note: str) -> None:
    if points is None:
        return
    require_bounds(line, points)  # whatever the step: their mean is rounded to it
    if points != line.self_points and not note.strip():
        raise LineRefused("V02", "Nhập lý do khi điểm chấm chéo khác điểm tự chấm.")


def _require_seen(
    line: ScoreLine,
    stored: CrossPoints | None,
    seen: tuple[Decimal | None, str] | None,
    typed: tuple[Decimal | None, str],
) -> None:
    """A colleague's change is shown, not overwritten; the very same values twice are no conflict."""
    stands = (stored.points, stored.note) if stored else (None, "")
    if seen is not None and stands not in (seen, typed):
        shown = "chưa chấm" if stands[0] is None else format_points(stands[0])
        raise Conflict(
            f"Tiêu chí {line.criterion.no} vừa được đồng nghiệp sửa sau khi bạn mở trang; hiện lưu: {shown}.", stored
        )


def _require_groups_fit(lines: Iterable[ScoreLine], given: dict[int, Decimal]) -> None:
    """N06 for one member's points, judged as the bloc's would be."""
    counted = [line for line in lines if line.pk in given]
    for line in counted:
        line.bloc_points = given[line.pk]
    for line in counted:
        require_group_fits(counted, line, Tier.BLOC)


def _settle(sheet: ScoreSheet) -> None:
    """The mean of what is given becomes the bloc's points, rounded once; the office is told that it may confirm."""
    given = list(given_of(sheet))
    lines = list(lines_of(sheet))
    points: dict[int, list[Decimal]] = {}
    reasons: dict[int, list[str]] = {}
    known = CrossPoints.objects.filter(cross_sheet__in=given).order_by("pk")
    for line_id, one, reason in known.values_list("line", "points", "note"):
        points.setdefault(line_id, []).append(one)
        reasons.setdefault(line_id, []).append(reason)
    among = {line.pk for line in crossed(lines)}
    changed = [line for line in lines if scored_by(line, Tier.BLOC) and line.assigned]
    for line in changed:
        if line.pk in among:
            mean = sum(points[line.pk], Decimal(0)) / len(points[line.pk])
            bounds = rule(line.criterion).bounds(line.criterion.max_points)
            line.bloc_points = held(mean, sheet.table.rounding_step, *bounds)
            line.bloc_note = _mean_note(len(given), reasons[line.pk])
        else:
            line.bloc_points = line.self_points
        drop_upper(line, Tier.BLOC)
        line.version += 1
    ScoreLine.objects.bulk_update(changed, FROM_BLOC_UP)
    keep_totals(sheet)
    _tell_office(sheet, len(given))


def _mean_note(count: int, reasons: Iterable[str]) -> str:
    """What the scored unit reads of a mean: of how many it is, and the reasons that were given, nameless."""
    told = [MEAN.format(count), *dict.fromkeys(reason for reason in reasons if reason)]
    return Truncator("; ".join(told)).chars(NOTE_LENGTH)


def _tell_members(sheet: ScoreSheet) -> None:
    notify(
        people_at([unit.pk for unit in members_of(sheet)], *SCORER_ROLES),
        title=f"Mời chấm chéo bảng điểm của {sheet.participation.unit.short_name}",
        body="Điểm của mỗi đơn vị chỉ đơn vị đó thấy cho đến khi mọi thành viên đã gửi phiếu chấm.",
        url=reverse("scoring:cross", args=[sheet.pk]),
        dedupe=f"cross:{sheet.pk}:{sheet.version}",
    )


def _tell_office(sheet: ScoreSheet, count: int) -> None:
    notify(
        people_scoring(sheet),
        title=f"Đã có điểm chấm chéo của {sheet.participation.unit.short_name}",
        body=f"{MEAN.format(count)}. Mời khối xem và xác nhận.",
        url=reverse("scoring:sheet", args=[sheet.pk]),
        dedupe=f"crossed:{sheet.pk}:{sheet.version}",
    )
