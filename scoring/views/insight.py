"""Looking into a ranking: why a unit stands where it stands, where the points of a bloc lie."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from core.doors import Request, door
from scoring.queries import heat, insight
from scoring.queries.bloc_lines import BlocSubject, UnitSubject, bloc_subject, unit_subject


@door("scoring.view_ranking", load=unit_subject, methods="GET")
def why(request: Request, subject: UnitSubject) -> HttpResponse:
    """The place of one unit, beside the units above and below."""
    found = insight.why(subject, request.user)
    if found is None:
        raise Http404
    return render(request, "scoring/why.html", {"why": found})


@door("scoring.view_ranking", load=bloc_subject, methods="GET")
def heat_map(request: Request, subject: BlocSubject) -> HttpResponse:
    """Criteria by units of one bloc, coloured by the share of the maximum."""
    return render(request, "scoring/heat.html", {"map": heat.heat_map(subject, request.user)})
