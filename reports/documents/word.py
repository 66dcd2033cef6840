"""A document of blocks as a Word file that clerks go on editing: styles, real headings, real tables (domain.md C).

What a thing looks like is said once, in ``word_styles``; here stands only what follows what.
"""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents import blocks
from reports.documents.blocks import Document
from reports.documents.word_styles import (
    BASIS,
    CELL_STYLES,
    DENSE_FROM,
    FRAME,
    GRID,
    LEAD,
    MARGINS,
    PAGE_WIDTH,
    S,
    define_styles,
    legible,
    set_cell_margins,
)

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
TEXT_WIDTH = PAGE_WIDTH - MARGINS["left"] - MARGINS["right"]
NUMBER_GAP = "\u00a0" * 7  # the clerk writes the number here


def word_of(document: Document) -> bytes:
    """The .docx of ``document``: A4, Times New Roman, page number in the middle of the top margin but for page one."""
    word = docx.Document()
    define_styles(word)
    word.core_properties.title = document.title[:255]
    word.core_properties.author = word.core_properties.comments = ""
    word.core_properties.language = "vi-VN"
    _page(word, document.foot)
    for block, after in pairwise([*document.blocks, None]):
        WRITERS[type(block)](word, block)
        if isinstance(after, blocks.Signature | blocks.Signatories):  # which never stands alone on a page
            word.paragraphs[-1].paragraph_format.keep_with_next = True
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _page(word: WordDocument, foot: list[str]) -> None:
    """A4 with the margins of the decree, the page number above, ``foot`` below on every page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = S.PAGE_NUMBER
    _page_field(number)
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        for line, paragraph in zip(foot, _as_many(footer, len(foot)), strict=True):
            paragraph.style = S.FOOT
            paragraph.add_run(legible(line))


def _as_many(story: Any, count: int) -> list[WordParagraph]:
    """``count`` paragraphs in a footer, which begins with one."""
    while len(story.paragraphs) < count:
        story.add_paragraph()
    return list(story.paragraphs[:count])


def _page_field(paragraph: WordParagraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add(story: WordDocument | _Cell, text: str, style: str) -> WordParagraph:
    """One paragraph in ``style``; a cell begins with an empty one, which is taken first. Lines break as in ``text``."""
    empty = isinstance(story, _Cell) and len(story.paragraphs) == 1 and not story.paragraphs[0].runs
    paragraph = story.paragraphs[0] if empty else story.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run()
    for at, line in enumerate(legible(text).split("\n")):
        if at:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    return paragraph


def _head(word: WordDocument, block: blocks.Head) -> None:
    frame = _frame(word, rows=2, widths=(41, 59))
    left, right = frame.rows[0].cells
    if block.superior:
        _add(left, block.superior, S.SUPERIOR)
    _add(left, block.issuer, S.ISSUER)
    _add(left, "", S.RULE)
    _add(right, NATION, S.NATION)
    _add(right, MOTTO, S.MOTTO)
    _add(right, "", S.LONG_RULE)
    left, right = frame.rows[1].cells
    _add(left, f"Số:{NUMBER_GAP}/{block.sign}", S.NUMBER)
    _add(right, block.dated, S.DATED)
    _add(word, block.kind, S.KIND)
    _add(word, block.subject, S.SUBJECT)
    _add(word, "", S.TITLE_RULE)
    for mark in block.marks:
        _add(word, mark, S.MARK)


def _paragraph(word: WordDocument, block: blocks.Paragraph) -> None:
    paragraph = word.add_paragraph()
    if block.lead:
        paragraph.add_run(f"{legible(block.lead)} ", style=LEAD)
    paragraph.add_run(legible(block.text))


def _table(word: WordDocument, block: blocks.Table) -> None:
    if not block.rows:
        if block.otherwise:
            word.add_paragraph(legible(block.otherwise))
        return
    if block.caption:
        _add(word, block.caption, S.CAPTION)
    dense = len(block.columns) > DENSE_FROM
    table = _sized(word.add_table(0, len(block.columns), style=GRID), block.shares)
    head = table.add_row()
    _mark_row(head, "w:tblHeader")
    for cell, column in zip(head.cells, block.columns, strict=True):
        _add(cell, column.title, S.CELL_HEAD_DENSE if dense else S.CELL_HEAD)
    for role, cells in block.lines:
        _table_row(table, role, cells, dense=dense)
    _set_widths(table, block.shares)
    _add(word, "", S.AFTER_TABLE)


def _table_row(table: WordTable, role: str, cells: list[tuple[str, str]], *, dense: bool) -> None:
    row = table.add_row()
    _mark_row(row, "w:cantSplit")
    places = list(row.cells)
    if role == "group":
        places = [places[0], places[1].merge(places[-1])]
    for place, (text, align) in zip(places, cells, strict=True):
        place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = _add(place, text, CELL_STYLES[align, dense])
        if role != "plain":
            paragraph.runs[0].style = LEAD
            paragraph.paragraph_format.keep_with_next = role == "group"


def _mark_row(row: Any, name: str) -> None:
    """A row that is repeated on every page ("w:tblHeader"), or never torn ("w:cantSplit")."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _signature(word: WordDocument, block: blocks.Signature) -> None:
    frame = _frame(word, rows=1, widths=(50, 50))
    _mark_row(frame.rows[0], "w:cantSplit")
    left, right = frame.rows[0].cells
    if block.recipients:
        _add(left, "Nơi nhận:", S.RECIPIENTS)
    for line in block.recipients:
        _add(left, f"- {line}", S.RECIPIENT)
    for line in block.authority:
        _add(right, line, S.AUTHORITY)
    _add(right, "", S.SEAL)
    if block.name:
        _add(right, block.name, S.SIGNER)


