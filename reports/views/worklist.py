"""The first page of every role: what I must do, by when, one button each; below it, where I stand."""

from django.http import HttpResponse
from django.shortcuts import render

from core.doors import Request, door
from reports.queries import worklist as queries


@door("reports.worklist", methods="GET")
def worklist(request: Request) -> HttpResponse:
    """Duties of all floors for the signed-in person, the campaigns that run, where the own units stand."""
    running = queries.running_campaigns(request.user, request.now)
    context = {
        "work": queries.work(request.user, request.now),
        "campaigns": running,
        "followed": queries.followed(request.user, running, request.now),
        "standings": queries.standings(request.user),
    }
    return render(request, "reports/worklist.html", context)
