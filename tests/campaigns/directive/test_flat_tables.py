"""Tables copied from a PDF, where nothing but single spaces stands between the cells."""

import pytest

from campaigns.directive import read
from tests.campaigns.directive.test_styles import HEAD, shown

TABLES = {
    "numbers, units and one value": (
        "STT Chỉ tiêu ĐVT Kế hoạch năm 2021\n1 Điện thương phẩm triệu kWh 3.412\n"
        "2 Tỷ lệ điện dùng để phân phối (tổn thất điện năng) % 4,15\n3 Chỉ số SAIDI phút ≤ 145\n"
        "4 Tỷ lệ dịch vụ trực tuyến % > 99\n",
        ["= 3412 triệu kWh", "= 4.15 %", "<= 145 phút", "> 99 %"],
    ),
    "last year's result before the plan": (
        "TT Nội dung Đơn vị tính Thực hiện năm 2020 Kế hoạch năm 2021\n1 Thu ngân sách Tỷ đồng 95 105\n"
        "2 Tỷ lệ hộ nghèo % 4,5 3,2\n3 Trồng rừng ha - 1.200\n",
        ["= 105 tỷ đồng", "= 3.2 %", "= 1200 ha"],
    ),
    "a head of two lines, groups, parts and a name that runs over": (
        "TT Chỉ tiêu Đơn vị tính\nKế hoạch năm 2021\nI Kinh tế\n1 Diện tích gieo trồng cây lương thực ha 450\n"
        "II Xã hội\n2 Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi\nvà nhẹ cân % 9,5\n"
        "- Trong đó: vùng cao % 12\n",
        ["= 450 ha", "= 9.5 %", "= 12 %"],
    ),
    "units behind the values": (
        "TT Chỉ tiêu Kế hoạch năm 2021\n1 Thu ngân sách 250 tỷ đồng\n2 Tỷ lệ hộ nghèo dưới 2%\n",
        ["= 250 tỷ đồng", "< 2 %"],
    ),
    "notes at the end": (
        "TT Chỉ tiêu ĐVT TH 2020 KH 2021 Ghi chú\n1 Tổng nguồn vốn Tỷ đồng 4.850 5.300\n"
        "2 Tỷ lệ nợ quá hạn % 0,08 ≤ 0,08 Toàn chi nhánh\n3 Số tổ xếp loại tốt tổ 1.850 Thêm 50\n",
        ["= 5300 tỷ đồng", "<= 0.08 %", "increase_by 50 tổ"],
    ),
    "every cell on a line of its own": (
        "TT\nChỉ tiêu\nĐVT\nKế hoạch năm 2021\n1\nThu ngân sách\ntriệu đồng\n2.500\n2\nTỷ lệ hộ nghèo\n%\n3,2\n\n"
        "- Trồng 5 ha cây;\n",
        ["= 2500 triệu đồng", "= 3.2 %", "= 5 ha"],
    ),
    "rows without numbers": (
        "Chỉ tiêu Đơn vị tính Kế hoạch 2021\nThu ngân sách triệu đồng 2.500\nTỷ lệ hộ nghèo % 2,5\n",
        ["= 2500 triệu đồng", "= 2.5 %"],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_values(name):
    table, expected = TABLES[name]
    assert shown(HEAD + table) == expected


def test_the_list_below_is_no_row():
    table = TABLES["numbers, units and one value"][0]
    text = HEAD + "1. Sản xuất\n\n" + table + "\n2. Các chỉ tiêu khác\n\n- Đóng điện 06 công trình;\n"
    one = read(text).indicators
    assert [indicator.no for indicator in one] == ["1", "2", "3", "4", ""]
    assert one[1].name == "Tỷ lệ điện dùng để phân phối (tổn thất điện năng)"
    assert one[1].source.start == text.index("2 Tỷ lệ")


def test_groups_and_names():
    one = read(HEAD + TABLES["a head of two lines, groups, parts and a name that runs over"][0]).indicators
    assert [(indicator.group, indicator.no) for indicator in one] == [("Kinh tế", "1"), ("Xã hội", "2")]
    assert one[1].name.endswith("thể thấp còi và nhẹ cân")
    assert one[1].targets[1].label == "vùng cao"


def test_a_head_without_rows_stays_a_line():
    assert shown(HEAD + "TT Chỉ tiêu Đơn vị Kế hoạch năm 2021\n\n1. Thu ngân sách đạt 5 tỷ đồng;\n") == ["= 5 tỷ đồng"]
