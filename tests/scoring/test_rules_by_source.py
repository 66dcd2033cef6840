"""The formulas of Tiền Giang (domain.md B2) and of the police province (B3), each with its worked example."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import exact_half_up, round_half_up
from scoring.calculation.facts import Facts, ParamsRefused, Scored
from scoring.calculation.rules import rule_of

D = Decimal
STEP = D("0.01")
SHARE = {"tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4"}, {"from": "96", "points": "3"}]}
AGAINST_PLAN = {
    "of": "percent",
    "tiers": [
        {"from": "120", "points": "2"},
        {"over": "100", "points": "1"},
        {"from": "100", "points": "0"},
        {"from": "95", "points": "-1"},
    ],
    "otherwise": "-2",
    "no_plan": "-3",
}
BY_SIZE = {
    "second": "Số hồ sơ đã giải quyết",
    "sizes": [
        {"from": "0", "tiers": [{"from": "10", "points": "2"}]},
        {"from": "1000", "tiers": [{"from": "10", "points": "2.5"}]},
        {"from": "2000", "tiers": [{"from": "10", "points": "2.7"}]},
    ],
}
STEPS = {"start": "90", "step": "1", "points": "0.1", "cap": "0.5"}
RANKS = {"points": ["60", "45", "30", "15", "0"]}
figures = st.decimals(min_value="0.01", max_value="9999", places=2)


def score(key, params, maximum="10", **facts):
    return rule_of(key, params).score(Facts(**facts), max_points=D(maximum), step=STEP)


@pytest.mark.parametrize(
    ("actual", "points"), [("98.01", 5), ("98", 4), ("97", 4), ("96.99", 3), ("96", 3), ("95.99", 0), ("0", 0)]
)
def test_gives_the_points_of_the_first_threshold_reached(actual, points):
    assert score("tiers", SHARE, actual=D(actual)).points == points


def test_explains_a_threshold():
    assert score("tiers", SHARE, actual=D("97.5"), unit="%").sentence == "Thực hiện 97,5% → bậc từ 97% → 4 điểm"
    assert score("tiers", SHARE, actual=D(90), unit="%").sentence == "Thực hiện 90% → không đạt bậc nào → 0 điểm"


@pytest.mark.parametrize(
    ("actual", "points"),
    [("119.99", 1), ("120", 2), ("100.01", 1), ("100", 0), ("99.99", -1), ("95", -1), ("94.99", -2)],
)
def test_takes_off_for_staying_below_the_plan(actual, points):
    assert score("tiers", AGAINST_PLAN, plan=D(100), actual=D(actual)).points == points


def test_takes_off_for_having_no_plan():
    assert score("tiers", AGAINST_PLAN) == Scored(D(-3), "Không có kế hoạch → -3 điểm")


def test_compares_a_share_without_rounding_it():
    assert score("tiers", AGAINST_PLAN, plan=D(3), actual=D("3.5999")).points == 1
    found = score("tiers", AGAINST_PLAN, plan=D(3000), actual=D("3599.9999"))
    assert found.sentence.endswith("→ đạt 119,99% → bậc trên 100% → 1 điểm")


@pytest.mark.parametrize(("files", "points"), [(999, "2"), (1000, "2.5"), (1999, "2.5"), (2000, "2.7")])
def test_lets_the_thresholds_depend_on_the_number_of_files(files, points):
    assert score("tiers_by_size", BY_SIZE, second=D(files), actual=D(10)).points == D(points)


def test_explains_both_quantities():
    assert score("tiers_by_size", BY_SIZE, second=D(1500), actual=D(12), unit="%").sentence == (
        "Số hồ sơ đã giải quyết: 1.500 · thực hiện 12% → bậc từ 10% → 2,5 điểm"
    )
    assert score("tiers_by_size", BY_SIZE, actual=D(12)).sentence == "Chưa nhập: Số hồ sơ đã giải quyết"


@pytest.mark.parametrize(("actual", "points"), [("90.99", "0"), ("91", "0.1"), ("93.5", "0.3"), ("99", "0.5")])
def test_adds_for_every_full_step_up_to_the_cap(actual, points):
    assert score("per_step", STEPS, actual=D(actual)).points == D(points)


def test_adds_for_articles_up_to_one_point():
    articles = {"start": "0", "step": "1", "points": "0.2", "cap": "1"}
    assert [score("per_step", articles, actual=D(n)).points for n in (0, 1, 4, 9)] == [0, D("0.2"), D("0.8"), 1]


def test_gives_all_or_nothing():
    assert score("all_or_nothing", {}, "3", grade="Y") == Scored(D(3), "Đạt → 3 điểm")
    assert score("all_or_nothing", {}, "3", grade="N").points == 0
    by_plan = {"by": "plan", "better": "lower"}
    assert score("all_or_nothing", by_plan, "3", plan=D(2), actual=D(2)).points == 3
    assert score("all_or_nothing", by_plan, "3", plan=D(2), actual=D("2.01")).points == 0


def test_gives_everything_inside_a_range():
    wide = {"low": "7", "high": "8", "outside": "proportional"}
    assert [score("range", wide, "5", actual=D(n)).points for n in ("7", "8", "3.5", "10", "0")] == [
        5,
        5,
        D("2.5"),
        4,
        0,
    ]
    assert score("range", {"low": "7", "high": "8"}, "5", actual=D("6.99")).points == 0


def test_averages_the_ranks_of_the_judging_bodies():
    assert score("rank", RANKS, ranks=(1, 2, 2)) == Scored(
        D(50), "Xếp hạng 1; 2; 2 → bình quân (60 + 45 + 45) / 3 → 50 điểm"
    )
    assert score("rank", RANKS, ranks=(9,)).points == 0


def test_reproduces_the_example_of_the_police():
    """MS 5, target 10, actual 15, the leader 20: 2.5 + 2.5 · (50/100) = 3.75 (Điều 6)."""
    peers = (Fraction(2), Fraction(3, 2), Fraction(1, 2))
    found = score("half_and_leader", {}, "5", plan=D(10), actual=D(15), peers=peers)
    assert found == Scored(D("3.75"), "Kế hoạch 10 · thực hiện 15 → vượt 50,0%, đơn vị dẫn đầu vượt 100,0% → 3,75 điểm")
    given = [score("half_and_leader", {}, "5", plan=D(10), actual=D(n), peers=peers).points for n in (20, 10, 5, 0)]
    assert given == [5, D("2.5"), D("1.25"), 0]


def test_waits_for_the_whole_bloc():
    assert score("half_and_leader", {}, "5", plan=D(10), actual=D(15), waiting=3) == Scored(
        None, "Kế hoạch 10 · thực hiện 15 · tính được khi cả khối đã nộp tự chấm (còn 3 đơn vị)"
    )


def test_ranks_a_figure_in_its_bloc():
    peers = (Fraction(30), Fraction(20), Fraction(20), Fraction(5))
    given = [score("rank_in_bloc", RANKS, actual=D(n), peers=peers).points for n in (30, 20, 5)]
    assert given == [60, 45, 15]
    turned = tuple(-one for one in peers)
    assert score("rank_in_bloc", RANKS | {"better": "lower"}, actual=D(5), peers=turned).points == 60


def test_names_a_case_that_costs_an_award():
    rule = rule_of("exclusion", {})
    assert rule.score(Facts(grade="Y"), max_points=D(0), step=STEP).points == 0
    assert rule.is_case(Facts(grade="Y"), D(0))
    assert not rule.is_case(Facts(grade="N"), D(0))


@pytest.mark.parametrize(
    ("key", "params", "sentence"),
    [
        ("tiers", {"tiers": []}, "Tham số “tiers” phải là danh sách có ít nhất một dòng."),
        (
            "tiers",
            {"tiers": [{"points": "5"}]},
            "Mỗi bậc cần một mức “từ” hoặc “trên” và số điểm.",
        ),
        (
            "tiers",
            {"tiers": [{"from": "96", "points": "3"}, {"from": "97", "points": "4"}]},
            "Các bậc phải xếp từ mức cao xuống mức thấp, không trùng nhau.",
        ),
        (
            "tiers",
            SHARE | {"no_plan": "-3"},
            "Điểm khi không có kế hoạch (no_plan) chỉ dùng khi tính theo phần trăm kế hoạch.",
        ),
        (
            "tiers",
            {"tiers": [{"from": "1", "points": "0.125"}]},
            "Tham số “points” là điểm nên có tối đa 2 chữ số thập phân.",
        ),
        ("tiers", SHARE | {"of": "plan"}, "Tham số “of” chỉ nhận: actual, percent."),
        (
            "tiers_by_size",
            {"sizes": []},
            "Cần tên của đại lượng thứ hai, ví dụ “Số hồ sơ đã giải quyết”.",
        ),
        (
            "tiers_by_size",
            {"second": "Hồ sơ", "sizes": [{"from": "5", "tiers": [{"from": "1", "points": "1"}]}]},
            "Các quy mô phải bắt đầu từ 0 và tăng dần.",
        ),
        ("per_step", STEPS | {"step": "0"}, "Mỗi bước phải lớn hơn 0."),
        (
            "per_step",
            STEPS | {"cap": "-1"},
            "Điểm mỗi bước và mức tối đa phải cùng dấu, mức tối đa không nhỏ hơn.",
        ),
        ("range", {"low": "8", "high": "7"}, "Mức dưới không được lớn hơn mức trên."),
        (
            "range",
            {"low": "0", "high": "7", "outside": "proportional"},
            "Muốn tính theo tỷ lệ khi ra ngoài khoảng thì mức dưới phải lớn hơn 0.",
        ),
        (
            "rank",
            {"points": ["15", "60"]},
            "Điểm theo thứ hạng phải giảm dần từ hạng nhất và hạng nhất lớn hơn 0.",
        ),
        (
            "all_or_nothing",
            {"better": "lower"},
            "Chiều tốt hơn (better) chỉ dùng khi so với kế hoạch (by = plan).",
        ),
        ("per_step", STEPS | {"cap": "1e999"}, 'Tham số “cap” phải là một số, ví dụ "10".'),
    ],
)
def test_refuses_wrong_params_with_a_sentence(key, params, sentence):
    with pytest.raises(ParamsRefused) as refused:
        rule_of(key, params)
    assert refused.value.sentence == sentence


@given(
    st.sampled_from([("half_and_leader", {}), ("rank_in_bloc", RANKS), ("tiers", AGAINST_PLAN), ("per_step", STEPS)]),
    figures,
    figures,
    st.lists(figures, max_size=6),
)
def test_never_lowers_points_for_a_higher_actual(rule, actual, more, others):
    """Whatever the others have: one's own higher figure never costs points."""
    key, params = rule

    def points(figure):
        measure = rule_of(key, params).measure
        known = [measure(Facts(plan=D(10), actual=one)) for one in (figure, *others)]
        peers = tuple(one for one in known if one is not None)
        return score(key, params, plan=D(10), actual=figure, peers=peers).points

    assert points(actual + more) >= points(actual)


