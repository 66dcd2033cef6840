"""Spans of days: the period of the campaign, its waves, the windows of the reviews."""

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.directive.dates import Day, days_of, make
from campaigns.directive.head import Head
from campaigns.directive.lines import Item
from campaigns.directive.parts import Confidence, Found, Passage, ReadWave, ReadWindow
from campaigns.enums import WindowKind

_BETWEEN = re.compile(
    r"[\s,;]*(?:(?:và )?kết thúc|đến|tới|cho đến|cho tới|[-–—÷])?\s*(?:hết|vào|cho)?\s*(?:ngày)?[\s:]*"
)
_FROM = re.compile(r"(?:từ|bắt đầu|tính từ|kể từ|bắt đầu từ)[\s:]*(?:ngày)?\s*$")
_DAY_ONLY = re.compile(
    r"(?:từ )?(?:ngày )?(?P<a>\d{1,2}) ?(?:đến|tới|[-–]) ?(?:hết )?(?:ngày )?(?P<b>\d{1,2})(?:/|"
    r" tháng )(?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})"
)
_SINCE_LAUNCH = re.compile(
    r"(?:từ|kể từ) (?:ngày|khi) (?:phát động|ký ban hành|ban hành)[^.;\d]{0,40}?(?:đến|tới)(?: hết)?(?: ngày)? ?"
)
_WAVE = re.compile(
    r"\b(?P<name>(?:đợt|giai đoạn)(?: thi đua)?(?: cao điểm)?(?: thứ| số)? (?:\d{1,2}|[ivx]{1,4}|một|hai|ba|bốn|"
    r"nhất)\b|(?<!phát động )(?:đợt (?:thi đua )?)?cao điểm (?P<title>[“\"][^”\"]{3,60}[”\"]|"
    r"(?!từ |trong |và |vào )[^:;,.(“\"]{3,60}?)(?=:? \(?từ |: | \())"
)
_PERIOD = re.compile(r"thời gian|thời hạn|thi đua|phong trào|phát động|thực hiện|triển khai")
_SPLIT_YEAR = re.compile(r"trong năm \d{4}[^.;]{0,40}chia (?:làm|thành)")
# A meeting or a review lasts some days; these are not the days of the campaign.
_MEETING = re.compile(
    r"hội nghị|ký kết|bình xét|chấm điểm|kiểm tra|họp|thẩm định|xét duyệt|hội thi|hội diễn|nghiệm thu"
)

NEAR = 400


@dataclass(frozen=True)
class Span:
    """Two days of one item, and where they stand in its text."""

    item: Item
    start: int
    end: int
    starts_on: date
    ends_on: date


def spans_of(item: Item, *, year: int, after: date | None) -> list[Span]:
    """As in "từ ngày 15/6/2021 đến 30/6/2021" in an item, in reading order."""
    text = item.whole
    days = days_of(text.low, year=year, after=after)
    found = []
    for first, second in itertools.pairwise(days):
        between = text.low[first.end : second.start]
        lead = text.low[max(0, first.start - 24) : first.start]
        if (
            between.strip(" ,;")
            and _BETWEEN.fullmatch(between)
            and (_FROM.search(lead) or re.search(r"đến|tới|[-–—]|kết thúc", between))
        ):
            starts_on = _same_year(first, second)
            found.append(Span(item, first.start, second.end, starts_on, second.day))
        elif second.whole and second.day.day == 31 and _FROM.search(lead) and not between.strip():
            found.append(Span(item, first.start, second.end, first.day, second.day))
    found += [
        span for span in _day_only(item) if not any(one.start <= span.end and span.start <= one.end for one in found)
    ]
    return [span for span in found if not _anniversary(span)]


def _anniversary(span: Span) -> bool:
    """As in "(7/5/1954 - 7/5/2021)"."""
    return span.ends_on.year - span.starts_on.year > 9


def _same_year(first: Day, second: Day) -> date:
    """As in "từ 15/6 đến 30/6/2021": the year is printed once."""
    if first.guessed and not second.guessed:
        year = second.day.year - (first.day.month > second.day.month)
        return make(year, first.day.month, first.day.day) or first.day
    return first.day


def _day_only(item: Item) -> list[Span]:
    found = []
    for match in _DAY_ONLY.finditer(item.whole.low):
        year, month = int(match["y"]), int(match["m"])
        first, last = make(year, month, int(match["a"])), make(year, month, int(match["b"]))
        if first and last:
            found.append(Span(item, match.start(), match.end(), first, last))
    return found


def context_of(item: Item, levels: int = 2) -> str:
    """The item's heads, nearest first, in lower case."""
    heads: list[str] = []
    above = item.parent
    while above is not None and len(heads) < levels:
        heads.append(above.body.low[:160])
        above = above.parent
    return " / ".join(heads)


def read_waves(spans: list[Span]) -> list[ReadWave]:
    """As in "Đợt 1: từ … đến …"."""
    waves = []
    for span in spans:
        names = list(_WAVE.finditer(span.item.whole.low, max(0, span.start - NEAR), span.start))
        if is_wave(span):
            key = "title" if names[-1]["title"] and names[-1]["title"][0] in '“"' else "name"
            printed = span.item.whole.s[names[-1].start(key) : names[-1].end(key)].strip('“”" ')
            source = span.item.whole.passage(names[-1].start(), span.end)
            waves.append(
                ReadWave(source, name=printed[0].upper() + printed[1:], starts_on=span.starts_on, ends_on=span.ends_on)
            )
    return waves


