"""Writing a report in the browser: the system's figures come into a section with the keyboard, and are kept."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from campaigns.enums import SubmissionKind as K
from campaigns.models import Section
from campaigns.queries.submissions import targets_of
from campaigns.services.progress import record_figures
from core import clock
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import begun
from tests.support.browser import NARROW, grave_faults, overflows, picture
from tests.support.dates import on

pytestmark = pytest.mark.journey

SENTENCE = "So với kế hoạch cả năm, đạt và vượt 1/1 chỉ tiêu: Thu nhập bình quân đầu người."


def test_officer_takes_figures_over_without_a_mouse(desk, province):
    campaign = launched_campaign(province)
    clock.assume(on("2021-06-20 09:00"))
    folder = participation_of(campaign, province.unit)
    figures = {targets_of(folder)[0].pk: Decimal("40")}
    record_figures(participation=folder, as_of=date(2021, 6, 20), figures=figures, source="", by=province.officer)
    report = begun(province, campaign, K.MIDTERM_REPORT)
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/ho-so/{report.pk}/")
    section = page.get_by_label("II.2. Kết quả thực hiện các chỉ tiêu thi đua")
    section.fill("Đã viết trước.")
    page.get_by_role("button", name="Đưa vào phần viết").press("Enter")
    expect(section).to_have_value(f"Đã viết trước.\n{SENTENCE}")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Đưa vào phần viết").press("Enter")
    expect(section).to_have_value(f"Đã viết trước.\n{SENTENCE}")
    assert Section.objects.get(submission=report, key="results").text == f"Đã viết trước.\n{SENTENCE}"
    assert grave_faults(page) == []
    picture(page, "report")
    page.set_viewport_size(NARROW)
    assert not overflows(page)
