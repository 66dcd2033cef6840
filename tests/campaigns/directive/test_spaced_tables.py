"""Tables laid out with spaces, as a PDF is saved: columns of several widths, empty cells and cells of two lines."""

import pytest

from campaigns.directive import read
from tests.campaigns.directive.test_styles import HEAD, shown

TABLES = {
    "two spaces are enough": (
        """
TT  Chỉ tiêu              Đơn vị tính  Kế hoạch năm 2021
1   Thu ngân sách         Tỷ đồng      2.700
10  Tỷ lệ hộ nghèo        %            dưới 2
""",
        ["= 2700 tỷ đồng", "< 2 %"],
    ),
    "an empty cell, a group, a head and cells of two lines": (
        """
 TT    Chỉ tiêu                          Đơn vị     Thực hiện    Kế hoạch
                                         tính       năm 2020     năm 2021
 I     Kinh tế
 1     Giá trị sản xuất công nghiệp,     tỷ đồng        2.100       2.700
       xây dựng
 2     Thu nhập bình quân                triệu                         54
                                         đồng
 II    Xã hội
 3     Tỷ lệ hộ nghèo                    %                4,2         3,1
""",
        ["= 2700 tỷ đồng", "= 54 triệu đồng", "= 3.1 %"],
    ),
    "a head whose upper line holds some columns only": (
        """
                                 Đơn vị     Thực hiện    Kế hoạch
 TT    Chỉ tiêu                   tính      năm 2020     năm 2021
 1     Thu ngân sách             tỷ đồng        2.100       2.700
 2     Tỷ lệ hộ nghèo            %                4,2         3,1
""",
        ["= 2700 tỷ đồng", "= 3.1 %"],
    ),
    "no numbers": (
        """
Nội dung                   Đơn vị         Chỉ tiêu giao
Thu ngân sách              tỷ đồng        2.700
Hộ dùng nước sạch          %              từ 95 trở lên
""",
        ["= 2700 tỷ đồng", ">= 95 %"],
    ),
}
REST = "\nIII.  TỔ CHỨC THỰC HIỆN\n1.  Các đơn vị đăng ký 02 sáng kiến trước ngày 10/02/2021.\n"


@pytest.mark.parametrize("name", TABLES)
def test_values(name):
    table, expected = TABLES[name]
    assert shown(HEAD + table + REST) == expected


def test_names_and_passages():
    text = HEAD + TABLES["an empty cell, a group, a head and cells of two lines"][0] + REST
    one = read(text).indicators
    assert [(indicator.group, indicator.no) for indicator in one] == [
        ("Kinh tế", "1"),
        ("Kinh tế", "2"),
        ("Xã hội", "3"),
    ]
    assert one[0].name == "Giá trị sản xuất công nghiệp, xây dựng"
    target = one[2].targets[0].source
    assert text[target.start : target.end] == "3,1"


def test_what_only_looks_like_a_head_stays():
    text = HEAD + "Chỉ tiêu   Đơn vị   Kế hoạch\n\n1. Thu ngân sách đạt 5 tỷ đồng;\n2. Trồng 30 ha rừng.\n"
    assert shown(text) == ["= 5 tỷ đồng", "= 30 ha"]
