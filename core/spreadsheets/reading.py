"""Reading a workbook that came back: is it ours, is it whole, and what does each cell say."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from core import legacy as old_fonts
from core import sandbox
from core.dates import DateRefused, parse_date, short_date
from core.exceptions import UploadRefused
from core.numbers import NumberRefused, parse_points, parse_quantity
from core.spreadsheets import (
    DATA_SHEET,
    GUIDE_SHEET,
    MARK_SHEET,
    MAX_ROWS,
    UNREADABLE,
    Problem,
    Sheet,
    Template,
    Value,
    letters,
    marks,
    place,
)
from core.spreadsheets.grid import Cells, cells_of
from core.text import clean_text, fold
from core.uploads.archives import MEGABYTE, inspect_zip

MAX_PROBLEMS = 100
MAX_BYTES = 20 * MEGABYTE
_HEADERS_WITHIN = 20  # rows

_OLE2, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
PDF, WORD, SLIDES, PACKED = "PDF", "văn bản Word (.docx)", "trình chiếu (.pptx)", "tệp nén"
# What Excel cannot turn into a workbook: one chooses another file.
NO_TABLE = (PDF, WORD, SLIDES, PACKED, "ảnh PNG", "ảnh JPG", "tệp nén RAR", "tệp nén 7z", "văn bản RTF")
# How other files begin, and what they are.
_OTHER_FILES = (
    (b"%PDF-", PDF),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPG"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"<!doctype html", "trang web (HTML)"),
    (b"<html", "trang web (HTML)"),
    (b"<table", "trang web (HTML)"),
    (b"<?xml", "XML"),
    (b"{\\rtf", "văn bản RTF"),
)
_PARTS = (
    ("vbaproject.bin", "X11", "Tệp có macro. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi nộp lại"),
    ("externallinks/", "X12", "Tệp có liên kết sang tệp khác. Hãy ngắt liên kết (dán giá trị) rồi nộp lại"),
    ("embeddings/", "X12", "Tệp có đối tượng nhúng. Hãy xóa đối tượng nhúng rồi nộp lại"),
    ("activex/", "X12", "Tệp có nút điều khiển nhúng. Hãy xóa rồi nộp lại"),
)
_ERRORS = "công thức báo lỗi {}. Hãy sửa công thức hoặc nhập thẳng giá trị"
_PENDING = "công thức chưa có kết quả. Hãy mở bằng Excel, lưu lại, hoặc nhập thẳng giá trị"


def sheet_of(content: bytes, template: Template, *, context: str, legacy: str) -> Sheet:
    """See `core.spreadsheets.read`."""
    try:
        _guard(content)
        grid = sandbox.run(
            "core.spreadsheets.grid:grid_of", content, data_sheet=DATA_SHEET, mark_sheet=MARK_SHEET, skip=[GUIDE_SHEET]
        )
    except sandbox.Failed:
        return Sheet(problems=[Problem("X13", "", UNREADABLE)])
    except UploadRefused as refusal:
        return Sheet(problems=[Problem(refusal.code, "", refusal.sentence)])
    cells = cells_of(grid)
    if alien := _not_ours(grid["marks"], template, context):
        return Sheet(problems=[alien])
    header = _header(cells, template)
    if wrong := _wrong_headers(cells.get(header, {}), template):
        return Sheet(problems=[wrong])
    return _read(grid, {row: found for row, found in cells.items() if row > header}, template, header, legacy)


def _guard(content: bytes) -> None:
    """Refuse, in the codes of workbooks, what is no workbook or dangerous to open."""
    if len(content) > MAX_BYTES:
        raise UploadRefused("X07", "Tệp quá 20 MB. Hãy xóa hình ảnh, trang thừa rồi nộp lại")
    if not content.startswith(b"PK\x03\x04"):
        raise _other_file(content)
    names = _names(content)
    for mark, code, sentence in _PARTS:
        if any(mark in name.lower() for name in names):
            raise UploadRefused(code, sentence)
    if "xl/workbook.xml" not in names:
        raise _is_really(_kind_of_archive(names))
    try:
        inspect_zip(BytesIO(content), "xl/workbook.xml")
    except UploadRefused as refusal:
        code = "X13" if refusal.code == "F06" else "X09"
        raise UploadRefused(code, refusal.sentence if code == "X13" else UNREADABLE) from refusal


def _names(content: bytes) -> list[str]:
    """The names of an archive's parts. Raises UploadRefused X09 for a broken one."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except Exception as error:  # a broken archive breaks in a dozen ways (C7)
        raise UploadRefused("X09", UNREADABLE) from error


