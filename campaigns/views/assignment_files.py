"""Targets given to units, out to Excel and back in: a workbook is looked at before anything of it is written."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from campaigns import assignment_workbook as workbook
from campaigns.forms.assignments import CommitForm, WorkbookForm
from campaigns.models import Campaign
from campaigns.queries.assignments import fingerprint, grid, places_of
from campaigns.queries.campaigns import campaign as load_campaign
from campaigns.services.assignments import assign_targets
from campaigns.views.assignments import address_of
from core.dates import moment
from core.doors import Request, door
from core.exceptions import Conflict, Refused
from core.filestore import MIME_TYPES, SAFE_HEADERS
from core.snapshots import sha256

STALE = "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới."


@door("campaigns.assign", load=load_campaign, methods="GET")
def download(request: Request, campaign: Campaign) -> FileResponse:
    """The workbook of one bloc (``?khoi=<code>``) or of all, as it is stored."""
    stored = grid(campaign)
    bloc = next((one for one in stored.blocs if one.code == request.GET.get("khoi")), None)
    name = f"giao-chi-tieu-{campaign.code}{f'-{bloc.code}' if bloc else ''}.xlsx"
    content = BytesIO(workbook.write(stored, bloc))
    return FileResponse(
        content, as_attachment=True, filename=name, content_type=MIME_TYPES["xlsx"], headers=SAFE_HEADERS
    )


@door("campaigns.assign", load=load_campaign)
def upload(request: Request, campaign: Campaign) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, campaign)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"campaign": campaign, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _preview(campaign, form.cleaned_data["file"].read())
    return render(request, "campaigns/assignments_import.html", context)


def _preview(campaign: Campaign, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    stored, digest = grid(campaign), sha256(content)
    found = workbook.read(content, stored)
    earlier = workbook.imported_before(campaign, digest)
    return {
        "found": found,
        "earlier": f"Tệp này đã nhập lúc {moment(earlier.at)} bởi {earlier.actor}." if earlier else "",
        "commit": CommitForm.of(found.values, fingerprint(stored.values, {unit for unit, _ in found.values}), digest),
    }


def _commit(request: Request, campaign: Campaign) -> HttpResponse:
    """Write exactly what was shown, then show the first grid it went into; nothing when it changed meanwhile (X15)."""
    form = CommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        count = assign_targets(
            campaign_id=campaign.pk,
            values=form.cleaned_data["changes"],
            seen=form.cleaned_data["seen"],
            file_sha256=form.cleaned_data["file_sha256"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, STALE if isinstance(refusal, Conflict) else refusal.reason)
        return redirect("campaigns:assign_upload", campaign.code)
    messages.success(request, f"Đã ghi {count} mức giao từ tệp.")
    written = {unit for unit, _ in form.cleaned_data["changes"]}
    bloc = next((place.bloc for place in places_of(campaign) if place.unit.pk in written), None)
    return redirect(address_of(campaign, bloc))
