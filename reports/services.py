"""Asking for documents and rendering them; the same content is rendered once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from blocs.models import Bloc
from campaigns.models import Campaign
from core import audit, clock, filestore, jobs
from core.authz import require
from core.exceptions import Refused
from core.snapshots import canonical_bytes, sha256
from reports.documents.engine import pdf_engine_missing, render
from reports.enums import DocumentKind, DocumentState
from reports.models import Document
from reports.queries import documents as queries
from reports.queries.bloc_report import snapshot
from reports.rules import Subject

TEMPLATES = {DocumentKind.BLOC_FINAL_REPORT: "documents/bloc_final_report.html"}


@transaction.atomic(durable=True)
def request_document(*, kind: DocumentKind, campaign: Campaign, bloc: Bloc, by: Any) -> Document:
    """Freeze what the document shows now and have it rendered; content that was rendered before is not rendered again.

    Asking again while nothing has changed gives the same document. Refused where the PDF engine is missing.
    """
    require(by, "reports.request", Subject(campaign, bloc))
    if missing := pdf_engine_missing():
        raise Refused(missing)
    now = clock.now()
    content = snapshot(campaign, bloc, reader=by, now=now)
    digest = sha256(canonical_bytes(content))
    known = list(queries.same_content(kind, digest))
    if own := next((one for one in known if one.requested_by_id == by.pk), None):
        return own
    ready = next((one for one in known if one.state == DocumentState.READY), None)
    document = Document.objects.create(
        kind=kind,
        title=content["subject"],
        campaign=campaign,
        bloc=bloc,
        snapshot=content,
        content_sha256=digest,
        state=ready.state if ready else DocumentState.WAITING,
        file=ready.file if ready else None,
        requested_at=now,
        requested_by=by,
    )
    audit.record("document.requested", on=document, by=by, kind=kind, content_sha256=digest)
    if not ready:
        document.job = jobs.enqueue("reports.render", document_id=str(document.pk))
        document.save(update_fields=["job"])
    return document


def render_document(*, document_id: str, progress: Callable[[int, str], None]) -> Document | None:
    """Render a waiting document from its snapshot and keep the file; one that is done, or gone, is left alone.

    The bytes are made outside of any transaction, as that takes seconds. Without the PDF engine the document fails.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.state != DocumentState.WAITING:
        return document
    if pdf_engine_missing():
        return _finish(document_id, DocumentState.FAILED, None)
    progress(20, "Đang soạn nội dung")
    html = render_to_string(TEMPLATES[DocumentKind(document.kind)], {"report": document.snapshot})
    progress(40, "Đang dàn trang")
    content = render(html)
    progress(90, "Đang cất tệp")
    return _finish(document_id, DocumentState.READY, content)


@transaction.atomic(durable=True)
def _finish(document_id: str, state: DocumentState, content: bytes | None) -> Document:
    """Note how it ended, unless another worker did so first."""
    document = queries.lock_document(document_id)
    if document.state != DocumentState.WAITING:
        return document
    document.file = filestore.keep(content, kind="pdf") if content is not None else None
    document.state = state
    document.save(update_fields=["state", "file"])
    audit.record("document.rendered", on=document, by=None, state=state, file=document.file_id or "")
    return document
