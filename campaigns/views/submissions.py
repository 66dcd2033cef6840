"""What a unit writes: begin, edit, autosave; two versions side by side where two people wrote."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind
from campaigns.forms.submissions import SubmissionForm
from campaigns.merging import Merged, fingerprints
from campaigns.models import Participation, Submission
from campaigns.queries import submissions as queries
from campaigns.services import submissions as services
from campaigns.steps import submission_steps
from core.authz import can
from core.doors import Request, door
from core.forms import ReasonForm


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
        saved = _save(request, submission, form)
        if saved.merged.asked:
            return _both_versions(request, saved, form)
        messages.success(request, "Đã lưu bản nháp.")
        return redirect("campaigns:submission", submission.pk)
    return render(request, "campaigns/submission.html", _page(request, submission, form))


@door("campaigns.edit_submission", load=queries.submission, methods="POST")
def autosave(request: Request, submission: Submission) -> JsonResponse:
    """Save what is typed so far, place by place, called by the page itself; answers for static/js/autosave.js.

    What is not valid is said and left out; what somebody else changed comes back for the page to show.
    """
    form = _form(request, submission)
    if not form.is_valid() and "seen" in form.errors:
        return JsonResponse({"errors": form.sentences()}, status=422)
    saved = _save(request, submission, form)
    merged = saved.merged
    return JsonResponse(
        {
            "version": saved.submission.version,
            "saved_at": f"{request.now:%H:%M}",
            "seen": _seen_after(form, merged),
            "theirs": form.typed(merged.theirs),
            "asked": [one.label for one in form.asked(merged.asked)],
            "by": str(saved.before_by),
            "errors": form.sentences(),
        }
    )


def _form(request: Request, submission: Submission, typed: dict[str, str] | None = None) -> SubmissionForm:
    return SubmissionForm(
        typed or request.POST or None,
        parts=queries.written_parts(submission),
        rows=queries.rows_to_register(submission),
        initial={"version": submission.version},
    )


def _save(request: Request, submission: Submission, form: SubmissionForm) -> services.Saved:
    return services.save_draft(
        submission_id=uuid.UUID(str(submission.pk)),
        seen=form.cleaned_data["seen"],
        texts=form.texts(),
        lines=form.lines(),
        by=request.user,
    )


def _seen_after(form: SubmissionForm, merged: Merged) -> dict[str, str]:
    """The fingerprints of what the page shows after a save; of places that are still asked about, those of before."""
    return {**form.cleaned_data["seen"], **fingerprints(merged.written), **fingerprints(merged.theirs)}


def _both_versions(request: Request, saved: services.Saved, form: SubmissionForm) -> HttpResponse:
    """Both versions of what two people changed: what the person typed stays in the form, what is stored stands beside.

    The next save decides: these places count as seen now.
    """
    fresh, merged = queries.submission(request.user, pk=saved.submission.pk), saved.merged
    seen = {**_seen_after(form, merged), **fingerprints(merged.asked)}
    typed = {
        **request.POST.dict(),
        **form.typed(merged.theirs),
        "version": str(fresh.version),
        "seen": json.dumps(seen),
    }
    again = _form(request, fresh, typed)
    context = _page(request, fresh, again) | {"asked": again.asked(merged.asked), "saved": saved}
    return render(request, "campaigns/submission.html", context, status=409)


def _page(request: Request, submission: Submission, form: SubmissionForm) -> dict[str, Any]:
    dues = queries.dues_answered_by(submission)
    return {
        "submission": submission,
        "participation": submission.participation,
        "form": form,
        "parts": queries.written_parts(submission),
        "rows": queries.rows_for(submission),
        "steps": submission_steps(submission),
        "deliveries": queries.deliveries_of(submission),
        "dues": dues,
        "filing_facts": queries.filing_facts(submission, dues, request.now),
        "receipts": submission.receipts.select_related("received_from"),
        "evidence": submission.participation.evidence.all(),
        "gaps": CONTENTS[submission.kind].gaps(submission),
        "may_edit": can(request.user, "campaigns.edit_submission", submission),
        "may_submit": can(request.user, "campaigns.submit", submission),
        "may_answer": can(request.user, "campaigns.answer", submission),
        "reason_form": ReasonForm(),
    }
