"""What a unit files and what the addressee answers: begin, edit, autosave, submit, receipt, return, accept."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind
from campaigns.forms.submissions import SubmissionForm
from campaigns.models import Delivery, Participation, Receipt, Submission
from campaigns.queries import submissions as queries
from campaigns.services import submissions as services
from campaigns.steps import submission_steps
from core.arrival import arrival_of
from core.authz import can
from core.doors import Request, door
from core.exceptions import Conflict, Refused
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


@door("campaigns.view_submission", load=queries.submission, methods="POST")
def submit(request: Request, submission: Submission) -> HttpResponse:
    """Sign and file the saved version; twice gives the same receipt."""
    try:
        version = int(request.POST.get("version", submission.version))
        arrived_at = arrival_of(request)
        receipt = services.submit(submission_id=submission.pk, version=version, by=request.user, arrived_at=arrived_at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("campaigns:submission", submission.pk)
    except ValueError:
        raise Http404 from None
    return redirect("campaigns:receipt", receipt.code)


@door("campaigns.answer", load=queries.submission, methods="POST")
def accept(request: Request, submission: Submission) -> HttpResponse:
    """The addressee takes it."""
    services.accept(submission_id=submission.pk, by=request.user)
    messages.success(request, f"Đã duyệt {submission}. Đơn vị được báo ngay.")
    return redirect("campaigns:submission", submission.pk)


@door("campaigns.answer", load=queries.submission, methods="POST")
def send_back(request: Request, submission: Submission) -> HttpResponse:
    """The addressee sends it back with a reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa trả lại: hãy ghi lý do để đơn vị biết cần sửa gì.")
        return redirect("campaigns:submission", submission.pk)
    services.send_back(submission_id=submission.pk, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, f"Đã trả lại {submission}. Đơn vị nhận được lý do ngay.")
    return redirect("campaigns:submission", submission.pk)


@door("campaigns.view_receipt", load=queries.receipt, methods="GET")
def receipt(request: Request, receipt: Receipt) -> HttpResponse:
    """The receipt: code, hash, when, from whom, on time or late for each addressee."""
    rows = [
        {"label": "Hồ sơ", "value": receipt.submission.title},
        {"label": "Đơn vị", "value": receipt.submission.participation.unit.name},
        {"label": "Phong trào", "value": receipt.submission.participation.campaign.heading},
        {"label": "Người ký nộp", "value": str(receipt.received_from)},
        {"label": "Mã kiểm tra nội dung (SHA-256)", "value": receipt.sha256},
    ]
    context = {"receipt": receipt, "rows": rows, "deliveries": _deliveries(receipt.submission)}
    return render(request, "campaigns/receipt.html", context)


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


def _page(request: Request, submission: Submission, form: SubmissionForm) -> dict[str, Any]:
    dues = queries.dues_answered_by(submission)
    return {
        "submission": submission,
        "participation": submission.participation,
        "form": form,
        "parts": queries.written_parts(submission),
        "rows": queries.rows_for(submission),
        "steps": submission_steps(submission),
        "deliveries": _deliveries(submission),
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


def _deliveries(submission: Submission) -> QuerySet[Delivery]:
    return submission.deliveries.select_related("milestone")
