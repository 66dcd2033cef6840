"""Names, numbers and comparisons of official documents."""

from decimal import Decimal

import pytest

from reports.wording import closed_list, figure, judge, letterhead, percent_of_plan, place_of, sign_of


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
        ("3", "2", False, "66.7", "Chưa đạt"),
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
