"""The drawing of figures over time beside the path they should follow. Presentation only, like core/templatetags/ui.py:
positions across are SVG percentages, positions down are pixels, so that the drawing follows its card without a script.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django import template

from core.numbers import format_decimal
from core.templatetags.ui import _anchor, _day, _decimal, _percent, _share

register = template.Library()

TOP, HEIGHT, BOTTOM = 28, 220, 30  # pixels: room for the highest label, the field of figures, the days beneath
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
GRID_LINES = 4
ROOM_OF_A_LABEL = Decimal(9)  # percent of the width that a figure or a day takes on a phone
LONG = 400  # days from which years are marked instead of quarters
QUARTERS = ((3, 31), (6, 30), (9, 30), (12, 31))

Figure = tuple[date, Decimal]


class Dot(NamedTuple):
    """A point with what stands beside it; "" where there is no room."""

    x: str
    y: int
    label: str
    anchor: str


class Line(NamedTuple):
    """A stroke from one point to another."""

    x1: str
    y1: int
    x2: str
    y2: int


class Drawing(NamedTuple):
    """All strokes and labels; ``goal_y`` is the height of the goal, ``today`` None outside the days."""

    rules: list[Dot]
    days: list[Dot]
    path: list[Line]
    figures: list[Line]
    dots: list[Dot]
    goal_y: int
    goal: str
    today: str | None
    base: int
    height: int


class _Field(NamedTuple):
    """Maps days and values to places of the drawing."""

    start: date
    end: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> Decimal:
        return _share((day - self.start).days, max((self.end - self.start).days, 1))

    def y(self, value: Decimal) -> int:
        span = self.high - self.low
        return int(TOP + HEIGHT - (value - self.low) * HEIGHT / span)

    def lines(self, points: Sequence[Figure]) -> list[Line]:
        places = [(_percent(self.x(day)), self.y(value)) for day, value in points]
        return [Line(*one, *two) for one, two in pairwise(places)]


@register.simple_tag
def course_drawing(
    start: Any, end: Any, path: Iterable[Any], figures: Iterable[Any], goal: Any, *, today: Any, zero: bool
) -> Drawing:
    """Lay out ``figures`` and ``path`` (day, value), both in the order of days, between two days.

    ``zero``: the scale begins at zero at the latest. Figures of days outside stand at the edge. Days may be ISO texts.
    """
    end_value = _decimal(goal)
    way, real = ([(_day(day), _decimal(value)) for day, value in points] for points in (path, figures))
    low, high, step = _scale([end_value, *(value for _, value in (*way, *real))], zero)
    field = _Field(_day(start), _day(end), low, high)
    return Drawing(
        rules=[
            Dot("0", field.y(low + step * number), format_decimal(low + step * number), "start")
            for number in range(int((high - low) / step) + 1)
        ],
        days=_labelled(field, [(day, low, f"{day.day}/{day.month}") for day in _marked(field.start, field.end)]),
        path=field.lines(way),
        figures=field.lines(real),
        dots=_labelled(field, [(day, value, format_decimal(value)) for day, value in real]),
        goal_y=field.y(end_value),
        goal=format_decimal(end_value),
        today=_percent(field.x(_day(today))) if today and field.start <= _day(today) <= field.end else None,
        base=TOP + HEIGHT,
        height=TOP + HEIGHT + BOTTOM,
    )


def _scale(values: Sequence[Decimal], zero: bool) -> tuple[Decimal, Decimal, Decimal]:
    """The lowest and highest value of the field and the step between its rules: round figures around ``values``."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = high - low or max(abs(high), Decimal(1))
    rough = span / GRID_LINES
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * one for one in STEPS if power * one >= rough)
    low = (low / step).to_integral_value(ROUND_FLOOR) * step
    high = max((high / step).to_integral_value(ROUND_CEILING) * step, low + step)
    return low, high, step


def _marked(start: date, end: date) -> list[date]:
    """The first and last day, and the ends of quarters (of years in a long time) between them."""
    ends = QUARTERS[-1:] if (end - start).days > LONG else QUARTERS
    inside = [date(year, *one) for year in range(start.year, end.year + 1) for one in ends]
    return sorted({start, end, *(day for day in inside if start < day < end)})


def _labelled(field: _Field, points: Iterable[tuple[date, Decimal, str]]) -> list[Dot]:
    """Points with their labels; one that would cover a later one's has none, so that the newest is always named."""
    dots: list[Dot] = []
    free = Decimal(200)
    for day, value, label in reversed(list(points)):
        x = field.x(day)
        has_room = free - x >= ROOM_OF_A_LABEL
        free = x if has_room else free
        dots.insert(0, Dot(_percent(x), field.y(value), label if has_room else "", _anchor(x)))
    return dots
