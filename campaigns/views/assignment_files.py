"""Targets given to units, out to Excel and back in: a workbook is looked at before anything of it is written."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns import assignment_workbook as workbook
from campaigns.forms.assignments import AssignmentCommitForm
from campaigns.forms.workbooks import WorkbookForm
from campaigns.models import Campaign
from campaigns.queries.assignments import fingerprint, grid, places_of
from campaigns.queries.campaigns import campaign as load_campaign
from campaigns.services.assignments import assign_targets
from campaigns.views.assignments import address_of
from campaigns.views.workbooks import STALE, why_not
from campaigns.workbooks import taken_before
from core.doors import Request, door
from core.exceptions import Refused
from core.filestore import attachment
from core.snapshots import sha256

WHERE = "trang giao chỉ tiêu của phong trào này"
KEPT = "mức giao đang lưu"


@door("campaigns.assign", load=load_campaign, methods="GET")
def download(request: Request, campaign: Campaign) -> FileResponse:
    """The workbook of one bloc (``?khoi=<code>``) or of all, as it is stored."""
    stored = grid(campaign)
    bloc = next((one for one in stored.blocs if one.code == request.GET.get("khoi")), None)
    name = f"giao-chi-tieu-{campaign.code}{f'-{bloc.code}' if bloc else ''}.xlsx"
    return attachment(workbook.write(stored, bloc), kind="xlsx", name=name)


@door("campaigns.assign", load=load_campaign)
def upload(request: Request, campaign: Campaign) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, campaign)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=WHERE)
    back = reverse("campaigns:assign", args=[campaign.code])
    context: dict[str, Any] = {"campaign": campaign, "form": form, "kept": KEPT, "back": back}
    if request.method == "POST" and form.is_valid():
        context |= _preview(campaign, form.cleaned_data["file"].read())
    return render(request, "campaigns/assignments_import.html", context)


def _preview(campaign: Campaign, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    stored, digest = grid(campaign), sha256(content)
    found = workbook.read(content, stored)
    units = {one.unit.pk for one in found.changes}
    return {
        "found": found,
        "earlier": taken_before("targets.assigned", campaign.pk, digest),
        "commit": AssignmentCommitForm.of_changes(found.changes, fingerprint(stored.values, units), digest),
    }


def _commit(request: Request, campaign: Campaign) -> HttpResponse:
    """Write exactly what was shown, then show the first grid it went into; nothing when it changed meanwhile (X15)."""
    form = AssignmentCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        count = assign_targets(
            campaign_id=campaign.pk,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            file_sha256=form.cleaned_data["file_sha256"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("campaigns:assign_upload", campaign.code)
    messages.success(request, f"Đã ghi {count} mức giao từ tệp.")
    written = {unit for unit, _ in form.values()}
    bloc = next((place.bloc for place in places_of(campaign) if place.unit.pk in written), None)
    return redirect(address_of(campaign, bloc))
