"""From lines to items: wrapped lines are joined, page numbers dropped, lists that were run together are parted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.directive.flat import parted
from campaigns.directive.markers import Marker, marker_of, settled
from campaigns.directive.spaced import spaced
from campaigns.directive.strand import GAP, Strand, join
from campaigns.directive.words import LOWER, UPPER

_PAGE_NUMBER = re.compile(r"[-–—\[(.\s]{0,4}(?:trang )?\d{1,3}(?: ?/ ?\d{1,3})?[-–—\]).\s]{0,4}")
_OPEN_END = re.compile(
    r"(?:[,(]|\b(?:đạt|trên|dưới|là|từ|còn|giảm|tăng|và|của|cho|với|thêm|khoảng|gần|ít nhất|tối thiểu|tối đa|"
    r"không quá|hơn|tỷ lệ|các|những))$"
)
_RULE = re.compile(r"(?:[^\w%‰]|_)*")
_ENDED = re.compile(r"[.;:!?…][)\]”\"'’*]*$|\./\.?$|\d ?%[)”\"]*$")
_VALUE_END = re.compile(r"\d[^.;,:]{0,25}$")
MARKER, LIST = 40, 30
LONGEST_LINE = 8_000  # what is longer is no paragraph; the reading of one stays quick
_GLUED = re.compile(r"(?<=[.;:,”\"/)]) (?=\(?(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)] ?[^ ])")
_SPACES, HEAD_LINES = " " + GAP, 14
_TALL = re.compile(rf"(?=(?:[^{UPPER}]*[{UPPER}]){{4}})[^{LOWER}]*$")
_IN_A_DATE = re.compile(f"{GAP}(?=tháng|năm|/|,)")
WRAPPED_AT_MOST, WRAPPED_AT_LEAST, FULL_SLACK = 130, 55, 22
_TAIL_HEADS = re.compile(r"noi nhan\b|kinh gui\b|tm\. |kt\. |tl\. |tuq\. ")


@dataclass
class Item:
    """A paragraph or list item: ``body`` without its marker, ``whole`` with it; ``cells`` of a table row."""

    whole: Strand
    body: Strand
    marker: Marker | None = None
    cells: tuple[Strand, ...] = ()
    place: int = 0
    parent: "Item | None" = None
    children: list["Item"] = field(default_factory=list)
    is_named_head: bool = False

    @property
    def is_tall(self) -> bool:
        """Written in capitals, as heads are."""
        letters = [char for char in self.body.s if char.isalpha()]
        return len(letters) > 3 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)

    @property
    def is_head(self) -> bool:
        """A head without a marker, or with the marker of a chapter."""
        if self.marker:
            return self.marker.style in {"ROMAN", "part", "A."} or (self.is_tall and len(self.body) < 160)
        return self.is_named_head or (self.is_tall and len(self.body) < 160)


def lines_of(page: Strand) -> list[Strand]:
    """The physical lines, blank ones as empty strands, outer spaces dropped (outer tabs delimit cells and stay)."""
    lines: list[Strand] = []
    tail = False
    for start, end in _extents(page.s):
        piece = page.s[start:end]
        left = start + len(piece) - len(piece.lstrip(_SPACES))
        right = max(left, end - (len(piece) - len(piece.rstrip(_SPACES))))
        shown = _columns(page.s[left:right], len(lines), tail=tail)
        tail = tail or shown.lower().startswith("nơi nhận")
        lines.append(Strand(shown, page.at[left:right], page.to[left:right]))
    return lines


def _extents(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the lines; one too long for a paragraph is parted at a space."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while end - start > LONGEST_LINE:
            cut = text.rfind(" ", start, start + LONGEST_LINE)
            cut = cut if cut > start else start + LONGEST_LINE
            yield start, cut
            start = cut
        yield start, end
        start = end + 1


def _columns(text: str, number: int, *, tail: bool) -> str:
    """Wide gaps part cells where there are several, and in the blocks at the top and the bottom of a document."""
    text = _IN_A_DATE.sub(" ", text)
    apart = text.count(GAP) > 1 or tail or number < HEAD_LINES
    return text.replace(GAP, "\t" if apart else " ")


def items_of(page: Strand) -> list[Item]:
    """The items in reading order, not yet linked."""
    printed = [line if _RULE.fullmatch(line.s) is None else line.cut(0, 0) for line in lines_of(page)]
    margins = [page.at[start] if start < len(page) else 0 for start, _ in _extents(page.s)]
    items: list[Item] = []
    for block, is_row in _blocks(parted(spaced(printed, margins))):
        if is_row:
            items.append(_row(block, place=len(items)))
        else:
            items += [_item(piece, place=place) for place, piece in enumerate(_unglued(block), start=len(items))]
    for item, marker in zip(items, settled(item.marker for item in items), strict=True):
        item.marker = marker
    return items


def _blocks(lines: list[Strand]) -> Iterator[tuple[Strand, bool]]:
    """(paragraph or row of a table, whether it is a row): wrapped lines joined, page numbers left out."""
    width = _wrap_width(lines)
    pieces: list[Strand] = []
    blank = page_ends = after_row = False
    for line in lines:
        if not line.s or (_PAGE_NUMBER.fullmatch(line.low) and not _is_cell(line)):
            blank, page_ends = True, page_ends or bool(line.s)
            continue
        is_row = "\t" in line.s.strip("\t ") or (line.s.startswith("\t") and after_row)
        if not is_row and pieces and _may_go_on(pieces, line, blank=blank, page_ends=page_ends, width=width):
            pieces.append(line)
        else:
            if pieces:
                yield join(pieces), False
            after_row = is_row or (after_row and not pieces)
            pieces = [] if is_row else [line.cut()]
            if is_row:
                yield line, True
        blank = page_ends = False
    if pieces:
        yield join(pieces), False


def _may_go_on(pieces: list[Strand], line: Strand, *, blank: bool, page_ends: bool, width: int) -> bool:
    """Whether a line belongs to the paragraph of the pieces, which must not grow without end."""
    short = sum(map(len, pieces)) < LONGEST_LINE
    return short and _goes_on(pieces[-1], line, blank=blank, page_ends=page_ends, width=width)


def _is_cell(line: Strand) -> bool:
    return "\t" in line.s


def _wrap_width(lines: list[Strand]) -> int:
    """The width at which a program cut the lines, 0 when paragraphs are whole."""
    lengths = sorted(len(line) for line in lines if line.s)
    if not lengths:
        return 0
    width = lengths[min(len(lengths) - 1, len(lengths) * 97 // 100)]
    longest = lengths[-1]
    return width if width >= WRAPPED_AT_LEAST and longest <= WRAPPED_AT_MOST else 0


def _goes_on(before: Strand, line: Strand, *, blank: bool, page_ends: bool, width: int) -> bool:
    """Whether ``line`` is the rest of the sentence that ``before`` began; a blank line without a page number parts."""
    if marker_of(line.s, line.low) or _TAIL_HEADS.match(line.bare) or _TAIL_HEADS.match(before.bare):
        return False
    full = len(before) >= width - FULL_SLACK if width else len(before) >= WRAPPED_AT_LEAST
    ended = bool(_ENDED.search(before.s))
    if before.s.count("(") > before.s.count(")") and ")" in line.s and not ended:
        return True
    if line.s[0].islower() or line.s[0] in ",;.)%":
        return full or not ended
    if _OPEN_END.search(before.low):
        return True
    if _TALL.match(line.s) or _TALL.match(before.s):
        return False
    if not width:
        return line.s[0].isdigit() and full and not ended and not _VALUE_END.search(before.s)
    if blank:
        return full and not ended and (page_ends or not line.s[0].isupper())
    return (
        full
        and not (ended and not line.s[0].isdigit() and before.s[-1] in ";:%")
        and not (_VALUE_END.search(before.s) and line.s[0].isupper())
    )


def _unglued(text: Strand) -> Iterator[Strand]:
    """The items of a list that was run together: "… sau: 1. A đạt 5%; 2. B đạt 6%" or "… đổi mới. II. CHỈ TIÊU …"."""
    last = marker_of(text.s[:MARKER], text.low[:MARKER])
    start = 0
    places = [found.end() for found in _GLUED.finditer(text.s)]
    read = [marker_of(text.s[place : place + MARKER], text.low[place : place + MARKER]) for place in places]
    markers = settled([last, *read])[1:]
    for number, (place, marker) in enumerate(zip(places, markers, strict=True)):
        if marker is None or not marker.number:
            continue
        chapter = marker.style == "ROMAN" and text.s[place + marker.length :][:2].isupper()
        begins = marker.begins and any(
            other and other.number == _next(marker) and other.style == marker.style
            for other in markers[number + 1 : number + LIST]
        )
        if chapter or begins or (last is not None and last.number and marker.follows(last)):
            yield text.cut(start, place)
            start, last = place, marker
    yield text.cut(start)


def _next(marker: Marker) -> tuple[int, ...]:
    return (*marker.number[:-1], marker.number[-1] + 1)


def _item(whole: Strand, *, place: int) -> Item:
    marker = marker_of(whole.s, whole.low)
    body = whole.cut(marker.length if marker else 0)
    return Item(whole, body, marker, place=place)


def _row(line: Strand, *, place: int) -> Item:
    cells, start = [], 0
    for found in re.finditer("\t|$", line.s):
        cells.append(line.cut(start, found.start()))
        start = found.end()
    if line.s.startswith("\t") and line.s.endswith("\t") and not cells[0].s and not cells[-1].s:
        cells = cells[1:-1]
    whole = line.cut()
    return Item(whole, whole, cells=tuple(cells), place=place)
