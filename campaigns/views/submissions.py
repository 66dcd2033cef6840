"""What a unit writes: begin, edit, autosave; two versions side by side where two people wrote."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind
from campaigns.forms.answers import ReturnForm
from campaigns.forms.submissions import SubmissionForm
from campaigns.merging import Merged, fingerprints
from campaigns.models import Participation, Submission
from campaigns.queries import submissions as queries
from campaigns.queries.addressees import addressed_to, answers_for, office_name
from campaigns.queries.remarks import places_of, remarks_by_place
from campaigns.queries.submissions import TargetRow
from campaigns.services import submissions as services
from campaigns.steps import submission_steps
from core.authz import can, require
from core.doors import Request, door


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
    if request.method == "POST":
        require(request.user, "campaigns.edit_submission", submission)
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
    return _form_of(submission, typed or request.POST or None)


def _form_of(submission: Submission, typed: Any = None) -> SubmissionForm:
    """The form as it is stored, or with what was typed."""
    return SubmissionForm(
        typed,
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


def reading_page(request: Request, submission: Submission, answer: ReturnForm) -> dict[str, Any]:
    """The page as an addressee reads it, with what was typed into ``answer``."""
    page = _page(request, submission, _form_of(submission))
    return page | _answering(request, submission, page["rows"], answer)


def _answering(
    request: Request, submission: Submission, rows: list[TargetRow], form: ReturnForm | None = None
) -> dict[str, Any]:
    """What addressees said at which place; for those who may answer now, for whom, and the boxes to say it in."""
    remarks = remarks_by_place(submission)
    may_answer = can(request.user, "campaigns.answer", submission)
    if not may_answer:
        return {"remarks": remarks, "boxes": {}, "may_answer": may_answer}
    answer = form or ReturnForm(places=places_of(submission, rows), initial={"version": submission.version})
    hats = answers_for(request.user, submission.participation) & addressed_to(submission)
    may_send_back = can(request.user, "campaigns.send_back", submission)
    return {
        "remarks": remarks,
        "may_answer": may_answer,
        "may_send_back": may_send_back,
        "answer_form": answer,
        "boxes": answer.boxes if may_send_back else {},
        "on_behalf": [office_name(hat, submission.participation.campaign) for hat in sorted(hats)],
    }


def _page(request: Request, submission: Submission, form: SubmissionForm) -> dict[str, Any]:
    dues = queries.dues_answered_by(submission)
    rows = form.rows or queries.rows_for(submission)
    may_edit = can(request.user, "campaigns.edit_submission", submission)
    return {
        "submission": submission,
        "participation": submission.participation,
        "form": form,
        "parts": queries.written_parts(submission),
        "rows": rows,
        "steps": submission_steps(submission),
        "deliveries": submission.deliveries.all(),
        "dues": dues,
        "filing_facts": queries.filing_facts(submission, dues, request.now),
        "receipts": submission.receipts.select_related("received_from"),
        "evidence": submission.participation.evidence.all(),
        "gaps": CONTENTS[submission.kind].gaps(submission) if may_edit else [],
        "may_edit": may_edit,
        "may_submit": can(request.user, "campaigns.submit", submission),
    } | _answering(request, submission, rows)
