"""The documents attached to a campaign: put there by staff, fetched by everybody who sees the campaign."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from campaigns.forms.files import AttachForm
from campaigns.models import Campaign, CampaignFile
from campaigns.queries import campaigns as queries
from campaigns.queries.files import campaign_file
from campaigns.rules import is_staff_of_authority
from campaigns.services.files import attach_file
from core import filestore, scanning
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.attach", load=queries.campaign)
def attach(request: Request, campaign: Campaign) -> HttpResponse:
    """Hang a document on the campaign."""
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attached = attach_file(campaign_id=campaign.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            messages.success(
                request, f"Đã đính kèm “{attached.file_name}”; mọi người xem được phong trào đều tải được."
            )
            return redirect("campaigns:detail", campaign.code)
    return render(request, "campaigns/attach.html", {"campaign": campaign, "form": form})


@door("campaigns.open_file", load=campaign_file, methods="GET")
def open_file(request: Request, attached: CampaignFile) -> FileResponse:
    """Fetch a document; only as a download, and once the virus scanner has released it."""
    scanning.refuse_unsafe(attached.file, own=is_staff_of_authority(request.user, attached.campaign))
    return filestore.serve(attached.file, name=attached.file_name)
