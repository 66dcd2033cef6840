"""Who may do what with blocs; the bloc's leadership as a question for the floors above."""

from typing import Any

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from core.authz import permission
from organizations.enums import Role

BLOC_OFFICE_ROLES = (Role.BLOC_SECRETARY, Role.HEAD)


def acting_units(unit_id: int, *, leaders: set[int], deputies: set[int]) -> set[int]:
    """Whose office acts for the bloc's leader towards ``unit_id``: the leader; towards the leader the deputies.

    Empty: the standing body acts, for want of a deputy or of a leader (domain.md B0, B1).
    """
    return deputies if unit_id in leaders else leaders


def sits_in_office(actor: Any, *, bloc: Bloc, year: int, role: BlocRole) -> bool:
    """Whether ``actor`` works for the unit that is leader (or deputy) of ``bloc`` in ``year``."""
    units = actor.unit_ids(*BLOC_OFFICE_ROLES)
    return Membership.objects.filter(bloc=bloc, year=year, role=role, unit__in=units).exists()


permission("blocs.list")
permission("blocs.view")
