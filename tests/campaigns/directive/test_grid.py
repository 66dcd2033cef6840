"""The same six targets under every head, name, numbering and layout: a structure not read costs all of them."""

from itertools import product

import pytest

from campaigns.directive import read
from tests.campaigns.directive.test_styles import shown

TARGETS = {
    "Thu ngân sách đạt 25,5 tỷ đồng": "= 25.5 tỷ đồng",
    "Tỷ lệ hộ nghèo giảm còn 2,1%": "= 2.1 %",
    "Trồng mới 30 ha rừng": "= 30 ha",
    "Tỷ lệ người dân tham gia bảo hiểm y tế đạt từ 96% trở lên": ">= 96 %",
    "Kết nạp ít nhất 12 đảng viên": ">= 12 đảng viên",
    "100% thôn giữ vững danh hiệu văn hóa": "= 100 %",
}
LINES, VALUES = list(TARGETS), list(TARGETS.values())
TITLE = (
    "KẾ HOẠCH\nPhát động phong trào thi đua năm 2025\n\nNăm 2024 xã đã thu 20 tỷ đồng, nay phát động thi đua như sau:"
)
BEFORE = "- Tạo khí thế thi đua sôi nổi tại 18 thôn."
AFTER = "- Các thôn gửi 02 bản đăng ký trước ngày 15/02/2025."

# The heads before, of and after the indicators.
HEADS = [
    ("I. {}", "II. {}", "III. {}"),
    ("I- {}", "II- {}", "III- {}"),
    ("A/ {}", "B/ {}", "C/ {}"),
    ("1. {}", "2. {}", "3. {}"),
    ("PHẦN I. {}", "PHẦN II. {}", "PHẦN III. {}"),
    ("PHẦN THỨ NHẤT\n{}", "PHẦN THỨ HAI\n{}", "PHẦN THỨ BA\n{}"),
    ("Phần thứ nhất: {}", "Phần thứ hai: {}", "Phần thứ ba: {}"),
    ("Chương I\n{}", "Chương II\n{}", "Chương III\n{}"),
    ("Chương I\nCHUNG\nĐiều 1. {}", "Chương II\nNỘI DUNG\nĐiều 2. {}", "Điều 3. {}"),
    ("Điều 1. {}", "Điều 2. {}", "Điều 3. {}"),
    ("**{}**", "**{}**", "**{}**"),
    ("PHẦN I\nCHUNG\nA. {}", "PHẦN II\nNỘI DUNG\nA. NỘI DUNG\n1. Thi đua giỏi tại 18 thôn.\nB. {}", "PHẦN III\n{}"),
    ("A. CHUNG\nI. {}", "B. NỘI DUNG\nI. Phong trào\n1. Thi đua giỏi tại 18 thôn.\nII. {}", "C. {}"),
    ("I. CHUNG\n1. {}", "II. NỘI DUNG THI ĐUA\n1. Nội dung\n- Thi đua giỏi tại 18 thôn.\n2. {}", "III. {}"),
]
NAMES = [
    "CHỈ TIÊU THI ĐUA", "Mục tiêu cụ thể", "Nội dung, chỉ tiêu", "Các chỉ tiêu chủ yếu", "PHẤN ĐẤU",
    "Chỉ tiêu phấn đấu năm 2025", "NỘI DUNG VÀ CHỈ TIÊU", "Mục tiêu, chỉ tiêu", "Mức phấn đấu", "Kết quả cần đạt",
]  # fmt: skip
MARKS = ["{n}. ", "{n}/ ", "({n}) ", "{a}) ", "{a}. ", "- ", "• ", "+ ", "{n}- "]
GROUPS = [("1. {}", "2. {}"), ("a) {}", "b) {}"), ("{}", "{}")]
GROUPED = [("- ", 0), ("({n}) ", 3)]  # the marks below groups; running on or not


def document(heads, name, lines):
    before, head, after = heads
    parts = [before.format("MỤC ĐÍCH"), BEFORE, head.format(name), *lines, after.format("TỔ CHỨC THỰC HIỆN"), AFTER]
    return "\n\n".join([TITLE, *parts]) + "\n"


