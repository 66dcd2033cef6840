"""How Word documents look: NĐ 30/2020/NĐ-CP, Phụ lục I, as named styles that a clerk changes in one place."""

import re
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Times New Roman"
PAGE_WIDTH = 210
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}  # millimetres
DENSE_FROM = 7  # a table with more columns is printed smaller
GRID, FRAME, LEAD, BASIS = "Table Grid", "Normal Table", "Strong", "Căn cứ"
ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
LEFT, MID, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
FIRST_LINE = Cm(1.27)


class S:
    """The names of the styles, as the clerk reads them in Word."""

    SUPERIOR, ISSUER, NATION, MOTTO = "Cơ quan chủ quản", "Cơ quan ban hành", "Quốc hiệu", "Tiêu ngữ"
    NUMBER, DATED, KIND, SUBJECT, MARK = "Số ký hiệu", "Địa danh ngày tháng", "Tên loại", "Trích yếu", "Dấu văn bản"
    RULE, LONG_RULE, TITLE_RULE = "Kẻ dưới cơ quan", "Kẻ dưới tiêu ngữ", "Kẻ dưới trích yếu"
    NOTE, CAPTION, AFTER_TABLE = "Ghi chú", "Tên bảng", "Sau bảng"
    CELL_HEAD, CELL_HEAD_DENSE = "Đầu bảng", "Đầu bảng nhỏ"
    RECIPIENTS, RECIPIENT = "Nơi nhận", "Nơi nhận dòng"
    AUTHORITY, SEAL, SIGNER = "Quyền hạn chức vụ", "Chỗ ký", "Họ tên người ký"
    ANNEX, ANNEX_OF, PAGE_NUMBER, FOOT = "Phụ lục", "Kèm theo", "Số trang", "Chân trang"


CELL_STYLES = {
    (align, dense): f"Ô bảng {word}{' nhỏ' if dense else ''}"
    for align, word in (("left", "trái"), ("mid", "giữa"), ("num", "số"))
    for dense in (False, True)
}


@dataclass(frozen=True)
class Look:
    """One style of paragraphs; sizes and spaces in points, ``rule`` the indents (cm) of a line below it."""

    size: float = 14
    align: Any = MID
    bold: bool = False
    italic: bool = False
    caps: bool = False
    indent: Any = None
    before: float = 0
    after: float = 0
    keep: bool = False
    rule: tuple[float, float] | None = None


_CELLS = {
    name: Look({False: 12, True: 11}[dense], {"left": LEFT, "mid": MID, "num": RIGHT}[align], before=1, after=1)
    for (align, dense), name in CELL_STYLES.items()
}
LOOKS = {
    S.SUPERIOR: Look(13, caps=True),
    S.ISSUER: Look(13, bold=True, caps=True),
    S.NATION: Look(12, bold=True, caps=True),
    S.MOTTO: Look(13.5, bold=True),
    S.RULE: Look(3, rule=(2.1, 2.1)),
    S.LONG_RULE: Look(3, rule=(1.65, 1.65)),
    S.TITLE_RULE: Look(3, after=8, rule=(6, 6)),
    S.NUMBER: Look(13, before=8),
    S.DATED: Look(13.5, italic=True, before=8),
    S.KIND: Look(14, bold=True, caps=True, before=16, keep=True),
    S.SUBJECT: Look(14, bold=True, keep=True),
    S.MARK: Look(12, italic=True, bold=True, after=6),
    BASIS: Look(14, JUSTIFY, italic=True, indent=FIRST_LINE, after=6),
    S.NOTE: Look(14, JUSTIFY, italic=True, indent=FIRST_LINE, after=6),
    S.CAPTION: Look(13, bold=True, before=4, after=4, keep=True),
    S.AFTER_TABLE: Look(6),
    S.CELL_HEAD: Look(12, bold=True, before=1, after=1),
    S.CELL_HEAD_DENSE: Look(11, bold=True, before=1, after=1),
    **_CELLS,
    S.RECIPIENTS: Look(12, LEFT, bold=True, italic=True, before=12),
    S.RECIPIENT: Look(11, LEFT),
    S.AUTHORITY: Look(14, bold=True, caps=True, before=6),
    S.SEAL: Look(14, before=64),
    S.SIGNER: Look(14, bold=True),
    S.ANNEX: Look(14, bold=True, caps=True, keep=True),
    S.ANNEX_OF: Look(14, italic=True, after=8),
    S.PAGE_NUMBER: Look(13),
    S.FOOT: Look(11, italic=True),
}
HEADINGS = {
    1: Look(14, JUSTIFY, bold=True, caps=True, indent=FIRST_LINE, before=10, after=6, keep=True),
    2: Look(14, JUSTIFY, bold=True, indent=FIRST_LINE, before=8, after=6, keep=True),
    3: Look(14, JUSTIFY, bold=True, italic=True, indent=FIRST_LINE, before=6, after=6, keep=True),
}


def define_styles(word: WordDocument) -> None:
    """Give a new document the styles of ours; all are based on its body text."""
    _dress(word.styles["Normal"], Look(14, JUSTIFY, indent=FIRST_LINE, after=6))
    word.styles["Normal"].element.get_or_add_rPr().append(_language())
    set_cell_margins(word.styles[GRID].element.find(qn("w:tblPr")), twips=57)
    for level, look in HEADINGS.items():
        _dress(word.styles[f"Heading {level}"], look)
    for name, look in LOOKS.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _dress(style, look)


def legible(text: str) -> str:
    """``text`` without what a Word file cannot hold."""
    return ILLEGAL.sub("", text)


def set_cell_margins(shape: Any, *, twips: int) -> None:
    """What stands between the sides of a cell and its words (57 twips: one millimetre), in the w:tblPr ``shape``."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    old = shape.find(qn("w:tblCellMar"))
    if old is not None:
        shape.remove(old)
    look = shape.find(qn("w:tblLook"))
    if look is not None:  # which the schema wants last
        look.addprevious(margins)
    else:
        shape.append(margins)


def _dress(style: Any, look: Look) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.color.rgb = FONT, Pt(look.size), RGBColor(0, 0, 0)
    font.bold, font.italic, font.all_caps = look.bold, look.italic, look.caps
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    shape.alignment, shape.first_line_indent = look.align, look.indent or Pt(0)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.0 if look.rule else 1.08
    shape.keep_with_next, shape.widow_control = look.keep, True
    if look.rule:
        _draw_rule(style, look.rule)


def _draw_rule(style: Any, indents: tuple[float, float]) -> None:
    """A line at the top of an empty paragraph, shortened by the indents."""
    style.paragraph_format.left_indent, style.paragraph_format.right_indent = (Cm(one) for one in indents)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    shape = style.element.get_or_add_pPr()
    shape.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _language() -> Any:
    """Vietnamese, so that Word does not underline every word."""
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "vi-VN")
    return language
