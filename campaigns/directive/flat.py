"""Tables whose cells were parted by single spaces or line ends, as a PDF is copied: the words tell the cells apart.

A head such as "TT Chỉ tiêu ĐVT Kế hoạch năm 2025" says which columns there are; the lines below it are read from the
right, values first, then the unit, then the number of the row. The cells found are parted by tabs, each in the place
of a space, so every character stays where it was.
"""

import re
from dataclasses import dataclass

from campaigns.directive import words
from campaigns.directive.strand import Strand, join

_NO = r"(?:stt|tt|số tt|số thứ tự)"
_NAME = (
    r"(?:tên |nội dung |các |nhóm )?(?:chỉ tiêu(?: thi đua| chủ yếu| cụ thể| phấn đấu)?|nội dung(?: thi đua)?|tiêu chí)"
)
_UNIT = r"(?:đơn vị tính|đvt|đơn vị|đv tính)"
_PLAN = (
    r"(?:(?:ước )?(?:thực hiện|th)|kế hoạch|kh|chỉ tiêu|mục tiêu|kết quả|phấn đấu|đăng ký|giao|"
    r"mức(?: phấn đấu| đạt| giao)?|số lượng|giá trị|năm)"
    r"(?: (?:thực hiện|giao|đăng ký|phấn đấu))?(?: (?:năm )?(?:19|20)\d\d)?|"
    r"(?:so sánh|tỷ lệ|% ?so với|so với)(?: ?\(?%\)?)?(?: (?:kế hoạch|cùng kỳ|(?:năm )?(?:19|20)\d\d))?"
)
_NOTE = r"(?:ghi chú|(?:cơ quan|đơn vị|phòng|bộ phận)(?: (?:chủ trì|thực hiện|theo dõi|phụ trách))?)"
_HEAD = re.compile(
    rf"(?:(?P<no>{_NO}) )?(?P<name>{_NAME}) (?:(?P<unit>{_UNIT}) )?"
    rf"(?P<plans>(?:{_PLAN})(?: (?:{_PLAN})){{0,3}})(?: ?\([^()]*\))?(?P<note> {_NOTE})?"
)
_BEGINS, _PLANS = re.compile(rf"{_NO}|{_NAME}"), re.compile(_PLAN)
_ROW_NO = r"(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])(?P<dot>[.)]?) (?=[^\W\d_])|(?P<dash>[-+•] )"
_NUMBERED = re.compile(_ROW_NO)
_SAID = (
    r"(?:(?:[<>≥≤=]+|trên|dưới|từ|tăng|giảm|đạt|ít nhất|tối thiểu|tối đa|không quá|hơn|còn|thêm|khoảng|gần)"
    r"(?: |(?<=[<>≥≤=])))*"
)
_NUMBER = rf"{_SAID}\d[\d.,]*(?: ?(?:{words.DASH}|đến) ?\d[\d.,]*)?"
_UPWARDS = r"(?: (?:trở lên|trở xuống))?"
_BARE = rf" (?:{_NUMBER}(?: ?%)?{_UPWARDS}|[-–])"  # an empty cell may hold a dash
# Without a column of units the unit stands behind the value.
_MEASURED = rf" {_NUMBER}(?:{words.UNIT.pattern})?{_UPWARDS}"
MOST_LINES, MOST_PLANS, LONGEST_HEAD = 3, 4, 150
STACKED = (6, 5, 4, 3)  # the most first: four heads may be the beginning of five
# The shortest name that leaves a unit leaves the longest unit; a unit nobody knows is one word.
_ROWS = {
    (unit, plans): re.compile(
        rf"(?:{_ROW_NO})?(?P<name>[^\W\d_].{{2,220}}?)"
        + (rf"(?P<unit>{words.UNIT.pattern.replace(' ?(', ' (', 1)}| [^\d\s]{{1,12}})" if unit else "")
        + rf"(?P<plans>(?:{_BARE if unit else _MEASURED}){{{plans}}})(?P<note> [^\d\s][^\d]{{1,60}})?"
    )
    for unit in (True, False)
    for plans in range(1, MOST_PLANS + 1)
}
_PLAN_CELLS = {True: re.compile(_BARE), False: re.compile(_MEASURED)}


@dataclass(frozen=True)
class _Head:
    """The columns that a head announces; ``cuts`` are the spaces between them."""

    numbered: bool
    unit: bool
    plans: int
    cuts: tuple[int, ...]
    note: bool = False


def parted(lines: list[Strand]) -> list[Strand]:
    """``lines`` with the cells of such tables parted by tabs."""
    result: list[Strand] = []
    place = 0
    while place < len(lines):
        rows, end = _table_at(lines, place)
        result += rows or [lines[place]]
        place = end if rows else place + 1
    return result


def _table_at(lines: list[Strand], place: int) -> tuple[list[Strand], int]:
    """The table that begins with a line, its head first, and where it ends; [] for any other line."""
    if len(lines[place]) > LONGEST_HEAD or not _BEGINS.match(lines[place].low):
        return [], place
    head, used = _head_at(lines, place)
    rows, end = _rows(lines, place + used, head) if head else ([], place)
    if head is None or len(rows) < 2:
        return _stacked(lines, place)
    return [_tabbed(join(lines[place : place + used]), head.cuts), *rows], end


