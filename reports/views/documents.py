"""Documents: ask for one, watch it being made, fetch it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from campaigns.models import Submission
from campaigns.queries.campaigns import campaign as load_campaign
from campaigns.queries.submissions import submission as load_submission
from core import filestore
from core.doors import Request, door
from core.exceptions import Refused
from core.models import Job
from core.text import slug
from reports import results_workbook as workbook
from reports.documents.engine import pdf_engine_missing
from reports.enums import SLUGS, DocumentFormat, DocumentKind, DocumentState
from reports.models import Document
from reports.queries import documents as queries
from reports.rules import Subject
from reports.services.documents import request_bloc_document, request_unit_document
from reports.services.documents import request_minutes as ask_for_minutes
from scoring.queries.bloc_lines import BlocSubject, bloc_subject

STOP_POLLING = 286  # htmx: swap the answer and ask no more


def load_subject(user: Any, code: str, bloc: str, report: str) -> Subject:
    """The report of a bloc in a campaign that ``user`` may see; 404 otherwise."""
    kind = next((kind for kind, slug in SLUGS.items() if slug == report), None)
    if kind is None:
        raise Http404
    campaign = load_campaign(user, code)
    return Subject(campaign, get_object_or_404(campaign.blocs.all(), code=bloc), DocumentKind(kind))


def _format(request: Request) -> DocumentFormat:
    """The format whose button was pressed; 404 for others."""
    if request.POST.get("format") not in DocumentFormat.values:
        raise Http404
    return DocumentFormat(request.POST["format"])


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
    """Ask for a report of a bloc; the file itself where it is made already."""
    try:
        document = request_bloc_document(subject=subject, made_as=_format(request), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("reports:list")
    return _to(document)


@door("reports.request", load=bloc_subject, methods="POST")
def request_minutes(request: Request, subject: BlocSubject) -> HttpResponse:
    """Ask for the minutes of a bloc's meeting; the file itself where it is made already."""
    campaign, bloc = subject.campaign, subject.bloc
    try:
        document = ask_for_minutes(campaign=campaign, bloc=bloc, made_as=_format(request), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(f"{reverse('scoring:ranking', args=[campaign.code])}?khoi={bloc.code}")
    return _to(document)


@door("reports.request_of_submission", load=load_submission, methods="POST")
def request_of_submission(request: Request, submission: Submission) -> HttpResponse:
    """Ask for the document of a submission; the file itself where it is made already."""
    try:
        document = request_unit_document(submission=submission, made_as=_format(request), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("campaigns:submission", submission.pk)
    return _to(document)


@door("reports.request", load=load_subject, methods="GET")
def results_workbook(request: Request, subject: Subject) -> FileResponse:
    """The figures of the bloc's members as a workbook."""
    content = workbook.write(subject, reader=request.user)
    name = f"ket-qua-chi-tieu-{subject.bloc.code}-{subject.campaign.year}.xlsx"
    return filestore.attachment(content, kind="xlsx", name=name)


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
    return filestore.serve(document.file, name=f"{slug(document.title, max_length=120)}.{document.format}")


def _to(document: Document) -> HttpResponse:
    """To the file where it is ready, else to where it is made."""
    return redirect("reports:download" if document.state == DocumentState.READY else "reports:detail", document.pk)


def _context(request: Request, document: Document) -> dict[str, Any]:
    """What the page and its fragment show. A job that failed for good is a document that failed."""
    job_failed = document.job is not None and document.job.state == Job.State.FAILED
    is_failed = document.state == DocumentState.FAILED or (document.state == DocumentState.WAITING and job_failed)
    return {
        "document": document,
        "job": document.job,
        "is_failed": is_failed,
        "is_waiting": document.state == DocumentState.WAITING and not is_failed,
        "missing": pdf_engine_missing(),
        "again": _again(document),
    }


def _again(document: Document) -> str:
    """Where one asks for it anew."""
    if document.submission_id:
        return reverse("reports:request_of_submission", args=[document.submission_id])
    args = [document.campaign.code, document.bloc.code if document.bloc else ""]
    if document.kind == DocumentKind.BLOC_MINUTES:
        return reverse("reports:request_minutes", args=args)
    return reverse("reports:request", args=[*args, SLUGS[document.kind]])
