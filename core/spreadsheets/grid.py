"""A workbook as plain cells; runs in the sandbox, judges only size (design "integrity" C7, C8, rows 60 and 61)."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from core.exceptions import UploadRefused
from core.spreadsheets import MAX_COLUMNS, MAX_ROWS, UNREADABLE, letters

# Without it a document type would be obeyed; its absence must stop the reading, not weaken it.
if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl reads without defusedxml")

ROWS_ABOVE = 20  # heading and headers
MAX_CELLS = 2 * MAX_ROWS * MAX_COLUMNS  # also empty ones that only have a format
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_DOCTYPE = "Tệp có khai báo bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Excel"
_LONG_FLOAT = 15  # significant digits that Excel shows


def grid_of(content: bytes, data_sheet: str, mark_sheet: str, skip: list[str]) -> dict[str, Any]:
    """The workbook: "marks" (texts of the hidden sheet), "title", "cells" {row: [[column, kind, text] …]} and the rest.

    Kinds of cells: "s" text, "n" number, "d" date (ISO), "b" boolean, "e" error, "f" formula without a result. The data
    sheet is the one of that name, else the first that is neither `mark_sheet` nor in `skip`. Raises UploadRefused X07
    for what is too large, X12 for a document type, X13 for what does not open.
    """
    try:
        return _grid(content, data_sheet, mark_sheet, skip)
    except UploadRefused:
        raise
    except Exception as error:  # a broken workbook breaks in dozens of ways (C7)
        raise UploadRefused("X13", UNREADABLE) from error


def _grid(content: bytes, data_sheet: str, mark_sheet: str, skip: list[str]) -> dict[str, Any]:
    """The workbook of `grid_of`; raises anything for a broken one."""
    pending = _guard(content)
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.title not in (mark_sheet, *skip)]
    named = [sheet for sheet in sheets if sheet.title == data_sheet] or sheets
    if not named:
        return {"marks": _marks(book, mark_sheet), "title": data_sheet, "cells": {}}
    sheet = named[0]
    return {
        "marks": _marks(book, mark_sheet),
        "title": sheet.title,
        "cells": _cells(sheet, pending),
        "merged": [str(area) for area in sheet.merged_cells.ranges],
        "hidden_rows": [number for number, row in sheet.row_dimensions.items() if row.hidden],
        "hidden_columns": _hidden_columns(sheet),
        "hidden_sheets": [
            one.title for one in sheets if one is not sheet and one.sheet_state != "visible" and _cells(one, set())
        ],
        "epoch_1904": book.epoch == CALENDAR_MAC_1904,
    }


def _guard(content: bytes) -> set[str]:
    """Look over the sheets before openpyxl builds them; returns the places of formulas without a result.

    The declared dimension is never believed. A place is taken for all sheets alike: programs that leave results out
    leave them out everywhere.
    """
    pending: set[str] = set()
    cells = 0
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            # Also in UTF-16, which the guard of uploads does not see through.
            if b"<!DOCTYPE" in archive.read(name).replace(b"\0", b""):
                raise UploadRefused("X12", _DOCTYPE)
            if not _SHEET_PART.fullmatch(name):
                continue
            with archive.open(name) as part:
                for element in _elements(part):
                    cells += 1
                    children = {etree.QName(child).localname: child.text for child in element}
                    where = element.get("r", "")
                    if cells > MAX_CELLS or (children.keys() & {"v", "is", "f"} and not _is_inside(where)):
                        raise too_large()
                    # An empty text is a result too, one that says its type.
                    if "f" in children and not children.get("v") and element.get("t") != "str":
                        pending.add(where)
    return pending


def _elements(part: Any) -> Any:
    """The cells of a sheet's XML one by one, each forgotten after use."""
    options = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    for _, element in etree.iterparse(part, events=("end",), tag=("{*}c", "{*}row"), **options):
        if etree.QName(element).localname == "c":
            yield element
        else:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _is_inside(where: str) -> bool:
    """Whether a place is within what is read; one that does not say where it is counts as inside."""
    match = _PLACE.fullmatch(where)
    if match is None:
        return not where
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column <= MAX_COLUMNS and int(match[2]) <= MAX_ROWS + ROWS_ABOVE


def too_large() -> UploadRefused:
    """X07."""
    return UploadRefused("X07", "Vùng dữ liệu vượt 5.000 dòng hoặc 60 cột. Hãy xóa các dòng, cột thừa rồi nộp lại")


def _marks(book: openpyxl.Workbook, mark_sheet: str) -> list[str]:
    """The texts of the hidden sheet's first column."""
    if mark_sheet not in book.sheetnames:
        return []
    return [str(book[mark_sheet].cell(number, 1).value or "") for number in range(1, 5)]


def _cells(sheet: Worksheet, pending: set[str]) -> dict[int, list[list[Any]]]:
    """The filled cells by row."""
    rows: dict[int, list[list[Any]]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        kind, text = _plain(cell)
        if not text and f"{letters(column)}{row}" in pending:
            kind, text = "f", "="
        if text:
            rows.setdefault(row, []).append([column, kind, text])
    return rows


def _plain(cell: Cell) -> tuple[str, str]:
    """(kind, text) of a cell; the text of an empty one is ""."""
    value = cell.value
    if value is None:
        return "s", ""
    if cell.data_type == "e":
        return "e", str(value)
    if isinstance(value, bool):
        return "b", str(value)
    if isinstance(value, int | float):
        exact = Decimal(f"{value:.{_LONG_FLOAT}g}") if isinstance(value, float) else Decimal(value)
        return "n", f"{exact:f}"
    if isinstance(value, datetime):
        return "d", value.date().isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    return "s", str(value)


def _hidden_columns(sheet: Worksheet) -> list[int]:
    """The numbers of hidden columns, as far as columns are read."""
    spans = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden and one.min and one.max]
    return sorted({column for first, last in spans for column in range(first, min(last, MAX_COLUMNS) + 1)})
