"""The page of a scoring table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.authz import can
from core.doors import door
from core.exceptions import Refused
from scoring.models import ScoringTable
from scoring.queries import tables as queries
from scoring.services import tables


@door("scoring.view_table", load=queries.table, methods="GET")
def table(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Groups and criteria with their rules in words."""
    context = {
        "table": table,
        "groups": queries.group_rows(table),
        "freeze": can(request.user, "scoring.freeze_table", table),
    }
    return render(request, "scoring/table.html", context)


@door("scoring.freeze_table", load=queries.table, methods="POST")
def freeze(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Close the table once the members have agreed."""
    try:
        tables.freeze_table(table_id=table.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "Bảng tiêu chí đã được chốt; các đơn vị tự chấm được từ bây giờ.")
    return redirect("scoring:table", table.pk)
