"""What the page of a final ranking follows from: where that is unchanged, so is the page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When

from campaigns.models import Participation
from core.authz import can
from core.snapshots import sha256
from scoring.enums import AppealState, RankingKind, TableState
from scoring.models import Ranking, ScoreSheet, ScoringTable
from scoring.queries.rankings.board import Look
from scoring.queries.rankings.standings import in_folders


@dataclass(frozen=True)
class Seen:
    """``table``: the mark of what all readers with the same sheets to open see alike; ``reader``: this one's own."""

    table: str
    reader: tuple[Any, ...]


def seen(look: Look) -> Seen | None:
    """The marks of a ranking whose blocs are all finally published; None for any other, which changes with every point.

    Two queries, one where the answer is None.
    """
    versions = _versions(look)
    newest = {bloc: kind for _, bloc, kind, *_ in versions if kind != RankingKind.MIDTERM}
    if not look.blocs or any(newest.get(bloc.pk) != RankingKind.FINAL for bloc in look.blocs):
        return None
    campaign = look.campaign
    about = (campaign.pk, campaign.version, campaign.state, campaign.heading, campaign.year)
    choices = [(bloc.pk, bloc.code, bloc.name) for bloc in look.choices]
    chosen = [bloc.pk for bloc in look.blocs]
    return Seen(sha256(repr((about, choices, chosen, versions, _folders(look))).encode()), _reader(look))


def _versions(look: Look) -> list[tuple[Any, ...]]:
    """All versions of the blocs with the appeals that wait, and the table in force."""
    table = ScoringTable.objects.filter(campaign=look.campaign, bloc=OuterRef("bloc"), state=TableState.FROZEN)
    kept = Ranking.objects.filter(campaign=look.campaign, bloc__in=[bloc.pk for bloc in look.blocs])
    waiting = Count("appeals", filter=Q(appeals__state=AppealState.OPEN))
    found = kept.annotate(table=Subquery(table.values("pk")[:1]), waiting=waiting).order_by("version", "pk")
    return list(found.values_list("pk", "bloc", "kind", "inputs_sha256", "published_at", "table", "waiting"))


def _folders(look: Look) -> list[tuple[Any, ...]]:
    """The units by name with their sheets, and whether the reader may open those."""
    mine = in_folders(ScoreSheet.objects.visible_to(look.viewer), look.blocs)
    folders = Participation.objects.filter(campaign=look.campaign, bloc__in=[bloc.pk for bloc in look.blocs])
    found = folders.annotate(opens=Case(When(mine, then=Value(True)), default=Value(False))).order_by("pk")
    sheet = ("score_sheet__state", "score_sheet__version", "score_sheet__table")
    return list(found.values_list("pk", "bloc", "unit__code", "unit__short_name", *sheet, "opens"))


def _reader(look: Look) -> tuple[Any, ...]:
    """Who looks, in which seats, and what those let him do here."""
    user, campaign = look.viewer, look.campaign
    rights = [bool(can(user, action, campaign)) for action in ("scoring.publish", "scoring.keep_midterm")]
    seats = sorted((seat.unit_id, str(seat.role)) for seat in user.seats)
    offices = [(bloc.pk, bloc.leads) for bloc in look.choices if bloc.pk in look.sees]
    return user.pk, user.is_superuser, seats, rights, offices
