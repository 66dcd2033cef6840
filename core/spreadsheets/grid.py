"""A workbook as plain cells, straight from its XML; runs in the sandbox, judges only size (design "integrity" C7, C8,
rows 60 and 61). Why no library reads it: docs/decisions/0020.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from operator import itemgetter
from posixpath import join, normpath
from typing import Any, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from core.exceptions import UploadRefused
from core.spreadsheets import MAX_COLUMNS, MAX_ROWS, UNREADABLE, letters

ROWS_ABOVE = 20  # heading and headers
MAX_CELLS = 2 * MAX_ROWS * MAX_COLUMNS  # also empty ones that only have a format
_BLOCK = 1024 * 1024
_LAST_ROW, _OUTSIDE = MAX_ROWS + ROWS_ABOVE, MAX_COLUMNS + 1
_DIGITS, _TRUE = "0123456789", ("1", "true")
_COLUMNS = {letters(position): position for position in range(1, MAX_COLUMNS + 1)}
_AREA = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel writes control characters in texts
_BUILT_IN_DATES = {**dict.fromkeys(map(str, (*range(14, 23), 45, 47)), "d"), "46": "[h]"}
_NOT_SHOWN = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|;.*', re.IGNORECASE | re.DOTALL)
_OF_TIME = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_OF_SPANS = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 # Excel knows no zones
_LEAP = 60  # the 29 February 1900 that Excel counts and nobody had
_DOCTYPE = "Tệp có khai báo bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Excel"
_LONG_FLOAT = 15  # significant digits that Excel shows

Row = tuple[int, tuple[int, ...], str, tuple[str, ...]]
"""The number of a row, the columns of its filled cells, their kinds (a letter each) and texts: that travels fast."""
Cells = dict[int, dict[int, tuple[str, str]]]
"""(kind, text) by row and column."""


def grid_of(content: bytes, data_sheet: str, mark_sheet: str, skip: list[str]) -> dict[str, Any]:
    """The workbook: "marks" (texts of the hidden sheet), "title", "cells" (see `cells_of`) and the rest.

    Kinds of cells: "s" text, "n" number, "d" date (ISO), "b" boolean, "e" error, "f" formula without a result. The data
    sheet is the one of that name, else the first that is neither `mark_sheet` nor in `skip`. Raises UploadRefused X07
    for what is too large, X12 for a document type, X13 for what does not open.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _grid(_Book(archive), data_sheet, mark_sheet, skip)
    except UploadRefused:
        raise
    except Exception as error:  # a broken workbook breaks in dozens of ways (C7)
        raise UploadRefused("X13", UNREADABLE) from error


def cells_of(grid: dict[str, Any]) -> Cells:
    """The filled cells of a grid in the order of its rows."""
    found: Cells = {}
    for row, columns, kinds, texts in sorted(grid["cells"], key=itemgetter(0)):
        found.setdefault(row, {}).update(zip(columns, zip(kinds, texts, strict=True), strict=True))
    return found


def _grid(book: "_Book", data_sheet: str, mark_sheet: str, skip: list[str]) -> dict[str, Any]:
    """The workbook of `grid_of`; raises anything for a broken one."""
    marks = [_Sheet(book, tab).first_column(4) for tab in book.tabs if tab.title == mark_sheet]
    tabs = [tab for tab in book.tabs if tab.title not in (mark_sheet, *skip)]
    data = next((tab for tab in tabs if tab.title == data_sheet), tabs[0] if tabs else None)
    sheet = _Sheet(book, data)
    hidden = [tab for tab in tabs if tab is not data and not tab.visible]
    return {
        "marks": marks[0] if marks else [],
        "title": data.title if data else data_sheet,
        "cells": sheet.rows,
        "merged": sheet.merged,
        "hidden_rows": sheet.hidden_rows,
        "hidden_columns": sorted(sheet.hidden_columns),
        "hidden_sheets": [tab.title for tab in hidden if _Sheet(book, tab).rows],
        "epoch_1904": book.epoch == _EPOCH_1904,
    }


class _Tab(NamedTuple):
    """A sheet as the workbook lists it."""

    title: str
    path: str
    visible: bool


