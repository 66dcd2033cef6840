"""Nominated from rankings, a tie left open and settled by people, put forward, decided, handed over."""

import pytest
from playwright.sync_api import expect

from awards.enums import ProposalState as P
from awards.models import Proposal
from tests.factories.awards import contest, publish

pytestmark = pytest.mark.journey

# The second of two second prizes and the first of two third ones lie between two units with equal totals.
TOTALS = {"dong-van": "95", "meo-vac": "90", "yen-minh": "80", "quan-ba": "80", "vi-xuyen": "70", "xin-man": "60"}


def prizes():
    """Unit → prize, of what is settled."""
    rows = Proposal.objects.filter(tier__form="prize").exclude(state=P.CONTESTED).select_related("tier")
    return {row.participation.unit.code: row.tier.name for row in rows}


def test_staff_nominate_settle_a_tie_and_lead_awards_to_the_end(desk):
    world = contest()
    publish(world, TOTALS)
    page = desk.seat(world.province.staff)
    page.goto("/khen-thuong/phong-trao-2021/")
    page.get_by_role("button", name="Lập đề cử").or_(page.locator("form[action$='/de-cu/'] button")).first.click()
    tie = page.locator("[id^=dong-hang-]")
    expect(tie).to_have_count(1)
    expect(page.get_by_role("button", name="Trình", exact=False).first).to_be_visible()
    assert prizes() == {"dong-van": "Giải nhất", "meo-vac": "Giải nhì", "vi-xuyen": "Giải ba"}

    tie.get_by_role("button", name="Quyết định").click()
    assert Proposal.objects.filter(state=P.CONTESTED).exists()
    tie.get_by_label("Quản Bạ").first.check()
    tie.get_by_label("Lý do").fill("Hội nghị khối suy tôn theo kết quả bỏ phiếu.")
    tie.get_by_role("button", name="Quyết định").click()
    expect(page.locator("[id^=dong-hang-]")).to_have_count(0)
    assert prizes() == {
        "dong-van": "Giải nhất",
        "meo-vac": "Giải nhì",
        "quan-ba": "Giải nhì",
        "yen-minh": "Giải ba",
        "vi-xuyen": "Giải ba",
    }

    page.locator("[data-open-dialog=trinh]").click()
    page.locator("#trinh").get_by_role("button", name="Trình").click()
    page.get_by_label("Số, ký hiệu quyết định").fill("58/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("20/12/2021")
    page.get_by_role("button", name="Ghi quyết định").click()
    page.locator("[data-open-dialog=trao]").click()
    page.locator("#trao").get_by_role("button", name="Đã trao").click()
    expect(page.get_by_text("Quyết định số 58/QĐ-UBND ngày 20/12/2021").first).to_be_visible()
    assert set(Proposal.objects.values_list("state", flat=True)) == {P.AWARDED}

    officer = desk.seat(world.province.officer)
    officer.goto("/khen-thuong/phong-trao-2021/")
    expect(officer.get_by_text("Giải nhất").first).to_be_visible()
