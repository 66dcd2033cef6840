"""What a unit writes: begin, edit, autosave; two versions side by side where two people wrote."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf
from django.template.loader import render_to_string

from campaigns.aids import aids_of
from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind
from campaigns.forms.submissions import SubmissionForm
from campaigns.models import Participation, Submission
from campaigns.panels import SUBMISSION_PANELS
from campaigns.queries import submissions as queries
from campaigns.services import submissions as services
from campaigns.steps import submission_steps
from core.authz import can
from core.doors import Request, door
from core.exceptions import Conflict
from core.forms import ReasonForm

REPORTS = (SubmissionKind.MIDTERM_REPORT, SubmissionKind.FINAL_REPORT)


def _folder(user: Any, pk: int, kind: str) -> tuple[Participation, SubmissionKind]:
    if kind not in SubmissionKind.values:
        raise Http404
    return queries.participation(user, pk), SubmissionKind(kind)


@door("campaigns.view_folder", load=_folder, methods="POST")
def begin(request: Request, target: tuple[Participation, SubmissionKind]) -> HttpResponse:
    """Begin (or find) the unit's draft of one kind and go to it."""
    participation, kind = target
    submission = services.open_submission(participation=participation, kind=kind, by=request.user)
    return redirect(CONTENTS[kind].edit_url(submission))


@door("campaigns.view_submission", load=queries.submission)
def submission(request: Request, submission: Submission) -> HttpResponse:
    """Read a submission; the unit also writes it here (POST saves the draft)."""
    form = _form(request, submission)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, submission, form)
        except Conflict as conflict:
            return _conflict_page(request, submission, form, conflict)
        messages.success(request, "Đã lưu bản nháp.")
        return redirect("campaigns:submission", submission.pk)
    return render(request, "campaigns/submission.html", _page(request, submission, form))


@door("campaigns.edit_submission", load=queries.submission, methods="POST")
def autosave(request: Request, submission: Submission) -> JsonResponse:
    """Save what is typed so far, called by the page itself; answers for static/js/autosave.js."""
    form = _form(request, submission)
    if not form.is_valid():
        return JsonResponse({"errors": form.sentences()}, status=422)
    try:
        saved = _save(request, submission, form)
    except Conflict as conflict:
        return JsonResponse({"conflict": True, "message": conflict.reason}, status=409)
    return JsonResponse({"version": saved.version, "saved_at": f"{request.now:%H:%M}"})


def _form(request: Request, submission: Submission) -> SubmissionForm:
    return SubmissionForm(
        request.POST or None,
        parts=queries.written_parts(submission),
        rows=queries.registration_rows(submission) if submission.kind == SubmissionKind.REGISTER else [],
        initial={"version": submission.version},
    )


def _save(request: Request, submission: Submission, form: SubmissionForm) -> Submission:
    return services.save_draft(
        submission_id=uuid.UUID(str(submission.pk)),
        version=form.cleaned_data["version"],
        texts=form.texts(),
        lines=form.lines(),
        by=request.user,
    )


def _conflict_page(request: Request, submission: Submission, form: SubmissionForm, conflict: Conflict) -> HttpResponse:
    """Both versions side by side: what the person typed stays in the form, what is stored stands beside it."""
    fresh = queries.submission(request.user, pk=submission.pk)
    form.data = {**request.POST.dict(), "version": str(fresh.version)}
    context = _page(request, fresh, form) | {"conflict": conflict.reason, "theirs": queries.written_parts(fresh)}
    return render(request, "campaigns/submission.html", context, status=409)


def _panels(request: Request, submission: Submission) -> list[str]:
    """What the floors above add to the head of the page."""
    found = [(panel.template, panel.context(submission, request.user)) for panel in SUBMISSION_PANELS]
    return [render_to_string(template, context | csrf(request)) for template, context in found if context is not None]


def _page(request: Request, submission: Submission, form: SubmissionForm) -> dict[str, Any]:
    dues = queries.dues_answered_by(submission)
    parts, rows = queries.written_parts(submission), queries.rows_for(submission)
    may_edit = can(request.user, "campaigns.edit_submission", submission)
    writes_report = may_edit and submission.kind in REPORTS
    return {
        "submission": submission,
        "participation": submission.participation,
        "form": form,
        "parts": parts,
        "part_fields": form.part_fields(aids_of(submission, parts, rows) if writes_report else {}),
        "rows": rows,
        "panels": _panels(request, submission),
        "steps": submission_steps(submission),
        "deliveries": queries.deliveries_of(submission),
        "dues": dues,
        "filing_facts": queries.filing_facts(submission, dues, request.now),
        "receipts": submission.receipts.select_related("received_from"),
        "evidence": submission.participation.evidence.all(),
        "gaps": CONTENTS[submission.kind].gaps(submission),
        "may_edit": may_edit,
        "may_submit": can(request.user, "campaigns.submit", submission),
        "may_answer": can(request.user, "campaigns.answer", submission),
        "reason_form": ReasonForm(),
    }
