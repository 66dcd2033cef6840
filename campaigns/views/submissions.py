"""What a unit writes: begin, edit, autosave; two versions side by side where two people wrote."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf
from django.template.loader import render_to_string

from campaigns.aids import aids_of
from campaigns.contents import CONTENTS, unready
from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.forms.answers import ReturnForm, TakeBackForm
from campaigns.forms.drafts import form_of
from campaigns.forms.submissions import SubmissionForm
from campaigns.models import Participation, Submission
from campaigns.panels import SUBMISSION_PANELS
from campaigns.queries import launch_documents, titles
from campaigns.queries import submissions as queries
from campaigns.queries.addressees import addressed_to, answers_for, office_name
from campaigns.queries.answering import accepting_facts
from campaigns.queries.evidence import readable_evidence
from campaigns.queries.filed import filed_content
from campaigns.queries.registrations import lower_pledges
from campaigns.queries.remarks import remark_places, remarks_by_place
from campaigns.queries.submissions import TargetRow
from campaigns.services import submissions as services
from campaigns.steps import submission_steps
from core.authz import can, require
from core.doors import Request, door

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
    """Read a submission; the unit also writes it here: POST saves the draft, or (``add``) gives more empty rows."""
    if request.method == "POST":
        require(request.user, "campaigns.edit_submission", submission)
    elif not can(request.user, "campaigns.edit_submission", submission):
        return render(request, "campaigns/submission.html", _page(request, submission) | _written(submission, request))
    form = form_of(submission, request.POST or None)
    if "add" in request.POST:
        form.add_rows()
    elif request.method == "POST" and form.is_valid():
        saved = _save(request, submission, form)
        if saved.merged.asked:
            return _both_versions(request, saved, form)
        messages.success(request, "Đã lưu bản nháp.")
        return redirect("campaigns:submission", submission.pk)
    return render(request, "campaigns/submission.html", _desk(request, submission, form))


@door("campaigns.edit_submission", load=queries.draft, methods="POST")
def autosave(request: Request, submission: Submission) -> JsonResponse:
    """Save what is typed so far, place by place, called by the page itself; answers for static/js/autosave.js.

    What is not valid is said and left out; what somebody else changed comes back for the page to show.
    """
    form = form_of(submission, request.POST)
    if not form.is_valid() and "seen" in form.errors:
        return JsonResponse({"errors": form.sentences()}, status=422)
    saved = _save(request, submission, form)
    if submission.kind == SubmissionKind.REGISTER:
        queries.carry_rows(saved.submission, submission)
    return JsonResponse(
        form.answer(saved.merged, saved.before_by)
        | {
            "version": saved.submission.version,
            "saved_at": f"{request.now:%H:%M}",
            "hints": form.hints(),
            "lists": _lists(saved.submission),
        }
    )


def _lists(submission: Submission) -> dict[str, list[str]]:
    """What keeps it from being filed or presented, and what the one who signs should know."""
    content = CONTENTS[submission.kind]
    gaps = content.gaps(submission)
    return {
        "gaps": gaps,
        "unready": unready(gaps),
        "questions": content.questions(submission),
        "facts": content.facts(submission),
    }


def _save(request: Request, submission: Submission, form: SubmissionForm) -> services.Saved:
    return services.save_draft(
        submission_id=uuid.UUID(str(submission.pk)),
        seen=form.cleaned_data["seen"],
        by=request.user,
        **form.drafted(),
    )


def _both_versions(request: Request, saved: services.Saved, form: SubmissionForm) -> HttpResponse:
    """Both versions of what two people changed: what was typed stays in the form, what is stored stands beside."""
    fresh = queries.submission(request.user, pk=saved.submission.pk)
    again = form_of(fresh, form.beside(saved.merged, fresh.version))
    context = _desk(request, fresh, again) | {"asked": form.asked(saved.merged.asked), "saved": saved}
    return render(request, "campaigns/submission.html", context, status=409)


def _panels(request: Request, submission: Submission) -> list[str]:
    """What the floors above add to the head of the page."""
    found = [(panel.template, panel.context(submission, request.user)) for panel in SUBMISSION_PANELS]
    return [render_to_string(template, context | csrf(request)) for template, context in found if context is not None]


def reading_page(request: Request, submission: Submission, answer: ReturnForm) -> dict[str, Any]:
    """The page as an addressee reads it, with what was typed into ``answer``."""
    return _page(request, submission) | _written(submission, request, answer)


def _folder_of(user: Any, submission: Submission) -> Participation | None:
    """The unit's folder for those who may look into it: no query for the unit itself."""
    if queries.is_of_its_unit(user, submission):
        return submission.participation
    return Participation.objects.visible_to(user).filter(pk=submission.participation_id).first()


