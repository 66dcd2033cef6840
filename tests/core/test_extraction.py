"""Text taken out of DOCX, PDF and TXT: what is promised to those who read the lines."""

import importlib
import io
import unicodedata

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from core import extraction, sandbox
from core.exceptions import UploadRefused
from tests.support.documents import paragraph, pdf, run, word


def text(content, kind="docx"):
    return extraction.text_of(content, kind=kind).text


def lines(body, **parts):
    return text(word(body, **parts)).split("\n")


def refusal(content, kind):
    with pytest.raises(UploadRefused) as caught:
        extraction.text_of(content, kind=kind)
    return caught.value.code, caught.value.sentence


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_document_of_word_in_order_with_lists_and_tables():
    document = docx.Document()
    document.add_heading("CHỈ THỊ", 1)
    document.add_paragraph("Mở đầu")
    for item in ("một", "hai"):
        document.add_paragraph(item, style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ngang"
    table.cell(0, 2).text = "cuối"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "dọc"
    table.cell(1, 1).text = "hai\ndòng"
    table.cell(2, 2).text = "góc"
    document.add_paragraph("Kết")
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    assert text(saved(document)).split("\n") == [
        "CHỈ THỊ",
        "Mở đầu",
        "1. một",
        "2. hai",
        "- gạch",
        "ngang\t\tcuối",
        "dọc\thai dòng",
        "\t\tgóc",
        "Kết",
    ]


def test_breaks_tabs_and_special_signs():
    body = (
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/>"
        '<w:t>e</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    )
    assert text(word(body)) == "a\nb\tc-de2"


def test_changes_are_accepted_and_said():
    body = (
        f"<w:p>{run('giữ ')}<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins>{run('thêm')}</w:ins>"
        f"<w:moveFrom>{run('cũ')}</w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>cả đoạn</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('dòng bỏ')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p>{run('x')}</w:p></w:tc><w:tc><w:p>{run('y')}</w:p></w:tc></w:tr></w:tbl>"
    )
    found = extraction.text_of(word(body), kind="docx")
    assert found.text == "giữ thêm\nx\ty"
    assert found.notes == ("Tài liệu còn sửa đổi đang theo dõi: đã lấy phần thêm vào, bỏ phần đã xóa.",)


def test_fields_links_controls_and_boxes():
    box = "<w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        f"{run('5')}<w:r><w:fldChar w:fldCharType='end'/></w:r><w:hyperlink>{run(' liên kết')}</w:hyperlink></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('ô điền')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('cạnh khung')}</w:p>"
    )
    assert lines(body) == ["5 liên kết", "ô điền", "cạnh khung", "trong khung"]


def test_a_table_of_one_cell_is_a_frame_and_an_inner_table_stays_on_the_line():
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr></w:tbl><w:p/>"
    frame = f"<w:tbl><w:tr><w:tc><w:p>{run('một')}</w:p><w:p>{run('hai')}</w:p></w:tc></w:tr></w:tbl>"
    later = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    table = f"<w:tbl><w:tr>{later}<w:tc>{inner}</w:tc><w:tc><w:p>{run('c')}</w:p></w:tc></w:tr></w:tbl>"
    assert lines(frame + table) == ["một", "hai", "\ta b\tc"]


def test_old_fonts_are_converted_by_their_name_and_it_is_said():
    body = (
        f"<w:p>{run('céng hßa x· héi', '.VnTimeH')}{run(' 2021 ế')}</w:p>"
        f"<w:p>{run('Gia', 'VNI-Times')}{run('ùo duïc', 'VNI-Times')}</w:p>"
        '<w:p><w:r><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr><w:t>th</w:t><w:softHyphen/><w:t>êng</w:t></w:r></w:p>'
    )
    found = extraction.text_of(word(body), kind="docx")
    assert found.text == "CỘNG HÒA XÃ HỘI 2021 ế\nGiáo dục\nthường"
    assert (found.converted, found.suspected) == (("tcvn3", "vni"), "")
    assert found.notes == (
        "Tài liệu có chữ gõ bằng phông cũ TCVN3 (.VnTime) và VNI, đã chuyển sang Unicode. "
        "Xin đọc lại các dấu và chữ hoa.",
    )


