"""Where the own units stand, for the first page: published rankings only."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from campaigns.enums import CampaignState
from campaigns.models import Participation
from core.numbers import format_points
from scoring.models import Ranking


@dataclass(frozen=True)
class Standing:
    """One unit's place in its bloc: rank of how many, one line about it, and where the ranking is."""

    bloc: str
    rank: int
    of: int
    note: str
    url: str


def standings(user: Any) -> list[Standing]:
    """The places of the units at which ``user`` sits, in running campaigns whose bloc is published. Two queries."""
    folders = Participation.objects.filter(
        unit__in=user.unit_ids(), campaign__state=CampaignState.LAUNCHED
    ).select_related("unit", "bloc", "campaign")
    mine = {(one.campaign_id, one.bloc_id): one for one in folders}
    if not mine:
        return []
    rankings = Ranking.objects.filter(
        campaign__in={campaign for campaign, _ in mine}, bloc__in={bloc for _, bloc in mine}
    ).order_by("version")
    latest = {(one.campaign_id, one.bloc_id): one for one in rankings}
    return [_standing(latest[key], folder) for key, folder in mine.items() if key in latest]


def _standing(ranking: Ranking, folder: Participation) -> Standing:
    own = next(row for row in ranking.rows if row["participation"] == folder.pk)
    best = max(Decimal(row["total"]) for row in ranking.rows)
    gap = best - Decimal(own["total"])
    behind = f" · cách hạng nhất {format_points(gap)} điểm" if gap else ""
    return Standing(
        bloc=folder.bloc.name,
        rank=own["rank"],
        of=len(ranking.rows),
        note=f"{folder.unit.short_name}: {format_points(Decimal(own['total']))} điểm{behind}",
        url=f"{reverse('scoring:ranking', args=[folder.campaign.code])}?khoi={folder.bloc.code}",
    )
