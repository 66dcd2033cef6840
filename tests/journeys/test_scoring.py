"""A unit scores itself, the bloc's leader scores its members, staff appraise and publish, units see their place."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core import clock
from scoring.enums import SheetState as S
from scoring.models import Ranking, ScoreSheet
from tests.factories.campaigns import launched_campaign
from tests.factories.everything import busy_world
from tests.factories.scoring import SCORING_DAY, frozen_table, line_of, opened_sheet, sheet_at
from tests.support.dates import on

pytestmark = pytest.mark.journey

TYPED = {
    "Thực hiện, tiêu chí 1.1": "39,27",
    "Thực hiện, tiêu chí 1.2": "4,3",
    "Tự chấm, tiêu chí 3.1": "7",
    "Tự chấm, tiêu chí 4.1": "2",
    "Tự chấm, tiêu chí 4.2": "3",
    "Số trường hợp, tiêu chí 5.1": "0",
}


@pytest.fixture
def campaign(province):
    made = launched_campaign(province)
    frozen_table(province, made)
    clock.assume(on(SCORING_DAY))
    return made


def type_into(page, label, text):
    """Type into one cell and wait for the row to come back saved."""
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.get_by_label(label, exact=True).fill(text)
        page.get_by_label(label, exact=True).press("Tab")


def sheet_of(unit):
    return ScoreSheet.objects.get(participation__unit=unit)


def test_a_unit_scores_itself_and_its_head_signs(desk, province, campaign):
    officer = desk.seat(province.officer)
    officer.goto("/")
    officer.get_by_role("button", name="Bắt đầu chấm").click()
    for label, text in TYPED.items():
        type_into(officer, label, text)
    with officer.expect_response(re.compile("/cham-diem/dong/")):
        officer.get_by_label("Mức, tiêu chí 2.1", exact=True).select_option("A")
    expect(officer.get_by_text("Chỉ thủ trưởng đơn vị ký nộp", exact=False).first).to_be_visible()
    type_into(officer, "Tự chấm, tiêu chí 3.1", "9")
    expect(officer.get_by_text("Chưa lưu dòng này, những gì bạn nhập vẫn còn nguyên")).to_be_visible()
    expect(officer.get_by_label("Tự chấm, tiêu chí 3.1", exact=True)).to_have_value("9")
    type_into(officer, "Tự chấm, tiêu chí 3.1", "7")
    expect(officer.get_by_text("Chưa lưu dòng này, những gì bạn nhập vẫn còn nguyên")).to_have_count(0)

    head = desk.seat(province.head)
    head.goto("/")
    head.get_by_role("link", name="Chấm tiếp").click()
    head.get_by_role("button", name="Ký và nộp").click()
    expect(head.get_by_role("dialog")).to_contain_text("Tổng điểm tự chấm:")
    head.get_by_role("dialog").get_by_role("button", name="Ký và nộp").click()
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    assert sheet_of(province.unit).state == S.SELF_SUBMITTED


def test_the_bloc_leader_scores_members_but_not_the_own_unit(desk, province, campaign):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    own = sheet_at(S.SELF_SUBMITTED, province, campaign, member=2)
    page = desk.seat(province.secretary)
    page.goto("/")
    page.get_by_role("link", name="Chấm điểm", exact=True).last.click()
    page.get_by_role("link", name="Đồng Văn", exact=True).click()
    page.get_by_role("button", name="Lấy theo điểm tự chấm").click()
    page.get_by_label("Khối chấm, tiêu chí 2.1", exact=True).fill("8")
    type_into(page, "Lý do nếu khác điểm bước trước, tiêu chí 2.1", "")
    expect(page.get_by_text("Chưa lưu dòng này, những gì bạn nhập vẫn còn nguyên")).to_be_visible()
    page.get_by_label("Lý do nếu khác điểm bước trước, tiêu chí 2.1").fill("Chưa có văn bản công nhận")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.get_by_label("Lý do nếu khác điểm bước trước, tiêu chí 2.1").press("Tab")
    expect(page.get_by_text("Chưa lưu dòng này, những gì bạn nhập vẫn còn nguyên")).to_have_count(0)
    page.get_by_role("button", name="Xác nhận điểm khối…").click()
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận điểm khối").click()
    expect(page.get_by_text("Đang thẩm định").first).to_be_visible()
    assert sheet_of(province.unit).state == S.BLOC_CONFIRMED

    page.goto(f"/cham-diem/{own.pk}/")
    expect(page.get_by_role("button", name="Lấy theo điểm tự chấm")).to_have_count(0)
    expect(page.get_by_label("Khối chấm, tiêu chí 2.1")).to_have_count(0)


def test_staff_appraise_and_publish_and_a_unit_sees_its_place(desk, province, campaign):
    sheet_at(S.BLOC_CONFIRMED, province, campaign)
    for member in (1, 2):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    page = desk.seat(province.staff)
    page.goto("/phong-trao/phong-trao-2021/")
    page.goto("/cham-diem/xep-hang/phong-trao-2021/")
    expect(page.get_by_role("button", name="Công bố", exact=True)).to_be_disabled()
    expect(page.get_by_text("Chỉ công bố được khi cả 3 bảng điểm đã thẩm định: còn 1", exact=False)).to_be_visible()
    page.get_by_role("link", name="Đồng Văn", exact=True).click()
    page.get_by_role("button", name="Lấy theo điểm khối chấm").click()
    page.get_by_role("button", name="Xác nhận thẩm định…").click()
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận thẩm định").click()
    expect(page.get_by_text("Đã thẩm định").first).to_be_visible()
    page.goto("/cham-diem/xep-hang/phong-trao-2021/")
    page.get_by_role("button", name="Công bố", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text("Công bố rồi không rút lại được.")).to_be_visible()
    page.get_by_role("button", name="Đồng ý công bố").click()
    expect(page.get_by_text("Đã công bố chính thức xếp hạng Khối thi đua các huyện số 1 (lần 1).")).to_be_visible()
    assert Ranking.objects.count() == 1

    officer = desk.seat(province.officer)
    officer.goto("/")
    officer.get_by_role("link", name="Xem bảng xếp hạng").first.click()
    expect(officer.get_by_role("row", name="Mèo Vạc").first).to_be_visible()


def test_two_blocs_are_ranked_apart_and_together(desk):
    world = busy_world()
    page = desk.seat(world.province.staff)
    page.goto("/cham-diem/xep-hang/phong-trao-2021/?khoi=khoi-1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Khối thi đua các huyện số 1")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto("/cham-diem/xep-hang/phong-trao-2021/?khoi=khoi-1&khoi=khoi-2")
    expect(page.locator("tbody tr")).to_have_count(6)
    ranks = page.locator("tbody tr td:first-child").all_inner_texts()
    assert [re.findall(r"\d+", text)[0] for text in ranks] == sorted(
        (re.findall(r"\d+", text)[0] for text in ranks), key=int
    )


def test_a_figure_typed_without_network_or_session_goes_when_both_are_back(desk, province, campaign):
    """What could not be sent stays in its row, is marked, and is sent again by itself."""
    sheet = opened_sheet(province, campaign)
    line = line_of(sheet, "1.1")
    page = desk.seat(province.officer)
    page.goto(f"/cham-diem/{sheet.pk}/")
    field = page.get_by_label("Thực hiện, tiêu chí 1.1", exact=True)
    page.context.set_offline(True)
    field.fill("38,5")
    field.press("Tab")
    expect(page.get_by_text("Chưa lưu; sẽ tự gửi lại khi có mạng")).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Phiên làm việc đã hết")).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    expect(field).to_have_value("38,5")
    page.context.add_cookies(cookies)
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Chưa lưu; sẽ tự gửi lại khi có mạng")).to_have_count(0)
    line.refresh_from_db()
    assert line.actual == Decimal("38.5")
    desk.complaints.clear()  # the browser reports the missing network and session itself
