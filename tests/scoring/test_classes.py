"""Classes with side conditions: the bands of the trade unions (domain.md B5) and of the official form (B6)."""

from decimal import Decimal

import pytest

from scoring.calculation.classes import Reached, bands_of, class_of
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.totals import GroupTotal

D = Decimal
UNIONS = bands_of(
    [
        {"name": "Vững mạnh", "from": "85", "no_case_of": ["5.1"], "groups_at_least": "50"},
        {"name": "Khá", "from": "70"},
        {"name": "Trung bình", "from": "50"},
        {"name": "Yếu", "from": "0"},
    ]
)
GOOD = [GroupTotal("I", "points", D(50), D(50), D(60)), GroupTotal("II", "points", D(38), D(38), D(40))]
WEAK = [GroupTotal("I", "points", D(60), D(60), D(60)), GroupTotal("II", "points", D("19.99"), D("19.99"), D(40))]


def reached(case=False):
    return [Reached("5.1", "penalty", D(0), D(0), case)]


@pytest.mark.parametrize(
    ("figure", "name"),
    [("100", "Vững mạnh"), ("85", "Vững mạnh"), ("84.99", "Khá"), ("69.99", "Trung bình"), ("0", "Yếu"), ("-1", "")],
)
def test_finds_the_band_of_a_figure(figure, name):
    assert class_of(UNIONS, D(figure), GOOD, reached()) == name


def test_lets_a_unit_fall_that_fails_a_condition():
    assert class_of(UNIONS, D(90), GOOD, reached(case=True)) == "Khá"
    assert class_of(UNIONS, D(90), WEAK, reached()) == "Khá"


def test_knows_no_class_without_a_figure():
    assert class_of(UNIONS, None, GOOD, []) == ""


def test_asks_every_criterion_where_the_band_says_so():
    bands = bands_of([{"name": "Tốt", "from": "0", "criteria_at_least": "50"}])
    row = Reached("1.1", "points", D(10), D(5), False)
    assert class_of(bands, D(5), [], [row]) == "Tốt"
    assert class_of(bands, D(5), [], [Reached("1.1", "points", D(10), D("4.99"), False)]) == ""


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"from": "85"}], "Mỗi mức xếp loại cần tên và điểm bắt đầu."),
        ([{"name": "A", "from": "5"}, {"name": "B", "from": "5"}], "Các mức xếp loại phải xếp từ cao xuống thấp."),
        ([{"name": "A", "from": "5", "to": "9"}], "Tham số không có trong cách tính này: to."),
        ([{"name": "A", "from": "5", "no_case_of": "5.1"}], "“no_case_of” là danh sách số của các tiêu chí."),
    ],
)
def test_refuses_bands_that_make_no_sense(rows, sentence):
    with pytest.raises(ParamsRefused) as refused:
        bands_of(rows)
    assert refused.value.sentence == sentence


def test_says_a_band_in_words():
    assert UNIONS[0].words == (
        "Vững mạnh: từ 85; không có trường hợp ở tiêu chí 5.1; nhóm nào cũng đạt ít nhất 50% điểm chuẩn"
    )
