"""Reading blocs."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from blocs.models import Bloc, Membership


def blocs(user: Any) -> QuerySet[Bloc]:
    """The blocs ``user`` may look at, with all memberships and their units (newest year first)."""
    memberships = Membership.objects.select_related("unit").order_by("-year", "unit__sort_key")
    return (
        Bloc.objects.visible_to(user)
        .select_related("authority")
        .prefetch_related(Prefetch("memberships", queryset=memberships))
        .order_by("authority__sort_key", "name")
    )


def bloc(user: Any, code: str) -> Bloc:
    """One bloc by code among those ``user`` may look at; 404 otherwise."""
    return get_object_or_404(blocs(user), code=code)


def members(bloc: Bloc, year: int) -> QuerySet[Membership]:
    """The bloc's members of ``year`` in alphabetical order, with their units."""
    return Membership.objects.filter(bloc=bloc, year=year).select_related("unit").order_by("unit__sort_key")
