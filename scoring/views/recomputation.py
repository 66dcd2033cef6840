"""Having a campaign computed again, and watching it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign
from core.doors import door
from scoring.queries import recomputation as queries
from scoring.services.recomputation import request_recomputation

STOP_POLLING = 286  # htmx: swap the answer and ask no more


@door("scoring.recompute", load=campaign, methods="POST")
def start(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Start it, and back to the page of the campaign, which shows how far it is."""
    request_recomputation(campaign=campaign, by=request.user)
    return redirect(f"{reverse('campaigns:detail', args=[campaign.code])}#tinh-lai")


@door("scoring.recompute", load=campaign, methods="GET")
def progress(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The part of the page that is asked for every second until it is done."""
    found = queries.recomputation(campaign, request.user)
    status = 200 if found and found.is_going_on else STOP_POLLING
    return render(request, "scoring/_recomputation.html", {"recomputation": found}, status=status)
