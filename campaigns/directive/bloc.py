"""The plan of a bloc (khối, cụm thi đua): its name, leader, deputy and members."""

import re
from functools import partial
from itertools import takewhile

from campaigns.directive.head import Head
from campaigns.directive.lines import Item
from campaigns.directive.parts import Confidence, Passage, ReadBloc

_NAME = re.compile(
    r"(?P<name>(?:khối|cụm)(?: giao ước)? thi đua(?: (?!năm \d)[^\s,.;:(“\"]+){0,14}?)(?= năm \d{4}|[,.;:(“\"]|$|"
    r" tổ chức | xây dựng | ban hành | triển khai )"
)
_LEADER = r"(?:trưởng khối|cụm trưởng|trưởng cụm|khối trưởng)"
_DEPUTY = r"(?:phó trưởng khối|phó khối trưởng|phó cụm trưởng|phó trưởng cụm|cụm phó|khối phó)"
_NAMED = (
    r"[ ]?(?:\((?P<b>[^()]{3,80})\)|(?: thi đua)? ?(?:năm \d{4} ?)?[:–-] ?(?P<c>[^.;:,(\n]{3,80})|"
    r"(?: là)+ (?P<d>[^.;:,(\n]{3,80}))"
)
_AFTER = {"head": re.compile(rf"(?<!phó )\b{_LEADER}{_NAMED}"), "deputy": re.compile(rf"\b{_DEPUTY}{_NAMED}")}
_UNIT = (
    r"(?P<c>(?:sở|ban|văn phòng|ubnd|ủy ban|cục|chi cục|thanh tra|trường|công ty|huyện|xã|phường|báo|đài|hội|tỉnh|"
    r"liên đoàn)[^.;:,()]{2,60}?)(?: ?[,–-] ?| ?\(| làm | là )"
)
_BEFORE = {"head": re.compile(_UNIT + _LEADER), "deputy": re.compile(_UNIT + _DEPUTY)}
_MEMBERS = re.compile(
    r"(?:đơn vị|cơ quan|các|thành viên)[^.;:()]{0,40}thành viên[^.;:()]{0,40}?(?: ?\((?P<b>[^()]{10,600})\)|"
    r"(?: gồm| trong khối)?(?: có)?: ?(?P<c>[^.]{10,800}))|gồm (?:có )?(?:các |\d+ )?(?:đơn vị|"
    r"cơ quan)[^.;:]{0,30}: ?(?P<d>[^.]{10,800})"
)
_LIST_HEAD = re.compile(r"(?:thanh vien|gom|cac don vi|cac co quan)[^:]{0,60}:$")
LONGEST = 90
_SPEAKS_OF_BLOC = re.compile(r"khối|cụm")
_FUNCTION_WORDS = re.compile(
    r"(?:xây dựng|chủ trì|phối hợp|tổng hợp|có trách nhiệm|thay mặt|tổ chức|điều hành|gửi|báo cáo|và|của|căn cứ|chịu)\b"
)


def read_bloc(head: Head, items: list[Item]) -> ReadBloc | None:
    """The bloc if the document is the plan of one: its title or its heading block says so."""
    title = head.title.value if head.title else ""
    above = " ".join(line.s for line in head.above)
    if not _SPEAKS_OF_BLOC.search(f"{title} {above}".lower()) or not _NAME.search(f"{title} ; {above}".lower()):
        return None
    source = head.title.source if head.title else items[0].whole.passage()
    name = _name(title) or _name(_calm(above))
    leader, deputy = _one(items, "head"), _one(items, "deputy")
    members = _members(items)
    places = [found[1] for found in (leader, deputy) if found]
    why = "" if leader else "Chưa rõ đơn vị Trưởng khối"
    sure = Confidence.SURE if leader else Confidence.LIKELY
    return ReadBloc(places[0] if places else source, sure, why, name=name, head=leader[0] if leader else "",
                    deputy=deputy[0] if deputy else "", members=tuple(members))  # fmt: skip


def _calm(text: str) -> str:
    return text.lower() if text.isupper() else text


def _name(text: str) -> str:
    found = _NAME.search(text.lower())
    name = text[found.start("name") : found.end("name")] if found else ""
    return name[:1].upper() + name[1:]


def _one(items: list[Item], office: str) -> tuple[str, Passage] | None:
    """(unit, passage) of the leader or deputy."""
    for patterns in (_AFTER, _BEFORE):
        for item in items:
            for found in patterns[office].finditer(item.whole.low):
                key = next(key for key, value in found.groupdict().items() if value)
                text = item.whole.s[found.start(key) : found.end(key)].strip(" .;-–")
                text = re.sub(r"(?i)^(?:là|do|đơn vị) ", "", text)
                if not _FUNCTION_WORDS.match(text.lower()) and text[:1].isupper():
                    return text, item.whole.passage(found.start(), found.end())
    return None


def _is_like(first: Item, item: Item) -> bool:
    """Whether two lines are of one list."""
    return bool(first.marker and item.marker and first.marker.style == item.marker.style) and len(item.body) < LONGEST


def _members(items: list[Item]) -> list[str]:
    for item in items:
        found = _MEMBERS.search(item.whole.low)
        if found:
            key = next(key for key, value in found.groupdict().items() if value)
            text = item.whole.s[found.start(key) : found.end(key)]
            names = [name.strip(" .;") for name in re.split(r"[;,]", text)]
            names = [re.sub(r"^(?:và) ", "", name) for name in names if name]
            if len(names) > 1 and sum(name[:1].isupper() for name in names) > len(names) / 2:
                return names
    for item in items:
        if _LIST_HEAD.search(item.body.bare) and _SPEAKS_OF_BLOC.search(
            item.body.low + (item.parent.body.low if item.parent else "")
        ):
            below = items[item.place + 1 : item.place + 31]
            listed = takewhile(partial(_is_like, below[0]), below) if below else ()
            names = [one.body.s.strip(" .;") for one in listed]
            if len(names) > 1:
                return [name for name in names if not re.search(r"(?i)trưởng khối|cụm trưởng", name)]
    return []