@given(figures, figures, st.lists(figures, min_size=1, max_size=6), st.randoms())
def test_does_not_care_in_which_order_the_peers_stand(actual, plan, others, chance):
    peers = [Fraction(one) for one in (actual / plan, *others)]
    shuffled = peers[:]
    chance.shuffle(shuffled)
    facts = {"plan": plan, "actual": actual}
    assert score("half_and_leader", {}, peers=tuple(peers), **facts) == score(
        "half_and_leader", {}, peers=tuple(shuffled), **facts
    )


def test_keeps_a_half_that_a_division_first_would_lose():
    """5/6 of 0.03 is 0.025 exactly; 0.8333… × 0.03 would be rounded down."""
    facts = {"plan": D(6), "actual": D(5)}
    assert score("proportional", {"bonus_cap_percent": "0"}, "0.03", **facts).points == D("0.03")


@given(st.decimals(min_value="-999", max_value="999", places=4), st.sampled_from(["0.01", "0.1", "0.25"]))
def test_rounds_fractions_as_decimals(value, step):
    assert exact_half_up(Fraction(value), D(step)) == round_half_up(value, D(step))


def test_steps_above_the_plan_say_what_was_reached():
    steps = {"of": "percent", "start": "100", "step": "1", "points": "0.1", "cap": "0.5"}
    assert score("per_step", steps, plan=D(3), actual=D("3.0999"), unit="xã").sentence == (
        "Kế hoạch 3,0000 xã · thực hiện 3,0999 xã → đạt 103,33% · trên mức 100%: 3 bước × 0,1 → 0,3 điểm"
    )
