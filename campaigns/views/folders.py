"""A unit's folder in a campaign: figures through the year, everything it filed, its evidence."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from campaigns import rules
from campaigns.forms.submissions import FiguresForm
from campaigns.models import Participation
from campaigns.queries import submissions as queries
from campaigns.queries.duties import owed_by
from campaigns.queries.evidence import evidence_rows, rows_for_staff
from campaigns.services.progress import record_figures
from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.view_folder", load=queries.participation, methods="GET")
def folder(request: Request, participation: Participation) -> HttpResponse:
    """All of one unit in one campaign: duties, figures against targets, evidence."""
    return render(request, "campaigns/folder.html", _page(request, participation))


@door("campaigns.work_in_folder", load=queries.participation)
def figures(request: Request, participation: Participation) -> HttpResponse:
    """Enter the figures of one day in one grid."""
    rows = queries.result_rows(participation)
    form = FiguresForm(request.POST or None, rows=rows, initial={"as_of": request.now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            count = record_figures(
                participation=participation,
                as_of=form.cleaned_data["as_of"],
                figures=form.figures(),
                source=form.cleaned_data["source"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("as_of", refusal.reason)
        else:
            messages.success(request, f"Đã ghi {count} số liệu.")
            return redirect("campaigns:folder", participation.pk)
    table = [{"row": row, "field": _input(form, row)} for row in rows]
    return render(request, "campaigns/figures.html", {"participation": participation, "form": form, "table": table})


def _page(request: Request, participation: Participation) -> dict[str, Any]:
    staff = rules.is_staff_of_authority(request.user, participation.campaign)
    return {
        "participation": participation,
        "owed": owed_by([participation]),
        "rows": queries.result_rows(participation),
        "evidence": rows_for_staff(participation, request.user) if staff else evidence_rows(participation),
        "may_work": can(request.user, "campaigns.work_in_folder", participation),
    }


def _input(form: FiguresForm, row: queries.TargetRow) -> Any:
    return form.field_of(row.target) if row.target.is_quantitative else None
