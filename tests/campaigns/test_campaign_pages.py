"""The pages of campaigns: list, detail, launch, close."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.drafts import ContentLine, IndicatorLine, MilestoneLine, TargetLine, WaveLine, WindowLine
from campaigns.enums import CampaignState, SubmissionKind
from tests.factories.campaigns import DUE, bloc_plan, draft_campaign, launched_campaign
from tests.support.pages import text_of

FULL = {
    "waves": (WaveLine("Đợt 1", date(2021, 1, 1), date(2021, 6, 30)),),
    "windows": (WindowLine("midterm", "Sơ kết", date(2021, 6, 15), date(2021, 6, 30)),),
    "contents": (ContentLine("Phong trào", "“Chung sức xây dựng nông thôn mới”"),),
    "theme": "Đoàn kết, kỷ cương, sáng tạo",
}


def test_list_shows_drafts_to_staff_only(province, at, sign_in):
    at("2020-12-20")
    draft_campaign(province, title="Phong trào đang soạn")
    seen = {
        role: "Phong trào đang soạn" in sign_in(person).get(reverse("campaigns:list")).content.decode()
        for role, person in province.everybody().items()
    }
    assert {role for role, found in seen.items() if found} == {
        "staff",
        "leader",
        "council_member",
        "council_chair",
        "admin",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_more_campaigns(province, at, sign_in, django_assert_num_queries, count):
    at("2020-12-20")
    for number in range(count):
        launched_campaign(province, f"phong-trao-{number}")
    client = sign_in(province.staff)
    with django_assert_num_queries(7):
        client.get(reverse("campaigns:list"))


@pytest.mark.parametrize("role", ["officer", "staff", "leader", "bloc_secretary"])
def test_detail_of_a_draft_is_not_found_by_units(province, at, sign_in, role):
    at("2020-12-20")
    campaign = draft_campaign(province)
    status = sign_in(province.everybody()[role]).get(reverse("campaigns:detail", args=[campaign.code])).status_code
    assert status == (200 if role in ("staff", "leader") else 404)


def test_detail_says_all_that_the_document_sets(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province, **FULL)
    at("2021-01-08 08:30")
    page = " ".join(
        sign_in(province.officer).get(reverse("campaigns:detail", args=[campaign.code])).content.decode().split()
    )
    for words in (
        "“Đoàn kết, kỷ cương, sáng tạo”",
        "Đang phát động",
        "từ 38,5 triệu đồng trở lên",
        "giảm 4,0%",
        "định tính",
        "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)",
        "còn 1 ngày 15 giờ",
        "Đợt 1",
        "Hồ sơ của Đồng Văn",
        "Khối thi đua các huyện số 1",
    ):
        assert page.count(words) > 0, words
    assert page.count("/phat-dong/") == 0


def test_detail_points_out_a_misprint(province, at, sign_in):
    at("2020-12-20")
    line = MilestoneLine(
        kind=SubmissionKind.MIDTERM_REPORT,
        name="Sơ kết",
        day=date(2021, 6, 20),
        printed_on=date(2020, 6, 20),
        remark="Có thể in nhầm năm.",
    )
    campaign = launched_campaign(province, milestones=(line,))
    page = sign_in(province.officer).get(reverse("campaigns:detail", args=[campaign.code])).content.decode()
    assert (page.count("Văn bản in 20/06/2020"), page.count("Có thể in nhầm năm.")) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_for_more_lines(province, at, sign_in, django_assert_num_queries, monkeypatch, count):
    monkeypatch.setattr("campaigns.views.campaigns.PANELS", [])  # what the floors above add is theirs to count
    at("2020-12-20")
    indicators = tuple(
        IndicatorLine(f"Chỉ tiêu {number}", (TargetLine(value=Decimal(number)),)) for number in range(count)
    )
    lines = tuple(
        MilestoneLine(kind=kind, name=f"Mốc {kind}", day=date(2021, 1, 10)) for kind in SubmissionKind.values[:count]
    )
    campaign = launched_campaign(province, indicators=indicators, milestones=lines)
    client = sign_in(province.staff)
    with django_assert_num_queries(18):
        client.get(reverse("campaigns:detail", args=[campaign.code]))


def test_launch_page_quotes_facts_and_launches(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client = sign_in(province.staff)
    address = reverse("campaigns:launch", args=[campaign.code])
    assert client.get(address).content.decode().count("3 đơn vị, 6 người của 1 khối sẽ nhận thông báo ngay.") == 1
    client.post(address)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.LAUNCHED
    assert client.get(address).content.decode().count("Phong trào này đã phát động lúc") == 1


def test_launch_page_says_what_is_missing(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province, blocs=())
    page = sign_in(province.staff).get(reverse("campaigns:launch", args=[campaign.code])).content.decode()
    assert page.count("Chưa chọn khối nào tham gia.") == 1


def test_launch_by_a_leader_is_refused(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    response = sign_in(province.leader).post(reverse("campaigns:launch", args=[campaign.code]))
    assert response.status_code == 403
    assert response.content.decode().count("Chỉ chuyên viên của cơ quan phát động làm được việc này.") == 1


def test_close_page_lists_what_is_open_and_closes_when_nothing_is(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    client = sign_in(province.staff)
    address = reverse("campaigns:close", args=[campaign.code])
    assert client.get(address).content.decode().count("chưa đến hạn") == len(DUE)
    at("2022-01-10")
    text = text_of(client.get(address))
    assert "“Gửi Bản đăng ký thi đua”: 3/3 đơn vị chưa nộp: Đồng Văn, Mèo Vạc, Yên Minh." in text
    client.post(address)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED


def test_close_page_names_the_plans_that_are_called_off_too(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    bloc_plan(province, campaign, ())
    page = text_of(sign_in(province.staff).get(reverse("campaigns:close", args=[campaign.code])))
    assert "Kế hoạch thi đua của khối (Đang phát động)" in page


def test_close_page_cancels_with_a_reason_only(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    client = sign_in(province.staff)
    address = reverse("campaigns:close", args=[campaign.code])
    refused = client.post(address, {"cancel": "1", "reason": ""})
    assert refused.content.decode().count("Hãy ghi lý do để đơn vị biết cần sửa gì.") == 1
    client.post(address, {"cancel": "1", "reason": "Không diễn ra."})
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CANCELLED


def test_foreign_campaigns_are_not_found(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    client = sign_in(province.stranger)
    names = ("detail", "edit", "launch", "close", "follow_up")
    assert {client.get(reverse(f"campaigns:{name}", args=[campaign.code])).status_code for name in names} == {404}