def _other_file(content: bytes) -> UploadRefused:
    """The refusal of what is no zip archive at all."""
    if content.startswith(_OLE2):
        if _ENCRYPTED in content:
            return UploadRefused("X10", "Tệp đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi nộp")
        return _is_really("Excel đời cũ (.xls)")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return _is_really(
        next((name for start, name in _OTHER_FILES if head.startswith(start.lower())), "văn bản hoặc CSV")
    )


def _kind_of_archive(names: list[str]) -> str:
    """What an archive without a workbook is."""
    known = (
        ("word/document.xml", WORD),
        ("ppt/presentation.xml", SLIDES),
        ("xl/workbook.bin", "Excel nhị phân (.xlsb)"),
        ("content.xml", "bảng tính OpenDocument (.ods)"),
    )
    return next((kind for part, kind in known if part in names), PACKED)


def _is_really(kind: str) -> UploadRefused:
    """X09."""
    advice = (
        "hãy chọn lại biểu mẫu Excel (.xlsx)" if kind in NO_TABLE else "hãy mở bằng Excel, lưu dạng .xlsx rồi nộp lại"
    )
    return UploadRefused("X09", f"Tệp thực tế là {kind}; {advice}")


def _not_ours(found: list[str], template: Template, context: str) -> Problem | None:
    """X01 for another template, another version, or one made for something else."""
    identity, version, columns, purpose = marks(template, context)
    get = "Hãy tải biểu mẫu ở đúng trang này, chép số liệu sang rồi nộp lại"
    if found[:1] != [identity]:
        return Problem("X01", "", f"Tệp không phải biểu mẫu “{template.title}”. {get}")
    if found[1:3] != [version, columns]:
        return Problem("X01", "", f"Tệp là bản cũ của biểu mẫu “{template.title}”. {get}")
    if found[3:] != [purpose]:
        return Problem("X01", "", f"Biểu mẫu “{template.title}” này được tải về cho phong trào, kỳ khác. {get}")
    return None


def _header(cells: Cells, template: Template) -> int:
    """The row that looks most like the headers, among the first; they may have moved."""
    titles = {fold(column.title) for column in template.columns}
    rows = range(1, _HEADERS_WITHIN + 1)
    return max(rows, key=lambda row: len(titles & {fold(text) for _, text in cells.get(row, {}).values()}))


def _wrong_headers(found: dict[int, tuple[str, str]], template: Template) -> Problem | None:
    """X02 with both lists where they differ."""
    last = max([*found, len(template.columns)])
    titles = [found.get(position, ("s", ""))[1] for position in range(1, last + 1)]
    expected = [column.title for column in template.columns]
    if [fold(title) for title in titles] == [fold(title) for title in expected]:
        return None
    shown = " | ".join(title or "(trống)" for title in titles)
    sentence = f"Tiêu đề cột không đúng mẫu. Mẫu: {' | '.join(expected)}. Trong tệp: {shown}"
    return Problem("X02", "", sentence)


def _read(grid: dict[str, Any], cells: Cells, template: Template, header: int, legacy: str) -> Sheet:
    """The rows below the headers, and all that is wrong or odd about them."""
    width = len(template.columns)
    filled = {row: found for row, found in cells.items() if any(column <= width for column in found)}
    if not filled:
        return Sheet(problems=[Problem("X08", "", "Tệp không có dòng dữ liệu")])
    if len(filled) > MAX_ROWS:
        return Sheet(problems=[Problem("X07", "", f"Tệp có {len(filled)} dòng dữ liệu, tối đa 5.000 dòng mỗi lần nộp")])
    sheet = Sheet(warnings=list(_warnings(grid, cells, filled, width)), suspected=_suspected(filled, legacy))
    sheet.problems.extend(_merged(grid, header, width))
    value = cache(partial(_value, legacy=legacy))  # most cells say what others say
    for number, found in filled.items():
        row: dict[str, Value] = {}
        for position, column in enumerate(template.columns, start=1):
            kind, text = found.get(position, ("s", ""))
            if column.kind == "number" and kind == "s" and text:
                sheet.typed[number, column.key] = text
            try:
                row[column.key] = value(column.kind, kind, text)
            except UploadRefused as refusal:
                cell, where = place(template, column.key, number)
                sentence = f"Trang “{grid['title']}”, {where}: {refusal.sentence}"
                sheet.problems.append(Problem(refusal.code, cell, sentence))
        sheet.rows.append(row)
        sheet.numbers.append(number)
    if (more := len(sheet.problems) - MAX_PROBLEMS) > 0:
        sheet.problems[MAX_PROBLEMS:] = [
            Problem("X06", "", f"Còn {more} lỗi nữa chưa liệt kê; hãy sửa các lỗi trên trước")
        ]
    return sheet


