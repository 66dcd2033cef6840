"""The course of a target: worked examples of every kind, and what holds for all figures."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.course import Aim, drops, judge
from campaigns.enums import Judgement, Op

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
MARCH, JUNE, LATE = date(2021, 3, 31), date(2021, 6, 30), date(2022, 1, 15)


def aim(op=Op.EQUAL, plan="100", *, counted=True, last_year=None, top=None, direction="higher", **more):
    return Aim(
        op=op,
        direction=direction,
        plan=Decimal(plan),
        first=FIRST,
        last=LAST,
        adds_up=counted,
        last_year=None if last_year is None else Decimal(last_year),
        top=None if top is None else Decimal(top),
        **more,
    )


REVENUE = aim(plan="365", unit_of_measure="tỷ đồng")
SCHOOLS = aim(plan="45.3", counted=False, last_year="43.7", unit_of_measure="%")
POVERTY = aim(Op.DECREASE, "4", counted=False, direction="lower", unit_of_measure="%")
CASES = aim(Op.AT_MOST, "10", direction="lower", unit_of_measure="vụ")
GROWTH = aim(plan="1.38", counted=False, last_year="1.44", direction="lower", unit_of_measure="%")
COMMUNES = aim(plan="8", unit_of_measure="xã", piece=Decimal(1))
INCOME = aim(Op.RANGE, "138", top="140", counted=False, last_year="130", direction="")

# Half of the year are 181 of 365 days.
EXAMPLES = [
    (REVENUE, None, "0", Judgement.NO_FIGURE, "Đơn vị chưa ghi số liệu nào."),
    (
        REVENUE,
        MARCH,
        "90",
        Judgement.ON_COURSE,
        "Lộ trình đến ngày 31/03/2021 là 90 tỷ đồng; thực hiện 90 tỷ đồng, bằng 100% lộ trình.",
    ),
    (
        REVENUE,
        MARCH,
        "72",
        Judgement.AT_RISK,
        "Lộ trình đến ngày 31/03/2021 là 90 tỷ đồng; thực hiện 72 tỷ đồng, bằng 80% lộ trình.",
    ),
    (
        REVENUE,
        MARCH,
        "71.9",
        Judgement.BEHIND,
        "Lộ trình đến ngày 31/03/2021 là 90 tỷ đồng; thực hiện 71,9 tỷ đồng, bằng 79,8% lộ trình.",
    ),
    (REVENUE, JUNE, "365", Judgement.REACHED, "Số liệu ngày 30/06/2021 là 365 tỷ đồng, đạt mức 365 tỷ đồng."),
    (
        REVENUE,
        LAST,
        "364.9",
        Judgement.BEHIND,
        "Hết thời gian của phong trào, số liệu ngày 31/12/2021 là 364,9 tỷ đồng, chưa đạt mức 365 tỷ đồng.",
    ),
    (REVENUE, LATE, "366", Judgement.REACHED, "Số liệu ngày 15/01/2022 là 366 tỷ đồng, đạt mức 365 tỷ đồng."),
    (
        SCHOOLS,
        MARCH,
        "44.1",
        Judgement.ON_COURSE,
        "Từ 43,7% năm trước đến 45,3%, lộ trình ngày 31/03/2021 là 44,09%; "
        "thực hiện 44,1%, đã đi 101,3% quãng đường phải đi đến ngày đó.",
    ),
    (
        SCHOOLS,
        MARCH,
        "43.5",
        Judgement.BEHIND,
        "Từ 43,7% năm trước đến 45,3%, lộ trình ngày 31/03/2021 là 44,09%; thực hiện 43,5%, kém năm trước.",
    ),
    (
        replace(SCHOOLS, last_year=None),
        JUNE,
        "45",
        Judgement.UNFOUNDED,
        "Chưa có kết quả năm trước nên không có lộ trình; số liệu ngày 30/06/2021 là 45%, chưa đạt mức 45,3%.",
    ),
    (replace(SCHOOLS, last_year=None), JUNE, "46", Judgement.REACHED, "Số liệu ngày 30/06/2021 là 46%, đạt mức 45,3%."),
    (
        replace(SCHOOLS, last_year=None),
        LAST,
        "45",
        Judgement.BEHIND,
        "Hết thời gian của phong trào, số liệu ngày 31/12/2021 là 45%, chưa đạt mức 45,3%.",
    ),
    (
        replace(SCHOOLS, last_year=Decimal(50)),
        JUNE,
        "44",
        Judgement.AT_RISK,
        "Năm trước đã là 50% nên phải giữ mức 45,3%; số liệu ngày 30/06/2021 là 44%.",
    ),
    (
        POVERTY,
        JUNE,
        "2",
        Judgement.ON_COURSE,
        "Lộ trình đến ngày 30/06/2021 là 1,98%; thực hiện 2%, bằng 100,8% lộ trình.",
    ),
    (
        replace(POVERTY, bound=">"),
        JUNE,
        "4",
        Judgement.ON_COURSE,
        "Lộ trình đến ngày 30/06/2021 là 1,98%; thực hiện 4%, gấp hơn 2 lần lộ trình.",
    ),
    (
        CASES,
        JUNE,
        "4",
        Judgement.ON_COURSE,
        "Đến ngày 30/06/2021 (49,6% thời gian) chỉ nên có 4,96 vụ trong mức 10 vụ; đã có 4 vụ.",
    ),
    (
        CASES,
        JUNE,
        "6",
        Judgement.AT_RISK,
        "Đến ngày 30/06/2021 (49,6% thời gian) chỉ nên có 4,96 vụ trong mức 10 vụ; đã có 6 vụ.",
    ),
    (
        CASES,
        JUNE,
        "7",
        Judgement.BEHIND,
        "Đến ngày 30/06/2021 (49,6% thời gian) chỉ nên có 4,96 vụ trong mức 10 vụ; đã có 7 vụ.",
    ),
    (
        CASES,
        JUNE,
        "11",
        Judgement.BEHIND,
        "Đến ngày 30/06/2021 đã có 11 vụ, không còn trong mức 10 vụ của cả phong trào.",
    ),
    (CASES, LAST, "10", Judgement.REACHED, "Số liệu ngày 31/12/2021 là 10 vụ, đạt mức 10 vụ."),
    (
        replace(CASES, op=Op.BELOW),
        LAST,
        "10",
        Judgement.BEHIND,
        "Đến ngày 31/12/2021 đã có 10 vụ, không còn trong mức 10 vụ của cả phong trào.",
    ),
    (
        replace(CASES, plan=Decimal(0)),
        JUNE,
        "0",
        Judgement.ON_COURSE,
        "Đến ngày 30/06/2021 (49,6% thời gian) chỉ nên có 0 vụ trong mức 0 vụ; đã có 0 vụ.",
    ),
    (
        GROWTH,
        JUNE,
        "1.41",
        Judgement.ON_COURSE,
        "Từ 1,44% năm trước đến 1,38%, lộ trình ngày 30/06/2021 là 1,41%; "
        "thực hiện 1,41%, đã đi 100,8% quãng đường phải đi đến ngày đó.",
    ),
    (
        GROWTH,
        JUNE,
        "1.43",
        Judgement.BEHIND,
        "Từ 1,44% năm trước đến 1,38%, lộ trình ngày 30/06/2021 là 1,41%; "
        "thực hiện 1,43%, đã đi 33,6% quãng đường phải đi đến ngày đó.",
    ),
    (GROWTH, JUNE, "1.38", Judgement.REACHED, "Số liệu ngày 30/06/2021 là 1,38%, đạt mức 1,38%."),
    (
        replace(GROWTH, plan=Decimal("1.5")),
        JUNE,
        "1.6",
        Judgement.AT_RISK,
        "Năm trước đã là 1,44% nên phải giữ mức 1,5%; số liệu ngày 30/06/2021 là 1,6%.",
    ),
    (
        INCOME,
        JUNE,
        "134",
        Judgement.ON_COURSE,
        "Từ 130 năm trước đến 138, lộ trình ngày 30/06/2021 là 133,97; "
        "thực hiện 134, đã đi 100,8% quãng đường phải đi đến ngày đó.",
    ),
    (INCOME, JUNE, "139", Judgement.REACHED, "Số liệu ngày 30/06/2021 là 139, đạt mức 138–140."),
    (INCOME, JUNE, "141", Judgement.AT_RISK, "Số liệu ngày 30/06/2021 là 141, vượt quá mức 138–140."),
    (
        INCOME,
        LAST,
        "141",
        Judgement.BEHIND,
        "Hết thời gian của phong trào, số liệu ngày 31/12/2021 là 141, chưa đạt mức 138–140.",
    ),
    (
        replace(INCOME, direction="lower", last_year=Decimal(150)),
        JUNE,
        "145",
        Judgement.ON_COURSE,
        "Từ 150 năm trước đến 140, lộ trình ngày 30/06/2021 là 145,04; "
        "thực hiện 145, đã đi 100,8% quãng đường phải đi đến ngày đó.",
    ),
    (
        COMMUNES,
        JUNE,
        "3",
        Judgement.ON_COURSE,
        "Lộ trình đến ngày 30/06/2021 là 3 xã; thực hiện 3 xã, bằng 100% lộ trình.",
    ),
    (
        COMMUNES,
        JUNE,
        "2",
        Judgement.BEHIND,
        "Lộ trình đến ngày 30/06/2021 là 3 xã; thực hiện 2 xã, bằng 66,6% lộ trình.",
    ),
    (
        replace(COMMUNES, plan=Decimal(1)),
        JUNE,
        "0",
        Judgement.ON_COURSE,
        "Chưa đến hạn phải có kết quả; đã thực hiện 0 xã.",
    ),
    (
        replace(REVENUE, plan=Decimal(0)),
        JUNE,
        "0",
        Judgement.REACHED,
        "Số liệu ngày 30/06/2021 là 0 tỷ đồng, đạt mức 0 tỷ đồng.",
    ),
    (
        replace(SCHOOLS, op=Op.ABOVE),
        LAST,
        "45.3",
        Judgement.BEHIND,
        "Hết thời gian của phong trào, số liệu ngày 31/12/2021 là 45,3%, chưa đạt mức 45,3%.",
    ),
]


@pytest.mark.parametrize(("what", "day", "value", "judgement", "sentence"), EXAMPLES)
def test_worked_examples(what, day, value, judgement, sentence):
    found = judge(what, [(day, Decimal(value))] if day else [])
    assert (found.judgement, found.why) == (judgement, sentence)


def test_the_latest_day_counts_in_whatever_order_figures_come():
    found = judge(REVENUE, [(JUNE, Decimal(190)), (MARCH, Decimal(20))])
    assert (found.day, found.value, found.expected, found.share) == (
        JUNE,
        Decimal(190),
        Decimal(181),
        Decimal("104.9"),
    )


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (REVENUE, "lũy kế từ đầu năm"),
        (CASES, "lũy kế từ đầu năm"),
        (SCHOOLS, "mức tại ngày số liệu"),
        (POVERTY, "mức đã giảm so với năm trước"),
        (replace(POVERTY, op=Op.INCREASE), "mức đã tăng so với năm trước"),
    ],
)
def test_it_is_said_how_figures_are_typed(what, how):
    assert what.how == how


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        (REVENUE, "180.9", "Có nguy cơ · 180,9"),
        (SCHOOLS, "43", "Chậm · 43"),
        (REVENUE, "365", "Đã đạt · 365"),
        (replace(COMMUNES, plan=Decimal(1)), "0", "Đúng tiến độ · 0"),
    ],
)
def test_a_small_cell_holds_the_word_and_the_figure(what, value, words):
    assert judge(what, [(JUNE, Decimal(value))]).short == words


@pytest.mark.parametrize(
    ("what", "value", "words", "sentence"),
    [
        (REVENUE, "150", "82,8%", "bằng 82,8% lộ trình."),
        (
            replace(REVENUE, plan=Decimal(800)),
            "799",
            "gấp hơn 2 lần",
            "; thực hiện 799 tỷ đồng, gấp hơn 2 lần lộ trình.",
        ),
        (SCHOOLS, "40", "kém điểm xuất phát", "kém năm trước."),
        (REVENUE, "365", "", "đạt mức 365 tỷ đồng."),
    ],
)
def test_beside_the_path_only_while_the_target_is_not_met_and_capped_in_words(what, value, words, sentence):
    found = judge(what, [(JUNE, Decimal(value))])
    assert found.beside_the_path == words
    assert found.why.endswith(sentence)


def test_before_the_first_day_nothing_is_owed():
    assert judge(REVENUE, [(date(2020, 12, 1), Decimal(0))]).judgement == Judgement.ON_COURSE


def test_a_campaign_whose_days_are_in_the_wrong_order_does_not_divide_by_zero():
    assert judge(replace(REVENUE, first=LAST, last=FIRST), [(JUNE, Decimal(1))]).judgement == Judgement.BEHIND


def test_only_what_is_counted_may_not_fall():
    figures = [(JUNE, Decimal(1200)), (MARCH, Decimal(1350))]
    assert drops(REVENUE, figures) == [((MARCH, Decimal(1350)), (JUNE, Decimal(1200)))]
    assert drops(CASES, figures) == drops(REVENUE, figures)
    assert drops(SCHOOLS, figures) == []
    assert drops(POVERTY, figures) == []


RANK = {Judgement.BEHIND: 0, Judgement.AT_RISK: 1, Judgement.UNFOUNDED: 1, Judgement.ON_COURSE: 2, Judgement.REACHED: 3}
numbers = st.decimals("-1000", "100000", places=2)
days = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
levels = st.none() | numbers
rising = st.builds(
    aim,
    st.sampled_from([Op.EQUAL, Op.AT_LEAST, Op.ABOVE, Op.INCREASE, Op.DECREASE]),
    numbers,
    counted=st.booleans(),
    last_year=levels,
    piece=st.sampled_from([Decimal(0), Decimal(1)]),
)
falling = st.builds(
    aim,
    st.sampled_from([Op.EQUAL, Op.AT_MOST, Op.BELOW]),
    numbers,
    counted=st.booleans(),
    last_year=levels,
    direction=st.just("lower"),
)


@given(rising, days, numbers, numbers)
def test_a_higher_figure_never_worsens_the_judgement_where_more_is_better(what, day, one, two):
    low, high = (judge(what, [(day, value)]).judgement for value in sorted((one, two)))
    assert RANK[low] <= RANK[high]


@given(falling, days, numbers, numbers)
def test_a_lower_figure_never_worsens_the_judgement_where_less_is_better(what, day, one, two):
    low, high = (judge(what, [(day, value)]).judgement for value in sorted((one, two)))
    assert RANK[low] >= RANK[high]


@given(rising | falling, days, numbers, st.decimals("0.01", "1000", places=2))
def test_another_unit_of_measure_changes_nothing(what, day, value, factor):
    scaled = replace(
        what,
        plan=what.plan * factor,
        last_year=None if what.last_year is None else what.last_year * factor,
        piece=what.piece * factor,
    )
    one, two = judge(what, [(day, value)]), judge(scaled, [(day, value * factor)])
    assert (one.judgement, one.share) == (two.judgement, two.share)


@given(rising | falling, days, days)
def test_the_path_goes_one_way_and_ends_at_the_goal(what, one, two):
    first, second = sorted((one, two))
    if what.base is None:
        assert what.expected(first) is None
        return
    assert what.expected(LAST) == what.goal
    early, late = abs(what.goal - what.expected(first)), abs(what.goal - what.expected(second))
    assert late <= early
