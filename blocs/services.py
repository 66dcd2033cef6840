"""Writing blocs."""

from django.db import transaction

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from organizations.models import Unit


@transaction.atomic
def form_bloc(
    *, code: str, name: str, authority: Unit, year: int, members: list[Unit], leader: Unit, deputies: list[Unit]
) -> Bloc:
    """Form the bloc (once per code) and seat its members of ``year`` with leader and deputies."""
    bloc, _ = Bloc.objects.update_or_create(code=code, defaults={"name": name, "authority": authority})
    roles = {leader: BlocRole.LEADER} | dict.fromkeys(deputies, BlocRole.DEPUTY)
    for unit in members:
        Membership.objects.update_or_create(
            unit=unit, year=year, defaults={"bloc": bloc, "role": roles.get(unit, BlocRole.MEMBER)}
        )
    return bloc
