"""The prizes: which tier, how many, of what value, for whom."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from campaigns.directive.lines import Item
from campaigns.directive.numbers import decimal_of
from campaigns.directive.parts import Confidence, ReadAward
from campaigns.directive.strand import Strand
from campaigns.directive.words import NUMBER

_SECTION = re.compile(
    r"giai thuong|khen thuong|hinh thuc thuong|muc thuong|co cau giai|tien thuong|phan thuong|hinh thuc va muc"
)
_MONEY = re.compile(rf"({NUMBER}) ?(tỷ|tỉ|triệu|nghìn|ngàn)? ?(?:đồng|vnđ|đ\b|vnd|(?=/)|(?<=triệu)|(?<=tỷ))")
_SCALES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, None: 1}
_TIER = r"giải (?P<tier>đặc biệt|xuất sắc|nhất|nhì|ba|tư|khuyến khích|tập thể|cá nhân|phụ|chuyên đề|a\b|b\b|c\b)"
_PRIZE = re.compile(rf"(?:(?P<n>\d{{1,3}}) )?{_TIER}")
_FORM = (
    r"(?P<form>(?:tặng )?(?:cờ thi đua|cờ thưởng|cờ đơn vị|cờ|bằng khen|giấy khen|huân chương lao động|"
    r"kỷ niệm chương|danh hiệu|biểu trưng|cúp))"
)
_GIVEN = re.compile(
    rf"(?:(?P<n>\d{{1,3}}) )?{_FORM}(?P<of> của [^,;.:()\d]{{3,80}}?| [^\W\d_]+ (?:xuất sắc|"
    rf"tiêu biểu))?(?=[,;.:()]|$| và | cho | theo | đối với | tặng | kèm| hoặc | là | \d)"
)
_TO = re.compile(
    r"(?P<n>\d{1,3}) (?P<who>(?:tập thể|cá nhân|hộ gia đình|đơn vị|gia đình|xã|huyện|doanh nghiệp|trường|hộ|thôn|"
    r"đồng chí|đảng viên|đoàn viên|cán bộ)(?: [^,;.:()\d]{2,60}?)?)(?=[,;.:()]| và |$)"
)
_QUOTED = re.compile(r"(?P<n>\d{1,3}) (?:giải |danh hiệu )?[“\"](?P<name>[^”\"]{3,80})[”\"]")
_COUNT_AFTER = re.compile(
    r"[\s:(–-]*(?:số lượng:? )?(?P<n>\d{1,3}) (?:giải|cờ|suất|phần thưởng|bằng khen|giấy khen|lá cờ)?\b"
)
_FOR = re.compile(
    r"(?:đối với|dành cho) (?:các )?(?P<scope>[^:;]{2,160}?)(?=:|, (?:xét|ngoài|tặng|ủy ban|ubnd|hội đồng|công ty|"
    r"nhà trường|ban )|;|$)"
)
_GIVER = re.compile(
    r"(?P<by>(?:chủ tịch|tổng giám đốc|giám đốc|bộ trưởng|hiệu trưởng)(?: [^\s,;.:¤]+){0,8}?) (?:xét |quyết định )?$"
)
_WINNERS = re.compile(
    r" cho (?:các |những )?(?P<who>[^\d;.:()¤]{3,80}?)(?=[.;]|$|,? (?:mỗi|mức|kèm|trị giá|tiền|thưởng|"
    r"đề nghị|tặng)\b)"
)
# A prize, a flag with its number or a title with its money are awards wherever they stand …
_PLAIN = re.compile(
    r"giải (?:nhất|nhì|đặc biệt)\b[^.;]{0,80}(?:triệu|đồng)|tặng\b[^.;]{0,80}(?:cờ|bằng khen|giấy khen)\b"
    r"[^.;]{0,80} cho \d|\d [“\"][^”\"]{3,80}[”\"][^.;]{0,40}thưởng[^.;]{0,20}\d"
)
# … unless they were given already.
_GIVEN_BEFORE = re.compile(r"được tặng|đã (?:được|trao|tặng)|năm trước")
_LIST_OF_PRIZES = re.compile(r"\bthuong ?:$")
_EACH = re.compile(r"(?:mỗi|từng) đợt")
_BRACKETS = re.compile(r"\([^()]*\)")
_GIVES = re.compile(r"xét tặng|tặng|trao|thưởng|đề nghị")


def read_awards(items: list[Item]) -> list[ReadAward]:
    """The awards of the sections on prizes; in one scope prizes with a value stand before flags and certificates."""
    found: list[tuple[int, ReadAward]] = []
    scope_of: dict[int, str] = {}
    for item in items:
        if item.cells or not _in_section(item):
            continue
        scope = _scope(item, scope_of)
        scope_of[item.place] = scope
        found += [(number, award) for number, award in enumerate(_of_item(item, scope), start=len(found))]
    scopes = list(dict.fromkeys(award.scope for _, award in found))
    found.sort(key=lambda pair: (scopes.index(pair[1].scope), not pair[1].tier.startswith("Giải"), pair[0]))
    return [award for _, award in found]


def _in_section(item: Item) -> bool:
    if _PLAIN.search(item.body.low) and not _GIVEN_BEFORE.search(item.body.low):
        return True
    if item.parent is not None and _LIST_OF_PRIZES.search(item.parent.body.bare):
        return True
    above: Item | None = item
    while above is not None:
        head = above.body.bare[:120]
        if _SECTION.search(head) and (above is not item) and len(above.body) < 140:
            return True
        if above is item and _SECTION.search(head[:40]) and re.search(r"\d|:", head):
            return True
        above = above.parent
    return False


def _scope(item: Item, scope_of: dict[int, str]) -> str:
    """For whom the prizes of an item are: "đối với …" in it, or its nearest head that names somebody."""
    named = _FOR.search(item.body.low)
    if named and (named.start() < 40 or (named[0].startswith("dành") and _PRIZE.search(item.body.low))):
        return item.body.s[named.start("scope") : named.end("scope")].strip(" .")
    if item.body.s.endswith(":") and not re.search(r"giai thuong|khen thuong|nhu sau|hinh thuc", item.body.bare):
        text = item.body.s.strip(" :*")
        return re.sub(r"(?i),? (?:nhà trường|hội đồng|ban tổ chức)?[^,]*(?:xét chọn|trao)\b.*$", "", text)
    inline = re.match(r"(?:tập thể|cá nhân|hộ gia đình|đơn vị)(?= ?:)", item.body.low)
    if inline:
        return item.body.s[: inline.end()]
    if item.parent is not None and scope_of.get(item.parent.place):
        return scope_of[item.parent.place]
    if item.marker and not item.marker.number and scope_of.get(item.place - 1):
        return scope_of[item.place - 1]
    each = _EACH.search(item.parent.body.low) if item.parent is not None else None
    if each:
        return each[0]
    return scope_of.get(item.place - 1, "") if item.marker and not item.parent else ""


def _of_item(item: Item, scope: str) -> Iterator[ReadAward]:
    text = item.body
    low = _BRACKETS.sub(lambda found: "¤" * len(found[0]), text.low)
    prizes = list(_PRIZE.finditer(low))
    for number, prize in enumerate(prizes):
        end = prizes[number + 1].start() if number + 1 < len(prizes) else len(low)
        yield _prize(text, low, prize, end, scope)
    if not prizes:
        yield from _quoted(text, low, scope)
        yield from _forms(text, low, scope)


def _prize(text: Strand, low: str, prize: "re.Match[str]", end: int, scope: str) -> ReadAward:
    after = _COUNT_AFTER.match(text.low, prize.end())
    count = prize["n"] or (after["n"] if after and not _MONEY.match(low, after.start("n")) else None)
    return ReadAward(
        text.passage(prize.start(), end),
        scope=scope or _titled(text) or _counted(text, low, prize.end()),
        tier=f"Giải {prize['tier']}", quantity=int(count) if count else None,
        value_vnd=_money(low[prize.end() : end]),
    )  # fmt: skip


def _titled(text: Strand) -> str:
    """The name of the prize, as in "Giải thưởng sáng tạo của Trường: 02 giải nhất"."""
    found = re.match(r"giải thưởng (?!gồm|mỗi|từng|cho|như)[^:]{3,80}(?= ?:)", text.low)
    return text.s[: found.end()] if found else ""


def _counted(text: Strand, low: str, place: int) -> str:
    """The winners counted after a prize, as in "Giải nhất: 01 nông trường, thưởng 100 triệu đồng"."""
    found = re.compile(r": \d{1,3} (?!giải)(?P<who>[^\W\d][^,;.:\d]{2,40}), (?:thưởng|mỗi|trị giá)").match(low, place)
    return text.s[found.start("who") : found.end("who")] if found else ""


def _money(low: str) -> Decimal | None:
    """The first amount of money, in đồng."""
    found = _MONEY.search(low)
    if not found:
        return None
    number = decimal_of(found[1])
    amount = number * _SCALES[found[2]] if number is not None else None
    return amount.quantize(Decimal(1)) if amount is not None and amount >= 1000 else None


def _quoted(text: Strand, low: str, scope: str) -> Iterator[ReadAward]:
    for found in _QUOTED.finditer(low):
        name = text.s[found.start("name") : found.end("name")]
        yield ReadAward(
            text.passage(found.start(), found.end()),
            scope=scope,
            tier=name,
            quantity=int(found["n"]),
            value_vnd=_money(low[found.end() :]),
        )


def _clause_end(low: str, place: int) -> int:
    found = re.compile(r"[;.](?: |$)").search(low, place)
    return found.start() if found else len(low)


def _is_counted_again(low: str, form: "re.Match[str]") -> bool:
    """As the second word in "Cờ thi đua của UBND tỉnh: 15 cờ"."""
    return bool(form["n"] and re.search(r"(?:cờ|bằng khen|giấy khen)[^;,.:]*: $", low[: form.start()]))


def _forms(text: Strand, low: str, scope: str) -> Iterator[ReadAward]:
    """Flags and certificates; "cho 30 tập thể, 50 cá nhân" makes one award for each kind of winner."""
    if not (_GIVES.search(low) or re.search(r"\d", low)):
        return
    forms = [found for found in _GIVEN.finditer(low) if not _is_counted_again(low, found)]
    for found, following in zip_longest(forms, forms[1:]):
        end = following.start() if following else len(low)
        winners = [] if found["n"] else list(_TO.finditer(low, found.end(), end))
        for winner in winners:
            who = text.s[winner.start("who") : winner.end("who")].strip()
            yield ReadAward(
                text.passage(found.start(), winner.end()),
                scope=scope or who,
                tier=_tier(text, low, found),
                quantity=int(winner["n"]),
                value_vnd=_money(low[winner.end() : end].split(" và ", maxsplit=1)[0]),
            )
        if not winners:
            yield _form(text, low, found, end, scope)


def _tier(text: Strand, low: str, form: "re.Match[str]") -> str:
    """What is given, and by whom: "Cờ thi đua của UBND tỉnh", "Bằng khen của Chủ tịch UBND tỉnh"."""
    tier = text.s[form.start("form") : form.end("of") if form["of"] else form.end("form")].strip()
    tier = re.sub(r"^(?:tặng|Tặng) ", "", tier)
    tier = tier[:1].upper() + tier[1:]
    giver = _GIVER.search(low, 0, form.start()) if not form["of"] else None
    return f"{tier} của {text.s[giver.start('by') : giver.end('by')]}" if giver else tier


def _form(text: Strand, low: str, form: "re.Match[str]", end: int, scope: str) -> ReadAward:
    """A flag or certificate without counted winners."""
    after = _COUNT_AFTER.match(low, form.end()) if low[form.end() : form.end() + 1] == ":" else None
    count = form["n"] or (after["n"] if after else None)
    named = None if scope else _WINNERS.search(low, form.end(), _clause_end(low, form.end()))
    sure = (Confidence.SURE, "") if count else (Confidence.LIKELY, "Văn bản không ghi số lượng")
    return ReadAward(
        text.passage(form.start(), form.end()),
        *sure,
        scope=text.s[named.start("who") : named.end("who")].strip() if named else scope,
        tier=_tier(text, low, form),
        quantity=int(count) if count else None,
        value_vnd=_money(low[form.end() : end]),
    )
