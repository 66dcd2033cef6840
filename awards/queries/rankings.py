"""What awards take from scoring: the published ranking in force of each bloc, and of several blocs together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign
from scoring.calculation.ranking import rank
from scoring.queries.rankings import Order, common, frozen_entry, latest_rankings, orders_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PublishedPlace:
    """One unit in a published ranking: its rank in the field that was asked for, its points.

    ``exceeded`` counts the targets exceeded; ``excluded`` are the forms of award it may not have.
    """

    participation_id: int
    unit_name: str
    rank: int
    total: Decimal
    exceeded: int
    excluded: frozenset[str]


@dataclass(frozen=True)
class PublishedPlaces:
    """The rows of the rankings in force of a campaign, by bloc id, as they were frozen, and their tables' orders."""

    orders: Mapping[int, Order]
    by_bloc: Mapping[int, list[Row]]

    def over(self, bloc_ids: Iterable[int]) -> list[PublishedPlace] | None:
        """The ranking of all units of these blocs together; None while one of them is not published."""
        wanted = list(bloc_ids)
        if any(bloc_id not in self.by_bloc for bloc_id in wanted):
            return None
        rows = {row["unit"]: row for bloc_id in wanted for row in self.by_bloc[bloc_id]}
        order = common(self.orders[bloc_id] for bloc_id in wanted if bloc_id in self.orders)
        entries = (frozen_entry(row, by_percent=order.by_percent) for row in rows.values())
        places = rank(entries, order.chain)
        return [_place(rows[found.key], found.rank) for found in places if found.rank is not None]


def published_places(campaign: Campaign) -> PublishedPlaces:
    """The latest published version of every bloc of ``campaign``. Two queries."""
    rows = {bloc_id: ranking.rows for bloc_id, ranking in latest_rankings(campaign).items()}
    return PublishedPlaces(orders_of(campaign), rows)


def _place(row: Row, rank_in_field: int) -> PublishedPlace:
    """The unit at its rank in the field."""
    return PublishedPlace(
        participation_id=row["participation"],
        unit_name=row["name"],
        rank=rank_in_field,
        total=Decimal(row["total"]),
        exceeded=row["exceeded"],
        excluded=frozenset(row["excluded"]),
    )
