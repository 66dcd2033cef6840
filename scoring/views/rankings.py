"""Rankings: looking at them, publishing them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign
from core.doors import Request, door
from core.exceptions import Refused
from scoring.queries import rankings as queries
from scoring.services import rankings


@door("scoring.view_ranking", load=campaign, methods="GET")
def ranking(request: Request, campaign: Campaign) -> HttpResponse:
    """The ranking of the blocs named by ``?khoi=`` (repeated for several together; all when none is named)."""
    board = queries.board(campaign, request.GET.getlist("khoi"), request.user)
    context = {
        "board": board,
        "tie_note": board.tie_note,
        "chips": queries.chips(board),
        "publications": queries.publications(board, request.user, request.now),
    }
    return render(request, "scoring/ranking.html", context)


@door("scoring.publish", load=campaign, methods="POST")
def publish(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Publish the ranking of one bloc."""
    bloc = queries.bloc_of(campaign, request.POST.get("khoi", ""))
    try:
        made = rankings.publish_bloc(campaign=campaign, bloc=bloc, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Đã công bố xếp hạng {bloc} (lần {made.version}).")
    return redirect(f"{reverse('scoring:ranking', args=[campaign.code])}?khoi={bloc.code}")
