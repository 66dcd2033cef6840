"""The shipped tables count as their sources do: one worked example of each (domain.md B1–B7)."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.calculation.facts import Facts
from scoring.calculation.sheets import Line, Sheet, result_of
from scoring.models import Criterion
from scoring.queries.lines import rule, table_of
from scoring.queries.soundness import flaws_of, parts_of
from scoring.queries.templates import fitting, shipped
from scoring.services import tables

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "fixtures" / "scoring"
CONTENTS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
OF_A_CAMPAIGN = {
    code
    for code, content in CONTENTS.items()
    if any(row.get("indicator") for group in content["groups"] for row in group["criteria"])
}
POINTS_BY_PEOPLE = "points"


@dataclass
class Worked:
    """A shipped table, frozen, and one unit's result under it."""

    table: object
    criteria: list = field(default_factory=list)

    def result(self, given, *, skipped=()):
        """``given`` by number: points where people give them, else Facts; what is not named reaches its maximum."""
        rules = table_of(self.table, self.table.groups.all(), self.criteria)
        lines = {one.no: self._line(one, given.get(one.no), one.no not in skipped) for one in self.criteria}
        return result_of(rules, Sheet("thu", lines))

    def _line(self, one, said, assigned):
        kind = rule(one)
        if kind.input == POINTS_BY_PEOPLE:
            points = one.max_points if said is None else Decimal(said)
            return Line(points={"appraised": points}, assigned=assigned)
        facts = said or best(one)
        points = kind.score(facts, max_points=one.max_points, step=self.table.rounding_step).points
        return Line(facts, {"appraised": points}, assigned=assigned)


def best(one):
    """Facts that bring the maximum, or no deduction."""
    plan = Decimal(100)
    return {
        "count": Facts(actual=Decimal(0)),
        "answer": Facts(grade="N" if one.rule == "exclusion" else "Y"),
        "grade": Facts(grade="A"),
        "ranks": Facts(ranks=(1,)),
        "figure": Facts(actual=Decimal(0 if one.max_points == 0 else 100), second=Decimal(100)),
        "lateness": Facts(),
    }.get(rule(one).input, Facts(plan=plan, actual=plan * 2, peers=(Fraction(2),)))


@pytest.fixture
def worked(province, campaign):
    def make(code):
        table = tables.create_table_from_template(
            campaign=campaign, bloc=province.bloc, template=CONTENTS[code], by=province.staff
        )
        tables.freeze_table(table_id=table.pk, by=province.staff)
        table.refresh_from_db()
        criteria = Criterion.objects.filter(group__table=table).select_related("group", "target")
        return Worked(table, list(criteria))

    return make


def test_names_a_source_and_what_was_made_up_for_every_table():
    found = {one.code for one in shipped()}
    assert set(CONTENTS) == found
    assert [one.code for one in shipped() if not one.source or not one.illustrative] == []


def test_offers_those_that_fit_the_campaign(campaign):
    assert {"tien-giang-2022", "hung-yen-2021"} <= {one.code for one in fitting(campaign)}
    assert "ha-giang-2021" not in {one.code for one in fitting(campaign)}


@pytest.mark.parametrize("code", [code for code in CONTENTS if code not in OF_A_CAMPAIGN])
def test_is_sound_and_uses_up_every_group_of_points(worked, code):
    table = worked(code).table
    assert [flaw.sentence for flaw in flaws_of(table, parts_of(table))] == []


@pytest.mark.parametrize("code", sorted(OF_A_CAMPAIGN))
def test_uses_up_every_group_of_points_of_a_table_for_one_campaign(code):
    """Its criteria name targets of that campaign, so it is made only there: its text is added up."""
    groups = [one for one in CONTENTS[code]["groups"] if one["kind"] == "points"]
    together = [sum(Decimal(row["max_points"]) for row in one["criteria"]) for one in groups]
    assert together == [Decimal(one["max_points"]) for one in groups] == [60, 25, 15]


