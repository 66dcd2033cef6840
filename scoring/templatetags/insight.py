"""What the page of a ranking shows beside the ranking itself: movement since the mid-term, ways to look into it."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context_processors import csrf
from django.template.loader import render_to_string

from blocs.models import Bloc
from core.authz import Decision, can
from scoring.calculation.comparison import signed as with_sign
from scoring.panels import RANKING_PANELS
from scoring.queries.bloc_lines import BlocSubject
from scoring.queries.rankings import Board, RankingRow, chips, ranks_then

register = template.Library()


@dataclass(frozen=True)
class Ways:
    """The pages about one bloc's ranking: whether those of staff are open, and the parts that upper floors add."""

    bloc: Bloc
    looks_into: Decision
    panels: tuple[str, ...] = ()


@register.simple_tag
def chips_of(board: Board) -> list[dict[str, Any]]:
    """The filter by bloc."""
    return chips(board)


@register.simple_tag
def midterm_of(board: Board) -> dict[str, int]:
    """The mid-term ranks by code of the unit, {} where no movement is shown."""
    return ranks_then(board)


@register.simple_tag
def places_moved(row: RankingRow, midterm: dict[str, int]) -> int | None:
    """Places won (positive) or lost since the mid-term; None for a unit that was not ranked then or is not now."""
    before = midterm.get(row.standing.unit_code)
    return None if before is None or row.place.rank is None else before - row.place.rank


@register.simple_tag(takes_context=True)
def ways_into(context: template.Context, board: Board) -> list[Ways]:
    """For each bloc shown, where its ranking can be looked into; what upper floors add only for one bloc alone."""
    if not board.rows:
        return []
    alone = len(board.blocs) == 1
    return [_ways(BlocSubject(board.campaign, bloc), context["request"], alone=alone) for bloc in board.blocs]


def _ways(subject: BlocSubject, request: Any, *, alone: bool) -> Ways:
    asked = [(panel.template, panel.context(subject, request.user)) for panel in RANKING_PANELS] if alone else []
    panels = tuple(render_to_string(name, found | csrf(request)) for name, found in asked if found is not None)
    return Ways(subject.bloc, can(request.user, "scoring.look_into", subject), panels)


@register.filter
def signed(value: Any) -> str:
    """A difference with its sign."""
    return "–" if value is None else with_sign(value)
