"""Where the own units stand, for the first page: published rankings, with a word where they are provisional."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.urls import reverse

from campaigns.enums import CampaignState
from core.numbers import format_points
from scoring.enums import RankingKind
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
    """The places of the units at which ``user`` sits, in running campaigns whose bloc is published. One query."""
    rankings = (
        Ranking.objects.shown()
        .filter(
            campaign__state=CampaignState.LAUNCHED,
            bloc__campaign_participations__campaign=F("campaign"),
            bloc__campaign_participations__unit__in=user.unit_ids(),
        )
        .select_related("campaign", "bloc")
        .defer("document")
        .order_by("campaign", "bloc", "version")
    )
    latest = {(one.campaign_id, one.bloc_id): one for one in rankings}
    own = {seat.unit.code for seat in user.seats}
    return [_standing(one, row) for one in latest.values() for row in one.rows if row["unit"] in own and row["rank"]]


def _standing(ranking: Ranking, own: Mapping[str, Any]) -> Standing:
    best = max(Decimal(row["total"]) for row in ranking.rows if row["rank"])
    word = " (tạm thời)" if ranking.kind == RankingKind.PROVISIONAL else ""
    gap = best - Decimal(own["total"])
    behind = f" · cách hạng nhất {format_points(gap)} điểm" if gap > 0 else ""
    return Standing(
        bloc=ranking.bloc.name,
        rank=own["rank"],
        of=len(ranking.rows),
        note=f"{own['name']}: {format_points(Decimal(own['total']))} điểm{behind}{word}",
        url=f"{reverse('scoring:ranking', args=[ranking.campaign.code])}?khoi={ranking.bloc.code}",
    )
