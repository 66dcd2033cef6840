"""Figures of an odd size are asked about; those that may be are not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.course import Aim
from campaigns.enums import Op
from campaigns.plausible import doubt_of_figure, doubt_of_pledge

MARCH = date(2021, 3, 31)
INCOME = Aim(
    op=Op.EQUAL,
    direction="higher",
    plan=Decimal(36),
    first=date(2021, 1, 1),
    last=date(2021, 12, 31),
    adds_up=False,
    last_year=Decimal("32.4"),
    unit_of_measure="triệu đồng",
)
TRAINED = replace(INCOME, plan=Decimal("55.2"), last_year=Decimal("52.7"), unit_of_measure="%")
REVENUE = replace(INCOME, plan=Decimal(295), last_year=Decimal("281.8"), adds_up=True, unit_of_measure="tỷ đồng")
COMMUNES = replace(REVENUE, plan=Decimal(1), last_year=Decimal(8), unit_of_measure="xã", piece=Decimal(1))
POVERTY = replace(INCOME, op=Op.DECREASE, plan=Decimal(4), last_year=Decimal("22.3"), unit_of_measure="%")


@pytest.mark.parametrize(
    ("what", "value", "before", "words"),
    [
        (TRAINED, "566", "56.6", "gấp 10 lần số ngày 31/03/2021 (56,6)"),
        (TRAINED, "120", "56.6", "là tỷ lệ trên 100%"),
        (replace(TRAINED, plan=Decimal(105)), "120", None, ""),
        (replace(TRAINED, op=Op.INCREASE), "120", "56", ""),
        (TRAINED, "5.66", None, "chưa bằng 1/5 của mức phải đạt (55,2)"),
        (TRAINED, "54", "53", ""),
        (INCOME, "36000000", None, "gấp 1.000.000 lần mức phải đạt (36)"),
        (replace(INCOME, plan=Decimal(36000000)), "36000000", None, "gấp 1.111.111 lần năm trước (32,4)"),
        (REVENUE, "12", None, ""),
        (REVENUE, "70.1", "12", ""),
        (REVENUE, "1668", "70.1", "gấp 24 lần số ngày 31/03/2021 (70,1)"),
        (POVERTY, "0.5", None, ""),
        (POVERTY, "25", None, "gấp 6,3 lần mức phải đạt (4)"),
        (replace(REVENUE, plan=Decimal(0), last_year=None), "3", None, ""),
    ],
)
def test_a_figure_beside_what_is_known(what, value, before, words):
    previous = (MARCH, Decimal(before)) if before else None
    assert doubt_of_figure(what, Decimal(value), previous) == words


@pytest.mark.parametrize(
    ("what", "asked", "words"),
    [
        (replace(INCOME, plan=Decimal(36000000)), None, "gấp 1.111.111 lần năm trước (32,4)"),
        (replace(REVENUE, last_year=None), "30", "gấp 9,8 lần mức được giao (30)"),
        (replace(REVENUE, plan=Decimal(30)), None, "chưa bằng 1/5 của năm trước (281,8)"),
        (replace(TRAINED, plan=Decimal(552), last_year=None), None, "là tỷ lệ trên 100%"),
        (COMMUNES, None, ""),
        (POVERTY, None, ""),
        (INCOME, "35", ""),
    ],
)
def test_what_is_registered_beside_what_is_known(what, asked, words):
    assert doubt_of_pledge(what, Decimal(asked) if asked else None) == words
