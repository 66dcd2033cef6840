"""Choosing the documents that prove one line: a page of its own, or with htmx in a dialog of the sheet."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import reswap, retarget, trigger_client_event

from campaigns.queries.evidence import living_evidence
from core.doors import Request, door
from core.exceptions import Refused
from scoring.enums import Tier
from scoring.forms.citations import CiteForm
from scoring.models import ScoreLine
from scoring.queries import sheets as queries
from scoring.queries.citations import cited_of, pages_of
from scoring.services import citations
from scoring.services.lines import require_turn
from scoring.views.pages import row_of


@door("scoring.view_sheet", load=queries.line)
def cite(request: Request, line: ScoreLine) -> HttpResponse:
    """Show the documents of the folder with those that the line cites; keep what was chosen."""
    require_turn(line, Tier.SELF, by=request.user)
    evidence = list(living_evidence(line.sheet.participation))
    form = CiteForm(request.POST or None, line=line, evidence=evidence, pages=pages_of(cited_of([line])))
    partial = "HX-Request" in request.headers
    if request.method == "POST" and _kept(request, line, form):
        if partial:
            fresh = queries.sheet(request.user, line.sheet_id)
            return trigger_client_event(row_of(request, fresh, line, saved=True), "close-dialog")
        return redirect(f"{reverse('scoring:sheet', args=[line.sheet_id])}#dong-{line.pk}")
    context = {"line": line, "sheet": line.sheet, "form": form, "partial": partial}
    if partial:  # what was typed stays in the dialog, whatever the form wanted to replace
        return reswap(retarget(render(request, "scoring/_cite.html", context), "#vien-dan"), "innerHTML")
    return render(request, "scoring/cite.html", context, status=422 if form.errors else 200)


def _kept(request: Request, line: ScoreLine, form: CiteForm) -> bool:
    """Whether what was chosen is stored now; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        citations.cite(line_id=line.pk, pages=form.pages(), version=form.cleaned_data["version"], by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True
