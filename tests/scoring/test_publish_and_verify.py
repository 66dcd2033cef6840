"""What is published computes again, whatever the table says of missing units, the bloc's tier, ranks and duties."""

import json
from copy import deepcopy
from decimal import Decimal

import pytest

from campaigns.models import Participation
from scoring.calculation.verification import differences, digest
from scoring.enums import BlocMode, MissingSelf, RankedBy, Tier
from scoring.services import crosswise, lines, rankings, sheets, votes
from scoring.services.missing import settle_missing
from tests.factories.campaigns import participation_of
from tests.factories.scoring import appraised_bloc, line_of, scorer_of, write
from tests.factories.sheets import confirmed, criterion, filed, group, table_with

pytestmark = pytest.mark.django_db
AFTER = "2021-12-31 09:00"
PENALTY = {"kind": "penalty", "max_points": "0"}
NUMBERS = ("1", "2", "3", "4", "5")


def rule_table(table, **changes):
    type(table).objects.filter(pk=table.pk).update(**changes)


def published(province, campaign):
    """What is published of the bloc: the file, which must be right."""
    text = rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff).document
    assert differences(text) == []
    return json.loads(text)


def row_of(content, code):
    return next(row for row in content["ranking"] if row["unit"] == code)


def appraised(province, sheet):
    """The sheet with the bloc's points taken over by the standing body."""
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    return sheets.appraise(sheet_id=sheet.pk, by=province.staff)


def every_kind(province, campaign, **fields):
    """A table in which a rule asks for each kind of fact, comparing ones among them."""
    return table_with(
        province,
        campaign,
        group(
            "I",
            criterion("1", "proportional", {"bonus_cap_percent": "10"}, plan="40"),
            criterion("2", "rank_in_bloc", {"points": ["10", "6", "3"]}),
            criterion("3", "manual", optional=fields.get("ranked_by") == RankedBy.PERCENT),
        ),
        group("II", criterion("4", "per_case", {"points": "-2", "floor": "-6"}, max_points="0"), **PENALTY),
        group("III", criterion("5", "exclusion", max_points="0", excludes=["flag"]), **PENALTY),
        **fields,
    )


def facts(figure, cases=0, answer="N"):
    return {
        "1": {"actual": Decimal(figure)},
        "2": {"actual": Decimal(figure)},
        "3": {"points": Decimal(8)},
        "4": {"actual": Decimal(cases)},
        "5": {"grade": answer},
    }


def two_filed_and_one_settled(province, campaign, at):
    """The sheet of the third unit, settled after the deadline; the other two went their way."""
    found = [filed(province, campaign, facts(figure), member=member) for member, figure in enumerate(("38.5", "41"))]
    at(AFTER)
    folder = Participation.objects.get(pk=participation_of(campaign, province.units[2]).pk)
    last = settle_missing(folder=folder, by=province.staff)
    for member, sheet in enumerate(found):
        confirm(province, sheet, member, BlocMode.OFFICE)
        appraised(province, sheet)
    return last


@pytest.mark.parametrize("mode", MissingSelf)
def test_whatever_becomes_of_a_unit_that_filed_nothing(province, campaign, at, mode):
    every_kind(province, campaign, missing_self=mode)
    sheet = two_filed_and_one_settled(province, campaign, at)
    if mode == MissingSelf.BLOC_SCORES:
        by = scorer_of(province, 2)
        for no in NUMBERS[:4]:
            write(sheet, no, Tier.BLOC, by, points=Decimal(0), note="Không có báo cáo")
        write(sheet, "5", Tier.BLOC, by, answer="N", note="Không có vi phạm")
        sheets.confirm_bloc(sheet_id=sheet.pk, by=by)
        appraised(province, sheet)
    content = published(province, campaign)
    row = row_of(content, province.units[2].code)
    total = None if mode == MissingSelf.UNCLASSIFIED else "0"
    assert (row["total"], row["rank"]) == (total, None if total is None else 3)


