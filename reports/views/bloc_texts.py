"""The page on which the office of the bloc's leader writes the bloc's own part of a report."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from core.authz import can
from core.doors import Request, door
from core.exceptions import Conflict
from reports.enums import BLOC_KINDS, SLUGS
from reports.forms import BlocTextForm
from reports.models import BlocText
from reports.queries.bloc_report import figures_until, folders_of, texts_of
from reports.queries.bloc_texts import texts
from reports.queries.results import results_of
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts
from reports.views.documents import load_subject

TO_COMPARE = "Nội dung vẫn giữ trên máy này; bấm “Lưu phần viết” để so sánh hai bản."


@door("reports.read_bloc_texts", load=load_subject)
def write(request: Request, subject: Subject) -> HttpResponse:
    """What the office writes, beside what the members wrote and the figures of the bloc (POST saves)."""
    form = _form(request, subject)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, subject, form)
        except Conflict as conflict:
            return _conflict_page(request, subject, conflict)
        messages.success(request, "Đã lưu phần viết của khối.")
        return redirect(request.path)
    return _page(request, subject, form)


@door("reports.write_bloc_texts", load=load_subject, methods="POST")
def autosave(request: Request, subject: Subject) -> JsonResponse:
    """Save what is typed so far; answers for static/js/autosave.js."""
    form = _form(request, subject)
    if not form.is_valid():
        return JsonResponse({"errors": form.sentences()}, status=422)
    try:
        saved = _save(request, subject, form)
    except Conflict as conflict:
        return JsonResponse({"message": f"{conflict.reason} {TO_COMPARE}"}, status=409)
    return JsonResponse({"version": saved.version, "saved_at": f"{request.now:%H:%M}"})


def _form(request: Request, subject: Subject) -> BlocTextForm:
    return BlocTextForm(request.POST or None, row=texts(subject.campaign, subject.bloc, subject.kind))


def _save(request: Request, subject: Subject, form: BlocTextForm) -> BlocText:
    return save_bloc_texts(subject=subject, version=form.cleaned_data["version"], texts=form.texts(), by=request.user)


def _conflict_page(request: Request, subject: Subject, conflict: Conflict) -> HttpResponse:
    """What was typed stays in the form, what is stored stands beside it."""
    form = _form(request, subject)
    form.data = {**request.POST.dict(), "version": str(form.initial["version"])}
    return _page(request, subject, form, conflict=conflict.reason)


def _page(request: Request, subject: Subject, form: BlocTextForm, conflict: str = "") -> HttpResponse:
    folders = list(folders_of(subject.campaign, subject.bloc))
    context = {
        "subject": subject,
        "row": form.row,
        "form": form,
        "parts": form.rows(texts_of(folders, BLOC_KINDS[subject.kind], request.user)),
        "results": results_of(subject.campaign, folders, request.user, figures_until(subject.campaign, subject.kind)),
        "report": SLUGS[subject.kind],
        "may_write": can(request.user, "reports.write_bloc_texts", subject),
        "conflict": conflict,
    }
    return render(request, "reports/bloc_texts.html", context, status=409 if conflict else 200)
