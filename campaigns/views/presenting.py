"""Presenting a submission to the head of the unit, and the head's giving it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from campaigns.contents import CONTENTS
from campaigns.forms.answers import TakeBackForm
from campaigns.models import Submission
from campaigns.queries import submissions as queries
from campaigns.services import presenting as services
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.present", load=queries.to_file, methods="POST")
def present(request: Request, submission: Submission) -> HttpResponse:
    """Lay it before the head; what is still missing is said on the page."""
    try:
        services.present(submission_id=submission.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "Đã trình thủ trưởng ký. Thủ trưởng được báo ngay.")
    return redirect(CONTENTS[submission.kind].edit_url(submission))


@door("campaigns.take_back", load=queries.to_file, methods="POST")
def take_back(request: Request, submission: Submission) -> HttpResponse:
    """Give it back to the officers with what the head wrote."""
    form = TakeBackForm(request.POST)
    if form.is_valid():
        services.take_back(submission_id=submission.pk, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, "Đã trả lại cán bộ soạn. Cán bộ được báo ngay.")
    else:
        messages.error(request, f"Chưa trả lại được. {form.errors['note'][0]}")
    return redirect(CONTENTS[submission.kind].edit_url(submission))
