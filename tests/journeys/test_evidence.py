"""A unit uploads several documents at once, cites one at a page, and its scorer reads that page."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Evidence
from core import clock
from scoring.enums import SheetState as S
from scoring.models import Citation
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import PASSWORD
from tests.factories.scoring import SCORING_DAY, frozen_table, sheet_at
from tests.support.browser import NARROW, grave_faults, overflows, picture, without_scripts_yet
from tests.support.dates import on
from tests.support.files import paged_pdf

pytestmark = pytest.mark.journey


@pytest.fixture
def sheet(province, settings, tmp_path):
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    clock.assume(on(SCORING_DAY))
    return sheet_at(S.DRAFT, province, campaign)


@pytest.fixture
def files(tmp_path):
    """A report of three pages, another one, and a page of the web called a PDF."""
    contents = {
        "bao-cao.pdf": paged_pdf(3),
        "gia-mao.pdf": b"<html></html>",
        "ke-hoach.pdf": paged_pdf(1, 200),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def said(page, name):
    """What stands beside one file."""
    return page.locator("[data-upload-list] li").filter(has_text=name).locator("[role=status]")


def test_three_files_at_once_and_one_of_them_cited_at_its_page(desk, province, sheet, files):
    officer = desk.seat(province.officer)
    folder = f"/phong-trao/don-vi/{sheet.participation_id}/"
    officer.goto(folder)
    officer.get_by_role("link", name="Thêm, sửa minh chứng").click()
    officer.get_by_label("Chọn nhiều tệp").set_input_files(files)
    expect(said(officer, "bao-cao.pdf")).to_have_text("Đã nhận “bao-cao.pdf”.")
    expect(said(officer, "gia-mao.pdf")).to_have_text("Nội dung không phải PDF")
    expect(said(officer, "ke-hoach.pdf")).to_have_text("Đã nhận “ke-hoach.pdf”.")
    desk.complaints.clear()  # the browser reports the refusal itself
    expect(officer.get_by_text("Còn nhận được 58 tệp")).to_be_visible()
    assert Evidence.objects.count() == 2
    picture(officer, "minh-chung-tai-len")
    assert grave_faults(officer) == []

    row = officer.get_by_role("row").filter(has_text="bao-cao.pdf")
    row.get_by_label("Số, ký hiệu: bao-cao").fill("412/BC-BDT")
    row.get_by_label("Ngày văn bản: bao-cao").fill("5/11/2021")
    row.get_by_label("Ngày văn bản: bao-cao").press("Tab")
    expect(row.get_by_text("Đã lưu")).to_be_visible()

    officer.goto(f"/cham-diem/{sheet.pk}/")
    officer.get_by_role("link", name="Chọn minh chứng, tiêu chí 1.1").press("Enter")
    officer.get_by_label("bao-cao", exact=False).first.check()
    officer.get_by_label("Trang của 412/BC-BDT ngày 05/11/2021").fill("2")
    picture(officer, "minh-chung-vien-dan")
    officer.get_by_role("button", name="Lưu minh chứng").press("Enter")
    cited = officer.get_by_role("link", name="412/BC-BDT ngày 05/11/2021, trang 2")
    expect(cited).to_be_visible()
    assert Citation.objects.get().page == "2"
    with officer.expect_popup() as opened:
        cited.click()
    beside = opened.value
    expect(beside.get_by_text("trang 2/3")).to_be_visible()
    assert (
        beside.get_by_alt_text("Trang 2 của bao-cao").evaluate(
            "async image => (await image.decode(), image.naturalWidth)"
        )
        > 0
    )
    picture(beside, "minh-chung-xem")
    assert grave_faults(beside) == []
    beside.set_viewport_size(NARROW)
    assert not overflows(beside)


def test_an_upload_after_the_session_ended_goes_through_once_one_has_signed_in_again(desk, province, sheet, files):
    """Signing in turns the CSRF token, which the page has to learn before it sends the file again."""
    officer = desk.seat(province.officer)
    officer.goto(f"/phong-trao/don-vi/{sheet.participation_id}/minh-chung/")
    officer.context.clear_cookies()
    officer.get_by_label("Chọn nhiều tệp").set_input_files([files[0], files[2]])
    for name in ("bao-cao.pdf", "ke-hoach.pdf"):
        expect(said(officer, name)).to_have_text(
            "Phiên làm việc đã hết. Xin đăng nhập lại ở thẻ khác rồi bấm “Thử lại”."
        )
    assert Evidence.objects.count() == 0
    with officer.context.expect_page() as opened:
        officer.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    beside = opened.value
    beside.get_by_label("Tên đăng nhập").fill(province.officer.username)
    beside.get_by_label("Mật khẩu").fill(PASSWORD)
    beside.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_be_attached()
    officer.get_by_role("button", name="Đóng").click()
    for name in ("bao-cao.pdf", "ke-hoach.pdf"):
        officer.locator("[data-upload-list] li").filter(has_text=name).get_by_role("button", name="Thử lại").click()
        expect(said(officer, name)).to_have_text(f"Đã nhận “{name}”.")
    assert Evidence.objects.count() == 2


def test_an_upload_without_a_network_says_so_and_can_be_tried_again(desk, province, sheet, files):
    officer = desk.seat(province.officer)
    officer.goto(f"/phong-trao/don-vi/{sheet.participation_id}/minh-chung/")
    officer.context.set_offline(True)
    officer.get_by_label("Chọn nhiều tệp").set_input_files([files[0]])
    expect(said(officer, "bao-cao.pdf")).to_have_text(
        "Mất kết nối khi đang tải lên, tệp chưa được nhận. Xin kiểm tra mạng rồi bấm “Thử lại”."
    )
    officer.context.set_offline(False)
    officer.get_by_role("button", name="Thử lại").click()
    expect(said(officer, "bao-cao.pdf")).to_have_text("Đã nhận “bao-cao.pdf”.")
    desk.complaints.clear()  # the browser reports the missing network itself


@pytest.mark.parametrize("late", ["**/*.js", "**/upload*.js"])
def test_a_file_chosen_before_a_script_came_goes_up_when_it_comes(desk, province, sheet, files, late):
    officer = desk.seat(province.officer)
    with without_scripts_yet(officer, f"/phong-trao/don-vi/{sheet.participation_id}/minh-chung/", late):
        officer.get_by_label("Chọn nhiều tệp").set_input_files(files[0])
    expect(said(officer, "bao-cao.pdf")).to_have_text("Đã nhận “bao-cao.pdf”.")


def test_without_a_script_files_go_up_as_a_plain_form(desk, province, sheet, files):
    context = desk.browser.new_context(base_url=desk.site, java_script_enabled=False)
    context.add_cookies([desk._ticket(province.officer)])
    page = context.new_page()
    page.goto(f"/phong-trao/don-vi/{sheet.participation_id}/minh-chung/")
    page.get_by_label("Chọn nhiều tệp").set_input_files(files)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_text("Đã nhận “bao-cao.pdf”.")).to_be_visible()
    expect(page.get_by_text("gia-mao.pdf: Nội dung không phải PDF")).to_be_visible()
    context.close()
