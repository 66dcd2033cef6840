"""The score grid without a mouse: up and down a column, back to what stood there, saved while one goes on."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion
from tests.factories.campaigns import launched_campaign
from tests.factories.scoring import frozen_table, line_of, sheet_at, write
from tests.support.browser import NARROW, without_scripts_yet

pytestmark = pytest.mark.journey
FIRST, SECOND, COUNT = "Tự chấm, tiêu chí 4.1", "Tự chấm, tiêu chí 4.2", "Số trường hợp, tiêu chí 5.1"


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_walks_a_column_with_the_keys_of_a_spreadsheet(desk, province):
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    sheet = sheet_at(S.DRAFT, province, campaign)
    page = desk.seat(province.officer, NARROW)
    page.goto(f"/cham-diem/{sheet.pk}/")
    page.get_by_label(FIRST, exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == SECOND
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    expect(page.get_by_label(SECOND, exact=True)).to_have_value("3")
    page.keyboard.type("2")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.keyboard.press("Enter")
    expect(page.locator("#tong-diem td").nth(1)).to_have_text("36,75")
    assert (focused(page), line_of(sheet, "4.2").self_points) == (COUNT, 2)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("ArrowUp")
    assert focused(page) == FIRST


def test_opening_a_sheet_writes_nothing(desk, province):
    """A box to tick has no value of its own: it is no change that it is there."""
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    Criterion.objects.filter(no="3.1").update(optional=True)
    sheet = sheet_at(S.DRAFT, province, campaign)
    page = desk.seat(province.officer)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(f"/cham-diem/{sheet.pk}/")
    expect(page.get_by_role("checkbox").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert sent == []


def test_what_is_typed_before_the_scripts_came_is_saved_when_they_come(desk, province):
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    sheet = sheet_at(S.DRAFT, province, campaign)
    page = desk.seat(province.officer)
    with page.expect_response(re.compile("/cham-diem/dong/")), without_scripts_yet(page, f"/cham-diem/{sheet.pk}/"):
        page.get_by_label(SECOND, exact=True).fill("2")
    expect(page.locator("#tong-diem td").nth(1)).to_have_text("36,75")
    assert line_of(sheet, "4.2").self_points == 2


def scoring_desk(desk, province):
    """The bloc's office before a row that it may score and send back."""
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    page = desk.seat(province.secretary)
    page.goto(f"/cham-diem/{sheet.pk}/")
    return sheet, page, page.get_by_label("Khối chấm, tiêu chí 1.1", exact=True)


def test_tab_leads_from_a_changed_figure_to_the_next_field(desk, province):
    sheet, page, figure = scoring_desk(desk, province)
    figure.focus()
    page.keyboard.type("10")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.keyboard.press("Tab")
    assert focused(page) == "Khối chấm, tiêu chí 1.2"
    expect(page.locator("tr", has=figure)).not_to_have_class(re.compile("htmx"))
    assert focused(page) == "Khối chấm, tiêu chí 1.2"
    assert line_of(sheet, "1.1").bloc_points == 10


def test_tab_leads_from_a_figure_that_differs_to_its_reason_and_on(desk, province):
    sheet, page, figure = scoring_desk(desk, province)
    figure.focus()
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    assert focused(page) == "Lý do nếu khác điểm bước trước, tiêu chí 1.1"
    page.keyboard.type("Thiếu minh chứng")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.keyboard.press("Tab")
    expect(page.locator("tr", has=figure)).to_have_class(re.compile("td-row--changed"))
    assert focused(page) == "Khối chấm, tiêu chí 1.2"
    assert (line_of(sheet, "1.1").bloc_points, line_of(sheet, "1.1").bloc_note) == (9, "Thiếu minh chứng")
    for _ in range(3):  # the link that sends the row back, the reason, the figure
        page.keyboard.press("Shift+Tab")
    assert focused(page) == "Khối chấm, tiêu chí 1.1"


def test_nothing_is_lost_when_one_leaves_by_mouse(desk, province):
    sheet, page, figure = scoring_desk(desk, province)
    figure.fill("9")
    reason = page.get_by_label("Lý do nếu khác điểm bước trước, tiêu chí 1.1", exact=True)
    reason.click()
    page.keyboard.type("Thiếu minh chứng")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.get_by_role("heading", level=1).click()
    expect(page.locator("#tong-diem")).to_be_visible()
    expect(reason).to_have_value("Thiếu minh chứng")
    assert (line_of(sheet, "1.1").bloc_points, line_of(sheet, "1.1").bloc_note) == (9, "Thiếu minh chứng")


def test_a_style_that_a_tool_of_the_browser_left_breaks_no_rule(desk, province):
    """Extensions and screenshots style inputs from outside; htmx would carry that into the row that comes back."""
    _, page, figure = scoring_desk(desk, province)
    figure.evaluate("(input) => { input.style.caretColor = 'red'; }")
    figure.fill("10")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        figure.press("Tab")
    expect(page.locator("#tong-diem td").nth(2)).to_have_text("10,00")
    expect(page.locator("tr", has=figure)).not_to_have_class(re.compile("htmx"))
    assert desk.complaints == []


def test_only_the_button_writes_over_what_was_changed_meanwhile(desk, province):
    sheet, page, figure = scoring_desk(desk, province)
    write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(9), note="Ở thẻ khác")
    figure.fill("8")
    figure.press("Tab")
    page.keyboard.type("Thiếu minh chứng")
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.keyboard.press("Enter")
    expect(page.get_by_text("bạn sửa ở một thẻ khác")).to_be_visible()
    assert line_of(sheet, "1.1").bloc_points == 9
    with page.expect_response(re.compile("/cham-diem/dong/")):
        page.get_by_role("button", name="Giữ của tôi").click()
    expect(page.get_by_role("button", name="Giữ của tôi")).to_have_count(0)
    assert line_of(sheet, "1.1").bloc_points == 8
