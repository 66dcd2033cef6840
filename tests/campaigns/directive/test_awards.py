"""Prizes, flags and certificates as documents announce them."""

import pytest

from campaigns.directive import read

HEAD = "KẾ HOẠCH\nPhát động phong trào thi đua năm 2021\n\nIV. KHEN THƯỞNG\n\n"


def awards(text):
    return [(one.scope, one.tier, one.quantity, one.value_vnd) for one in read(text).awards]


LINES = {
    "Giải nhất: 01 nông trường, thưởng 100 triệu đồng": [("nông trường", "Giải nhất", 1, 100_000_000)],
    "Tặng Giấy khen cho 60 cá nhân, mức thưởng 500.000 đồng/người": [("cá nhân", "Giấy khen", 60, 500_000)],
    "Cờ thi đua của UBND tỉnh: 15 cờ": [("", "Cờ thi đua của UBND tỉnh", 15, None)],
    "Tặng 12 Cờ thi đua cho các đơn vị dẫn đầu các cụm, khối; tặng Bằng khen cho tập thể, cá nhân xuất sắc": [
        ("đơn vị dẫn đầu các cụm, khối", "Cờ thi đua", 12, None),
        ("tập thể, cá nhân xuất sắc", "Bằng khen", None, None),
    ],
    "Giải thưởng sáng tạo của Trường: 02 giải nhất, mỗi giải 20 triệu đồng": [
        ("Giải thưởng sáng tạo của Trường", "Giải nhất", 2, 20_000_000),
    ],
    "01 giải nhất trị giá 200 triệu đồng, 02 giải nhì trị giá 100 triệu đồng/giải dành cho nhà thầu": [
        ("nhà thầu", "Giải nhất", 1, 200_000_000),
        ("nhà thầu", "Giải nhì", 2, 100_000_000),
    ],
}


@pytest.mark.parametrize("line", LINES)
def test_a_line(line):
    assert awards(f"{HEAD}1. {line}.\n") == LINES[line]


def test_prizes_outside_a_section_of_prizes():
    text = "KẾ HOẠCH\nThi đua năm 2021\n\nII. TỔ CHỨC\n\n3. UBND xã thưởng:\n- Giải nhất: 5.000.000 đồng;\n"
    assert awards(text) == [("", "Giải nhất", None, 5_000_000)]


def test_what_was_given_last_year_is_no_award():
    text = "KẾ HOẠCH\nThi đua năm 2021\n\nI. KẾT QUẢ\n\n1. Năm 2020, 05 tập thể được tặng Cờ thi đua cho 5 mặt.\n"
    assert awards(text) == []
