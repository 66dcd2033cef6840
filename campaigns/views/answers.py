"""What the addressee answers: take it, or send it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from campaigns.models import Submission
from campaigns.queries import submissions as queries
from campaigns.services import answers as services
from core.doors import Request, door
from core.forms import ReasonForm


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
