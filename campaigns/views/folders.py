"""A unit's folder in a campaign: figures through the year, everything it filed, its evidence."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from campaigns import rules
from campaigns.models import Participation
from campaigns.queries import submissions as queries
from campaigns.queries.duties import owed_by
from campaigns.queries.evidence import evidence_rows, rows_for_staff
from core.authz import can
from core.doors import Request, door


@door("campaigns.view_folder", load=queries.participation, methods="GET")
def folder(request: Request, participation: Participation) -> HttpResponse:
    """All of one unit in one campaign: duties, figures against targets, evidence."""
    return render(request, "campaigns/folder.html", _page(request, participation))


def _page(request: Request, participation: Participation) -> dict[str, Any]:
    staff = rules.is_staff_of_authority(request.user, participation.campaign)
    return {
        "participation": participation,
        "owed": owed_by([participation]),
        "rows": queries.result_rows(participation),
        "evidence": rows_for_staff(participation, request.user)
        if staff
        else evidence_rows(participation, request.user),
        "may_work": can(request.user, "campaigns.work_in_folder", participation),
    }
