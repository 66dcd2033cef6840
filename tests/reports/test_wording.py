"""Names, numbers and comparisons of official documents."""

from decimal import Decimal

import pytest

from campaigns.sums import percent_of_plan
from reports.wording import (
    against_last_year,
    balance,
    closed_list,
    figure,
    head_of,
    judge,
    letterhead,
    place_of,
    sign_of,
    signs_as,
    span,
    target_name,
)


@pytest.mark.parametrize(
    ("issuer", "head"),
    [
        ("Văn phòng Ủy ban nhân dân tỉnh Hà Giang", ("UBND tỉnh Hà Giang", "Văn phòng")),
        ("Sở Nội vụ tỉnh Hà Giang", ("UBND tỉnh Hà Giang", "Sở Nội vụ")),
        ("Ban Dân tộc", ("UBND tỉnh Hà Giang", "Ban Dân tộc")),
        ("Ủy ban nhân dân huyện Vị Xuyên", ("", "Ủy ban nhân dân\nhuyện Vị Xuyên")),
    ],
)
def test_letterhead_of_issuer(issuer, head):
    assert letterhead(issuer, "Ủy ban nhân dân tỉnh Hà Giang", "UBND tỉnh Hà Giang") == head


@pytest.mark.parametrize(
    ("name", "plan", "sign"),
    [
        ("Văn phòng Ủy ban nhân dân tỉnh Hà Giang", "632/KH-VP", "VP"),
        ("Ủy ban nhân dân huyện Vị Xuyên", "", "UBND"),
        ("Sở Kế hoạch và Đầu tư", "", "SKHĐT"),
    ],
)
def test_sign_of_issuer(name, plan, sign):
    assert sign_of(name, plan) == sign


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ủy ban nhân dân huyện Vị Xuyên", "Vị Xuyên"),
        ("Ủy ban nhân dân thành phố Hà Giang", "Hà Giang"),
        ("Sở Nội vụ tỉnh Hà Giang", "Hà Giang"),
    ],
)
def test_place_of_issuer(name, place):
    assert place_of(name, "Ủy ban nhân dân tỉnh Hà Giang") == place


@pytest.mark.parametrize(
    ("plan", "actual", "lower", "percent", "word"),
    [
        ("4", "4.4", False, "110.0", "Vượt"),
        ("8", "8", False, "100.0", "Đạt"),
        ("3", "2", False, "66.6", "Chưa đạt"),
        ("3", "2.9999", False, "99.9", "Chưa đạt"),
        ("1.38", "1.28", True, "107.8", "Vượt"),
        ("1.38", "1.5", True, "92.0", "Chưa đạt"),
        ("5", "0", True, None, "Vượt"),
        ("0", "0", False, None, "Đạt"),
        (None, "3", False, None, "Không đăng ký"),
        ("3", None, False, None, "Chưa có số liệu"),
    ],
)
def test_result_against_plan(plan, actual, lower, percent, word):
    plan, actual = (None if value is None else Decimal(value) for value in (plan, actual))
    assert percent_of_plan(plan, actual, lower_is_better=lower) == (None if percent is None else Decimal(percent))
    assert judge(plan, actual, lower_is_better=lower) == word


def test_figure_in_vietnamese_writing():
    assert [figure(None), figure(Decimal("2700.50")), figure(Decimal("107.5"), suffix="%")] == [
        "–",
        "2.700,5",
        "107,5%",
    ]


