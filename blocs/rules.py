"""Who may do what with blocs; the bloc's leadership as a question for the floors above."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from core.authz import permission
from core.compiled import compiled
from organizations.enums import Role

BLOC_OFFICE_ROLES = (Role.BLOC_SECRETARY, Role.HEAD)
LEADERSHIP = (BlocRole.LEADER, BlocRole.DEPUTY)


@dataclass(frozen=True)
class Leadership:
    """The units that head one bloc in one year."""

    leaders: set[int] = field(default_factory=set)
    deputies: set[int] = field(default_factory=set)

    def towards(self, *units: int) -> set[int]:
        """Whose office acts for the bloc's leader towards ``units``: the leader; where the leader is among them the
        deputies. Empty: the standing body acts, for want of a deputy or of a leader (domain.md B0, B1).
        """
        return self.deputies if self.leaders.intersection(units) else self.leaders


def leaderships(seats: Iterable[Membership]) -> Mapping[tuple[int, int], Leadership]:
    """Who heads the blocs whose memberships these are, by bloc and year; nobody for any other bloc and year."""
    found: dict[tuple[int, int], Leadership] = defaultdict(Leadership)
    for seat in seats:
        heads = found[seat.bloc_id, seat.year]
        if seat.role in LEADERSHIP:
            (heads.leaders if seat.role == BlocRole.LEADER else heads.deputies).add(seat.unit_id)
    return found


def leadership(bloc_id: int, year: int) -> Leadership:
    """Who heads one bloc in one year. One query."""
    return leaderships(Membership.objects.filter(bloc=bloc_id, year=year, role__in=LEADERSHIP))[bloc_id, year]


def office_seats(actor: Any, *roles: BlocRole) -> QuerySet[Membership]:
    """The seats at the head of any bloc in any year (of these ``roles``, of all without) for whose office ``actor``
    works.
    """
    return Membership.objects.filter(role__in=roles or LEADERSHIP, unit__in=actor.unit_ids(*BLOC_OFFICE_ROLES))


def sits_in_office(actor: Any, *, bloc: Bloc, year: int, role: BlocRole) -> bool:
    """Whether ``actor`` works for the unit that is leader (or deputy) of ``bloc`` in ``year``."""
    return (bloc.pk, year, role) in _offices(actor)


@compiled
def _offices(actor: Any) -> QuerySet[Any, tuple[int, int, str]]:
    return office_seats(actor).values_list("bloc", "year", "role")


permission("blocs.list")
permission("blocs.view")