def test_hung_yen_adds_its_parts_its_bonus_and_its_deductions(worked):
    """57,2 + 23,65 + 15 for the parts, 1,91 on figures and 8 given, 35 off: a warning costs flag and certificate."""
    given = {
        "1.1": figure(100, 105),  # 24 × 105 % = 25,2
        "1.2": figure(50, 45),  # 16 × 90 % = 14,4
        "1.3": figure(4, 5),  # lower is better: 6 × 4/5 = 4,8
        "1.4": figure(15, 12),  # 5 × 15/12 = 6,25, held at 10 % above 5
        "1.5": figure(3, 3),  # 5
        "1.6": figure(10, "9.5"),  # 4 × 10/9,5 = 4,21
        "2.2": Facts(grade="B"),  # 9 × 85 % = 7,65
        "4.2": 3,
        "5.1": Facts(actual=Decimal(1)),  # -5
        "5.6": Facts(actual=Decimal(1)),  # -20
        "5.7": Facts(days_late={"register": 4, "final_report": 12}),  # 0 - 10
    }
    result = worked("hung-yen-2021").result(given)
    by_no = {group.no: group.points for group in result.total.groups}
    expected = {"I": "57.2", "II": "23.65", "III": "15", "IV": "8", "V": "-35"}
    assert by_no == {no: Decimal(points) for no, points in expected.items()}
    assert (result.total.over, result.total.exceeded) == (Decimal("1.91"), 3)
    assert result.total.total == Decimal("70.76")
    assert result.excluded == ("certificate", "flag")


@pytest.mark.parametrize(("days", "off"), [(4, 0), (5, -5), (9, -5), (10, -10), (14, -10), (15, -20)])
def test_hung_yen_takes_off_by_days_of_delay(worked, days, off):
    given = {"5.7": Facts(days_late={"midterm_report": days})}
    assert worked("hung-yen-2021").result(given).total.penalty == off


def figure(plan, actual):
    return Facts(plan=Decimal(plan), actual=Decimal(actual))


def test_tien_giang_adds_18_4_to_100(worked):
    """The inspection of Cai Lậy: 100 + 18,4 = 118,4."""
    table = worked("tien-giang-2022")
    over = Facts(plan=Decimal(100), actual=Decimal(120))
    given = {
        "T.1": Facts(actual=Decimal(12), second=Decimal(1500)),
        "T.2": Facts(actual=Decimal("93.5")),
        "T.3": Facts(actual=Decimal(3)),
        **{f"T.{at}": over for at in (4, 5, 6, 7)},
    }
    result = table.result(given)
    assert result.total.total == Decimal("118.4")
    assert (result.total.bonus, result.total.penalty) == (Decimal("18.4"), 0)
    assert table.table.missing_self == "unclassified"


def test_tien_giang_takes_off_by_case_by_size_and_for_lateness(worked):
    given = {
        "Tr.1": Facts(actual=Decimal(4)),
        "Tr.2": Facts(actual=Decimal(1), second=Decimal(2500)),
        "Tr.4": Facts(actual=Decimal(1)),
        "Tr.6": Facts(days_late={"midterm_report": 2, "final_report": 1}),
    }
    assert worked("tien-giang-2022").result(given).total.penalty == Decimal("-7.0")


def test_the_police_compare_with_the_best_and_rank_by_percent(worked):
    """MS 140, target 10, actual 15 beside a best of 20: three quarters, as 3,75 of 5 in the text."""
    table = worked("cong-an-vi-antq")
    own = Facts(plan=Decimal(10), actual=Decimal(15), peers=(Fraction(2), Fraction(3, 2)))
    result = table.result({"1.1": own}, skipped={"1.4", "1.6"})
    assert result.total.available == 1000 - 80 - 100
    assert result.total.total == Decimal(820) - Decimal(35)
    assert result.entry.total == Decimal("95.7317")


def test_ho_chi_minh_city_adds_the_flag_of_the_year(worked):
    """97 + 10 = 107."""
    given = {"1.1": 17, "6.1": Facts(grade="Y"), "6.2": Facts(grade="N")}
    assert worked("tphcm-cham-cheo").result(given).total.total == Decimal(107)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "Vững mạnh"),
        ({"6.1": Facts(grade="Y")}, "Khá"),
        ({"2.1": 9}, "Khá"),
        ({"2.1": 10, "3.1": 14}, "Khá"),
        ({"1.2": 0, "2.1": 0, "3.1": 5}, "Trung bình"),
    ],
)
def test_the_trade_union_gives_classes_with_conditions(worked, given, name):
    assert worked("cong-doan-quan-11").result(given).classification == name


def test_public_employees_count_in_quarters_with_caps(worked):
    table = worked("vien-chuc-2026")
    given = {
        "B.1": Facts(plan=Decimal(100), actual=Decimal("90.2")),
        "B.4": 5,
        "C.2": 0,
        "D.1": Facts(actual=Decimal(9)),
        "D.2": Facts(actual=Decimal(4)),
    }
    result = table.result(given)
    assert result.total.penalty == -5
    assert result.total.total == Decimal("86.50")
    assert result.classification == "Hoàn thành tốt nhiệm vụ"


def test_dong_nai_reaches_105_with_all_bonus(worked):
    assert worked("mttq-dong-nai-2025").result({}).total.total == Decimal(105)