def test_an_old_font_comes_from_styles_too():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
        '<w:style w:type="paragraph" w:styleId="Moi"><w:rPr><w:rFonts w:hAnsiTheme="minorHAnsi"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Vni"><w:rPr><w:rFonts w:hAnsi="VNI-Times"/></w:rPr></w:style>'
    )
    body = (
        paragraph("ViÖt Nam")
        + paragraph("cè định", style="Moi")
        + "<w:p><w:r><w:rPr><w:rStyle w:val='Vni'/></w:rPr><w:t>Vieät</w:t></w:r></w:p>"
    )
    assert lines(body, styles=styles) == ["Việt Nam", "cè định", "Việt"]


def test_old_text_without_its_font_is_only_suspected():
    found = extraction.text_of(word(paragraph("Céng hßa x· héi chñ nghÜa")), kind="docx")
    assert (found.text, found.suspected, found.converted) == ("Céng hßa x· héi chñ nghÜa", "tcvn3", ())


def test_decomposed_letters_are_composed():
    assert text(word(paragraph(unicodedata.normalize("NFD", "Sở Giáo dục")))) == "Sở Giáo dục"


NOTHING = ("F10", "Tệp không có chữ nào. Hãy chọn tệp khác, hoặc dán nội dung vào ô bên dưới.")
BROKEN_WORD = ("F01", "Tệp hỏng, không đọc được. Hãy mở bằng Word, lưu lại rồi tải lên.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (word("<w:p/>"), NOTHING),
        (word("<w:p>"), BROKEN_WORD),
        (word("", declaration="<x/>"), BROKEN_WORD),
        (b"PK\x03\x04", BROKEN_WORD),
        (word("<w:p><w:r>" * 200 + "</w:r></w:p>" * 200), BROKEN_WORD),
        (
            word(paragraph("x" * 600_001)),
            ("F11", "Tệp dài quá 600.000 ký tự. Hãy tách lấy phần cần đọc rồi tải lại."),
        ),
        (
            word("<w:p/>" * 20_001),
            ("F11", "Tệp có quá 20.000 đoạn và dòng bảng. Hãy tách lấy phần cần đọc rồi tải lại."),
        ),
    ],
    ids=["empty", "cut", "two-roots", "no-archive", "deep", "long", "many"],
)
def test_a_docx_is_refused_with_a_sentence(content, expected):
    assert refusal(content, "docx") == expected


TABLE = """<style>@page{size:A4;@bottom-center{content:counter(page)}} td{border:1px solid; padding:0 10pt}
p{text-align:justify}</style>
<p>Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 3 năm 2021 của Ủy ban nhân dân tỉnh về việc phát động phong trào thi
đua yêu nước năm 2021; Ban Thi đua – Khen thưởng đề nghị các đơn vị nghiêm túc thực hiện.</p>
<table><tr><td>1<td>Thu ngân sách<td>tỷ đồng<td>2.700<tr><td>2<td>Tỷ lệ hộ nghèo giảm bình quân theo chuẩn nghèo
đa chiều của toàn tỉnh<td>%<td>4,5</table><p style="page-break-before:always">Trang sau có nội dung</p>"""


def test_a_pdf_keeps_lines_and_rows_and_drops_page_numbers():
    from weasyprint import HTML

    found = extraction.text_of(HTML(string=TABLE).write_pdf(), kind="pdf")
    read = found.text.split("\n")
    assert read[0].startswith("Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 3 năm 2021")
    assert "\t" not in "".join(read[:3])
    assert read[-3:] == [
        "1\tThu ngân sách\ttỷ đồng\t2.700",
        "2\tTỷ lệ hộ nghèo giảm bình quân theo chuẩn nghèo đa chiều của toàn tỉnh\t%\t4,5",
        "Trang sau có nội dung",
    ]
    assert len(found.notes) == 1


def test_numbers_that_are_no_page_numbers_stay():
    page = ["- 1 -", "Chi tieu thi dua nam nay", "2021", "Con lai cua toan tinh", "1 / 2"]
    assert text(pdf([page]), "pdf") == "Chi tieu thi dua nam nay\n2021\nCon lai cua toan tinh"
    assert text(pdf([["2021", "Chi tieu thi dua nam nay", "150"]]), "pdf").split("\n")[0::2] == ["2021", "150"]


