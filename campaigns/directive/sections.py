"""Where a document sets its indicators: sections under a head, run-on lists, and the lines beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.directive.lines import Item
from campaigns.directive.numbers import mask, values_of
from campaigns.directive.strand import Strand

# On text without accents. A head or the sentence before a list that speaks of indicators …
NAMED = re.compile(
    r"chi tieu|muc tieu cu the|^phan dau(?: (?:nam|trong nam|den nam) \d{4})?:?$|"
    r"muc phan dau|(?:ket qua|chi so|muc) can dat|phan dau dat (?:duoc )?(?:cac|nhung|mot so) (?:muc tieu|ket qua)"
)
_GOALS = re.compile(r"muc tieu|phan dau")
# … unless it speaks of something else.
_NOT_HEADS = re.compile(
    r"muc tieu chung|muc tieu tong quat|muc dich|yeu cau|to chuc thuc hien|giai phap|khen thuong|thoi gian|ho so|"
    r"dang ky (?:cac )?(?:noi dung|chi tieu|thi dua)|xay dung (?:cac )?chi tieu|tieu chi (?:thi dua|cham diem|"
    r"binh xet|danh gia)|"
    r"nguyen tac|phuong phap|thang diem|quy trinh|nhan xet|noi nhan"
)
_NEVER = re.compile(r"khen thuong|giai thuong|co cau giai|cham diem|binh xet|thang diem|phan bo")
_SKIPPED = re.compile(
    r"(?:ve )?(?:muc tieu chung|muc tieu tong quat|muc dich|yeu cau|giai phap|nhiem vu|to chuc thuc hien|"
    r"khen thuong|chu de|"
    r"thoi gian|khau hieu|doi tuong|co cau giai|cong tac khen|cac dot|phong trao)"
)
_SUBJECT = re.compile(r"(?:ve )?(?:phong trao|nhiem vu)")  # what indicators may be about
_ONLY_CONTENTS = re.compile(r"(?:ve |cac )?noi dung(?!.*(?:chi tieu|muc tieu))[^:;.]{0,60}:?$")
_MIXED = re.compile(r"noi dung|nhiem vu|giai phap|phong trao|bien phap")
_INLINE = re.compile(
    r"(?:chi tieu|muc tieu|phan dau)[^:.;]{0,120}:|phan dau (?:nam|den|trong|toan|dat|"
    r"hoan thanh)(?:[^:;.\d]|\b(?:19|20)\d\d\b){0,80}?(?=[,:] )|phan dau(?= [^.;:,]{0,60}\d)"
)
_ACHIEVED = re.compile(r"\bda (?:dat|hoan thanh|thuc hien)|dat duoc|ket qua (?:dat|nam|noi bat)|co \d+/\d+")
_LAST_SENTENCE = re.compile(r"(?:^|[.;!?] )([^.;!?]*)$")
_SPOKEN = frozenset({"ones", "ordinal"})  # "Một là, …", "Thứ nhất, …": a list in the style of a speech
_QUOTED = re.compile(r"[“\"][^”\"]{0,300}[”\"]")
# Heads under which goals may stand among other contents, and those under which numbers mean something else.
_CONTENTS = re.compile(r"noi dung|nhiem vu|thi dua|linh vuc|phong trao")
_OTHER_CONTENTS = re.compile(
    r"muc dich|yeu cau|to chuc thuc hien|to chuc cua|thoi gian|doi tuong|dac diem|tinh hinh|ket qua|bien phap|"
    r"giai phap|kinh phi|tieu chuan|khen thuong|giai thuong|tieu chi|danh gia|cac dot|noi nhan|ho so|cham diem|"
    r"binh xet|kiem tra"
)
_REACHED = frozenset({">=", ">", "<", "<=", "+", "-", "level"})
HEAD_LENGTH, SKIPPED_LENGTH, LEAD_LENGTH, LISTED = 200, 90, 45, 3
SAID, SHORT, NEAR, NAME = 160, 70, 100, 80


@dataclass
class Section:
    """A head and the items under it; ``mixed`` where contents stand beside indicators, ``contents`` where all are."""

    head: Item
    members: list[Item] = field(default_factory=list)
    mixed: bool = False
    inline: Strand | None = None
    contents: bool = False


def sections_of(items: list[Item], year: int, start: int = 0) -> Iterator[Section]:
    """The sections of indicators from ``start`` on; a section inside another is a part of it.

    A title that speaks of indicators ("Nội dung, chỉ tiêu thi đua …") is left out by starting after it: below it
    stands the whole document, with what the year before has brought.
    """
    covered: set[int] = set()
    for item in items[start:]:
        if item.place in covered or item.cells:
            continue
        kind = _introduces(item, year)
        if not kind:
            continue
        below = [] if kind == "inline" else list(_below(item, items, year))
        members = _without_contents(below)
        covered |= {member.place for member in below} | {item.place}
        mixed = len(members) == len(below) and _announces_contents(item)
        yield Section(item, members, mixed=mixed, inline=item.body if kind == "inline" else None)


def _announces_contents(item: Item) -> bool:
    """Whether a head speaks of contents and indicators alike; of a long one its last sentence counts."""
    bare = item.body.bare
    said = bare if len(bare) <= HEAD_LENGTH else (_LAST_SENTENCE.search(bare.rstrip(": ")) or [""])[0]
    return bool(_MIXED.search(said)) and not said.endswith(":")


def beside(items: list[Item], opened: list[Section], year: int) -> Iterator[Section]:
    """The lines of the list to which run-on lists belong ("Một là, …", "Hai là, …"): they set values in like manner."""
    lists = {(group_of(one.head), one.head.marker.style) for one in opened if one.inline and one.head.marker}
    heads = {one.head.place for one in opened}
    for item in items:
        key = (group_of(item), item.marker.style) if item.marker else None
        speaks = key is not None and (key[1] in _SPOKEN or "phấn đấu" in item.body.low)
        if speaks and key in lists and item.place not in heads and has_values(item, year):
            yield Section(item, inline=item.body)


def contents_of(items: list[Item], year: int) -> Iterator[Section]:
    """The goals among the contents of the campaign, for a document without a list of indicators."""
    free = [item for item in items if not item.cells and not _is_of_other_matters(item)]
    below = [item for item in free if any(_CONTENTS.search(head.body.bare) for head in _chain(item.parent))]
    measured = [item.place for item in below if _is_measured(item, year)]
    plain = [item.place for item in below if len(measured) >= LISTED and _begins_with_a_count(item, year)]
    goals = {item.place for item in free if _strives(item, year)}.union(measured, plain)
    for item in free:
        if item.place in goals:
            yield Section(item, [item], contents=True)


def _is_of_other_matters(item: Item) -> bool:
    """Whether an item, or a head above it, speaks of what is no content of the campaign."""
    above = [head.body.bare for head in _chain(item.parent)]
    return any(map(_OTHER_CONTENTS.search, [*above, item.body.bare[:SHORT]]))


def _chain(item: Item | None) -> Iterator[Item]:
    """An item and the heads above it."""
    while item is not None:
        yield item
        item = item.parent


def _is_measured(item: Item, year: int) -> bool:
    """Whether a line says how much is to be reached: a share, a bound, a change, or what is "đạt"."""
    low = item.body.low
    values = [one for one in values_of(low, mask(low, year=year)) if not _in_brackets(low, one.first)]
    return any(
        one.unit.startswith(("%", "‰")) or _REACHED & set(one.effects) or "đạt" in low[one.start : one.first]
        for one in values
    )


def _begins_with_a_count(item: Item, year: int) -> bool:
    """As in "Trồng mới 30 ha rừng", "Kết nạp 8 đảng viên": a few words, then how many."""
    low = item.body.low
    first = next(iter(values_of(low, mask(low, year=year))), None)
    if first is None or not item.marker or first.unit in {"", "đợt"}:
        return False
    return first.first <= LEAD_LENGTH and not re.search(r"[,;:.(]", low[: first.start])


def _strives(item: Item, year: int) -> bool:
    """Whether words such as "phấn đấu năm 2025" lead to a value."""
    found = introduction_of(item.body.bare, year)
    if not found or _in_brackets(item.body.low, found.start()):
        return False
    return sets_values(item.body.cut(found.start()), year)


def _in_brackets(low: str, place: int) -> bool:
    """A remark in brackets is no goal of its own."""
    return low.count("(", 0, place) > low.count(")", 0, place)


def _introduces(item: Item, year: int) -> str:
    """The kind of section that the item opens, "head" or "inline"; "" if it opens none."""
    whole = _QUOTED.sub(lambda quote: " " * len(quote[0]), item.body.bare)
    masked = mask(item.body.low, year=year)
    if values_of(item.body.low, masked):
        found = introduction_of(whole, year)
        listed = values_of(item.body.low[found.end() :], masked[found.end() :]) if found else []
        return "inline" if len(listed) >= LISTED else ""
    bare = whole.strip(" *")
    return "head" if opens_a_list(bare) or _heads_a_section(item, bare) else ""


def opens_a_list(bare: str) -> bool:
    """A sentence such as "… phấn đấu đạt các chỉ tiêu sau:"."""
    last = _LAST_SENTENCE.search(bare.rstrip(":. ")) if bare.endswith((":", "sau", "nhu sau.")) else None
    said = last[1][-SAID:] if last else ""
    return bool(NAMED.search(said[-NEAR:]) or (_GOALS.search(said) and not _NOT_HEADS.search(said[-NEAR:])))


def _heads_a_section(item: Item, bare: str) -> bool:
    """A head such as "II. CHỈ TIÊU" or "Mục tiêu cụ thể"."""
    is_head = bool(item.marker) or item.is_head or len(bare) < NAME
    if not is_head or len(bare) >= HEAD_LENGTH or bare.endswith((";", ".")) or _NEVER.search(bare):
        return False
    if _NOT_HEADS.search(bare) and "chi tieu" not in bare[:SHORT]:
        return False
    return bool(NAMED.search(bare) or (len(bare) < SHORT and "muc tieu" in bare))


def introduction_of(bare: str, year: int) -> re.Match[str] | None:
    """The words that introduce a run-on list of indicators; what a past year has brought is none."""
    for found in _INLINE.finditer(bare):
        said = bare[max(bare.rfind(". ", 0, found.start()), 0) : found.end()]
        years = [int(one) for one in re.findall(r"nam ((?:19|20)\d\d)", said)]
        if not _ACHIEVED.search(said) and not (year and years and max(years) < year):
            return found
    return None


def _below(head: Item, items: list[Item], year: int) -> Iterator[Item]:
    """The items that belong to a head: below it in the outline, or listed after it at its own level."""
    skipped: set[int] = set()
    level = None
    for item in items[head.place + 1 :]:
        if item.parent is not None and item.parent.place in skipped:
            skipped.add(item.place)
            continue
        inside = is_under(item, head)
        if not inside and (head.marker or head.is_head or item.is_head or not is_under(item, head.parent)):
            return
        if not inside and not item.cells:
            level = level or (item.marker.style if item.marker else "")
            if item.parent is head.parent and (item.marker.style if item.marker else "") != level:
                return
        if _heads_other_matters(item, year):
            skipped.add(item.place)
            continue
        yield item


def _heads_other_matters(item: Item, year: int) -> bool:
    """A head below which a list of indicators has something else; "Phong trào …" may be a group of its own."""
    bare = item.body.bare
    if "chi tieu" in bare[:NAME] or len(bare) >= SKIPPED_LENGTH or re.search(r"\d", bare):
        return False
    if _SUBJECT.match(bare) and 2 * sum(_is_measured(child, year) for child in item.children) > len(item.children):
        return False
    return bool(_SKIPPED.match(bare) or _NEVER.search(bare[:SHORT]))


def _without_contents(members: list[Item]) -> list[Item]:
    """Without the branch "1. Nội dung thi đua" of a section where the indicators have one of their own beside it."""
    aside = [item for item in members if _ONLY_CONTENTS.match(item.body.bare) and item.children]
    kept = [one for one in aside if any(_is_named_beside(item, one) for item in members)]
    return [item for item in members if not any(is_under(item, one) for one in kept)]


def _is_named_beside(item: Item, other: Item) -> bool:
    """Whether the head of indicators stands beside another head."""
    return item.parent is other.parent and item is not other and bool(item.children and NAMED.search(item.body.bare))


def is_under(item: Item, above: Item | None) -> bool:
    """Whether an item stands somewhere below another; everything stands below none."""
    return above is None or any(head is above for head in _chain(item.parent))


def has_values(item: Item, year: int) -> bool:
    """Whether a line sets a value."""
    return sets_values(item.body, year)


def sets_values(text: Strand, year: int) -> bool:
    """Whether a text holds a number that may be a target."""
    return bool(values_of(text.low, mask(text.low, year=year)))


def group_of(item: Item) -> int:
    """The place of the head above an item, -1 without one."""
    return item.parent.place if item.parent else -1
