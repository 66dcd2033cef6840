"""Drafting: a unit opens a submission of each kind once and saves it as often as it likes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns.enums import SubmissionKind
from campaigns.models import (
    LaunchDocument,
    Participation,
    RegisteredTitle,
    RegistrationLine,
    Section,
    Submission,
)
from campaigns.queries.submissions import lock_submission
from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict, Refused

LineValues = dict[str, Any]
FOREIGN_SCAN = "Bản chụp phải là một minh chứng của chính đơn vị; hãy chọn lại."


@dataclass(frozen=True)
class TitleValues:
    """One title to compete for: how many (None: not said yet), names one per line."""

    title_id: int
    number: int | None
    names: str = ""


@dataclass(frozen=True)
class LaunchValues:
    """The unit's own launching document; ``evidence_id`` is the scan among the unit's evidence."""

    doc_number: str = ""
    issued_on: date | None = None
    summary: str = ""
    evidence_id: uuid.UUID | None = None


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
    *,
    submission_id: uuid.UUID,
    version: int,
    texts: Mapping[str, str],
    by: Any,
    lines: Mapping[int, LineValues] | None = None,
    titles: Sequence[TitleValues] | None = None,
    launch_document: LaunchValues | None = None,
    file_sha256: str = "",
) -> Submission:
    """Keep what was written so far: ``texts`` by key of the outline; of a registration ``lines`` by target id and all
    ``titles``; of a launch document its number, day, summary and scan. What is None stays as it is.

    Raises Conflict when somebody saved since ``version`` was read; nothing of either side is lost, as the page that
    posts it keeps its own text. Raises Refused for a scan that is not the unit's. The trail keeps the hash of the
    workbook that the lines came from.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.edit_submission", submission)
    if submission.version != version:
        who, when = submission.saved_by, submission.saved_at
        raise Conflict(f"{who} đã lưu hồ sơ này lúc {moment(when) if when else ''} sau khi bạn mở trang.", submission)
    _write_sections(submission, texts)
    _write_lines(submission, lines or {})
    if titles is not None:
        _write_titles(submission, titles)
    if launch_document is not None:
        _write_launch_document(submission, launch_document)
    submission.version += 1
    submission.saved_at, submission.saved_by = clock.now(), by
    submission.save(update_fields=["version", "saved_at", "saved_by"])
    origin = {"file": file_sha256} if file_sha256 else {}
    audit.record("submission.saved", on=submission, by=by, version=submission.version, **origin)
    return submission


def _write_sections(submission: Submission, texts: Mapping[str, str]) -> None:
    Section.objects.bulk_create(
        [Section(submission=submission, key=key, text=text) for key, text in texts.items()],
        update_conflicts=True,
        unique_fields=["submission", "key"],
        update_fields=["text"],
    )


def _write_lines(submission: Submission, lines: Mapping[int, LineValues]) -> None:
    RegistrationLine.objects.bulk_create(
        [RegistrationLine(submission=submission, target_id=target_id, **values) for target_id, values in lines.items()],
        update_conflicts=True,
        unique_fields=["submission", "target"],
        update_fields=["value", "last_year", "measures", "note"],
    )


def _write_titles(submission: Submission, titles: Sequence[TitleValues]) -> None:
    """The titles are these and no others."""
    submission.titles.exclude(title__in=[one.title_id for one in titles]).delete()
    RegisteredTitle.objects.bulk_create(
        [RegisteredTitle(submission=submission, **vars(one)) for one in titles],
        update_conflicts=True,
        unique_fields=["submission", "title"],
        update_fields=["number", "names"],
    )


def _write_launch_document(submission: Submission, values: LaunchValues) -> None:
    scan = values.evidence_id
    if scan is not None and not submission.participation.evidence.filter(pk=scan).exists():
        raise Refused(FOREIGN_SCAN)
    LaunchDocument.objects.update_or_create(submission=submission, defaults=vars(values))


def as_line(value: Decimal | None, last_year: Decimal | None, measures: str, note: str = "") -> LineValues:
    """The values of one registration line, as ``save_draft`` takes them."""
    return {"value": value, "last_year": last_year, "measures": measures, "note": note}
