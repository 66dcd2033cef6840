"""Which targets add up over the units (xã, tỷ đồng), and which do not (%, per head). Pure; told by their words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from campaigns.enums import Direction, Op
from core.numbers import format_decimal, percent_cut

RATE_UNIT = re.compile(r"^[%‰]|/|\btrên\b|\bđiểm\b|\bhạng\b|\blần\b", re.IGNORECASE)
RATE_NAME = re.compile(
    r"t[ỷỉ] lệ|bình quân|mật độ|tốc độ|chỉ số|cơ cấu|năng suất|xếp hạng"
    r"|trên (một|0?1|mỗi) |/ ?(0?1|10+|vạn|nghìn|ha)\b",
    re.IGNORECASE,
)
# What can be had in any part; everything else that is counted comes in pieces (xã, trường, vụ, người).
DIVISIBLE = re.compile(
    r"đồng|\busd\b|đô la|\b(tấn|tạ|yến|kg|ha|héc-?ta|km|m|lít|giờ)\b|\bm[23²³]|\b[kmg]wh?\b", re.IGNORECASE
)
CEILINGS = (Op.AT_MOST, Op.BELOW)


@dataclass(frozen=True)
class Total:
    """What was given to the units at one target, beside the campaign's value: words, and the tone of the mark."""

    given: str
    mark: str
    tone: str


def adds_up(name: str, unit_of_measure: str) -> bool:
    """Whether the values of units make a sum that means something: things that are counted, not rates or averages."""
    return not RATE_UNIT.search(unit_of_measure) and not RATE_NAME.search(name)


def comes_in_pieces(unit_of_measure: str) -> bool:
    """Whether what is counted in this unit is whole: 3 xã, not 3,5; False where no unit is known."""
    return bool(unit_of_measure) and not DIVISIBLE.search(unit_of_measure)


def sum_of(values: list[Decimal], plan: Decimal | None, *, lower: bool) -> Total:
    """The sum of ``values`` against ``plan``: "2.650 / 2.700", "còn 50". With ``lower`` the plan is a ceiling."""
    total = sum(values, Decimal(0))
    if plan is None or not values:
        return Total(format_decimal(total) if values else "–", "" if values else "chưa giao", "grey")
    given = f"{format_decimal(total)} / {format_decimal(plan)}"
    if total == plan:
        return Total(given, "đã giao đủ", "green")
    if total > plan:
        return Total(given, f"vượt {format_decimal(total - plan)}", "red" if lower else "green")
    return Total(given, f"còn {format_decimal(plan - total)}", "grey" if lower else "amber")


def span_of(values: list[Decimal]) -> Total:
    """The lowest and the highest of ``values``, which do not add up."""
    if not values:
        return Total("–", "chưa giao", "grey")
    ends = sorted({min(values), max(values)})
    return Total("–".join(map(format_decimal, ends)), "thấp nhất–cao nhất" if len(ends) > 1 else "", "grey")


def is_ceiling(op: str, direction: str) -> bool:
    """Whether less is better at a target."""
    return op in CEILINGS or (direction == Direction.LOWER and op not in (Op.DECREASE, Op.INCREASE))


def percent_of_plan(plan: Decimal | None, actual: Decimal | None, *, lower_is_better: bool) -> Decimal | None:
    """How far the plan is reached in percent (`percent_cut`); over 100 is better than planned. None: no such share."""
    if plan is None or actual is None:
        return None
    whole, part = (actual, plan) if lower_is_better else (plan, actual)
    return percent_cut(part, whole) if whole > 0 else None
