"""Template filters for Vietnamese numbers, money, dates and deadlines. A missing value is shown as "–"."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django import template

from core import dates, numbers

register = template.Library()

MISSING = "–"


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """A figure, "2.700,5"; `decimals` fixes the number of decimals."""
    return MISSING if value is None else numbers.format_decimal(value, decimals)


@register.filter
def points(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Points, "91,25"; `decimals` fixes the number of decimals."""
    return MISSING if value is None else numbers.format_points(value, decimals)


@register.filter
def money(value: Decimal | int | None) -> str:
    """An amount in đồng, "500.000.000 đồng"."""
    return MISSING if value is None else numbers.format_money(value)


@register.filter
def size(value: int | None) -> str:
    """So many bytes, "3,2 MB"."""
    return MISSING if value is None else numbers.format_size(value)


@register.filter
def shortdate(value: date | None) -> str:
    """A day, or the Vietnamese day of an instant, in figures: "08/01/2021"."""
    return _written(value, dates.short_date)


@register.filter
def longdate(value: date | None) -> str:
    """A day with its weekday: "thứ Sáu 08/01/2021"."""
    return _written(value, dates.long_date)


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in the time of Việt Nam: "17:00 thứ Sáu 08/01/2021"."""
    return MISSING if value is None else dates.moment(value)


@register.filter
def deadline_reading(value: datetime | None) -> str:
    """A half-open deadline in plain words: "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)"."""
    return MISSING if value is None else dates.deadline_reading(value)


def _written(value: date | None, write: Callable[[date], str]) -> str:
    """`value` written by `write`; an instant counts as its day in Việt Nam."""
    if value is None:
        return MISSING
    return write(dates.local_day(value) if isinstance(value, datetime) else value)
