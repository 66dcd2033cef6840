"""Following up the deadlines of a campaign."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from campaigns import matrix_workbook
from campaigns.models import Campaign
from campaigns.queries import campaigns as queries
from campaigns.queries.books import closings_of, state_of
from campaigns.queries.extensions import granted_in
from campaigns.queries.followup import FILTERS, MilestoneBoard, boards, fitting
from campaigns.queries.matrix import matrix_of
from campaigns.queries.reminded import reminded_by_unit
from core.authz import can
from core.doors import Request, door
from core.filestore import attachment


@door("campaigns.follow_up", load=queries.campaign, methods="GET")
def follow_up(request: Request, campaign: Campaign) -> HttpResponse:
    """Counted chips per deadline; ``?moc=<milestone id>&loc=<filter>`` shows the units behind a number."""
    found = boards(campaign, request.user, request.now)
    chosen_id, key = request.GET.get("moc", ""), request.GET.get("loc", "")
    chosen = next((board for board in found if str(board.milestone.pk) == chosen_id), None)
    closings, granted = closings_of(board.milestone for board in found), granted_in(campaign)
    reminded = reminded_by_unit(chosen.milestone) if chosen else {}
    standings = chosen.behind(key) if chosen else []
    verbs = fitting(standings)
    context = {
        "campaign": campaign,
        "boards": [
            {
                "board": board,
                "chips": board.chips(active=key if board is chosen else ""),
                "book": state_of(board.milestone, closings, request.now),
                "extensions": [one for one in granted if one.milestone_id == board.milestone.pk],
            }
            for board in found
        ],
        "chosen": chosen,
        "standings": [(one, reminded.get(one.participation.pk)) for one in standings],
        "verbs": verbs,
        "label": _label(chosen, key),
        "key": key,
        "ticked": request.GET.get("chon", ""),
        "may_remind": can(request.user, "campaigns.remind", chosen.milestone) if chosen else None,
        "may_act": verbs and can(request.user, "campaigns.act_on_units", campaign),
        "may_extend": can(request.user, "campaigns.extend", campaign),
    }
    return render(request, "campaigns/followup.html", context)


@door("campaigns.follow_up", load=queries.campaign, methods="GET")
def matrix(request: Request, campaign: Campaign) -> HttpResponse:
    """Units down, deadlines across; ``?chon=submitted`` ticks all that wait for an answer."""
    found = boards(campaign, request.user, request.now)
    verbs = fitting(standing for board in found for standing in board.standings)
    context = {
        "campaign": campaign,
        "matrix": matrix_of(found),
        "verbs": verbs,
        "legend": FILTERS,
        "ticked": request.GET.get("chon", ""),
        "may_act": verbs and can(request.user, "campaigns.act_on_units", campaign),
        "may_extend": can(request.user, "campaigns.extend", campaign),
    }
    return render(request, "campaigns/matrix.html", context)


@door("campaigns.follow_up", load=queries.campaign, methods="GET")
def matrix_file(request: Request, campaign: Campaign) -> FileResponse:
    """The same table as a workbook."""
    content = matrix_workbook.write(campaign, matrix_of(boards(campaign, request.user, request.now)), request.now)
    return attachment(content, kind="xlsx", name=f"theo-doi-{campaign.code}.xlsx")


def _label(board: MilestoneBoard | None, key: str) -> str:
    """The words of the chosen filter; "Tất cả" without one."""
    labels = {one.key: one.label for one, _ in board.counts()} if board else {}
    return labels.get(key, "Tất cả")
