"""Looking into a ranking: why a unit stands where it stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from core.doors import Request, door
from scoring.queries import insight
from scoring.queries.bloc_lines import UnitSubject, unit_subject


@door("scoring.view_ranking", load=unit_subject, methods="GET")
def why(request: Request, subject: UnitSubject) -> HttpResponse:
    """The place of one unit, beside the units above and below."""
    found = insight.why(subject, request.user)
    if found is None:
        raise Http404
    return render(request, "scoring/why.html", {"why": found})
