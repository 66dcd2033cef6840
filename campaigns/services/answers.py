"""Answering what a unit filed: each addressee takes it, or sends it back with a reason and remarks at their places.

What the standing body answers is the answer to the whole; where it is no addressee, what the bloc's leader answers.
Whoever sends it back while the whole is not accepted, sends it back to the unit.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from campaigns.contents import CONTENTS
from campaigns.enums import Addressee, Outcome, SubmissionState
from campaigns.models import Delivery, Remark, Submission
from campaigns.queries.addressees import addressed_to, answers_for, deciding, office_name, unanswered
from campaigns.queries.remarks import Place, remark_places
from campaigns.queries.submissions import lock_submission
from campaigns.workflow import SUBMISSION
from core import audit, clock
from core.authz import require
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify

SEE_REMARKS = "Xem nhận xét ở từng mục."
VERBS = {Outcome.ACCEPTED: "accept", Outcome.RETURNED: "return"}
DONE = {Outcome.ACCEPTED: "duyệt", Outcome.RETURNED: "trả lại"}
EVERY_ADDRESSEE = tuple(Addressee.values)


@dataclass(frozen=True)
class Reply:
    """What somebody answers, and for which addressees (``hats``)."""

    outcome: Outcome
    by: Any
    note: str = ""
    hats: Collection[str] = EVERY_ADDRESSEE
    remarks: Mapping[Place, str] = field(default_factory=dict)


@transaction.atomic(durable=True)
def accept(*, submission_id: uuid.UUID, by: Any, note: str = "", seen: int | None = None) -> Submission:
    """Whoever answers for an addressee takes the submission as it is, for that addressee.

    ``seen`` is the version that was read; Conflict when the unit has filed another one since.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.answer", submission)
    _require_seen(submission, seen)
    _answer(submission, Reply(Outcome.ACCEPTED, by, note, answers_for(by, submission.participation)))
    return submission


def settle(*, submission: Submission, by: Any) -> None:
    """Accept a locked submission for all addressees inside the caller's transaction, who tells the unit; nothing if it
    is accepted.
    """
    if submission.state != SubmissionState.ACCEPTED:
        reply = Reply(Outcome.ACCEPTED, by)
        _decide(submission, reply)
        _stamp(submission, reply)


def reopen(*, submission: Submission, by: Any) -> None:
    """What ``settle`` accepted waits for an answer again, inside the caller's transaction, on a locked submission:
    points that were final are judged anew, and whoever judges may send it back to the unit. Nothing for any other.
    """
    if submission.state == SubmissionState.ACCEPTED:
        SUBMISSION.move(submission, "reopen")
        submission.answer, submission.answered_at, submission.answered_by = "", None, None
        submission.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        audit.record("submission.reopened", on=submission, by=by)


