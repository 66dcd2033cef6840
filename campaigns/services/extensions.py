"""Deadlines put off: asked for by one person and granted by a second, or all at once after an outage.

Integrity P4, T4. Whoever moves a deadline stands alone behind its barrier; what was delivered already is judged anew in
the same transaction, and everybody who shares the deadline is told.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from campaigns.enums import Cause, ExtensionState, Reading
from campaigns.incidents import hours_refused
from campaigns.models import Campaign, Delivery, Extension, Milestone
from campaigns.queries.campaigns import lock_campaign
from campaigns.queries.deadlines import barrier_of, bound_by
from campaigns.queries.extensions import Move, campaigns_run_by, effective_due, lock_extension, moves_of, seal_of
from campaigns.rejudging import REJUDGED, Moved
from campaigns.services.books import enter_books, take_in
from campaigns.workflow import EXTENSION
from core import audit, clock, locks
from core.authz import require
from core.dates import VIETNAM, days_late, deadline_reading
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.models import Unit
from organizations.queries import people_at
from organizations.services import notify


@transaction.atomic(durable=True)
def request_extension(
    *, milestone: Milestone, unit: Unit | None, new_due_at: datetime, reason: str, by: Any
) -> Extension:
    """Ask for longer, for one unit or (``unit`` None) for all; a second person of the staff decides."""
    campaign = lock_campaign(milestone.campaign_id)
    milestone = campaign.milestones.get(pk=milestone.pk)
    require(by, "campaigns.request_extension", Extension(milestone=milestone, unit=unit))
    old = effective_due(milestone, unit)
    if old is None:
        raise Refused(f"Mốc “{milestone.name}” không áp dụng cho {unit}.")
    moment = clock.now()
    _require_later(new_due_at, old, moment)
    extension = _checked(
        Extension(
            milestone=milestone,
            unit=unit,
            old_due_at=old,
            new_due_at=new_due_at,
            reason=reason,
            requested_at=moment,
            requested_by=by,
        )
    )
    extension.save()
    audit.record("extension.requested", on=extension, by=by, **_facts(extension))
    notify(
        people_at(campaign.offices, Role.STAFF).exclude(pk=by.pk),
        title=f"Đề nghị gia hạn chờ duyệt: {milestone.name}",
        body=f"{by} đề nghị gia hạn cho {_whom(extension)} {deadline_reading(new_due_at)}. Lý do: {reason}",
        url=reverse("campaigns:extensions", args=[campaign.code]),
        dedupe=f"extension-requested:{extension.pk}",
    )
    return extension


@transaction.atomic(durable=True)
def grant_extension(*, extension_id: int, by: Any, decision: str = "") -> Extension:
    """The second person agrees: the deadline moves, for the unit or for all."""
    enter_books(Extension.objects.values_list("milestone__campaign", flat=True).get(pk=extension_id))
    extension = lock_extension(extension_id)
    require(by, "campaigns.decide_extension", extension)
    EXTENSION.move(extension, "grant")
    old = effective_due(extension.milestone, extension.unit) or extension.old_due_at
    moment = clock.now()
    _require_later(extension.new_due_at, old, moment)
    extension.old_due_at = old
    extension.decided_at, extension.decided_by, extension.decision = moment, by, decision
    extension.save(update_fields=["state", "old_due_at", "decided_at", "decided_by", "decision"])
    _apply(extension, by)
    _rejudge([extension], by)
    return extension


@transaction.atomic(durable=True)
def refuse_extension(*, extension_id: int, by: Any, reason: str) -> Extension:
    """The second person says no, with a reason; who asked is told."""
    extension = lock_extension(extension_id)
    require(by, "campaigns.decide_extension", extension)
    EXTENSION.move(extension, "refuse")
    if not reason.strip():
        raise Refused("Hãy ghi lý do không gia hạn.")
    extension.decided_at, extension.decided_by, extension.decision = clock.now(), by, reason
    extension.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    audit.record("extension.refused", on=extension, by=by, decision=reason, **_facts(extension))
    notify(
        [extension.requested_by],
        title=f"Không gia hạn: {extension.milestone.name}",
        body=f"{by} không duyệt gia hạn cho {_whom(extension)}. Lý do: {reason}",
        url=reverse("campaigns:extensions", args=[extension.milestone.campaign.code]),
        dedupe=f"extension-refused:{extension.pk}",
    )
    return extension


@transaction.atomic(durable=True)
def extend_for_incident(
    *, campaign: Campaign, failed_at: datetime, recovered_at: datetime, reason: str, seal: str, by: Any
) -> list[Extension]:
    """Move every deadline that an outage fell upon, in all campaigns that ``by`` runs, by one rule (P4).

    ``seal`` marks what the preview showed; Conflict when something else would move by now.
    """
    require(by, "campaigns.extend", campaign)
    if sentence := hours_refused(failed_at, recovered_at, clock.now()):
        raise Refused(sentence)
    if not reason.strip():
        raise Refused("Hãy ghi lý do, ví dụ: hệ thống ngừng do mất điện.")
    running = campaigns_run_by(by)
    for key in sorted({barrier_of(one) for one in running}):
        locks.enter_exclusive(locks.DEADLINE, key)
    moves = moves_of(running, failed_at=failed_at, recovered_at=recovered_at, now=clock.now())
    if seal_of(moves) != seal:
        raise Conflict("Các mốc thời hạn đã thay đổi sau khi bạn xem trước. Hãy xem lại rồi xác nhận.")
    if not moves:
        raise Refused("Không có mốc thời hạn nào rơi vào thời gian sự cố nên không có gì để gia hạn.")
    outage = {"failed_at": failed_at, "recovered_at": recovered_at}
    extensions = [_move(move, reason=reason, outage=outage, by=by) for move in moves]
    _rejudge(extensions, by)
    return extensions


def _move(move: Move, *, reason: str, outage: dict[str, datetime], by: Any) -> Extension:
    moment = clock.now()
    extension = Extension.objects.create(
        milestone=move.milestone,
        unit=move.unit,
        cause=Cause.INCIDENT,
        old_due_at=move.old_due_at,
        new_due_at=move.new_due_at,
        reason=reason,
        requested_at=moment,
        requested_by=by,
        state=ExtensionState.GRANTED,
        decided_at=moment,
        decided_by=by,
    )
    _apply(extension, by, **outage)
    return extension


def _apply(extension: Extension, by: Any, **detail: Any) -> None:
    """Let the extension hold: move the deadline, judge deliveries anew, write the trail, tell everybody."""
    milestone = extension.milestone
    if extension.unit is None:
        milestone.due_at, milestone.reading = extension.new_due_at, _reading(milestone, extension.new_due_at)
        milestone.save(update_fields=["due_at", "reading"])
    changed = _judge_anew(milestone)
    audit.record("extension.granted", on=extension, by=by, judged_anew=changed, **_facts(extension), **detail)
    _tell(extension)


def _rejudge(extensions: Sequence[Extension], by: Any) -> None:
    """Judge anew what followed from the deadlines, once all ``extensions`` hold."""
    moved = [Moved(one, _concerned(one)) for one in extensions]
    for judge in REJUDGED:
        judge(moved, by)


def _concerned(extension: Extension) -> tuple[int, ...]:
    """The participations whose deadline the extension moves."""
    return tuple(
        due.participation.pk
        for due in bound_by(extension.milestone)
        if extension.unit_id in (None, due.participation.unit_id)
    )


def _reading(milestone: Milestone, due_at: datetime) -> str:
    """A new instant that is no midnight is read by its hour; a midnight as the date was read before."""
    local = due_at.astimezone(VIETNAM)
    if (local.hour, local.minute) != (0, 0):
        return Reading.BY_HOUR
    return Reading.END_OF_DAY if milestone.reading == Reading.END_OF_DAY else Reading.BEFORE_DAY


def _judge_anew(milestone: Milestone) -> int:
    """Bring deliveries to the deadlines that hold now, also those that were shut out; returns how many changed."""
    dues = {due.participation.pk: due for due in bound_by(milestone)}
    changed = []
    for delivery in milestone.deliveries.select_related("submission"):
        due = dues.get(delivery.submission.participation_id)
        if due is not None and due.due_at != delivery.due_at:
            delivery.due_at, delivery.days_late = due.due_at, days_late(due.due_at, delivery.received_at)
            changed.append(delivery)
    Delivery.objects.bulk_update(changed, ["due_at", "days_late"])
    return len(changed) + take_in(milestone, dues.values())


def _tell(extension: Extension) -> None:
    """A letter to everybody who shares the deadline (integrity T4)."""
    milestone = extension.milestone
    units = [due.participation.unit_id for due in bound_by(milestone)]
    notify(
        people_at(units, Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY),
        title=f"Gia hạn {milestone.name} cho {_whom(extension)}",
        body=f"Gia hạn cho {_whom(extension)} {deadline_reading(extension.new_due_at)} (hạn cũ: "
        f"{deadline_reading(extension.old_due_at)}), lý do: {extension.reason}",
        url=reverse("campaigns:detail", args=[milestone.campaign.code]),
        dedupe=f"extension-granted:{extension.pk}",
    )


def _whom(extension: Extension) -> str:
    return extension.unit.short_name if extension.unit else "mọi đơn vị"


def _facts(extension: Extension) -> dict[str, Any]:
    """What the trail keeps of an extension."""
    return {
        "milestone": extension.milestone_id,
        "unit": extension.unit.code if extension.unit else "",
        "cause": extension.cause,
        "old_due_at": extension.old_due_at,
        "new_due_at": extension.new_due_at,
        "reason": extension.reason,
    }


def not_later(new_due_at: datetime, old: datetime, moment: datetime) -> str:
    """The sentence for a new deadline that is no later than the old one or is over; "" for one that helps."""
    if new_due_at <= old:
        return f"Hạn mới phải sau hạn đang áp dụng ({deadline_reading(old)})."
    return "Hạn mới đã qua; hãy chọn thời điểm trong tương lai." if new_due_at <= moment else ""


def _require_later(new_due_at: datetime, old: datetime, moment: datetime) -> None:
    if sentence := not_later(new_due_at, old, moment):
        raise Refused(sentence)


def _checked(extension: Extension) -> Extension:
    """``extension`` after its own checks; Refused with their sentences."""
    try:
        extension.full_clean()
    except ValidationError as errors:
        raise Refused(" ".join(errors.messages)) from errors
    return extension
