"""Tables out to Excel and back in: one mechanism for every template of the product.

A template is columns and a guide. `write` makes the workbook, with a hidden mark by which `read` knows its own again;
`read` reports everything that is wrong at once, in the words of design "integrity" 6.4 (X01…X13, D04, D05).
Workbooks from outside are opened in the sandbox only.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

MAX_ROWS, MAX_COLUMNS = 5000, 60
UNREADABLE = "Không đọc được tệp này. Hãy mở bằng Excel, lưu lại thành tệp .xlsx mới rồi nộp lại"
GUIDE_SHEET, DATA_SHEET, MARK_SHEET = "Hướng dẫn", "Số liệu", "_bieu_mau"

Value = str | Decimal | int | date | None


@dataclass(frozen=True)
class Column:
    """One column: `key` in the rows, `title` as the user sees it, `width` in characters.

    `kind` says what is read: "text" (str, "" when empty), "number" (Decimal as `parse_quantity` reads it), "points"
    (Decimal as `parse_points` reads it), "date"; the last three are None when empty. Nobody types in a `locked` column.
    """

    key: str
    title: str
    kind: Literal["text", "number", "points", "date"] = "text"
    width: int = 16
    locked: bool = False


@dataclass(frozen=True)
class Template:
    """A form in Excel; another `version` when its columns change. `guide` are the lines of the first sheet, `hint` the
    line above the columns.
    """

    id: str
    version: str
    title: str
    guide: tuple[str, ...]
    columns: tuple[Column, ...]
    hint: str = "Chỉ nhập vào ô nền trắng; không thêm, bớt, đổi chỗ hay đổi tên cột; không gộp ô."


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook that only goes out: its tab, the line above all, a note below it, columns and rows."""

    name: str
    heading: str
    note: str
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, Value]]


@dataclass(frozen=True)
class Problem:
    """Something wrong, or to be confirmed: code for the help desk, cell ("C7" or ""), sentence for the user."""

    code: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """What a workbook says: a dict by column key for each filled row, and the row's number in Excel beside it.

    Rows are complete only if there are no `problems`; `warnings` want a confirmation. `suspected` names the old
    encoding ("tcvn3", "vni") that the texts seem to be in: read again with `legacy=` to get them converted. `typed` are
    the figures that were written as text, by row and column key: "9.500" can be read in two ways (N03).
    """

    rows: list[dict[str, Value]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    suspected: str = ""
    typed: dict[tuple[int, str], str] = field(default_factory=dict)


def write(template: Template, rows: Iterable[Mapping[str, Value]], *, heading: str = "", context: str = "") -> bytes:
    """The workbook of `template` filled with `rows`; `context` (a campaign's code …) is what `read` will ask for again.

    TypeError for a float, or a value that does not fit its column.
    """
    from core.spreadsheets.writing import workbook  # openpyxl takes a while to load

    return workbook(template, rows, heading=heading, context=context)


def export(pages: Iterable[Page]) -> bytes:
    """A workbook to look at, filter and print: no formulas, no protection, not read back. TypeError as `write`."""
    from core.spreadsheets.writing import plain_workbook

    return plain_workbook(pages)


def read(content: bytes, template: Template, *, context: str = "", legacy: str = "") -> Sheet:
    """What the workbook says, with all that is wrong with it; never raises for what is in the file.

    `legacy` ("tcvn3", "vni") converts texts first, after the user has chosen so.
    """
    from core.spreadsheets.reading import sheet_of

    return sheet_of(content, template, context=context, legacy=legacy)


def place(template: Template, key: str, number: int) -> tuple[str, str]:
    """(cell, words for it) of a column in row `number`: ("C7", "dòng 7, cột “Kế hoạch” (ô C7)")."""
    position = next(place for place, column in enumerate(template.columns, start=1) if column.key == key)
    cell = f"{letters(position)}{number}"
    return cell, f"dòng {number}, cột “{template.columns[position - 1].title}” (ô {cell})"


def letters(position: int) -> str:
    """The letters of a column in Excel: 1 is "A", 27 "AA"."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def marks(template: Template, context: str) -> tuple[str, str, str, str]:
    """What the hidden sheet holds: id, version, hash of the columns, hash of the context."""
    columns = "\n".join(f"{column.key}\t{column.title}\t{column.kind}" for column in template.columns)
    return template.id, template.version, _digest(columns), _digest(f"{template.id}\n{context}")


def _digest(text: str) -> str:
    """A short SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