def _page(request: Request, submission: Submission) -> dict[str, Any]:
    """What everybody sees around the content."""
    dues = queries.dues_answered_by(submission)
    deliveries = submission.deliveries.all()
    receipts = list(submission.receipts.defer("payload").select_related("received_from"))
    return {
        "submission": submission,
        "participation": submission.participation,
        "folder": _folder_of(request.user, submission),
        "panels": _panels(request, submission),
        "steps": submission_steps(submission),
        "deliveries": deliveries,
        "dues": dues,
        "filing_facts": queries.filed_before(len(receipts)) + queries.filing_facts(deliveries, dues, request.now),
        "receipts": receipts,
        "evidence": readable_evidence(submission.participation, request.user),
        "may_edit": can(request.user, "campaigns.edit_submission", submission),
        "may_submit": can(request.user, "campaigns.submit", submission),
    }


def _written(submission: Submission, request: Request, answer: ReturnForm | None = None) -> dict[str, Any]:
    """The content for those who do not write it, with what addressees said at which place."""
    live = queries.shows_draft(request.user, submission) or submission.state == SubmissionState.DRAFT
    content = _stored(submission) if live else filed_content(submission)
    said = {"remarks": remarks_by_place(submission), "is_live": live}
    if submission.kind == SubmissionKind.REGISTER:
        said["lower"] = lower_pledges(content["rows"], submission.participation.campaign.level)
    return content | said | _answering(request, submission, content["rows"], answer)


def _stored(submission: Submission) -> dict[str, Any]:
    content: dict[str, Any] = {"parts": queries.written_parts(submission), "rows": queries.rows_for(submission)}
    if submission.kind == SubmissionKind.REGISTER:
        content["titles"] = titles.registered(submission)
    if submission.kind == SubmissionKind.LAUNCH_DOCUMENT:
        content["document"] = launch_documents.launch_document(submission)
    return content


def _answering(
    request: Request, submission: Submission, rows: list[TargetRow], form: ReturnForm | None
) -> dict[str, Any]:
    """For those who may answer now: for whom, and the boxes to say it in."""
    may_answer = can(request.user, "campaigns.answer", submission)
    if not may_answer:
        return {"boxes": {}, "may_answer": may_answer}
    answer = form or ReturnForm(places=remark_places(submission, rows), initial={"version": submission.version})
    hats = answers_for(request.user, submission.participation) & addressed_to(submission)
    may_send_back = can(request.user, "campaigns.send_back", submission)
    return {
        "may_answer": may_answer,
        "may_send_back": may_send_back,
        "answer_form": answer,
        "accepting_facts": accepting_facts(submission, hats),
        "boxes": answer.boxes if may_send_back else {},
        "on_behalf": [office_name(hat, submission.participation.campaign) for hat in sorted(hats)],
    }


def _desk(request: Request, submission: Submission, form: SubmissionForm) -> dict[str, Any]:
    """The form with what addressees asked and what helps to write, and the lists that a save makes anew."""
    rows = [] if submission.kind == SubmissionKind.REGISTER else queries.rows_for(submission)
    aids = aids_of(submission, form.parts, rows) if submission.kind in REPORTS else {}
    return _page(request, submission) | {
        "form": form,
        "part_fields": form.part_fields(aids),
        "nothing_last_year": bool(aids) and not any(aid.last_year for aid in aids.values()),
        "remarks": form.remarks,
        "boxes": {},
        "rows": rows,
        "take_back_form": TakeBackForm(),
        "may_take_back": can(request.user, "campaigns.take_back", submission),
        **_lists(submission),
    }
