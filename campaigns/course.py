"""How far a unit is at a target: the straight path through the campaign's days, and the judgement by it. Pure.

Exact arithmetic with fractions; see docs/decisions/0011-course-of-a-target.md for the reasons. Figures come as
(day, value) and are read as people report them: what is counted as the sum since the first day, a level (rate, per
head, index) as it stands on the day, a change as the change that was reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from campaigns.enums import Judgement, Op
from campaigns.sums import is_ceiling
from campaigns.wording import SIGNS
from core.dates import short_date
from core.numbers import format_decimal, percent_cut

# From which share of the path a unit is judged how: the whole of it is on course, four fifths can still be made up for
# (who is a fifth behind at mid-year must do a fifth more than planned in the rest), less is behind.
THRESHOLDS = ((Fraction(1), Judgement.ON_COURSE), (Fraction(4, 5), Judgement.AT_RISK))
TONES = {
    Judgement.REACHED: "green",
    Judgement.ON_COURSE: "green",
    Judgement.AT_RISK: "amber",
    Judgement.BEHIND: "red",
    Judgement.UNFOUNDED: "grey",
    Judgement.NO_FIGURE: "grey",
    Judgement.NOT_TAKEN: "grey",
}
# Beyond this multiple of the path a share says nothing but "far ahead": it is told in words.
FAR_AHEAD = 2
STRICT = (Op.ABOVE, Op.BELOW)

Figure = tuple[date, Decimal]


class Kind(Enum):
    """How the figures of a target run."""

    SUM = "sum"
    CHANGE = "change"
    LEVEL = "level"
    ALLOWANCE = "allowance"

    @property
    def grows(self) -> bool:
        """Whether a later figure is never below an earlier one."""
        return self in (Kind.SUM, Kind.ALLOWANCE)


@dataclass(frozen=True)
class Aim:
    """What a unit is to reach between two days (both included).

    ``plan`` is what it is measured by, ``top`` the upper end of a range, ``bound`` ">" where a change must exceed it;
    ``adds_up`` whether it is counted (campaigns.sums); ``last_year`` last year's result, None where it is not known;
    ``piece`` the smallest part in which it comes (1 xã; 0: any part), so that one of eight is not owed in January.
    """

    op: str
    direction: str
    plan: Decimal
    first: date
    last: date
    adds_up: bool
    last_year: Decimal | None = None
    top: Decimal | None = None
    bound: str = ""
    unit_of_measure: str = ""
    piece: Decimal = Decimal(0)

    @cached_property
    def falls(self) -> bool:
        """Whether less is better."""
        return is_ceiling(self.op, self.direction)

    @cached_property
    def kind(self) -> Kind:
        """How its figures run."""
        if self.op in (Op.INCREASE, Op.DECREASE):
            return Kind.CHANGE
        if not self.adds_up:
            return Kind.LEVEL
        return Kind.ALLOWANCE if self.falls else Kind.SUM

    @cached_property
    def goal(self) -> Decimal:
        """Where the path ends: the plan; of a range the end that is reached first."""
        return self.top if self.op == Op.RANGE and self.falls and self.top is not None else self.plan

    @cached_property
    def base(self) -> Decimal | None:
        """Where the path begins: last year's level; zero for what is counted. None: no path can be drawn."""
        return self.last_year if self.kind is Kind.LEVEL else Decimal(0)

    def gone(self, day: date) -> Fraction:
        """The share of the campaign's days that is over at the end of ``day``, from 0 to 1."""
        days = max((self.last - self.first).days + 1, 1)
        return min(max(Fraction((day - self.first).days + 1, days), Fraction(0)), Fraction(1))

    def is_met(self, value: Decimal) -> bool:
        """Whether ``value`` is what must be reached in the end."""
        if self.op == Op.RANGE and self.direction == "" and self.top is not None:
            return self.plan <= value <= max(self.top, self.plan)
        if value == self.goal:
            return self.op not in STRICT and self.bound != ">"
        return (value < self.goal) == self.falls

    def expected(self, day: date) -> Decimal | None:
        """Where the straight path is on ``day``, half up to four decimals; None without a path."""
        if self.base is None:
            return None
        if self.is_held:
            return self.goal
        owed = self.owed(day) if self.goal >= self.base else -self.owed(day)
        return _decimal(Fraction(self.base) + owed, "0.0001")

    def share(self, figure: Figure) -> Fraction | None:
        """How much of the path to that day is done (1 is all of it); of an allowance how much of it is kept."""
        day, value = figure
        if self.base is None:
            return None
        base, goal, now = Fraction(self.base), Fraction(self.goal), Fraction(value)
        if self.kind is Kind.ALLOWANCE:
            return _ratio(goal * self.gone(day), now)
        if self.is_held:
            return _ratio(goal, now) if self.falls else _ratio(now, goal)
        return _ratio(base - now if self.falls else now - base, self.owed(day))

    def owed(self, day: date) -> Fraction:
        """How far from its beginning the path is on ``day``; what comes in pieces is owed in whole ones."""
        gone = self.gone(day)
        way = abs(Fraction(self.goal) - Fraction(self.base or 0)) * gone
        if self.kind is not Kind.SUM or not self.piece or gone == 1:
            return way
        piece = Fraction(self.piece)
        return way // piece * piece

    @property
    def how(self) -> str:
        """How its figures are to be typed."""
        if self.kind is Kind.CHANGE:
            return f"mức đã {'tăng' if self.op == Op.INCREASE else 'giảm'} so với năm trước"
        return "mức tại ngày số liệu" if self.kind is Kind.LEVEL else "lũy kế từ đầu năm"

    def amount(self, value: Decimal) -> str:
        """``value`` with the unit of measure."""
        return _amount(self, value)

    @property
    def in_words(self) -> str:
        """What is to be reached, with its unit: "35 triệu đồng", "138–140"."""
        return _range(self) or _amount(self, self.goal)

    @cached_property
    def is_held(self) -> bool:
        """Last year's level was no worse than the goal, so there is no way to go: the level is to be held."""
        if self.base is None or self.kind is Kind.ALLOWANCE:
            return False
        return self.base <= self.goal if self.falls else self.base >= self.goal


