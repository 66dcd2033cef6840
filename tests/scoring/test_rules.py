"""The formulas: the worked examples of Hưng Yên (domain.md B1), the sentences, wrong parameters, and their laws."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import percent_cut
from scoring.calculation.facts import Facts, ParamsRefused, Scored
from scoring.calculation.rules import RULES, rule_of
from scoring.rule_words import example, from_cell, in_cell

STEP = Decimal("0.01")
CAP = {"bonus_cap_percent": "10"}
GRADES = {"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"}
CASES = {"points": "-5", "floor": "-20"}
LATE = {
    "milestones": ["midterm_report", "final_report", "register"],
    "brackets": [{"from": 5, "points": "-5"}, {"from": 10, "points": "-10"}, {"from": 15, "points": "-20"}],
}
NO_MILESTONES = "Cách tính nộp chậm cần danh sách mốc; các bậc ngày để trống hẳn thì theo bậc ghi ở mốc thời hạn."
GOOD = {
    "proportional": CAP,
    "inverse": CAP,
    "change": CAP,
    "graded": GRADES,
    "manual": {},
    "per_case": CASES,
    "late": LATE,
    "exclusion": {},
    "range": {"low": "7", "high": "8"},
    "tiers": {"tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4"}, {"from": "96", "points": "3"}]},
    "tiers_by_size": {
        "second": "Số hồ sơ đã giải quyết",
        "sizes": [
            {"from": "0", "tiers": [{"from": "10", "points": "2"}]},
            {"from": "1000", "tiers": [{"from": "10", "points": "2.5"}]},
            {"from": "2000", "tiers": [{"from": "10", "points": "2.7"}]},
        ],
    },
    "per_step": {"start": "90", "step": "1", "points": "0.1", "cap": "0.5"},
    "all_or_nothing": {},
    "rank": {"points": ["60", "45", "30", "15", "0"]},
    "half_and_leader": {},
    "rank_in_bloc": {"points": ["60", "45", "30", "15", "0"]},
}
figures = st.decimals(min_value="0.01", max_value="99999", places=2)
maxima = st.decimals(min_value="0.5", max_value="100", places=1)
steps = st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal("0.25")])


def score(key, maximum="10", params=None, step=STEP, **facts):
    return rule_of(key, GOOD[key] if params is None else params).score(
        Facts(**facts), max_points=Decimal(maximum), step=step
    )


def test_covers_every_rule_with_good_params():
    assert set(GOOD) == set(RULES)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("proportional", "actual"),
        ("inverse", "actual"),
        ("change", "actual"),
        ("graded", "grade"),
        ("manual", "points"),
        ("per_case", "count"),
        ("late", "lateness"),
        ("exclusion", "answer"),
        ("range", "figure"),
        ("tiers", "figure"),
        ("tiers_by_size", "figure"),
        ("per_step", "figure"),
        ("all_or_nothing", "answer"),
        ("rank", "ranks"),
        ("half_and_leader", "actual"),
        ("rank_in_bloc", "figure"),
    ],
)
def test_names_what_the_form_asks_for(key, kind):
    assert rule_of(key, GOOD[key]).input == kind


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("proportional", "0", "11"),
        ("inverse", "0", "11"),
        ("change", "0", "11"),
        ("graded", "0", "10"),
        ("manual", "0", "10"),
        ("per_case", "-20", "0"),
        ("late", "-60", "0"),
        ("exclusion", "0", "0"),
        ("range", "0", "10"),
        ("tiers", "0", "5"),
        ("tiers_by_size", "0", "2.7"),
        ("per_step", "0", "0.5"),
        ("all_or_nothing", "0", "10"),
        ("rank", "0", "60"),
        ("half_and_leader", "0", "10"),
        ("rank_in_bloc", "0", "60"),
    ],
)
def test_bounds_what_any_tier_may_give(key, low, high):
    assert rule_of(key, GOOD[key]).bounds(Decimal(10)) == (Decimal(low), Decimal(high))


def test_explains_a_reduction_as_on_the_score_sheet():
    found = score("change", plan=Decimal("4.0000"), actual=Decimal("4.3"), unit="%", plan_word="Đăng ký", change="giảm")
    sentence = "Đăng ký giảm 4,0% · thực hiện giảm 4,3% → đạt 107,5% → 10 điểm, thưởng 0,75"
    assert found == Scored(Decimal("10.75"), sentence)


@pytest.mark.parametrize(
    ("plan", "actual", "points"),
    [("100", "91.2", "9.12"), ("95", "91.2", "9.6"), ("100", "100", "10"), ("100", "105", "10.5"), ("8", "16", "11")],
)
def test_gives_points_in_proportion_with_capped_bonus(plan, actual, points):
    assert score("proportional", plan=Decimal(plan), actual=Decimal(actual)).points == Decimal(points)


def test_gives_no_bonus_where_the_cap_is_zero():
    assert score(
        "proportional", params={"bonus_cap_percent": "0"}, plan=Decimal(8), actual=Decimal(16)
    ).points == Decimal(10)


@pytest.mark.parametrize(
    ("plan", "actual", "points"),
    [("1.38", "1.38", "5"), ("1.38", "1.5", "4.6"), ("1.38", "1.28", "5.39"), ("1.38", "0", "5.5"), ("0", "0", "5")],
)
def test_divides_the_other_way_where_lower_is_better(plan, actual, points):
    assert score("inverse", "5", plan=Decimal(plan), actual=Decimal(actual)).points == Decimal(points)


def test_gives_nothing_where_nothing_was_allowed_and_something_happened():
    assert score("inverse", "5", plan=Decimal(0), actual=Decimal(3)).points == 0


def test_gives_nothing_for_a_change_that_went_back():
    assert score("change", plan=Decimal(4), actual=Decimal(-1)).points == 0


@pytest.mark.parametrize("key", ["proportional", "change"])
def test_refuses_to_divide_by_a_plan_of_zero(key):
    sentence = "Kế hoạch bằng 0 nên không tính được tỷ lệ (mẫu số bằng 0): nhập kế hoạch trước."
    assert score(key, plan=Decimal(0), actual=Decimal(3)) == Scored(None, sentence)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Chưa có kế hoạch và số liệu thực hiện"),
        ({"plan": Decimal(8), "unit": "xã"}, "Kế hoạch 8 xã · chưa có số liệu thực hiện"),
        ({"actual": Decimal("7.5"), "unit": "%"}, "Chưa có kế hoạch (đăng ký hoặc chỉ tiêu giao) · thực hiện 7,5%"),
    ],
)
def test_says_what_is_missing(facts, sentence):
    assert score("proportional", **facts) == Scored(None, sentence)


def test_explains_an_absolute_result():
    assert score("inverse", "5", plan=Decimal("1.5"), actual=Decimal(0), unit="%").sentence == (
        "Kế hoạch 1,5% · thực hiện 0,0% → đạt tuyệt đối → 5 điểm, thưởng 0,5"
    )


@pytest.mark.parametrize(("grade", "points"), [("A", "5"), ("B", "4.25"), ("C", "3.5"), ("D", "2.5")])
def test_gives_a_grade_its_share(grade, points):
    assert score("graded", "5", grade=grade).points == Decimal(points)


def test_explains_a_grade():
    assert score("graded", "5", grade="B").sentence == "Mức B (khá): 85% điểm chuẩn → 4,25 điểm"
    assert score("graded", "5") == Scored(None, "Định tính · chưa chọn mức A, B, C hoặc D")


def test_leaves_manual_points_to_people():
    assert score("manual", "8") == Scored(None, "Định tính · người chấm cho điểm từ 0 đến 8")


@pytest.mark.parametrize(
    ("cases", "points", "sentence"),
    [
        (0, "0", "Không có trường hợp nào · mỗi trường hợp -5 điểm"),
        (2, "-10", "2 trường hợp × -5 → -10 điểm"),
        (5, "-20", "5 trường hợp × -5 → -20 điểm (trừ tối đa 20)"),
    ],
)
def test_takes_off_points_by_cases_down_to_the_floor(cases, points, sentence):
    assert score("per_case", "0", actual=Decimal(cases)) == Scored(Decimal(points), sentence)


def test_asks_for_the_number_of_cases_even_when_it_is_zero():
    sentence = "Chưa nhập số trường hợp (không có thì nhập 0) · mỗi trường hợp -5 điểm"
    assert score("per_case", "0") == Scored(None, sentence)
    assert score("per_case", "0", actual=Decimal("1.5")) == Scored(None, "Số trường hợp phải là số nguyên không âm.")


@pytest.mark.parametrize(("days", "points"), [(0, 0), (4, 0), (5, -5), (9, -5), (10, -10), (14, -10), (15, -20)])
def test_takes_off_points_by_brackets_of_days(days, points):
    assert score("late", "0", days_late={"midterm_report": days}).points == points


def test_adds_up_lateness_of_all_milestones():
    found = score("late", "0", days_late={"register": 6, "final_report": 12, "launch_document": 99})
    sentence = "Tự động: báo cáo tổng kết chậm 12 ngày, bản đăng ký chậm 6 ngày → -15 điểm"
    assert found == Scored(Decimal(-15), sentence)


BY_MILESTONE = {"milestones": ["register", "midterm_report"]}
OF_MILESTONES = {"register": ((3, Decimal(-2)), (7, Decimal("-4.5")))}


@pytest.mark.parametrize(
    ("days", "points", "sentence"),
    [
        ({"register": 8}, "-4.5", "bản đăng ký chậm 8 ngày → -4,5 điểm (theo bậc ghi ở mốc thời hạn)"),
        ({"register": 2}, "0", "bản đăng ký chậm 2 ngày → chưa đến 3 ngày, không trừ"),
        (
            {"midterm_report": 40},
            "0",
            "báo cáo sơ kết chậm 40 ngày → mốc thời hạn không ghi bậc trừ điểm, không trừ",
        ),
        (
            {"register": 3, "midterm_report": 40},
            "-2",
            "bản đăng ký chậm 3 ngày, báo cáo sơ kết chậm 40 ngày → -2 điểm (theo bậc ghi ở mốc thời hạn)",
        ),
    ],
)
def test_takes_the_brackets_of_the_deadlines_where_it_has_none(days, points, sentence):
    rule = rule_of("late", BY_MILESTONE)
    facts = Facts(days_late=days, late_brackets=OF_MILESTONES)
    assert rule.score(facts, max_points=Decimal(0), step=Decimal("0.1")) == Scored(
        Decimal(points), f"Tự động: {sentence}"
    )
    assert rule.bounds(Decimal(0)) == (Decimal(-200), Decimal(0))


def test_says_that_a_short_delay_costs_nothing():
    sentence = "Tự động: bản đăng ký chậm 4 ngày → chưa đến 5 ngày, không trừ"
    assert score("late", "0", days_late={"register": 4}) == Scored(Decimal(0), sentence)
    assert score("late", "0").sentence == "Tự động: không nộp chậm mốc nào → 0 điểm"


@pytest.mark.parametrize(
    ("key", "params", "sentence"),
    [
        ("square", {}, f"Không có cách tính “square”. Các cách tính: {', '.join(RULES)}."),
        ("manual", {"cap": "1"}, "Tham số không có trong cách tính này: cap."),
        ("proportional", {}, 'Tham số “bonus_cap_percent” phải là một số, ví dụ "10".'),
        ("proportional", {"bonus_cap_percent": 0.1}, 'Tham số “bonus_cap_percent” phải là một số, ví dụ "10".'),
        ("proportional", {"bonus_cap_percent": "NaN"}, 'Tham số “bonus_cap_percent” phải là một số, ví dụ "10".'),
        (
            "inverse",
            {"bonus_cap_percent": "101"},
            "Mức thưởng tối đa phải từ 0 đến 100 phần trăm điểm chuẩn.",
        ),
        ("graded", GRADES | {"A": "0.9"}, "Mức A phải được đủ điểm chuẩn (A = 1)."),
        ("graded", GRADES | {"C": "0.9"}, "Tỷ lệ các mức A, B, C, D phải giảm dần và không âm."),
        ("per_case", CASES | {"points": "5"}, 'Điểm trừ mỗi vụ phải là số âm, ví dụ "-5".'),
        ("per_case", CASES | {"floor": "-1"}, "Mức trừ tối đa không được ít hơn điểm trừ của một vụ."),
        ("late", {}, NO_MILESTONES),
        ("late", LATE | {"brackets": []}, NO_MILESTONES),
        ("late", LATE | {"milestones": ["party"]}, "Mốc không rõ hoặc lặp lại: party."),
        ("late", LATE | {"brackets": [{"points": "-5"}]}, "Mỗi bậc cần số ngày bắt đầu là số nguyên từ 1."),
        (
            "late",
            LATE | {"brackets": [{"from": 5, "points": "-5"}, {"from": 9, "points": "-1"}]},
            "Các bậc ngày phải tăng dần và điểm trừ (số âm) phải nặng dần.",
        ),
    ],
)
def test_refuses_wrong_params_with_a_sentence(key, params, sentence):
    with pytest.raises(ParamsRefused) as refused:
        rule_of(key, params)
    assert refused.value.sentence == sentence


@given(st.sampled_from(["proportional", "inverse", "change"]), figures, figures, maxima, steps)
def test_never_leaves_its_bounds(key, plan, actual, maximum, step):
    low, high = rule_of(key, CAP).bounds(maximum)
    assert low <= score(key, maximum, step=step, plan=plan, actual=actual).points <= high


@given(st.sampled_from(["proportional", "change"]), figures, figures, figures, maxima, steps)
def test_never_lowers_points_for_a_higher_actual(key, plan, actual, more, maximum, step):
    lower = score(key, maximum, step=step, plan=plan, actual=actual).points
    assert score(key, maximum, step=step, plan=plan, actual=actual + more).points >= lower


@given(figures, figures, figures, maxima, steps)
def test_never_raises_points_for_a_higher_actual_where_lower_is_better(plan, actual, more, maximum, step):
    before = score("inverse", maximum, step=step, plan=plan, actual=actual).points
    assert score("inverse", maximum, step=step, plan=plan, actual=actual + more).points <= before


@given(figures, figures, maxima, st.sampled_from([Decimal("0.01"), Decimal("0.1")]))
def test_rounds_once_to_the_step(plan, actual, maximum, step):
    points = score("proportional", maximum, step=step, plan=plan, actual=actual).points
    _, high = rule_of("proportional", CAP).bounds(maximum)
    assert points % step == 0 or points == high


@pytest.mark.parametrize(
    ("key", "rate", "plan", "actual", "points", "reached"),
    [
        ("proportional", "0.5", 40, 48, "11", "đạt 120,0% (vượt 1% được thưởng 0,5% điểm chuẩn) → 10 điểm, thưởng 1"),
        ("proportional", "2", 40, 41, "10.5", "đạt 102,5% (vượt 1% được thưởng 2% điểm chuẩn) → 10 điểm, thưởng 0,5"),
        ("proportional", "2", 40, 60, "12", "đạt 150,0% (vượt 1% được thưởng 2% điểm chuẩn) → 10 điểm, thưởng 2"),
        ("change", "0.5", 4, 5, "11.25", "đạt 125,0% (vượt 1% được thưởng 0,5% điểm chuẩn) → 10 điểm, thưởng 1,25"),
        ("inverse", "0.5", 5, 4, "11.25", "đạt 125,0% (vượt 1% được thưởng 0,5% điểm chuẩn) → 10 điểm, thưởng 1,25"),
        ("inverse", "0.5", 5, 0, "12", "đạt tuyệt đối → 10 điểm, thưởng 2"),
        ("proportional", "0.5", 40, 30, "7.5", "đạt 75,0% → 7,5 điểm"),
        ("proportional", "0.5", 40, 40, "10", "đạt 100,0% → 10 điểm"),
        ("proportional", "1", 40, 44, "11", "đạt 110,0% → 10 điểm, thưởng 1"),
    ],
)
def test_earns_above_the_plan_at_a_rate_of_its_own(key, rate, plan, actual, points, reached):
    found = score(
        key, params={"bonus_cap_percent": "20", "bonus_rate": rate}, plan=Decimal(plan), actual=Decimal(actual)
    )
    assert (found.points, found.sentence.split(" → ", 1)[1]) == (Decimal(points), reached)


def test_says_no_rate_where_nothing_above_the_plan_counts():
    found = score(
        "proportional", params={"bonus_cap_percent": "0", "bonus_rate": "2"}, plan=Decimal(8), actual=Decimal(9)
    )
    assert found == Scored(Decimal(10), "Kế hoạch 8 · thực hiện 9 → đạt 112,5% → 10 điểm")


@pytest.mark.parametrize("rate", ["0", "-1", "100.5", "nhiều", None, 0.5])
def test_refuses_a_rate_that_is_none(rate):
    with pytest.raises(ParamsRefused) as refusal:
        rule_of("proportional", CAP | {"bonus_rate": rate})
    assert re.search("mỗi 1% vượt|bonus_rate", refusal.value.sentence)


def test_a_rate_is_written_and_read_in_words():
    params = CAP | {"bonus_rate": "0.5"}
    cell = "Thưởng tối đa (% điểm chuẩn): 10\nVượt kế hoạch 1% được thưởng (% điểm chuẩn): 0,5"
    assert in_cell("inverse", params) == cell
    assert from_cell("inverse", cell) == params
    assert from_cell("inverse", cell.splitlines()[0]) == CAP
    assert "vượt 1% được thưởng 0,5% điểm chuẩn" in example("proportional", params, Decimal(10))


@pytest.mark.parametrize(
    ("key", "plan", "actual", "said"),
    [
        ("proportional", "3", "2.9999", "đạt 99,9%"),
        ("inverse", "2.9999", "3", "đạt 99,9%"),
        ("half_and_leader", "3", "2.9999", "đạt 99,9%"),
        ("half_and_leader", "3000", "3001", "vượt 0,0%"),
        ("proportional", "3", "3", "đạt 100,0%"),
    ],
)
def test_never_calls_a_plan_reached_that_was_not(key, plan, actual, said):
    known = {"plan": Decimal(plan), "actual": Decimal(actual), "peers": (Fraction(2),)}
    assert said in score(key, **known).sentence


def test_a_bloc_that_lacks_a_little_has_not_reached_everything():
    assert percent_cut(Decimal("99.99"), Decimal(100)) == Decimal("99.9")
    assert percent_cut(Fraction(1, 3), Fraction(1, 3)) == 100
