"""One item of a list cut into clauses with one value each: where a label ends and the next one begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.directive.numbers import Value, mask, values_of
from campaigns.directive.strand import Strand
from campaigns.directive.words import UPPER

PARTS = re.compile(r"\b(?:trong đó|bao gồm|gồm|cụ thể là|cụ thể|chia ra)\b(?: có)? ?(:)?")
_ENDS = re.compile(rf"(?P<semi>[;])|(?P<stop>\.(?= +[{UPPER}“\"(]|$|/))|(?P<open>[(\[])|(?P<close>[)\]])")
NEAR = 4
# What a counted thing is worth is a value of its own.
_WORTH = r" trong đó| trị giá| (?:với )?mức (?:hỗ trợ|giá)| với (?=tổng|số|kinh phí|giá trị|vốn|mức|diện tích)"
_ABSENT = re.compile(r",(?= (?:và )?không (?:có|còn) )")
_LETTER = re.compile(r"[^\W\d_]")
_OPENING = re.compile(
    r"(?:[\s,;:.\-–+*/(¤]|\b(?:phấn đấu|đạt|duy trì|giữ vững|bình quân|có|và|bảo đảm|đảm bảo|trong đó|ít nhất|trên|từ|"
    r"tối thiểu|trong năm|đến|cuối|hết|năm|phải|với|khoảng|tiếp tục|cùng với|đồng thời|ngoài ra|riêng|"
    r"toàn huyện|toàn tỉnh|toàn xã|toàn ngành|cả năm|để|mục tiêu|cố gắng|quyết tâm|nâng|đưa|vào)\b)*"
)


# "100% cán bộ, giáo viên có ít nhất 01 sáng kiến", "80% hộ đạt 8 tiêu chí": what each of them has says who is meant.
_HAS, _NOUNS_ONLY = (
    re.compile(r"có\b|đạt(?: đủ)? \d+ tiêu chí"),
    re.compile(r"(?:(?!trong đó|phấn đấu|đạt|được)[^;(:.]){3,60}"),
)
# "Không còn xã dưới 13 tiêu chí": the number says what is to be no more.
_LACKS = re.compile(
    r"\bkhông (?:còn|có|để xảy ra|để|xảy ra) (?!quá|xảy ra|phát sinh)[^,;:.()\d]{2,60} (?:dưới|trên|từ) $"
)
_RATE = re.compile(r"[\s+*•–-]*(?:phấn đấu |nâng |giữ |duy trì )*tỷ lệ\b[^,;:]*$")


@dataclass(frozen=True)
class Clause:
    """``s[start:end]`` with its value (None: words only).

    ``part``: it counts out a part of what stands before; ``first``: nothing stands before it up to a semicolon or stop;
    ``sentence``: the number of its sentence.
    """

    start: int
    end: int
    value: Value | None
    part: bool = False
    first: bool = False
    sentence: int = 0


def is_opening(masked: str) -> bool:
    """Whether these words only lead to a number ("phấn đấu đạt"), naming nothing."""
    return _OPENING.fullmatch(masked) is not None


def clauses_of(item: Strand, *, year: int) -> list[Clause]:
    """The clauses of an item in reading order."""
    low = item.low
    masked = mask(low, year=year)
    every = values_of(low, masked)
    clauses: list[Clause] = []
    parts_to_the_end = False
    sentence = 0
    for start, end, stopped in _stretches(item.s):
        inside = [value for value in every if start <= value.first < end]
        inside = _without_conditions(low, masked, inside, start)
        found = list(_split(low, masked, start, end, inside))
        if parts_to_the_end:
            found = [Clause(c.start, c.end, c.value, True, c.first, sentence) for c in found]
        clauses += [Clause(c.start, c.end, c.value, c.part, c.first, sentence) for c in found]
        opened = [word for word in PARTS.finditer(low, start, end) if word[1] and _outside(low, start, word.start())]
        parts_to_the_end = (parts_to_the_end or bool(opened and inside)) and not stopped
        sentence += stopped
    return clauses


def _outside(low: str, start: int, place: int) -> bool:
    return low.count("(", start, place) <= low.count(")", start, place)


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, ends a sentence) of what semicolons and full stops outside brackets delimit."""
    start = depth = 0
    for found in _ENDS.finditer(text):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(0, depth - 1)
        elif depth == 0 or ")" not in text[found.end() : found.end() + 400]:
            depth = 0
            if _LETTER.search(text, start, found.start()):
                yield start, found.start(), bool(found["stop"])
            start = found.end()
    if _LETTER.search(text, start):
        yield start, len(text), True


