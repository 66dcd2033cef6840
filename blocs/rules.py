"""Who may do what with blocs; the bloc's leadership as a question for the floors above."""

from typing import Any

from django.db.models import QuerySet

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from core.authz import permission
from core.compiled import compiled
from organizations.enums import Role

BLOC_OFFICE_ROLES = (Role.BLOC_SECRETARY, Role.HEAD)
LEADERSHIP = (BlocRole.LEADER, BlocRole.DEPUTY)


def acting_units(unit_id: int, *, leaders: set[int], deputies: set[int]) -> set[int]:
    """Whose office acts for the bloc's leader towards ``unit_id``: the leader; towards the leader the deputies.

    Empty: the standing body acts, for want of a deputy or of a leader (domain.md B0, B1).
    """
    return deputies if unit_id in leaders else leaders


def acting_offices(unit_id: int, *, bloc_id: int, year: int) -> set[int]:
    """The units of ``acting_units`` in one bloc and year. One query."""
    found = Membership.objects.filter(bloc=bloc_id, year=year, role__in=LEADERSHIP).values_list("role", "unit_id")
    seats = {role: {unit for held, unit in found if held == role} for role in LEADERSHIP}
    return acting_units(unit_id, leaders=seats[BlocRole.LEADER], deputies=seats[BlocRole.DEPUTY])


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
