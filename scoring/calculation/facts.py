"""What a rule of scoring is given and what it answers; sentences and params that every rule shares."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import neg
from typing import Any, ClassVar, Self

from core.numbers import format_decimal, format_points, held, percent_cut, whole_cents

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
LARGEST = 10**12
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")  # Decimal() also reads "1e9", "1_0", "１０", "NaN"
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
    the number of cases. ``second`` is the other quantity of a rule with two. ``grade`` is A, B, C, D, or Y, N for an
    answer yes or no. ``ranks`` are the ranks that judging bodies gave. ``days_late`` maps the kind of a milestone to
    started days after its deadline, ``late_brackets`` to what that deadline takes off: (from day, points), rising.
    ``plan_word`` says where the plan comes from; ``change`` is "tăng" or "giảm" for a target set as a change.

    ``peers`` are the measures (``Rule.measure``) of all units of the bloc, this one's among them; None while some of
    them, ``waiting`` in number, have not filed: relative rules wait for the whole bloc.
    """

    plan: Decimal | None = None
    actual: Decimal | None = None
    second: Decimal | None = None
    grade: str = ""
    ranks: tuple[int, ...] = ()
    days_late: Mapping[str, int] = field(default_factory=dict)
    late_brackets: Mapping[str, Brackets] = field(default_factory=dict)
    unit: str = ""
    plan_word: str = "Kế hoạch"
    change: str = ""
    peers: tuple[Fraction, ...] | None = None
    waiting: int = 0


class Measures(tuple[Fraction, ...]):
    """The measures of a bloc, greatest first: the best and a place are found without looking through all of them."""

    __slots__ = ()

    def __new__(cls, values: Iterable[Fraction]) -> Self:
        return super().__new__(cls, sorted(values, reverse=True))

    @classmethod
    def of(cls, peers: tuple[Fraction, ...]) -> Self:
        """``peers`` as measures, whatever their order; nothing is sorted twice."""
        return peers if isinstance(peers, cls) else cls(peers)

    def place_of(self, own: Fraction) -> int:
        """The place of ``own`` among them; equals share one."""
        return 1 + bisect_left(self, -own, key=neg)


@dataclass(frozen=True)
class Peers:
    """The measures of the bloc's units by criterion, once all have filed; until then how many are ``waiting`` for."""

    measures: Mapping[int, tuple[Fraction, ...]] = field(default_factory=dict)
    waiting: int = 0

    def of(self, criterion_id: int) -> tuple[Fraction, ...] | None:
        """The measures at one criterion; None while the bloc is not complete, and for rules that compare nothing."""
        return self.measures.get(criterion_id)


NOBODY = Peers()


@dataclass(frozen=True)
class Scored:
    """The points that follow from the facts (None: cannot be told yet), bonus included, and one line that says why."""

    points: Decimal | None
    sentence: str


