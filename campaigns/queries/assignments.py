"""Reading what single units are given (giao chỉ tiêu): the grid of units and targets, with the sum of each target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from blocs.models import Bloc
from campaigns.models import AssignedTarget, Campaign, Target
from campaigns.queries.campaigns import called_members, participations_of, targets_of
from campaigns.sums import Total, adds_up, is_ceiling, span_of, sum_of
from core.snapshots import canonical_bytes, sha256
from organizations.models import Unit

Key = tuple[int, int]
Values = dict[Key, Decimal]


@dataclass(frozen=True)
class Place:
    """A unit that may be given targets, in its bloc."""

    unit: Unit
    bloc: Bloc


@dataclass(frozen=True)
class Column:
    """A quantitative target with what all units were given."""

    target: Target
    total: Total


@dataclass(frozen=True)
class AssignmentGrid:
    """Everything the page shows; ``values`` by (unit id, target id), those of other blocs included."""

    campaign: Campaign
    places: list[Place]
    columns: list[Column]
    values: Values

    @property
    def blocs(self) -> list[Bloc]:
        """The blocs in their order, each once."""
        return list(dict.fromkeys(place.bloc for place in self.places))

    def units_of(self, bloc: Bloc | None) -> list[Unit]:
        """The units of one bloc; all without one."""
        return [place.unit for place in self.places if bloc in (None, place.bloc)]

    @property
    def targets(self) -> list[Target]:
        """The targets in the printed order."""
        return [column.target for column in self.columns]


def grid(campaign: Campaign) -> AssignmentGrid:
    """The grid of ``campaign`` as it is stored. Three queries."""
    values = values_of(campaign)
    targets = [target for target in targets_of(campaign) if target.is_quantitative]
    given = {one.pk: [value for (_, target), value in values.items() if target == one.pk] for one in targets}
    columns = [Column(one, total_of(one, given[one.pk])) for one in targets]
    return AssignmentGrid(campaign, places_of(campaign), columns, values)


def places_of(campaign: Campaign) -> list[Place]:
    """The units that take part, or before the launch the members of the called blocs; bloc by bloc. One query."""
    seats = (
        called_members(campaign)
        if campaign.launched_at is None
        else participations_of(campaign).order_by("bloc__name", "unit__sort_key")
    )
    return [Place(seat.unit, seat.bloc) for seat in seats]


def values_of(campaign: Campaign) -> Values:
    """What is stored, by (unit id, target id). One query."""
    rows = AssignedTarget.objects.filter(target__indicator__campaign=campaign)
    return {(unit, target): value for unit, target, value in rows.values_list("unit_id", "target_id", "value")}


def total_of(target: Target, values: list[Decimal]) -> Total:
    """The sum against the campaign's value for what is counted, the span for rates."""
    if adds_up(f"{target.indicator.name} {target.label}", target.unit_of_measure):
        return sum_of(values, target.value, lower=is_ceiling(target.op, target.direction))
    return span_of(values)


def fingerprint(values: Mapping[Key, Decimal], unit_ids: Iterable[int]) -> str:
    """What was read of some units, so that a later writer notices that it changed (integrity C2)."""
    mine = set(unit_ids)
    seen = sorted((unit, target, value) for (unit, target), value in values.items() if unit in mine)
    return sha256(canonical_bytes(seen))
