"""The page on which the office of the bloc's leader writes the bloc's own part of a report."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from core.authz import can
from core.doors import Request, door
from core.exceptions import Conflict
from reports.enums import SLUGS
from reports.forms import BlocTextForm
from reports.models import BlocText
from reports.queries import bloc_texts as queries
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts
from reports.views.documents import load_subject


@door("reports.read_bloc_texts", load=load_subject)
def write(request: Request, subject: Subject) -> HttpResponse:
    """Both voices side by side: what the office writes, what the members wrote (POST saves)."""
    row, form = _form(request, subject)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, subject, form)
        except Conflict as conflict:
            return _conflict(request, subject, form, conflict)
        messages.success(request, "Đã lưu phần viết của khối.")
        return redirect(request.path)
    return _page(request, subject, row, form)


@door("reports.write_bloc_texts", load=load_subject, methods="POST")
def autosave(request: Request, subject: Subject) -> JsonResponse:
    """Save what is typed so far; answers for static/js/autosave.js."""
    _, form = _form(request, subject)
    if not form.is_valid():
        return JsonResponse({"errors": form.sentences()}, status=422)
    try:
        saved = _save(request, subject, form)
    except Conflict as conflict:
        return JsonResponse({"conflict": True, "message": conflict.reason}, status=409)
    return JsonResponse({"version": saved.version, "saved_at": f"{request.now:%H:%M}"})


def _form(request: Request, subject: Subject) -> tuple[BlocText, BlocTextForm]:
    row = queries.texts(subject.campaign, subject.bloc, subject.kind)
    parts = queries.parts(row, request.user)
    return row, BlocTextForm(request.POST or None, parts=parts, initial={"version": row.version})


def _save(request: Request, subject: Subject, form: BlocTextForm) -> BlocText:
    return save_bloc_texts(subject=subject, version=form.cleaned_data["version"], texts=form.texts(), by=request.user)


def _conflict(request: Request, subject: Subject, form: BlocTextForm, conflict: Conflict) -> HttpResponse:
    """What was typed stays in the form, what is stored stands beside it."""
    fresh = queries.texts(subject.campaign, subject.bloc, subject.kind)
    theirs = [one for one in queries.parts(fresh, request.user) if one.text]
    form.data = {**request.POST.dict(), "version": str(fresh.version)}
    return _page(request, subject, fresh, form, conflict=conflict.reason, theirs=theirs, status=409)


def _page(
    request: Request, subject: Subject, row: BlocText, form: BlocTextForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "subject": subject,
        "row": row,
        "form": form,
        "report": SLUGS[subject.kind],
        "may_write": can(request.user, "reports.write_bloc_texts", subject),
    }
    return render(request, "reports/bloc_texts.html", context | more, status=status)
