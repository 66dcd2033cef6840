"""Appeals against the points of one criterion while the ranking is provisional: written and presented by the unit's
officer, sent by its head, answered by staff.
"""

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
from core.dates import moment
from core.exceptions import Conflict, Refused
from core.numbers import format_points
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import AppealState, SheetState, Tier
from scoring.models import Appeal, Ranking, ScoreLine, ScoreSheet
from scoring.queries.appeals import Effect, effect_of, lock_appeal, why_closed, window_of
from scoring.queries.lines import lines_of
from scoring.queries.sheets import lock_sheet, lock_sheets
from scoring.services.checks import is_question, locked_line, require_group_fits, require_within
from scoring.services.totals import keep_totals
from scoring.workflow import APPEAL


@transaction.atomic(durable=True)
def write_appeal(
    *,
    line_id: int,
    text: str,
    by: Any,
    version: int = 0,
    claimed: Decimal | None = None,
    evidence_ids: Iterable[uuid.UUID] = (),
) -> Appeal:
    """Keep what the unit contests of one criterion, the points it claims and new documents of its folder, as a draft.

    ``version`` of the draft as it was read, 0 of none. Conflict when a colleague wrote it meanwhile; refused outside
    the window, while one for the criterion waits, for points that nobody could give (N04, N05).
    """
    line = locked_line(line_id)
    sheet = line.sheet
    require(by, "scoring.open_appeal", sheet)
    ranking = _window(sheet)
    _require_sound(line, claimed)
    appeal = Appeal.objects.filter(line=line, state=AppealState.DRAFT).first() or Appeal(line=line)
    if appeal.version != version:
        raise Conflict("Đồng nghiệp vừa sửa kiến nghị này. Phần bạn gõ còn nguyên ở đây; hãy xem bản mới.", appeal)
    appeal.ranking, appeal.text, appeal.claimed = ranking, text, claimed
    appeal.version += 1
    appeal.save()
    appeal.evidence.set(_evidence(sheet, evidence_ids))
    audit.record("appeal.written", on=appeal, by=by, no=line.criterion.no, claimed=claimed)
    return appeal


@transaction.atomic(durable=True)
def present_appeal(*, appeal_id: uuid.UUID, by: Any) -> Appeal:
    """Lay a draft before the heads of the unit, who get a letter; nothing more where it lies there."""
    appeal, _ = _draft(appeal_id, by, "scoring.open_appeal")
    if appeal.presented_at:
        return appeal
    _require_text(appeal)
    appeal.presented_at, appeal.presented_by = clock.now(), by
    appeal.save(update_fields=["presented_at", "presented_by"])
    audit.record("appeal.presented", on=appeal, by=by, version=appeal.version)
    _tell_unit(
        appeal,
        Role.HEAD,
        by,
        title=f"Chờ ký: {appeal.title}",
        body=f"{by} trình lúc {moment(appeal.presented_at)}. Hãy đọc rồi ký gửi, hoặc trả lại để sửa.",
    )
    return appeal


@transaction.atomic(durable=True)
def take_back_appeal(*, appeal_id: uuid.UUID, by: Any, note: str = "") -> Appeal:
    """The head gives a presented draft back to the officers, with a word where one is needed."""
    appeal, _ = _draft(appeal_id, by, "scoring.send_appeal")
    appeal.presented_at = appeal.presented_by = None
    appeal.save(update_fields=["presented_at", "presented_by"])
    audit.record("appeal.taken_back", on=appeal, by=by, note=note)
    said = f"Lời nhắn: {note}" if note else "Không kèm lời nhắn; hãy hỏi thủ trưởng cần sửa gì."
    _tell_unit(
        appeal,
        Role.OFFICER,
        by,
        title=f"Thủ trưởng trả lại để sửa: {appeal.title}",
        body=f"{said}\nSửa xong, hãy trình lại.",
    )
    return appeal


@transaction.atomic(durable=True)
def send_appeal(*, appeal_id: uuid.UUID, by: Any, version: int | None = None) -> Appeal:
    """The head sends a draft to the standing body, which gets a letter; its documents are filed with it.

    ``version`` as the head read it (None: whatever stands); Conflict when it was written since.
    """
    appeal, sheet = _draft(appeal_id, by, "scoring.send_appeal")
    if version is not None and version != appeal.version:
        raise Conflict("Kiến nghị vừa được sửa thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi ký gửi.", appeal)
    _require_text(appeal)
    _require_sound(appeal.line, appeal.claimed)
    evidence = _evidence(sheet, appeal.evidence.values_list("pk", flat=True))
    APPEAL.move(appeal, "send")
    appeal.ranking, appeal.points = _window(sheet), appeal.line.appraised_points
    appeal.presented_at = appeal.presented_by = None  # signed
    appeal.opened_at, appeal.opened_by = clock.now(), by
    appeal.save()
    filed = [one.pk for one in evidence]
    Evidence.objects.filter(pk__in=filed, filed_at=None).update(filed_at=appeal.opened_at)
    audit.record("appeal.opened", on=appeal, by=by, no=appeal.line.criterion.no, claimed=appeal.claimed)
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


def _draft(appeal_id: uuid.UUID, by: Any, action: str) -> tuple[Appeal, ScoreSheet]:
    """A draft and its sheet, locked, on which ``by`` may do ``action`` while appeals are taken."""
    sheet = lock_sheet(Appeal.objects.values_list("line__sheet", flat=True).get(pk=appeal_id))
    appeal = lock_appeal(appeal_id)
    appeal.line.sheet = sheet
    require(by, action, sheet)
    if appeal.state != AppealState.DRAFT:
        raise Refused("Kiến nghị này đã gửi rồi.")
    _window(sheet)
    return appeal, sheet


def _window(sheet: ScoreSheet) -> Ranking:
    """The provisional ranking that takes appeals of this sheet now."""
    ranking = window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    reason = why_closed(ranking, clock.now())
    if reason or ranking is None:
        raise Refused(reason)
    return ranking


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
    require_within(line, points, below=line.bloc_points)
    before = line.appraised_points
    line.appraised_points = points
    others = [one for one in lines_of(line.sheet) if one.pk != line.pk]
    try:
        require_group_fits([*others, line], line, Tier.APPRAISED)
    finally:
        line.appraised_points = before
    return effect_of(line, sheets, points, answer)


def _require_text(appeal: Appeal) -> None:
    if not appeal.text.strip():
        raise Refused("Hãy nêu nội dung kiến nghị: điểm nào chưa đúng, vì sao.")


def _require_sound(line: ScoreLine, claimed: Decimal | None) -> None:
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


def _tell_unit(appeal: Appeal, role: Role, by: Any, **letter: str) -> None:
    """A letter to the heads or the officers of the unit, another one each time that it is presented or given back."""
    notify(
        people_at([appeal.line.sheet.participation.unit_id], role).exclude(pk=by.pk),
        url=reverse("scoring:appeal", args=[appeal.pk]),
        dedupe=f"appeal-{role}:{appeal.pk}:{clock.now():%Y%m%d%H%M%S%f}",
        **letter,
    )


def _tell_staff(appeal: Appeal, sheet: ScoreSheet) -> None:
    notify(
        people_at(sheet.participation.campaign.offices, Role.STAFF),
        title=f"{sheet.participation.unit.short_name} kiến nghị điểm tiêu chí {appeal.line.criterion.no}",
        body=appeal.text,
        url=reverse("scoring:appeal", args=[appeal.pk]),
        dedupe=f"appeal:{appeal.pk}",
    )
