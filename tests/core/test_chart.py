"""The drawing of figures beside their path: everything inside the field, labels that do not cover each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.templatetags.chart import BOTTOM, HEIGHT, TOP, course_drawing

START, END = date(2021, 1, 1), date(2021, 12, 31)
YEAR = [(START, Decimal(0)), (END, Decimal(310))]


def drawn(path=YEAR, figures=(), goal=Decimal(310), today=date(2021, 6, 21), zero=True, start=START, end=END):
    return course_drawing(start, end, path, figures, goal, today=today, zero=zero)


def test_a_sum_begins_at_zero_and_has_round_rules():
    found = drawn(figures=[(date(2021, 3, 31), Decimal("70.1"))])
    assert [rule.label for rule in found.rules] == ["0", "100", "200", "300", "400"]
    assert [day.label for day in found.days] == ["1/1", "31/3", "30/6", "30/9", "31/12"]
    assert (found.goal, found.today) == ("310", "46.98%")
    assert [dot.label for dot in found.dots] == ["70,1"]


def test_a_level_fills_the_field():
    found = drawn([(START, Decimal("1.44")), (END, Decimal("1.38"))], goal=Decimal("1.38"), zero=False)
    assert [rule.label for rule in found.rules] == ["1,38", "1,4", "1,42", "1,44"]
    assert (found.path[0].y1, found.path[0].y2) == (TOP, TOP + HEIGHT)


def test_labels_that_would_cover_their_neighbours_are_left_to_the_table():
    days = [(date(2021, 3, 31) + timedelta(days=number), Decimal(number)) for number in range(20)]
    assert [dot.label for dot in drawn(figures=days).dots].count("") == 19


def test_a_long_campaign_is_marked_by_years():
    found = drawn(start=START, end=date(2025, 12, 31))
    assert len(found.days) == 6


def test_outside_its_days_there_is_no_today():
    assert drawn(today=date(2022, 1, 1)).today is None


@pytest.mark.parametrize("value", ["0", "-3", "0.0001", "99999999999999"])
def test_one_value_alone_is_drawn(value):
    found = drawn([], [(START, Decimal(value))], Decimal(value), zero=False)
    assert TOP <= found.goal_y <= TOP + HEIGHT


@given(st.lists(st.tuples(st.dates(START, END), st.decimals("-1000000", "1000000", places=4)), max_size=12))
def test_everything_stands_inside_the_field(figures):
    found = drawn(figures=sorted(figures), zero=False)
    heights = [*(dot.y for dot in (*found.dots, *found.rules)), found.goal_y]
    assert all(TOP <= height <= TOP + HEIGHT for height in heights)
    assert found.height == TOP + HEIGHT + BOTTOM