def test_zero_of_a_unit_that_filed_is_still_compared_with_the_rule(province, campaign, at):
    every_kind(province, campaign, missing_self=MissingSelf.ZERO)
    two_filed_and_one_settled(province, campaign, at)
    content = published(province, campaign)
    spoiled = deepcopy(content)
    unit = next(one for one in spoiled["units"] if one["unit"] == province.units[2].code)
    unit["self_missing"] = False
    spoiled["sha256"] = digest(spoiled)
    said = differences(json.dumps(spoiled))
    assert "ghi 0, theo cách tính là trống" in said[0]
    unit["self_missing"] = True
    unit["lines"]["1"]["points"]["self"] = "1"
    spoiled["sha256"] = digest(spoiled)
    assert "points.self: ghi 1, theo cách tính là trống" in differences(json.dumps(spoiled))[0]


@pytest.mark.parametrize("mode", BlocMode)
def test_whoever_gives_the_tier_of_the_bloc(province, campaign, mode):
    every_kind(province, campaign, bloc_mode=mode, rounding_step=Decimal("0.25"))
    found = [filed(province, campaign, facts(figure), member=at) for at, figure in enumerate(("38.5", "41", "36"))]
    for member, sheet in enumerate(found):
        confirm(province, sheet, member, mode)
        appraised(province, sheet)
    content = published(province, campaign)
    assert [row["rank"] for row in content["ranking"]] == [1, 2, 3]


def confirm(province, sheet, member, mode):
    """The bloc's tier as the table wants it, one row of it below what the unit gave itself."""
    by = scorer_of(province, member)
    if mode == BlocMode.CROSSWISE:
        for other, points in zip([at for at in range(3) if at != member], ("7", "7.5"), strict=True):
            officer = province.officers[other]
            crosswise.take_self_points(sheet_id=sheet.pk, by=officer)
            line = line_of(sheet, "3")
            crosswise.save_points(line_id=line.pk, points=Decimal(points), note="Thiếu minh chứng", by=officer)
            crosswise.give(sheet_id=sheet.pk, by=officer)
    else:
        write(sheet, "3", Tier.BLOC, by, points=Decimal(7), note="Thiếu minh chứng")
        lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=by)
    sheet.refresh_from_db()
    minutes = {"minutes": "05/BB-KTĐ ngày 10/12/2021"} if mode == BlocMode.MEETING else {}
    sheets.confirm_bloc(sheet_id=sheet.pk, by=by, **minutes)


def test_percent_of_the_own_duties_and_lines_that_are_none(province, campaign):
    every_kind(province, campaign, ranked_by=RankedBy.PERCENT)
    given = [facts(figure) for figure in ("38.5", "41", "36")]
    given[0]["3"] = {"assigned": False, "note": "Theo chức năng, nhiệm vụ"}
    found = [filed(province, campaign, values, member=member) for member, values in enumerate(given)]
    for member, sheet in enumerate(found):
        lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, member))
        sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer_of(province, member))
        appraised(province, sheet)
    content = published(province, campaign)
    unit = next(one for one in content["units"] if one["unit"] == "dong-van")
    assert (unit["lines"]["3"]["assigned"], unit["lines"]["3"]["points"]["self"]) == (False, None)
    percents = [Decimal(row["percent"]) for row in content["ranking"]]
    assert percents == sorted(percents, reverse=True)


def test_votes_that_part_equals(province, campaign, table):
    rule_table(table, tie_breaks=["first_group", "votes"])
    appraised_bloc(province, campaign)
    given = {"dong-van": 3, "yen-minh": 5}
    votes.record_votes(campaign=campaign, bloc=province.bloc, votes=given, by=province.staff)
    content = published(province, campaign)
    assert [row["unit"] for row in content["ranking"]] == ["meo-vac", "yen-minh", "dong-van"]
    assert content["ranking"][2]["parted_by"] == "số phiếu suy tôn"


@pytest.mark.parametrize("form", ["flag", "unclassified"])
def test_cases_that_cost_a_form_of_award_or_the_rank(province, campaign, form):
    table_with(
        province,
        campaign,
        group("I", criterion("3", "manual")),
        group("II", criterion("5", "exclusion", max_points="0", excludes=[form]), **PENALTY),
    )
    for member, answer in enumerate("NYN"):
        values = {"3": {"points": Decimal(8)}, "5": {"grade": answer}}
        appraised(province, confirmed(province, campaign, values, member=member))
    content = published(province, campaign)
    unit = next(one for one in content["units"] if one["unit"] == "meo-vac")
    assert unit["excluded"] == [form]
    assert row_of(content, "meo-vac")["rank"] == (1 if form == "flag" else None)
