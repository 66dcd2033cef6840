"""The values that a clause sets: which digits are targets at all, and what the words around them say of them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from campaigns.directive import masks, words
from campaigns.enums import Op

_NUMBER = re.compile(words.NUMBER)
_RANGE = re.compile(rf" ?(?:{words.DASH}|đến|tới|cho đến) ?(?:dưới )?(?={words.NUMBER})")
_RANGE_WORD = re.compile(rf" (?:đến|tới|cho đến|{words.DASH}) (?:dưới )?(?={words.NUMBER})")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_DECIMALS = re.compile(r"\d[.,]$")
MASKED = "¤"
_TOTAL = re.compile(f"{MASKED}{{2,}}(?= )")
_OF_PLAN = re.compile(r" ?(?:%|phần trăm)? ?(?:trở lên )?(?:so với )?(?:dự toán|kế hoạch|chỉ tiêu|kh\b)")
_LOOK_BACK = 60


@dataclass(frozen=True)
class Value:
    """A value in a clause: ``start`` and ``end`` hold the words that belong to it, ``first`` the first digit.

    ``last`` is where its unit ends; ``effects`` are what the words around it say, as in ``words.OPERATORS``.
    """

    start: int
    first: int
    end: int
    op: Op
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    bound: str = ""
    effects: tuple[str, ...] = ()
    last: int = 0


def decimal_of(digits: str) -> Decimal | None:
    """A printed number: "2.700" is 2700, "2,3" and "2.3" are 2.3, "08" is 8, "4,0" keeps its decimal."""
    if _GROUPED.fullmatch(digits) and not digits.startswith("0"):
        plain = digits.replace(".", "").replace(" ", "").replace(",", ".")
    elif _COMMA_GROUPS.fullmatch(digits):
        plain = digits.replace(",", "")
    else:
        plain = digits.replace(",", ".")
    try:
        return Decimal(plain.lstrip("0") or "0") if "." not in plain else Decimal(plain)
    except InvalidOperation:
        return None


def mask(low: str, *, year: int = 0) -> str:
    """``low`` with the digits of dates, documents, denominators, anniversaries … blotted out, as long as before."""
    masked = masks.SIDE_BY_SIDE.sub(lambda found: found[0].replace("/", ";"), low)
    masked = masks.RESULTS.sub(lambda found: _blot_baseline(found, year), masked)
    masked = masks.ASIDE.sub(lambda found: _blot_baseline(found, year), masked)
    masked = masks.BASELINE.sub(lambda found: _blot_baseline(found, year), masked)
    for remark in masks.REMARKS:
        masked = remark.sub(_blot_aside, masked)
    masked = masks.OUT_OF.sub(_blot_total, masked)
    for pattern in masks.MASKS:
        masked = pattern.sub(_blot, masked)
    return masked


def _blot_total(found: re.Match[str]) -> str:
    """Of "9/9 thôn" keeps its first 9; a day, a fraction or a house number is no part of a whole and stays."""
    some, total = decimal_of(found["some"]), decimal_of(found["total"])
    if some is None or total is None or not some <= total or (some < total < masks.SMALLEST_WHOLE):
        return found[0]
    if masks.SHARE_BEFORE.search(found.string, 0, found.start()):
        return MASKED * len(found[0])
    return found["some"] + MASKED * len(found["all"])


def _blot(found: re.Match[str]) -> str:
    """The match without digits, unless they are the decimals of a number or measure a life."""
    before = found.string[max(0, found.start() - _LOOK_BACK) : found.start()]
    if found[0][0].isdigit() and _DECIMALS.search(before):
        return found[0]
    if masks.YEARS.fullmatch(found[0].strip()) and masks.LIFE.search(before):
        return found[0]
    return _blotted(found[0])


def _blot_aside(found: re.Match[str]) -> str:
    """The match without the digits of the remark in it."""
    start, end = (place - found.start() for place in found.span("aside"))
    return found[0][:start] + _blotted(found["aside"]) + found[0][end:]


def _blotted(text: str) -> str:
    return re.sub(r"[\d<>≥≤]", MASKED, text)


def _blot_baseline(found: re.Match[str], year: int) -> str:
    """A figure of an earlier year is where one starts, not where one goes."""
    named = found.groupdict()
    before = found.string[max(0, found.start() - _LOOK_BACK) : found.start()]
    if masks.BASE_PRICE.search(before) or (masks.MEASURED_BY.search(before) and masks.CHANGES.search(found[0])):
        return found[0]
    if masks.EXCEEDED.search(before) and found[0].startswith("giao"):
        return found[0]
    earlier = named.get("past") or (year and int(named["year"] or 0) < year)
    return _blotted(found[0]) if earlier else found[0]


def values_of(low: str, masked: str) -> list[Value]:
    """The values of a clause in reading order. ``low`` in lower case, ``masked`` as ``mask`` gives it."""
    values: list[Value] = []
    place = 0
    while found := _NUMBER.search(masked, place):
        value = _value_at(low, masked, found, floor=values[-1].end if values else 0)
        place = found.end()
        if value:
            values.append(value)
            place = max(place, value.last)
    return values


def _value_at(low: str, masked: str, found: re.Match[str], *, floor: int) -> Value | None:
    """The value whose first number is ``found``; None if it is not a number after all."""
    low_value = decimal_of(found[0])
    total = _TOTAL.match(masked, found.end())
    unit, end = unit_at(low, total.end() if total else found.end())
    separator = (_RANGE_WORD if unit else _RANGE).match(masked, end)
    high: Decimal | None = None
    if separator and (upper := _NUMBER.match(masked, separator.end())):
        high = decimal_of(upper[0])
        unit_two, end = unit_at(low, upper.end())
        unit = unit_two or unit
    if low_value is None or (high is not None and high <= low_value):
        return None
    start, effects = _before(masked, found.start(), floor)
    upwards = (words.UPWARDS_FROM if "from" in effects else words.UPWARDS).match(masked, end)
    if upwards:
        effects = (*effects, "<=" if "xuống" in upwards[1] else ">=")
    after = upwards.end() if upwards and upwards.start(1) - end <= 1 else end
    value = Value(start, found.start(), after, Op.EQUAL, low_value, high, unit, "", effects, last=end)
    value = judged(value)
    if (
        ">" in effects
        and value.op in {Op.ABOVE, Op.RANGE}
        and "vượt" in low[start : found.start()]
        and _OF_PLAN.match(low, end - len(unit))
    ):
        return replace(value, op=Op.INCREASE)
    return value


def judged(value: Value, *, lead: str = "") -> Value:
    """The value with its operator, from the words around it; ``lead`` is "+" or "-" when the clause opens so."""
    effects = value.effects
    bound = next((effect for effect in effects if effect in words.COMBINED), "")
    change = next((effect for effect in reversed(effects) if effect in "+-"), "")
    if "level" in effects:
        change = ""
    elif lead and not change:
        change = lead
    if change == "-" and bound == "<":
        change = ""
    if change:
        op = Op.INCREASE if change == "+" else Op.DECREASE
        return replace(value, op=op, bound=bound if value.value_max is None else "")
    if value.value_max is not None:
        return replace(value, op=Op.RANGE, bound="")
    return replace(value, op=words.COMBINED.get(bound, Op.EQUAL), bound="")


def _before(masked: str, first: int, floor: int) -> tuple[int, tuple[str, ...]]:
    """Where the operator words directly before a number begin, and what they say."""
    window = max(floor, first - _LOOK_BACK)
    found = words.OPERATORS_BEFORE.search(masked[window:first])
    if not found:
        return first, ()
    start = window + found.start()
    if named := words.PART_OF_NAME.match(masked[start:first]):
        start += named.end()
    text = masked[start:first]
    effects = []
    place = 0
    while place < len(text):
        one = next(
            (
                (effect, match.end())
                for effect, pattern in words.OPERATORS
                if (match := pattern.match(text, place))
                and (match.end() == len(text) or not text[match.end()].isalpha())
            ),
            None,
        )
        if one:
            effects.append(one[0])
            place = one[1]
        else:
            place += 1
    if effects and effects[0] in {"+", "-"} and words.RATE_NAME.search(masked[window:start].rstrip()):
        return start, tuple(effects[1:])
    return start, tuple(effects)


def unit_at(low: str, place: int) -> tuple[str, int]:
    """The unit of measure directly after a number, "" if there is none, and where it ends."""
    if found := words.UNIT.match(low, place):
        return found[1], found.end(1)
    stray = words.STRAY_UNIT.match(low, place)
    if stray and stray[1] not in words.NO_UNIT:
        last = 2 if stray[2] and stray[2] not in words.NO_UNIT else 1
        return low[stray.start(1) : stray.end(last)], stray.end(last)
    return "", place
