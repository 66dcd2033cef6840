"""Drafting: a unit opens a submission of each kind once and saves it as often as it likes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from campaigns.enums import SubmissionKind
from campaigns.merging import Merged, Seen, merge
from campaigns.models import Participation, RegistrationLine, Section, Submission
from campaigns.queries.places import LINE, TEXT, LineValues, as_places, of_kind, places_of
from campaigns.queries.submissions import lock_submission
from core import audit, clock
from core.authz import require

NOTHING_SEEN: Seen = MappingProxyType({})


@transaction.atomic
def open_submission(*, participation: Participation, kind: SubmissionKind, by: Any) -> Submission:
    """The unit's draft of this kind, made at the first opening."""
    require(by, "campaigns.work_in_folder", participation)
    submission, created = Submission.objects.get_or_create(participation=participation, kind=kind)
    if created:
        audit.record("submission.opened", on=submission, by=by, kind=kind)
    return submission


@dataclass(frozen=True)
class Saved:
    """A draft after a save, what became of each place (campaigns/merging.py), and who had saved last, when."""

    submission: Submission
    merged: Merged
    before_by: Any
    before_at: datetime | None


@transaction.atomic(durable=True)
def save_draft(
    *,
    submission_id: uuid.UUID,
    texts: Mapping[str, str],
    lines: Mapping[int, LineValues],
    by: Any,
    seen: Seen = NOTHING_SEEN,
) -> Saved:
    """Keep what was written so far: ``texts`` by key of the outline, ``lines`` by target id (registration only).

    ``seen`` are the fingerprints of what the page showed. What somebody else changed since and this person did not
    stays; what both changed is not stored but answered in ``Saved.merged.asked``, so that nobody overwrites anybody
    (integrity C2). The version rises when something was stored.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.edit_submission", submission)
    before = submission.saved_by, submission.saved_at
    merged = merge(seen, as_places(texts, lines), places_of(submission))
    if merged.written:
        _write_sections(submission, of_kind(TEXT, merged.written))
        _write_lines(submission, of_kind(LINE, merged.written))
        submission.version += 1
        submission.saved_at, submission.saved_by = clock.now(), by
        submission.save(update_fields=["version", "saved_at", "saved_by"])
        audit.record("submission.saved", on=submission, by=by, version=submission.version)
    return Saved(submission, merged, *before)


def _write_sections(submission: Submission, texts: Mapping[str, str]) -> None:
    Section.objects.bulk_create(
        [Section(submission=submission, key=key, text=text) for key, text in texts.items()],
        update_conflicts=True,
        unique_fields=["submission", "key"],
        update_fields=["text"],
    )


def _write_lines(submission: Submission, lines: Mapping[str, LineValues]) -> None:
    RegistrationLine.objects.bulk_create(
        [RegistrationLine(submission=submission, target_id=target_id, **values) for target_id, values in lines.items()],
        update_conflicts=True,
        unique_fields=["submission", "target"],
        update_fields=["value", "last_year", "measures"],
    )
