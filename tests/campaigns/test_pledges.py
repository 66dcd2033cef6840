"""A value that is worse than what is asked of the unit, whichever way is better; the sentence that says so."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import Direction, Level, Op
from campaigns.pledges import Asked, Side, asked_of, missed, shortfall

RATE = "Tỷ lệ hộ nghèo"
CHANGES = (Op.INCREASE, Op.DECREASE)
figures = st.decimals(min_value=-10_000, max_value=10_000, places=2)
ops = st.sampled_from([op for op in Op if op != Op.QUALITATIVE])
directions = st.sampled_from(["", *Direction])


@dataclass
class Aim:
    op: str
    value: Decimal | None
    value_max: Decimal | None = None
    unit_of_measure: str = "%"
    direction: str = ""


def said(aim, value, assigned=None, name=RATE, level=Level.PROVINCE):
    return shortfall(aim, name, Decimal(value), None if assigned is None else Decimal(assigned), level)


@pytest.mark.parametrize(
    ("aim", "value", "assigned", "sentence"),
    [
        (Aim(Op.AT_LEAST, Decimal(35)), "38", "40", "mức đăng ký 38 thấp hơn chỉ tiêu tỉnh giao 40"),
        (Aim(Op.AT_LEAST, Decimal(35)), "40", "40", ""),
        (Aim(Op.AT_LEAST, Decimal(35)), "34.5", None, "mức đăng ký 34,5 thấp hơn chỉ tiêu chung 35"),
        (Aim(Op.AT_LEAST, Decimal(35)), "35", None, ""),
        (Aim(Op.EQUAL, Decimal(35)), "36", None, ""),
        (Aim(Op.ABOVE, Decimal(35)), "35", None, ""),
        (Aim(Op.BELOW, Decimal(3)), "3.1", None, "mức đăng ký 3,1 cao hơn mức không quá 3 của chỉ tiêu chung"),
        (Aim(Op.AT_MOST, Decimal(3)), "3.5", None, "mức đăng ký 3,5 cao hơn mức không quá 3 của chỉ tiêu chung"),
        (Aim(Op.AT_MOST, Decimal(3)), "2", None, ""),
        (Aim(Op.AT_MOST, Decimal(3)), "2.6", "2.5", "mức đăng ký 2,6 cao hơn mức không quá 2,5 tỉnh giao"),
        (Aim(Op.BELOW, Decimal(3)), "3", None, ""),
        (Aim(Op.EQUAL, Decimal(3), direction="lower"), "4", None,
         "mức đăng ký 4 cao hơn mức không quá 3 của chỉ tiêu chung"),
        (Aim(Op.RANGE, Decimal(10), Decimal(12)), "9", None, "mức đăng ký 9 thấp hơn chỉ tiêu chung 10"),
        (Aim(Op.RANGE, Decimal(10), Decimal(12)), "13", None,
         "mức đăng ký 13 cao hơn mức không quá 12 của chỉ tiêu chung"),
        (Aim(Op.RANGE, Decimal(10), Decimal(12), direction="higher"), "13", None, ""),
        (Aim(Op.RANGE, Decimal(10), Decimal(12), direction="lower"), "9", None, ""),
        (Aim(Op.RANGE, Decimal(10), Decimal(12)), "13", "11", ""),
        (Aim(Op.DECREASE, Decimal(4), direction="lower"), "3.8", None,
         "mức đăng ký 3,8 thấp hơn chỉ tiêu chung 4"),
        (Aim(Op.DECREASE, Decimal(4), direction="higher"), "4.5", None, ""),
        (Aim(Op.INCREASE, Decimal(2), Decimal(3)), "1.5", None, "mức đăng ký 1,5 thấp hơn chỉ tiêu chung 2"),
        (Aim(Op.INCREASE, Decimal(2)), "2", None, ""),
    ],
)  # fmt: skip
def test_each_way_of_asking_has_its_sentence(aim, value, assigned, sentence):
    assert said(aim, value, assigned) == sentence


def test_who_gives_is_named_by_the_level_of_the_campaign():
    aim = Aim(Op.AT_LEAST, Decimal(35))
    assert said(aim, "1", "2", level=Level.DISTRICT) == "mức đăng ký 1 thấp hơn chỉ tiêu huyện giao 2"
    assert said(aim, "1", "2", level=Level.CENTRAL) == "mức đăng ký 1 thấp hơn chỉ tiêu Trung ương giao 2"


def test_what_is_counted_for_the_whole_is_not_asked_of_one_unit_unless_it_was_given_a_part():
    revenue = Aim(Op.AT_LEAST, Decimal(2700), unit_of_measure="tỷ đồng")
    assert said(revenue, "180", name="Thu ngân sách") == ""
    assert said(revenue, "180", "190", name="Thu ngân sách") == "mức đăng ký 180 thấp hơn chỉ tiêu tỉnh giao 190"


def test_nothing_is_asked_by_a_goal_without_figure():
    assert asked_of(Aim(Op.QUALITATIVE, None), RATE, None) == Asked()


@given(ops, directions, figures, figures)
def test_what_is_given_is_always_good_enough_itself(op, direction, value, assigned):
    aim = Aim(op, value, direction=direction)
    assert missed(assigned, asked_of(aim, RATE, assigned)) is None


@given(ops, directions, figures, figures, figures)
def test_going_on_in_the_good_direction_never_makes_it_worse(op, direction, asked, value, step):
    aim = Aim(op, asked, direction=direction)
    given_ = asked_of(aim, RATE, asked)
    better = value + abs(step) if given_.least is not None else value - abs(step)
    assert missed(value, given_) is not None or missed(better, given_) is None


@given(figures, figures)
def test_a_floor_and_a_ceiling_mirror_each_other(asked, value):
    under = missed(value, Asked(least=asked))
    over = missed(-value, Asked(most=-asked))
    assert (under is Side.UNDER) == (over is Side.OVER)


@given(st.sampled_from(CHANGES), directions, figures, figures)
def test_of_a_change_more_is_better_whatever_the_direction_says(op, direction, asked, value):
    assert asked_of(Aim(op, asked, direction=direction), RATE, value) == Asked(least=value, given=True)
