"""What the launch page says before the button is pressed."""

from dataclasses import replace

import pytest
from django.urls import reverse

from campaigns.models import Target
from campaigns.queries.assignments import fingerprint
from campaigns.queries.launching import preview
from campaigns.services.assignments import assign_targets
from tests.factories.campaigns import draft, draft_campaign
from tests.factories.ground import bloc, district
from tests.support.dates import on
from tests.support.pages import text_of


def test_facts_count_units_and_people_bloc_by_bloc(province, at):
    at("2020-12-20")
    units = (district("quan-ba", "Quản Bạ", province.authority), district("vi-xuyen", "Vị Xuyên", province.authority))
    second = bloc("khoi-2", "Khối thi đua các huyện số 2", province.authority, units)
    found = preview(draft_campaign(province, blocs=(province.bloc, second)), on("2020-12-20"))
    assert found.facts == [
        "5 đơn vị, 6 người của 2 khối sẽ nhận thông báo ngay.",
        "Khối thi đua các huyện số 1: 3 đơn vị, 6 người.",
        "Khối thi đua các huyện số 2: 2 đơn vị, 0 người.",
    ]
    assert found.warnings[0] == (
        "2 đơn vị chưa có tài khoản cán bộ đầu mối hay thủ trưởng nên không ai nhận được thông báo: Quản Bạ, Vị Xuyên."
    )


def test_warnings_name_deadlines_that_are_over_and_targets_given_to_nobody(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    assert preview(campaign, on("2021-01-12")).warnings == [
        "Mốc “Gửi Bản đăng ký thi đua” đã qua hạn: đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021).",
        "2/2 mức chỉ tiêu chưa giao cho đơn vị nào; đơn vị lấy theo chỉ tiêu chung.",
    ]


@pytest.mark.parametrize(("due", "warned"), [("2022-06-30", False), ("2022-09-15", True)])
def test_a_deadline_long_after_the_campaign_is_pointed_out(province, at, due, warned):
    at("2020-12-20")
    plain = draft(province)
    campaign = draft_campaign(province, milestones=(replace(plain.milestones[0], day=on(due).date()),))
    assert any("Hãy xem lại năm." in one for one in preview(campaign, on("2020-12-20")).warnings) == warned


def test_nothing_is_left_to_warn_of(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    targets = [one for one in Target.objects.filter(indicator__campaign=campaign) if one.is_quantitative]
    values = {(province.unit.pk, one.pk): one.value for one in targets}
    assign_targets(campaign_id=campaign.pk, values=values, seen=fingerprint({}, []), by=province.staff)
    assert preview(campaign, on("2020-12-20")).warnings == []


def test_a_campaign_without_deadlines_is_pointed_out(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province, milestones=())
    page = sign_in(province.staff).get(reverse("campaigns:launch", args=[campaign.code]))
    text = text_of(page)
    assert "Chưa có mốc thời hạn nào: hệ thống sẽ không nhắc đơn vị nộp gì." in text
    assert "3 đơn vị, 6 người của 1 khối sẽ nhận thông báo ngay." in text
    address = reverse("campaigns:launch", args=[campaign.code])
    form = page.content.decode().split(f'action="{address}"')[1].split("</form>")[0]
    assert '<button class="td-btn td-btn--primary" type="submit">Phát động</button>' in form


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_more_units_and_lines(province, at, sign_in, count, django_assert_num_queries):
    at("2020-12-20")
    units = tuple(district(f"huyen-{number}", f"Huyện {number}", province.authority) for number in range(count))
    some = bloc("khoi-3", "Khối 3", province.authority, units)
    plain = draft(province)
    campaign = draft_campaign(
        province, blocs=(some,), milestones=plain.milestones[:count], indicators=plain.indicators[:count]
    )
    client = sign_in(province.staff)
    with django_assert_num_queries(13):
        client.get(reverse("campaigns:launch", args=[campaign.code]))
