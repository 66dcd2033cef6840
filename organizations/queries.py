"""Reading units, people and letters."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from core.compiled import compiled
from organizations.enums import Role
from organizations.models import Notice, Unit, User


def people_at(unit_ids: Iterable[int], *roles: Role) -> QuerySet[User]:
    """Active people who hold one of ``roles`` at one of the units now, each once."""
    return (
        User.objects.filter(
            is_active=True, all_seats__unit_id__in=unit_ids, all_seats__role__in=roles, all_seats__ended_on=None
        )
        .distinct()
        .order_by("pk")
    )


def inbox(user: Any) -> QuerySet[Notice]:
    """The newest 200 letters of ``user``, newest first."""
    return Notice.objects.visible_to(user)[:200]


def notice(user: Any, pk: int) -> Notice:
    """One letter of ``user``; 404 for letters of others."""
    return get_object_or_404(Notice.objects.visible_to(user), pk=pk)


def unread(user: Any) -> int:
    """How many letters wait for ``user``."""
    return sum(count for (count,) in _unread([user.pk]))


@compiled
def _unread(people: Collection[int]) -> QuerySet[Any, Any]:
    waiting = Notice.objects.filter(recipient__in=people, read_at=None).order_by()
    return waiting.values("recipient").annotate(count=Count("pk")).values_list("count")


def unit_by_code(code: str) -> Unit:
    """The unit with this code; Unit.DoesNotExist otherwise."""
    return Unit.objects.get(code=code)
