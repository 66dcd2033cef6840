"""The text of a DOCX: what a reader sees with all tracked changes accepted; headers, footers and notes left out.

Read straight from the XML: the libraries for writing DOCX know no numbering and load in 150 ms, this in 30.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from core import legacy
from core.exceptions import UploadRefused
from core.extraction import MAX_CHARACTERS, Extracted, too_long
from core.extraction.numbering import Numbering
from core.extraction.parts import Element, Parts, W, damaged, is_on, number, value
from core.extraction.styles import Styles
from core.text import nfc

MAX_BLOCKS = 20_000  # paragraphs and rows
MAX_COLUMNS = 60
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE = {W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "instrText", W + "delText", _COMPATIBLE + "Fallback"}
_SIGNS = {W + "tab": "\t", W + "cr": "\n", W + "br": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_SOFT_HYPHEN = "\u00ad"  # the ư of TCVN3
_SYMBOL_FONT = 0xF000
_CONVERTED = "Tài liệu có chữ gõ bằng phông cũ {}, đã chuyển sang Unicode. Xin đọc lại các dấu và chữ hoa."
_CHANGES = "Tài liệu còn sửa đổi đang theo dõi: đã lấy phần thêm vào, bỏ phần đã xóa."

Span = tuple[str, str, bool]  # text, encoding of its font or "", whether the font shows capitals


@dataclass
class _Reading:
    """One document being read."""

    styles: Styles
    numbering: Numbering
    blocks: int = 0
    characters: int = 0
    converted: set[str] = field(default_factory=set)


def read(content: bytes) -> Extracted:
    """The text of a DOCX; see `core.extraction.text_of`."""
    parts = Parts(content)
    root = parts.parse("word/document.xml")
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise damaged()
    styles = Styles(parts.parse("word/styles.xml"))
    reading = _Reading(styles, Numbering(parts.parse("word/numbering.xml"), styles))
    text = nfc("\n".join(_blocks(reading, body)))
    names = " và ".join(legacy.NAMES[kind] for kind in sorted(reading.converted))
    notes = [_CONVERTED.format(names)] if names else []
    if next(body.iter(W + "del", W + "ins", W + "moveFrom"), None) is not None:
        notes.append(_CHANGES)
    return Extracted(
        text,
        "docx",
        converted=tuple(sorted(reading.converted)),
        suspected=legacy.suspect(text) or "",
        notes=tuple(notes),
    )


def _blocks(reading: _Reading, container: Element) -> Iterator[str]:
    """The lines of paragraphs and tables in order; wrappers are looked into."""
    for child in container:
        if child.tag == W + "p":
            yield from _paragraph(reading, child)
        elif child.tag == W + "tbl":
            yield from _table(reading, child)
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _blocks(reading, child)


def _paragraph(reading: _Reading, paragraph: Element) -> Iterator[str]:
    """A paragraph with its number, then the text boxes that hang on it."""
    _count(reading)
    properties = paragraph.find(W + "pPr")
    style = reading.styles.style_of(properties)
    boxes: list[Element] = []
    text = _converted(reading, _spans(reading, paragraph, style, "", boxes))
    mark = None if properties is None else properties.find(W + "rPr")
    is_gone = mark is not None and (mark.find(W + "del") is not None or is_on(mark, "vanish"))
    if text.strip() or not is_gone:
        label = reading.numbering.label(properties)  # an empty paragraph counts too
        reading.characters += len(text)
        if reading.characters > MAX_CHARACTERS:
            raise too_long()
        yield label + text if text.strip() else ""
    for box in boxes:
        yield from _blocks(reading, box)


def _spans(reading: _Reading, element: Element, style: str, font: str, boxes: list[Element]) -> Iterator[Span]:
    """The pieces of text below an element, each with the encoding of its font; text boxes are put aside."""
    for child in element:
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == W + "txbxContent":
            boxes.append(child)
        elif tag == W + "r":
            properties = child.find(W + "rPr")
            if not reading.styles.is_hidden(properties):
                yield from _spans(reading, child, style, reading.styles.font(properties, style), boxes)
        elif text := _sign(child):
            encoding, capitals = legacy.font_encoding(font)
            yield text, encoding or "", capitals
        else:
            yield from _spans(reading, child, style, font, boxes)


def _sign(element: Element) -> str:
    """What one element inside a run says: text, a tab, a line break, a symbol."""
    if element.tag in (W + "t", _MATH_TEXT):
        return element.text or ""
    if element.tag == W + "softHyphen":
        return _SOFT_HYPHEN
    if element.tag == W + "sym":
        return _symbol(element.get(W + "char", ""))
    return _SIGNS.get(element.tag, "")


def _symbol(code: str) -> str:
    """A character of a symbol font: kept for conversion where it may be an old letter, else as a bullet."""
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return char if ord(char) >= _SYMBOL_FONT + 0xA1 or char.isalnum() else "•"


def _converted(reading: _Reading, spans: Iterable[Span]) -> str:
    """The pieces as one text in Unicode; neighbours of one font together, for VNI writes letters in two characters."""
    return "".join(
        _in_unicode(reading, "".join(text for text, *_ in piece), encoding, capitals)
        for (encoding, capitals), piece in groupby(spans, key=lambda span: span[1:])
    )


def _in_unicode(reading: _Reading, text: str, encoding: str, capitals: bool) -> str:
    """One piece in Unicode; a soft hyphen that is no letter goes."""
    if not encoding:
        return text.replace(_SOFT_HYPHEN, "")
    new = legacy.convert(text, encoding)
    if new != text:
        reading.converted.add(encoding)
    return (new.upper() if capitals else new).replace(_SOFT_HYPHEN, "")


def _table(reading: _Reading, table: Element) -> Iterator[str]:
    """The rows, one line each; a frame around text (a table of one cell) is no table."""
    rows = [row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
    if len(rows) == 1 and len(cells := list(_children(rows[0], "tc"))) == 1:
        yield from _blocks(reading, cells[0])
        return
    for row in rows:
        _count(reading)
        if line := "\t".join(_cells(reading, row)).rstrip("\t"):
            yield line


def _cells(reading: _Reading, row: Element) -> Iterator[str]:
    """The cells of a row; a merged one fills its first place, and the places it covers are empty."""
    properties = row.find(W + "trPr")
    yield from [""] * _places(properties, "gridBefore", 0)
    for cell in _children(row, "tc"):
        form = cell.find(W + "tcPr")
        text = " ".join(" ".join(_blocks(reading, cell)).split())
        is_covered = value(form, "vMerge") in ("", "continue")
        yield "" if is_covered else text
        yield from [""] * (_places(form, "gridSpan", 1) - 1)


def _places(properties: Element | None, tag: str, otherwise: int) -> int:
    """How many columns something takes, within reason."""
    count = number(properties, tag)
    return otherwise if count is None else max(otherwise, min(count, MAX_COLUMNS))


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also inside content controls."""
    for child in parent:
        if child.tag == W + tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _children(child, tag)


def _count(reading: _Reading) -> None:
    """Count a paragraph or row; F11 beyond all reason."""
    reading.blocks += 1
    if reading.blocks > MAX_BLOCKS:
        raise UploadRefused("F11", "Tệp có quá 20.000 đoạn và dòng bảng. Hãy tách lấy phần cần đọc rồi tải lại.")
