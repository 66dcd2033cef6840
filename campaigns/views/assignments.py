"""Giving units their targets on one grid."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from blocs.models import Bloc
from campaigns.forms.assignments import AssignmentForm
from campaigns.models import Campaign
from campaigns.queries.assignments import AssignmentGrid, fingerprint, grid
from campaigns.queries.campaigns import campaign as load_campaign
from campaigns.services.assignments import assign_targets
from core.doors import Request, door
from core.exceptions import Conflict, Refused


@door("campaigns.assign", load=load_campaign)
def assign(request: Request, campaign: Campaign) -> HttpResponse:
    """The grid of one bloc (``?khoi=<code>``, else the first); saved all at once, never over a newer version."""
    stored = grid(campaign)
    bloc = _chosen(stored, request.GET.get("khoi", ""))
    form = _form(request, stored, bloc)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            count = assign_targets(campaign_id=campaign.pk, values=form.values(), seen=form.seen_now, by=request.user)
        except Conflict as conflict:
            theirs = conflict.theirs
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Đã lưu {count} mức giao." if count else "Không có mức giao nào thay đổi.")
            return redirect(address_of(campaign, bloc))
    return render(request, "campaigns/assignments.html", _page(stored, bloc, form, theirs))


def _chosen(stored: AssignmentGrid, code: str) -> Bloc | None:
    """The bloc that is asked for, else the first; None where nobody is called."""
    return next((one for one in stored.blocs if one.code == code), next(iter(stored.blocs), None))


def _form(request: Request, stored: AssignmentGrid, bloc: Bloc | None) -> AssignmentForm:
    units = stored.units_of(bloc) if bloc else []
    return AssignmentForm(
        request.POST or None,
        units=units,
        targets=stored.targets,
        values=stored.values,
        initial={"seen": fingerprint(stored.values, [unit.pk for unit in units])},
    )


def _page(stored: AssignmentGrid, bloc: Bloc | None, form: AssignmentForm, theirs: Any) -> dict[str, Any]:
    units = [unit.pk for unit in form.units]
    return {
        "campaign": stored.campaign,
        "grid": stored,
        "bloc": bloc,
        "form": form,
        "rows": form.rows(theirs),
        "sentences": form.sentences() if form.is_bound else [],
        "newest": "" if theirs is None else fingerprint(theirs, units),
        "chips": [
            {
                "label": one.name,
                "count": len(stored.units_of(one)),
                "url": address_of(stored.campaign, one),
                "active": one == bloc,
            }
            for one in stored.blocs
        ],
    }


def address_of(campaign: Campaign, bloc: Bloc | None) -> str:
    """Where the grid of ``bloc`` stands; without one that of the first."""
    page = reverse("campaigns:assign", args=[campaign.code])
    return f"{page}?khoi={bloc.code}" if bloc else page
