"""Rules that compare the units of a bloc: nobody's points are known before the whole bloc has filed (domain.md B3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from core.numbers import format_points
from scoring.calculation.facts import (
    ZERO,
    Facts,
    Measures,
    Rule,
    choice_param,
    in_unit,
    missing,
    only_keys,
    percent,
    plan_and_actual,
    plan_refusal,
    points_words,
)
from scoring.calculation.rules.judged import of_rank, points_by_rank

NOTHING = Fraction(0)


@dataclass(frozen=True)
class HalfAndLeader(Rule):
    """Half the maximum for reaching the plan; the other half by how far above it, measured on the best (B3, Điều 6).

    Below the plan ½·M·A/T; on it ½·M; the unit furthest above gets M; any other ½·M + ½·M · own excess ÷ the best's.
    """

    key: ClassVar[str] = "half_and_leader"
    label: ClassVar[str] = "Nửa điểm khi đạt kế hoạch, nửa còn lại so với đơn vị dẫn đầu khối"
    relative: ClassVar[bool] = True

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{}``."""
        only_keys(params)
        return cls()

    @property
    def aim(self) -> int:
        """More than planned."""
        return 1

    def measure(self, facts: Facts) -> Fraction | None:
        """Actual / plan."""
        if facts.plan is None or facts.actual is None or facts.plan <= 0:
            return None
        return _ratio(facts.actual, facts.plan)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """In fractions."""
        own = self.measure(facts)
        if own is None or facts.peers is None:
            return None
        half = Fraction(max_points / 2)
        if own <= 1:
            return half * max(own, NOTHING)
        lead = max(own, Measures.of(facts.peers)[0]) - 1
        return half + half * (own - 1) / lead

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "… vượt 50,0%, đơn vị dẫn đầu vượt 100,0% → 3,75 điểm"."""
        own = self.measure(facts)
        if own is None:
            refused = facts.plan is not None and facts.actual is not None
            return plan_refusal(facts.plan or ZERO) if refused else missing(facts)
        known = plan_and_actual(facts)
        if facts.peers is None or value is None:
            return f"{known} · {waiting_words(facts.waiting)}"
        result = points_words(value, max_points)
        if own <= 1:
            return f"{known} → đạt {percent(own)}, được nửa điểm chuẩn theo tỷ lệ → {result}"
        best = max(own, Measures.of(facts.peers)[0])
        if own == best:
            return f"{known} → vượt {percent(own - 1)}, cao nhất khối → {result}"
        return f"{known} → vượt {percent(own - 1)}, đơn vị dẫn đầu vượt {percent(best - 1)} → {result}"


@dataclass(frozen=True)
class RankInBloc(Rule):
    """Points by the place of the unit's figure among those of its bloc; equal figures share a place (B3, B8)."""

    key: ClassVar[str] = "rank_in_bloc"
    label: ClassVar[str] = "Theo thứ hạng số liệu trong khối"
    relative: ClassVar[bool] = True
    points: tuple[Decimal, ...]
    lower: bool

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """``{"points": ["60", "45", "30", "15", "0"], "better": "higher"}``; below the last place as the last."""
        only_keys(params, "points", "better")
        return cls(points_by_rank(params), choice_param(params, "better", "higher", "lower") == "lower")

    @property
    def input(self) -> str:
        """A figure."""
        return "figure"

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """From the last place's points to the first's."""
        return min(ZERO, self.points[-1]), self.points[0]

    def measure(self, facts: Facts) -> Fraction | None:
        """The figure, with its sign turned where lower is better."""
        if facts.actual is None:
            return None
        return Fraction(-facts.actual if self.lower else facts.actual)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """The points of the place."""
        own = self.measure(facts)
        if own is None or facts.peers is None:
            return None
        return of_rank(self.points, Measures.of(facts.peers).place_of(own))

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """For example "Thực hiện 38,5 → xếp thứ 2 trong 5 đơn vị → 45 điểm"."""
        own = self.measure(facts)
        if own is None:
            return "Chưa có số liệu thực hiện"
        known = f"Thực hiện {in_unit([facts.actual or ZERO], facts.unit)[0]}"
        if facts.peers is None or value is None:
            return f"{known} · {waiting_words(facts.waiting)}"
        place = Measures.of(facts.peers).place_of(own)
        return f"{known} → xếp thứ {place} trong {len(facts.peers)} đơn vị → {format_points(value)} điểm"


def waiting_words(waiting: int) -> str:
    """Why a relative rule gives nothing yet."""
    return f"tính được khi cả khối đã nộp tự chấm (còn {waiting} đơn vị)"


def _ratio(over: Decimal, under: Decimal) -> Fraction:
    """One division, reduced once."""
    (a, b), (c, d) = over.as_integer_ratio(), under.as_integer_ratio()
    return Fraction(a * d, b * c)
