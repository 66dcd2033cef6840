"""Signs in points: hand-made examples of the arithmetic, and the page for staff."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from scoring.calculation.integrity import (
    CrossMark,
    Favour,
    Inflation,
    Mark,
    Pattern,
    Severity,
    inflation,
    same_patterns,
    severity_of_members,
    severity_of_offices,
    swapped_favours,
)
from scoring.enums import BlocMode, Tier
from scoring.enums import SheetState as S
from scoring.models import CrossPoints, CrossSheet
from scoring.queries.bloc_lines import bloc_subject
from scoring.queries.integrity import integrity
from scoring.services import sheets
from tests.factories.scoring import line_of, sheet_at, write


def mark(unit, no, own=None, bloc=None, appraised=None, office="", maximum=10):
    points = [None if value is None else Decimal(value) for value in (own, bloc, appraised)]
    return Mark(unit, no, Decimal(maximum), *points, office)


def cross(scorer, unit, *points):
    return [CrossMark(scorer, unit, f"1.{no}", Decimal(value)) for no, value in enumerate(points, start=1)]


def test_inflation_sums_what_both_tiers_scored_and_sorts_by_excess():
    marks = [
        mark("A", "1", 9, 9, "8.5"),
        mark("A", "2", 10, 10, 10),
        mark("B", "1", 10, 8, 7),
        mark("B", "2", 5, None, None),
        mark("C", "1", 6, 7, 7),
    ]
    assert inflation(marks, by=lambda one: one.unit) == [
        Inflation("B", 1, Decimal(10), Decimal(7)),
        Inflation("A", 2, Decimal(19), Decimal("18.5")),
        Inflation("C", 1, Decimal(6), Decimal(7)),
    ]
    assert [(row.key, row.excess) for row in inflation(marks, by=lambda one: one.no)] == [
        ("1", Decimal("2.5")),
        ("2", Decimal(0)),
    ]


def test_severity_of_offices_is_the_mean_of_bloc_minus_self():
    marks = [
        mark("A", "1", 9, 8, office="Trưởng"),
        mark("A", "2", 9, 9, office="Trưởng"),
        mark("B", "1", 9, "8.99", office="Trưởng"),
        mark("T", "1", 8, 9, office="Phó"),
        mark("T", "2", None, 9, office="Phó"),
        mark("Z", "1", 9, 1),
    ]
    assert severity_of_offices(marks) == [
        Severity("Trưởng", 3, Decimal("-0.34"), Decimal("-1.01")),
        Severity("Phó", 1, Decimal("1.00"), Decimal("1.00")),
    ]


def test_severity_of_members_compares_with_the_mean_of_the_others():
    given = [*cross("B", "A", 8), *cross("C", "A", 10), *cross("D", "A", 9)]
    assert severity_of_members(given) == [
        Severity("B", 1, Decimal("-1.50"), Decimal("-1.50")),
        Severity("D", 1, Decimal("0.00"), Decimal("0.00")),
        Severity("C", 1, Decimal("1.50"), Decimal("1.50")),
    ]


def test_severity_of_a_lone_scorer_is_not_told():
    assert severity_of_members(cross("B", "A", 1, 2, 3)) == []


def test_same_patterns_need_every_point_equal_and_three_of_them():
    def rows(unit, *points):
        return [mark(unit, str(no), value) for no, value in enumerate(points)]

    marks = [*rows("A", 9, 8, 7), *rows("B", 9, 8, 7), *rows("C", 9, 8, 6), *rows("D", 10, 10, 10)]
    marks += [*rows("E", 10, 10, 10), *rows("F", 1, 2), *rows("G", 1, 2)]
    assert same_patterns(marks, "self") == [Pattern(("A", "B"), 3, False), Pattern(("D", "E"), 3, True)]
    assert same_patterns(marks, "bloc") == []


def test_swapped_favours_want_both_sides_clearly_above():
    given = [
        *cross("A", "B", 10, 10), *cross("C", "B", 8, 8), *cross("D", "B", 8, 8),
        *cross("B", "A", 10, 9), *cross("C", "A", 8, 8), *cross("D", "A", 8, 8),
        *cross("A", "C", 10, 10), *cross("B", "C", 8, 8), *cross("D", "C", 8, 8),
    ]  # fmt: skip
    assert swapped_favours(given, Decimal(2)) == [Favour("A", "B", Decimal("4.00"), Decimal("3.00"))]
    assert swapped_favours(given, Decimal("3.01")) == []


def look(campaign, viewer):
    return integrity(bloc_subject(viewer, campaign.code, "khoi-1"), viewer)


def text_of(response):
    return " ".join(response.content.decode().split())


def appraised_lower(province, campaign):
    """Đồng Văn's 3.1 was lowered from 7 to 5 by the standing body."""
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    for no in ("1.1", "1.2", "2.1", "4.1", "4.2", "5.1", "5.2"):
        write(sheet, no, Tier.APPRAISED, province.staff, points=line_of(sheet, no).bloc_points)
    write(sheet, "3.1", Tier.APPRAISED, province.staff, points=Decimal(5), note="Thiếu minh chứng")
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)


