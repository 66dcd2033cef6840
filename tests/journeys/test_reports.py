"""Writing a report in the browser: the system's figures come into a section with the keyboard, and are kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.enums import SubmissionKind as K
from campaigns.models import Section
from campaigns.queries.submissions import targets_of
from core import clock
from reports.enums import DocumentKind
from reports.models import BlocText
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import record
from tests.factories.reports import reported
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
    record(folder, province.officer, date(2021, 6, 20), figures)
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


def test_a_kept_part_of_the_bloc_overwrites_nobody_when_it_comes_back(desk):
    world = reported()
    subject = Subject(world.campaign, world.blocs[0], DocumentKind.BLOC_FINAL_REPORT)
    page = desk.seat(world.province.secretary)
    page.goto(reverse("reports:bloc_texts", args=[world.campaign.code, world.blocs[0].code, "tong-ket"]))
    situation, plans = (page.locator(f"[name=text_{key}]") for key in ("situation", "plans"))
    page.route("**/luu/", lambda route: route.abort())
    situation.fill("Bản của thư ký")
    expect(page.locator("[data-autosave-status]")).to_contain_text("nội dung vẫn giữ trên máy này")
    texts = {"situation": "Bản của thủ trưởng", "plans": "Phương hướng của thủ trưởng"}
    save_bloc_texts(subject=subject, texts=texts, by=world.province.heads[-1])
    page.unroute("**/luu/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(plans).to_have_value("Phương hướng của thủ trưởng")
    expect(page.locator("[data-autosave-status]")).to_contain_text("bấm “Lưu phần viết” để so sánh hai bản")
    assert BlocText.objects.get().texts == texts
    page.get_by_role("button", name="Lưu phần viết").click()
    expect(page.get_by_role("heading", name="1 chỗ được sửa ở hai nơi")).to_be_visible()
    expect(situation).to_have_value("Bản của thư ký")
    picture(page, "bloc-two-versions")
    page.set_viewport_size(NARROW)
    assert not overflows(page)
    assert grave_faults(page) == []
    page.get_by_role("button", name="Lấy bản đã lưu").click()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Đã lưu")
    assert BlocText.objects.get().texts == texts
    desk.complaints.clear()  # the browser reports the missing network and the 409 itself
