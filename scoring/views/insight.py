"""Looking into a ranking: why a unit stands where it stands, where the points of a bloc lie."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from core.doors import Request, door
from core.filestore import attachment
from scoring import ranking_workbook
from scoring.forms.what_if import WhatIfForm
from scoring.queries import heat, insight, integrity
from scoring.queries import what_if as trying
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


@door("scoring.look_into", load=bloc_subject, methods="GET")
def what_if(request: Request, subject: BlocSubject) -> HttpResponse:
    """The ranks of a bloc if the points in the address (``don_vi``, ``tieu_chi``, ``diem``, repeated) were given."""
    loaded = trying.bloc_as_it_stands(subject, request.user)
    form = WhatIfForm(request.GET, loaded=loaded)
    ready = bool(loaded.sheets) and form.asked and form.is_valid()
    context = {
        "subject": subject,
        "form": form,
        "result": trying.what_if(loaded, form.changes) if ready else None,
        "empty": not loaded.sheets,
    }
    return render(request, "scoring/what_if.html", context)


@door("scoring.look_into", load=bloc_subject, methods="GET")
def look_closely(request: Request, subject: BlocSubject) -> HttpResponse:
    """Signs that points of a bloc deserve a second look."""
    return render(request, "scoring/integrity.html", {"look": integrity.integrity(subject, request.user)})


@door("scoring.view_ranking", load=bloc_subject, methods="GET")
def workbook(request: Request, subject: BlocSubject) -> FileResponse:
    """The ranking as a workbook: what the page shows, and the points by criterion where the reader may see them."""
    content = ranking_workbook.write(subject, reader=request.user, now=request.now)
    return attachment(content, kind="xlsx", name=f"xep-hang-{subject.bloc.code}-{subject.campaign.year}.xlsx")
