"""Tables whose columns stand apart by several spaces, as a program lays out a page: its place tells a cell.

Below a head such as "TT   Chỉ tiêu        Đơn vị    Kế hoạch 2025" every line is cut where two or more spaces stand.
A row with an empty cell is filled by where its cells stand; what runs over into the next line goes back into its cell.
"""

import re
from dataclasses import dataclass
from itertools import combinations

from campaigns.directive.columns import kind_of
from campaigns.directive.strand import Strand, join, tabbed

_BLANKS = re.compile(r"[ \t]")
_NO = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])[.)]?$|[-+•*]$")
_GLUED_NO = re.compile(r"((?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5})[.)]?) (?=[^\W\d_])")
APART, LONGEST_HEAD_CELL, FEWEST, MOST = 2, 40, 3, 9


@dataclass(frozen=True)
class _Cell:
    """A piece of a line and the columns of the page in which it begins and ends."""

    text: Strand
    start: int
    end: int

    def over(self, other: "_Cell") -> bool:
        """Whether one stands above the other."""
        return self.start < other.end and other.start < self.end

    def apart(self, other: "_Cell") -> int:
        """Twice how far their middles are apart."""
        return abs(self.start + self.end - other.start - other.end)


_Row = list[_Cell | None]


def spaced(lines: list[Strand], margins: list[int]) -> list[Strand]:
    """``lines`` with such tables as rows of cells parted by tabs; ``margins``: where each line begins in the text."""
    cut = [_cells(line, margin) for line, margin in zip(lines, margins, strict=True)]
    result: list[Strand] = []
    place = 0
    while place < len(lines):
        rows, end = _table_at(cut, place)
        result += rows or [lines[place]]
        place = end if rows else place + 1
    return result


def _cells(line: Strand, margin: int) -> list[_Cell]:
    """The pieces between wide gaps."""
    gaps = [found.start() for found in _BLANKS.finditer(line.s)]
    wide = [gap for gap in gaps if line.to[gap] - line.at[gap] >= APART]
    pieces = [line.cut(start, end) for start, end in zip([0, *wide], [*wide, len(line)], strict=True)]
    return [_Cell(one, one.at[0] - margin, one.to[-1] - margin) for one in pieces if one.s]


def _table_at(lines: list[list[_Cell]], place: int) -> tuple[list[Strand], int]:
    """The table that begins with a line, and where it ends; [] for any other line."""
    head, place = _head_at(lines, place)
    if not head:
        return [], place
    while place < len(lines) and _is_rest_of_head(lines[place], head):
        head = _filled(head, lines[place])
        place += 1
    rows, end = _rows(lines, place, [cell for cell in head if cell])
    return ([_line(head), *map(_line, rows)] if len(rows) > 1 else []), end


def _head_at(lines: list[list[_Cell]], place: int) -> tuple[_Row, int]:
    """The head in one line, or in two of which the upper holds only the first words of some columns; [] for none."""
    upper, lower = lines[place], lines[place + 1] if place + 1 < len(lines) else []
    if upper and len(lower) > len(upper) and _is_rest_of_head(upper, list(lower)):
        heads = [
            _Cell(join([*(one.text for one in upper if one.over(cell)), cell.text]), cell.start, cell.end)
            for cell in lower
        ]
        if _is_head(heads):
            return list(heads), place + 2
    return (list(upper), place + 1) if _is_head(upper) else ([], place)


def _is_head(cells: list[_Cell]) -> bool:
    """Whether the pieces of a line are heads of columns: a name and what else it takes."""
    if not FEWEST <= len(cells) <= MOST or any(len(cell.text) > LONGEST_HEAD_CELL for cell in cells):
        return False
    kinds = [kind_of(cell.text.bare) for cell in cells]
    return "name" in kinds[:2] and bool({"unit", "plan", "past"} & set(kinds) or kinds.count("name") > 1)


def _is_rest_of_head(cells: list[_Cell], head: _Row) -> bool:
    """Whether a line goes on below the heads of the columns, with nothing below the first."""
    return bool(cells) and all(
        any(cell.over(above) for above in head[1:] if above) and len(cell.text) <= LONGEST_HEAD_CELL for cell in cells
    )


def _rows(lines: list[list[_Cell]], place: int, head: list[_Cell]) -> tuple[list[_Row], int]:
    """The rows below a head, and where the last one that holds a value ends."""
    rows: list[_Row] = []
    waiting: list[_Row] = []  # the names of groups, if a row follows
    end = place
    for number, cells in enumerate(lines[place:], start=place + 1):
        if not cells:
            continue
        row = _row(cells, head)
        if row is not None and any(row[_name_at(head) + 1 :]):
            rows, waiting, end = [*rows, *waiting, row], [], number
        elif rows and not waiting and end == number - 1 and _runs_over(cells, rows[-1]):
            rows[-1], end = _filled(rows[-1], cells), number
        elif row is not None and not waiting:
            waiting = [row]
        else:
            break
    return rows, end


def _name_at(head: list[_Cell]) -> int:
    return 1 if kind_of(head[0].text.bare) == "no" else 0


def _row(cells: list[_Cell], head: list[_Cell]) -> _Row | None:
    """The pieces of a line in the columns of the head; None where they do not fit."""
    name = _name_at(head)
    if name:
        cells = _with_number(cells)
    row: _Row = [None] * len(head)
    if name and _NO.match(cells[0].text.low):
        row[0], cells = cells[0], cells[1:]
    if not cells or len(cells) > len(head) - name or not any(char.isalpha() for char in cells[0].text.s):
        return None
    row[name], rest = cells[0], cells[1:]
    places = min(
        combinations(range(name + 1, len(head)), len(rest)),
        key=lambda chosen: sum(cell.apart(head[at]) for at, cell in zip(chosen, rest, strict=True)),
    )
    for at, cell in zip(places, rest, strict=True):
        row[at] = cell
    return row


def _with_number(cells: list[_Cell]) -> list[_Cell]:
    """The pieces, the number apart where a single space follows it: "10 Diện tích" is two cells."""
    first = cells[0]
    found = _GLUED_NO.match(first.text.low)
    if not found:
        return cells
    number, name = first.text.cut(0, found.end()), first.text.cut(found.end())
    middle = first.start + found.end()
    return [_Cell(number, first.start, middle - 1), _Cell(name, middle, first.end), *cells[1:]]


def _runs_over(cells: list[_Cell], above: _Row) -> bool:
    """Whether every piece of a line stands below a cell of the row above."""
    return all(any(cell.over(one) for one in above[1:] if one) for cell in cells)


def _filled(row: _Row, cells: list[_Cell]) -> _Row:
    """The row with what runs over from each of its cells into the next line."""
    longer = list(row)
    for cell in cells:
        at = next(number for number, one in enumerate(row) if one and number and cell.over(one))
        above = longer[at]
        assert above is not None  # noqa: S101 (it was just found)
        span = min(above.start, cell.start), max(above.end, cell.end)
        longer[at] = _Cell(join([above.text, cell.text]), *span)
    return longer


def _line(row: _Row) -> Strand:
    """A row as one line, its cells parted by tabs."""
    return tabbed([cell.text if cell else None for cell in row])
