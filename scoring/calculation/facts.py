"""What a rule of scoring is given and what it answers; sentences and params that every rule shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Protocol, Self

from core.numbers import format_decimal, format_points

HUNDRED = Decimal(100)
Brackets = tuple[tuple[int, Decimal], ...]


class ParamsRefused(ValueError):
    """The parameters of a criterion do not fit its rule; the sentence says which and what is expected."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Facts:
    """What is known of one criterion for one unit; None means not known yet (which is not zero).

    ``plan`` and ``actual`` are in the criterion's own unit (``unit``, as printed: "%", "xã"); for a count ``actual`` is
    the number of cases. ``days_late`` maps the kind of a milestone to started days after its deadline,
    ``late_brackets`` to what that deadline takes off: (from day, points), rising. ``plan_word`` says where the plan
    comes from; ``change`` is "tăng" or "giảm" for a target set as a change.
    """

    plan: Decimal | None = None
    actual: Decimal | None = None
    grade: str = ""
    days_late: Mapping[str, int] = field(default_factory=dict)
    late_brackets: Mapping[str, Brackets] = field(default_factory=dict)
    unit: str = ""
    plan_word: str = "Kế hoạch"
    change: str = ""


@dataclass(frozen=True)
class Scored:
    """The points that follow from the facts (None: cannot be told yet), bonus included, and one line that says why."""

    points: Decimal | None
    sentence: str


class Rule(Protocol):
    """One way of turning facts into points. ``input`` tells a form what to ask the unit for."""

    key: ClassVar[str]
    label: ClassVar[str]
    input: ClassVar[str]

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """The rule with the parameters of one criterion; ParamsRefused when they do not fit."""

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """The lowest and the highest points that any tier may give."""

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """Points rounded once, half up, to ``step``, and the sentence."""


def decimal_param(params: Mapping[str, Any], key: str) -> Decimal:
    """The parameter ``key`` as a finite Decimal (stored as a string, never a float)."""
    value = params.get(key)
    try:
        number = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ParamsRefused(f'Tham số “{key}” phải là một số, ví dụ "10".')
    return number


def only_keys(params: Mapping[str, Any], *known: str) -> None:
    """Refuse parameters that the rule does not know, so that a slip of the pen is not silently without effect."""
    unknown = sorted(set(params) - set(known))
    if unknown:
        raise ParamsRefused(f"Tham số không có trong cách tính này: {', '.join(unknown)}.")


def in_unit(values: list[Decimal], unit: str) -> list[str]:
    """``values`` written with one number of decimals and their unit: "4,0%" and "4,3%", "1 xã" and "2 xã"."""
    places = max((-int(value.normalize().as_tuple().exponent) for value in values if value), default=0)
    suffix = unit if unit == "%" else f" {unit}" if unit else ""
    return [f"{format_decimal(value, max(places, 0))}{suffix}" for value in values]


def percent(ratio: Decimal) -> str:
    """A ratio in words: Decimal("1.075") is "107,5%"."""
    return f"{format_decimal(ratio * HUNDRED, 1)}%"


def points_words(points: Decimal, max_points: Decimal) -> str:
    """Points with what lies above the criterion's maximum named as bonus: "10 điểm, thưởng 0,75"."""
    if points <= max_points:
        return f"{format_points(points)} điểm"
    return f"{format_points(max_points)} điểm, thưởng {format_points(points - max_points)}"
