"""Dates and deadlines as Vietnamese officials write and read them, in the time of Việt Nam. Pure, no Django.

Django's `vi` locale reads "1/2/2026" as 2 January (design "integrity", trap 6); here day comes first, always.
A deadline is a half-open instant: received at or after `due` is late.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.text import clean

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
HOURS_COUNT_WITHIN = 3  # days


class DateRefused(ValueError):
    """A text that is not taken as a date. `code` (D01…D03) is for the help desk, `sentence` for the user."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def parse_date(text: str) -> date:
    """The date typed as d/m/yyyy, d-m-yyyy, d.m.yyyy or yyyy-m-d.

    Raises DateRefused: D01 not a date or no such month, D02 no such day in that month, D03 year not in four digits.
    """
    raw = clean(text)
    if day_first := _DAY_FIRST.fullmatch(raw):
        day, month, year = day_first[1], day_first[3], day_first[4]
    elif year_first := _YEAR_FIRST.fullmatch(raw):
        year, month, day = year_first.groups()
    else:
        raise DateRefused("D01", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026")
    if len(year) < 4 or year.startswith("00"):
        raise DateRefused("D03", "Nhập đủ 4 chữ số của năm")
    return _existing_date(int(day), int(month), int(year))


def weekday_name(day: date) -> str:
    """The name of the day: "thứ Hai" … "thứ Bảy", "Chủ nhật" (capitals as in NĐ 30/2020, Phụ lục II)."""
    return _WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """A date in figures: "08/01/2021"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date) -> str:
    """A date with its weekday: "thứ Sáu 08/01/2021"."""
    return f"{weekday_name(day)} {short_date(day)}"


def document_date(day: date) -> str:
    """The date line of a document: "ngày 05 tháng 3 năm 2024".

    A leading 0 for days under 10 and for months 1 and 2 only (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 4).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def local_day(instant: datetime) -> date:
    """The calendar day in Việt Nam at an aware `instant`; ValueError if it is naive."""
    return _in_vietnam(instant).date()


def moment(instant: datetime) -> str:
    """An aware instant in the time of Việt Nam: "17:00 thứ Sáu 08/01/2021"; ValueError if it is naive."""
    local = _in_vietnam(instant)
    return f"{local:%H:%M} {long_date(local)}"


def time_left(now: datetime, due: datetime) -> str:
    """How far `due` is, hours only within 3 days: "còn 325 ngày", "còn 2 ngày 3 giờ", "quá hạn 5 phút".

    What is over for longer is counted in started days, as `days_late` counts what is filed late.
    """
    if now < due:
        return f"còn {_duration(due - now) or 'chưa đến 1 phút'}"
    if now - due >= HOURS_COUNT_WITHIN * _DAY:
        return f"quá hạn {days_late(due, now)} ngày"
    passed = _duration(now - due)
    return f"quá hạn {passed}" if passed else "vừa quá hạn"


def deadline_reading(due: datetime) -> str:
    """The plain reading of a half-open deadline (aware; ValueError if naive).

    Midnight belongs to the day before: due 10/01/2021 00:00 is "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)";
    due 17:00 is "đến 17:00 thứ Sáu 08/01/2021".
    """
    local = _in_vietnam(due)
    if (local.hour, local.minute) != (0, 0):
        return f"đến {moment(due)}"
    return f"đến hết {long_date(local - _DAY)} (trước ngày {short_date(local)})"


def days_late(due: datetime, received: datetime) -> int:
    """Started days of 24 hours by which `received` missed `due`: 0 when before it, 1 exactly at it, 2 a day later."""
    if received < due:
        return 0
    return (received - due) // _DAY + 1


def whole_years(first: date, last: date) -> int:
    """How many full years the days from `first` to `last` make, both included: 01/01–31/12 is one."""
    after = last + _DAY
    years = after.year - first.year
    return years - ((after.month, after.day) < (first.month, first.day))


def _existing_date(day: int, month: int, year: int) -> date:
    """The date, or a refusal that says which part of it does not exist."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateRefused("D01", f"Năm {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}")
    if not 1 <= month <= 12:
        raise DateRefused("D01", f"Không có tháng {month}. Nhập ngày/tháng/năm")
    if day < 1:
        raise DateRefused("D02", f"Không có ngày {day}. Nhập ngày/tháng/năm")
    days = calendar.monthrange(year, month)[1]
    if day > days:
        raise DateRefused("D02", f"Tháng {month}/{year} chỉ có {days} ngày")
    return date(year, month, day)


def _in_vietnam(instant: datetime) -> datetime:
    """`instant` on a Vietnamese clock; a naive one has no meaning here."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIETNAM)


def _duration(span: timedelta) -> str:
    """A span of at least zero in days, under 3 days in days and hours, or hours and minutes; "" under a minute."""
    days, rest = divmod(span, _DAY)
    if days >= HOURS_COUNT_WITHIN:
        return f"{days} ngày"
    hours, rest = divmod(rest, _HOUR)
    units = [(days, "ngày"), (hours, "giờ")] if days else [(hours, "giờ"), (rest // _MINUTE, "phút")]
    return " ".join(f"{count} {name}" for count, name in units if count)
