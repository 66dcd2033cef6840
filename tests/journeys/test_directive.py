"""Staff hand over a launching document, compare, correct one line, save and launch it."""

import re

import pytest
from playwright.sync_api import expect

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Target
from core import clock
from tests.campaigns.test_directive_pages import SHORT
from tests.factories.ground import PASSWORD
from tests.support.browser import NARROW, grave_faults, overflows, picture
from tests.support.dates import on

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def _december(province):
    clock.assume(on("2020-12-24 09:00"))


def test_staff_read_a_document_correct_it_and_launch(desk, province):
    page = desk.seat(province.staff)
    page.goto("/phong-trao/tao/")
    page.get_by_role("link", name="Tải văn bản").click()
    page.set_input_files(
        "input[type=file]", {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": SHORT.encode()}
    )
    picture(page, "doc-van-ban")
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.get_by_role("heading", name="Đối chiếu văn bản")).to_be_visible()
    assert not Campaign.objects.exists()
    picture(page, "doi-chieu")

    beside = page.get_by_role("group", name="Chỉ tiêu dòng 1", exact=True)
    expect(beside.get_by_text("Thu ngân sách nhà nước đạt 2.700 tỷ đồng").first).to_be_visible()
    beside.get_by_role("link", name="Xem trong văn bản").click()
    expect(page).to_have_url(re.compile(r"#doan-\d+$"))
    page.get_by_label("Mức, dòng 1", exact=True).fill("2.750")
    page.locator("#targets").get_by_role("button", name="Thêm dòng").click()
    expect(page.get_by_label("Mức, dòng 1", exact=True)).to_have_value("2.750")
    page.locator("#id_code").fill("thi-dua-2021")
    page.get_by_label("Khối thi đua các huyện số 1").first.check()
    page.set_viewport_size(NARROW)
    assert not overflows(page)
    assert grave_faults(page) == []
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    assert [str(one.value.normalize()) for one in Target.objects.all()] == ["2.75E+3", "4"]

    page.goto("/phong-trao/thi-dua-2021/phat-dong/")
    page.get_by_role("button", name="Phát động", exact=True).click()
    expect(page.get_by_text("Đã phát động; các đơn vị đã nhận thông báo.")).to_be_visible()
    assert Campaign.objects.get().state == CampaignState.LAUNCHED


def test_a_session_that_ended_loses_nothing_of_the_page(desk, province):
    page = desk.seat(province.staff)
    page.goto("/phong-trao/tao/doc-van-ban/")
    page.get_by_label("Nội dung văn bản").fill(SHORT)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.locator("#id_title").fill("Đã sửa lâu")
    page.locator("#id_code").fill("thi-dua-2021")
    page.context.clear_cookies()
    page.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("Phiên làm việc đã hết")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    beside = opened.value
    beside.get_by_label("Tên đăng nhập").fill("chuyenvien")
    beside.get_by_label("Mật khẩu").fill(PASSWORD)
    beside.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    page.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    assert Campaign.objects.get().title == "Đã sửa lâu"
