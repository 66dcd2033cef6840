"""Answering what a unit filed: the addressee takes it, or sends it back with a reason."""

import uuid
from typing import Any

from django.db import transaction

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionState
from campaigns.models import Submission
from campaigns.queries.submissions import lock_submission
from campaigns.workflow import SUBMISSION
from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify


@transaction.atomic(durable=True)
def accept(*, submission_id: uuid.UUID, by: Any, note: str = "") -> Submission:
    """The addressee takes the submission as it is."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.answer", submission)
    _answer(submission, "accept", by, note)
    return submission


def settle(*, submission: Submission, by: Any) -> None:
    """Accept a locked submission inside the caller's transaction, who tells the unit; nothing if it is accepted."""
    if submission.state != SubmissionState.ACCEPTED:
        _decide(submission, "accept", by, "")


@transaction.atomic(durable=True)
def send_back(*, submission_id: uuid.UUID, by: Any, reason: str) -> Submission:
    """The addressee sends the submission back to the unit with a reason."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.answer", submission)
    return return_to_unit(submission=submission, by=by, reason=reason)


def return_to_unit(*, submission: Submission, by: Any, reason: str) -> Submission:
    """What ``send_back`` does, inside the caller's transaction, on a locked submission whose answer is permitted."""
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")
    submission.version += 1  # what is filed next is a new version, hence a new receipt
    submission.save(update_fields=["version"])
    _answer(submission, "return", by, reason)
    return submission


def _decide(submission: Submission, verb: str, by: Any, note: str) -> None:
    SUBMISSION.move(submission, verb)
    submission.answered_at, submission.answered_by, submission.answer = clock.now(), by, note
    submission.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    audit.record(f"submission.{submission.state}", on=submission, by=by, note=note)


def _answer(submission: Submission, verb: str, by: Any, note: str) -> None:
    """Decide, and tell the unit."""
    _decide(submission, verb, by, note)
    outcome = {"return": "trả lại", "accept": "duyệt"}[verb]
    notify(
        people_at([submission.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"{submission.title} của đơn vị đã được {outcome}",
        body=f"Lý do: {note}" if note else f"{by} đã {outcome} hồ sơ của đơn vị.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"answered:{submission.pk}:{submission.version}:{verb}",
    )
