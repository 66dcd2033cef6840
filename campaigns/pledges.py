"""Whether what a unit registers is worse than what is asked of it, and the sentence that says so. Pure.

A value is compared with what the unit is given, else with the campaign's own target. A target of the campaign that is
counted for the whole (2.700 tỷ đồng of the province, 08 xã) says nothing about one unit, so as long as the unit was
given no part of it nothing is compared (``sums.adds_up``); rates and averages hold for every unit alike. A registered
value is read with the words of its target: 95 under "trên 95%" is a pledge of more than 95%, so equal is good enough.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Protocol

from campaigns.enums import Level, Op
from campaigns.sums import adds_up, is_ceiling
from core.numbers import format_decimal


class Aim(Protocol):
    """What is read of a target."""

    op: str
    value: Decimal | None
    value_max: Decimal | None
    unit_of_measure: str
    direction: str


class Side(Enum):
    """On which side of what is asked a value misses it."""

    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True)
class Asked:
    """The span in which a value is good enough, its ends included; ``given``: to this very unit."""

    least: Decimal | None = None
    most: Decimal | None = None
    given: bool = False


SENTENCES: dict[tuple[Side, bool], str] = {
    (Side.UNDER, True): "thấp hơn chỉ tiêu {giver} giao {end}",
    (Side.UNDER, False): "thấp hơn chỉ tiêu chung {end}",
    (Side.OVER, True): "cao hơn mức không quá {end} {giver} giao",
    (Side.OVER, False): "cao hơn mức không quá {end} của chỉ tiêu chung",
}
GIVERS: dict[str, str] = {
    Level.CENTRAL: "Trung ương",
    Level.PROVINCE: "tỉnh",
    Level.DISTRICT: "huyện",
    Level.COMMUNE: "xã",
    Level.AGENCY: "cơ quan",
}


def asked_of(aim: Aim, name: str, assigned: Decimal | None) -> Asked:
    """What is asked of one unit: what it is given, else the campaign's target called ``name`` unless that adds up.

    Of an increase or a decrease the figure is how much was changed, so more is better in both; a range without a good
    direction is missed on both sides; of everything else ``sums.is_ceiling`` says which end counts.
    """
    low = aim.value if assigned is None else assigned
    if low is None or (assigned is None and adds_up(name, aim.unit_of_measure)):
        return Asked()
    high = (aim.value_max if assigned is None else None) or low
    given = assigned is not None
    if aim.op == Op.RANGE and not aim.direction and not given:
        return Asked(low, high)
    if is_ceiling(aim.op, aim.direction):
        return Asked(most=high, given=given)
    return Asked(least=low, given=given)


def missed(value: Decimal, asked: Asked) -> Side | None:
    """On which side ``value`` misses what is asked; None where it is good enough."""
    if asked.least is not None and value < asked.least:
        return Side.UNDER
    return Side.OVER if asked.most is not None and value > asked.most else None


def shortfall(aim: Aim, name: str, value: Decimal | None, assigned: Decimal | None, level: str) -> str:
    """How ``value`` misses what is asked: "mức đăng ký 38 thấp hơn chỉ tiêu tỉnh giao 40"; "" where it does not.

    ``level`` of the campaign names the giver.
    """
    asked = asked_of(aim, name, assigned)
    side = missed(value, asked) if value is not None else None
    if value is None or side is None:
        return ""
    end = asked.least if side == Side.UNDER else asked.most
    words = SENTENCES[side, asked.given].format(giver=GIVERS[level], end=format_decimal(end or Decimal(0)))
    return f"mức đăng ký {format_decimal(value)} {words}"
