"""A bloc makes its own table: begun after a template, ordered by hand, proposed, agreed."""

import pytest
from playwright.sync_api import expect

from scoring.models import Criterion, ScoringTable
from tests.factories.campaigns import launched_campaign
from tests.factories.scoring import draft_table
from tests.support.browser import NARROW, grave_faults

pytestmark = pytest.mark.journey


def order(table, no):
    """The numbers of the criteria of one group, in order."""
    return [one.no for one in Criterion.objects.filter(group__table=table, group__no=no)]


def test_begins_after_a_template_and_is_agreed(desk, province):
    campaign = launched_campaign(province)
    office = desk.seat(province.secretary)
    office.goto(f"/cham-diem/bang-tieu-chi/{campaign.code}/soan/")
    office.get_by_label("Phiếu chấm điểm viên chức").check()
    office.get_by_role("button", name="Tạo bản soạn").click()
    office.get_by_text("Không có lỗi").wait_for()
    assert grave_faults(office) == []
    table = ScoringTable.objects.get()
    office.get_by_role("link", name="Xem bảng, lấy ý kiến").click()
    office.get_by_role("button", name="Lấy ý kiến các thành viên").click()
    office.get_by_role("button", name="Gửi lấy ý kiến").click()
    office.get_by_text("Đã gửi bảng tiêu chí").wait_for()
    for head in province.heads:
        page = desk.seat(head, NARROW)
        page.goto("/")
        page.get_by_role("link", name="Xem và trả lời").click()
        page.get_by_label("Đồng ý với bảng tiêu chí").check()
        page.get_by_role("button", name="Gửi ý kiến").click()
        page.locator(".td-notice--success").wait_for()
    table.refresh_from_db()
    assert table.state == "frozen"


def test_moves_a_criterion_by_dragging_and_by_the_keyboard(desk, province):
    table = draft_table(province, launched_campaign(province))
    office = desk.seat(province.secretary)
    office.goto(f"/cham-diem/bang/{table.pk}/soan/")
    office.locator("tr", has_text="1.1 Thu nhập").drag_to(office.locator("tr", has_text="2.1 Cải cách"))
    office.wait_for_url("**#tieu-chi-*")
    assert (order(table, "I"), sorted(order(table, "II"))) == (["1.2"], ["1.1", "2.1"])
    office.get_by_role("button", name="Đưa tiêu chí 4.1 xuống").focus()
    with office.expect_navigation():
        office.keyboard.press("Enter")
    assert order(table, "IV") == ["4.2", "4.1"]
    moved = office.locator("tr", has_text="4.1 Sáng tạo")
    expect(moved).to_be_focused()
