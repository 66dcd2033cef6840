"""What the page of a final ranking follows from, asked without making it: where that is unchanged, so is the page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from blocs.models import Membership
from campaigns.models import Campaign, Participation
from core.compiled import compiled
from scoring.enums import AppealState, RankingKind, TableState
from scoring.models import Ranking, ScoreSheet, ScoringTable
from scoring.queries.rankings.board import Look

CAMPAIGN = ("campaign", "campaign__version", "campaign__state", "campaign__authority", "campaign__standing_body")


@dataclass(frozen=True)
class Seen:
    """``board``: what every reader's page follows from; ``reader``: what only this one's does besides."""

    board: tuple[Any, ...]
    reader: tuple[Any, ...]


def seen(code: str, codes: Collection[str], reader: Any) -> Seen | None:
    """What the ranking of the campaign ``code`` over the blocs ``codes`` (as ``look_at`` reads them) follows from.

    None for one whose blocs are not all finally published, which changes with every point. The rights of ``reader``
    need not be asked: they follow from what is named here. Four queries besides the seats, two where the answer is
    None.
    """
    choices = _choices(code)
    chosen = [pk for pk, bloc, *_ in choices if bloc in codes] or [pk for pk, *_ in choices]
    versions = _versions(code, chosen)
    newest = {bloc: kind for _, bloc, kind, *_ in versions if kind != RankingKind.MIDTERM}
    if not chosen or any(newest.get(bloc) != RankingKind.FINAL for bloc in chosen):
        return None
    seats = sorted((seat.unit_id, str(seat.role)) for seat in reader.seats)
    places = _places(code, reader.unit_ids())
    return Seen((choices, versions, _folders(code, chosen)), (reader.pk, reader.is_superuser, seats, places))


@compiled
def _choices(code: str) -> QuerySet[Any, Any]:
    """The blocs of the campaign by name."""
    found = Campaign.blocs.through.objects.filter(campaign__code=code).order_by("bloc__name", "bloc")
    return found.values_list("bloc", "bloc__code", "bloc__name", *CAMPAIGN)


@compiled
def _places(code: str, units: Collection[int]) -> QuerySet[Any, Any]:
    """What the reader's units are in these blocs."""
    found = Membership.objects.filter(bloc__campaigns__code=code, unit__in=units).order_by("pk")
    return found.values_list("bloc", "unit", "year", "role")


@compiled
def _versions(code: str, blocs: Collection[int]) -> QuerySet[Any, Any]:
    """All versions of the blocs with the appeals that wait, and the table in force."""
    kept = Ranking.objects.filter(campaign__code=code, bloc__in=blocs)
    table = ScoringTable.objects.filter(campaign=OuterRef("campaign"), bloc=OuterRef("bloc"), state=TableState.FROZEN)
    waiting = Count("appeals", filter=Q(appeals__state=AppealState.OPEN))
    found = kept.annotate(table=Subquery(table.values("pk")[:1]), waiting=waiting).order_by("version", "pk")
    return found.values_list("pk", "bloc", "kind", "inputs_sha256", "published_at", "table", "waiting")


@compiled
def _folders(code: str, blocs: Collection[int]) -> QuerySet[Any, Any]:
    """The units by name with their sheets."""
    folders = Participation.objects.filter(campaign__code=code, bloc__in=blocs).order_by("pk")
    sheet = ("score_sheet__state", "score_sheet__version", "score_sheet__table")
    return folders.values_list("pk", "bloc", "unit__code", "unit__short_name", *sheet)


def sheets_to_open(look: Look) -> list[Any]:
    """The folders of the blocs whose sheets the viewer may open. One query."""
    sheets = ScoreSheet.objects.visible_to(look.viewer).filter(
        participation__campaign=look.campaign, participation__bloc__in=[bloc.pk for bloc in look.blocs]
    )
    return list(sheets.order_by("participation").values_list("participation", flat=True))