def _signatories(word: WordDocument, block: blocks.Signatories) -> None:
    share = 100 // len(block.pairs)
    frame = _frame(word, rows=1, widths=(share,) * len(block.pairs))
    _mark_row(frame.rows[0], "w:cantSplit")
    for cell, (party, name) in zip(frame.rows[0].cells, block.pairs, strict=True):
        _add(cell, party, S.AUTHORITY)
        _add(cell, "", S.SEAL)
        if name:
            _add(cell, name, S.SIGNER)
    if block.recipients:
        _add(word, "Nơi nhận:", S.RECIPIENTS)
    for line in block.recipients:
        _add(word, f"- {line}", S.RECIPIENT)


def _annex(word: WordDocument, block: blocks.Annex) -> None:
    """A section of its own: its pages count from one, the first shows no number."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    restart = OxmlElement("w:pgNumType")
    restart.set(qn("w:start"), "1")
    section._sectPr.append(restart)
    for line in block.titles:
        _add(word, line, S.ANNEX)
    _add(word, block.of, S.ANNEX_OF)


def _frame(word: WordDocument, *, rows: int, widths: tuple[int, ...]) -> WordTable:
    """A table without lines that only holds things side by side."""
    frame = _sized(word.add_table(rows, len(widths), style=FRAME), list(widths))
    set_cell_margins(frame._tbl.tblPr, twips=0)
    _set_widths(frame, list(widths))
    return frame


def _sized(table: WordTable, shares: list[int]) -> WordTable:
    """A table as wide as the text, its columns as wide as their ``shares`` say."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(TEXT_WIDTH * share / 100)
    return table


def _set_widths(table: WordTable, shares: list[int]) -> None:
    """The width of every cell: LibreOffice reads that of the columns, Word that of the cells."""
    for row in table.rows:
        if len(row._tr.tc_lst) == len(shares):
            for cell, share in zip(row.cells, shares, strict=True):
                cell.width = Mm(TEXT_WIDTH * share / 100)


WRITERS: dict[type[Any], Callable[[WordDocument, Any], object]] = {
    blocks.Head: _head,
    blocks.Basis: lambda word, block: _add(word, block.text, BASIS),
    blocks.Heading: lambda word, block: _add(word, block.text, f"Heading {block.level}"),
    blocks.Paragraph: _paragraph,
    blocks.Note: lambda word, block: _add(word, block.text, S.NOTE),
    blocks.Table: _table,
    blocks.Signature: _signature,
    blocks.Signatories: _signatories,
    blocks.Annex: _annex,
}
