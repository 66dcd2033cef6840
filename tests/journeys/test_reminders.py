"""Staff remind a unit by hand; its officer reads it on a phone and takes the deadlines into a calendar."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from core import clock
from tests.factories.campaigns import launched_campaign
from tests.support.browser import NARROW
from tests.support.dates import on

pytestmark = pytest.mark.journey


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def test_staff_remind_a_unit_and_its_officer_takes_the_deadlines_along(desk, province, campaign):
    clock.assume(on("2021-01-07 09:00"))
    page = desk.seat(province.staff)
    page.goto("/phong-trao/phong-trao-2021/theo-doi/")
    page.get_by_role("link", name="Chưa nộp 3").first.click()
    page.get_by_role("link", name="Nhắc các đơn vị chưa nộp").click()
    page.get_by_role("link", name="Bỏ chọn tất cả").click()
    page.get_by_label("Đồng Văn").check()
    page.get_by_label("Lời nhắc").fill("Đề nghị đơn vị nộp trong ngày.")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("1 đơn vị, 2 người nhận được ngay")).to_be_visible()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.get_by_text("07/01/2021, 1 lần")).to_be_visible()

    page = desk.seat(province.officer, NARROW)
    page.goto("/hop-thu/")
    expect(page.get_by_text("Đề nghị đơn vị nộp trong ngày.")).to_be_visible()
    page.goto("/lich/")
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    address = urlsplit(page.get_by_label("Địa chỉ lịch của bạn").input_value()).path
    assert "BEGIN:VEVENT" in page.request.get(address).text()
    page.get_by_role("button", name="Thu hồi địa chỉ").click()
    page.get_by_role("button", name="Thu hồi", exact=True).click()
    expect(page.get_by_role("button", name="Tạo địa chỉ lịch")).to_be_visible()
    assert page.request.get(address).status == 404
