"""Figures that are probably slips of the pen: to be asked about, never refused. Pure.

A figure of another size than what is known of the target was typed in another unit of measure (36.000.000 in "triệu
đồng" beside 32,4) or without its comma (566 beside 56,6).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.course import Aim, Figure, Kind, drops
from campaigns.enums import Op
from core.dates import short_date
from core.numbers import format_decimal, round_half_up

FAR = 5
WHOLE = Decimal(100)
CHANGES = (Op.INCREASE, Op.DECREASE)
SHARE = re.compile(r"t[ỷỉ] lệ", re.IGNORECASE)
BELOW_ZERO = re.compile(r"\b(tăng|giảm|tốc độ|chênh lệch|cân đối|lợi nhuận|lãi|lỗ|nhiệt độ)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Yardstick:
    """A known value of the same target, in words ("năm trước"); ``both_ways``: far less is as odd as far more."""

    words: str
    value: Decimal | None
    both_ways: bool = True


def doubt(value: Decimal, yardsticks: Iterable[Yardstick], *, is_share: bool = False) -> str:
    """Why ``value`` is odd, after the words that name it: "gấp 10 lần năm trước (56,6)"; "" where it is not.

    ``is_share``: it is a part of a whole in percent, which ends at 100 unless a known value is above that too.
    """
    known = [(one, one.value) for one in yardsticks if one.value is not None and one.value > 0]
    for one, size in known:
        if value > size * FAR:
            return f"gấp {_times(value / size)} lần {one.words} ({format_decimal(size)})"
        if one.both_ways and value * FAR < size:
            return f"chưa bằng 1/{FAR} của {one.words} ({format_decimal(size)})"
    if is_share and value > WHOLE and all(size <= WHOLE for _, size in known):
        return "là tỷ lệ trên 100%"
    return ""


def doubt_of_figure(aim: Aim, value: Decimal, previous: Figure | None) -> str:
    """``doubt`` about a figure recorded in the year, beside the figure before it, the plan and last year's result.

    Only a level is near those at any day. A sum or a change begins at nothing: far less is no surprise, and beside an
    earlier figure far more is one only beyond the plan; a change is of another size than last year's result.
    """
    level = aim.kind is Kind.LEVEL
    yardsticks = [Yardstick("mức phải đạt", aim.plan, level)]
    if aim.kind is not Kind.CHANGE:
        yardsticks.append(Yardstick("năm trước", aim.last_year, level))
    if previous and (level or value > aim.plan):
        yardsticks.insert(0, Yardstick(f"số ngày {short_date(previous[0])}", previous[1], level))
    return doubt(value, yardsticks, is_share=is_share(aim.unit_of_measure, aim.op))


def doubt_of_change(
    aim: Aim | None, day: date, old: Decimal | None, new: Decimal | None, figures: Sequence[Figure]
) -> str:
    """What is doubtful in a figure that is recorded or corrected at ``day``, or wiped out (``new`` None): a sentence
    without its stop, "" where nothing is. ``figures``: all of the target as they would be kept.
    """
    if new is None:
        return f"Ô bị xóa trống: số {format_decimal(old)} ngày {short_date(day)} sẽ bị bỏ" if old is not None else ""
    if aim is None:
        return ""
    fallen = (fall_in_words(one, two) for one, two in drops(aim, figures) if day in (one[0], two[0]))
    previous = max((one for one in figures if one[0] < day), default=None)
    odd = doubt_of_figure(aim, new, previous)
    return next(fallen, "") or (odd and f"Số {aim.amount(new)} {odd}")


def fall_in_words(earlier: Figure, later: Figure) -> str:
    """The fact that a sum became smaller."""
    return (
        f"Số lũy kế {format_decimal(later[1])} ngày {short_date(later[0])} thấp hơn số {format_decimal(earlier[1])} "
        f"ngày {short_date(earlier[0])}"
    )


def doubt_of_pledge(aim: Aim, asked: Decimal | None) -> str:
    """``doubt`` about what a unit undertakes (the plan of ``aim``), beside last year's result and ``asked`` of it.

    Of what comes in pieces there may be one after eight: far less is no surprise.
    """
    both_ways = not aim.piece
    known = [Yardstick("mức được giao", asked, both_ways)]
    if aim.kind is not Kind.CHANGE:
        known.insert(0, Yardstick("năm trước", aim.last_year, both_ways))
    return doubt(aim.plan, known, is_share=is_share(aim.unit_of_measure, aim.op))


def is_share(unit_of_measure: str, op: str) -> bool:
    """Whether a value in this unit is a part of a whole; an increase in percent may be of any size."""
    return unit_of_measure.strip() == "%" and op != Op.INCREASE


def may_be_negative(name: str, unit_of_measure: str, op: str) -> bool:
    """Whether a figure of this name may lie below zero: what changes, a balance, growth in percent; not a share."""
    in_percent = unit_of_measure.strip().startswith("%") and not SHARE.search(name)
    return op in CHANGES or in_percent or bool(BELOW_ZERO.search(name))


def _times(ratio: Decimal) -> str:
    return format_decimal(round_half_up(ratio, Decimal(1) if ratio >= 10 else Decimal("0.1")))
