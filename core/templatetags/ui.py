"""Presentation only: icons, widths without inline style, and the drawing of a campaign's timeline.

Nothing here decides; every figure arrives computed. Widths and positions leave as SVG percentages with a point
(``12.5%``) because the Vietnamese locale would print a comma, and the Content-Security-Policy forbids inline style.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = "vendor/tabler-icons/sprite.svg"
HUNDRED = Decimal(100)
HEAT_LEVELS = 5

# Width of one character of a timeline label in percent of the drawing, measured at 12 px Inter on a 1050 px card.
LABEL_CHARACTER = Decimal("0.63")
LABEL_GAP = Decimal("1.5")

# Pixels of the timeline: one row of labels, the room between the lowest row and the line, the line and what is below.
ROW_HEIGHT = 18
ABOVE_LINE = 16
BELOW_LINE = 40


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw the icon `name` of the sprite: decorative without `label`, an image with an accessible name with it."""
    url = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="td-icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            url,
        )
    return format_html(
        '<svg class="td-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        url,
    )


def _of(item: Any, name: str) -> Any:
    """Read `name` of `item`, a mapping or an object; None when it has nothing there."""
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def _decimal(value: Any) -> Decimal:
    """`value` as a finite Decimal; 0 for None, "" and whatever is no number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _share(value: Any, maximum: Any) -> Decimal:
    """`value` in percent of `maximum`, held between 0 and 100, two decimals; 0 when there is no maximum."""
    whole = _decimal(maximum)
    if whole <= 0:
        return Decimal(0)
    return min(max(_decimal(value) * HUNDRED / whole, Decimal(0)), HUNDRED).quantize(Decimal("0.01"))


def _percent(number: Decimal) -> str:
    """Write `number` as an SVG length: 12.5 -> ``12.50%``."""
    return f"{number:.2f}%"


@register.filter
def plain(value: Any) -> str:
    """`value` for an attribute that a machine reads: a point, no grouping (``<progress value>``)."""
    return format(_decimal(value).normalize(), "f")


@register.filter
def share(value: Any, maximum: Any) -> str:
    """`value` of `maximum` as an SVG length between ``0.00%`` and ``100.00%``."""
    return _percent(_share(value, maximum))


@register.filter
def heat(value: Any, maximum: Any) -> str:
    """Name the class ``td-heat-0`` … ``td-heat-5`` of a heat map cell: how much of `maximum` is reached."""
    return f"td-heat-{int(_share(value, maximum) * HEAT_LEVELS / HUNDRED)}"


@register.filter
def at(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """What stands in `mapping` at `key`; None for a place that has nothing, or without a mapping."""
    return mapping.get(key) if mapping else None


@register.filter
def quote(field: Any) -> Any:
    """The passage of a document that a form field was read from; None for fields that a person fills."""
    return getattr(field.field, "quote", None)


class Segment(NamedTuple):
    """One coloured part of a stacked bar; `x` and `width` are SVG lengths."""

    x: str
    width: str
    tone: str


@register.simple_tag
def stacked(items: Iterable[Any]) -> list[Segment]:
    """`items` (each with value and tone) as adjoining segments that fill the whole width in proportion."""
    known = [(_decimal(_of(item, "value")), str(_of(item, "tone"))) for item in items]
    total = sum((value for value, _ in known), Decimal(0))
    segments, start = [], Decimal(0)
    for value, tone in known:
        width = _share(value, total)
        segments.append(Segment(_percent(start), _percent(width), tone))
        start += width
    return segments


class Mark(NamedTuple):
    """A milestone (`width` 0) or a window: positions are SVG lengths, `row` counts upward from the line."""

    label: str
    x: str
    width: str
    label_x: str
    anchor: str
    row: int
    tone: str


class Timeline(NamedTuple):
    """A drawn campaign; `today` is None outside its days, `listed` are all labels in order of time, sizes in pixels."""

    milestones: list[Mark]
    windows: list[Mark]
    listed: list[str]
    months: list[str]
    today: str | None
    today_anchor: str
    base: int
    height: int


class _Scale(NamedTuple):
    """Maps days to percent of the drawing's width."""

    start: date
    end: date

    def at(self, day: date) -> Decimal:
        return _share((day - self.start).days, max((self.end - self.start).days, 1))


