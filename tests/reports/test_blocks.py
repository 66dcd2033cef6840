"""The document model: kept as JSON and restored, printed as PDF and as Word with the same words."""

import io
import re
from collections import Counter

import docx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from reports.documents import engine
from reports.documents.blocks import (
    Annex,
    Basis,
    Column,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Row,
    Signatories,
    Signature,
    Table,
    paragraphs,
    plain,
    restored,
)
from reports.documents.page import html_of
from reports.documents.word import word_of

DATED = "Hà Giang, ngày 05 tháng 3 năm 2021"
ROWS = [Row(["", "Nhóm một"], "group"), Row(["1", "Thu nhập", "38,5"]), Row(["", "Tổng", "77"], "total")]
COLUMNS = [Column("STT", 7, "mid"), Column("Chỉ tiêu", 40), Column("Đăng ký", 15, "num")]
DOCUMENT = Document(
    title="Báo cáo thử",
    foot=["Lập từ hồ sơ đã nộp, mã biên nhận ABCDE"],
    blocks=[
        Head("UBND tỉnh", "Văn phòng", "BC-VP", DATED, "Báo cáo", "Tổng kết", ["BẢN NHÁP"]),
        Basis("Căn cứ Chương trình 273."),
        Heading(1, "I. Đặc điểm tình hình"),
        Paragraph("Khối có hai đơn vị."),
        Heading(2, "1. Công tác chỉ đạo"),
        Paragraph("Đã ban hành kế hoạch.", lead="- Đồng Văn:"),
        Note("Số liệu đến tháng 6."),
        Table("Bảng thử", COLUMNS, ROWS),
        Table("Bảng trống", COLUMNS, [], "Không có chỉ tiêu."),
        Paragraph("Trên đây là báo cáo./."),
        Signature(["TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"], "Nguyễn Văn An", ["UBND tỉnh;", "Lưu: VT."]),
        Signatories(["Thư ký", "Chủ trì"], ["Trần Thị Bình", ""], ["Sở Nội vụ;", "Lưu: VT."]),
        Annex(["Phụ lục"], "(Kèm theo Báo cáo)"),
        Paragraph("Hết phụ lục."),
    ],
)


def word(document=DOCUMENT):
    return docx.Document(io.BytesIO(word_of(document)))


def words_of_word(document):
    """Every word of a Word file, those at the foot once, in lower case (capitals are a matter of style)."""
    file = word(document)
    texts = [node.text or "" for node in file.element.body.iter(qn("w:t"))]
    texts += [one.text for one in file.sections[0].footer.paragraphs]
    # Runs of one paragraph belong together; our texts never break inside a word.
    return Counter(" ".join(texts).casefold().split())


def words_of_pdf(document):
    """Every word of the PDF, without page numbers; what is repeated on every page is counted once."""
    reader = pypdf.PdfReader(io.BytesIO(engine.render(html_of(document))))
    return set(" ".join(page.extract_text() for page in reader.pages).casefold().split())


def test_a_document_is_kept_as_json_and_restored():
    assert restored(plain(DOCUMENT)) == DOCUMENT


def test_pdf_and_word_say_the_same_words():
    said, printed = set(words_of_word(DOCUMENT)), words_of_pdf(DOCUMENT)
    assert (said - printed, {one for one in printed - said if not re.fullmatch(r"\d+", one)}) == (set(), set())


def test_word_is_a4_with_the_margins_of_the_decree():
    section = word().sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides] == [210, 297, 20, 20]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)


def test_word_numbers_pages_above_in_the_middle_but_for_the_first():
    section = word().sections[0]
    number = section.header.paragraphs[0]
    assert section.different_first_page_header_footer
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert number.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert section.first_page_header.paragraphs[0].text == ""


def test_word_counts_the_pages_of_an_annex_from_one():
    annex = word().sections[1]
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert annex.different_first_page_header_footer


def test_word_uses_times_new_roman_in_every_style_in_use():
    file = word()
    for paragraph in file.paragraphs:
        assert paragraph.style.font.name == "Times New Roman"
        assert (paragraph.paragraph_format.alignment, paragraph.paragraph_format.first_line_indent) == (None, None)
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_word_has_headings_that_word_knows():
    styles = {one.text: one.style.name for one in word().paragraphs}
    assert (styles["I. Đặc điểm tình hình"], styles["1. Công tác chỉ đạo"]) == ("Heading 1", "Heading 2")
    assert styles["Căn cứ Chương trình 273."] == "Căn cứ"


def test_word_tables_repeat_their_heads_and_never_tear_a_row():
    table = word().tables[1]
    head, *rows = table.rows
    assert [cell.text for cell in head.cells] == ["STT", "Chỉ tiêu", "Đăng ký"]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in rows[1].cells] == ["1", "Thu nhập", "38,5"]
    assert rows[0].cells[1]._tc is rows[0].cells[2]._tc  # the words of a group run to the end


def test_widths_of_columns_add_up_to_the_text():
    file = word()
    assert sum(DOCUMENT.blocks[7].shares) == 100
    assert round(sum(cell.width.mm for cell in file.tables[1].rows[0].cells)) == 165


def test_signature_keeps_with_what_stands_before():
    last = next(one for one in word().paragraphs if one.text.startswith("Trên đây"))
    assert last.paragraph_format.keep_with_next


def test_empty_table_says_so_in_both():
    assert "Không có chỉ tiêu." in [one.text for one in word().paragraphs]
    assert "Không có chỉ tiêu." in html_of(DOCUMENT)
    assert "Bảng trống" not in html_of(DOCUMENT)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\ufffeb"])
def test_word_leaves_out_what_it_cannot_hold(text):
    assert word(Document("t", [Paragraph(text)])).paragraphs[0].text == "ab"


def test_word_prints_markup_as_it_was_typed():
    text = '<w:p/>&amp; <script>alert("x")</script> {{ 7 }} =1+1'
    assert word(Document("t", [Paragraph(text)])).paragraphs[0].text == text


def test_paragraphs_leave_out_empty_lines():
    assert paragraphs(" Một \n\n  \nHai\n") == ["Một", "Hai"]