def _merged(grid: dict[str, Any], header: int, width: int) -> Iterator[Problem]:
    """X03 for each merged area that touches headers or data."""
    for area in grid["merged"]:
        first, _, last = area.partition(":")
        if _column(first) <= width and int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= header:
            yield Problem("X03", first, f"Trang “{grid['title']}”: ô gộp {area}. Bỏ gộp rồi nộp lại")


def _column(cell: str) -> int:
    """The number of a cell's column: "C7" is 3."""
    column = 0
    for letter in cell.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _warnings(grid: dict[str, Any], cells: Cells, filled: Cells, width: int) -> Iterator[Problem]:
    """X04 for what the user may not see, X02 for what is not read, D05 for dates counted from 1904."""
    if hidden := len(filled.keys() & set(grid["hidden_rows"])):
        yield Problem("X04", "", f"{hidden} dòng đang ẩn (hoặc bị lọc) vẫn được đọc")
    if columns := [letters(column) for column in grid["hidden_columns"] if column <= width]:
        yield Problem("X04", "", f"Cột đang ẩn vẫn được đọc: {', '.join(columns)}")
    if grid["hidden_sheets"]:
        yield Problem("X04", "", f"Trang đang ẩn có dữ liệu, không được đọc: {', '.join(grid['hidden_sheets'])}")
    if outside := sorted({column for row in cells.values() for column in row if column > width}):
        names = ", ".join(letters(column) for column in outside)
        yield Problem("X02", "", f"Dữ liệu ở cột ngoài biểu mẫu không được đọc: {names}")
    if grid["epoch_1904"] and any(kind == "d" for row in filled.values() for kind, _ in row.values()):
        yield Problem("D05", "", "Tệp dùng hệ ngày 1904; ngày đã được đổi, xin kiểm tra lại")


def _suspected(filled: Cells, legacy: str) -> str:
    """The old encoding that the texts seem to be in, unless one was chosen."""
    texts = "\n".join(text for row in filled.values() for kind, text in row.values() if kind == "s")
    return "" if legacy else old_fonts.suspect(texts) or ""


def _value(wanted: str, kind: str, text: str, legacy: str) -> Value:
    """What one cell says where something of a kind is ``wanted``.

    Raises UploadRefused X05, X06 or D04 with the sentence to follow the place.
    """
    if kind in ("e", "f"):
        raise UploadRefused("X05", _PENDING if kind == "f" else _ERRORS.format(text))
    if kind == "b":
        raise UploadRefused("X06", "giá trị đúng/sai (TRUE/FALSE) không được nhận, hãy nhập lại")
    return _READERS[wanted](kind, text, legacy)


def _text(kind: str, text: str, legacy: str) -> str:
    """A text; numbers and dates as they are usually written."""
    if kind == "d":
        return short_date(date.fromisoformat(text))
    return clean_text(old_fonts.convert(text, legacy) if legacy else text)


def _number(parse: Callable[[str], Value]) -> Callable[[str, str, str], Value]:
    """A reader of numbers by `parse`; a cell's own number goes the same way, so that the same is refused."""

    def read(kind: str, text: str, legacy: str) -> Value:
        if not text.strip():
            return None
        if kind == "d":
            raise UploadRefused("X06", f"cần số nhưng ô là ngày {short_date(date.fromisoformat(text))}")
        try:
            return parse(text.replace(".", ",") if kind == "n" else text)
        except NumberRefused as refusal:
            raise UploadRefused("X06", refusal.sentence) from refusal

    return read


def _date(kind: str, text: str, legacy: str) -> Value:
    """A date by the cell's format or in writing."""
    if not text.strip():
        return None
    if kind == "n":
        raise UploadRefused(
            "D04", f"số {text.replace('.', ',')} không phải ngày. Nhập ngày/tháng/năm, ví dụ 05/03/2026"
        )
    try:
        return date.fromisoformat(text) if kind == "d" else parse_date(text)
    except DateRefused as refusal:
        raise UploadRefused("D04", refusal.sentence) from refusal


_READERS: dict[str, Callable[[str, str, str], Value]] = {
    "text": _text,
    "number": _number(parse_quantity),
    "points": _number(parse_points),
    "date": _date,
}