def _without_conditions(low: str, masked: str, values: list[Value], start: int) -> list[Value]:
    """Drops numbers that only say which things are meant: in the name's brackets, or "có từ 25 lao động trở lên"."""
    brackets = [(found.start(), found.end()) for found in re.finditer(r"\([^()]*\)?", low[start:])]
    brackets = [(start + a, start + b) for a, b in brackets]
    outside = [value for value in values if not any(a < value.first < b for a, b in brackets)]
    if outside:
        values = [value for value in values if value in outside or value.first > outside[0].first]
    kept: list[Value] = []
    for value in values:
        if _is_within_a_rate(low, values, value, start):
            continue
        if (kept and _is_condition(low, masked, kept[-1], value)) or _LACKS.search(low[start : value.first]):
            continue
        kept.append(value)
    return kept


def _is_within_a_rate(low: str, values: list[Value], value: Value, start: int) -> bool:
    """As the first number in "Tỷ lệ phụ nữ được khám thai từ 4 lần trở lên đạt 85%"."""
    rates = [one for one in values if one.first > value.first and one.unit.startswith(("%", "‰"))]
    if value.unit.startswith(("%", "‰")) or not rates or not _RATE.match(low[start : value.start]):
        return False
    return not re.search(r"[,;:]", low[value.end : rates[0].start]) and "đạt" not in low[value.start : value.first]


def _is_condition(low: str, masked: str, before: Value, value: Value) -> bool:
    between = masked[before.end : value.start]
    if before.unit == "%" and _HAS.match(low, value.start) and _NOUNS_ONLY.fullmatch(between):
        return True
    if re.search(rf"[,;(:]| và |{_WORTH}", between) or not between.strip():
        return False
    words = low[value.start : value.first].split()
    return words[:1] in (["có"], ["từ"]) and not value.unit.startswith("%")


def _split(low: str, masked: str, start: int, end: int, values: list[Value]) -> Iterator[Clause]:
    """One clause for each value between ``start`` and ``end``."""
    if not values:
        yield Clause(start, end, None, first=True)
        return
    part = False
    brackets = 0
    place = start
    for number, value in enumerate(values):
        following = values[number + 1] if number + 1 < len(values) else None
        heading = low[place : value.start]
        opened = list(PARTS.finditer(heading))
        if opened and (number or (start and opened[0].start() < NEAR)):
            part = True
            place += opened[-1].end()
        cut = _cut(low, masked, value, following, place) if following else _end(low, masked, value, place, end)
        yield Clause(place, cut, value, part or brackets > 0, first=number == 0)
        brackets = max(0, low.count("(", start, cut) - low.count(")", start, cut))
        if following and "(" in low[cut : following.start]:
            opening = low.index("(", cut, following.start)
            brackets, cut = 1, opening + 1
        place = cut
    if place < end:
        yield Clause(place, end, None)


def _end(low: str, masked: str, value: Value, place: int, end: int) -> int:
    """Where the last clause ends: before what is not to be ("Tốt 88%, Khá 12%, không có học sinh Chưa đạt").

    After "100% nhiệm vụ hoàn thành đúng hạn" such words only say the same again.
    """
    absent = None if is_opening(masked[place : value.start]) else _ABSENT.search(low, value.end, end)
    return absent.start() if absent and _outside(low, value.end, absent.start()) else end


def _cut(low: str, masked: str, value: Value, following: Value, place: int) -> int:
    """Where the clause of ``value`` ends and that of ``following`` begins."""
    between = low[value.end : following.start]
    bracket = re.search(r"[()]", between)
    if bracket and bracket[0] == "(":
        return value.end + bracket.start()
    separators = [found.start() for found in re.finditer(rf"[,)]| và |;|\. | còn lại|{_WORTH}", between)]
    if not separators:
        return value.end if not is_opening(masked[place : value.start]) else value.end + len(between)
    names_before = not is_opening(masked[place : value.start])
    last = separators[-1]
    next_opens = is_opening(masked[value.end + last : following.start].lstrip(","))
    if names_before and not next_opens:
        return value.end + separators[0]
    return value.end + last