@pytest.mark.django_db
def test_page_says_who_claimed_most(sign_in, province, campaign, table):
    appraised_lower(province, campaign)
    found = look(campaign, province.staff)
    assert [(row.key, row.excess) for row in found.units] == [("Đồng Văn", Decimal(2))]
    assert found.criteria[0].key == "3.1 Tổ chức phong trào"
    assert [(row.scorer, row.mean) for row in found.offices] == [("Yên Minh", Decimal("0.00"))]
    text = text_of(sign_in(province.staff).get(reverse("scoring:integrity", args=[campaign.code, "khoi-1"])))
    assert "Đồng Văn tự chấm cao hơn thẩm định nhiều nhất: 2 điểm." in text
    assert "Đây là dấu hiệu, không phải bằng chứng" in text


@pytest.mark.django_db
def test_page_names_units_with_the_same_points(sign_in, province, campaign, table):
    for member in range(3):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    found = look(campaign, province.staff)
    assert [one.units for one in found.own_patterns] == [("Đồng Văn", "Mèo Vạc", "Yên Minh")]
    text = text_of(sign_in(province.staff).get(reverse("scoring:integrity", args=[campaign.code, "khoi-1"])))
    assert "Đồng Văn, Mèo Vạc, Yên Minh" in text


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "told"), [(S.SELF_SUBMITTED, 0), (S.BLOC_CONFIRMED, 2)])
def test_points_given_crosswise_stay_blind_until_they_are_the_blocs(province, campaign, table, state, told):
    sheet = sheet_at(state, province, campaign)
    table.bloc_mode = BlocMode.CROSSWISE
    table.save(update_fields=["bloc_mode"])
    for scorer, points in zip(province.units[1:], (Decimal(9), Decimal(7)), strict=True):
        given = CrossSheet.objects.create(sheet=sheet, scorer=scorer, given_at=clock.now(), given_by=province.staff)
        CrossPoints.objects.create(cross_sheet=given, line=line_of(sheet, "1.1"), points=points)
    assert len(look(campaign, province.staff).members) == told


@pytest.mark.django_db
def test_page_is_for_staff_only(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    answers = {
        role: sign_in(person).get(reverse("scoring:integrity", args=[campaign.code, "khoi-1"])).status_code
        for role, person in province.everybody().items()
    }
    assert {role for role, status in answers.items() if status == 200} == {"staff"}


@pytest.mark.django_db
def test_page_without_points_says_so(sign_in, province, campaign):
    text = text_of(sign_in(province.staff).get(reverse("scoring:integrity", args=[campaign.code, "khoi-1"])))
    assert "Chưa có điểm để rà soát" in text


@pytest.mark.django_db
@pytest.mark.parametrize("units", [1, 3])
def test_costs_the_same_for_more_units(province, campaign, table, units, django_assert_num_queries):
    for member in range(units):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    assert province.staff.seats
    subject = bloc_subject(province.staff, campaign.code, "khoi-1")
    with django_assert_num_queries(4):
        assert len(integrity(subject, province.staff).units) == units