def listed(mark, lines, start=0):
    return [mark.format(n=n + 1, a="abcdđe"[n]) + line + ";" for n, line in enumerate(lines, start)]


@pytest.mark.parametrize(("heads", "name"), [*product(HEADS, NAMES)])
def test_heads_and_names(heads, name):
    assert shown(document(heads, name, listed("- ", LINES))) == VALUES


@pytest.mark.parametrize(("heads", "mark"), [*product(HEADS, MARKS)])
def test_marks(heads, mark):
    assert shown(document(heads, "CHỈ TIÊU THI ĐUA", listed(mark, LINES))) == VALUES


@pytest.mark.parametrize(("heads", "groups", "marks"), [*product(HEADS, GROUPS, GROUPED)])
def test_groups(heads, groups, marks):
    mark, on = marks
    one, two = groups
    lines = [one.format("Về kinh tế"), *listed(mark, LINES[:3]), two.format("Về xã hội"), *listed(mark, LINES[3:], on)]
    assert shown(document(heads, "CHỈ TIÊU THI ĐUA", lines)) == VALUES


ROWS = [
    ("1", "Thu ngân sách", "Tỷ đồng", "20,5", "25,5"),
    ("2", "Tỷ lệ hộ nghèo", "%", "3,2", "2,1"),
    ("3", "Diện tích trồng rừng mới", "ha", "28", "30"),
    ("4", "Tỷ lệ người dân tham gia bảo hiểm y tế", "%", "95", "96 trở lên"),
    ("5", "Số đảng viên kết nạp", "Đảng viên", "10", "≥ 12"),
    ("6", "Thôn giữ vững danh hiệu văn hóa", "%", "100", "100"),
]
COLUMNS = [
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2024", "Kế hoạch năm 2025"),
    ("STT", "Nội dung", "ĐVT", "Năm 2024", "Chỉ tiêu giao"),
    ("TT", "Nội dung chỉ tiêu", "Đơn vị", "TH 2024", "Mức phấn đấu"),
    ("Số TT", "Chỉ tiêu thi đua", "ĐVT", "Kết quả năm 2024", "Chỉ tiêu"),
    ("TT", "Nội dung thi đua", "ĐVT", "Ước TH năm 2024", "Năm 2025"),
]
CHOSEN = {"all": (0, 1, 2, 3, 4), "without last year": (0, 1, 2, 4), "without numbers": (1, 2, 3, 4)}


def aligned(rows, gap, indent=0):
    widths = [max(map(len, column)) + gap for column in zip(*rows, strict=True)]
    padded = ("".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(" " * indent + line.rstrip() for line in padded)


LAYOUTS = {
    "tabs": lambda rows: "\n".join(map("\t".join, rows)),
    "markdown": lambda rows: "\n".join(
        "| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    ),
    "single spaces": lambda rows: "\n".join(map(" ".join, rows)),
    "two spaces": lambda rows: aligned(rows, 2),
    "wide and indented": lambda rows: aligned(rows, 5, 4),
    "a line each": lambda rows: "\n".join(map("\n".join, rows)),
    "a paragraph each": lambda rows: "\n\n".join(map("\n\n".join, rows)),
}


# Cells on lines of their own are told apart by the numbers of the rows.
TABLES = [
    (layout, columns, chosen)
    for layout, columns, chosen in product(LAYOUTS, COLUMNS, CHOSEN)
    if not (layout.startswith("a ") and chosen == "without numbers")
]


@pytest.mark.parametrize(("layout", "columns", "chosen"), TABLES)
def test_tables(layout, columns, chosen):
    rows = [[row[place] for place in CHOSEN[chosen]] for row in [columns, *ROWS]]
    text = document(HEADS[0], "CHỈ TIÊU THI ĐUA", [LAYOUTS[layout](rows)])
    assert shown(text) == VALUES
    assert [one.name for one in read(text).indicators] == [row[1] for row in ROWS]
