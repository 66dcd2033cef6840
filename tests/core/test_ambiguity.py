"""A point before three digits: thousands, unless only a comma fits the plan (integrity trap 7, N03)."""

from decimal import Decimal

import pytest

from core.numbers import ambiguity


@pytest.mark.parametrize(
    ("typed", "value", "plan", "question"),
    [
        ("9.500", Decimal(9500), Decimal("7.5"), "Không rõ 9.500 là 9,5 hay 9500. Hãy nhập 9,5 hoặc 9500"),
        ("2.700", Decimal(2700), Decimal(2700), ""),
        ("9500", Decimal(9500), Decimal("7.5"), ""),
        ("9,5", Decimal("9.5"), Decimal("7.5"), ""),
        ("9.500.000", Decimal(9500000), Decimal("7.5"), ""),
        ("9.500", Decimal(9500), None, ""),
        ("", None, Decimal("7.5"), ""),
    ],
)
def test_ambiguity_is_asked_about_only_where_the_plan_tells(typed, value, plan, question):
    assert ambiguity(typed, value, plan) == question
