"""By what units are ordered: the table's own chain of tie-breaks, by points or by percent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.calculation.ranking import DEFAULT_CHAIN, Entry, Place, rank
from scoring.enums import RankedBy, TableState
from scoring.models import ScoringTable
from scoring.queries.rankings.standings import Standing


@dataclass(frozen=True)
class Order:
    """The chain of tie-breaks, and whether the percentage decides instead of the points."""

    chain: tuple[str, ...] = DEFAULT_CHAIN
    by_percent: bool = False


DEFAULT_ORDER = Order()


def order_of(campaign: Campaign, blocs: Iterable[Bloc]) -> Order:
    """The order of one bloc's table, or over several (``common``). One query."""
    return common(orders_of(campaign, [bloc.pk for bloc in blocs]).values())


def orders_of(campaign: Campaign, bloc_ids: Iterable[int] | None = None) -> dict[int, Order]:
    """The order of every bloc's table (among ``bloc_ids``, when named), by bloc id. One query."""
    tables = ScoringTable.objects.filter(campaign=campaign, state=TableState.FROZEN)
    if bloc_ids is not None:
        tables = tables.filter(bloc__in=list(bloc_ids))
    return {table.bloc_id: order_by(table) for table in tables.order_by("pk")}


def order_by(table: ScoringTable) -> Order:
    """What a table says of itself."""
    return Order(tuple(table.tie_breaks), table.ranked_by == RankedBy.PERCENT)


def common(orders: Iterable[Order]) -> Order:
    """Over several blocs: their chain if all have the same, else the usual one; by percent as soon as one table is."""
    known = list(orders)
    chains = {order.chain for order in known}
    return Order(
        chain=chains.pop() if len(chains) == 1 else DEFAULT_CHAIN,
        by_percent=any(order.by_percent for order in known),
    )


def entry(standing: Standing, *, by_percent: bool = False) -> Entry:
    """A unit's figures as the ranking takes them."""
    figure = standing.percent if by_percent else standing.total
    return Entry(
        key=standing.unit_code,
        total=None if standing.unclassified else figure,
        first_group=standing.first_group,
        exceeded=standing.exceeded,
        penalty=standing.penalty,
        bonus=standing.bonus,
        groups=dict(standing.groups),
        filed_at=standing.filed_at,
        votes=standing.votes,
    )


def frozen_entry(row: Mapping[str, Any], *, by_percent: bool = False) -> Entry:
    """One row of a published ranking as a ranking takes it."""
    figure = row.get("percent") if by_percent else row["total"]
    return Entry(
        key=row["unit"],
        total=None if figure is None or row.get("unclassified", False) else Decimal(figure),
        first_group=Decimal(row["first_group"]),
        exceeded=row["exceeded"],
        penalty=Decimal(row["penalty"]),
        bonus=Decimal(row["bonus"]),
        groups={no: None if points is None else Decimal(points) for no, points in row["groups"]},
        filed_at=row.get("filed_at", ""),
        votes=row.get("votes"),
    )


def ranked(standings: Iterable[Standing], order: Order) -> list[Place]:
    """The places of units, first to last; those without a figure and those not classified at the end."""
    return rank((entry(one, by_percent=order.by_percent) for one in standings), order.chain)
