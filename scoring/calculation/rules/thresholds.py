"""Points by thresholds and by steps (domain.md B2: the real rules of Sở Tài nguyên và Môi trường Tiền Giang 2022)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, format_points, percent_cut
from scoring.calculation.facts import (
    HUNDRED,
    ZERO,
    Facts,
    ParamsRefused,
    Rule,
    choice_param,
    decimal_param,
    in_unit,
    list_param,
    missing,
    only_keys,
    plan_and_actual,
    plan_refusal,
    points_param,
    sign,
)


@dataclass(frozen=True)
class Tier:
    """One threshold: reached from ``start`` on, or only above it."""

    start: Decimal
    above: bool
    points: Decimal

    def holds(self, share: Decimal, of: Decimal) -> bool:
        """Whether ``share`` / ``of`` reaches it; nothing is divided, so nothing is rounded."""
        level = self.start * of
        return share > level if self.above else share >= level


def tiers_of(rows: Iterable[Any]) -> tuple[Tier, ...]:
    """``[{"over": "98", "points": "5"}, {"from": "97", "points": "4"}]``: from the highest threshold down."""
    found = []
    for row in rows:
        if not isinstance(row, Mapping) or ("from" in row) == ("over" in row):
            raise ParamsRefused("Mỗi bậc cần một mức “từ” hoặc “trên” và số điểm.")
        only_keys(row, "from", "over", "points")
        found.append(
            Tier(decimal_param(row, "over" if "over" in row else "from"), "over" in row, points_param(row, "points"))
        )
    if any((a.start, a.above) <= (b.start, b.above) for a, b in pairwise(found)):
        raise ParamsRefused("Các bậc phải xếp từ mức cao xuống mức thấp, không trùng nhau.")
    return tuple(found)


@dataclass(frozen=True)
class Tiers(Rule):
    """The points of the first threshold that is reached, from the top; negative ones take off (B2 kinds 2 and 5)."""

    key: ClassVar[str] = "tiers"
    label: ClassVar[str] = "Theo bậc"
    of_plan: bool
    tiers: tuple[Tier, ...]
    otherwise: Decimal
    no_plan: Decimal | None

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"of": "actual", "tiers": [{"over": "98", "points": "5"}, …], "otherwise": "0"}``.

        ``of`` "percent": thresholds in percent of the plan; then ``no_plan`` may give the points for having none.
        """
        only_keys(params, "of", "tiers", "otherwise", "no_plan")
        of_plan = choice_param(params, "of", "actual", "percent") == "percent"
        if "no_plan" in params and not of_plan:
            raise ParamsRefused("Điểm khi không có kế hoạch (no_plan) chỉ dùng khi tính theo phần trăm kế hoạch.")
        return cls(
            of_plan,
            tiers_of(list_param(params, "tiers")),
            points_param(params, "otherwise") if "otherwise" in params else ZERO,
            points_param(params, "no_plan") if "no_plan" in params else None,
        )

    @property
    def input(self) -> str:
        """A figure against the plan, or alone."""
        return "actual" if self.of_plan else "figure"

    @property
    def aim(self) -> int:
        """Towards the end of the thresholds where more points are."""
        return sign(self.tiers[0].points - self.otherwise) if self.of_plan else 0

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the lowest to the highest points that the table names, 0 included."""
        named = [ZERO, self.otherwise, *(tier.points for tier in self.tiers)]
        named += [] if self.no_plan is None else [self.no_plan]
        return min(named), max(named)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The points of the threshold reached, or of none."""
        if self.of_plan and facts.plan is None and self.no_plan is not None:
            return self.no_plan
        if facts.actual is None or (self.of_plan and (facts.plan is None or facts.plan <= 0)):
            return None
        tier = self._reached(facts)
        return tier.points if tier else self.otherwise

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Thực hiện 97,5% → bậc từ 97% → 4 điểm"."""
        if value is None:
            return _why_not(facts) if self.of_plan else "Chưa có số liệu thực hiện"
        if self.of_plan and facts.plan is None:
            return f"Không có kế hoạch → {format_points(value)} điểm"
        tier = self._reached(facts)
        unit = "%" if self.of_plan else facts.unit
        known = _of_plan_words(facts) if self.of_plan else _reached_words(facts)
        return f"{known} → {tier_words(tier, unit)} → {format_points(value)} điểm"

    def _reached(self, facts: Facts) -> Tier | None:
        actual = facts.actual or ZERO
        share, of = (actual * HUNDRED, facts.plan or ZERO) if self.of_plan else (actual, Decimal(1))
        return next((tier for tier in self.tiers if tier.holds(share, of)), None)