def test_closed_list_ends_as_the_decree_has_it():
    assert closed_list(["A", "B"]) == ["A;", "B."]
    assert closed_list([]) == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân huyện Vị Xuyên", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Huyện Yên Minh", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Sở Nội vụ", ["GIÁM ĐỐC"]),
        ("Ban Dân tộc", ["TRƯỞNG BAN"]),
        ("Văn phòng Ủy ban nhân dân tỉnh", ["CHÁNH VĂN PHÒNG"]),
        ("Cục Thống kê tỉnh Hà Giang", ["CỤC TRƯỞNG"]),
        ("Phòng Nội vụ huyện Tuần Giáo", ["TRƯỞNG PHÒNG"]),
        ("Trường Cao đẳng nghề", ["HIỆU TRƯỞNG"]),
        ("Hội Nông dân tỉnh", ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
        ("Tỉnh đoàn Hà Giang", ["TM. BAN THƯỜNG VỤ", "BÍ THƯ"]),
        ("Hợp tác xã Quyết Thắng", ["THỦ TRƯỞNG ĐƠN VỊ"]),
    ],
)
def test_who_signs_for_a_body(name, lines):
    assert signs_as(name) == lines


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("UBND huyện Vị Xuyên", "Chủ tịch UBND huyện Vị Xuyên"),
        ("Huyện Yên Minh", "Chủ tịch UBND huyện Yên Minh"),
        ("Sở Y tế", "Giám đốc Sở Y tế"),
        ("Ban Dân tộc tỉnh Hà Giang", "Trưởng Ban Dân tộc tỉnh Hà Giang"),
        ("Văn phòng UBND tỉnh", "Chánh Văn phòng UBND tỉnh"),
        ("Cục Thống kê tỉnh Hà Giang", "Cục trưởng Cục Thống kê tỉnh Hà Giang"),
        ("Công an tỉnh", "Giám đốc Công an tỉnh"),
        ("Công an huyện Tuần Giáo", "Trưởng Công an huyện Tuần Giáo"),
        ("Ủy ban Mặt trận Tổ quốc tỉnh", "Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh"),
        ("Hợp tác xã Quyết Thắng", "Thủ trưởng Hợp tác xã Quyết Thắng"),
    ],
)
def test_who_heads_a_body(name, head):
    assert head_of(name) == head


@pytest.mark.parametrize(
    ("actual", "last", "measure", "said"),
    [
        ("40", "38", "triệu đồng", "tăng 5,3%"),
        ("38", "40", "triệu đồng", "giảm 5%"),
        ("4.5", "5", "%", "giảm 0,5 điểm %"),
        ("4", "4", "xã", "bằng"),
        ("4", "0", "xã", "tăng"),
        (None, "4", "xã", "–"),
        ("4", None, "xã", "–"),
    ],
)
def test_figure_against_last_year(actual, last, measure, said):
    values = [None if one is None else Decimal(one) for one in (actual, last)]
    assert against_last_year(*values, measure) == said


@pytest.mark.parametrize(
    ("judged", "midterm", "said"),
    [
        (
            [("Thu nhập", "Vượt"), ("Hộ nghèo", "Chưa đạt"), ("Trồng rừng", "Đạt"), ("Dân số", "Chưa có số liệu")],
            False,
            [
                "Đạt và vượt 2/4 chỉ tiêu: Thu nhập; Trồng rừng.",
                "Chưa đạt 1 chỉ tiêu: Hộ nghèo.",
                "Chưa có số liệu 1 chỉ tiêu: Dân số.",
            ],
        ),
        (
            [("Hộ nghèo", "Chưa đạt")],
            True,
            ["So với kế hoạch cả năm, đạt và vượt 0/1 chỉ tiêu.", "Chưa đạt 1 chỉ tiêu: Hộ nghèo."],
        ),
        ([("Thu nhập", "Đạt")], False, ["Đạt và vượt 1/1 chỉ tiêu: Thu nhập."]),
        ([("Dân số", "Chưa có số liệu")], False, []),
        ([], True, []),
    ],
)
def test_balance_of_targets(judged, midterm, said):
    assert balance(judged, midterm=midterm) == said


def test_span_of_figures_that_do_not_add_up():
    assert [span(list(map(Decimal, values))) for values in (["41", "38.5", "40"], ["4"], [])] == ["38,5–41", "4", "–"]


@pytest.mark.parametrize(
    ("label", "op", "name"),
    [("", ">=", "Hộ nghèo"), ("thành thị", "decrease_by", "Hộ nghèo (thành thị) (mức giảm)")],
)
def test_name_of_a_target(label, op, name):
    assert target_name("Hộ nghèo", label, op) == name
