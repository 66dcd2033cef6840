"""Appeals against the points of one criterion while the ranking is provisional."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.models import Evidence
from campaigns.queries.evidence import living_evidence
from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from core.numbers import format_points
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import AppealState, SheetState, Tier
from scoring.models import Appeal, ScoreLine, ScoreSheet
from scoring.queries.appeals import Effect, effect_of, lock_appeal, why_closed, window_of
from scoring.queries.lines import lines_of
from scoring.queries.sheets import lock_sheet, lock_sheets
from scoring.services.checks import is_question, require_group_fits, require_within
from scoring.services.totals import keep_totals
from scoring.workflow import APPEAL


@transaction.atomic(durable=True)
def open_appeal(
    *, line_id: int, text: str, by: Any, claimed: Decimal | None = None, evidence_ids: Iterable[uuid.UUID] = ()
) -> Appeal:
    """The unit contests the points of one criterion, with the points it claims and new documents of its folder.

    Refused outside the window, while one for the criterion waits, for points that nobody could give (N04, N05).
    """
    sheet = lock_sheet(ScoreLine.objects.values_list("sheet", flat=True).get(pk=line_id))
    require(by, "scoring.open_appeal", sheet)
    line = lines_of(sheet).get(pk=line_id)
    ranking = window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    now = clock.now()
    reason = why_closed(ranking, now)
    if reason or ranking is None:
        raise Refused(reason)
    _require_sound(line, text, claimed)
    evidence = _evidence(sheet, evidence_ids)
    appeal = Appeal.objects.create(
        line=line,
        ranking=ranking,
        text=text,
        claimed=claimed,
        points=line.appraised_points,
        opened_at=now,
        opened_by=by,
    )
    appeal.evidence.set(evidence)
    Evidence.objects.filter(pk__in=[one.pk for one in evidence], filed_at=None).update(filed_at=now)
    audit.record("appeal.opened", on=appeal, by=by, no=line.criterion.no, claimed=claimed)
    _tell_staff(appeal, sheet)
    return appeal


@transaction.atomic(durable=True)
def grant_appeal(*, appeal_id: uuid.UUID, points: Decimal, reason: str, by: Any, answer: str = "") -> Appeal:
    """Give the criterion other appraised points; totals follow, and the unit reads the reason.

    ``answer`` (Y or N) where the criterion is a question. The rank before and after is kept as it is now. Refused for
    points outside the limits (N04–N06), and when nothing would change.
    """
    appeal, sheets = _locked(appeal_id, by)
    _require_reason(reason)
    line = appeal.line
    effect = _checked_effect(line, sheets, points, answer)
    APPEAL.move(appeal, "grant")
    line.appraised_points, line.appraised_note = points, reason
    line.appraised_answer = answer or line.appraised_answer
    line.version += 1
    line.save(update_fields=["appraised_points", "appraised_note", "appraised_answer", "version"])
    keep_totals(line.sheet)
    appeal.granted = points
    _answered(appeal, effect, reason, by, "granted")
    return appeal


@transaction.atomic(durable=True)
def reject_appeal(*, appeal_id: uuid.UUID, reason: str, by: Any) -> Appeal:
    """Leave the points as they are, with a reason that the unit reads."""
    appeal, sheets = _locked(appeal_id, by)
    _require_reason(reason)
    effect = effect_of(appeal.line, sheets, appeal.line.appraised_points or Decimal(0))
    APPEAL.move(appeal, "reject")
    _answered(appeal, effect, reason, by, "rejected")
    return appeal


def preview(*, appeal: Appeal, sheets: Iterable[ScoreSheet], points: Decimal, answer: str = "") -> Effect:
    """What granting would change, refused exactly as ``grant_appeal`` refuses; nothing is written."""
    return _checked_effect(appeal.line, list(sheets), points, answer)


def _locked(appeal_id: uuid.UUID, by: Any) -> tuple[Appeal, list[ScoreSheet]]:
    """The appeal and all sheets of its bloc, locked; its line belongs to the locked sheet."""
    folder = Appeal.objects.select_related("line__sheet__participation__campaign").get(pk=appeal_id)
    participation = folder.line.sheet.participation
    sheets = lock_sheets(participation.campaign, participation.bloc_id)
    appeal = lock_appeal(appeal_id)
    appeal.line.sheet = next(one for one in sheets if one.pk == appeal.line.sheet_id)
    require(by, "scoring.answer_appeal", appeal.line.sheet)
    if appeal.state != AppealState.OPEN:
        raise Refused(f"Kiến nghị này đã được trả lời: {appeal.get_state_display().lower()}.")
    if appeal.line.sheet.state != SheetState.APPRAISED:
        raise Refused("Bảng điểm không còn ở trạng thái đã thẩm định nên chưa trả lời kiến nghị được.")
    return appeal, sheets


def _checked_effect(line: ScoreLine, sheets: list[ScoreSheet], points: Decimal, answer: str) -> Effect:
    """The effect of other points that may be given: within the limits, other than now."""
    if line.appraised_points == points and answer in ("", line.appraised_answer):
        raise Refused(f"Điểm thẩm định đang là {format_points(points)}; chấp nhận kiến nghị thì điểm phải khác.")
    require_within(line, points)
    before = line.appraised_points
    line.appraised_points = points
    others = [one for one in lines_of(line.sheet) if one.pk != line.pk]
    try:
        require_group_fits([*others, line], line, Tier.APPRAISED)
    finally:
        line.appraised_points = before
    return effect_of(line, sheets, points, answer)


def _require_sound(line: ScoreLine, text: str, claimed: Decimal | None) -> None:
    if not text.strip():
        raise Refused("Hãy nêu nội dung kiến nghị: điểm nào chưa đúng, vì sao.")
    if not line.assigned:
        raise Refused(f"Tiêu chí {line.criterion.no} không được giao cho đơn vị nên không có điểm để kiến nghị.")
    if claimed is not None:
        require_within(line, claimed)
        if not is_question(line) and claimed <= (line.appraised_points or 0):
            raise Refused(f"Điểm đề nghị phải cao hơn điểm thẩm định ({format_points(line.appraised_points or 0)}).")
    if Appeal.objects.filter(line=line, state=AppealState.OPEN).exists():
        raise Refused(f"Tiêu chí {line.criterion.no} đang có kiến nghị chờ trả lời.")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Hãy ghi lý do để đơn vị biết vì sao.")


def _evidence(sheet: ScoreSheet, evidence_ids: Iterable[uuid.UUID]) -> list[Evidence]:
    wanted = set(evidence_ids)
    found = list(living_evidence(sheet.participation).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise Refused("Chỉ kèm được minh chứng đang có trong hồ sơ của chính đơn vị.")
    return found


def _answered(appeal: Appeal, effect: Effect, reason: str, by: Any, event: str) -> None:
    """Store the answer with its effect on the rank, write it down, tell the unit."""
    appeal.answer = reason
    appeal.rank_before, appeal.rank_after = effect.rank_before, effect.rank_after
    appeal.answered_at, appeal.answered_by = clock.now(), by
    appeal.save()
    no = appeal.line.criterion.no
    ranks: dict[str, Any] = {"rank_before": effect.rank_before, "rank_after": effect.rank_after}
    audit.record(f"appeal.{event}", on=appeal, by=by, no=no, points=appeal.granted, reason=reason, **ranks)
    notify(
        people_at([appeal.line.sheet.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"Kiến nghị tiêu chí {no}: {appeal.get_state_display().lower()}",
        body=reason,
        url=reverse("scoring:appeal", args=[appeal.pk]),
        dedupe=f"appeal-answered:{appeal.pk}",
    )


def _tell_staff(appeal: Appeal, sheet: ScoreSheet) -> None:
    notify(
        people_at(sheet.participation.campaign.offices, Role.STAFF),
        title=f"{sheet.participation.unit.short_name} kiến nghị điểm tiêu chí {appeal.line.criterion.no}",
        body=appeal.text,
        url=reverse("scoring:appeal", args=[appeal.pk]),
        dedupe=f"appeal:{appeal.pk}",
    )
