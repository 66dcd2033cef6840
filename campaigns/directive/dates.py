"""Days as documents print them, and whether one is a day by which, from which or until which."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time

_YEAR = r"(?:\s?năm\s?|\s?[/.\-]\s?)(?P<y>\d{4})"
_DAY = re.compile(
    rf"(?:ngày\s)?(?P<d>\d{{1,2}})(?:\s?/\s?|\s?-\s?|\s?\.\s?|\stháng\s)(?P<m>\d{{1,2}})(?:{_YEAR}|"
    rf"\s(?P<every>hằng|hàng|mỗi) năm)?(?![\d/]|[.,]\d)"
)
_MONTH = re.compile(
    r"(?P<lead>trong|hết|cuối|đến hết|vào) tháng (?P<m>\d{1,2})(?:\s?/\s?|\snăm\s)?(?P<y>\d{4})?(?!\d|/)"
)
_QUARTER = re.compile(
    r"(?P<lead>trong|hết|cuối|đến hết) quý (?P<q>iv|iii|ii|i|[1-4])\b(?:\s?/\s?|\snăm\s)?(?P<y>\d{4})?"
)
_YEAR_END = re.compile(r"(?:đến hết|hết|cuối|đến cuối) năm (?P<y>\d{4})")
_HOUR = re.compile(r"(\d{1,2})\s?(?:giờ|h|g|:)\s?(\d{2})?(?:\s?phút)?")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Day:
    """A day at ``start:end`` of a text; ``guessed``: no year is printed beside it, ``whole``: the end of a month."""

    start: int
    end: int
    day: date
    guessed: bool = False
    whole: bool = False


def make(year: int, month: int, day: int) -> date | None:
    """The date, None if there is no such day."""
    if 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def days_of(low: str, *, year: int, after: date | None = None) -> list[Day]:
    """The days of a text in lower case, in reading order; a day without a year falls in ``year`` of the campaign.

    With ``after`` (the first day of the campaign) it falls on or after that day: January of a school year is the next.
    """
    found = [*_plain(low, year, after), *_ends(low, year, after)]
    found.sort(key=lambda one: one.start)
    kept: list[Day] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _plain(low: str, year: int, after: date | None) -> list[Day]:
    found = []
    for match in _DAY.finditer(low):
        named = match[0].startswith("ngày") or " tháng " in match[0]
        printed = match["y"]
        if (
            not printed
            and not named
            and not re.search(r"(?:trước|từ|đến|đến hết|chậm nhất|hạn|ngày|là|vào)[\s:]*$", low[: match.start()][-14:])
        ):
            continue
        if not printed and not year:
            continue
        day = _in_year(int(printed or year), int(match["m"]), int(match["d"]), None if printed else after)
        if day:
            found.append(Day(match.start(), match.end(), day, guessed=not printed))
    return found


def _in_year(year: int, month: int, day: int, after: date | None) -> date | None:
    made = make(year, month, day)
    if made and after and made < after and after.month > 6:
        return make(year + 1, month, day)
    return made


def _ends(low: str, year: int, after: date | None) -> list[Day]:
    """The last days of months, quarters and years."""
    found = []
    for pattern in (_MONTH, _QUARTER, _YEAR_END):
        for match in pattern.finditer(low):
            own, month = int(match["y"] or year), _last_month(match.groupdict())
            if 1 <= month <= 12 and 1900 <= own <= 2100:
                last = _in_year(own, month, calendar.monthrange(own, month)[1], None if match["y"] else after)
                if last:
                    found.append(Day(match.start(), match.end(), last, guessed=not match["y"], whole=True))
    return found


def _last_month(named: dict[str, str]) -> int:
    """The month with which a named month, quarter or year ends."""
    if "m" in named:
        return int(named["m"])
    return 3 * _QUARTERS[named["q"]] if "q" in named else 12


def hour_of(low: str) -> time | None:
    """The hour printed in "trước 17 giờ 00 ngày", None if there is none or no such hour."""
    match = _HOUR.search(low)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))
