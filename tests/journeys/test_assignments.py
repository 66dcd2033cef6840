"""Giving targets to units with the keyboard alone."""

from decimal import Decimal

from playwright.sync_api import expect

from campaigns.models import AssignedTarget
from core import clock
from tests.factories.campaigns import draft_campaign
from tests.support.browser import NARROW, grave_faults, overflows
from tests.support.dates import on


def test_staff_give_targets_down_a_column_without_a_mouse(desk, province):
    clock.assume(on("2020-12-20"))
    campaign = draft_campaign(province)
    page = desk.seat(province.staff)
    page.goto(f"/phong-trao/{campaign.code}/giao-chi-tieu/")
    page.get_by_label("Đồng Văn: Thu nhập bình quân đầu người").focus()
    for value in ("40", "38,5", "39,25"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Lưu mức giao").press("Enter")
    expect(page.get_by_text("Đã lưu 3 mức giao.")).to_be_visible()
    expect(page.get_by_label("Yên Minh: Thu nhập bình quân đầu người")).to_have_value("39,25")
    assert list(AssignedTarget.objects.values_list("value", flat=True)) == [
        Decimal(40),
        Decimal("38.5"),
        Decimal("39.25"),
    ]
    assert grave_faults(page) == []
    page.set_viewport_size(NARROW)
    assert not overflows(page)
