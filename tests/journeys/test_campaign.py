"""Staff write down a launching document and launch it; the units find it on their worklists."""

import re

import pytest
from playwright.sync_api import expect

from campaigns.enums import CampaignState, SubmissionKind
from campaigns.models import Campaign
from core import clock
from tests.factories.ground import PASSWORD
from tests.support.dates import on

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def _december(province):
    clock.assume(on("2020-12-24 09:00"))


def fill_first_row(page, **typed):
    for label, text in typed.items():
        page.get_by_label(f"{label}, dòng 1", exact=True).fill(text)


def test_staff_sign_in_write_a_campaign_and_launch_it(desk, province):
    page = desk.seat()
    page.goto("/phong-trao/tao/nhap-tay/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page).to_have_url(re.compile("/phong-trao/tao/nhap-tay/$"))

    page.locator("#id_code").fill("thi-dua-2021")
    page.get_by_label("Nơi ban hành").fill("Ủy ban nhân dân tỉnh")
    page.locator("#id_title").fill("Phát động phong trào thi đua năm 2021")
    page.get_by_label("Năm thi đua").fill("2021")
    page.get_by_label("Khối thi đua các huyện số 1").first.check()
    fill_first_row(page, **{"Chỉ tiêu": "Thu nhập bình quân đầu người", "Mức": "38,5", "Đơn vị tính": "triệu đồng"})
    page.get_by_label("Việc phải nộp, dòng 1").select_option(SubmissionKind.REGISTER)
    fill_first_row(page, **{"Tên mốc": "Gửi bản đăng ký", "Ngày": "32/1/2021"})
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Mốc dòng 1: Ngày: Tháng 1/2021 chỉ có 31 ngày")).to_be_visible()

    fill_first_row(page, Ngày="10/1/2021")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    campaign = Campaign.objects.get(code="thi-dua-2021")
    assert [str(one.due_at.astimezone(clock.VIETNAM)) for one in campaign.milestones.all()] == [
        "2021-01-10 00:00:00+07:00"
    ]

    page.goto("/phong-trao/thi-dua-2021/phat-dong/")
    expect(page.get_by_role("listitem").filter(has_text="3 đơn vị").first).to_be_visible()
    page.get_by_role("button", name="Phát động", exact=True).click()
    expect(page.get_by_text("Đã phát động; các đơn vị đã nhận thông báo.")).to_be_visible()
    assert Campaign.objects.get().state == CampaignState.LAUNCHED

    officer = desk.seat(province.officer)
    officer.goto("/")
    expect(officer.get_by_text("Bản đăng ký thi đua").first).to_be_visible()
    officer.goto("/hop-thu/")
    expect(officer.get_by_text("Phát động: Phát động phong trào thi đua năm 2021").first).to_be_visible()


def test_more_rows_come_without_leaving_the_page(desk, province):
    page = desk.seat(province.staff)
    page.goto("/phong-trao/tao/nhap-tay/")
    page.locator("#id_title").fill("Giữ nguyên")
    fill_first_row(page, **{"Chỉ tiêu": "Thu nhập"})
    page.locator("#targets").get_by_role("button", name="Thêm dòng").click()
    expect(page.get_by_label("Chỉ tiêu, dòng 4", exact=True)).to_be_visible()
    expect(page.get_by_label("Chỉ tiêu, dòng 1", exact=True)).to_have_value("Thu nhập")
    expect(page.locator("#id_title")).to_have_value("Giữ nguyên")
