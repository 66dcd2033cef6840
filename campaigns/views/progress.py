"""How far units are at their targets: one unit at one target, the whole campaign, a figure that is corrected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.enums import Judgement
from campaigns.forms.figures import FigureForm, as_read
from campaigns.models import Campaign, ProgressEntry
from campaigns.queries import progress as queries
from campaigns.queries.campaigns import campaign as load_campaign
from campaigns.services.progress import Recorded, revise_figures
from core.authz import can
from core.dates import short_date
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.view_course", load=queries.target_course, methods="GET")
def course(request: Request, found: queries.TargetCourse) -> HttpResponse:
    """The straight path and the figures as a drawing, with the table of all entries."""
    context = {
        "participation": found.participation,
        "row": found.row,
        "entries": found.entries,
        "chart": queries.chart_of(found),
        "today": request.now.date(),
        "may_work": can(request.user, "campaigns.work_in_folder", found.participation),
    }
    return render(request, "campaigns/course.html", context)


@door("campaigns.correct_figure", load=queries.entry)
def correct(request: Request, entry: ProgressEntry) -> HttpResponse:
    """Correct one figure, or (``remove``) take it back."""
    key = (entry.target_id, entry.as_of)
    initial = {"value": entry.value, "source": entry.source, "read": as_read({key: entry.value})}
    form = FigureForm(request.POST or None, initial=initial)
    removes = "remove" in request.POST
    if request.method == "POST" and (form.is_valid() or (removes and "read" in form.cleaned_data)):
        new = None if removes else Recorded(form.cleaned_data["value"], form.cleaned_data["source"])
        try:
            revise_figures(
                participation=entry.participation,
                changes={key: new},
                seen=queries.fingerprint(form.cleaned_data["read"], [key]),
                by=request.user,
            )
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect(request.path)
        done = "bỏ" if removes else "sửa"
        messages.success(request, f"Đã {done} số liệu ngày {short_date(entry.as_of)}.")
        return redirect("campaigns:course", entry.participation_id, entry.target_id)
    return render(request, "campaigns/correct_figure.html", {"entry": entry, "form": form})


@door("campaigns.follow_up", load=load_campaign, methods="GET")
def board(request: Request, campaign: Campaign) -> HttpResponse:
    """Counted chips per target, the matrix of units and targets (``?khoi=<code>``), the units behind a chip
    (``&chi-tieu=<target id>&muc=<judgement>``).
    """
    found = queries.board(campaign, request.user, request.GET.get("khoi", ""))
    target_id, judgement = request.GET.get("chi-tieu", ""), request.GET.get("muc", "")
    chosen = next((one for one in found.targets if str(one.pk) == target_id), None)
    labels = dict(Judgement.choices)
    context = {
        "campaign": campaign,
        "board": found,
        "lines": [(one, found.chips(one, judgement if one is chosen else "")) for one in found.targets],
        "blocs": _bloc_chips(campaign, found),
        "chosen": chosen,
        "behind": found.behind(chosen, judgement) if chosen else [],
        "label": labels.get(judgement, "Tất cả"),
    }
    return render(request, "campaigns/progress.html", context)


def _bloc_chips(campaign: Campaign, found: queries.Board) -> list[dict[str, Any]]:
    """One chip for all blocs and one for each; none where there is but one."""
    if len(found.blocs) < 2:
        return []
    page = reverse("campaigns:progress", args=[campaign.code])
    total = sum(count for _, count in found.blocs)
    every = {"label": "Tất cả các khối", "count": total, "url": page, "active": found.bloc is None}
    return [every] + [
        {"label": bloc.name, "count": count, "url": f"{page}?khoi={bloc.code}", "active": bloc == found.bloc}
        for bloc, count in found.blocs
    ]
