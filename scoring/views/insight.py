"""Looking into a ranking: why a unit stands where it stands."""

from django.http import HttpResponse
from django.shortcuts import render

from core.doors import Request, door
from scoring.queries import insight
from scoring.queries.bloc_lines import UnitSubject, unit_subject


@door("scoring.view_ranking", load=unit_subject, methods="GET")
def why(request: Request, subject: UnitSubject) -> HttpResponse:
    """The place of one unit, beside the units above and below."""
    return render(request, "scoring/why.html", {"why": insight.why(subject, request.user)})
