"""What an addressee answers: take it, or send it back with a reason and remarks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from campaigns.enums import SubmissionState
from campaigns.forms.answers import ReturnForm
from campaigns.models import Submission
from campaigns.queries import submissions as queries
from campaigns.queries.answering import answered_already
from campaigns.queries.remarks import remark_places
from campaigns.services import answers as services
from campaigns.views.submissions import reading_page
from core.authz import can, require
from core.doors import Request, door
from core.exceptions import Conflict


@door("campaigns.reply", load=queries.submission, methods="POST")
def accept(request: Request, submission: Submission) -> HttpResponse:
    """The addressee takes it, in the version that was read."""
    if _came_second(request, submission):
        return redirect("campaigns:submission", submission.pk)
    typed = request.POST.get("version", "")
    try:
        services.accept(submission_id=submission.pk, by=request.user, seen=int(typed) if typed.isdecimal() else None)
    except Conflict as conflict:
        messages.error(request, conflict.reason)
    else:
        messages.success(request, _done(submission))
    return redirect("campaigns:submission", submission.pk)


@door("campaigns.reply", load=queries.submission, methods="POST")
def send_back(request: Request, submission: Submission) -> HttpResponse:
    """The addressee sends it back; what was typed stays on the page when something is missing."""
    if _came_second(request, submission):
        return redirect("campaigns:submission", submission.pk)
    require(request.user, "campaigns.send_back", submission)
    form = ReturnForm(request.POST, places=remark_places(submission))
    if not form.is_valid():
        return _again(request, submission, form)
    try:
        services.send_back(
            submission_id=submission.pk,
            by=request.user,
            reason=form.cleaned_data["reason"],
            remarks=form.remarks(),
            seen=form.cleaned_data["version"],
        )
    except Conflict as conflict:
        form.data = {**request.POST.dict(), "version": str(queries.submission(request.user, submission.pk).version)}
        form.add_error(None, conflict.reason)
        return _again(request, submission, form, status=409)
    messages.success(request, f"Đã trả lại {submission}. Đơn vị nhận được lý do ngay.")
    return redirect("campaigns:submission", submission.pk)


def _came_second(request: Request, submission: Submission) -> bool:
    """Somebody answered it since the page was opened: says who, what and when."""
    if can(request.user, "campaigns.answer", submission):
        return False
    said = answered_already(submission, request.user)
    if said:
        messages.warning(request, f"{said} Trả lời của bạn không được gửi.")
    return bool(said)


def _again(request: Request, submission: Submission, form: ReturnForm, status: int = 422) -> HttpResponse:
    fresh = queries.submission(request.user, submission.pk)
    return render(request, "campaigns/submission.html", reading_page(request, fresh, form), status=status)


def _done(submission: Submission) -> str:
    if submission.state == SubmissionState.ACCEPTED:
        return f"Đã nhận {submission}. Đơn vị được báo ngay."
    return f"Đã duyệt {submission}. Đơn vị được báo ngay."
