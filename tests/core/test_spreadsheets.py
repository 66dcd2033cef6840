"""Templates go out and come back; whatever was done to them in between is said in one list."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.spreadsheets import Column, Problem, Template, letters, place, read, write
from tests.support.documents import archive, repacked

FORM = Template(
    id="giao-chi-tieu",
    version="2026",
    title="Giao chỉ tiêu",
    guide=("Nhập số kế hoạch vào cột C.",),
    columns=(
        Column("code", "Mã đơn vị", locked=True),
        Column("unit", "Đơn vị", width=40, locked=True),
        Column("plan", "Kế hoạch", "number"),
        Column("points", "Điểm", "points"),
        Column("signed", "Ngày ký", "date"),
    ),
)
ROWS = [
    {
        "code": "012",
        "unit": "Sở Y tế",
        "plan": Decimal("2700.5"),
        "points": Decimal("9.50"),
        "signed": date(2026, 3, 5),
    },
    {"code": "T05", "unit": "Sở Tài chính", "plan": 3, "points": None, "signed": None},
]
PURPOSE = "PT-2026"
GET = "Hãy tải biểu mẫu ở đúng trang này, chép số liệu sang rồi nộp lại"
UNREADABLE = "Không đọc được tệp này. Hãy mở bằng Excel, lưu lại thành tệp .xlsx mới rồi nộp lại"


def written(rows=ROWS, form=FORM, context=PURPOSE):
    return write(form, rows, heading="Giao chỉ tiêu năm 2026", context=context)


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(change, rows=ROWS):
    """The template, filled, after somebody worked on its data sheet."""
    book = book_of(written(rows))
    change(book["Số liệu"])
    return saved(book)


def sheet_of(content, context=PURPOSE, **options):
    return read(content, FORM, context=context, **options)


def only_problem(content, context=PURPOSE):
    sheet = sheet_of(content, context)
    assert sheet.rows == [] or len(sheet.problems) == 1
    (problem,) = sheet.problems
    return problem


def test_what_goes_out_comes_back():
    sheet = sheet_of(written())
    assert (sheet.problems, sheet.warnings, sheet.suspected, sheet.numbers) == ([], [], "", [4, 5])
    assert sheet.rows == ROWS
    assert {type(row["plan"]) for row in sheet.rows} == {Decimal}


def test_the_workbook_guides_and_guards():
    book = book_of(written())
    guide, data, mark = (book[name] for name in ("Hướng dẫn", "Số liệu", "_bieu_mau"))
    assert [guide["A1"].value, guide["A3"].value] == ["Giao chỉ tiêu", "Nhập số kế hoạch vào cột C."]
    assert data["A1"].value == "Giao chỉ tiêu năm 2026"
    assert [cell.value for cell in data[3]] == ["Mã đơn vị", "Đơn vị", "Kế hoạch", "Điểm", "Ngày ký"]
    assert (data.freeze_panes, data["A3"].font.b, data.column_dimensions["B"].width) == ("A4", True, 40)
    assert (data.protection.sheet, data["A4"].protection.locked, data["C4"].protection.locked) == (True, True, False)
    assert [data.cell(4, column).number_format for column in range(1, 6)] == [
        "@",
        "@",
        "#,##0.####",
        "0.00",
        "dd/mm/yyyy",
    ]
    assert data["C5"].number_format == "#,##0"
    assert (mark.sheet_state, mark["A1"].value, mark["A2"].value) == ("veryHidden", "giao-chi-tieu", "2026")


@pytest.mark.parametrize("typed", ['=HYPERLINK("http://x")', "+1", "-5", "@SUM(A1)", "#N/A", "＝1", "mailto:a@b.vn"])
def test_text_is_never_a_formula(typed):
    content = written([{"code": typed, "unit": f"a\x00\x1b{typed}"}])
    cell = book_of(content)["Số liệu"]["A4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)
    assert cell.quotePrefix is (typed[0] in "=+-@＝")
    assert sheet_of(content).rows[0] == {
        "code": typed,
        "unit": f"a{typed}",
        "plan": None,
        "points": None,
        "signed": None,
    }


@pytest.mark.parametrize("row", [{"plan": 1.5}, {"plan": "1"}, {"code": 5}, {"points": True}, {"signed": "05/03/2026"}])
def test_a_value_of_another_kind_is_a_mistake_of_ours(row):
    with pytest.raises(TypeError):
        written([row])


def without_marks():
    book = book_of(written())
    del book["_bieu_mau"]
    return saved(book)


OTHER = Template("bao-cao", "2026", "Báo cáo", (), FORM.columns)
OLDER = Template(FORM.id, "2025", FORM.title, (), FORM.columns)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (without_marks(), f"Tệp không phải biểu mẫu “Giao chỉ tiêu”. {GET}"),
        (written(form=OTHER), f"Tệp không phải biểu mẫu “Giao chỉ tiêu”. {GET}"),
        (written(form=OLDER), f"Tệp là bản cũ của biểu mẫu “Giao chỉ tiêu”. {GET}"),
        (
            written(context="PT-2025"),
            f"Biểu mẫu “Giao chỉ tiêu” này được tải về cho phong trào, kỳ khác. {GET}",
        ),
    ],
    ids=["none", "other", "older", "campaign"],
)
def test_x01_another_template(content, sentence):
    assert only_problem(content) == Problem("X01", "", sentence)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: data.insert_cols(3), "Mã đơn vị | Đơn vị | (trống) | Kế hoạch | Điểm | Ngày ký"),
        (lambda data: data.__setitem__("C3", "KH"), "Mã đơn vị | Đơn vị | KH | Điểm | Ngày ký"),
        (lambda data: data.__setitem__("F3", "Ghi chú"), "Mã đơn vị | Đơn vị | Kế hoạch | Điểm | Ngày ký | Ghi chú"),
    ],
    ids=["inserted", "renamed", "added"],
)
def test_x02_other_headers(change, found):
    expected = "Mã đơn vị | Đơn vị | Kế hoạch | Điểm | Ngày ký"
    sentence = f"Tiêu đề cột không đúng mẫu. Mẫu: {expected}. Trong tệp: {found}"
    assert only_problem(changed(change)) == Problem("X02", "", sentence)


def test_headers_that_moved_down_are_found():
    sheet = sheet_of(changed(lambda data: data.insert_rows(1, 2)))
    assert (sheet.numbers, sheet.problems) == ([6, 7], [])


def test_x02_what_stands_beside_is_not_read_and_it_is_said():
    sheet = sheet_of(changed(lambda data: data.__setitem__("H4", "ghi chú")))
    assert (sheet.problems, sheet.rows) == ([], ROWS)
    assert sheet.warnings == [Problem("X02", "", "Dữ liệu ở cột ngoài biểu mẫu không được đọc: H")]


def test_x03_merged_cells():
    problem = only_problem(changed(lambda data: data.merge_cells("B4:B5")))
    assert problem == Problem("X03", "B4", "Trang “Số liệu”: ô gộp B4:B5. Bỏ gộp rồi nộp lại")
    assert sheet_of(changed(lambda data: data.merge_cells("A1:E1"))).problems == []


def test_x04_what_is_hidden_is_read_and_said():
    def hide(data):
        data.row_dimensions[5].hidden = True
        data.column_dimensions["D"].hidden = True
        secret = data.parent.create_sheet("Nháp")
        secret["A1"], secret.sheet_state = "x", "hidden"

    sheet = sheet_of(changed(hide))
    assert (sheet.rows, sheet.problems) == (ROWS, [])
    assert sheet.warnings == [
        Problem("X04", "", "1 dòng đang ẩn (hoặc bị lọc) vẫn được đọc"),
        Problem("X04", "", "Cột đang ẩn vẫn được đọc: D"),
        Problem("X04", "", "Trang đang ẩn có dữ liệu, không được đọc: Nháp"),
    ]


def test_x05_formulas_without_result_and_with_errors():
    def compute(data):
        data["C4"], data["C5"] = "=1+1", "#DIV/0!"

    first, second = sheet_of(changed(compute)).problems
    assert first == Problem(
        "X05",
        "C4",
        "Trang “Số liệu”, dòng 4, cột “Kế hoạch” (ô C4): công thức chưa có kết quả. "
        "Hãy mở bằng Excel, lưu lại, hoặc nhập thẳng giá trị",
    )
    assert (second.code, second.cell) == ("X05", "C5")
    assert second.sentence.endswith("công thức báo lỗi #DIV/0!. Hãy sửa công thức hoặc nhập thẳng giá trị")


def test_a_formula_with_its_result_is_read():
    content = changed(lambda data: data.__setitem__("C4", "=1+1"))
    part = "xl/worksheets/sheet2.xml"
    xml = archive_part(content, part)
    assert b"<f>1+1</f><v" in xml
    for result, value in ((b"<v>2.5</v>", Decimal("2.5")), (b"<v></v>", None)):
        kind = b' t="str"' if value is None else b""
        there = xml.replace(b'<c r="C4"', b'<c r="C4"' + kind)
        there = there.replace(b"<v/>", b"<v></v>").replace(b"<f>1+1</f><v></v>", b"<f>1+1</f>" + result)
        sheet = sheet_of(repacked(content, {part: there}))
        assert (sheet.problems, sheet.rows[0]["plan"]) == ([], value)


def archive_part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2.700,5", "2700.5"), (" 33,5 ", "33.5"), (-7, "-7"), (0.1 + 0.2, "0.3"), (1e5, "100000"), ("1.234", "1234")],
)
def test_x06_numbers_written_as_text_are_read_as_people_write(typed, value):
    assert sheet_of(changed(lambda data: data.__setitem__("C4", typed))).rows[0]["plan"] == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "typed", "code", "end"),
    [
        ("C4", "9,5 điểm", "X06", "Chỉ nhập số, bỏ chữ “điểm”"),
        ("C4", "O,5", "X06", "Có chữ O/l trong số: O,5. Hãy gõ lại bằng chữ số 0 hoặc 1"),
        ("C4", True, "X06", "giá trị đúng/sai (TRUE/FALSE) không được nhận, hãy nhập lại"),
        ("A4", False, "X06", "giá trị đúng/sai (TRUE/FALSE) không được nhận, hãy nhập lại"),
        ("C4", date(2026, 3, 5), "X06", "cần số nhưng ô là ngày 05/03/2026"),
        ("C4", 1 / 3, "X06", "Số chỉ có tối đa 4 chữ số thập phân: 0,333333333333333"),
        ("D4", "9.500", "X06", "Không rõ 9.500 là 9,5 hay 9500. Hãy nhập 9,5 hoặc 9500"),
        ("D4", 9.125, "X06", "Điểm chỉ có tối đa 2 chữ số thập phân: 9,125"),
        ("D4", -1, "X06", "Điểm không được âm"),
        ("E4", "31/12/26", "D04", "Nhập đủ 4 chữ số của năm"),
        ("E4", "hôm qua", "D04", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026"),
    ],
)
def test_x06_d04_what_a_cell_cannot_be(cell, typed, code, end):
    problem = only_problem(changed(lambda data: data.__setitem__(cell, typed)))
    assert (problem.code, problem.cell) == (code, cell)
    assert problem.sentence.startswith("Trang “Số liệu”, dòng 4, cột “")
    assert problem.sentence.endswith(f"(ô {cell}): {end}")


def test_d04_a_bare_number_is_no_date_but_a_written_one_is():
    def number(data):
        data["E4"].value, data["E4"].number_format = 46387, "General"

    assert only_problem(changed(number)).sentence.endswith(
        "số 46387 không phải ngày. Nhập ngày/tháng/năm, ví dụ 05/03/2026"
    )
    assert sheet_of(changed(lambda data: data.__setitem__("E4", "1/2/2026"))).rows[0]["signed"] == date(2026, 2, 1)


def test_d05_dates_from_1904_are_converted_and_said():
    book = book_of(written())
    book.epoch = CALENDAR_MAC_1904
    sheet = sheet_of(saved(book))
    assert sheet.rows[0]["signed"] == date(2026, 3, 5)
    assert [warning.code for warning in sheet.warnings] == ["D05"]


def test_texts_may_come_as_numbers_and_dates():
    def fill(data):
        data["A4"], data["B4"], data["A5"] = 12, date(2026, 3, 5), "  Sở\u200b  Y tế "

    first, second = sheet_of(changed(fill)).rows
    assert (first["code"], first["unit"], second["code"]) == ("12", "05/03/2026", "Sở Y tế")


def test_u03_old_letters_are_suspected_and_converted_when_chosen():
    content = changed(lambda data: data.__setitem__("B4", "Së Gi¸o dôc vµ §µo t¹o"))
    assert sheet_of(content).suspected == "tcvn3"
    again = sheet_of(content, legacy="tcvn3")
    assert (again.suspected, again.rows[0]["unit"]) == ("", "Sở Giáo dục và Đào tạo")


TOO_LARGE = "Vùng dữ liệu vượt 5.000 dòng hoặc 60 cột. Hãy xóa các dòng, cột thừa rồi nộp lại"


@pytest.mark.parametrize("cell", ["XFD1048576", "A5021", "BI4"])
def test_x07_too_large(cell):
    assert only_problem(changed(lambda data: data.__setitem__(cell, 1))) == Problem("X07", "", TOO_LARGE)


def test_x07_formats_far_away_are_not_data_and_a_wrong_dimension_is_not_believed():
    content = changed(lambda data: setattr(data["A9000"], "number_format", "0.00"))
    part = "xl/worksheets/sheet2.xml"
    xml = archive_part(content, part)
    assert b'<dimension ref="A1:E9000"' in xml
    lying = repacked(content, {part: xml.replace(b'<dimension ref="A1:E9000"', b'<dimension ref="A1:A1"')})
    assert sheet_of(lying).rows == ROWS


def test_x08_nothing_filled_in():
    assert only_problem(written([])) == Problem("X08", "", "Tệp không có dòng dữ liệu")
    assert only_problem(written([{}, {"code": " "}])) == Problem("X08", "", "Tệp không có dòng dữ liệu")


SAVE_AS = "hãy mở bằng Excel, lưu dạng .xlsx rồi nộp lại"
OTHER = "hãy chọn lại biểu mẫu Excel (.xlsx)"


def really(kind, advice=SAVE_AS):
    return ("X09", f"Tệp thực tế là {kind}; {advice}")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), really("Excel đời cũ (.xls)")),
        (b"\n <HTML><table>", really("trang web (HTML)")),
        (b"<?xml version='1.0'?>", really("XML")),
        ("\ufeffMã;Tên".encode(), really("văn bản hoặc CSV")),
        (b"%PDF-1.7", really("PDF", OTHER)),
        (b"", really("văn bản hoặc CSV")),
        (archive({"content.xml": "x", "mimetype": "x"}), really("bảng tính OpenDocument (.ods)")),
        (archive({"xl/workbook.bin": "x"}), really("Excel nhị phân (.xlsb)")),
        (archive({"word/document.xml": "x"}), really("văn bản Word (.docx)", OTHER)),
        (archive({"a.txt": "x"}), really("tệp nén", OTHER)),
        (written()[:-40], ("X09", UNREADABLE)),
        (bytes(20 * 1024**2 + 1), ("X07", "Tệp quá 20 MB. Hãy xóa hình ảnh, trang thừa rồi nộp lại")),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            ("X10", "Tệp đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi nộp"),
        ),
        (
            repacked(written(), {"xl/vbaProject.bin": "x"}),
            ("X11", "Tệp có macro. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi nộp lại"),
        ),
        (
            repacked(written(), {"xl/externalLinks/externalLink1.xml": "x"}),
            ("X12", "Tệp có liên kết sang tệp khác. Hãy ngắt liên kết (dán giá trị) rồi nộp lại"),
        ),
        (
            repacked(written(), {"xl/embeddings/a.bin": "x"}),
            ("X12", "Tệp có đối tượng nhúng. Hãy xóa đối tượng nhúng rồi nộp lại"),
        ),
        (
            repacked(written(), {"x/bomb": bytes(3_000_000)}),
            ("X13", "Tệp nén bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Word, Excel hoặc xuất PDF"),
        ),
        (repacked(written(), {"xl/workbook.xml": "<a"}), ("X13", UNREADABLE)),
    ],
)
def test_x09_to_x13_what_is_no_plain_workbook(content, expected):
    assert (only_problem(content).code, only_problem(content).sentence) == expected


def test_all_problems_come_together_up_to_a_hundred():
    sheet = sheet_of(changed(lambda data: [data.__setitem__(f"C{row}", "x") for row in range(4, 134)]))
    assert [problem.cell for problem in sheet.problems[:100]] == [f"C{row}" for row in range(4, 104)]
    assert [problem.sentence for problem in sheet.problems[100:]] == [
        "Còn 30 lỗi nữa chưa liệt kê; hãy sửa các lỗi trên trước"
    ]


def test_a_place_is_named_as_the_user_sees_it():
    assert place(FORM, "plan", 7) == ("C7", "dòng 7, cột “Kế hoạch” (ô C7)")
    assert [letters(number) for number in (1, 26, 27, 60, 703)] == ["A", "Z", "AA", "BH", "AAA"]
