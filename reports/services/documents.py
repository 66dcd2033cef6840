"""Asking for documents and making them; the same content is made once in each format."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from blocs.models import Bloc
from campaigns.models import Campaign, Submission
from core import audit, clock, filestore, jobs
from core.authz import require
from core.exceptions import Refused
from core.snapshots import canonical_bytes, sha256
from reports.documents.bloc import bloc_document
from reports.documents.blocks import Document, plain, restored
from reports.documents.engine import pdf_engine_missing, render
from reports.documents.minutes import minutes_document
from reports.documents.page import html_of
from reports.documents.unit import unit_document
from reports.documents.word import word_of
from reports.enums import OF_SUBMISSION, DocumentFormat, DocumentKind, DocumentState
from reports.models import Document as Row
from reports.queries import documents as queries
from reports.queries.bloc_report import facts
from reports.queries.minutes import minutes_of
from reports.queries.unit_documents import filed
from reports.rules import Subject

# What makes the bytes of each format of a document.
MAKERS: dict[str, Callable[[Document], bytes]] = {
    DocumentFormat.PDF: lambda document: render(html_of(document)),
    DocumentFormat.WORD: word_of,
}


@transaction.atomic(durable=True)
def request_bloc_document(*, subject: Subject, made_as: DocumentFormat, by: Any) -> Row:
    """Freeze what a bloc's report shows now and have it made; the same content is not made again.

    Asking again while nothing has changed gives the same document. A PDF is refused where the engine is missing.
    """
    require(by, "reports.request", subject)
    now = clock.now()
    report = facts(subject.campaign, subject.bloc, subject.kind, reader=by, now=now)
    about = {"kind": subject.kind, "campaign": subject.campaign, "bloc": subject.bloc}
    return _ask(bloc_document(report), about, made_as, now, by)


@transaction.atomic(durable=True)
def request_minutes(*, campaign: Campaign, bloc: Bloc, made_as: DocumentFormat, by: Any) -> Row:
    """Freeze the ranking of a bloc as it stands, and have the minutes of the meeting that judges it made of it."""
    require(by, "reports.request", Subject(campaign, bloc))
    now = clock.now()
    about = {"kind": DocumentKind.BLOC_MINUTES, "campaign": campaign, "bloc": bloc}
    return _ask(minutes_document(minutes_of(campaign, bloc, reader=by, now=now)), about, made_as, now, by)


@transaction.atomic(durable=True)
def request_unit_document(*, submission: Submission, made_as: DocumentFormat, by: Any) -> Row:
    """Have the document of a submission made: of what was filed last, or (for the unit itself) of its draft."""
    require(by, "reports.request_of_submission", submission)
    about = {
        "kind": OF_SUBMISSION[submission.kind],
        "campaign": submission.participation.campaign,
        "submission": submission,
    }
    return _ask(unit_document(filed(submission, reader=by)), about, made_as, clock.now(), by)


def _ask(document: Document, about: dict[str, Any], made_as: DocumentFormat, now: datetime, by: Any) -> Row:
    """The row of ``document`` for this person: a known one, one that takes over a finished file, or a new one."""
    if made_as == DocumentFormat.PDF and (missing := pdf_engine_missing()):
        raise Refused(missing)
    content = plain(document)
    digest = sha256(canonical_bytes(content))
    known = list(queries.same_content(about["kind"], made_as, digest))
    if own := next((one for one in known if one.requested_by_id == by.pk), None):
        return own
    ready = next((one for one in known if one.state == DocumentState.READY), None)
    row = Row.objects.create(
        **about,
        format=made_as,
        title=document.title,
        snapshot=content,
        content_sha256=digest,
        state=ready.state if ready else DocumentState.WAITING,
        file=ready.file if ready else None,
        requested_at=now,
        requested_by=by,
    )
    audit.record("document.requested", on=row, by=by, kind=about["kind"], format=made_as, content_sha256=digest)
    if not ready:
        row.job = jobs.enqueue("reports.render", document_id=str(row.pk))
        row.save(update_fields=["job"])
    return row


def render_document(*, document_id: str, progress: Callable[[int, str], None]) -> Row | None:
    """Make the file of a waiting document from its snapshot and keep it; one that is done, or gone, is left alone.

    The bytes are made outside of any transaction, as that takes seconds. Without the PDF engine a PDF fails.
    """
    row = Row.objects.filter(pk=document_id).first()
    if row is None or row.state != DocumentState.WAITING:
        return row
    if row.format == DocumentFormat.PDF and pdf_engine_missing():
        return _finish(document_id, DocumentState.FAILED, None)
    progress(20, "Đang soạn nội dung")
    document = restored(row.snapshot)
    progress(40, "Đang dàn trang")
    content = MAKERS[row.format](document)
    progress(90, "Đang cất tệp")
    return _finish(document_id, DocumentState.READY, content)


@transaction.atomic(durable=True)
def _finish(document_id: str, state: DocumentState, content: bytes | None) -> Row:
    """Note how it ended, unless another worker did so first."""
    document = queries.lock_document(document_id)
    if document.state != DocumentState.WAITING:
        return document
    document.file = filestore.keep(content, kind=document.format) if content is not None else None
    document.state = state
    document.save(update_fields=["state", "file"])
    audit.record("document.rendered", on=document, by=None, state=state, file=document.file_id or "")
    return document