class _Book:
    """What the sheets of an archive share: their list, texts, formats of dates, the day that dates are counted from."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        parts = list(self._parts())
        paths = {identity: path for identity, kind, path in parts if kind == "worksheet"}
        self.tabs: list[_Tab] = []
        self.epoch = _EPOCH
        for _, name, attributes in self.tags("xl/workbook.xml"):
            if name == "sheet" and (path := paths.get(_identity(attributes))):
                self.tabs.append(_Tab(attributes["name"], path, attributes.get("state", "visible") == "visible"))
            elif name == "workbookPr" and attributes.get("date1904") in _TRUE:
                self.epoch = _EPOCH_1904
        shared = {kind: path for _, kind, path in parts}
        self.texts = _Texts(self, shared["sharedStrings"]).found if "sharedStrings" in shared else []
        self.dates = dict(self._dates(shared["styles"])) if "styles" in shared else {}

    def _parts(self) -> Iterator[tuple[str, str, str]]:
        """(identity, kind, path) of what belongs to the workbook."""
        for _, name, attributes in self.tags("xl/_rels/workbook.xml.rels"):
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                path = normpath(join("/xl", attributes["Target"])).lstrip("/")
                yield attributes["Id"], attributes["Type"].rpartition("/")[2], path

    def _dates(self, path: str) -> Iterator[tuple[str, bool]]:
        """The formats (by their place in the list of cells' formats) that show dates; True for those of spans."""
        codes, place = dict(_BUILT_IN_DATES), 0
        for parent, name, attributes in self.tags(path):
            if (parent, name) == ("numFmts", "numFmt"):
                codes[attributes["numFmtId"]] = _NOT_SHOWN.sub("", attributes["formatCode"])
            elif (parent, name) == ("cellXfs", "xf"):
                code = codes.get(attributes.get("numFmtId", "0"), "")
                if _OF_TIME.search(code):
                    yield str(place), bool(_OF_SPANS.search(code))
                place += 1

    def tags(self, path: str) -> list[tuple[str, str, Mapping[str, str]]]:
        """(parent, name, attributes) of each element of a small part."""
        found: list[tuple[str, str, Mapping[str, str]]] = []
        above = [""]

        def opened(name: str, attributes: dict[str, str]) -> None:
            found.append((above[-1], name, attributes))
            above.append(name)

        self.parse(path, opened, lambda _: above.pop(), lambda _: None)
        return found

    def parse(self, path: str, opened: Any, closed: Any, text: Any) -> None:
        """Read a part without building it: `opened` (name, attributes) and `closed` (name) are told the names that the
        root's prefix leaves. Raises UploadRefused X12 for a document type, before anything of it is obeyed.
        """
        parser = expat.ParserCreate()

        def root(name: str, attributes: dict[str, str]) -> None:
            before = name[: name.rfind(":") + 1]
            parser.StartElementHandler, parser.EndElementHandler = opened, closed
            if before:
                parser.StartElementHandler = lambda name, attributes: opened(name.removeprefix(before), attributes)
                parser.EndElementHandler = lambda name: closed(name.removeprefix(before))
            opened(name.removeprefix(before), attributes)

        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.CharacterDataHandler = root, text
        with self.archive.open(path) as part:
            for block in iter(partial(part.read, _BLOCK), b""):
                parser.Parse(block)
        parser.Parse(b"", True)


def _identity(attributes: Mapping[str, str]) -> str:
    """What a listed sheet is called among the parts; the prefix is the file's own."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _refuse_doctype(*_: Any) -> None:
    raise UploadRefused("X12", _DOCTYPE)


class _Reader:
    """A part with texts in it: `value` is what stands in the pieces of the one that is open, without readings aloud."""

    def __init__(self) -> None:
        self.piece = self.value = ""
        self.aloud = False

    def take(self, text: str) -> None:
        """More of the piece that is open."""
        self.piece += text


class _Texts(_Reader):
    """The texts that cells share, in their order."""

    def __init__(self, book: _Book, path: str) -> None:
        super().__init__()
        self.found: list[str] = []
        book.parse(path, self._opened, self._closed, self.take)

    def _opened(self, name: str, _: dict[str, str]) -> None:
        self.piece = ""
        if name == "si":
            self.value = ""
        elif name == "rPh":
            self.aloud = True

    def _closed(self, name: str) -> None:
        if name == "t" and not self.aloud:
            self.value += self.piece
        elif name == "si":
            self.found.append(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), self.value))
        elif name == "rPh":
            self.aloud = False


class _Sheet(_Reader):
    """One sheet: its filled cells by row as columns, kinds and texts, and what hides or merges them.

    The declared dimension is never believed. Raises UploadRefused X07 for a filled cell outside of what is read, and
    for too many of any kind. What is done for every cell is written out: a workbook has hundreds of thousands.
    """

    def __init__(self, book: _Book, tab: _Tab | None) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.filled: list[tuple[int, str, str]] = []  # of the row that is open
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.book = book
        self.row = self.column = self.cells = 0
        self.cell: dict[str, str] = {}
        self.formula = False
        self.others = {
            "row": self._row,
            "f": self._formula,
            "rPh": self._aloud,
            "mergeCell": self._merge,
            "col": self._columns,
        }
        if tab:
            book.parse(tab.path, self._opened, self._closed, self.take)

    def first_column(self, count: int) -> list[str]:
        """The texts of the first column, from the top."""
        found = {row: texts[0] for row, columns, _, texts in self.rows if columns[0] == 1}
        return [found.get(number, "") for number in range(1, count + 1)]

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self.piece = ""
        if name == "c":
            self.cell, self.value, self.formula = attributes, "", False
        elif name in self.others:
            self.others[name](attributes)

    def _closed(self, name: str) -> None:
        if name == "c":
            self._keep()
        elif name == "v" or (name == "t" and not self.aloud):
            self.value += self.piece
        elif name == "row" and self.filled:
            columns, kinds, texts = zip(*self.filled, strict=True)
            self.rows.append((self.row, columns, "".join(kinds), texts))
        elif name == "rPh":
            self.aloud = False

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.row, self.column, self.filled = int(attributes.get("r", self.row + 1)), 0, []
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.append(self.row)

    def _formula(self, _: Mapping[str, str]) -> None:
        self.formula = True

    def _aloud(self, _: Mapping[str, str]) -> None:
        self.aloud = True

    def _merge(self, attributes: Mapping[str, str]) -> None:
        if _AREA.fullmatch(attributes["ref"]):
            self.merged.append(attributes["ref"])

    def _columns(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _TRUE:
            last = min(int(attributes["max"]), MAX_COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]), last + 1))

    def _keep(self) -> None:
        """The cell that was read, if there is something in it; one that does not say where it is follows the last."""
        where, value = self.cell.get("r"), self.value
        self.cells += 1
        self.column = column = _COLUMNS.get(where.rstrip(_DIGITS), _OUTSIDE) if where else self.column + 1
        filled = value or self.formula
        if self.cells > MAX_CELLS or (filled and (column >= _OUTSIDE or self.row > _LAST_ROW)):
            raise too_large()
        if value:
            kind, text = self._plain(value)
            if text:
                self.filled.append((column, kind, text))
        elif filled and self.cell.get("t") != "str":  # an empty text is a result too, one that says its type
            self.filled.append((column, "f", "="))

    def _plain(self, value: str) -> tuple[str, str]:
        """(kind, text) of what stands in the cell."""
        kind = self.cell.get("t", "n")
        if kind == "n":
            is_span = self.book.dates.get(self.cell.get("s", ""))
            return ("n", _number(value)) if is_span is None else _moment(value, self.book.epoch, is_span)
        if kind == "s":
            return "s", self.book.texts[int(value)]
        if kind == "b":
            return "b", str(bool(int(value)))
        if kind == "d":
            return _written_moment(value)
        return ("e" if kind == "e" else "s"), value


@lru_cache(maxsize=2**16)
def _number(value: str) -> str:
    """A number as Excel shows it in full."""
    if value.lstrip("-").isdecimal():
        return str(int(value))
    return f"{Decimal(f'{float(value):.{_LONG_FLOAT}g}'):f}"


def _moment(value: str, epoch: datetime, is_span: bool) -> tuple[str, str]:
    """A number that is shown as a date; a span or a time of day is a text."""
    number = float(value)
    try:
        if is_span or 0 <= number < 1:
            return "s", str(timedelta(seconds=round(timedelta(number).total_seconds())))
        days = number + 1 if epoch == _EPOCH and 0 < number < _LEAP else number
        return "d", (epoch + timedelta(milliseconds=round(days * 86_400_000))).date().isoformat()
    except (OverflowError, ValueError):
        return "e", "#VALUE!"


def _written_moment(value: str) -> tuple[str, str]:
    """A date in writing, as strict workbooks have it."""
    try:
        return "d", datetime.fromisoformat(value).date().isoformat()
    except ValueError:
        return "s", value


def too_large() -> UploadRefused:
    """X07."""
    return UploadRefused("X07", "Vùng dữ liệu vượt 5.000 dòng hoặc 60 cột. Hãy xóa các dòng, cột thừa rồi nộp lại")
