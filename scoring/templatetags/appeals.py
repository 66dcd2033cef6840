"""Appeals beside the rows of a sheet."""

from typing import Any

from django import template

from scoring.enums import LIVING_APPEAL
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.appeals import on_sheet

register = template.Library()


@register.inclusion_tag("scoring/_line_appeal.html", takes_context=True)
def line_appeal(context: Any, sheet: ScoreSheet, line: ScoreLine) -> dict[str, Any]:
    """The appeals of one row, and the way to open one where this reader may."""
    request = context["request"]
    found = on_sheet(request.user, sheet, request.now)
    appeals = found.by_line.get(line.pk, [])
    waits = any(one.state in LIVING_APPEAL for one in appeals)
    return {"line": line, "appeals": appeals, "may_open": bool(found.decision) and line.assigned and not waits}
