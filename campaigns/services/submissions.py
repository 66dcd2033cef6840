"""Drafting: a unit opens a submission of each kind once and saves it as often as it likes."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns.enums import SubmissionKind
from campaigns.models import Participation, RegistrationLine, Section, Submission
from campaigns.queries.submissions import lock_submission
from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict

LineValues = dict[str, Any]


@transaction.atomic
def open_submission(*, participation: Participation, kind: SubmissionKind, by: Any) -> Submission:
    """The unit's draft of this kind, made at the first opening."""
    require(by, "campaigns.work_in_folder", participation)
    submission, created = Submission.objects.get_or_create(participation=participation, kind=kind)
    if created:
        audit.record("submission.opened", on=submission, by=by, kind=kind)
    return submission


@transaction.atomic(durable=True)
def save_draft(
    *, submission_id: uuid.UUID, version: int, texts: dict[str, str], lines: dict[int, LineValues], by: Any
) -> Submission:
    """Keep what was written so far: ``texts`` by key of the outline, ``lines`` by target id (registration only).

    Raises Conflict when somebody saved since ``version`` was read; nothing of either side is lost, as the page that
    posts it keeps its own text.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.edit_submission", submission)
    if submission.version != version:
        who, when = submission.saved_by, submission.saved_at
        raise Conflict(f"{who} đã lưu hồ sơ này lúc {moment(when) if when else ''} sau khi bạn mở trang.", submission)
    _write_sections(submission, texts)
    _write_lines(submission, lines)
    submission.version += 1
    submission.saved_at, submission.saved_by = clock.now(), by
    submission.save(update_fields=["version", "saved_at", "saved_by"])
    audit.record("submission.saved", on=submission, by=by, version=submission.version)
    return submission


def _write_sections(submission: Submission, texts: dict[str, str]) -> None:
    Section.objects.bulk_create(
        [Section(submission=submission, key=key, text=text) for key, text in texts.items()],
        update_conflicts=True,
        unique_fields=["submission", "key"],
        update_fields=["text"],
    )


def _write_lines(submission: Submission, lines: dict[int, LineValues]) -> None:
    RegistrationLine.objects.bulk_create(
        [RegistrationLine(submission=submission, target_id=target_id, **values) for target_id, values in lines.items()],
        update_conflicts=True,
        unique_fields=["submission", "target"],
        update_fields=["value", "last_year", "measures"],
    )


def as_line(value: Decimal | None, last_year: Decimal | None, measures: str) -> LineValues:
    """The values of one registration line, as ``save_draft`` takes them."""
    return {"value": value, "last_year": last_year, "measures": measures}
