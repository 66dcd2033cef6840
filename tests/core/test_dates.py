"""Reading dates, writing them, and saying how far a deadline is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    VIETNAM,
    DateRefused,
    days_late,
    deadline_reading,
    document_date,
    local_day,
    long_date,
    moment,
    parse_date,
    short_date,
    time_left,
    weekday_name,
)

DUE = datetime(2021, 1, 8, 17, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1/2/2026", date(2026, 2, 1)),
        ("01-02-2026", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("\u00a01 / 2 / 2026 ", date(2026, 2, 1)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_dates_are_read_day_first(text, day):
    assert parse_date(text) == day


FORM = ("D01", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026")
FOUR_DIGITS = ("D03", "Nhập đủ 4 chữ số của năm")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/31/2026", ("D01", "Không có tháng 31. Nhập ngày/tháng/năm")),
        ("2026-13-01", ("D01", "Không có tháng 13. Nhập ngày/tháng/năm")),
        ("1/0/2026", ("D01", "Không có tháng 0. Nhập ngày/tháng/năm")),
        ("1/2/1026", ("D01", "Năm 1026 ngoài khoảng 1900–2100")),
        ("", FORM),
        ("hôm nay", FORM),
        ("1/2-2026", FORM),
        ("１/２/2026", FORM),
        ("46387", FORM),
        ("29/02/2027", ("D02", "Tháng 2/2027 chỉ có 28 ngày")),
        ("31/04/2026", ("D02", "Tháng 4/2026 chỉ có 30 ngày")),
        ("0/4/2026", ("D02", "Không có ngày 0. Nhập ngày/tháng/năm")),
        ("31/12/26", FOUR_DIGITS),
        ("31/12/0026", FOUR_DIGITS),
        ("31/12/026", FOUR_DIGITS),
    ],
)
def test_dates_are_refused_with_a_sentence(text, expected):
    with pytest.raises(DateRefused) as caught:
        parse_date(text)
    assert (caught.value.code, caught.value.sentence) == expected


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_dates_that_are_shown_can_be_typed_back(day):
    assert parse_date(short_date(day)) == day


def test_weekdays_have_their_official_names():
    monday = date(2021, 1, 4)
    assert [weekday_name(monday + timedelta(days=n)) for n in range(7)] == [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


def test_a_long_date_names_the_weekday():
    assert long_date(date(2021, 1, 8)) == "thứ Sáu 08/01/2021"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 3, 5), "ngày 05 tháng 3 năm 2024"),
        (date(2026, 2, 1), "ngày 01 tháng 02 năm 2026"),
        (date(2021, 1, 10), "ngày 10 tháng 01 năm 2021"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
    ],
)
def test_a_document_date_pads_small_days_and_the_first_two_months(day, written):
    assert document_date(day) == written


def test_an_instant_is_told_on_a_vietnamese_clock():
    assert moment(datetime(2021, 1, 8, 10, tzinfo=UTC)) == "17:00 thứ Sáu 08/01/2021"
    assert local_day(datetime(2021, 1, 8, 17, tzinfo=UTC)) == date(2021, 1, 9)


@pytest.mark.parametrize("read", [moment, local_day, deadline_reading])
def test_an_instant_without_time_zone_is_refused(read):
    with pytest.raises(ValueError, match="time zone"):
        read(datetime(2021, 1, 8, 17))  # noqa: DTZ001 - naive on purpose  # noqa: DTZ001 - the naive instant is what is refused


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(days=325, hours=6), "còn 325 ngày"),
        (timedelta(days=3), "còn 3 ngày"),
        (timedelta(days=2, hours=3, minutes=20), "còn 2 ngày 3 giờ"),
        (timedelta(days=2, minutes=20), "còn 2 ngày"),
        (timedelta(hours=3, minutes=20), "còn 3 giờ 20 phút"),
        (timedelta(minutes=45), "còn 45 phút"),
        (timedelta(seconds=20), "còn chưa đến 1 phút"),
        (timedelta(), "vừa quá hạn"),
        (-timedelta(seconds=20), "vừa quá hạn"),
        (-timedelta(minutes=5), "quá hạn 5 phút"),
        (-timedelta(days=3), "quá hạn 4 ngày"),
        (-timedelta(days=3, hours=1), "quá hạn 4 ngày"),
    ],
)
def test_time_left_is_told_in_its_two_largest_units_and_from_three_days_on_in_days(left, told):
    assert time_left(DUE - left, DUE) == told


@pytest.mark.parametrize(
    ("due", "reading"),
    [
        (datetime(2021, 1, 10, tzinfo=VIETNAM), "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)"),
        (datetime(2021, 1, 9, 17, tzinfo=UTC), "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)"),
        (DUE, "đến 17:00 thứ Sáu 08/01/2021"),
        (datetime(2021, 1, 10, 0, 30, tzinfo=VIETNAM), "đến 00:30 Chủ nhật 10/01/2021"),
    ],
)
def test_a_deadline_is_read_as_people_say_it(due, reading):
    assert deadline_reading(due) == reading


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (-timedelta(microseconds=1), 0),
        (timedelta(), 1),
        (timedelta(hours=23, minutes=59), 1),
        (timedelta(days=1), 2),
        (timedelta(days=3, hours=1), 4),
    ],
)
def test_days_late_counts_started_days(after, days):
    assert days_late(DUE, DUE + after) == days
