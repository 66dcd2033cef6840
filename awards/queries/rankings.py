"""What awards take from scoring: the published ranking in force of each bloc, and of several blocs together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Campaign
from scoring.calculation.ranking import rank
from scoring.queries.rankings import Standing, entry, latest_rankings, standings_of


@dataclass(frozen=True)
class PublishedPlace:
    """One unit in a published ranking: its rank in the field that was asked for, its points.

    ``exceeded`` counts the criteria above their maximum; ``excluded`` are the forms of award it may not have.
    """

    participation_id: int
    unit_name: str
    rank: int
    total: Decimal
    exceeded: int
    excluded: frozenset[str]


@dataclass(frozen=True)
class PublishedPlaces:
    """The rankings in force of a campaign, by bloc."""

    by_bloc: Mapping[int, list[Standing]]

    def over(self, bloc_ids: Iterable[int]) -> list[PublishedPlace] | None:
        """The ranking of all units of these blocs together; None while one of them is not published."""
        wanted = list(bloc_ids)
        if any(bloc_id not in self.by_bloc for bloc_id in wanted):
            return None
        standings = {one.unit_code: one for bloc_id in wanted for one in self.by_bloc[bloc_id]}
        places = rank(entry(one) for one in standings.values())
        return [_place(standings[found.key], found.rank) for found in places if found.rank is not None]


def published_places(campaign: Campaign) -> PublishedPlaces:
    """The latest published version of every bloc of ``campaign``: the rows as they were frozen. Three queries."""
    blocs = list(campaign.blocs.all())
    published = latest_rankings(campaign, blocs)
    frozen = {row["participation"] for ranking in published.values() for row in ranking.rows}
    found: dict[int, list[Standing]] = {bloc_id: [] for bloc_id in published}
    for standing in standings_of(campaign, blocs, published, set()):
        if standing.participation in frozen:
            found[standing.bloc_id].append(standing)
    return PublishedPlaces(found)


def _place(standing: Standing, rank_in_field: int) -> PublishedPlace:
    """The unit at its rank in the field."""
    return PublishedPlace(
        participation_id=standing.participation,
        unit_name=standing.unit,
        rank=rank_in_field,
        total=standing.total or Decimal(0),
        exceeded=standing.exceeded,
        excluded=frozenset(standing.excluded),
    )
