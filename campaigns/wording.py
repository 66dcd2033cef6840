"""Targets in words, as the founding documents write them: "từ 2.000 tỷ đồng trở lên"; names of units. Pure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from campaigns.enums import Direction, Op
from core.numbers import format_decimal

SIGNS = ("%", "‰")
BOUNDED = {"": "{}", ">=": "từ {} trở lên", ">": "trên {}"}
COUNTED = {"": "thêm {}", ">=": "thêm {} trở lên", ">": "thêm trên {}"}


class Aim(Protocol):
    """What the words are made of: a Target, or the line of a draft."""

    op: str
    direction: str
    value: Decimal | None
    value_max: Decimal | None
    decimals: int
    unit_of_measure: str
    bound: str


def digits(value: Decimal) -> int:
    """How many decimals ``value`` carries, zeros at the end included: Decimal("4.0") has one."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shortest(*values: Decimal | None) -> int:
    """The ``decimals`` to keep for a target: the fewest that one of its printed values shows ("7,5-8%": none)."""
    return min((digits(value) for value in values if value is not None), default=0)


def as_printed(value: Decimal, decimals: int) -> str:
    """``value`` with a decimal point, with at least ``decimals`` decimals and no further zeros: "4.0", "7.5", "8"."""
    bare = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{value:.{max(decimals, digits(Decimal(bare)))}f}"


def figure(value: Decimal, decimals: int) -> str:
    """``value`` as the document prints it, in Vietnamese writing: "4,0", "2.700", "99,32"."""
    return format_decimal(value, digits(Decimal(as_printed(value, decimals))))


def in_words(aim: Aim) -> str:
    """The target as a sentence part without its subject: "đạt 7,5%", "138–140 triệu đồng", "định tính".

    A value of which less is better is no mark to come up to: "không quá 1,38%".
    """
    ceiling = aim.op == Op.EQUAL and aim.direction == Direction.LOWER
    return PHRASES[Op.AT_MOST if ceiling else Op(aim.op)](aim)


def _amount(aim: Aim) -> str:
    """The value, or the span of values, with its unit."""
    if aim.value is None:
        return ""
    ends = [aim.value] if aim.value_max is None else [aim.value, aim.value_max]
    text = "–".join(figure(end, aim.decimals) for end in ends)
    unit = aim.unit_of_measure
    return f"{text}{'' if unit.startswith(SIGNS) else ' '}{unit}".strip()


def _change(verb: str) -> Callable[[Aim], str]:
    """Increase or decrease; of things that are counted one says "tăng thêm 5 xã trở lên"."""

    def phrase(aim: Aim) -> str:
        counted = verb == "tăng" and not aim.unit_of_measure.startswith(SIGNS)
        bounds = COUNTED if counted else BOUNDED
        return f"{verb} {bounds[aim.bound].format(_amount(aim))}"

    return phrase


def _around(pattern: str) -> Callable[[Aim], str]:
    """The amount inside ``pattern``."""
    return lambda aim: pattern.format(_amount(aim))


PHRASES: dict[Op, Callable[[Aim], str]] = {
    Op.EQUAL: _around("đạt {}"),
    Op.AT_LEAST: _around("từ {} trở lên"),
    Op.ABOVE: _around("trên {}"),
    Op.AT_MOST: _around("không quá {}"),
    Op.BELOW: _around("dưới {}"),
    Op.RANGE: _around("{}"),
    Op.INCREASE: _change("tăng"),
    Op.DECREASE: _change("giảm"),
    Op.QUALITATIVE: lambda _aim: "định tính",
}


def named(units: Sequence[str], at_most: int) -> str:
    """The names of units, cut where a sentence would get too long: "Đồng Văn, Mèo Vạc và 3 đơn vị khác"."""
    more = f" và {len(units) - at_most} đơn vị khác" if len(units) > at_most else ""
    return f"{', '.join(units[:at_most])}{more}"
