"""Trying other points: ranks before and after, sentences for what cannot be, and nothing written."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.enums import SheetState as S
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.bloc_lines import bloc_subject
from scoring.queries.what_if import Change, bloc_as_it_stands, what_if
from tests.factories.scoring import sheet_at

pytestmark = pytest.mark.django_db
BEST = {"1.1": {"actual": Decimal("39.27")}}


@pytest.fixture
def scored(province, campaign, table):
    """Mèo Vạc 37.95 before Đồng Văn 37.75."""
    sheet_at(S.BLOC_CONFIRMED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=BEST)


def loaded(campaign, viewer):
    return bloc_as_it_stands(bloc_subject(viewer, campaign.code, "khoi-1"), viewer)


def ask(sign_in, campaign, viewer, *rows):
    """The answer to these rows of (unit, criterion, points)."""
    columns = list(zip(*rows, strict=True)) or [[], [], []]
    typed = dict(zip(("don_vi", "tieu_chi", "diem"), columns, strict=True))
    response = sign_in(viewer).get(reverse("scoring:what_if", args=[campaign.code, "khoi-1"]), typed)
    return " ".join(response.content.decode().split())


def test_shows_ranks_before_and_after(province, campaign, scored):
    found = what_if(loaded(campaign, province.staff), [Change("dong-van", "3.1", Decimal("7.50"))])
    assert [(one.code, one.before, one.after, one.gain) for one in found.outcomes] == [
        ("dong-van", 2, 1, Decimal("0.50")),
        ("meo-vac", 1, 2, Decimal(0)),
    ]
    assert found.words == (
        "Đồng Văn từ hạng 2 lên hạng 1 (37,75 → 38,25 điểm); Mèo Vạc từ hạng 1 xuống hạng 2. "
        "Các đơn vị khác giữ nguyên hạng."
    )


def test_changes_the_tier_that_counts_and_writes_nothing(province, campaign, scored):
    before = [list(one.objects.order_by("pk").values()) for one in (ScoreLine, ScoreSheet)]
    what_if(loaded(campaign, province.staff), [Change("meo-vac", "2.1", Decimal(1))])
    assert [list(one.objects.order_by("pk").values()) for one in (ScoreLine, ScoreSheet)] == before


def test_says_that_nothing_moves(province, campaign, scored):
    found = what_if(loaded(campaign, province.staff), [Change("dong-van", "3.1", Decimal("7.10"))])
    assert found.words == "Thứ hạng của cả khối giữ nguyên."


def test_counts_only_up_to_the_caps_of_groups(province, campaign, scored):
    found = what_if(loaded(campaign, province.staff), [Change("dong-van", "4.1", Decimal(5))])
    assert {one.code: one.gain for one in found.outcomes}["dong-van"] == Decimal(1)


def test_page_answers_several_rows(sign_in, province, campaign, scored):
    text = ask(sign_in, campaign, province.staff, ("dong-van", "3.1", "7,5"), ("meo-vac", "3.1", "7,4"), ("", "", ""))
    assert "Thứ hạng của cả khối giữ nguyên." in text
    assert "38,35" in text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("dong-van", "3.1", "9"), "Điểm của tiêu chí 3.1 chỉ nhận từ 0 đến 8."),
        (("dong-van", "5.1", "-21"), "Điểm của tiêu chí 5.1 chỉ nhận từ -20 đến 0."),
        (("dong-van", "3.1", "chín"), "Không phải là số: chín"),
        (("dong-van", "", "3"), "Chọn đủ ba ô của dòng: còn thiếu tiêu chí."),
        (("dong-van", "3.1", ""), "Chọn đủ ba ô của dòng: còn thiếu điểm mới."),
    ],
)
def test_says_what_cannot_be_tried(sign_in, province, campaign, scored, row, sentence):
    text = ask(sign_in, campaign, province.staff, row)
    assert sentence in text
    assert "Nếu đổi như vậy" not in text


def test_asks_for_each_criterion_once(sign_in, province, campaign, scored):
    text = ask(sign_in, campaign, province.staff, ("dong-van", "3.1", "7"), ("dong-van", "3.1", "6"))
    assert "đã có ở dòng trên" in text


def test_knows_only_the_units_of_the_bloc(sign_in, province, campaign, scored):
    assert "Nếu đổi như vậy" not in ask(sign_in, campaign, province.staff, ("bao-lac", "3.1", "7"))


def test_is_for_staff_only(sign_in, province, campaign, scored):
    answers = {
        role: sign_in(person).get(reverse("scoring:what_if", args=[campaign.code, "khoi-1"])).status_code
        for role, person in province.everybody().items()
    }
    assert {role for role, status in answers.items() if status == 200} == {"staff"}


def test_leaves_out_what_a_unit_is_still_writing(province, campaign, table):
    sheet_at(S.DRAFT, province, campaign)
    assert loaded(campaign, province.staff).sheets == {}


def test_page_without_points_says_so(sign_in, province, campaign):
    assert "Chưa có điểm để thử" in ask(sign_in, campaign, province.staff)


@pytest.mark.parametrize("units", [1, 3])
def test_costs_the_same_for_more_units(province, campaign, table, units, django_assert_num_queries):
    for member in range(units):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    assert province.staff.seats
    subject = bloc_subject(province.staff, campaign.code, "khoi-1")
    with django_assert_num_queries(3):
        found = bloc_as_it_stands(subject, province.staff)
        assert len(what_if(found, [Change("dong-van", "3.1", Decimal(6))]).outcomes) == units
