"""Putting deadlines off: what was asked for and granted, a request, the second person's answer, an outage."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from campaigns.forms.deadlines import ExtensionForm, IncidentForm
from campaigns.incidents import comes_late
from campaigns.models import Campaign, Extension
from campaigns.queries import campaigns as queries
from campaigns.queries import extensions as found
from campaigns.services import extensions as services
from core import clock
from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.view_extensions", load=queries.campaign, methods="GET")
def extensions(request: Request, campaign: Campaign) -> HttpResponse:
    """Requests that wait, and everything that was decided."""
    every = found.of_campaign(request.user, campaign)
    context = {
        "campaign": campaign,
        "waiting": [(one, can(request.user, "campaigns.decide_extension", one)) for one in every if not one.decided_at],
        "decided": [one for one in every if one.decided_at],
        "may_extend": can(request.user, "campaigns.extend", campaign),
    }
    return render(request, "campaigns/extensions.html", context)


@door("campaigns.extend", load=queries.campaign)
def request_extension(request: Request, campaign: Campaign) -> HttpResponse:
    """Ask for longer; the second person of the staff decides."""
    form = ExtensionForm(request.POST or None, campaign=campaign, initial={"milestone": request.GET.get("moc")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.request_extension(
                milestone=given["milestone"],
                unit=given["unit"],
                new_due_at=form.new_due_at,
                reason=given["reason"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("day", refusal.reason)
        else:
            messages.success(request, "Đã gửi đề nghị gia hạn; chuyên viên thứ hai duyệt thì hạn mới có hiệu lực.")
            return redirect("campaigns:extensions", campaign.code)
    return render(request, "campaigns/extension_request.html", {"campaign": campaign, "form": form})


@door("campaigns.extend", load=queries.campaign)
def incident(request: Request, campaign: Campaign) -> HttpResponse:
    """The hours of an outage; first a preview of what moves, then the move."""
    form = IncidentForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "campaigns/incident.html", {"campaign": campaign, "form": form})
    hours = {"failed_at": form.failed_at, "recovered_at": form.recovered_at}
    if "confirm" in request.POST:
        reason, seal = form.cleaned_data["reason"], request.POST.get("seal", "")
        try:
            moved = services.extend_for_incident(campaign=campaign, reason=reason, seal=seal, by=request.user, **hours)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Đã gia hạn {len(moved)} mốc thời hạn do sự cố; các đơn vị đã được báo.")
            return redirect("campaigns:extensions", campaign.code)
    now = clock.now()
    moves = found.moves_of(found.campaigns_run_by(request.user), now=now, **hours)
    context = {
        "campaign": campaign,
        "form": form,
        "moves": moves,
        "seal": found.seal_of(moves),
        "previewed": True,
        "from_now": comes_late(form.recovered_at, now),
    }
    return render(request, "campaigns/incident.html", context)


@door("campaigns.decide_extension", load=found.extension, methods="POST")
def grant(request: Request, extension: Extension) -> HttpResponse:
    """The second person agrees."""
    return _decide(request, extension, services.grant_extension, "Đã gia hạn; các đơn vị cùng mốc đã được báo.")


@door("campaigns.decide_extension", load=found.extension, methods="POST")
def refuse(request: Request, extension: Extension) -> HttpResponse:
    """The second person says no, with a reason."""
    reason = request.POST.get("reason", "")
    return _decide(request, extension, services.refuse_extension, "Đã trả lời không gia hạn.", reason=reason)


def _decide(request: Request, extension: Extension, service: Any, done: str, **detail: Any) -> HttpResponse:
    """Call one service on the extension; success and refusal alike are told on the list."""
    try:
        service(extension_id=extension.pk, by=request.user, **detail)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
    return redirect("campaigns:extensions", extension.milestone.campaign.code)