class Rule:
    """One way of turning facts into points.

    ``input`` tells a form what to ask the unit for: "actual" (a figure against a plan), "figure" (a figure alone),
    "count" (a number of cases), "grade" (A to D), "answer" (yes or no), "ranks", "points" (people decide), "lateness"
    (nothing: read from the receipts). ``second`` is the label of a second quantity, "" where there is none. A
    ``relative`` rule compares the units of a bloc, so that one unit's figure moves everybody's points.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    relative: ClassVar[bool] = False

    @property
    def input(self) -> str:
        """What a form asks the unit for."""
        return "actual"

    @property
    def second(self) -> str:
        """The label of the second quantity."""
        return ""

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """The rule with the parameters of one criterion; ParamsRefused when they do not fit."""
        raise NotImplementedError

    def bounds(self, max_points: Decimal) -> tuple[Decimal, Decimal]:
        """The lowest and the highest points that any tier may give, with at most two decimals; from 0 to the maximum
        unless a rule says else.
        """
        return ZERO, whole_cents(max_points)

    def exact(self, facts: Facts, max_points: Decimal) -> Decimal | Fraction | None:
        """What follows from the facts, neither rounded nor held within the bounds; None: cannot be told."""
        raise NotImplementedError

    def value(self, facts: Facts, max_points: Decimal, step: Decimal) -> Decimal | None:
        """The points that follow from the facts: rounded once, half up, to ``step``, within the bounds."""
        found = self.exact(facts, max_points)
        return None if found is None else held(found, step, *self.bounds(max_points))

    def sentence(self, facts: Facts, max_points: Decimal, value: Decimal | None) -> str:
        """Why ``value`` follows from the facts, or what is missing."""
        raise NotImplementedError

    def score(self, facts: Facts, *, max_points: Decimal, step: Decimal) -> Scored:
        """The points and the sentence that says why."""
        value = self.value(facts, max_points, step)
        return Scored(value, self.sentence(facts, max_points, value))

    def measure(self, facts: Facts) -> Fraction | None:
        """What a relative rule compares, greater is better; None where the unit has no figure (or nothing compares)."""
        return None

    @property
    def aim(self) -> int:
        """Which way a result is better than the plan: 1 above it, -1 below it; 0 where nothing is held against one."""
        return 0

    def exceeds(self, facts: Facts) -> bool:
        """Whether the result is better than the plan, whatever that earns (domain.md B9)."""
        return facts.plan is not None and facts.actual is not None and (facts.actual - facts.plan) * self.aim > 0

    def is_case(self, facts: Facts, points: Decimal | None) -> bool:
        """Whether something happened that costs the unit a form of award: points were taken off."""
        return points is not None and points < 0


def decimal_param(params: Mapping[str, Any], key: str) -> Decimal:
    """The parameter ``key`` as a Decimal (stored as a string, never a float): below 10¹², at most 6 decimals."""
    value: Any = params.get(key)
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST
    if not whole and not (isinstance(value, str) and PLAIN_NUMBER.fullmatch(value)):
        raise ParamsRefused(f'Tham số “{key}” phải là một số, ví dụ "10".')
    return Decimal(value)


def points_param(params: Mapping[str, Any], key: str) -> Decimal:
    """The parameter ``key`` as points that are given as they stand: at most two decimals, as points are stored."""
    points = decimal_param(params, key)
    if points != round(points, 2):
        raise ParamsRefused(f"Tham số “{key}” là điểm nên có tối đa 2 chữ số thập phân.")
    return points


def choice_param(params: Mapping[str, Any], key: str, *choices: str) -> str:
    """The parameter ``key``, one of ``choices``; the first when it is left out."""
    value = params.get(key, choices[0])
    if value not in choices:
        raise ParamsRefused(f"Tham số “{key}” chỉ nhận: {', '.join(choices)}.")
    return str(value)


def list_param(params: Mapping[str, Any], key: str) -> list[Any]:
    """The parameter ``key`` as a list that is not empty."""
    value = params.get(key)
    if not isinstance(value, list) or not value:
        raise ParamsRefused(f"Tham số “{key}” phải là danh sách có ít nhất một dòng.")
    return value


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


def percent(part: Decimal | Fraction, whole: Decimal | Fraction = ONE) -> str:
    """A share in words, cut off: 2,9999 of 3 is "99,9%"."""
    return f"{format_decimal(percent_cut(part, whole), 1)}%"


def sign(value: Decimal) -> int:
    """1, 0 or -1."""
    return (value > 0) - (value < 0)


def points_words(points: Decimal, max_points: Decimal) -> str:
    """Points with what lies above the criterion's maximum named as bonus: "10 điểm, thưởng 0,75"."""
    if points <= max_points:
        return f"{format_points(points)} điểm"
    return f"{format_points(max_points)} điểm, thưởng {format_points(points - max_points)}"


def plan_and_actual(facts: Facts) -> str:
    """For example "Đăng ký giảm 4,0% · thực hiện giảm 4,3%"."""
    plan, actual = in_unit([facts.plan or ZERO, facts.actual or ZERO], facts.unit)
    verb = f"{facts.change} " if facts.change else ""
    return f"{facts.plan_word} {verb}{plan} · thực hiện {verb}{actual}"


def missing(facts: Facts) -> str:
    """What must be known before points follow from plan and actual, with what is known already."""
    if facts.plan is None and facts.actual is None:
        return "Chưa có kế hoạch và số liệu thực hiện"
    verb = f"{facts.change} " if facts.change else ""
    if facts.plan is None:
        known = in_unit([facts.actual or ZERO], facts.unit)[0]
        return f"Chưa có kế hoạch (đăng ký hoặc chỉ tiêu giao) · thực hiện {verb}{known}"
    return f"{facts.plan_word} {verb}{in_unit([facts.plan], facts.unit)[0]} · chưa có số liệu thực hiện"


def plan_refusal(plan: Decimal) -> str:
    """Why nothing can be divided by ``plan``, or "" (N09)."""
    if plan == 0:
        return "Kế hoạch bằng 0 nên không tính được tỷ lệ (mẫu số bằng 0): nhập kế hoạch trước."
    return "Kế hoạch phải lớn hơn 0 mới tính được tỷ lệ." if plan < 0 else ""
