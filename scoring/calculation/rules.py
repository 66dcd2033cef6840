"""The formula library (domain.md B8) as far as the present tables need it; keys and params as in fixtures/scoring.

Source of the shipped rules: the scoring rules of Hưng Yên 2021 (domain.md B1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, format_points, round_half_up
from scoring.calculation.facts import (
    HUNDRED,
    Brackets,
    Facts,
    ParamsRefused,
    Rule,
    Scored,
    decimal_param,
    in_unit,
    only_keys,
    percent,
    points_words,
)

ZERO, ONE = Decimal(0), Decimal(1)
GRADES = "ABCD"
GRADE_WORDS = {"A": "tốt", "B": "khá", "C": "trung bình", "D": "yếu"}
MILESTONE_WORDS = {
    "register": "bản đăng ký",
    "launch_document": "văn bản phát động",
    "midterm_report": "báo cáo sơ kết",
    "final_report": "báo cáo tổng kết",
    "self_score": "bảng tự chấm điểm",
}


@dataclass(frozen=True)
class Proportional:
    """Points in the proportion of actual to plan; 1 % over plan earns 1 % of the maximum, up to ``cap`` % (B1)."""

    key: ClassVar[str] = "proportional"
    label: ClassVar[str] = "Theo tỷ lệ thực hiện / kế hoạch"
    input: ClassVar[str] = "actual"
    cap: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"bonus_cap_percent": "10"}``: from 0 (no bonus) to 100."""
        only_keys(params, "bonus_cap_percent")
        cap = decimal_param(params, "bonus_cap_percent")
        if not 0 <= cap <= HUNDRED:
            raise ParamsRefused("Mức thưởng tối đa (bonus_cap_percent) phải từ 0 đến 100 phần trăm điểm chuẩn.")
        return cls(cap)

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From 0 to the maximum with the full bonus."""
        return ZERO, max_points * (ONE + self.cap / HUNDRED)

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """For example "Đăng ký 8 xã · thực hiện 9 xã → đạt 112,5% → 6 điểm, thưởng 0,6"."""
        if facts.plan is None or facts.actual is None:
            return Scored(None, _missing(facts))
        refusal = self.refusal(facts.plan)
        if refusal:
            return Scored(None, refusal)
        ratio = self.ratio(facts.plan, facts.actual)
        best = ONE + self.cap / HUNDRED
        share = best if ratio is None else min(max(ratio, ZERO), best)
        points = min(round_half_up(share * max_points, step), best * max_points)
        reached = "đạt tuyệt đối" if ratio is None else f"đạt {percent(ratio)}"
        return Scored(points, f"{_plan_and_actual(facts)} → {reached} → {points_words(points, max_points)}")

    def ratio(self, plan: Decimal, actual: Decimal) -> Decimal | None:
        """How much of the plan is reached; None where it is better than any ratio can say."""
        return actual / plan

    def refusal(self, plan: Decimal) -> str:
        """Why nothing can be divided by ``plan``, or "" (N09)."""
        if plan == 0:
            return "Kế hoạch bằng 0 nên không tính được tỷ lệ (mẫu số bằng 0): nhập kế hoạch trước."
        return "Kế hoạch phải lớn hơn 0 mới tính được tỷ lệ." if plan < 0 else ""


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

    def ratio(self, plan: Decimal, actual: Decimal) -> Decimal | None:
        """Plan / actual; nothing left (or less) is better than any ratio, except where the plan was nothing too."""
        if actual > 0:
            return plan / actual
        return ONE if plan == 0 and actual == 0 else None

    def refusal(self, plan: Decimal) -> str:
        """A plan of 0 can be met here; a negative one cannot be compared."""
        return "Kế hoạch không được âm." if plan < 0 else ""


@dataclass(frozen=True)
class Graded:
    """A qualitative criterion: the grade's share of the maximum; A is full, the others the bloc sets (B1)."""

    key: ClassVar[str] = "graded"
    label: ClassVar[str] = "Xếp mức A, B, C, D"
    input: ClassVar[str] = "grade"
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

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From 0 to the maximum: a scorer may stay below the lowest grade, with a reason."""
        return ZERO, max_points

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """For example "Mức B (khá): 85% điểm chuẩn → 4,25 điểm"."""
        if facts.grade not in GRADE_WORDS:
            return Scored(None, "Định tính · chưa chọn mức A, B, C hoặc D")
        share = self.shares[GRADES.index(facts.grade)]
        points = min(round_half_up(share * max_points, step), max_points)
        of_maximum = f"{format_decimal(share * HUNDRED)}% điểm chuẩn"
        words = f"Mức {facts.grade} ({GRADE_WORDS[facts.grade]}): {of_maximum}"
        return Scored(points, f"{words} → {points_words(points, max_points)}")


@dataclass(frozen=True)
class Manual:
    """The scorer types the points and says why; the rule only sets the limits."""

    key: ClassVar[str] = "manual"
    label: ClassVar[str] = "Người chấm cho điểm"
    input: ClassVar[str] = "points"

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{}``."""
        only_keys(params)
        return cls()

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From 0 to the maximum."""
        return ZERO, max_points

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """No points of its own: "Định tính · người chấm cho điểm từ 0 đến 8"."""
        return Scored(None, f"Định tính · người chấm cho điểm từ 0 đến {format_points(max_points)}")


@dataclass(frozen=True)
class PerCase:
    """So many points off for every case, not below the floor (B1, B2 rule kind 1)."""

    key: ClassVar[str] = "per_case"
    label: ClassVar[str] = "Trừ theo số vụ việc"
    input: ClassVar[str] = "count"
    points: Decimal
    floor: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"points": "-5", "floor": "-20"}``."""
        only_keys(params, "points", "floor")
        points, floor = decimal_param(params, "points"), decimal_param(params, "floor")
        if points >= 0:
            raise ParamsRefused('Điểm trừ mỗi vụ (points) phải là số âm, ví dụ "-5".')
        if floor > points:
            raise ParamsRefused("Mức trừ tối đa (floor) không được ít hơn điểm trừ của một vụ.")
        return cls(points, floor)

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the floor to 0."""
        return self.floor, ZERO

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """For example "2 trường hợp × -5 → -10 điểm"."""
        each = format_points(self.points)
        if facts.actual is None:
            return Scored(None, f"Chưa nhập số trường hợp (không có thì nhập 0) · mỗi trường hợp {each} điểm")
        if facts.actual < 0 or facts.actual != facts.actual.to_integral_value():
            return Scored(None, "Số trường hợp phải là số nguyên không âm.")
        points = max(round_half_up(self.points * facts.actual, step), self.floor)
        capped = f" (trừ tối đa {format_points(-self.floor)})" if self.points * facts.actual < self.floor else ""
        cases = f"{format_decimal(facts.actual, 0)} trường hợp"
        if not points:
            return Scored(ZERO, f"Không có trường hợp nào · mỗi trường hợp {each} điểm")
        return Scored(points, f"{cases} × {each} → {format_points(points)} điểm{capped}")


@dataclass(frozen=True)
class Late:
    """Points off by brackets of days late, for every kind of duty on its own, added up (B1: 5, 10, 15 days).

    Without ``brackets`` of its own those count that stand at the campaign's deadlines.
    """

    key: ClassVar[str] = "late"
    label: ClassVar[str] = "Tự động trừ theo số ngày nộp chậm"
    input: ClassVar[str] = "lateness"
    milestones: tuple[str, ...]
    brackets: Brackets

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"milestones": ["register"], "brackets": [{"from": 5, "points": "-5"}]}``; later brackets cost more.

        ``brackets`` may be left out.
        """
        only_keys(params, "milestones", "brackets")
        milestones, rows = params.get("milestones"), params.get("brackets")
        told = "brackets" not in params or (isinstance(rows, list) and rows)
        if not isinstance(milestones, list) or not milestones or not told:
            raise ParamsRefused(
                "Cách tính nộp chậm cần danh sách mốc (milestones); các bậc ngày (brackets) để trống hẳn thì theo bậc "
                "ghi ở mốc thời hạn."
            )
        unknown = [kind for kind in milestones if kind not in MILESTONE_WORDS]
        if unknown or len(set(milestones)) < len(milestones):
            raise ParamsRefused(f"Mốc không rõ hoặc lặp lại: {', '.join(map(str, unknown or milestones))}.")
        return cls(tuple(milestones), _brackets(rows or []))

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the last bracket for every duty to 0; where the deadlines set the brackets, from all of 100 points."""
        heaviest = self.brackets[-1][1] if self.brackets else -HUNDRED
        return heaviest * len(self.milestones), ZERO

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """For example "Tự động: báo cáo sơ kết chậm 6 ngày → -5 điểm"."""
        late = {kind: facts.days_late[kind] for kind in self.milestones if facts.days_late.get(kind, 0) > 0}
        if not late:
            return Scored(ZERO, "Tự động: không nộp chậm mốc nào → 0 điểm")
        brackets = {kind: self.brackets or facts.late_brackets.get(kind, ()) for kind in late}
        points = round_half_up(sum((deduction(brackets[kind], days) for kind, days in late.items()), ZERO), step)
        parts = [f"{MILESTONE_WORDS[kind]} chậm {days} ngày" for kind, days in late.items()]
        source = "" if self.brackets else " (theo bậc ghi ở mốc thời hạn)"
        result = f"{format_points(points)} điểm{source}" if points else _why_nothing(brackets.values())
        return Scored(points, f"Tự động: {', '.join(parts)} → {result}")


RULES: dict[str, type[Rule]] = {
    rule.key: rule for rule in (Proportional, Inverse, Change, Graded, Manual, PerCase, Late)
}


def rule_of(key: str, params: Mapping[str, Any]) -> Rule:
    """The rule ``key`` with ``params``; ParamsRefused with a sentence for an unknown key or wrong params."""
    if key not in RULES:
        raise ParamsRefused(f"Không có cách tính “{key}”. Các cách tính: {', '.join(RULES)}.")
    return RULES[key].of(params)


def deduction(brackets: Brackets, days: int) -> Decimal:
    """The points of the bracket that ``days`` fall into; 0 before the first."""
    return next((points for start, points in reversed(brackets) if days >= start), ZERO)


def _why_nothing(brackets: Iterable[Brackets]) -> str:
    """Why lateness costs nothing: too short, or the deadlines set no price."""
    first = [rows[0][0] for rows in brackets if rows]
    return f"chưa đến {min(first)} ngày, không trừ" if first else "mốc thời hạn không ghi bậc trừ điểm, không trừ"


def _brackets(rows: Iterable[Any]) -> Brackets:
    """The brackets in order; days must rise and points must fall."""
    brackets = []
    for row in rows:
        start = row.get("from") if isinstance(row, Mapping) else None
        if not isinstance(start, int) or isinstance(start, bool) or start < 1:
            raise ParamsRefused("Mỗi bậc cần số ngày bắt đầu (from) là số nguyên từ 1.")
        brackets.append((start, decimal_param(row, "points")))
    rising = all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(brackets))
    if not rising or any(points >= 0 for _, points in brackets):
        raise ParamsRefused("Các bậc ngày phải tăng dần và điểm trừ (số âm) phải nặng dần.")
    return tuple(brackets)


def _plan_and_actual(facts: Facts) -> str:
    """For example "Đăng ký giảm 4,0% · thực hiện giảm 4,3%"."""
    plan, actual = in_unit([facts.plan or ZERO, facts.actual or ZERO], facts.unit)
    verb = f"{facts.change} " if facts.change else ""
    return f"{facts.plan_word} {verb}{plan} · thực hiện {verb}{actual}"


def _missing(facts: Facts) -> str:
    """What must be known before points follow, with what is known already."""
    if facts.plan is None and facts.actual is None:
        return "Chưa có kế hoạch và số liệu thực hiện"
    verb = f"{facts.change} " if facts.change else ""
    if facts.plan is None:
        known = in_unit([facts.actual or ZERO], facts.unit)[0]
        return f"Chưa có kế hoạch (đăng ký hoặc chỉ tiêu giao) · thực hiện {verb}{known}"
    return f"{facts.plan_word} {verb}{in_unit([facts.plan], facts.unit)[0]} · chưa có số liệu thực hiện"