@dataclass(frozen=True)
class TiersBySize(Rule):
    """Thresholds that depend on a second quantity: the more files, the more an early share earns (B2 kind 6)."""

    key: ClassVar[str] = "tiers_by_size"
    label: ClassVar[str] = "Theo bậc, tùy quy mô"
    name: str
    sizes: tuple[tuple[Decimal, tuple[Tier, ...]], ...]
    otherwise: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"second": "Số hồ sơ", "sizes": [{"from": "0", "tiers": […]}, {"from": "1000", "tiers": […]}]}``.

        Sizes rise and the first begins at 0; ``otherwise`` (0) are the points below every threshold.
        """
        only_keys(params, "second", "sizes", "otherwise")
        name = params.get("second")
        if not isinstance(name, str) or not name.strip():
            raise ParamsRefused("Cần tên của đại lượng thứ hai, ví dụ “Số hồ sơ đã giải quyết”.")
        sizes = []
        for row in list_param(params, "sizes"):
            if not isinstance(row, Mapping):
                raise ParamsRefused("Mỗi quy mô cần mức bắt đầu và các bậc.")
            only_keys(row, "from", "tiers")
            sizes.append((decimal_param(row, "from"), tiers_of(list_param(row, "tiers"))))
        if sizes[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(sizes)):
            raise ParamsRefused("Các quy mô phải bắt đầu từ 0 và tăng dần.")
        return cls(name, tuple(sizes), points_param(params, "otherwise") if "otherwise" in params else ZERO)

    @property
    def input(self) -> str:
        """A figure, and beside it the second quantity."""
        return "figure"

    @property
    def second(self) -> str:
        """What decides which thresholds hold."""
        return self.name

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the lowest to the highest points of all sizes, 0 included."""
        named = [ZERO, self.otherwise, *(tier.points for _, tiers in self.sizes for tier in tiers)]
        return min(named), max(named)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The points of the threshold reached, among those of the unit's size."""
        if facts.actual is None or facts.second is None or facts.second < 0:
            return None
        tier = self._reached(facts)
        return tier.points if tier else self.otherwise

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Số hồ sơ: 1.500 · thực hiện 12% → bậc từ 10% → 2,5 điểm"."""
        if facts.second is None:
            return f"Chưa nhập: {self.name}"
        size = f"{self.name}: {format_decimal(facts.second)}"
        if value is None:
            return f"{size} · chưa có số liệu thực hiện" if facts.second >= 0 else f"{self.name} không được âm"
        actual = in_unit([facts.actual or ZERO], facts.unit)[0]
        words = tier_words(self._reached(facts), facts.unit)
        return f"{size} · thực hiện {actual} → {words} → {format_points(value)} điểm"

    def _reached(self, facts: Facts) -> Tier | None:
        size, actual = facts.second or ZERO, facts.actual or ZERO
        tiers = next(tiers for start, tiers in reversed(self.sizes) if size >= start)
        return next((tier for tier in tiers if tier.holds(actual, Decimal(1))), None)


@dataclass(frozen=True)
class PerStep(Rule):
    """So many points for every full step above a start, up to a cap (B2 kinds 3 and 9); negative ones take off."""

    key: ClassVar[str] = "per_step"
    label: ClassVar[str] = "Cộng theo từng bước"
    of_plan: bool
    start: Decimal
    step: Decimal
    each: Decimal
    cap: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"of": "actual", "start": "90", "step": "1", "points": "0.1", "cap": "0.5"}``."""
        only_keys(params, "of", "start", "step", "points", "cap")
        start, step, each = (decimal_param(params, key) for key in ("start", "step", "points"))
        cap = points_param(params, "cap")
        if step <= 0:
            raise ParamsRefused("Mỗi bước phải lớn hơn 0.")
        if not each or each * cap <= 0 or abs(cap) < abs(each):
            raise ParamsRefused("Điểm mỗi bước và mức tối đa phải cùng dấu, mức tối đa không nhỏ hơn.")
        return cls(choice_param(params, "of", "actual", "percent") == "percent", start, step, each, cap)

    @property
    def input(self) -> str:
        """A figure against the plan, or alone."""
        return "actual" if self.of_plan else "figure"

    @property
    def aim(self) -> int:
        """Where steps add points above the plan, where they take off below it."""
        return sign(self.each) if self.of_plan else 0

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """Between 0 and the cap."""
        return min(ZERO, self.cap), max(ZERO, self.cap)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """Full steps only, each worth the same; the cap is the bound."""
        if facts.actual is None or (self.of_plan and (facts.plan is None or facts.plan <= 0)):
            return None
        return self.each * self._steps(facts)

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Thực hiện 93,5% · trên mức 90%: 3 bước × 0,1 → 0,3 điểm"."""
        if value is None:
            return _why_not(facts) if self.of_plan else "Chưa có số liệu thực hiện"
        steps = self._steps(facts)
        start = in_unit([self.start], "%" if self.of_plan else facts.unit)[0]
        known = _of_plan_words(facts) if self.of_plan else _reached_words(facts)
        capped = f" (tối đa {format_points(self.cap)})" if abs(self.each * steps) > abs(self.cap) else ""
        counted = f"{format_decimal(steps)} bước × {format_points(self.each)}"
        return f"{known} · trên mức {start}: {counted} → {format_points(value)} điểm{capped}"

    def _steps(self, facts: Facts) -> Decimal:
        """How many full steps lie between the start and the figure; multiplied out, so that nothing is rounded."""
        plan = facts.plan if self.of_plan and facts.plan else Decimal(1)
        scale = HUNDRED if self.of_plan else Decimal(1)
        over = (facts.actual or ZERO) * scale - self.start * plan
        return max(over, ZERO) // (self.step * plan)


def tier_words(tier: Tier | None, unit: str) -> str:
    """A threshold in words: "bậc từ 97%", "bậc trên 98%", "không đạt bậc nào"."""
    if tier is None:
        return "không đạt bậc nào"
    return f"bậc {'trên' if tier.above else 'từ'} {in_unit([tier.start], unit)[0]}"


def _reached_words(facts: Facts) -> str:
    return f"Thực hiện {in_unit([facts.actual or ZERO], facts.unit)[0]}"


def _of_plan_words(facts: Facts) -> str:
    """With the percentage to the hundredth, cut off, so that it never looks like a threshold that was not reached."""
    if not facts.plan or facts.actual is None:
        return plan_and_actual(facts)
    return f"{plan_and_actual(facts)} → đạt {format_decimal(percent_cut(facts.actual, facts.plan, 2))}%"


def _why_not(facts: Facts) -> str:
    if facts.plan is not None and facts.actual is not None:
        return plan_refusal(facts.plan)
    return missing(facts)
