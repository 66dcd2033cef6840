"""The pages of a campaign: list, detail, form, launch, close."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf
from django.template.loader import render_to_string

from campaigns.closing import still_open
from campaigns.forms.campaigns import CampaignSheet, wants_saving
from campaigns.models import Campaign
from campaigns.panels import PANELS
from campaigns.queries import campaigns as queries
from campaigns.queries.closing import left_unfiled
from campaigns.queries.hierarchy import looseness
from campaigns.queries.launching import preview
from campaigns.queries.timeline import timeline_of
from campaigns.services import campaigns as services
from core.authz import can
from core.doors import Request, door
from core.exceptions import Conflict, Refused
from core.forms import ReasonForm

VERBS = ("edit", "launch", "close", "follow_up", "view_extensions", "assign", "attach")


@door("campaigns.list", methods="GET")
def campaign_list(request: Request) -> HttpResponse:
    """All campaigns the person may see, a bloc's plan beneath its parent."""
    rows = queries.campaigns(request.user, request.now)
    return render(request, "campaigns/list.html", {"rows": rows, "may_create": can(request.user, "campaigns.create")})


@door("campaigns.view", load=queries.campaign, methods="GET")
def detail(request: Request, campaign: Campaign) -> HttpResponse:
    """One campaign with everything its document sets, and what the floors above add."""
    prefetch_related_objects([campaign], "milestones__brackets", "milestones__blocs", "windows", "waves")
    panels = [
        render_to_string(panel.template, panel.context(campaign, request.user) | csrf(request))
        for panel in sorted(PANELS, key=lambda panel: panel.order)
        if campaign.bloc is None  # a bloc's plan is scored and awarded within its parent
    ]
    page = queries.CampaignDetail(campaign, request.user, request.now)
    context = {
        "campaign": campaign,
        "page": page,
        "timeline": timeline_of(campaign, request.now.date(), page.own_dues),
        "panels": panels,
        "loose": looseness(campaign) if can(request.user, "campaigns.launch", campaign) else [],
        "may": {verb: can(request.user, f"campaigns.{verb}", campaign) for verb in VERBS},
    }
    return render(request, "campaigns/detail.html", context)


@door("campaigns.edit", load=queries.campaign)
def edit(request: Request, campaign: Campaign) -> HttpResponse:
    """Correct a campaign that is not launched yet."""
    sheet = CampaignSheet(request.POST or None, user=request.user, campaign=campaign)
    conflict = None
    if request.method == "POST" and wants_saving(sheet):
        try:
            services.revise_campaign(campaign_id=campaign.pk, version=sheet.version, draft=sheet.draft, by=request.user)
        except Conflict as found:
            conflict = found
        except Refused as refusal:
            sheet.refuse(refusal.reason)
        else:
            messages.success(request, "Đã lưu các thay đổi.")
            return redirect("campaigns:detail", campaign.code)
    context = {"sheet": sheet.shown(), "campaign": campaign, "conflict": conflict, "hints": looseness(campaign)}
    return render(request, "campaigns/form.html", context)


@door("campaigns.launch", load=queries.campaign)
def launch(request: Request, campaign: Campaign) -> HttpResponse:
    """Confirm the launch with live facts, then launch."""
    if request.method == "POST":
        return _do(request, campaign, services.launch, "Đã phát động; các đơn vị đã nhận thông báo.")
    hindrances = services.launch_hindrances(campaign)
    context = {"campaign": campaign, "preview": preview(campaign, request.now), "hindrances": hindrances}
    return render(request, "campaigns/launch.html", context)


@door("campaigns.close", load=queries.campaign)
def close(request: Request, campaign: Campaign) -> HttpResponse:
    """Say what is still open; close when nothing is. The second form calls the campaign off, with a reason."""
    form = ReasonForm(request.POST if "cancel" in request.POST else None)
    form.fields["reason"].help_text = "Các đơn vị sẽ đọc đúng lời này."
    if "cancel" in request.POST and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _do(request, campaign, services.cancel, "Đã hủy phong trào.", reason=reason)
    if request.method == "POST" and "cancel" not in request.POST:
        return _do(request, campaign, services.close, "Đã kết thúc phong trào.")
    open_ends = still_open(campaign)
    context = {
        "campaign": campaign,
        "open_ends": open_ends,
        "unfiled": [] if open_ends else left_unfiled(campaign),
        "plans": queries.living_plans(campaign),
        "form": form,
    }
    return render(request, "campaigns/close.html", context)


def _do(request: Request, campaign: Campaign, service: Any, done: str, **detail: Any) -> HttpResponse:
    """Call one service on the campaign; success and refusal alike are told on the campaign's page."""
    try:
        service(campaign_id=campaign.pk, by=request.user, **detail)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
    return redirect("campaigns:detail", campaign.code)
