"""Making a workbook: user text is text and never a formula (design "integrity" C9), figures are figures."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets import DATA_SHEET, GUIDE_SHEET, MARK_SHEET, Column, Page, Template, Value, letters, marks
from core.text import clean_text

HEADER_ROW = 3
LONGEST_TEXT = 32_767  # of a cell in Excel

_FORMATS = {"text": "@", "number": "#,##0.####", "points": "0.00", "date": "dd/mm/yyyy"}
_WHOLE = "#,##0"
_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,), "number": (Decimal, int), "points": (Decimal, int), "date": (date,),
}  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL, _LOCKED_FILL = PatternFill("solid", fgColor="DDEBF7"), PatternFill("solid", fgColor="F2F2F2")


def workbook(template: Template, rows: Iterable[Mapping[str, Value]], *, heading: str, context: str) -> bytes:
    """See `core.spreadsheets.write`."""
    book = Workbook()
    guide = book.active
    guide.title = GUIDE_SHEET
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate((template.title, "", *template.guide), start=1):
        cell = guide.cell(number, 1)
        write_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    guide["A1"].font = Font(bold=True, size=14)
    _data(book.create_sheet(DATA_SHEET), template, rows, heading or template.title)
    mark = book.create_sheet(MARK_SHEET)
    mark.sheet_state = "veryHidden"
    for number, text in enumerate(marks(template, context), start=1):
        write_text(mark.cell(number, 1), text)
    book.active = 1
    guide.sheet_view.tabSelected = False
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def plain_workbook(pages: Iterable[Page]) -> bytes:
    """See `core.spreadsheets.export`."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        _data(sheet, Template("", "", page.name, (), page.columns, page.note), page.rows, page.heading)
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{letters(len(page.columns))}{max(sheet.max_row, HEADER_ROW)}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def write_text(cell: Cell, text: str) -> None:
    """Put `text` into a cell as text, whatever it looks like, without control characters."""
    plain = clean_text(text)[:LONGEST_TEXT]
    cell.value = plain or None
    if plain:
        cell.data_type = "s"
        cell.quotePrefix = plain.startswith(_FORMULA_STARTS)


def _data(sheet: Worksheet, template: Template, rows: Iterable[Mapping[str, Value]], heading: str) -> None:
    """The sheet to fill in: heading, hint, headers, rows; frozen below the headers, locked where not for typing."""
    write_text(sheet["A1"], heading)
    if not all(column.locked for column in template.columns):
        write_text(sheet["A2"], template.hint)
    sheet["A1"].font, sheet["A2"].font = Font(bold=True, size=13), Font(italic=True)
    for position, column in enumerate(template.columns, start=1):
        header = sheet.cell(HEADER_ROW, position)
        write_text(header, column.title)
        header.font, header.fill, header.border = Font(bold=True), _HEADER_FILL, _BORDER
        header.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[letters(position)].width = column.width
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for position, column in enumerate(template.columns, start=1):
            _fill(sheet.cell(number, position), column, row.get(column.key))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 1)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if any(column.locked for column in template.columns):
        sheet.protection.sheet = True
        sheet.protection.formatCells = sheet.protection.formatColumns = sheet.protection.formatRows = False


def _fill(cell: Cell, column: Column, value: Value) -> None:
    """One value into its cell, as what its column holds."""
    if value is not None and (not isinstance(value, _TYPES[column.kind]) or isinstance(value, bool)):
        raise TypeError(f"{column.key}: {type(value).__name__} in a column of {column.kind}")
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value
    is_whole = column.kind == "number" and isinstance(value, Decimal | int) and value == int(value)
    cell.number_format = _WHOLE if is_whole else _FORMATS[column.kind]
    if value is None and column.kind == "number":
        cell.number_format = "General"  # a whole number typed here would show a lonely comma
    cell.border = _BORDER
    cell.alignment = Alignment(wrap_text=column.kind == "text", vertical="top")
    cell.protection = Protection(locked=column.locked)
    if column.locked:
        cell.fill = _LOCKED_FILL
