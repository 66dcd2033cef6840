"""Reading and writing points, figures and money."""

from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import (
    NumberRefused,
    format_decimal,
    format_money,
    format_points,
    money_words_short,
    parse_money,
    parse_points,
    parse_quantity,
    round_half_up,
)


def refusal(parse, text, **options):
    with pytest.raises(NumberRefused) as caught:
        parse(text, **options)
    assert str(caught.value) == caught.value.sentence
    return caught.value.code, caught.value.sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9,5", "9.5"),
        ("9.5", "9.5"),
        ("10", "10"),
        ("0", "0"),
        ("9,50", "9.5"),
        ("1000", "1000"),
        ("9999,99", "9999.99"),
        ("\u00a0\t9,5\u200b ", "9.5"),
    ],
)
def test_points_are_read_with_comma_or_point(text, value):
    assert parse_points(text) == Decimal(value)
    assert parse_points(text).as_tuple().exponent == -2


@pytest.mark.parametrize("text", ["-0", "-0,00", "−0"])
def test_minus_zero_is_zero(text):
    assert str(parse_points(text)) == "0.00"


@pytest.mark.parametrize("text", ["-1,5", "−1,5", "–1.5"])
def test_negative_points_are_read_where_allowed(text):
    assert parse_points(text, allow_negative=True) == Decimal("-1.5")
    assert refusal(parse_points, text) == ("N04", "Điểm không được âm")


ONLY_DIGITS = ("N01", "Chỉ dùng chữ số 0–9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NaN", ("N01", "Không phải là số: NaN")),
        ("Infinity", ("N01", "Không phải là số: Infinity")),
        ("1e3", ("N01", "Không phải là số: 1e3")),
        ("0x10", ("N01", "Không phải là số: 0x10")),
        (",5", ("N01", "Không phải là số: ,5")),
        ("--5", ("N01", "Không phải là số: --5")),
        ("a" * 40, ("N01", f"Không phải là số: {'a' * 30}…")),
        ("9,", ("N01", "Thiếu chữ số sau dấu phẩy: 9,")),
        ("9.", ("N01", "Thiếu chữ số sau dấu chấm: 9.")),
        ("1_000", ONLY_DIGITS),
        ("１２", ONLY_DIGITS),
        ("٣", ONLY_DIGITS),
        ("9,5 điểm", ("N01", "Chỉ nhập số, bỏ chữ “điểm”")),
        ("9,5đ", ("N01", "Chỉ nhập số, bỏ chữ “đ”")),
        ("9,5/10", ("N01", "Chỉ nhập số, bỏ phần “/10”")),
        ("95%", ("N01", "Chỉ nhập số, bỏ dấu %")),
        ("+5", ("N01", "Chỉ nhập số, bỏ dấu +")),
        ("O,5", ("N01", "Có chữ O/l trong số: O,5. Hãy gõ lại bằng chữ số 0 hoặc 1")),
        ("l0", ("N01", "Có chữ O/l trong số: l0. Hãy gõ lại bằng chữ số 0 hoặc 1")),
        ("0.125", ("N02", "Điểm chỉ có tối đa 2 chữ số thập phân: 0.125")),
        ("2,345", ("N02", "Điểm chỉ có tối đa 2 chữ số thập phân: 2,345")),
        ("9.500", ("N03", "Không rõ 9.500 là 9,5 hay 9500. Hãy nhập 9,5 hoặc 9500")),
        ("1.500", ("N03", "Không rõ 1.500 là 1,5 hay 1500. Hãy nhập 1,5 hoặc 1500")),
        ("9.525", ("N03", "Không rõ 9.525 là 9,525 hay 9525. Điểm chỉ có tối đa 2 chữ số thập phân")),
        ("1,500.5", ("N03", "Không rõ 1,500.5 là số nào. Chỉ dùng một dấu phẩy, ví dụ 9,5")),
        ("1 500", ("N03", "Bỏ khoảng trắng trong số 1 500")),
        ("12345", ("N05", "Điểm quá lớn: 12345 (tối đa 9999,99)")),
        ("", ("N08", "Chưa nhập số (để trống khác với số 0)")),
        (" \u200b", ("N08", "Chưa nhập số (để trống khác với số 0)")),
    ],
)
def test_points_are_refused_with_a_sentence(text, expected):
    assert refusal(parse_points, text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.700", "2700"),
        ("1.234.567,8", "1234567.8"),
        ("33.5", "33.5"),
        ("33,5", "33.5"),
        ("1,500", "1.500"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1234.5678", "1234.5678"),
        ("27000", "27000"),
        ("-3,2", "-3.2"),
        ("-0", "0"),
    ],
)
def test_figures_are_read_with_groups_and_decimals(text, value):
    assert str(parse_quantity(text)) == value


HOW = "Dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy trước phần thập phân, ví dụ 1.234,5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27.000 ha", ("N01", "Chỉ nhập số, bỏ chữ “ha”")),
        ("27 m2", ("N01", "Chỉ nhập số, bỏ chữ “m2”")),
        ("27km²", ("N01", "Chỉ nhập số, bỏ chữ “km²”")),
        ("1e3", ("N01", "Không phải là số: 1e3")),
        ("0,12345", ("N02", "Số chỉ có tối đa 4 chữ số thập phân: 0,12345")),
        ("1,500.5", ("N03", f"Không rõ 1,500.5 là số nào. {HOW}")),
        ("1,500,000", ("N03", f"Không rõ 1,500,000 là số nào. {HOW}")),
        ("1234.567", ("N03", f"Không rõ 1234.567 là số nào. {HOW}")),
        ("1.23.456", ("N03", f"Không rõ 1.23.456 là số nào. {HOW}")),
        ("0.123.456", ("N03", f"Không rõ 0.123.456 là số nào. {HOW}")),
        ("2 700", ("N03", "Bỏ khoảng trắng trong số 2 700")),
        ("1" * 15, ("N05", f"Số quá lớn: {'1' * 15} (tối đa 14 chữ số)")),
        ("", ("N08", "Chưa nhập số (để trống khác với số 0)")),
    ],
)
def test_figures_are_refused_with_a_sentence(text, expected):
    assert refusal(parse_quantity, text) == expected


