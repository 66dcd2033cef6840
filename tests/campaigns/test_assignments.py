"""Targets given to single units: the grid, the last writer, and where the given value counts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.contents import CONTENTS
from campaigns.drafts import IndicatorLine, TargetLine
from campaigns.enums import Op, SubmissionKind
from campaigns.models import AssignedTarget, Target
from campaigns.queries.assignments import fingerprint, grid, places_of
from campaigns.queries.submissions import registration_rows, result_rows
from campaigns.services import campaigns
from campaigns.services.assignments import CHANGED, FOREIGN, assign_targets
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import Notice
from scoring.enums import PlanSource
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign, participation_of
from tests.factories.ground import bloc, district
from tests.factories.scoring import frozen_table, line_of, opened_sheet
from tests.factories.submissions import begun
from tests.support.pages import fields_of, text_of

MONEY = IndicatorLine("Thu ngân sách", (TargetLine(op=Op.AT_LEAST, value=Decimal(2700), unit_of_measure="tỷ đồng"),))


def income(campaign) -> Target:
    return Target.objects.filter(indicator__campaign=campaign).order_by("indicator__position", "position")[0]


def give(province, campaign, *values: str | None, by=None, seen: str | None = None) -> int:
    """The first target for each unit of the bloc in turn."""
    target = income(campaign)
    given = {
        (unit.pk, target.pk): value and Decimal(value) for unit, value in zip(province.units, values, strict=False)
    }
    now = fingerprint(grid(campaign).values, {unit for unit, _ in given}) if seen is None else seen
    return assign_targets(campaign_id=campaign.pk, values=given, seen=now, by=by or province.staff)


def stored() -> list[tuple[str, Decimal]]:
    return list(AssignedTarget.objects.values_list("unit__code", "value").order_by("unit__code"))


@pytest.mark.parametrize("make", [draft_campaign, launched_campaign])
def test_units_are_given_changed_and_relieved_of_targets(province, at, make):
    at("2020-12-20")
    campaign = make(province)
    assert [place.unit for place in places_of(campaign)] == list(province.units)
    assert give(province, campaign, "40", "38.5") == 2
    assert give(province, campaign, "40", None, "39") == 2
    assert stored() == [("dong-van", Decimal(40)), ("yen-minh", Decimal(39))]
    trail = AuditEvent.objects.filter(event="targets.assigned").order_by("pk")
    target = income(campaign).pk
    assert [event.detail["changes"] for event in trail] == [
        [["dong-van", target, None, "40"], ["meo-vac", target, None, "38.5"]],
        [["meo-vac", target, "38.5", None], ["yen-minh", target, None, "39"]],
    ]


def told() -> list[str]:
    found = Notice.objects.filter(title="Chỉ tiêu giao cho đơn vị đã thay đổi")
    return sorted(found.values_list("recipient__username", flat=True))


def test_units_hear_of_a_change_once_the_campaign_runs(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    give(province, campaign, "40")
    assert told() == []
    campaigns.launch(campaign_id=campaign.pk, by=province.staff)
    give(province, campaign, "40", "38.5")
    assert told() == ["canbo.meo-vac", "thutruong.meo-vac"]


def test_the_same_again_changes_nothing_and_leaves_no_trail(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    give(province, campaign, "40")
    assert give(province, campaign, "40.0") == 0
    assert AuditEvent.objects.filter(event="targets.assigned").count() == 1


def test_the_second_writer_is_told_and_nothing_is_overwritten(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    seen = fingerprint({}, [])
    give(province, campaign, "40", seen=seen)
    with pytest.raises(Conflict) as conflict:
        give(province, campaign, "41", seen=seen)
    assert (conflict.value.reason, stored()) == (CHANGED, [("dong-van", Decimal(40))])
    assert conflict.value.theirs == {(province.units[0].pk, income(campaign).pk): Decimal(40)}


def test_units_and_targets_from_elsewhere_are_refused(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    goal = Target.objects.get(indicator__campaign=campaign, op=Op.QUALITATIVE)
    stranger = province.stranger.seats[0].unit
    for key in ((stranger.pk, income(campaign).pk), (province.unit.pk, goal.pk)):
        with pytest.raises(Refused, match=FOREIGN):
            assign_targets(
                campaign_id=campaign.pk, values={key: Decimal(1)}, seen=fingerprint({}, []), by=province.staff
            )


@pytest.mark.parametrize("role", ["officer", "head", "leader", "bloc_secretary", "council_chair"])
def test_targets_are_given_by_staff(province, at, role):
    at("2020-12-20")
    campaign = launched_campaign(province)
    with pytest.raises(Refused, match="Chỉ chuyên viên của cơ quan phát động làm được việc này"):
        give(province, campaign, "40", by=province.everybody()[role])


def test_a_bloc_plan_gives_none(province, at):
    at("2020-12-20")
    plan = bloc_plan(province, launched_campaign(province), ())
    with pytest.raises(Refused, match="không ở kế hoạch riêng của khối"):
        assign_targets(campaign_id=plan.pk, values={}, seen="", by=province.staff)


def test_totals_stand_against_the_campaigns_value(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province, indicators=(MONEY,))
    give(province, campaign, "1500", "1150")
    total = grid(campaign).columns[0].total
    assert (total.given, total.mark) == ("2.650 / 2.700", "còn 50")


def test_what_a_unit_is_given_stands_in_its_papers_and_is_its_plan(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    give(province, campaign, "40")
    at("2021-01-05")
    draft = begun(province, campaign)
    row, other = registration_rows(draft)[:2]
    assert (row.assigned, row.plan, other.assigned, other.plan) == (Decimal(40), Decimal(40), None, Decimal("4.0"))
    content = CONTENTS[SubmissionKind.REGISTER]
    assert content.gaps(draft)[-3:-1] == [
        "Chỉ tiêu 1: chưa ghi mức đăng ký cho “Thu nhập bình quân đầu người” (được giao 40).",
        "Chỉ tiêu 2: chưa ghi mức đăng ký cho “Tỷ lệ hộ nghèo giảm”.",
    ]
    assert [line["assigned"] for line in content.freeze(draft)["targets"]] == [Decimal(40), None, None]
    assert result_rows(participation_of(campaign, province.units[1]))[0].assigned is None


def test_the_score_sheet_takes_the_given_value_before_the_campaigns(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    give(province, campaign, "40")
    frozen_table(province, campaign)
    line = line_of(opened_sheet(province, campaign), "1.1")
    assert (line.plan, line.plan_source) == (Decimal(40), PlanSource.ASSIGNED)


def address(campaign, code: str = "") -> str:
    return reverse("campaigns:assign", args=[campaign.code]) + (f"?khoi={code}" if code else "")


def named(unit, target) -> str:
    return f"v_{unit.pk}_{target.pk}"


def test_the_page_takes_vietnamese_numbers_and_shows_them_again(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province, indicators=(MONEY,))
    client, target = sign_in(province.staff), income(campaign)
    page = client.get(address(campaign))
    typed = {**fields_of(page), named(province.units[0], target): "1.500", named(province.units[1], target): "1.149,5"}
    response = client.post(address(campaign), typed)
    assert response["Location"] == address(campaign, "khoi-1")
    page = client.get(response["Location"])
    assert fields_of(page)[named(province.units[1], target)] == "1.149,5"
    assert "Đã lưu 2 mức giao." in text_of(page)
    assert "2.649,5 / 2.700 còn 50,5" in text_of(page)


def test_the_page_keeps_what_was_typed_and_says_where_it_is_wrong(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client, target = sign_in(province.staff), income(campaign)
    rate = Target.objects.get(indicator__campaign=campaign, op=Op.DECREASE)
    wrong = {named(province.units[0], target): "bốn mươi", named(province.units[1], rate): "4.500"}
    page = client.post(address(campaign), {**fields_of(client.get(address(campaign))), **wrong})
    text = text_of(page)
    assert "Đồng Văn: Thu nhập bình quân đầu người: Không phải là số: bốn mươi" in text
    assert "Không rõ 4.500 là 4,5 hay 4500" in text
    assert (fields_of(page)[named(province.units[0], target)], stored()) == ("bốn mươi", [])


def test_the_page_shows_both_values_on_a_clash_and_overwrites_knowingly(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client, target = sign_in(province.staff), income(campaign)
    read = fields_of(client.get(address(campaign)))
    give(province, campaign, "40")
    mine = {**read, named(province.units[0], target): "41"}
    page = client.post(address(campaign), mine)
    assert "Người khác đã sửa chỉ tiêu giao sau khi bạn mở trang" in text_of(page)
    assert ("đang lưu: 40" in text_of(page), fields_of(page)[named(province.units[0], target)]) == (True, "41")
    newest = page.context["newest"]
    client.post(address(campaign), {**mine, "overwrite": newest})
    assert stored() == [("dong-van", Decimal(41))]


def test_the_page_has_a_chip_per_bloc_and_writes_only_the_one_shown(province, at, sign_in):
    at("2020-12-20")
    second = bloc("khoi-2", "Khối 2", province.authority, (district("quan-ba", "Quản Bạ", province.authority),))
    campaign = draft_campaign(province, blocs=(province.bloc, second))
    give(province, campaign, "40")
    client, target = sign_in(province.staff), income(campaign)
    page = client.get(address(campaign, "khoi-2"))
    unit = places_of(campaign)[0].unit if places_of(campaign)[0].bloc == second else places_of(campaign)[-1].unit
    assert [name for name in fields_of(page) if name.endswith(f"_{target.pk}")] == [named(unit, target)]
    client.post(address(campaign, "khoi-2"), {**fields_of(page), named(unit, target): "37"})
    assert stored() == [("dong-van", Decimal(40)), ("quan-ba", Decimal(37))]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_more_units(province, at, sign_in, count, django_assert_num_queries):
    at("2020-12-20")
    units = tuple(district(f"huyen-{number}", f"Huyện {number}", province.authority) for number in range(count))
    some = bloc("khoi-3", "Khối 3", province.authority, units)
    indicators = tuple(IndicatorLine(f"Chỉ tiêu {number}", MONEY.targets) for number in range(count))
    campaign = draft_campaign(province, blocs=(some,), indicators=indicators)
    client = sign_in(province.staff)
    with django_assert_num_queries(9):
        client.get(address(campaign))


def test_a_closed_campaign_gives_no_more(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province, milestones=())
    campaigns.close(campaign_id=campaign.pk, by=province.staff)
    response = sign_in(province.staff).get(address(campaign))
    assert (response.status_code, "Phong trào đã kết thúc nên chỉ còn xem được." in text_of(response)) == (403, True)