@dataclass(frozen=True)
class Standing:
    """How far a unit is: its latest figure, where the path is on that day, the judgement and why in one sentence.

    ``share`` is what is done of the path to that day, in percent; None: there is none. What is done of the plan is
    another figure, the same on every page: campaigns.sums.percent_of_plan.
    """

    judgement: Judgement
    why: str
    day: date | None = None
    value: Decimal | None = None
    expected: Decimal | None = None
    share: Decimal | None = None

    @property
    def label(self) -> str:
        """The judgement as people read it."""
        return str(self.judgement.label)

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return TONES[self.judgement]

    @property
    def short(self) -> str:
        """The words of a small cell: the judgement and the figure, "Có nguy cơ · 32,1"."""
        return self.label if self.value is None else f"{self.label} · {format_decimal(self.value)}"

    @property
    def beside_the_path(self) -> str:
        """``share`` in words while the target is not met: "82,8%", "gấp hơn 2 lần"; "" where there is none."""
        if self.share is None or self.judgement == Judgement.REACHED:
            return ""
        if self.share < 0:
            return "kém điểm xuất phát"
        return f"gấp hơn {FAR_AHEAD} lần" if self.share > FAR_AHEAD * 100 else f"{format_decimal(self.share)}%"


def judge(aim: Aim, figures: Iterable[Figure]) -> Standing:
    """The judgement by the figure of the latest day."""
    figure = max(figures, default=None, key=lambda one: one[0])
    if figure is None:
        return Standing(Judgement.NO_FIGURE, "Đơn vị chưa ghi số liệu nào.")
    day, value = figure
    share = aim.share(figure)
    judgement, why = _verdict(aim, figure, share)
    owes_nothing = aim.kind is not Kind.LEVEL and not aim.owed(day)
    percent = None if share is None or owes_nothing else percent_cut(share, Fraction(1))
    return Standing(judgement, why, day, value, aim.expected(day), percent)


def drops(aim: Aim, figures: Iterable[Figure]) -> list[tuple[Figure, Figure]]:
    """(earlier, later) of neighbours where a figure that only grows became smaller: to be confirmed, not refused."""
    ordered = sorted(figures)
    if not aim.kind.grows:
        return []
    return [(one, two) for one, two in pairwise(ordered) if two[1] < one[1]]


