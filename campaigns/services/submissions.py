"""Drafting: a unit opens a submission of each kind once and saves it as often as it likes."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.enums import SubmissionKind
from campaigns.merging import Merged, Seen, merge
from campaigns.models import LaunchDocument, Participation, RegisteredTitle, RegistrationLine, Section, Submission
from campaigns.places import DOCUMENT, LINE, TEXT, TITLES, LaunchValues, LineValues, TitleValues, as_places, of_kind
from campaigns.queries.drafted import places_of
from campaigns.queries.evidence import living_evidence
from campaigns.queries.submissions import lock_draft, lock_folder
from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict, Refused

FOREIGN_SCAN = "Bản chụp phải là một minh chứng đang có trong hồ sơ của chính đơn vị; hãy chọn lại."


@dataclass(frozen=True)
class Saved:
    """A draft after a save, what became of each place (campaigns/merging.py), and who had saved last, when."""

    submission: Submission
    merged: Merged
    before_by: Any
    before_at: datetime | None


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
    texts: Mapping[str, str],
    by: Any,
    lines: Mapping[int, LineValues] | None = None,
    titles: Iterable[TitleValues] | None = None,
    launch_document: LaunchValues | None = None,
    seen: Seen | None = None,
    version: int | None = None,
    file_sha256: str = "",
) -> Saved:
    """Keep what was written so far: ``texts`` by key of the outline; of a registration ``lines`` by target id and all
    ``titles``; of a launch document its number, day, summary and scan. What is None stays as it is.

    ``seen`` are the fingerprints of what the page showed; None without a page (an import, which names the ``version``
    that it previewed; the demonstration). What somebody else changed since and this person did not
    stays; what both changed is not stored but answered in ``Saved.merged.asked``, so that nobody overwrites anybody
    (integrity C2). The version rises when something was stored. Raises Conflict where ``version`` is named and is not
    the one that stands (a preview must be of what is changed, X15), Refused for a scan that is not the unit's. The
    trail keeps the hash of the workbook that the lines came from.
    """
    submission = lock_draft(submission_id)
    require(by, "campaigns.edit_submission", submission)
    before = submission.saved_by, submission.saved_at
    if version is not None and submission.version != version:
        when = moment(before[1]) if before[1] else ""
        raise Conflict(f"{before[0]} đã lưu hồ sơ này lúc {when} sau khi bạn mở trang.", submission)
    merged = merge(seen, as_places(texts, lines, titles, launch_document), places_of(submission))
    if not merged.written:
        return Saved(submission, merged, *before)
    for kind, write in WRITERS.items():
        if values := of_kind(kind, merged.written):
            write(submission, values)
    submission.version += 1
    submission.saved_at, submission.saved_by = clock.now(), by
    submission.save(update_fields=["version", "saved_at", "saved_by"])
    origin = {"file": file_sha256} if file_sha256 else {}
    audit.record("submission.saved", on=submission, by=by, at=submission.saved_at, version=submission.version, **origin)
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
        [RegistrationLine(submission=submission, target_id=int(pk), **values) for pk, values in lines.items()],
        update_conflicts=True,
        unique_fields=["submission", "target"],
        update_fields=["value", "last_year", "measures", "note"],
    )


def _write_titles(submission: Submission, lists: Mapping[str, Mapping[int, Any]]) -> None:
    """The titles are these and no others."""
    titles = lists[""]
    submission.titles.exclude(title__in=titles).delete()
    RegisteredTitle.objects.bulk_create(
        [
            RegisteredTitle(submission=submission, title_id=pk, number=number, names=names)
            for pk, (number, names) in titles.items()
        ],
        update_conflicts=True,
        unique_fields=["submission", "title"],
        update_fields=["number", "names"],
    )


def _write_document(submission: Submission, documents: Mapping[str, Mapping[str, Any]]) -> None:
    values = documents[""]
    scan = values["evidence_id"]
    if scan is not None:
        folder = lock_folder(submission.participation_id)  # nobody takes the scan out of it meanwhile
        if not living_evidence(folder).filter(pk=scan).exists():
            raise Refused(FOREIGN_SCAN)
    written, _ = LaunchDocument.objects.update_or_create(submission=submission, defaults=values)
    submission.read_document = written  # type: ignore[attr-defined]


WRITERS: dict[str, Callable[[Submission, Any], None]] = {
    TEXT: _write_sections,
    LINE: _write_lines,
    TITLES: _write_titles,
    DOCUMENT: _write_document,
}
