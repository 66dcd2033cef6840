"""An officer who has never been here registers without help: from the sign-in to the receipt that the head gets."""

import re

import pytest
from playwright.sync_api import expect

from campaigns.enums import SubmissionState as S
from campaigns.models import AssignedTarget, Submission, Target
from core import clock
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import PASSWORD
from tests.factories.titles import catalogue
from tests.support.browser import NARROW, WIDE, grave_faults, overflows
from tests.support.dates import on

pytestmark = pytest.mark.journey
LOWER = "Chỉ tiêu 1: mức đăng ký 38 thấp hơn chỉ tiêu tỉnh giao 40; hãy nêu lý do ở cột Ghi chú."
NO_NUMBER = "Danh hiệu “Chiến sĩ thi đua cơ sở”: chưa ghi số lượng."


@pytest.fixture
def campaign(province):
    made = launched_campaign(province)
    catalogue()
    income = Target.objects.get(indicator__name="Thu nhập bình quân đầu người")
    AssignedTarget.objects.create(target=income, unit=province.unit, value=40)
    clock.assume(on("2021-01-05 08:00"))
    return made


def saved(page, label, text):
    """Type and wait until the page says that it is saved."""
    with page.expect_response(re.compile("/luu/$")) as answer:
        page.get_by_label(label, exact=True).fill(text)
    assert answer.value.status == 200
    expect(page.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")


def presents(officer):
    """The page is in order in both sizes, before and after the officer presents."""
    for size in (NARROW, WIDE):
        officer.set_viewport_size(size)
        assert not overflows(officer)
        assert grave_faults(officer) == []
    officer.get_by_role("button", name="Trình thủ trưởng ký").click()
    expect(officer.get_by_text("thủ trưởng sẽ đọc và ký")).to_be_visible()
    for size in (NARROW, WIDE):
        officer.set_viewport_size(size)
        assert not overflows(officer)


def finds_what_waits(head):
    """From the worklist to the dialog that says in numbers what is signed."""
    head.goto("/")
    head.get_by_role("link", name="Xem và ký").first.click()
    expect(head.get_by_text("Cán bộ đầu mối Đồng Văn trình lúc 08:00")).to_be_visible()
    head.get_by_role("button", name="Ký và nộp").click()
    facts = "Đăng ký 2/2 chỉ tiêu; 2 danh hiệu; 1 chỉ tiêu kém hơn mức được giao (đã nêu lý do)."
    expect(head.get_by_role("dialog").get_by_text(facts)).to_be_visible()


def test_first_registration_by_a_new_user_without_help(desk, province, campaign):
    officer = desk.seat()
    officer.goto("/")
    officer.get_by_label("Tên đăng nhập").fill(province.officer.username)
    officer.get_by_label("Mật khẩu").fill(PASSWORD)
    officer.get_by_role("button", name="Đăng nhập").click()
    officer.get_by_role("button", name="Bắt đầu").first.click()
    expect(officer.get_by_role("heading", name="Bản đăng ký thi đua", level=1)).to_be_visible()

    officer.get_by_label("Nội dung thi đua").fill("Thi đua làm đường nông thôn")
    officer.get_by_label("Năm trước: Thu nhập bình quân đầu người").fill("36,4")
    saved(officer, "Đăng ký: Thu nhập bình quân đầu người", "38")
    expect(officer.get_by_text(LOWER)).to_have_count(2)  # at the row, while the officer still looks at it, and below
    saved(officer, "Ghi chú, lý do: Thu nhập bình quân đầu người", "Hạn hán kéo dài ở sáu xã.")
    expect(officer.get_by_text(LOWER)).to_have_count(0)
    saved(officer, "Đăng ký: Tỷ lệ hộ nghèo giảm", "4,2")

    officer.get_by_label("Danh hiệu, hình thức khen thưởng, dòng 1").select_option(
        "Cờ thi đua cấp bộ, ban, ngành, tỉnh"
    )
    officer.get_by_label("Danh hiệu, hình thức khen thưởng, dòng 2").select_option("Chiến sĩ thi đua cơ sở")
    names = "Tên tập thể, cá nhân (mỗi tên một dòng), dòng 2"
    saved(officer, names, "Vàng Thị Mai\nSùng A Páo")
    officer.get_by_role("button", name="Thêm dòng").click()
    expect(officer.get_by_label("Số lượng, dòng 6", exact=True)).to_be_visible()
    expect(officer.get_by_label(names, exact=True)).to_have_value("Vàng Thị Mai\nSùng A Páo")
    expect(officer.get_by_text(NO_NUMBER)).to_be_visible()
    saved(officer, "Số lượng, dòng 2", "2")
    expect(officer.get_by_text("Hồ sơ đã đủ các mục.")).to_be_visible()
    expect(officer.get_by_role("button", name="Trình thủ trưởng ký")).to_be_enabled()  # as soon as nothing is missing
    officer.get_by_role("button", name="Lưu bản nháp").click()
    expect(
        officer.get_by_text("Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng.")
    ).to_be_visible()
    presents(officer)

    head = desk.seat(province.head)
    finds_what_waits(head)
    head.get_by_role("dialog").get_by_role("button", name="Ký và nộp").click()
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    filed = Submission.objects.get()
    titles = [(one.title.name, one.number) for one in filed.titles.select_related("title")]
    assert (filed.state, titles) == (
        S.SUBMITTED,
        [("Cờ thi đua cấp bộ, ban, ngành, tỉnh", 1), ("Chiến sĩ thi đua cơ sở", 2)],
    )