def _verdict(aim: Aim, figure: Figure, share: Fraction | None) -> tuple[Judgement, str]:
    """The judgement with its sentence: what is settled first, then what the path says."""
    day, value = figure
    now, goal, on = _amount(aim, value), _amount(aim, aim.goal), f"ngày {short_date(day)}"
    met, over = aim.is_met(value), day >= aim.last
    if met and (over or aim.kind is not Kind.ALLOWANCE):
        return Judgement.REACHED, f"Số liệu {on} là {now}, đạt mức {_range(aim) or goal}."
    if not met and aim.kind is Kind.ALLOWANCE:
        return Judgement.BEHIND, f"Đến {on} đã có {now}, không còn trong mức {goal} của cả phong trào."
    if over:
        return (
            Judgement.BEHIND,
            f"Hết thời gian của phong trào, số liệu {on} là {now}, chưa đạt mức {_range(aim) or goal}.",
        )
    if _range(aim) and aim.direction == "" and value > aim.plan:
        return Judgement.AT_RISK, f"Số liệu {on} là {now}, vượt quá mức {_range(aim)}."
    if share is None:
        return (
            Judgement.UNFOUNDED,
            f"Chưa có kết quả năm trước nên không có lộ trình; số liệu {on} là {now}, chưa đạt mức {goal}.",
        )
    judgement = next((one for least, one in THRESHOLDS if share >= least), Judgement.BEHIND)
    return judgement, _by_the_path(aim, figure, share)


def _by_the_path(aim: Aim, figure: Figure, share: Fraction) -> str:
    """The sentence that compares a figure with the path."""
    day, value = figure
    now, goal, on = _amount(aim, value), _amount(aim, aim.goal), f"ngày {short_date(day)}"
    path = _amount(aim, _short(aim.expected(day)))
    far = share > FAR_AHEAD
    percent = f"hơn {FAR_AHEAD} lần" if far else f"{format_decimal(percent_cut(share, Fraction(1)))}%"
    if aim.kind is Kind.ALLOWANCE:
        gone = format_decimal(_decimal(aim.gone(day) * 100, "0.1"))
        return f"Đến {on} ({gone}% thời gian) chỉ nên có {path} trong mức {goal}; đã có {now}."
    if aim.is_held:
        return f"Năm trước đã là {_amount(aim, aim.base)} nên phải giữ mức {goal}; số liệu {on} là {now}."
    if aim.kind is Kind.LEVEL:
        way = f"Từ {_amount(aim, aim.base)} năm trước đến {goal}, lộ trình {on} là {path}"
        done = "kém năm trước" if share < 0 else f"đã đi {percent} quãng đường phải đi đến ngày đó"
        return f"{way}; thực hiện {now}, {done}."
    if not aim.owed(day):
        return f"Chưa đến hạn phải có kết quả; đã thực hiện {now}."
    return f"Lộ trình đến {on} là {path}; thực hiện {now}, {'gấp' if far else 'bằng'} {percent} lộ trình."


def _ratio(done: Fraction, owed: Fraction) -> Fraction:
    """``done`` of ``owed``; where nothing is owed all or nothing."""
    return done / owed if owed > 0 else Fraction(done >= owed)


def _decimal(value: Fraction, step: str) -> Decimal:
    """A fraction as a decimal, rounded half up to ``step``."""
    scaled = value / Fraction(step)
    return (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2) * Decimal(step)


def _short(value: Decimal | None) -> Decimal | None:
    """With two decimals: enough for a sentence."""
    return None if value is None else value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _amount(aim: Aim, value: Decimal | None) -> str:
    """A figure with its unit of measure: "38,5 triệu đồng", "95%"."""
    gap = "" if aim.unit_of_measure.startswith(SIGNS) else " "
    return "–" if value is None else f"{format_decimal(value)}{gap}{aim.unit_of_measure}".strip()


def _range(aim: Aim) -> str:
    """A range in words; "" where the target is none."""
    if aim.op != Op.RANGE or aim.top is None:
        return ""
    return f"{format_decimal(aim.plan)}–{_amount(aim, max(aim.top, aim.plan))}"
