"""A report goes to two addressees: staff return it with remarks, the unit mends and files, each answers for itself."""

import pytest
from playwright.sync_api import expect

from campaigns.enums import SubmissionKind as K
from core import clock
from tests.factories.answers import filed_report, two_addressees
from tests.support.browser import NARROW, grave_faults, overflows, picture
from tests.support.dates import on

pytestmark = pytest.mark.journey
MATRIX = "/phong-trao/phong-trao-2021/theo-doi/bang/"
FILED = K.MIDTERM_REPORT.label


@pytest.fixture
def reports(province):
    """The reports of two units, filed with both addressees."""
    clock.assume(on("2020-12-20 08:00"))
    campaign, _ = two_addressees(province)
    clock.assume(on("2021-06-18 09:00"))
    return [filed_report(province, campaign, member=member) for member in range(2)]


def test_staff_return_with_remarks_the_unit_files_anew_and_each_addressee_answers(desk, province, reports):
    page = desk.seat(province.staff)
    page.goto(MATRIX)
    picture(page, "answers-matrix")
    assert grave_faults(page) == []
    page.get_by_role("link", name="Chọn tất cả đang chờ duyệt").click()
    page.get_by_label(f"Chọn Yên Minh: Gửi {FILED}").check()
    page.get_by_role("button", name="Trả lại…").click()
    expect(page.get_by_text("Yên Minh: chưa nộp nên không trả lại được")).to_be_visible()
    page.get_by_text("Nhận xét ở từng mục, từng chỉ tiêu").click()
    page.get_by_label("Chỉ tiêu 1 “Thu nhập bình quân đầu người”").fill("Chưa ghi số thực hiện.")
    page.get_by_label("Chỉ tiêu 2 “Tỷ lệ hộ nghèo giảm”").fill("Chưa nêu nguyên nhân.")
    assert grave_faults(page) == []
    picture(page, "answers-preview")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.get_by_text("Đã trả lại 2 hồ sơ: Đồng Văn, Mèo Vạc.")).to_be_visible()

    page = desk.seat(province.head, NARROW)
    page.goto("/ban-lam-viec/")
    expect(page.get_by_text("(2 nhận xét ghi ở từng mục)").first).to_be_visible()
    assert not overflows(page)
    page.get_by_role("link", name="Sửa và nộp lại").first.click()
    expect(page.get_by_text("Chưa nêu nguyên nhân.")).to_be_visible()
    page.get_by_role("button", name="Ký và nộp…").click()
    page.get_by_role("button", name="Ký và nộp", exact=True).click()
    page.wait_for_url("**/bien-nhan/**")

    page = desk.seat(province.secretary)
    page.goto("/ban-lam-viec/")
    page.get_by_role("link", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Bạn trả lời thay mặt Trưởng khối.")).to_be_visible()
    page.get_by_role("button", name="Duyệt…").click()
    page.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Cơ quan thường trực chưa trả lời.")).to_be_visible()

    page = desk.seat(province.staff, NARROW)
    page.goto(f"{MATRIX}?chon=submitted")
    assert not overflows(page)
    page.get_by_role("button", name="Duyệt…").click()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Đã duyệt 1 hồ sơ: Đồng Văn.")).to_be_visible()
