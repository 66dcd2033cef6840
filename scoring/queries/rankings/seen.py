"""What the page of a final ranking follows from, asked without making it: where that is unchanged, so is the page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from blocs.models import Bloc
from campaigns.models import Participation
from core.compiled import compiled
from scoring.enums import AppealState, RankingKind, TableState
from scoring.models import Ranking, ScoreSheet, ScoringTable
from scoring.queries.rankings.board import Look

BLOC = ("pk", "code", "name")
CAMPAIGN = tuple(f"campaigns{field}" for field in ("", "__version", "__state", "__authority", "__standing_body"))
NOWHERE = {0}  # the units of somebody without a seat


@dataclass(frozen=True)
class Seen:
    """``board``: what every reader's page follows from; ``reader``: what only this one's does besides."""

    board: tuple[Any, ...]
    reader: tuple[Any, ...]


def seen(code: str, codes: Collection[str], reader: Any) -> Seen | None:
    """What the ranking of the campaign ``code`` over the blocs ``codes`` (as ``look_at`` reads them) follows from.

    None for one whose blocs are not all finally published, which changes with every point. The rights of ``reader``
    need not be asked: they follow from what is named here. Three queries besides the seats; one where nothing is final.
    """
    versions = _versions_of(code, codes) if codes else _versions(code)
    newest = {bloc: kind for _, bloc, kind, *_ in versions if kind != RankingKind.MIDTERM}
    if RankingKind.FINAL not in newest.values():
        return None
    choices = _choices(code, reader.unit_ids() or NOWHERE)
    chosen = {pk for pk, bloc, *_ in choices if bloc in codes} or {pk for pk, *_ in choices}
    if any(newest.get(bloc) != RankingKind.FINAL for bloc in chosen):
        return None
    shared, own = zip(*((one[:-3], one[-3:]) for one in choices), strict=True)
    seats = sorted((seat.unit_id, str(seat.role)) for seat in reader.seats)
    return Seen((shared, versions, _folders(code, chosen)), (reader.pk, reader.is_superuser, seats, own))


def _every_version(code: str) -> QuerySet[Any, Any]:
    """All versions in the campaign, with the appeals that wait, and the table in force."""
    table = ScoringTable.objects.filter(campaign=OuterRef("campaign"), bloc=OuterRef("bloc"), state=TableState.FROZEN)
    waiting = Count("appeals", filter=Q(appeals__state=AppealState.OPEN))
    kept = Ranking.objects.filter(campaign__code=code).order_by("version", "pk")
    found = kept.annotate(table=Subquery(table.values("pk")[:1]), waiting=waiting)
    return found.values_list("pk", "bloc", "kind", "inputs_sha256", "published_at", "table", "waiting")


_versions = compiled(_every_version)


@compiled
def _versions_of(code: str, codes: Collection[str]) -> QuerySet[Any, Any]:
    return _every_version(code).filter(bloc__code__in=codes)


@compiled
def _choices(code: str, units: Collection[int]) -> QuerySet[Any, Any]:
    """The blocs of the campaign by name, each once for every place of the reader's units in it (last three)."""
    places = FilteredRelation("memberships", condition=Q(memberships__unit__in=units))
    found = Bloc.objects.filter(campaigns__code=code).annotate(own=places).order_by("name", "pk", "own__pk")
    return found.values_list(*BLOC, *CAMPAIGN, "own__unit", "own__year", "own__role")


@compiled
def _folders(code: str, blocs: Collection[int]) -> QuerySet[Any, Any]:
    """The units by name with their sheets."""
    folders = Participation.objects.filter(campaign__code=code, bloc__in=blocs).order_by("pk")
    sheet = ("score_sheet__state", "score_sheet__version", "score_sheet__table")
    return folders.values_list("pk", "bloc", "unit__code", "unit__short_name", *sheet)


def sheets_to_open(look: Look) -> list[Any]:
    """The folders of the blocs whose sheets the viewer may open. One query."""
    return _sheets_to_open(look.viewer, [look.campaign.pk], [bloc.pk for bloc in look.blocs])


@compiled
def _sheets_to_open(viewer: Any, campaigns: Collection[int], blocs: Collection[int]) -> QuerySet[Any, Any]:
    sheets = ScoreSheet.objects.visible_to(viewer).filter(
        participation__campaign__in=campaigns, participation__bloc__in=blocs
    )
    return sheets.order_by("participation").values_list("participation", flat=True)
