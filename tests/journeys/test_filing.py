"""A unit registers, files late, is sent back, files again and is taken; figures, report and evidence follow."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Evidence, Submission
from campaigns.services import reminders
from campaigns.services.submissions import save_draft
from core import clock, outbox
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.ground import PASSWORD
from tests.factories.submissions import submission_at, texts
from tests.factories.titles import catalogue, compete_for
from tests.support.browser import picture, without_scripts_yet
from tests.support.dates import on
from tests.support.files import PDF

pytestmark = pytest.mark.journey
REASON = "Chưa nêu biện pháp giảm nghèo."


@pytest.fixture
def campaign(province):
    made = launched_campaign(province)
    clock.assume(on("2021-01-05 08:00"))
    return made


def type_and_wait(page, label, text, status=200):
    """Type and wait for the autosave's answer."""
    with page.expect_response(re.compile("/luu/$")) as answer:
        page.get_by_label(label).fill(text)
    assert answer.value.status == status


def file_it(page):
    page.get_by_role("button", name="Ký và nộp").click()
    page.get_by_role("dialog").get_by_role("button", name="Ký và nộp").click()


def test_a_unit_registers_late_is_sent_back_and_taken(desk, province, campaign):
    officer = desk.seat(province.officer)
    officer.goto("/")
    officer.get_by_role("button", name="Bắt đầu").first.click()
    type_and_wait(officer, "Nội dung thi đua", "Thi đua làm đường nông thôn")
    expect(officer.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")
    officer.get_by_label("Đăng ký: Thu nhập bình quân đầu người").fill("39,5")
    officer.get_by_label("Đăng ký: Tỷ lệ hộ nghèo giảm").fill("4,2")
    officer.get_by_role("button", name="Lưu bản nháp").click()
    expect(officer.get_by_text("Hồ sơ đã đủ các mục.")).to_be_visible()
    expect(officer.get_by_role("button", name="Ký và nộp")).to_be_disabled()
    expect(
        officer.get_by_text("Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng.")
    ).to_be_visible()

    clock.assume(on("2021-01-10 00:00"))
    head = desk.seat(province.head)
    head.goto("/")
    head.get_by_role("link", name="Viết tiếp").first.click()
    file_it(head)
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    expect(head.get_by_text("Nộp chậm 1 ngày")).to_be_visible()

    submission = Submission.objects.get()
    staff = desk.seat(province.staff)
    staff.goto("/")
    staff.get_by_role("link", name="Duyệt", exact=True).click()
    staff.get_by_label("Lý do").fill(REASON)
    staff.get_by_role("button", name="Gửi lý do và trả lại đơn vị").click()
    expect(staff.get_by_text("Đã trả lại Bản đăng ký thi đua – Đồng Văn. Đơn vị nhận được lý do ngay.")).to_be_visible()

    officer.goto("/")
    expect(officer.get_by_text(f"Lý do trả lại: {REASON}")).to_be_visible()
    officer.get_by_role("link", name="Sửa và nộp lại").click()
    type_and_wait(officer, "Nội dung thi đua", "Thi đua làm đường, giảm nghèo bền vững")

    head.goto(f"/phong-trao/ho-so/{submission.pk}/")
    file_it(head)
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    staff.goto(f"/phong-trao/ho-so/{submission.pk}/")
    staff.get_by_role("button", name="Duyệt…", exact=True).click()
    staff.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    expect(staff.get_by_text("Đã duyệt Bản đăng ký thi đua – Đồng Văn.")).to_be_visible()
    submission.refresh_from_db()
    first, second = submission.receipts.all()
    assert (submission.state, second.previous_sha256) == (S.ACCEPTED, first.sha256)


def test_two_people_on_one_draft_overwrite_nobody(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    address = f"/phong-trao/ho-so/{submission.pk}/"
    officer, head = desk.seat(province.officer), desk.seat(province.head)
    officer.goto(address)
    head.goto(address)
    type_and_wait(officer, "Nội dung thi đua", "Bản của cán bộ")
    type_and_wait(head, "Nội dung thi đua", "Bản của thủ trưởng")
    expect(head.locator("[data-autosave-status]")).to_contain_text(
        "trừ “Nội dung thi đua” mà Cán bộ đầu mối Đồng Văn vừa sửa"
    )
    head.get_by_role("button", name="Lưu bản nháp").click()
    expect(head.get_by_text("Có người vừa lưu hồ sơ này")).to_be_visible()
    expect(head.get_by_text("Bản của cán bộ")).to_be_visible()
    expect(head.get_by_label("Nội dung thi đua")).to_have_value("Bản của thủ trưởng")
    picture(head, "two-versions")
    head.get_by_role("button", name="Lấy bản đã lưu").click()
    expect(head.get_by_label("Nội dung thi đua")).to_have_value("Bản của cán bộ")
    type_and_wait(head, "Nội dung thi đua", "Bản của cán bộ và của thủ trưởng")
    assert submission.sections.get(key="contents").text == "Bản của cán bộ và của thủ trưởng"
    desk.complaints.clear()  # the browser reports the 409 itself


def test_two_people_write_in_two_places_and_see_each_other(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    address = f"/phong-trao/ho-so/{submission.pk}/"
    officer, head = desk.seat(province.officer), desk.seat(province.head)
    officer.goto(address)
    head.goto(address)
    type_and_wait(officer, "Nội dung thi đua", "Bản của cán bộ")
    type_and_wait(head, "Đăng ký: Tỷ lệ hộ nghèo giảm", "4,8")
    expect(head.get_by_label("Nội dung thi đua")).to_have_value("Bản của cán bộ")
    expect(head.get_by_text("Cán bộ đầu mối Đồng Văn vừa sửa trang này")).to_be_visible()
    assert submission.sections.get(key="contents").text == "Bản của cán bộ"
    assert submission.lines.get(target__indicator__no="2").value == Decimal("4.8")


def test_a_head_signs_no_titles_that_the_page_never_showed(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    catalogue()
    head = desk.seat(province.head)
    head.goto(f"/phong-trao/ho-so/{submission.pk}/")
    compete_for(submission, province, ("cstd-co-so-2013", 2, ""))
    type_and_wait(head, "Đăng ký: Tỷ lệ hộ nghèo giảm", "4,8")
    expect(head.get_by_text("vừa sửa “Danh hiệu, hình thức khen thưởng đăng ký”; tải lại trang")).to_be_visible()
    file_it(head)
    expect(head.get_by_text("Hồ sơ đã được lưu thêm sau khi bạn mở trang.")).to_be_visible()
    assert submission.receipts.count() == 0
    head.reload()
    expect(head.get_by_label("Số lượng, dòng 1", exact=True)).to_have_value("2")
    file_it(head)
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    desk.complaints.clear()  # the browser may report the refusal itself


def test_what_is_typed_while_a_save_runs_overwrites_nothing_that_the_page_did_not_show(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.head)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    save_draft(submission_id=submission.pk, texts={"contents": "Bản của cán bộ"}, by=province.officer)

    def type_meanwhile(route):
        answer = route.fetch()
        page.get_by_label("Nội dung thi đua").fill("Bản của thủ trưởng")
        route.fulfill(response=answer)

    page.route("**/luu/", type_meanwhile, times=1)
    page.get_by_label("Đăng ký: Tỷ lệ hộ nghèo giảm").fill("4,8")
    expect(page.locator("[data-autosave-status]")).to_contain_text("trừ “Nội dung thi đua” mà")
    expect(page.get_by_label("Nội dung thi đua")).to_have_value("Bản của thủ trưởng")
    assert submission.sections.get(key="contents").text == "Bản của cán bộ"


def test_filing_waits_for_a_save_that_runs(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.head)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    page.get_by_role("button", name="Ký và nộp").click()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/luu/", hold)
    with page.expect_request("**/luu/"):
        page.evaluate(
            """() => { const area = document.querySelector("[name=text_contents]");
            area.value = "Gõ ngay trước khi nộp"; area.dispatchEvent(new Event("input", { bubbles: true })); }"""
        )
    page.get_by_role("dialog").get_by_role("button", name="Ký và nộp").click()
    expect(page.get_by_text("Chưa gửi: nội dung vừa nhập chưa lưu được.")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    assert submission.sections.get(key="contents").text == "Gõ ngay trước khi nộp"


def test_a_lost_answer_gives_the_receipt_and_no_second_filing(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.head)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    lost = []

    def lose_the_answer(route):
        """The first answer never comes back, though the server received the form."""
        if lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort("connectionreset")

    page.route("**/nop/", lose_the_answer)
    file_it(page)
    expect(page.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    assert (lost, submission.receipts.count()) == ([200], 1)
    picture(page, "receipt")
    stranger = desk.seat()
    stranger.goto("/kiem-tra/")
    stranger.get_by_label("Mã biên nhận").fill(submission.receipts.get().code.lower())
    stranger.get_by_role("button", name="Kiểm tra").click()
    expect(stranger.get_by_text("Biên nhận này có thật")).to_be_visible()
    picture(stranger, "receipt-check")
    desk.complaints.clear()  # the browser reports the lost answer itself


def test_what_is_typed_before_the_script_came_is_saved_when_it_comes(desk, province, campaign):
    officer = desk.seat(province.officer)
    officer.goto("/")
    officer.get_by_role("button", name="Bắt đầu").first.click()
    expect(officer.get_by_label("Nội dung thi đua")).to_be_visible()
    with officer.expect_response(re.compile("/luu/$")) as answer, without_scripts_yet(officer, officer.url):
        officer.get_by_label("Nội dung thi đua").fill("Thi đua làm đường nông thôn")
    assert answer.value.status == 200
    expect(officer.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")


def test_without_a_network_the_page_says_so_and_asks_later(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.head)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    page.clock.install()
    page.get_by_role("button", name="Ký và nộp").click()
    page.context.set_offline(True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Ký và nộp").click()
    for time, attempt in ((1, 2), (2000, 3), (5000, 4)):
        page.clock.run_for(time)
        expect(dialog.get_by_role("status")).to_contain_text(f"đang gửi lại (lần {attempt})")
    page.clock.run_for(10000)
    expect(dialog.get_by_role("status")).to_contain_text("Chưa rõ kết quả: máy chủ chưa trả lời.")
    page.context.set_offline(False)
    dialog.get_by_role("button", name="Bấm để kiểm tra").click()
    expect(page.get_by_role("heading", name="Hệ thống chưa nhận lần nộp này")).to_be_visible()
    page.get_by_role("link", name="Mở lại hồ sơ").click()
    file_it(page)
    expect(page.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()
    desk.complaints.clear()  # the browser reports the missing network itself


def test_a_session_that_ends_while_writing_loses_no_word(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    page.context.clear_cookies()
    page.get_by_label("Nội dung thi đua").fill("Viết khi phiên đã hết")
    expect(page.get_by_role("dialog")).to_contain_text("Phiên làm việc đã hết")
    expect(page.locator("[data-autosave-status]")).to_contain_text("nội dung vẫn giữ trên máy này")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    beside = opened.value
    beside.get_by_label("Tên đăng nhập").fill(province.officer.username)
    beside.get_by_label("Mật khẩu").fill(PASSWORD)
    beside.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_be_attached()
    page.get_by_role("button", name="Đóng").click()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")
    desk.complaints.clear()  # the browser reports that it was turned away
    assert submission.sections.get(key="contents").text == "Viết khi phiên đã hết"


def test_titles_in_added_rows_come_back_after_the_session_ended(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    catalogue()
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    page.get_by_role("button", name="Thêm dòng").click()
    expect(page.get_by_label("Số lượng, dòng 6", exact=True)).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    for row, (name, number) in {1: ("Lao động tiên tiến", "9"), 6: ("Chiến sĩ thi đua cơ sở", "4")}.items():
        page.get_by_label(f"Danh hiệu, hình thức khen thưởng, dòng {row}").select_option(name)
        page.get_by_label(f"Số lượng, dòng {row}", exact=True).fill(number)
    page.get_by_label("Tên tập thể, cá nhân (mỗi tên một dòng), dòng 6").fill("Sùng A Páo")
    expect(page.locator("[data-autosave-status]")).to_contain_text("nội dung vẫn giữ trên máy này")
    page.context.add_cookies(cookies)
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response(re.compile("/luu/$")):
        page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    expect(page.get_by_label("Số lượng, dòng 6", exact=True)).to_have_value("4")
    expect(page.get_by_label("Số lượng, dòng 7", exact=True)).to_have_count(0)
    expect(page.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")
    assert dict(submission.titles.values_list("title__name", "number")) == {
        "Lao động tiên tiến": 9,
        "Chiến sĩ thi đua cơ sở": 4,
    }
    assert submission.titles.get(number=4).names == "Sùng A Páo"
    assert page.evaluate("localStorage.length") == 0
    desk.complaints.clear()  # the browser reports that it was turned away


def test_a_kept_text_whose_field_is_gone_stays_on_the_computer(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    key = f"thidua:{province.officer.pk}-{submission.pk}"
    page.evaluate(
        """key => { const fields = [...new FormData(document.querySelector("form[data-autosave]"))]
        .filter(([name]) => name !== "csrfmiddlewaretoken");
        localStorage.setItem(key, JSON.stringify(
          { submitted: false, version: "0", fields: [...fields, ["text_former", "Mục cũ"]] })); }""",
        key,
    )
    with page.expect_response(re.compile("/luu/$")):
        page.reload()
    expect(page.locator("[data-autosave-status]")).to_have_text("Đã lưu 08:00")
    assert ["text_former", "Mục cũ"] in page.evaluate("key => JSON.parse(localStorage.getItem(key)).fields", key)


def test_a_kept_form_that_does_not_know_what_it_showed_comes_back_over_no_newer_version(desk, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign, moment="2021-01-05 08:00")
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/ho-so/{submission.pk}/")
    stored = page.get_by_label("Nội dung thi đua").input_value()
    key = f"thidua:{province.officer.pk}-{submission.pk}"
    page.evaluate(
        """key => localStorage.setItem(key, JSON.stringify(
        { submitted: false, version: "0", fields: [["version", "0"], ["text_contents", "Bản cũ"]] }))""",
        key,
    )
    page.reload()
    expect(page.get_by_label("Nội dung thi đua")).to_have_value(stored)
    assert page.evaluate("localStorage.length") == 0


def test_a_unit_records_figures_evidence_and_a_report_that_shows_them(desk, province, campaign, tmp_path):
    clock.assume(on("2021-06-20 09:00"))
    folder = participation_of(campaign, province.unit)
    page = desk.seat(province.officer)
    page.goto(f"/phong-trao/don-vi/{folder.pk}/")
    page.get_by_role("link", name="Ghi số liệu").click()
    page.get_by_label("Thu nhập bình quân đầu người", exact=True).fill("20,25")
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(page.get_by_text("Đã ghi 1 số liệu.")).to_be_visible()

    scan = tmp_path / "bao-cao.pdf"
    scan.write_bytes(PDF)
    page.get_by_role("link", name="Thêm, sửa minh chứng").click()
    page.get_by_label("Chọn nhiều tệp").set_input_files(scan)
    expect(page.get_by_text("Đã nhận “bao-cao.pdf”.")).to_be_visible()
    page.get_by_role("link", name="bao-cao.pdf").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp về").click()
    assert download.value.suggested_filename == Evidence.objects.get().file_name
    assert download.value.path().read_bytes() == PDF
    page.get_by_role("link", name="Hồ sơ của đơn vị").click()

    row = page.get_by_role("row").filter(has_text="Báo cáo sơ kết 6 tháng")
    row.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("20,25").first).to_be_visible()
    for heading in texts(K.MIDTERM_REPORT):
        page.locator(f"[name=text_{heading}]").fill("Đã thực hiện.")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Hồ sơ đã đủ các mục.")).to_be_visible()


def test_a_reminder_reaches_inbox_and_mail_folder(desk, province, campaign, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    clock.assume(on("2021-01-08 07:30"))
    reminders.sweep()
    outbox.drain()
    page = desk.seat(province.officer)
    page.goto("/hop-thu/")
    expect(page.get_by_text("Bản đăng ký thi đua: còn 1 ngày 16 giờ")).to_be_visible()
    mails = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "mail").iterdir())
    assert "To: canbo.dong-van@example.vn" in mails
