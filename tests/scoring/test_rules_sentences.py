"""The sentence beside the points: what a unit reads of why it has them, rule by rule, each turn that it may take."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.calculation.facts import Facts
from scoring.calculation.rules import rule_of

D = Decimal
STEPS = {"start": "90", "step": "1", "points": "0.1", "cap": "0.5"}
OF_PLAN = {"of": "percent", "start": "100", "step": "5", "points": "-1", "cap": "-3"}
RANGE = {"low": "7", "high": "8"}
NEAR = RANGE | {"outside": "proportional"}
RANKS = {"points": ["60", "45", "30"]}
LOWER = RANKS | {"better": "lower"}
PLACES = (Fraction(40), Fraction(38), Fraction(38), Fraction(30), Fraction(20))
FEWEST = tuple(-one for one in PLACES)
BLOC = (Fraction(2), Fraction(3, 2), Fraction(1, 2))
ABOVE = {"by": "plan"}
BELOW = {"by": "plan", "better": "lower"}


def said(rule, params, **facts):
    return rule_of(rule, params).score(Facts(**facts), max_points=D(5), step=D("0.01")).sentence


@pytest.mark.parametrize(
    ("params", "facts", "sentence"),
    [
        (STEPS, {"actual": D("93.5"), "unit": "%"}, "Thực hiện 93,5% · trên mức 90%: 3 bước × 0,1 → 0,3 điểm"),
        (STEPS, {"actual": D(90)}, "Thực hiện 90 · trên mức 90: 0 bước × 0,1 → 0 điểm"),
        (STEPS, {"actual": D(97)}, "Thực hiện 97 · trên mức 90: 7 bước × 0,1 → 0,5 điểm (tối đa 0,5)"),
        (STEPS, {}, "Chưa có số liệu thực hiện"),
        (
            OF_PLAN,
            {"plan": D(40), "actual": D(45), "unit": "vụ"},
            "Kế hoạch 40 vụ · thực hiện 45 vụ → đạt 112,5% · trên mức 100%: 2 bước × -1 → -2 điểm",
        ),
        (OF_PLAN, {"plan": D(40), "unit": "vụ"}, "Kế hoạch 40 vụ · chưa có số liệu thực hiện"),
    ],
)
def test_steps_are_counted(params, facts, sentence):
    assert said("per_step", params, **facts) == sentence


@pytest.mark.parametrize(
    ("params", "actual", "sentence"),
    [
        (RANGE, "7.6", "Thực hiện 7,6% · trong khoảng 7,0% đến 8,0% → 5 điểm"),
        (RANGE, "8", "Thực hiện 8% · trong khoảng 7% đến 8% → 5 điểm"),
        (RANGE, "6.99", "Thực hiện 6,99% · ngoài khoảng 7,00% đến 8,00% → 0 điểm"),
        (NEAR, "10", "Thực hiện 10% · ngoài khoảng 7% đến 8% → 4 điểm"),
        (NEAR, None, "Chưa có số liệu thực hiện · đủ điểm khi từ 7% đến 8%"),
    ],
)
def test_a_range_says_whether_one_is_in_it(params, actual, sentence):
    assert said("range", params, actual=actual and D(actual), unit="%") == sentence


@pytest.mark.parametrize(
    ("params", "facts", "sentence"),
    [
        (RANKS, {"actual": D(40), "peers": PLACES}, "Thực hiện 40 → xếp thứ 1 trong 5 đơn vị → 60 điểm"),
        (RANKS, {"actual": D(38), "peers": PLACES}, "Thực hiện 38 → xếp thứ 2 trong 5 đơn vị → 45 điểm"),
        (RANKS, {"actual": D(30), "peers": PLACES}, "Thực hiện 30 → xếp thứ 4 trong 5 đơn vị → 30 điểm"),
        (LOWER, {"actual": D(20), "peers": FEWEST}, "Thực hiện 20 → xếp thứ 1 trong 5 đơn vị → 60 điểm"),
        (
            RANKS,
            {"actual": D("38.5"), "waiting": 2, "unit": "%"},
            "Thực hiện 38,5% · tính được khi cả khối đã nộp tự chấm (còn 2 đơn vị)",
        ),
        (RANKS, {"peers": PLACES}, "Chưa có số liệu thực hiện"),
    ],
)
def test_a_place_is_named_among_how_many(params, facts, sentence):
    assert said("rank_in_bloc", params, **facts) == sentence


@pytest.mark.parametrize(
    ("grade", "sentence"),
    [("Y", "Có vi phạm · không cộng, trừ điểm"), ("N", "Không có vi phạm"), ("", "Chưa trả lời có hay không")],
)
def test_an_exclusion_says_whether_it_happened(grade, sentence):
    assert said("exclusion", {}, grade=grade) == sentence


@pytest.mark.parametrize(
    ("params", "facts", "sentence"),
    [
        (ABOVE, {"plan": D(8), "actual": D(8), "unit": "xã"}, "Kế hoạch 8 xã · thực hiện 8 xã → đạt → 5 điểm"),
        (ABOVE, {"plan": D(8), "actual": D("7.5")}, "Kế hoạch 8,0 · thực hiện 7,5 → không đạt → 0 điểm"),
        (BELOW, {"plan": D(2), "actual": D(2), "unit": "%"}, "Kế hoạch 2% · thực hiện 2% → đạt → 5 điểm"),
        (BELOW, {"plan": D(2), "actual": D(3), "unit": "%"}, "Kế hoạch 2% · thực hiện 3% → không đạt → 0 điểm"),
        (ABOVE, {"actual": D(7)}, "Chưa có kế hoạch (đăng ký hoặc chỉ tiêu giao) · thực hiện 7"),
        ({}, {"grade": "N"}, "Không đạt → 0 điểm"),
        ({}, {}, "Chưa chọn đạt hay không đạt"),
    ],
)
def test_all_or_nothing_says_against_what(params, facts, sentence):
    assert said("all_or_nothing", params, **facts) == sentence


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        (20, "thực hiện 20 vụ → vượt 100,0%, cao nhất khối → 5 điểm"),
        (15, "thực hiện 15 vụ → vượt 50,0%, đơn vị dẫn đầu vượt 100,0% → 3,75 điểm"),
        (10, "thực hiện 10 vụ → đạt 100,0%, được nửa điểm chuẩn theo tỷ lệ → 2,5 điểm"),
        (5, "thực hiện 5 vụ → đạt 50,0%, được nửa điểm chuẩn theo tỷ lệ → 1,25 điểm"),
    ],
)
def test_half_and_leader_says_what_it_is_measured_on(actual, sentence):
    facts = {"plan": D(10), "actual": D(actual), "unit": "vụ", "plan_word": "Chỉ tiêu"}
    assert said("half_and_leader", {}, peers=BLOC, **facts) == f"Chỉ tiêu 10 vụ · {sentence}"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"plan": D(10), "actual": D(15), "waiting": 1},
            "Kế hoạch 10 · thực hiện 15 · tính được khi cả khối đã nộp tự chấm (còn 1 đơn vị)",
        ),
        ({"plan": D(10)}, "Kế hoạch 10 · chưa có số liệu thực hiện"),
        (
            {"plan": D(0), "actual": D(3)},
            "Kế hoạch bằng 0 nên không tính được tỷ lệ (mẫu số bằng 0): nhập kế hoạch trước.",
        ),
    ],
)
def test_half_and_leader_says_what_it_waits_for(facts, sentence):
    assert said("half_and_leader", {}, **facts) == sentence
