"""A registration, out to Excel and back in: a workbook is looked at before anything of it is written."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns import registration_workbook as workbook
from campaigns.enums import SubmissionKind
from campaigns.forms.registration_files import RegistrationCommitForm
from campaigns.forms.workbooks import WorkbookForm
from campaigns.models import Submission
from campaigns.queries.submissions import submission as load_submission
from campaigns.services.submissions import save_draft
from campaigns.views.workbooks import STALE, why_not
from campaigns.workbooks import taken_before
from core.doors import Request, door
from core.exceptions import Refused
from core.filestore import attachment
from core.snapshots import sha256

WHERE = "trang bản đăng ký của đơn vị bạn"
KEPT = "bản nháp đang lưu"


def _registration(user: Any, pk: uuid.UUID) -> Submission:
    submission = load_submission(user, pk)
    if submission.kind != SubmissionKind.REGISTER:
        raise Http404
    return submission


@door("campaigns.edit_submission", load=_registration, methods="GET")
def download(request: Request, submission: Submission) -> FileResponse:
    """The registration as a form to fill in, for those who write it: it says what the unit has not filed yet."""
    participation = submission.participation
    name = f"dang-ky-{participation.campaign.code}-{participation.unit.code}.xlsx"
    return attachment(workbook.write(submission), kind="xlsx", name=name)


@door("campaigns.edit_submission", load=_registration)
def upload(request: Request, submission: Submission) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, submission)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=WHERE)
    back = reverse("campaigns:submission", args=[submission.pk])
    context: dict[str, Any] = {"participation": submission.participation, "form": form, "kept": KEPT, "back": back}
    if request.method == "POST" and form.is_valid():
        context |= _preview(submission, form.cleaned_data["file"].read())
    return render(request, "campaigns/registration_import.html", context)


def _preview(submission: Submission, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    found, digest = workbook.read(content, submission), sha256(content)
    return {
        "found": found,
        "earlier": taken_before("submission.saved", submission.pk, digest),
        "commit": RegistrationCommitForm.of_changes(found.changes, str(submission.version), digest),
    }


def _commit(request: Request, submission: Submission) -> HttpResponse:
    """Write exactly what was shown into the draft; nothing when somebody saved meanwhile (X15)."""
    form = RegistrationCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        save_draft(
            submission_id=uuid.UUID(str(submission.pk)),
            version=form.cleaned_data["seen"],
            texts={},
            lines=form.lines(workbook.lines_of(submission)),
            file_sha256=form.cleaned_data["file_sha256"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("campaigns:registration_upload", submission.pk)
    messages.success(request, f"Đã ghi {len(form.cleaned_data['changes'])} thay đổi từ tệp vào bản nháp.")
    return redirect("campaigns:submission", submission.pk)
