"""A quarter is entered in the grid with the keyboard alone, and the judgement of the unit changes."""

from datetime import date
from decimal import Decimal

from playwright.sync_api import expect

from campaigns.drafts import IndicatorLine, TargetLine
from campaigns.enums import Op
from campaigns.models import ProgressEntry
from core import clock
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import recorded
from tests.support.browser import NARROW, grave_faults, overflows, picture
from tests.support.dates import on

NAMES = ("Thu ngân sách", "Xuất khẩu")
INDICATORS = tuple(
    IndicatorLine(
        no=str(number),
        name=name,
        targets=(TargetLine(op=Op.EQUAL, value=Decimal(365), unit_of_measure="tỷ đồng", direction="higher"),),
    )
    for number, name in enumerate(NAMES, start=1)
)


def test_an_officer_enters_a_quarter_without_a_mouse_and_sees_the_judgement_change(desk, province):
    clock.assume(on("2020-12-20"))
    campaign = launched_campaign(province, indicators=INDICATORS)
    folder = participation_of(campaign, province.unit)
    clock.assume(on("2021-07-05 08:00"))
    recorded(folder, province.officer, date(2021, 3, 31), "40", "90")
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/don-vi/{folder.pk}/")
    expect(page.get_by_role("row", name="Thu ngân sách")).to_contain_text("Chậm")
    page.get_by_role("link", name="Ghi cả các quý").press("Enter")
    page.get_by_label("Thu ngân sách: 30/06/2021").focus()
    for value in ("181", "80"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Ghi số liệu").press("Enter")
    question = "Số lũy kế 80 ngày 30/06/2021 thấp hơn số 90 ngày 31/03/2021."
    expect(page.get_by_text(f"Xuất khẩu: {question}")).to_be_visible()
    assert grave_faults(page) == []
    page.get_by_label("Tôi đã xem lại").press("Space")
    page.get_by_role("button", name="Ghi số liệu").press("Enter")
    expect(page.get_by_text("Đã ghi 2 số liệu.")).to_be_visible()
    expect(page.get_by_role("row", name="Thu ngân sách")).to_contain_text("Đúng tiến độ")
    assert list(ProgressEntry.objects.filter(as_of=date(2021, 6, 30)).values_list("value", flat=True)) == [181, 80]
    page.get_by_role("link", name="Thu ngân sách").press("Enter")
    expect(page.get_by_text("bằng 100% lộ trình")).to_be_visible()
    assert grave_faults(page) == []
    picture(page, "course")
    page.set_viewport_size(NARROW)
    assert not overflows(page)


def test_a_leader_reads_the_board_on_a_phone(desk, province):
    clock.assume(on("2020-12-20"))
    campaign = launched_campaign(province, indicators=INDICATORS)
    clock.assume(on("2021-07-05 08:00"))
    recorded(participation_of(campaign, province.unit), province.officer, date(2021, 6, 30), "150", "181")
    page = desk.seat(province.leader, NARROW)
    page.goto(f"/phong-trao/{campaign.code}/tien-do/")
    page.get_by_role("link", name="Có nguy cơ 1", exact=True).click()
    expect(page.locator("#don-vi")).to_contain_text("thực hiện 150 tỷ đồng, bằng 82,8% lộ trình.")
    assert grave_faults(page) == []
    assert not overflows(page)
