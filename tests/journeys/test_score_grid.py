"""The score grid without a mouse: up and down a column, back to what stood there, saved while one goes on."""

import re

import pytest
from playwright.sync_api import expect

from scoring.enums import SheetState as S
from scoring.models import Criterion
from tests.factories.campaigns import launched_campaign
from tests.factories.scoring import frozen_table, line_of, sheet_at
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