def test_negative_figures_are_refused_where_they_make_no_sense():
    assert refusal(parse_quantity, "-3", allow_negative=False) == ("N04", "Số không được âm")


@pytest.mark.parametrize(("text", "value"), [("500.000.000", 500_000_000), ("500000", 500_000), ("0", 0), ("-0", 0)])
def test_money_is_read_in_whole_dong(text, value):
    assert parse_money(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500 triệu", ("N10", "Hãy nhập số tiền bằng chữ số: 500.000.000")),
        ("500 TRIỆU đồng", ("N10", "Hãy nhập số tiền bằng chữ số: 500.000.000")),
        ("2,5 tỷ đồng", ("N10", "Hãy nhập số tiền bằng chữ số: 2.500.000.000")),
        ("100 nghìn", ("N10", "Hãy nhập số tiền bằng chữ số: 100.000")),
        ("300.000.000đ", ("N10", "Chỉ nhập số, bỏ chữ đơn vị tiền: 300.000.000")),
        ("300000000 VND", ("N10", "Chỉ nhập số, bỏ chữ đơn vị tiền: 300.000.000")),
        ("5 trıệu", ("N01", "Chỉ nhập số, bỏ chữ “trıệu”")),
        ("năm trăm triệu", ("N01", "Không phải là số: năm trăm triệu")),
        ("1.500,5", ("N02", "Số tiền tính bằng đồng, không có phần lẻ: 1.500,5")),
        ("1,500,000", ("N03", "Không rõ số tiền 1,500,000. Hãy nhập đủ chữ số, ví dụ 500.000.000")),
        ("5.00", ("N03", "Không rõ số tiền 5.00. Hãy nhập đủ chữ số, ví dụ 500.000.000")),
        ("1 500 000", ("N03", "Bỏ khoảng trắng trong số 1 500 000")),
        ("-500", ("N04", "Số tiền không được âm")),
        ("9" * 16, ("N05", f"Số tiền quá lớn: {'9' * 16} (tối đa 15 chữ số)")),
        ("", ("N08", "Chưa nhập số (để trống khác với số 0)")),
    ],
)
def test_money_is_refused_with_the_accepted_form(text, expected):
    assert refusal(parse_money, text) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Decimal("2700.5"), None, "2.700,5"),
        (Decimal("2700.50"), None, "2.700,5"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-0.00"), None, "0"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("-1234.5"), None, "-1.234,5"),
        (Decimal("2.345"), 2, "2,35"),
        (3, 1, "3,0"),
        (100, None, "100"),
    ],
)
def test_figures_are_written_the_vietnamese_way(value, decimals, shown):
    assert format_decimal(value, decimals) == shown


def test_floats_are_not_written():
    with pytest.raises(TypeError, match="never float"):
        format_decimal(0.1)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Decimal("91.25"), None, "91,25"),
        (Decimal("56.50"), None, "56,5"),
        (Decimal("10.755"), None, "10,76"),
        (Decimal("1000"), None, "1000"),
        (Decimal("23.3"), 2, "23,30"),
        (Decimal("100.00"), None, "100"),
    ],
)
def test_points_are_written_with_at_most_two_decimals(value, decimals, shown):
    assert format_points(value, decimals) == shown


def test_money_is_written_with_its_unit():
    assert format_money(Decimal("500000000")) == "500.000.000 đồng"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (500_000_000, "500 triệu đồng"),
        (2_500_000_000, "2,5 tỷ đồng"),
        (1_490_000, "1,49 triệu đồng"),
        (300_000, "300 nghìn đồng"),
        (1_234_567, "1.234.567 đồng"),
        (500, "500 đồng"),
        (0, "0 đồng"),
        (1_200_000_000_000, "1.200 tỷ đồng"),
    ],
)
def test_money_is_spoken_without_losing_a_dong(value, words):
    assert money_words_short(value) == words


@given(st.decimals(min_value=-9999, max_value=9999, places=2))
def test_points_that_are_shown_can_be_typed_back(value):
    assert parse_points(format_points(value), allow_negative=True) == value


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4))
def test_figures_that_are_shown_can_be_typed_back(value):
    assert parse_quantity(format_decimal(value)) == value


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_money_that_is_shown_can_be_typed_back(value):
    assert parse_money(format_money(value).removesuffix(" đồng")) == value


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_never_more(text):
    for parse in (parse_points, parse_quantity, parse_money):
        with suppress(NumberRefused):
            assert parse(text).is_finite()


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.integers(min_value=0, max_value=4))
def test_rounding_to_a_power_of_ten_is_round_half_up(value, places):
    step = Decimal(1).scaleb(-places)
    assert round_half_up(value, step) == value.quantize(step, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [
        ("2.345", "0.01", "2.35"),
        ("-2.345", "0.01", "-2.35"),
        ("7.12", "0.25", "7"),
        ("7.125", "0.25", "7.25"),
        ("12.5", "5", "15"),
    ],
)
def test_rounding_takes_the_nearest_step(value, step, rounded):
    assert round_half_up(Decimal(value), Decimal(step)) == Decimal(rounded)


def test_rounding_refuses_a_step_that_is_not_positive():
    with pytest.raises(ValueError, match="positive"):
        round_half_up(Decimal(1), Decimal(0))
