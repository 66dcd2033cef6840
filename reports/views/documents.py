"""Documents: ask for one, watch it being made, fetch it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.queries.campaigns import campaign as load_campaign
from core import filestore
from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused
from core.models import Job
from core.text import slug
from reports.documents.engine import pdf_engine_missing
from reports.enums import DocumentKind, DocumentState
from reports.models import Document
from reports.queries import documents as queries
from reports.rules import Subject
from reports.services import request_document

STOP_POLLING = 286  # htmx: swap the answer and ask no more


def load_subject(user: Any, code: str, bloc: str) -> Subject:
    """The bloc in a campaign that ``user`` may see; 404 otherwise."""
    campaign = load_campaign(user, code)
    return Subject(campaign, get_object_or_404(campaign.blocs.all(), code=bloc))


@door("reports.list", methods="GET")
def document_list(request: Request) -> HttpResponse:
    """What one may ask for, and what one has asked for."""
    context = {
        "offers": queries.offers(request.user),
        "documents": queries.documents(request.user),
        "missing": pdf_engine_missing(),
    }
    return render(request, "reports/list.html", context)


@door("reports.request", load=load_subject, methods="POST")
def request_report(request: Request, subject: Subject) -> HttpResponse:
    """Ask for the final report of a bloc and go to where it is made."""
    try:
        document = request_document(
            kind=DocumentKind.BLOC_FINAL_REPORT, campaign=subject.campaign, bloc=subject.bloc, by=request.user
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("reports:list")
    return redirect("reports:detail", document.pk)


@door("reports.view_document", load=queries.document, methods="GET")
def detail(request: Request, document: Document) -> HttpResponse:
    """One document: how far it is, then the file."""
    return render(request, "reports/detail.html", _context(request, document))


@door("reports.view_document", load=queries.document, methods="GET")
def progress(request: Request, document: Document) -> HttpResponse:
    """The part of the page that is asked for every second until the document is done."""
    context = _context(request, document)
    status = 200 if context["is_waiting"] else STOP_POLLING
    return render(request, "reports/_progress.html", context, status=status)


@door("reports.view_document", load=queries.document, methods="GET")
def download(request: Request, document: Document) -> HttpResponseBase:
    """The file, as a download."""
    if document.file is None:
        raise Http404
    return filestore.serve(document.file, name=f"{slug(document.title)}.pdf")


def _context(request: Request, document: Document) -> dict[str, Any]:
    """What the page and its fragment show. A job that failed for good is a document that failed."""
    job_failed = document.job is not None and document.job.state == Job.State.FAILED
    is_failed = document.state == DocumentState.FAILED or (document.state == DocumentState.WAITING and job_failed)
    subject = Subject(document.campaign, document.bloc) if document.bloc else None
    return {
        "document": document,
        "job": document.job,
        "is_failed": is_failed,
        "is_waiting": document.state == DocumentState.WAITING and not is_failed,
        "missing": pdf_engine_missing(),
        "may_request": can(request.user, "reports.request", subject) if subject else None,
    }