SCAN = (
    "F10",
    "Tệp PDF này là bản quét, không có lớp chữ nên không đọc được. Hãy dùng tệp Word, hoặc PDF xuất từ Word, "
    "hoặc dán nội dung vào ô bên dưới.",
)
BROKEN_PDF = ("F01", "Tệp PDF hỏng, không đọc được. Hãy xuất lại từ Word rồi tải lên.")


def with_password():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["bi mat cua toan tinh nam nay"]]))))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf([[]]), SCAN),
        (pdf([["ky so 2021"], [], []]), SCAN),
        (
            pdf([["x"]] * 101),
            ("F11", "Tệp PDF có 101 trang, tối đa 100 trang. Hãy tách lấy phần cần đọc rồi tải lại."),
        ),
        (b"%PDF-1.4 %%EOF", BROKEN_PDF),
        (
            with_password(),
            ("F05", "Tệp PDF có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lại, hoặc dùng tệp Word."),
        ),
    ],
    ids=["scan", "stamped-scan", "pages", "broken", "password"],
)
def test_a_pdf_is_refused_with_a_sentence(content, expected):
    assert refusal(content, "pdf") == expected


def windows_1258(string):
    """The bytes that Windows wrote: tones stand after their letter."""
    tones = "\u0301\u0300\u0309\u0303\u0323"
    apart = "".join(
        unicodedata.normalize("NFC", "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in tones))
        + "".join(mark for mark in unicodedata.normalize("NFD", char) if mark in tones)
        for char in string
    )
    return apart.encode("cp1258")


MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    ("content", "encoding", "converted"),
    [
        (MOTTO.encode(), "utf-8", ()),
        (MOTTO.replace("\n", "\r\n").encode("utf-8-sig"), "utf-8", ()),
        (MOTTO.encode("utf-16"), "utf-16", ()),
        (MOTTO.encode("utf-16-be").join([b"\xfe\xff", b""]), "utf-16", ()),
        (windows_1258(MOTTO), "windows-1258", ()),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam\n§éc lËp - Tù do - H¹nh phóc\x1a".encode("cp1252"), "tcvn3", ("tcvn3",)),
        (
            "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam\nÑoäc laäp - Töï do - Haïnh phuùc".encode("cp1252"),
            "vni",
            ("vni",),
        ),
    ],
)
def test_a_text_file_is_read_in_its_encoding(content, encoding, converted):
    found = extraction.text_of(content, kind="txt")
    assert (found.text, found.encoding, found.converted) == (MOTTO, encoding, converted)
    assert bool(found.notes) == (encoding not in ("utf-8", "utf-16"))


def test_old_letters_saved_in_unicode_are_only_suspected():
    assert extraction.text_of("Céng hßa x· héi".encode(), kind="txt").suspected == "tcvn3"


@pytest.mark.parametrize("content", [b" \n", b"\xff\xfea"])
def test_a_text_without_text_is_refused(content):
    assert refusal(content, "txt")[0] in {"F10", "F01"}


def test_the_sandbox_gives_the_same_as_the_function():
    content = word(paragraph("ViÖt Nam th©n yªu"))
    assert extraction.extract(content, kind="docx") == extraction.text_of(content, kind="docx")


def test_a_refusal_comes_out_of_the_sandbox():
    with pytest.raises(UploadRefused) as caught:
        extraction.extract(pdf([[]]), kind="pdf")
    assert (caught.value.code, caught.value.sentence) == SCAN
    assert not isinstance(caught.value, sandbox.Failed)


def test_a_long_pdf_keeps_its_text_when_there_is_no_time_for_its_tables(monkeypatch):
    reader = importlib.import_module("core.extraction.pdf")

    monkeypatch.setattr(reader, "DRAWING_SECONDS", -1)
    found = extraction.text_of(pdf([["Chi tieu thi dua nam nay"]]), kind="pdf")
    assert found.text == "Chi tieu thi dua nam nay"
    assert found.notes[1] == "Tệp dài: từ trang 1 trở đi các cột của bảng không được tách."