@transaction.atomic(durable=True)
def send_back(
    *,
    submission_id: uuid.UUID,
    by: Any,
    reason: str = "",
    remarks: Mapping[Place, str] | None = None,
    seen: int | None = None,
) -> Submission:
    """An addressee sends the submission back to the unit, with a reason for the whole or remarks at single places.

    ``remarks`` by the key of the written part or the id of the target; blank ones are left out. ``seen`` as in accept.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.send_back", submission)
    _require_seen(submission, seen)
    hats = answers_for(by, submission.participation)
    return return_to_unit(submission=submission, by=by, reason=reason, remarks=remarks, hats=hats)


def return_to_unit(
    *,
    submission: Submission,
    by: Any,
    reason: str,
    remarks: Mapping[Place, str] | None = None,
    hats: Collection[str] = EVERY_ADDRESSEE,
) -> Submission:
    """What ``send_back`` does, inside the caller's transaction, on a locked submission whose answer is permitted.

    ``hats``: the addressees for whom it is sent back.
    """
    said = {place: words for place, text in (remarks or {}).items() if (words := text.strip())}
    if not reason.strip() and not said:
        raise Refused("Hãy ghi lý do trả lại hoặc nhận xét ở từng mục để đơn vị biết cần sửa gì.")
    _remark(submission, said, by)
    submission.version += 1  # what is filed next is a new version, hence a new receipt
    submission.save(update_fields=["version"])
    _answer(submission, Reply(Outcome.RETURNED, by, reason.strip() or SEE_REMARKS, hats, said))
    return submission


def _require_seen(submission: Submission, seen: int | None) -> None:
    if seen is not None and seen != submission.version:
        raise Conflict("Đơn vị đã nộp lại bản mới sau khi bạn mở trang; hãy đọc bản mới rồi trả lời.", submission)


def _remark(submission: Submission, said: Mapping[Place, str], by: Any) -> None:
    """Keep the remarks for the version that is returned. Refused for a place that the submission does not have."""
    if not said:
        return
    if not said.keys() <= remark_places(submission).keys():
        raise Refused("Có nhận xét về một mục không có trong hồ sơ này; hãy tải lại trang rồi ghi lại.")
    moment = clock.now()
    Remark.objects.bulk_create(
        Remark(
            submission=submission,
            of_version=submission.version,
            part=place if isinstance(place, str) else "",
            target_id=None if isinstance(place, str) else place,
            text=text,
            made_at=moment,
            made_by=by,
        )
        for place, text in said.items()
    )


def _decide(submission: Submission, reply: Reply) -> None:
    """The answer to the whole."""
    SUBMISSION.move(submission, VERBS[reply.outcome])
    submission.answered_at, submission.answered_by, submission.answer = clock.now(), reply.by, reply.note
    submission.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    audit.record(f"submission.{submission.state}", on=submission, by=reply.by, note=reply.note)


def _stamp(submission: Submission, reply: Reply) -> list[str]:
    """The own answer of the addressees that had not answered yet; which of them that are."""
    found = unanswered(submission, reply.hats)
    Delivery.objects.filter(pk__in=[one.pk for one in found]).update(
        outcome=reply.outcome, answered_at=clock.now(), answered_by=reply.by, answer=reply.note
    )
    return sorted({one.milestone.addressee for one in found})


def _answer(submission: Submission, reply: Reply) -> None:
    """The answer of one addressee, and where it decides that of the whole; the unit is told."""
    for_whom = _stamp(submission, reply) or [Addressee.STANDING_BODY]
    waits = submission.state == SubmissionState.SUBMITTED
    decides = waits and (reply.outcome == Outcome.RETURNED or deciding(submission) in for_whom)
    if decides:
        _decide(submission, reply)
    else:
        audit.record("submission.taken", on=submission, by=reply.by, note=reply.note, addressees=for_whom)
    _tell_unit(submission, reply, for_whom, still_waits=waits and not decides)


def _tell_unit(submission: Submission, reply: Reply, for_whom: list[str], *, still_waits: bool) -> None:
    """Who answered what, the remarks at their places, and for whose answer the unit still waits."""
    campaign, done = submission.participation.campaign, DONE[reply.outcome]
    office = " và ".join(office_name(one, campaign) for one in for_whom)
    shared = len(addressed_to(submission)) > 1
    note = f"{'Lý do' if reply.outcome == Outcome.RETURNED else 'Lời nhắn'}: {reply.note}"
    places = remark_places(submission) if reply.remarks else {}
    lines = [
        f"{reply.by} đã {done} hồ sơ của đơn vị{f' thay mặt {office}' if shared else ''}.",
        *([note] if reply.note else []),
        *(f"– {places[place]}: {text}" for place, text in reply.remarks.items()),
        *([f"Còn chờ {office_name(deciding(submission), campaign)} trả lời."] if still_waits else []),
    ]
    notify(
        people_at([submission.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"{submission.title} của đơn vị đã được {f'{office} ' if shared else ''}{done}",
        body="\n".join(lines),
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"answered:{submission.pk}:{submission.version}:{VERBS[reply.outcome]}:{'+'.join(for_whom)}",
    )