def is_wave(span: Span) -> bool:
    """Whether the span is that of a wave, not of its review."""
    low = span.item.whole.low
    named = _WAVE.search(low, max(0, span.start - NEAR), span.start)
    return bool(named) and not re.search(r"báo cáo|sơ kết|tổng kết", _clause_before(low, span.start))


def read_windows(spans: list[Span]) -> list[ReadWindow]:
    """The days of sơ kết and tổng kết."""
    windows = []
    for span in spans:
        low = span.item.whole.low
        if is_wave(span):
            continue
        clause = _clause_before(low, span.start)
        start = span.start - len(clause)
        kind = _kind(clause) or (None if _PERIOD.search(clause) else _kind(context_of(span.item, 1)))
        if not kind:
            continue
        what = span.item.whole.cut(start, span.start).s
        windows.append(
            ReadWindow(
                span.item.whole.passage(start, span.end),
                kind=kind,
                what=_said(what),
                starts_on=span.starts_on,
                ends_on=span.ends_on,
            )
        )
    return windows


def _kind(low: str) -> WindowKind | None:
    """What a review is, by the last word that tells."""
    midterm = [found.start() for found in re.finditer(r"sơ kết", low)]
    final = [found.start() for found in re.finditer(r"tổng kết|bình xét (?:thi đua )?(?:cuối năm|năm)", low)]
    if midterm or final:
        return WindowKind.FINAL if max(final, default=-1) > max(midterm, default=-1) else WindowKind.MIDTERM
    return None


def _said(text: str) -> str:
    said = re.sub(r"^(?:\W*(?:\d{0,2}|[a-zđ])[.)\-–/]\s+|\W+)", "", text)
    said = re.sub(r"(?i)\b(?:bắt đầu |được )?(?:tổ chức )?(?:từ|vào)(?: ngày)?\s*$", "", said).strip(" :;,-")
    said = re.sub(r"(?i)^thời gian(?: tổ chức)? ", "", said)
    return said[:1].upper() + said[1:]


def read_period(
    head: Head, spans: list[Span], items: list[Item], windows: list[ReadWindow], *, year: int
) -> tuple[Found[date] | None, Found[date] | None]:
    """The first and the last day of the campaign, where the document prints them."""
    reviewed = {window.source for window in windows}
    for span in spans:
        text = span.item.whole
        lead = text.low[max(0, span.start - NEAR) : span.start]
        said = lead + " / " + context_of(span.item)
        if is_wave(span) or any(_inside(text.passage(span.start, span.end), source) for source in reviewed):
            continue
        if _PERIOD.search(said) and not re.search(r"sơ kết|tổng kết|báo cáo|đăng ký|gửi", lead):
            if _MEETING.search(_clause_before(text.low, span.start)):
                continue
            source = text.passage(span.start, span.end)
            return Found(source, value=span.starts_on), Found(source, value=span.ends_on)
    return _since_launch(head, items, year) or _from_waves(spans, items)


def _clause_before(low: str, place: int) -> str:
    """What stands before a place in its clause."""
    return low[max(low.rfind(";", 0, place), low.rfind(". ", 0, place)) + 1 : place]


def _inside(passage: Passage, source: Passage) -> bool:
    return source.start <= passage.start and passage.end <= source.end


def _since_launch(head: Head, items: list[Item], year: int) -> tuple[Found[date] | None, Found[date] | None] | None:
    """As in "Từ ngày phát động thi đua đến hết ngày 31/12/2021"."""
    for item in items[head.body :]:
        found = _SINCE_LAUNCH.search(item.whole.low)
        days = [day for day in days_of(item.whole.low, year=year) if found and day.start >= found.end() - 14]
        if not found or not days:
            continue
        last = Found(item.whole.passage(days[0].start, days[0].end), value=days[0].day)
        why = "Văn bản ghi “từ ngày phát động”; lấy ngày ban hành"
        source = item.whole.passage(found.start(), found.end())
        return (Found(source, Confidence.LIKELY, why, value=head.issued) if head.issued else None), last
    return None


def _follow_each_other(waves: list[Span]) -> bool:
    """Whether each wave begins on the day after the one before it."""
    return all(two.starts_on - one.ends_on == timedelta(days=1) for one, two in itertools.pairwise(waves))


def _from_waves(spans: list[Span], items: list[Item]) -> tuple[Found[date] | None, Found[date] | None]:
    """A movement split into waves, or filled by them, lasts from the first day of the first to the last of the last."""
    waves = sorted((span for span in spans if is_wave(span)), key=lambda one: one.starts_on)
    split = any(_SPLIT_YEAR.search(item.whole.low) for item in items)
    if len(waves) < 2 or not (split or _follow_each_other(waves)):
        return None, None
    first, last = min(waves, key=lambda one: one.starts_on), max(waves, key=lambda one: one.ends_on)
    why = "Suy ra từ ngày đầu và ngày cuối của các đợt"
    return (
        Found(first.item.whole.passage(first.start, first.end), Confidence.LIKELY, why, value=first.starts_on),
        Found(last.item.whole.passage(last.start, last.end), Confidence.LIKELY, why, value=last.ends_on),
    )
