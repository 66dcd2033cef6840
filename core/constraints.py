"""Constraints by meaning, each with a sentence for people; they hold on PostgreSQL and on SQLite."""

from decimal import Decimal

from django.db.models import CheckConstraint, F, Q


def all_or_none(*fields: str, name: str, message: str) -> CheckConstraint:
    """Either all nullable ``fields`` are set or none is (who and when of one act)."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return CheckConstraint(condition=none | every, name=name, violation_error_message=message)


def set_exactly_when(field: str, when: Q, *, name: str, message: str) -> CheckConstraint:
    """The nullable ``field`` is set exactly in the states that ``when`` describes."""
    condition = (when & Q(**{f"{field}__isnull": False})) | (~when & Q(**{f"{field}__isnull": True}))
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def in_order(first: str, second: str, *, name: str, message: str) -> CheckConstraint:
    """``first`` is not after ``second`` where both are set."""
    unset = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return CheckConstraint(
        condition=unset | Q(**{f"{second}__gte": F(first)}), name=name, violation_error_message=message
    )


def within(field: str, low: Decimal | int, high: Decimal | int, *, name: str, message: str) -> CheckConstraint:
    """``field`` lies in [low, high]; a null is accepted only where the column itself accepts it."""
    condition = Q(**{f"{field}__gte": low}) & Q(**{f"{field}__lte": high})
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | condition, name=name, violation_error_message=message
    )
