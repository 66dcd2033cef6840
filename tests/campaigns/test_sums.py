"""What adds up over the units, and how far the sum is from the campaign's value."""

from decimal import Decimal

import pytest

from campaigns.sums import adds_up, is_ceiling, span_of, sum_of


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("Thu ngân sách trên địa bàn", "tỷ đồng", True),
        ("Số xã đạt chuẩn nông thôn mới", "xã", True),
        ("Kim ngạch xuất khẩu", "triệu USD", True),
        ("Tỷ lệ hộ nghèo giảm", "%", False),
        ("Tỷ suất sinh", "‰", False),
        ("Thu nhập bình quân đầu người", "triệu đồng", False),
        ("Giá trị sản phẩm", "triệu đồng/ha", False),
        ("Bác sĩ", "bác sĩ/1 vạn dân", False),
        ("Chỉ số cải cách hành chính", "điểm", False),
        ("Giá trị sản phẩm trên 1 ha đất", "triệu đồng", False),
    ],
)
def test_counted_things_add_up_and_rates_do_not(name, unit, expected):
    assert adds_up(name, unit) is expected


@pytest.mark.parametrize(
    ("values", "lower", "expected"),
    [
        (["1500", "1150"], False, ("2.650 / 2.700", "còn 50", "amber")),
        (["1500", "1200"], False, ("2.700 / 2.700", "đã giao đủ", "green")),
        (["1500", "1250"], False, ("2.750 / 2.700", "vượt 50", "green")),
        (["1500", "1250"], True, ("2.750 / 2.700", "vượt 50", "red")),
        (["1500", "1150"], True, ("2.650 / 2.700", "còn 50", "grey")),
        ([], False, ("–", "chưa giao", "grey")),
    ],
)
def test_the_sum_says_what_is_left(values, lower, expected):
    total = sum_of([Decimal(value) for value in values], Decimal("2700"), lower=lower)
    assert (total.given, total.mark, total.tone) == expected


def test_rates_show_the_lowest_and_the_highest():
    ends = span_of([Decimal("95.5"), Decimal("90"), Decimal("99")])
    assert (ends.given, ends.mark) == ("90–99", "thấp nhất–cao nhất")
    assert span_of([Decimal("90"), Decimal("90")]).given == "90"
    assert span_of([]).mark == "chưa giao"


@pytest.mark.parametrize(
    ("op", "direction", "expected"),
    [("<=", "", True), ("=", "lower", True), ("decrease_by", "lower", False), (">=", "", False)],
)
def test_less_is_better_under_a_ceiling(op, direction, expected):
    assert is_ceiling(op, direction) is expected