def _day(value: Any) -> date:
    """Turn a date, a moment (taken on its local day) or an ISO text into a date."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _anchor(position: Decimal) -> str:
    """Which end of a label stands at `position`, so that no label leaves the drawing."""
    if position < 12:
        return "start"
    return "end" if position > 88 else "middle"


def _span(position: Decimal, anchor: str, label: str) -> tuple[Decimal, Decimal]:
    """Measure the stretch of the drawing, in percent, that `label` covers."""
    width = len(label) * LABEL_CHARACTER
    left = {"start": position, "middle": position - width / 2, "end": position - width}[anchor]
    return left, left + width


def _free_row(taken: list[list[tuple[Decimal, Decimal]]], span: tuple[Decimal, Decimal]) -> int:
    """Find the lowest row where `span` covers no other label; the row is booked in `taken`."""
    for row, spans in enumerate(taken):
        if all(span[1] + LABEL_GAP < left or right + LABEL_GAP < span[0] for left, right in spans):
            spans.append(span)
            return row
    taken.append([span])
    return len(taken) - 1


def _months(scale: _Scale) -> list[str]:
    """Positions of the first day of every month inside the scale; of every year where it is longer than two years."""
    months = range(1, 2 if scale.end.year - scale.start.year > 2 else 13)
    firsts = [date(year, month, 1) for year in range(scale.start.year, scale.end.year + 1) for month in months]
    return [_percent(scale.at(day)) for day in firsts if scale.start < day < scale.end]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is to be drawn: a milestone's first and last day are the same."""

    label: str
    first: date
    last: date
    tone: str


def _stretches(items: Iterable[Any], first: str, last: str) -> list[_Stretch]:
    """`items` with the names under which they keep their first and last day."""
    return [
        _Stretch(str(_of(item, "label")), _day(_of(item, first)), _day(_of(item, last)), str(_of(item, "tone") or ""))
        for item in items
    ]


def _mark(stretch: _Stretch, scale: _Scale, taken: list[list[tuple[Decimal, Decimal]]]) -> Mark:
    """Place one stretch and its label; the label's room is booked in `taken`."""
    left, right = scale.at(stretch.first), scale.at(stretch.last)
    middle = (left + right) / 2
    anchor = _anchor(middle)
    at = {"start": left, "middle": middle, "end": right}[anchor]
    row = _free_row(taken, _span(at, anchor, stretch.label))
    return Mark(stretch.label, _percent(left), _percent(right - left), _percent(at), anchor, row, stretch.tone)


@register.simple_tag
def timeline_drawing(start: Any, end: Any, today: Any, milestones: Iterable[Any], windows: Iterable[Any]) -> Timeline:
    """Lay out a campaign between two days so that no two labels cover each other.

    `milestones` have label, day and (optional) tone; `windows` have label, start, end and (optional) tone; both may be
    mappings or objects. Days may be dates, moments or ISO texts. Raises ValueError for an ISO text that is no date.
    """
    scale = _Scale(_day(start), _day(end))
    points, spans = _stretches(milestones, "day", "day"), _stretches(windows, "start", "end")
    taken: list[list[tuple[Decimal, Decimal]]] = []
    marks = {stretch: _mark(stretch, scale, taken) for stretch in sorted(points + spans, key=_first_day)}
    now = scale.at(_day(today)) if today and scale.start <= _day(today) <= scale.end else None
    base = ROW_HEIGHT * max(len(taken), 1) + ABOVE_LINE
    return Timeline(
        milestones=[marks[point] for point in points],
        windows=[marks[span] for span in spans],
        listed=[mark.label for mark in marks.values()],
        months=_months(scale),
        today=None if now is None else _percent(now),
        today_anchor="" if now is None else _anchor(now),
        base=base,
        height=base + BELOW_LINE,
    )


def _first_day(stretch: _Stretch) -> date:
    return stretch.first


@register.filter
def row_height(row: int, base: int) -> int:
    """Find the baseline, in pixels, of a timeline label in `row` above the line at `base`."""
    return base - ABOVE_LINE - ROW_HEIGHT * row
