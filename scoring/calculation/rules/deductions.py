"""What takes points off, or costs the unit a form of award (domain.md B1, B2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, format_points
from scoring.calculation.facts import (
    HUNDRED,
    ZERO,
    Brackets,
    Facts,
    ParamsRefused,
    Rule,
    decimal_param,
    only_keys,
    points_param,
)
from scoring.calculation.rules.judged import NO, YES

MILESTONE_WORDS = {
    "register": "bản đăng ký",
    "launch_document": "văn bản phát động",
    "midterm_report": "báo cáo sơ kết",
    "final_report": "báo cáo tổng kết",
    "self_score": "bảng tự chấm điểm",
}


@dataclass(frozen=True)
class PerCase(Rule):
    """So many points off for every case, not below the floor (B1, B2 kind 1)."""

    key: ClassVar[str] = "per_case"
    label: ClassVar[str] = "Trừ theo số vụ việc"
    points: Decimal
    floor: Decimal

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"points": "-5", "floor": "-20"}``."""
        only_keys(params, "points", "floor")
        points, floor = decimal_param(params, "points"), points_param(params, "floor")
        if points >= 0:
            raise ParamsRefused('Điểm trừ mỗi vụ phải là số âm, ví dụ "-5".')
        if floor > points:
            raise ParamsRefused("Mức trừ tối đa không được ít hơn điểm trừ của một vụ.")
        return cls(points, floor)

    @property
    def input(self) -> str:
        """A number of cases."""
        return "count"

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the floor to 0."""
        return self.floor, ZERO

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """Cases × points; the floor is the bound."""
        if facts.actual is None or facts.actual < 0 or facts.actual != facts.actual.to_integral_value():
            return None
        return self.points * facts.actual

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "2 trường hợp × -5 → -10 điểm"."""
        each = format_points(self.points)
        if facts.actual is None:
            return f"Chưa nhập số trường hợp (không có thì nhập 0) · mỗi trường hợp {each} điểm"
        if value is None:
            return "Số trường hợp phải là số nguyên không âm."
        if not value:
            return f"Không có trường hợp nào · mỗi trường hợp {each} điểm"
        capped = f" (trừ tối đa {format_points(-self.floor)})" if self.points * facts.actual < self.floor else ""
        return f"{format_decimal(facts.actual, 0)} trường hợp × {each} → {format_points(value)} điểm{capped}"


@dataclass(frozen=True)
class Exclusion(Rule):
    """No points, but what happened costs the unit a form of award, or its class (B1: no flag; B2: không xếp loại)."""

    key: ClassVar[str] = "exclusion"
    label: ClassVar[str] = "Có vi phạm thì không được xét"

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{}``; what is lost stands in the criterion's ``excludes``."""
        only_keys(params)
        return cls()

    @property
    def input(self) -> str:
        """Yes (it happened) or no."""
        return "answer"

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """No points."""
        return ZERO, ZERO

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """0 once it is answered."""
        return ZERO if facts.grade in (YES, NO) else None

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Không có vi phạm"."""
        if value is None:
            return "Chưa trả lời có hay không"
        return "Có vi phạm · không cộng, trừ điểm" if facts.grade == YES else "Không có vi phạm"

    def is_case(self, facts: Facts, points: Decimal | None) -> bool:
        """It happened."""
        return facts.grade == YES


@dataclass(frozen=True)
class Late(Rule):
    """Points off by brackets of days late, for every kind of duty on its own, added up (B1: 5, 10, 15 days).

    Without ``brackets`` of its own those count that stand at the campaign's deadlines.
    """

    key: ClassVar[str] = "late"
    label: ClassVar[str] = "Tự động trừ theo số ngày nộp chậm"
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
                "Cách tính nộp chậm cần danh sách mốc; các bậc ngày để trống hẳn thì theo bậc ghi ở mốc thời hạn."
            )
        unknown = [kind for kind in milestones if not isinstance(kind, str) or kind not in MILESTONE_WORDS]
        if unknown or len(set(milestones)) < len(milestones):
            raise ParamsRefused(f"Mốc không rõ hoặc lặp lại: {', '.join(map(str, unknown or milestones))}.")
        return cls(tuple(milestones), _brackets(rows or []))

    @property
    def input(self) -> str:
        """Nothing: the receipts say it."""
        return "lateness"

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the last bracket for every duty to 0; where the deadlines set the brackets, from all of 100 points."""
        heaviest = self.brackets[-1][1] if self.brackets else -HUNDRED
        return heaviest * len(self.milestones), ZERO

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """What all late duties cost together; 0 where none was late."""
        late = self._late(facts)
        return sum((deduction(self._brackets_of(kind, facts), days) for kind, days in late.items()), ZERO)

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Tự động: báo cáo sơ kết chậm 6 ngày → -5 điểm"."""
        late = self._late(facts)
        if not late:
            return "Tự động: không nộp chậm mốc nào → 0 điểm"
        parts = [f"{MILESTONE_WORDS[kind]} chậm {days} ngày" for kind, days in late.items()]
        source = "" if self.brackets else " (theo bậc ghi ở mốc thời hạn)"
        nothing = _why_nothing(self._brackets_of(kind, facts) for kind in late)
        result = f"{format_points(value)} điểm{source}" if value else nothing
        return f"Tự động: {', '.join(parts)} → {result}"

    def _late(self, facts: Facts) -> dict[str, int]:
        return {kind: days for kind in self.milestones if (days := facts.days_late.get(kind, 0)) > 0}

    def _brackets_of(self, kind: str, facts: Facts) -> Brackets:
        return self.brackets or facts.late_brackets.get(kind, ())


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
            raise ParamsRefused("Mỗi bậc cần số ngày bắt đầu là số nguyên từ 1.")
        brackets.append((start, points_param(row, "points")))
    rising = all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(brackets))
    if not rising or any(points >= 0 for _, points in brackets):
        raise ParamsRefused("Các bậc ngày phải tăng dần và điểm trừ (số âm) phải nặng dần.")
    return tuple(brackets)
