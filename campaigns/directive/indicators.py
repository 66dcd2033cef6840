"""Where a document sets its indicators, and which of the lines there are indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from campaigns.directive.lines import Item
from campaigns.directive.numbers import mask, values_of
from campaigns.directive.parts import Confidence, ReadIndicator
from campaigns.directive.strand import Strand
from campaigns.directive.tables import columns_of, rows
from campaigns.directive.targets import read_item

# On text without accents. A head or the sentence before a list that speaks of indicators …
_NAMED = re.compile(r"chi tieu|muc tieu cu the|phan dau dat (?:duoc )?(?:cac|nhung|mot so) (?:muc tieu|ket qua)")
_GOALS = re.compile(r"muc tieu|phan dau")
# … unless it speaks of something else.
_NOT_HEADS = re.compile(
    r"muc tieu chung|muc tieu tong quat|muc dich|yeu cau|to chuc thuc hien|giai phap|khen thuong|thoi gian|ho so|"
    r"dang ky (?:cac )?(?:noi dung|chi tieu|thi dua)|xay dung (?:cac )?chi tieu|tieu chi (?:thi dua|cham diem|"
    r"binh xet|danh gia)|"
    r"nguyen tac|phuong phap|thang diem|quy trinh|nhan xet|noi nhan"
)
_NEVER = re.compile(r"khen thuong|giai thuong|co cau giai|cham diem|binh xet|thang diem|phan bo")
# What has a number or stands in the list but is a prize or a date to keep.
_NO_INDICATOR = re.compile(
    r"giải (?:nhất|nhì|ba|khuyến khích)\b.*(?:triệu|đồng)|^\W*(?:\d{1,3} |(?:xét )?tặng |trao )?(?:cờ|bằng khen|"
    r"giấy khen|tiền thưởng|kinh phí)\b|mức thưởng|gửi báo cáo"
)
_BY_A_DAY = re.compile(
    r"(?:gửi|nộp|đăng ký|báo cáo|hồ sơ|văn bản|kế hoạch|tổ chức|ban hành)\b.*(?:trước ngày|chậm nhất)"
)
_MEASURED = re.compile(r"\d ?%|\bđạt\b")
_SKIPPED = re.compile(
    r"(?:ve )?(?:muc tieu chung|muc tieu tong quat|muc dich|yeu cau|giai phap|nhiem vu|to chuc thuc hien|"
    r"khen thuong|chu de|"
    r"thoi gian|khau hieu|doi tuong|co cau giai|cong tac khen|cac dot|phong trao)"
)
_MIXED = re.compile(r"noi dung|nhiem vu|giai phap|phong trao|bien phap")
_INLINE = re.compile(
    r"(?:chi tieu|muc tieu|phan dau)[^:.;]{0,120}:|phan dau (?:nam|den|trong|toan|dat|"
    r"hoan thanh)[^:;.]{0,80}?(?=[,:] )|phan dau(?= [^.;:,]{0,60}\d)"
)
_ACHIEVED = re.compile(r"\bda (?:dat|hoan thanh|thuc hien)|dat duoc|ket qua (?:dat|nam|noi bat)|co \d+/\d+")
_LAST_SENTENCE = re.compile(r"(?:^|[.;!?] )([^.;!?]*)$")
# What a sentence after a run-on list of indicators speaks of when the list is over.
_ANOTHER_MATTER = re.compile(
    r"giải (?:nhất|nhì|ba|khuyến khích)|bằng khen|giấy khen|cờ thi đua|giải thưởng|khen thưởng|gửi (?:báo cáo|"
    r"bản|về)|báo cáo|trước ngày|"
    r"chậm nhất|thời gian thi đua|sơ kết|tổng kết|đăng ký thi đua|điện thoại|năm (?:ngoái|trước)|phát động phong trào"
)
_SPOKEN = frozenset({"ones", "ordinal"})  # "Một là, …", "Thứ nhất, …": a list in the style of a speech
# A goal in words among the values of a run-on list.
_GOAL = re.compile(r"(?:và )?(?:giữ vững|bảo đảm|đảm bảo|không để|không có|không xảy ra|hoàn thành|duy trì)\b")
_QUOTED = re.compile(r"[“\"][^”\"]{0,300}[”\"]")
HEAD_LENGTH, LISTED = 200, 3
SHARE_WITH_VALUES, SHARE_AMONG_CONTENTS = 0.3, 0.6
PROSE, SAID, SHORT, NEAR, LINE_LENGTH, NAME = 420, 160, 70, 100, 300, 80


_GROUP_NAME = re.compile(r"(?:ve|linh vuc|cac chi tieu|chi tieu|nhom|muc tieu|cong tac) |[^ ]+(?: [^ ]+){0,3}$")


@dataclass
class Section:
    """A head and the items under it; ``mixed`` where contents stand beside indicators."""

    head: Item
    members: list[Item] = field(default_factory=list)
    mixed: bool = False
    inline: Strand | None = None


def read_indicators(items: list[Item], *, year: int) -> list[ReadIndicator]:
    """The indicators of all sections and tables, in reading order, without doubles."""
    taken: set[int] = set()
    found: list[tuple[int, ReadIndicator]] = []
    for place, indicators, used in _tables(items, year):
        found += [(place, one) for one in indicators]
        taken |= used
    sections = list(_sections(items, year))
    for section in [*sections, *_beside(items, sections, year)]:
        free = [item for item in section.members if item.place not in taken]
        taken |= {item.place for item in free} | {section.head.place}
        found += [(section.head.place, one) for one in _of_section(replace(section, members=free), year)]
    found.sort(key=lambda pair: pair[1].source.start)
    return [one for _, one in found]


def _tables(items: list[Item], year: int) -> Iterator[tuple[int, list[ReadIndicator], set[int]]]:
    """Each run of rows whose first rows hold the heads of a table of indicators."""
    place = 0
    while place < len(items):
        columns = columns_of(items[place], year=year) if items[place].cells else None
        if columns is None:
            place += 1
            continue
        end = place + 1
        while end < len(items) and (items[end].cells or _goes_on(items, end)):
            end += 1
        body = [item for item in items[place + 1 : end] if item.cells]
        yield place, rows(body, columns, year=year), {item.place for item in items[place:end]}
        place = end


def _goes_on(items: list[Item], place: int) -> bool:
    """A line without cells between two rows: the rest of a cell."""
    return (
        place + 1 < len(items)
        and bool(items[place + 1].cells)
        and not items[place].marker
        and len(items[place].body) < 80
    )


def _sections(items: list[Item], year: int) -> Iterator[Section]:
    """The sections of indicators; a section inside another is a part of it."""
    covered: set[int] = set()
    for item in items:
        if item.place in covered or item.cells:
            continue
        kind = _introduces(item, year)
        if not kind:
            continue
        members = [] if kind == "inline" else list(_below(item, items))
        covered |= {member.place for member in members} | {item.place}
        text = (
            item.body.bare
            if len(item.body) <= HEAD_LENGTH
            else (_LAST_SENTENCE.search(item.body.bare.rstrip(": ")) or [""])[0]
        )
        yield Section(
            item,
            members,
            mixed=bool(_MIXED.search(text)) and not text.endswith(":"),
            inline=item.body if kind == "inline" else None,
        )


def _beside(items: list[Item], opened: list[Section], year: int) -> Iterator[Section]:
    """The lines of the list to which run-on lists belong ("Một là, …", "Hai là, …"): they set values in like manner."""
    lists = {(_group_of(one.head), one.head.marker.style) for one in opened if one.inline and one.head.marker}
    heads = {one.head.place for one in opened}
    for item in items:
        key = (_group_of(item), item.marker.style) if item.marker else None
        speaks = key is not None and (key[1] in _SPOKEN or "phấn đấu" in item.body.low)
        if speaks and key in lists and item.place not in heads and _has_values(item, year):
            yield Section(item, inline=item.body)


def _introduces(item: Item, year: int) -> str:
    """The kind of section that the item opens, "head" or "inline"; "" if it opens none."""
    whole = _QUOTED.sub(lambda quote: " " * len(quote[0]), item.body.bare)
    masked = mask(item.body.low, year=year)
    if values_of(item.body.low, masked):
        found = _inline(whole, year)
        listed = values_of(item.body.low[found.end() :], masked[found.end() :]) if found else []
        return "inline" if len(listed) >= LISTED else ""
    bare = whole.strip(" *")
    return "head" if _opens_a_list(bare) or _heads_a_section(item, bare) else ""


def _opens_a_list(bare: str) -> bool:
    """A sentence such as "… phấn đấu đạt các chỉ tiêu sau:"."""
    last = _LAST_SENTENCE.search(bare.rstrip(":. ")) if bare.endswith((":", "sau", "nhu sau.")) else None
    said = last[1][-SAID:] if last else ""
    return bool(_NAMED.search(said[-NEAR:]) or (_GOALS.search(said) and not _NOT_HEADS.search(said[-NEAR:])))


def _heads_a_section(item: Item, bare: str) -> bool:
    """A head such as "II. CHỈ TIÊU" or "Mục tiêu cụ thể"."""
    is_head = bool(item.marker) or item.is_head or len(bare) < NAME
    if not is_head or len(bare) >= HEAD_LENGTH or bare.endswith((";", ".")) or _NEVER.search(bare):
        return False
    if _NOT_HEADS.search(bare) and "chi tieu" not in bare[:SHORT]:
        return False
    return bool(_NAMED.search(bare) or (len(bare) < SHORT and "muc tieu" in bare))


def _inline(bare: str, year: int) -> re.Match[str] | None:
    """The words that introduce a run-on list of indicators; what a past year has brought is none."""
    for found in _INLINE.finditer(bare):
        said = bare[max(bare.rfind(". ", 0, found.start()), 0) : found.end()]
        years = [int(one) for one in re.findall(r"nam ((?:19|20)\d\d)", said)]
        if not _ACHIEVED.search(said) and not (year and years and max(years) < year):
            return found
    return None


def _below(head: Item, items: list[Item]) -> Iterator[Item]:
    """The items that belong to a head: below it in the outline, or listed after it at its own level."""
    skipped: set[int] = set()
    level = None
    for item in items[head.place + 1 :]:
        if item.parent is not None and item.parent.place in skipped:
            skipped.add(item.place)
            continue
        inside = _is_under(item, head)
        if not inside and (head.marker or head.is_head or item.is_head or not _is_under(item, head.parent)):
            return
        if not inside and not item.cells:
            level = level or (item.marker.style if item.marker else "")
            if item.parent is head.parent and (item.marker.style if item.marker else "") != level:
                return
        if (
            (_SKIPPED.match(item.body.bare) or _NEVER.search(item.body.bare[:SHORT]))
            and not re.search(r"chi tieu", item.body.bare[:80])
            and len(item.body) < 90
            and not re.search(r"\d", item.body.s)
        ):
            skipped.add(item.place)
            continue
        yield item


def _is_under(item: Item, above: Item | None) -> bool:
    if above is None:
        return True
    parent = item.parent
    while parent is not None:
        if parent is above:
            return True
        parent = parent.parent
    return False


def _of_section(section: Section, year: int) -> list[ReadIndicator]:
    """The indicators of a section."""
    if section.inline is not None:
        return _run_on(section.inline, year)
    leaves = [item for item in section.members if not item.cells]
    habit = _habit(leaves, year, mixed=section.mixed)
    found: list[ReadIndicator] = []
    whole: Item | None = None
    group: Item | None = None
    for item in leaves if habit.some else ():
        if group is not None and group.marker and not _is_under(item, group):
            group = None
        if whole is not None and _is_under(item, whole):
            part = _read(item, year, qualitative=False)
            found[-1:] = [_with_parts(found[-1], part) if part else found[-1]]
        elif item.place in habit.heads:
            group, whole = item if _names_a_group(item.body.bare) else None, None
        elif habit.runs_on(item, year):
            found += _run_on(item.body, year)
        elif habit.admits(item) and (read := _read(item, year, qualitative=habit.admits_words(item))):
            found.append(replace(read, group=group.body.s.strip(" :.") if group else ""))
            whole = item if item.children and _has_values(item, year) else None
    return found


@dataclass(frozen=True)
class _Habit:
    """How a list is written: with values at all, its heads, those above values, without marks, only values count."""

    some: bool
    heads: frozenset[int]
    measured: frozenset[int]
    unmarked: bool
    strict: bool

    def runs_on(self, item: Item, year: int) -> bool:
        """A paragraph that is a list of its own, where the lists of this section are not such lines."""
        if item.marker or (self.unmarked and len(item.body) <= PROSE):
            return False
        return sum(_sets_values(item.body.cut(*ends), year) for ends in _pieces(item.body, 0)) >= LISTED

    def admits(self, item: Item) -> bool:
        """Prose between the items is no item, nor is a prize or a date."""
        if _BY_A_DAY.search(item.body.low) and not _MEASURED.search(item.body.low):
            return False
        return (item.marker is not None or len(item.body) <= PROSE) and not _NO_INDICATOR.search(item.body.low)

    def admits_words(self, item: Item) -> bool:
        """Whether a line without a value is an indicator here."""
        listed = item.marker is not None or (self.unmarked and len(item.body) < LINE_LENGTH)
        return listed and not self.strict and len(item.body) < PROSE and _group_of(item) in self.measured


def _habit(leaves: list[Item], year: int, *, mixed: bool) -> _Habit:
    """The habit of a list."""
    with_values = [item for item in leaves if _has_values(item, year)]
    unmarked = len(with_values) > 2 and not any(item.marker for item in with_values)
    closed = 2 * sum(item.body.s[-1] in ";." for item in leaves) > len(leaves)
    heads = frozenset(item.place for item in leaves if _is_group(item, year, closed=closed, unmarked=unmarked))
    listed = [item for item in leaves if (item.marker or unmarked) and item.place not in heads]
    share = len(with_values) / max(1, len(listed))
    above_values = {_group_of(item) for item in with_values}
    measured = frozenset(above_values | {head for head in heads if _names_indicators(leaves, head)})
    return _Habit(
        bool(with_values),
        heads,
        measured,
        unmarked,
        strict=share < (SHARE_AMONG_CONTENTS if mixed else SHARE_WITH_VALUES),
    )


def _group_of(item: Item) -> int:
    """The place of the head above an item, -1 without one."""
    return item.parent.place if item.parent else -1


def _names_indicators(leaves: list[Item], place: int) -> bool:
    return any(item.place == place and _NAMED.search(item.body.bare) for item in leaves)


def _has_values(item: Item, year: int) -> bool:
    return _sets_values(item.body, year)


def _sets_values(text: Strand, year: int) -> bool:
    return bool(values_of(text.low, mask(text.low, year=year)))


def _is_group(item: Item, year: int, *, closed: bool, unmarked: bool) -> bool:
    """The head of a group; ``closed``: the lines of this list end with a stop, ``unmarked``: they bear no marks."""
    if _has_values(item, year):
        return False
    bare = item.body.bare
    open_ended = closed and bare[-1].isalnum() and len(bare) < SHORT
    if any(child.marker for child in item.children) or bare.endswith(":") or item.is_head or open_ended:
        return True
    return not item.marker and (not unmarked or bool(_GROUP_NAME.match(bare)))


def _names_a_group(bare: str) -> bool:
    """Whether the head of a group says what its lines have in common, not only that a list follows."""
    return bool(_GROUP_NAME.match(bare)) or not _opens_a_list(bare)


def _read(item: Item, year: int, *, qualitative: bool) -> ReadIndicator | None:
    no = item.marker.label if item.marker else ""
    sure = Confidence.SURE if item.marker else Confidence.LIKELY
    why = "" if item.marker else "Đoạn không đánh số trong phần chỉ tiêu"
    return read_item(item.body, no=no, year=year, qualitative=qualitative, sure=sure, why=why)


def _with_parts(whole: ReadIndicator, part: ReadIndicator) -> ReadIndicator:
    """An indicator with the lines below it as its parts."""
    targets = [replace(target, label=target.label or part.name) for target in part.targets]
    return replace(whole, targets=(*whole.targets, *targets))


def _run_on(text: Strand, year: int) -> list[ReadIndicator]:
    """Indicators in one sentence, as newspapers print them."""
    found = _inline(text.bare, year)
    why = "Đọc từ câu văn liền, không phải danh sách"
    result: list[ReadIndicator] = []
    for start, cut in _pieces(text, found.end() if found else _first_value(text, year)):
        piece, ends_sentence = text.cut(start, cut), text.s[cut : cut + 1] != ";"
        if _ANOTHER_MATTER.search(piece.low):
            break
        in_words = len(result) >= LISTED and bool(_GOAL.match(piece.low))
        read = read_item(piece, no="", year=year, qualitative=in_words, sure=Confidence.LIKELY, why=why)
        if read:
            result.append(read)
        elif ends_sentence:
            break
    return result


def _first_value(text: Strand, year: int) -> int:
    """Where the first sentence with a value begins."""
    values = values_of(text.low, mask(text.low, year=year))
    return max(text.s.rfind(". ", 0, values[0].first) + 1, 0) if values else 0


def _pieces(text: Strand, start: int) -> Iterator[tuple[int, int]]:
    """(start, end) of what the semicolons and full stops delimit, blanks left out."""
    for cut in [*_cuts(text, start), len(text)]:
        if text.cut(start, cut).s:
            yield start, cut
        start = cut + 1


def _cuts(text: Strand, start: int) -> Iterator[int]:
    """The semicolons and full stops outside brackets."""
    depth = 0
    for place in range(start, len(text)):
        char = text.s[place]
        depth = max(0, depth + (char == "(") - (char == ")"))
        following = text.s[place + 1 : place + 3]
        if depth == 0 and (char == ";" or (char == "." and following[:1] == " " and following[1:].isupper())):
            yield place
