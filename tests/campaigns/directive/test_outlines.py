"""Two groups of indicators under one chapter, in the numberings one meets: nothing is lost and no label is a value."""

from itertools import product

import pytest

from campaigns.directive import read
from tests.campaigns.directive.test_styles import shown

CHAPTERS = {
    "II. {}": "III. {}",
    "I- {}": "II- {}",
    "B. {}": "C. {}",
    "Phần II. {}": "Phần III. {}",
    "Điều 2. {}": "Điều 3. {}",
    "{}": "{}",
}
GROUPS = ["1. {}|2. {}", "2.1. {}|2.2. {}", "2.1- {}|2.2- {}", "a- {}|b- {}", "a) {}|b) {}", "- {}|- {}"]
LINES = ["+ {line}", "({n}) {line}", "{g}.{n}. {line}", "2.{g}.{n} {line}", "{line}"]
NAMES = ["Về kinh tế", "Về văn hóa - xã hội"]
TARGETS = [
    ["Thu ngân sách đạt 2.700 tỷ đồng", "Trồng mới 30 ha rừng"],
    ["Hộ nghèo còn 2,5%", "Giữ vững an ninh chính trị"],
]
VALUES = ["= 2700 tỷ đồng", "= 30 ha", "= 2.5 %", "qualitative None"]


def document(chapter, groups, line):
    rows = ["KẾ HOẠCH\nThi đua năm 2021\n", chapter.format("CHỈ TIÊU THI ĐUA")]
    for g, (group, name, targets) in enumerate(zip(groups, NAMES, TARGETS, strict=True), start=1):
        rows.append(group.format(name))
        rows += [line.format(g=g, n=n, line=target) + ";" for n, target in enumerate(targets, start=1)]
    return "\n".join([*rows, CHAPTERS[chapter].format("TỔ CHỨC THỰC HIỆN"), "Gửi báo cáo trước ngày 10/12/2021."])


@pytest.mark.parametrize(("chapter", "groups", "line"), [*product(CHAPTERS, GROUPS, LINES)])
def test_numberings(chapter, groups, line):
    assert shown(document(chapter, groups.split("|"), line)) == VALUES


@pytest.mark.parametrize(
    ("chapter", "groups", "line"),
    [("II. {}", "{}|{}", "{n}. {line}"), ("II. {}", "{}|{}", "{n}) {line}"), ("B. {}", "I. {}|II. {}", "{n}. {line}")],
)
def test_a_list_begins_again_below_an_unmarked_head_or_a_numeral(chapter, groups, line):
    assert shown(document(chapter, groups.split("|"), line)) == VALUES


GROUPS = "{}\n\nI. Về kinh tế\n1. Thu ngân sách đạt 250 tỷ đồng.\n2. Trồng 30 ha.\n\nII. Về xã hội\n- Giảm nghèo 3%.\n"


@pytest.mark.parametrize("head", ["2. Chỉ tiêu phấn đấu", "Các cấp phấn đấu đạt các chỉ tiêu sau:", "CHỈ TIÊU THI ĐUA"])
def test_numerals_may_be_groups(head):
    text = f"CHỈ THỊ\nVề thi đua năm 2021\n\n1. Mục đích: thi đua.\n\n{GROUPS.format(head)}"
    assert [(one.group, one.no) for one in read(text).indicators] == [
        ("Về kinh tế", "1"),
        ("Về kinh tế", "2"),
        ("Về xã hội", ""),
    ]


def test_numerals_are_chapters_where_they_are_named_so():
    text = (
        "KẾ HOẠCH\nThi đua năm 2021\n\nKế hoạch thi đua với các nội dung, chỉ tiêu như sau:\n\nI. MỤC ĐÍCH\n"
        "- Có 100 cán bộ dự.\n\nII. CHỈ TIÊU\n- Thu ngân sách đạt 250 tỷ đồng.\n"
    )
    assert [one.name for one in read(text).indicators] == ["Thu ngân sách"]


def test_numerals_below_a_letter_below_a_part():
    text = (
        "CHƯƠNG TRÌNH\nThi đua năm 2021\n\nPHẦN I. MỤC ĐÍCH\n1. Thi đua sôi nổi.\n\nPHẦN II. NỘI DUNG\nA. NỘI DUNG\n"
        "1. Có 100 cán bộ dự.\nB. CHỈ TIÊU\nI. Kinh tế\n1. Thu đạt 612 tỷ đồng.\nII. Xã hội\n2. Hộ nghèo còn 3%.\n"
    )
    assert shown(text) == ["= 612 tỷ đồng", "= 3 %"]


def test_contents_have_a_branch_of_their_own_beside_the_indicators():
    text = (
        "KẾ HOẠCH\nThi đua năm 2021\n\nII. NỘI DUNG VÀ CHỈ TIÊU THI ĐUA\n1. Nội dung thi đua\n- Thi đua cải cách.\n"
        "- Thi đua đoàn kết 5 nhà.\n2. Chỉ tiêu thi đua\n- Thu đạt 612 tỷ đồng.\n- Được tặng Cờ thi đua.\n"
    )
    assert shown(text) == ["= 612 tỷ đồng", "qualitative None"]
