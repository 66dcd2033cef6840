"""Which lines of the sections, and which rows of the tables, are indicators, with their groups and parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from campaigns.directive.clauses import is_opening
from campaigns.directive.lines import Item
from campaigns.directive.numbers import mask, values_of
from campaigns.directive.parts import Confidence, ReadIndicator
from campaigns.directive.sections import (
    LISTED,
    NAMED,
    SHORT,
    Section,
    beside,
    contents_of,
    group_of,
    has_values,
    introduction_of,
    is_under,
    opens_a_list,
    sections_of,
    sets_values,
)
from campaigns.directive.strand import Strand
from campaigns.directive.tables import columns_of, rows, with_unit_above
from campaigns.directive.targets import read_item

# What has a number or stands in the list but is a prize or a date to keep.
_NO_INDICATOR = re.compile(
    r"giải (?:nhất|nhì|ba|khuyến khích)\b.*(?:triệu|đồng)|^\W*(?:\d{1,3} |(?:xét )?tặng |trao )?(?:cờ|bằng khen|"
    r"giấy khen|tiền thưởng|kinh phí(?! (?:huy động|vận động|tiết kiệm|thu|xã hội hóa)))\b|mức thưởng|"
    r"gửi báo cáo(?![^.;]*đúng (?:thời )?hạn)"
)
_BY_A_DAY = re.compile(
    r"(?:gửi|nộp|đăng ký|báo cáo|hồ sơ|văn bản|kế hoạch|tổ chức|ban hành)\b.*(?:trước ngày|chậm nhất)"
)
_MEASURED = re.compile(r"\d ?%|\bđạt\b")
# What a sentence after a run-on list of indicators speaks of when the list is over.
_ANOTHER_MATTER = re.compile(
    r"giải (?:nhất|nhì|ba|khuyến khích)|bằng khen|giấy khen|cờ thi đua|giải thưởng|khen thưởng|gửi (?:báo cáo|"
    r"bản|về)|báo cáo(?! viên)|trước ngày|"
    r"chậm nhất|thời gian thi đua|sơ kết|tổng kết|đăng ký thi đua|điện thoại|năm (?:ngoái|trước)|phát động phong trào"
)
# A goal in words among the values of a run-on list.
_GOAL = re.compile(r"(?:và )?(?:giữ vững|bảo đảm|đảm bảo|không để|không có|không xảy ra|hoàn thành|duy trì)\b")
SHARE_WITH_VALUES, SHARE_AMONG_CONTENTS = 0.3, 0.6
PROSE, LINE_LENGTH = 420, 300

_GROUP_NAME = re.compile(r"(?:ve|linh vuc|cac chi tieu|chi tieu|nhom|muc tieu|cong tac) |[^ ]+(?: [^ ]+){0,3}$")


def read_indicators(items: list[Item], *, body: int, year: int) -> list[ReadIndicator]:
    """The indicators of all sections and tables, in reading order, without doubles; ``body`` as the head has it."""
    taken: set[int] = set()
    found: list[tuple[int, ReadIndicator]] = []
    for place, indicators, used in _tables(items, year):
        found += [(place, one) for one in indicators]
        taken |= used
    sections = list(sections_of(items, year, body)) or list(sections_of(items, year))
    sections += beside(items, sections, year)
    if not found and all(section.inline for section in sections):
        sections += contents_of(items, year)
    for section in sections:
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
        columns = with_unit_above(columns, items[max(0, place - 2) : place])
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


def _of_section(section: Section, year: int) -> list[ReadIndicator]:
    """The indicators of a section."""
    if section.inline is not None:
        return _run_on(section.inline, year)
    if section.contents:
        return list(chain.from_iterable(_among_contents(item, year) for item in section.members))
    return _of_list([item for item in section.members if not item.cells], year, mixed=section.mixed)


def _of_list(leaves: list[Item], year: int, *, mixed: bool) -> list[ReadIndicator]:
    """The indicators of a list, with their groups and parts."""
    habit = _habit(leaves, year, mixed=mixed)
    found: list[ReadIndicator] = []
    whole: Item | None = None
    group: Item | None = None
    for item in leaves if habit.some else ():
        if group is not None and group.marker and not is_under(item, group):
            group = None
        if whole is not None and is_under(item, whole):
            part = _read(item, year, qualitative=False)
            found[-1:] = [_with_parts(found[-1], part) if part else found[-1]]
        elif item.place in habit.heads:
            group, whole = item if _names_a_group(item.body.bare) else None, None
        elif habit.runs_on(item, year):
            found += _run_on(item.body, year)
        elif habit.admits(item) and (read := _read(item, year, qualitative=habit.admits_words(item))):
            found.append(replace(read, group=group.body.s.strip(" :.") if group else ""))
            whole = item if item.children and has_values(item, year) else None
    return found


def _among_contents(item: Item, year: int) -> list[ReadIndicator]:
    """What a line of contents sets; prose is read from the first sentence with a value on."""
    if _NO_INDICATOR.search(item.body.low) or (_BY_A_DAY.search(item.body.low) and not _MEASURED.search(item.body.low)):
        return []
    if not item.marker or introduction_of(item.body.bare, year):
        return _run_on(item.body, year)
    read = _read(item, year, qualitative=False)
    return [read] if read else []


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
        return sum(sets_values(item.body.cut(*ends), year) for ends in _pieces(item.body, 0)) >= LISTED

    def admits(self, item: Item) -> bool:
        """Prose between the items is no item, nor is a prize or a date."""
        if _BY_A_DAY.search(item.body.low) and not _MEASURED.search(item.body.low):
            return False
        return (item.marker is not None or len(item.body) <= PROSE) and not _NO_INDICATOR.search(item.body.low)

    def admits_words(self, item: Item) -> bool:
        """Whether a line without a value is an indicator here."""
        listed = item.marker is not None or (self.unmarked and len(item.body) < LINE_LENGTH)
        return listed and not self.strict and len(item.body) < PROSE and group_of(item) in self.measured


def _habit(leaves: list[Item], year: int, *, mixed: bool) -> _Habit:
    """The habit of a list."""
    with_values = [item for item in leaves if has_values(item, year)]
    unmarked = len(with_values) > 2 and not any(item.marker for item in with_values)
    closed = 2 * sum(item.body.s[-1] in ";." for item in leaves) > len(leaves)
    heads = frozenset(item.place for item in leaves if _is_group(item, year, closed=closed, unmarked=unmarked))
    listed = [item for item in leaves if (item.marker or unmarked) and item.place not in heads]
    share = len(with_values) / max(1, len(listed))
    above_values = {group_of(item) for item in with_values}
    measured = frozenset(above_values | {head for head in heads if _names_indicators(leaves, head)})
    return _Habit(
        bool(with_values),
        heads,
        measured,
        unmarked,
        strict=share < (SHARE_AMONG_CONTENTS if mixed else SHARE_WITH_VALUES),
    )


def _names_indicators(leaves: list[Item], place: int) -> bool:
    return any(item.place == place and NAMED.search(item.body.bare) for item in leaves)


def _is_group(item: Item, year: int, *, closed: bool, unmarked: bool) -> bool:
    """The head of a group; ``closed``: the lines of this list end with a stop, ``unmarked``: they bear no marks."""
    if has_values(item, year):
        return False
    bare = item.body.bare
    open_ended = closed and bare[-1].isalnum() and len(bare) < SHORT
    if any(child.marker for child in item.children) or bare.endswith(":") or item.is_head or open_ended:
        return True
    return not item.marker and (not unmarked or bool(_GROUP_NAME.match(bare)))


def _names_a_group(bare: str) -> bool:
    """Whether the head of a group says what its lines have in common, not only that a list follows."""
    return bool(_GROUP_NAME.match(bare)) or not opens_a_list(bare)


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
    found = introduction_of(text.bare, year)
    why = "Đọc từ câu văn liền, không phải danh sách"
    result: list[ReadIndicator] = []
    listed = False  # whether a semicolon went before: what follows one is of the same list, in words or numbers
    for start, cut in _pieces(text, found.end() if found else _first_value(text, year)):
        piece, ends_sentence = text.cut(start, cut), text.s[cut : cut + 1] != ";"
        if _ends_the_list(piece, year):
            break
        in_words = len(result) >= LISTED and (listed or bool(_GOAL.match(piece.low)))
        read = read_item(piece, no="", year=year, qualitative=in_words, sure=Confidence.LIKELY, why=why)
        if read:
            result.append(read)
        elif ends_sentence:
            break
        listed = not ends_sentence
    return result


def _ends_the_list(piece: Strand, year: int) -> bool:
    """Another matter ends a run-on list, unless a share comes first: "100% cán bộ đăng ký thi đua" is a goal."""
    if not _ANOTHER_MATTER.search(piece.low):
        return False
    values = values_of(piece.low, mask(piece.low, year=year))
    return not values or values[0].unit != "%" or not is_opening(piece.low[: values[0].start])


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
