"""Points that people judge: grades, yes or no, ranks from judging bodies, or the scorer's own figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, format_points
from scoring.calculation.facts import (
    HUNDRED,
    ZERO,
    Facts,
    ParamsRefused,
    Rule,
    choice_param,
    decimal_param,
    list_param,
    missing,
    only_keys,
    plan_and_actual,
    points_param,
    points_words,
)

GRADES = "ABCD"
GRADE_WORDS = {"A": "tốt", "B": "khá", "C": "trung bình", "D": "yếu"}
YES, NO = "Y", "N"


@dataclass(frozen=True)
class Graded(Rule):
    """A qualitative criterion: the grade's share of the maximum; A is full, the others the bloc sets (B1)."""

    key: ClassVar[str] = "graded"
    label: ClassVar[str] = "Xếp mức A, B, C, D"
    shares: tuple[Decimal, ...]

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"}``: shares from 1 down to 0."""
        only_keys(params, *GRADES)
        shares = tuple(decimal_param(params, grade) for grade in GRADES)
        if shares[0] != 1:
            raise ParamsRefused("Mức A phải được đủ điểm chuẩn (A = 1).")
        if list(shares) != sorted(shares, reverse=True) or shares[-1] < 0:
            raise ParamsRefused("Tỷ lệ các mức A, B, C, D phải giảm dần và không âm.")
        return cls(shares)

    @property
    def input(self) -> str:
        """A grade; above it a scorer may stay below the lowest, with a reason."""
        return "grade"

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The share of the maximum."""
        if facts.grade not in GRADE_WORDS:
            return None
        return self.shares[GRADES.index(facts.grade)] * max_points

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Mức B (khá): 85% điểm chuẩn → 4,25 điểm"."""
        if value is None:
            return "Định tính · chưa chọn mức A, B, C hoặc D"
        of_maximum = f"{format_decimal(self.shares[GRADES.index(facts.grade)] * HUNDRED)}% điểm chuẩn"
        words = f"Mức {facts.grade} ({GRADE_WORDS[facts.grade]}): {of_maximum}"
        return f"{words} → {points_words(value, max_points)}"


@dataclass(frozen=True)
class Manual(Rule):
    """The scorer types the points; the rule only sets the limits. The reason that B8 asks for is the unit's explanation
    and citations at first; whoever gives other points than the tier below must write why (V02), as with every rule.
    """

    key: ClassVar[str] = "manual"
    label: ClassVar[str] = "Người chấm cho điểm"

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{}``."""
        only_keys(params)
        return cls()

    @property
    def input(self) -> str:
        """Points."""
        return "points"

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """None of its own."""
        return None

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Định tính · người chấm cho điểm từ 0 đến 8"."""
        return f"Định tính · người chấm cho điểm từ 0 đến {format_points(max_points)}"


@dataclass(frozen=True)
class AllOrNothing(Rule):
    """The whole maximum or nothing (B2 kind 4): by a plain yes or no, or by whether the plan is reached."""

    key: ClassVar[str] = "all_or_nothing"
    label: ClassVar[str] = "Đạt thì đủ điểm, không đạt thì 0 điểm"
    by_plan: bool
    lower: bool

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{}`` for yes or no; ``{"by": "plan", "better": "higher"}`` (or "lower") against the plan."""
        only_keys(params, "by", "better")
        by_plan = choice_param(params, "by", "answer", "plan") == "plan"
        if "better" in params and not by_plan:
            raise ParamsRefused("Chiều tốt hơn (better) chỉ dùng khi so với kế hoạch (by = plan).")
        return cls(by_plan, choice_param(params, "better", "higher", "lower") == "lower")

    @property
    def input(self) -> str:
        """Yes or no, or a figure against the plan."""
        return "actual" if self.by_plan else "answer"

    @property
    def aim(self) -> int:
        """The better side of the plan."""
        return 0 if not self.by_plan else -1 if self.lower else 1

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """All or 0."""
        reached = self._reached(facts)
        return None if reached is None else max_points if reached else ZERO

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Đạt → 3 điểm" or "Kế hoạch 100% · thực hiện 98% → không đạt → 0 điểm"."""
        reached = self._reached(facts)
        if value is None or reached is None:
            return missing(facts) if self.by_plan else "Chưa chọn đạt hay không đạt"
        known = f"{plan_and_actual(facts)} → " if self.by_plan else ""
        words = "đạt" if reached else "không đạt"
        said = f"{known}{words}" if known else words.capitalize()
        return f"{said} → {points_words(value, max_points)}"

    def _reached(self, facts: Facts) -> bool | None:
        if not self.by_plan:
            return facts.grade == YES if facts.grade in (YES, NO) else None
        if facts.plan is None or facts.actual is None:
            return None
        return facts.actual <= facts.plan if self.lower else facts.actual >= facts.plan


@dataclass(frozen=True)
class Ranked(Rule):
    """Points by the ranks that judging bodies gave, averaged over the bodies (B3: 60, 45, 30, 15, 0)."""

    key: ClassVar[str] = "rank"
    label: ClassVar[str] = "Theo thứ hạng được xếp"
    points: tuple[Decimal, ...]

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"points": ["60", "45", "30", "15", "0"]}``: for the first, the second …; below the last as the last."""
        only_keys(params, "points")
        return cls(points_by_rank(params))

    @property
    def input(self) -> str:
        """The ranks, one per judging body."""
        return "ranks"

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the last rank's points to the first's."""
        return min(ZERO, self.points[-1]), self.points[0]

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The mean of the points of all ranks."""
        if not facts.ranks or min(facts.ranks) < 1:
            return None
        return Fraction(sum((of_rank(self.points, rank) for rank in facts.ranks), ZERO)) / len(facts.ranks)

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Xếp hạng 1; 2; 2 → bình quân (60 + 45 + 45) / 3 → 50 điểm"."""
        if value is None:
            return "Chưa nhập thứ hạng (nhiều nơi xếp hạng thì cách nhau bằng dấu chấm phẩy)"
        ranks = "; ".join(map(str, facts.ranks))
        if len(facts.ranks) == 1:
            return f"Xếp hạng {ranks} → {format_points(value)} điểm"
        parts = " + ".join(format_points(of_rank(self.points, rank)) for rank in facts.ranks)
        return f"Xếp hạng {ranks} → bình quân ({parts}) / {len(facts.ranks)} → {format_points(value)} điểm"


def points_by_rank(params: Mapping[str, Any]) -> tuple[Decimal, ...]:
    """The list ``points``, falling from the first rank on."""
    points = tuple(points_param({"points": one}, "points") for one in list_param(params, "points"))
    if list(points) != sorted(points, reverse=True) or points[0] <= 0:
        raise ParamsRefused("Điểm theo thứ hạng phải giảm dần từ hạng nhất và hạng nhất lớn hơn 0.")
    return points


def of_rank(points: tuple[Decimal, ...], rank: int) -> Decimal:
    """The points of ``rank``; ranks beyond the list get what the last one gets."""
    return points[min(rank, len(points)) - 1]
