"""Points from the share of the plan that was reached (domain.md B1), and from lying inside a range (B8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, whole_cents
from scoring.calculation.facts import (
    HUNDRED,
    ONE,
    ZERO,
    Facts,
    ParamsRefused,
    Rule,
    choice_param,
    decimal_param,
    in_unit,
    missing,
    only_keys,
    percent,
    plan_and_actual,
    plan_refusal,
    points_words,
)


@dataclass(frozen=True)
class Proportional(Rule):
    """Points in the proportion of actual to plan; above it 1 % earns ``rate`` % of the maximum up to ``cap`` (B1)."""

    key: ClassVar[str] = "proportional"
    label: ClassVar[str] = "Theo tỷ lệ thực hiện / kế hoạch"
    cap: Decimal
    rate: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"bonus_cap_percent": "10"}``: from 0 (no bonus) to 100; ``bonus_rate`` may be left out, then it is "1"."""
        only_keys(params, "bonus_cap_percent", "bonus_rate")
        cap = decimal_param(params, "bonus_cap_percent")
        if not 0 <= cap <= HUNDRED:
            raise ParamsRefused("Mức thưởng tối đa phải từ 0 đến 100 phần trăm điểm chuẩn.")
        rate = decimal_param(params, "bonus_rate") if "bonus_rate" in params else ONE
        if not 0 < rate <= HUNDRED:
            raise ParamsRefused("Mức thưởng cho mỗi 1% vượt phải lớn hơn 0, tối đa 100 phần trăm điểm chuẩn.")
        return cls(cap, rate)

    @property
    def aim(self) -> int:
        """More than planned."""
        return 1

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From 0 to the maximum with the full bonus."""
        return ZERO, whole_cents(max_points * (ONE + self.cap / HUNDRED))

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The share of the maximum, multiplied before it is divided so that a half stays a half."""
        if facts.plan is None or facts.actual is None or self.refusal(facts.plan):
            return None
        over, under = self.parts(facts.plan, facts.actual)
        if not under:
            return self.bounds(max_points)[1]
        if over <= under or self.rate == ONE:
            return over * max_points / under
        return (Fraction(under) + Fraction(self.rate) * Fraction(over - under)) * Fraction(max_points) / Fraction(under)

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Đăng ký 8 xã · thực hiện 9 xã → đạt 112,5% → 6 điểm, thưởng 0,6"."""
        if value is None or facts.plan is None or facts.actual is None:
            refused = facts.plan is not None and facts.actual is not None
            return self.refusal(facts.plan or ZERO) if refused else missing(facts)
        over, under = self.parts(facts.plan, facts.actual)
        reached = f"đạt {percent(over, under)}" if under else "đạt tuyệt đối"
        rate = f" (vượt 1% được thưởng {format_decimal(self.rate)}% điểm chuẩn)" if self._at_rate(over, under) else ""
        return f"{plan_and_actual(facts)} → {reached}{rate} → {points_words(value, max_points)}"

    def _at_rate(self, over: Decimal, under: Decimal) -> bool:
        """Whether the result earns a bonus at a rate of its own."""
        return bool(self.cap) and self.rate != ONE and over > under > 0

    def parts(self, plan: Decimal, actual: Decimal) -> tuple[Decimal, Decimal]:
        """What is divided by what; by 0 where it is better than any ratio can say."""
        return actual, plan

    def refusal(self, plan: Decimal) -> str:
        """Why nothing can be divided by ``plan``, or ""."""
        return plan_refusal(plan)


@dataclass(frozen=True)
class Change(Proportional):
    """As proportional, where plan and actual are both given as a change ("giảm 4,0%"); going back earns nothing."""

    key: ClassVar[str] = "change"
    label: ClassVar[str] = "Theo mức tăng, giảm đạt được / mức kế hoạch"


@dataclass(frozen=True)
class Inverse(Proportional):
    """Lower is better: plan / actual (B1: hộ nghèo, tỷ suất sinh); an actual of 0 earns the maximum and full bonus."""

    key: ClassVar[str] = "inverse"
    label: ClassVar[str] = "Càng thấp càng tốt: kế hoạch / thực hiện"

    @property
    def aim(self) -> int:
        """Less than planned."""
        return -1

    def parts(self, plan: Decimal, actual: Decimal) -> tuple[Decimal, Decimal]:
        """Plan / actual; nothing left (or less) is better than any ratio, except where the plan was nothing too."""
        if actual > 0:
            return plan, actual
        return (ONE, ONE) if plan == 0 and actual == 0 else (ONE, ZERO)

    def refusal(self, plan: Decimal) -> str:
        """A plan of 0 can be met here; a negative one cannot be compared."""
        return "Kế hoạch không được âm." if plan < 0 else ""


@dataclass(frozen=True)
class Range(Rule):
    """The maximum inside [low, high], both ends included; outside nothing, or in proportion to the nearer end (B8)."""

    key: ClassVar[str] = "range"
    label: ClassVar[str] = "Đủ điểm khi nằm trong khoảng"
    low: Decimal
    high: Decimal
    proportional: bool

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"low": "7", "high": "8", "outside": "none"}``; or "proportional", where both ends are > 0."""
        only_keys(params, "low", "high", "outside")
        low, high = decimal_param(params, "low"), decimal_param(params, "high")
        proportional = choice_param(params, "outside", "none", "proportional") == "proportional"
        if low > high:
            raise ParamsRefused("Mức dưới không được lớn hơn mức trên.")
        if proportional and low <= 0:
            raise ParamsRefused("Muốn tính theo tỷ lệ khi ra ngoài khoảng thì mức dưới phải lớn hơn 0.")
        return cls(low, high, proportional)

    @property
    def input(self) -> str:
        """A figure; the range stands in the table."""
        return "figure"

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """All inside; outside low/actual or actual/low, whichever end is nearer."""
        if facts.actual is None:
            return None
        if self.low <= facts.actual <= self.high:
            return max_points
        if not self.proportional or facts.actual <= 0:
            return ZERO
        if facts.actual < self.low:
            return facts.actual * max_points / self.low
        return self.high * max_points / facts.actual

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Thực hiện 7,6% · trong khoảng 7,0% đến 8,0% → 5 điểm"."""
        if facts.actual is None or value is None:
            low, high = in_unit([self.low, self.high], facts.unit)
            return f"Chưa có số liệu thực hiện · đủ điểm khi từ {low} đến {high}"
        actual, low, high = in_unit([facts.actual, self.low, self.high], facts.unit)
        where = "trong khoảng" if self.low <= facts.actual <= self.high else "ngoài khoảng"
        return f"Thực hiện {actual} · {where} {low} đến {high} → {points_words(value, max_points)}"
