"""Why a unit stands where it stands: the neighbours, what parts them, and who may read which of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from scoring.enums import RankingKind
from scoring.enums import SheetState as S
from scoring.models import Ranking
from scoring.queries.bloc_lines import unit_subject
from scoring.queries.insight import neighbours, why
from tests.factories.scoring import published, sheet_at

pytestmark = pytest.mark.django_db
BEST = {"1.1": {"actual": Decimal("39.27")}}
WORSE = {"2.1": {"grade": "C"}, "1.1": {"actual": Decimal("39.27")}}


def why_of(campaign, viewer, unit="dong-van"):
    return why(unit_subject(viewer, campaign.code, unit), viewer)


def page(sign_in, campaign, viewer, unit="dong-van"):
    response = sign_in(viewer).get(reverse("scoring:why", args=[campaign.code, unit]))
    return response.status_code, " ".join(response.content.decode().split())


def keep_midterm(province, campaign, *units):
    """A mid-term ranking that was kept, the units in this order."""
    rows = [{"unit": code, "rank": rank} for rank, code in enumerate(units, start=1)]
    return Ranking.objects.create(
        campaign=campaign,
        bloc=province.bloc,
        version=Ranking.objects.filter(campaign=campaign, bloc=province.bloc).count() + 1,
        kind=RankingKind.MIDTERM,
        rows=rows,
        inputs_sha256="0" * 64,
        published_at=clock.now(),
        published_by=province.staff,
    )


def test_says_in_one_sentence_what_decided(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=WORSE)
    assert [one.sentence for one in why_of(campaign, province.staff).comparisons] == [
        "Hơn Mèo Vạc 2,80 điểm: nhóm II +3; thưởng vượt chỉ tiêu −0,2."
    ]
    assert [one.sentence for one in why_of(campaign, province.staff, "meo-vac").comparisons] == [
        "Kém Đồng Văn 2,80 điểm: nhóm II −3; thưởng vượt chỉ tiêu +0,2."
    ]


def test_explains_each_criterion_that_differs_by_its_own_sentence(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=WORSE)
    rows = why_of(campaign, province.staff).comparisons[0].criteria
    assert [(row.criterion.no, row.gap) for row in rows] == [("2.1", Decimal(3)), ("1.1", Decimal("-0.20"))]
    assert rows[1].own.sentence == "Chỉ tiêu chung 38,5 triệu đồng · thực hiện 38,5 triệu đồng → đạt 100,0% → 10 điểm"


def test_says_that_units_share_a_rank(province, campaign, table):
    published(province, campaign)
    found = why_of(campaign, province.staff)
    assert (found.rank, found.tied, found.of) == (2, True, 3)
    assert [one.sentence for one in found.comparisons] == [
        "Kém Mèo Vạc 0,20 điểm: thưởng vượt chỉ tiêu −0,2.",
        "Bằng điểm và đồng hạng với Yên Minh.",
    ]


def test_compares_equals_with_the_next_unit_that_stands_elsewhere_too(province, campaign, table):
    """The lowest of equals stands beside an equal only; what is above them decides about it as well."""
    published(province, campaign)
    assert [(one.other.unit, one.where) for one in why_of(campaign, province.staff, "yen-minh").comparisons] == [
        ("Mèo Vạc", "ngay trước"),
        ("Đồng Văn", "đồng hạng"),
    ]


@pytest.mark.parametrize(
    ("ranks", "at", "beside"),
    [
        ([1, 2, 2, 2, 5], 3, [0, 2, 4]),
        ([1, 2, 2, 2, 5], 2, [0, 1, 3, 4]),
        ([1, 2, 2, 2, 5], 1, [0, 2, 4]),
        ([1, 1, 1], 2, [1]),
        ([1, 2, 3], 1, [0, 2]),
        ([1, 2, None], 1, [0]),
        ([1, 2, None], 2, []),
    ],
)
def test_neighbours_are_the_nearest_and_the_nearest_of_another_rank(ranks, at, beside):
    assert neighbours(ranks, at) == beside


def test_shows_a_unit_its_own_points_only_before_publication(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    found = why_of(campaign, province.officer)
    assert (found.rank, found.comparisons, found.standing.total) == (None, (), Decimal("37.75"))
    assert found.waits.startswith("Kết quả chưa công bố")
    assert why_of(campaign, province.officer, "meo-vac") is None


def test_shows_members_criteria_of_their_neighbours_after_publication(province, campaign, table):
    published(province, campaign)
    assert why_of(campaign, province.officer).comparisons[0].criteria


def test_keeps_to_groups_where_a_sheet_is_not_to_be_opened(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=WORSE)
    found = why_of(campaign, province.council_member)
    assert (found.comparisons[0].criteria, len(found.comparisons[0].parts)) == (None, 2)
    assert "chỉ so sánh theo phần điểm" in page(sign_in, campaign, province.council_member)[1]


def test_warns_when_points_changed_after_the_ranking_was_kept(province, campaign, table):
    ranking = published(province, campaign)
    ranking.rows[0]["total"] = "38.00"
    ranking.save()
    assert any("đã thay đổi" in one.note for one in why_of(campaign, province.staff).comparisons)


def test_page_answers_in_words_first(sign_in, province, campaign, table):
    published(province, campaign)
    status, text = page(sign_in, campaign, province.officer)
    assert status == 200
    assert "Vì sao Đồng Văn hạng 2?" in text
    assert text.index("Kém Mèo Vạc 0,20 điểm") < text.index("Chênh lệch")


def test_page_is_not_found_for_strangers_and_unknown_units(sign_in, province, campaign, table):
    published(province, campaign)
    assert page(sign_in, campaign, province.stranger)[0] == 404
    assert page(sign_in, campaign, province.staff, "khong-co")[0] == 404


def test_page_of_a_unit_without_points_says_so(sign_in, province, campaign, table):
    assert "Chưa có điểm để so sánh" in page(sign_in, campaign, province.staff)[1]


@pytest.mark.parametrize("units", [1, 3])
def test_page_costs_the_same_for_more_units(province, campaign, table, units, django_assert_num_queries):
    for member in range(units):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    assert province.staff.seats
    subject = unit_subject(province.staff, campaign.code, "dong-van")
    with django_assert_num_queries(7):
        assert why(subject, province.staff).rank == 1


def test_shows_movement_since_the_midterm(sign_in, province, campaign, table):
    published(province, campaign)
    url = reverse("scoring:ranking", args=[campaign.code])
    assert "So với<br>sơ kết" not in sign_in(province.officer).get(url).content.decode()
    keep_midterm(province, campaign, "yen-minh", "meo-vac", "dong-van")
    text = " ".join(sign_in(province.officer).get(url).content.decode().split())
    assert "So với<br>sơ kết" in text
    assert text.count('<span class="visually-hidden">tăng </span>1') == 2
    assert text.count('<span class="visually-hidden">giảm </span>1') == 1


def test_shows_no_movement_while_ranks_are_hidden(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    keep_midterm(province, campaign, "dong-van")
    url = reverse("scoring:ranking", args=[campaign.code])
    assert "So với<br>sơ kết" not in sign_in(province.officer).get(url).content.decode()


def test_compares_percentages_where_they_decide(province, campaign, table):
    table.ranked_by = "percent"
    table.save(update_fields=["ranked_by"])
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=WORSE)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=2)
    assert [one.sentence for one in why_of(campaign, province.staff).comparisons] == [
        "Bằng tỷ lệ và đồng hạng với Yên Minh.",
        "Hơn Mèo Vạc về tỷ lệ đạt được: 99,3421% so với 91,9737%. "
        "Về điểm: +2,8 (nhóm II +3; thưởng vượt chỉ tiêu −0,2).",
    ]
    assert why_of(campaign, province.staff, "meo-vac").comparisons[0].sentence == (
        "Kém Yên Minh về tỷ lệ đạt được: 91,9737% so với 99,3421%. "
        "Về điểm: −2,8 (nhóm II −3; thưởng vượt chỉ tiêu +0,2)."
    )


def test_says_which_tie_break_parted_equals(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign, values={"3.1": {"points": Decimal("7.20")}})
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=BEST)
    table.tie_breaks = ["group:III"]
    table.save(update_fields=["tie_breaks"])
    assert why_of(campaign, province.staff).comparisons[0].sentence == (
        "Bằng điểm Mèo Vạc, xếp trước nhờ tiêu chí phụ “điểm nhóm III”: nhóm III +0,2; thưởng vượt chỉ tiêu −0,2."
    )
    assert (
        "xếp sau vì tiêu chí phụ “điểm nhóm III”" in why_of(campaign, province.staff, "meo-vac").comparisons[0].sentence
    )


@pytest.mark.parametrize(("by", "equal"), [("points", "Bằng điểm"), ("percent", "Bằng tỷ lệ")])
def test_units_that_a_tie_break_parted_together_from_the_unit_above_share_a_rank(
    sign_in, province, campaign, table, by, equal
):
    table.tie_breaks, table.ranked_by = ["group:III"], by
    table.save(update_fields=["tie_breaks", "ranked_by"])
    for member in range(3):
        values = {"3.1": {"points": Decimal("7.20")}} if member == 1 else BEST
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member, values=values)
    above, beside = why_of(campaign, province.staff).comparisons
    assert above.sentence.startswith(f"{equal} Mèo Vạc, xếp sau vì tiêu chí phụ “điểm nhóm III”")
    assert beside.sentence == f"{equal} và đồng hạng với Yên Minh."
    text = page(sign_in, campaign, province.staff)[1]
    assert "So với Mèo Vạc (hạng 1, ngay trước)" in text
    assert "So với Yên Minh (hạng 2, đồng hạng)" in text
    higher, same = why_of(campaign, province.staff, "yen-minh").comparisons
    assert higher.sentence == above.sentence
    assert same.sentence == f"{equal} và đồng hạng với Đồng Văn."