def _head_at(lines: list[Strand], place: int) -> tuple[_Head | None, int]:
    """The head that stands in one line or two, and in how many."""
    for used in (2, 1):
        pieces = lines[place : place + used]
        if all(piece.s and "\t" not in piece.s for piece in pieces) and (found := _HEAD.fullmatch(join(pieces).low)):
            return _columns(found), used
    return None, 1


def _columns(found: re.Match[str]) -> _Head | None:
    """The columns of a head; two names in a row without a number or a unit are no table."""
    plans = list(_PLANS.finditer(found.string, found.start("plans"), found.end("plans")))
    if (not found["no"] and not found["unit"]) or len(plans) > MOST_PLANS:
        return None
    starts = [found.start(key) for key in ("name", "unit") if found[key] and found.start(key)]
    cuts = tuple(start - 1 for start in [*starts, *(plan.start() for plan in plans)])
    note = (found.start("note"),) if found["note"] else ()
    return _Head(bool(found["no"]), bool(found["unit"]), len(plans), (*cuts, *note), note=bool(note))


def _rows(lines: list[Strand], place: int, head: _Head) -> tuple[list[Strand], int]:
    """The rows below a head, and where the last one that holds a value ends."""
    rows: list[Strand] = []
    groups: list[Strand] = []
    dot, end = None, place
    while place < len(lines):
        if not lines[place].s:
            place += 1
            continue
        number = _NUMBERED.match(lines[place].low)
        if number and number["dot"] is not None and lines[place].s[0].isdigit():
            dot = number["dot"] if dot is None else dot
            if number["dot"] != dot:
                break  # "2. Các chỉ tiêu khác" after rows numbered "1", "2"
        row, used = _row_at(lines, place, head)
        place += used
        if row is not None:
            rows, groups, end = [*rows, *groups, row], [], place
        elif number or lines[place - used].s.isupper():
            groups.append(_group(lines[place - used], number))
        else:
            break
    return rows, end


def _row_at(lines: list[Strand], place: int, head: _Head) -> tuple[Strand | None, int]:
    """The row that begins with a line, and of how many lines it is made."""
    for used in range(1, MOST_LINES + 1):
        pieces = lines[place : place + used]
        if not pieces[-1].s or (used > 1 and _NUMBERED.match(pieces[-1].low)):
            break
        whole = join(pieces)
        found = _ROWS[head.unit, head.plans].fullmatch(whole.low)
        if found and "\t" not in whole.s and _fits(found, head):
            return _tabbed(whole, _row_cuts(found, head)), used
    return None, 1


def _fits(found: re.Match[str], head: _Head) -> bool:
    """Whether a line has the columns of the head: a number where rows have one, words at its end only for notes."""
    return (bool(found.start("name")) or not head.numbered) and (head.note or not found["note"])


def _row_cuts(found: re.Match[str], head: _Head) -> tuple[int, ...]:
    """The spaces between the cells of a row."""
    number = [found.start("name") - 1] if head.numbered else []
    unit = [found.start("unit")] if head.unit else []
    plans = _PLAN_CELLS[head.unit].finditer(found.string, found.start("plans"), found.end("plans"))
    note = [found.start("note")] if found["note"] else []
    return (*number, *unit, *(plan.start() for plan in plans), *note)


def _group(line: Strand, number: re.Match[str] | None) -> Strand:
    """A row without values: the name of the rows below it."""
    return _tabbed(line, (number.end() - 1,) if number else ())


def _tabbed(line: Strand, cuts: tuple[int, ...]) -> Strand:
    """``line`` with tabs in the place of the spaces at ``cuts``."""
    chars = list(line.s)
    for cut in cuts:
        chars[cut] = "\t"
    return Strand("".join(chars), line.at, line.to)


def _stacked(lines: list[Strand], place: int) -> tuple[list[Strand], int]:
    """The rows, the head first, of a table with every cell on a line of its own, and where it ends."""
    columns = next((count for count in STACKED if _is_stacked_head(_cells(lines, place, count)[0])), 0)
    rows: list[Strand] = []
    while columns:
        cells, end = _cells(lines, place, columns)
        if rows and not _is_stacked_row(cells, len(rows)):
            break
        rows.append(join(cells, "\t"))
        place = end
    return rows if len(rows) > 1 else [], place


def _cells(lines: list[Strand], place: int, count: int) -> tuple[list[Strand], int]:
    """The next ``count`` lines that are not blank, and where they end."""
    within = range(place, min(len(lines), place + 2 * count))
    filled = [number for number in within if lines[number].s][:count]
    return [lines[number] for number in filled], filled[-1] + 1 if filled else place


def _is_stacked_head(cells: list[Strand]) -> bool:
    """Whether lines are the heads of columns, one each."""
    found = _HEAD.fullmatch(join(cells).low) if all("\t" not in cell.s for cell in cells) else None
    head = _columns(found) if found and found["no"] else None
    return head is not None and len(head.cuts) + 1 == len(cells)


def _is_stacked_row(cells: list[Strand], number: int) -> bool:
    """Whether lines are the cells of the row with this number."""
    return bool(cells) and cells[0].s.strip(".)") == str(number) and all("\t" not in cell.s for cell in cells)
