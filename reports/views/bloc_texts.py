"""The page on which the office of the bloc's leader writes the bloc's own part of a report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from core.authz import can
from core.doors import Request, door
from reports.enums import BLOC_KINDS, SLUGS
from reports.forms import BlocTextForm
from reports.queries.bloc_report import figures_until, folders_of, texts_of
from reports.queries.bloc_texts import texts
from reports.queries.results import results_of
from reports.rules import Subject
from reports.services.bloc_texts import SavedTexts, save_bloc_texts
from reports.views.documents import load_subject


@door("reports.read_bloc_texts", load=load_subject)
def write(request: Request, subject: Subject) -> HttpResponse:
    """What the office writes, beside what the members wrote and the figures of the bloc (POST saves)."""
    form = _form(request, subject)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, subject, form)
        if saved.merged.asked:
            return _both_versions(request, subject, saved, form)
        messages.success(request, "Đã lưu phần viết của khối.")
        return redirect(request.path)
    return _page(request, subject, form)


@door("reports.write_bloc_texts", load=load_subject, methods="POST")
def autosave(request: Request, subject: Subject) -> JsonResponse:
    """Save what is typed so far, place by place; answers for static/js/autosave.js."""
    form = _form(request, subject)
    if not form.is_valid() and "seen" in form.errors:
        return JsonResponse({"errors": form.sentences()}, status=422)
    saved = _save(request, subject, form)
    return JsonResponse(
        form.answer(saved.merged, saved.before_by) | {"version": saved.row.version, "saved_at": f"{request.now:%H:%M}"}
    )


def _form(request: Request, subject: Subject) -> BlocTextForm:
    return BlocTextForm(request.POST or None, row=texts(subject.campaign, subject.bloc, subject.kind))


def _save(request: Request, subject: Subject, form: BlocTextForm) -> SavedTexts:
    return save_bloc_texts(subject=subject, seen=form.cleaned_data["seen"], by=request.user, **form.drafted())


def _both_versions(request: Request, subject: Subject, saved: SavedTexts, form: BlocTextForm) -> HttpResponse:
    """Both versions of what two people changed: what was typed stays in the form, what is stored stands beside."""
    again = BlocTextForm(form.beside(saved.merged, saved.row.version), row=saved.row)
    return _page(request, subject, again, {"asked": form.asked(saved.merged.asked), "saved": saved})


def _page(request: Request, subject: Subject, form: BlocTextForm, both: dict[str, Any] | None = None) -> HttpResponse:
    folders = list(folders_of(subject.campaign, subject.bloc))
    context = {
        "subject": subject,
        "row": form.row,
        "form": form,
        "parts": form.rows(texts_of(folders, BLOC_KINDS[subject.kind], request.user)),
        "results": results_of(subject.campaign, folders, request.user, figures_until(subject.campaign, subject.kind)),
        "report": SLUGS[subject.kind],
        "may_write": can(request.user, "reports.write_bloc_texts", subject),
        **(both or {}),
    }
    return render(request, "reports/bloc_texts.html", context, status=409 if both else 200)
