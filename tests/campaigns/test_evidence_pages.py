"""Documents in the browser: many uploaded at once, described, removed, looked at, fetched, listed."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from campaigns.models import Evidence
from campaigns.services.evidence import add_evidence, remove_evidence
from core.models import AuditEvent
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import file_evidence
from tests.support.files import PDF, another_pdf, paged_pdf, pdf, photo
from tests.support.pages import text_of

HTML = b"<html><script>alert(1)</script></html>"
JSON = {"HTTP_ACCEPT": "application/json"}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def folder(province, at):
    campaign = launched_campaign(province)
    at("2021-06-25 16:00")
    return participation_of(campaign, province.unit)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT, settings.PREVIEWS_ROOT = tmp_path / "files", tmp_path / "previews"


def page_of(folder, *more):
    return "/".join(["/phong-trao/don-vi", str(folder.pk), "minh-chung", *more, ""])


def document(evidence, *more):
    return "/".join(["/phong-trao/minh-chung", str(evidence.pk), *more, ""])


def added(folder, by, content=PDF, name="bao-cao.pdf", **more):
    return add_evidence(participation=folder, file=SimpleUploadedFile(name, content), by=by, **more)


def filed(province, folder, *given, **more):
    """A document that went out with a report."""
    found = added(folder, province.officer, *given, **more)
    file_evidence(province, folder.campaign)
    return found


def test_a_plain_form_sends_many_files_and_each_gets_its_sentence(province, folder, sign_in):
    files = [
        pdf("a.pdf"),
        SimpleUploadedFile("gia.pdf", HTML),
        another_pdf(1, "b.pdf"),
        SimpleUploadedFile("0.pdf", b""),
    ]
    response = sign_in(province.officer).post(page_of(folder), {"uploads": files}, follow=True)
    words = text_of(response)
    for sentence in (
        "Đã nhận “a.pdf”.",
        "gia.pdf: Nội dung không phải PDF",
        "Đã nhận “b.pdf”.",
        "0.pdf: Tệp rỗng hoặc tải dở; hãy tải lại",
    ):
        assert sentence in words
    assert [one.file_name for one in Evidence.objects.all()] == ["a.pdf", "b.pdf"]


def test_a_form_without_a_file_says_so(province, folder, sign_in):
    response = sign_in(province.officer).post(page_of(folder), {})
    assert (response.status_code, "Hãy chọn ít nhất một tệp." in text_of(response)) == (422, True)


def test_a_script_gets_the_row_and_the_room_of_each_file(province, folder, sign_in):
    response = sign_in(province.officer).post(page_of(folder), {"uploads": pdf("Báo cáo.pdf")}, **JSON)
    answer = response.json()
    assert (response.status_code, answer["sentence"]) == (201, "Đã nhận “Báo cáo.pdf”.")
    assert answer["room"] == "Còn nhận được 59 tệp, 200 MB."
    assert 'value="Báo cáo"' in answer["row"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trang.pdf", HTML, "Nội dung không phải PDF"),
        ("rong.pdf", b"", "Tệp rỗng hoặc tải dở; hãy tải lại"),
        ("bao-cao.rar", b"Rar!\x1a\x07\x00", "Không nhận tệp nén: hãy giải nén rồi tải từng tệp"),
        ("anh.heic", b"\0\0\0\x18ftypheic", "Ảnh HEIC của điện thoại: hãy xuất sang JPG rồi tải lại"),
        ("bao cao.pdf.exe", PDF, "Đuôi tệp không khớp nội dung PDF. Hãy đổi đuôi tệp thành .pdf"),
    ],
)
def test_a_script_is_told_why_a_file_is_refused(province, folder, sign_in, name, content, sentence):
    response = sign_in(province.officer).post(page_of(folder), {"uploads": SimpleUploadedFile(name, content)}, **JSON)
    assert (response.status_code, response.json()) == (422, {"sentence": sentence})
    assert Evidence.objects.count() == 0


def test_a_file_over_the_limit_is_refused(province, folder, sign_in, settings):
    settings.MAX_UPLOAD_BYTES = 50
    response = sign_in(province.officer).post(page_of(folder), {"uploads": pdf()}, **JSON)
    assert response.json() == {"sentence": "Tối đa 0 MB. Gợi ý: quét 150–200 dpi"}


def test_the_page_tells_the_browser_what_it_may_refuse_itself(province, folder, sign_in):
    page = sign_in(province.officer).get(page_of(folder)).content.decode()
    for part in ('data-max-bytes="20971520"', 'data-too-large="Tối đa 20 MB. Gợi ý: quét 150–200 dpi"', '"heic"'):
        assert part in page


def describe(client, evidence, **changes):
    given = {"title": "Báo cáo", "doc_number": "412/BC-BDT", "doc_date": "5/11/2021", "version": 0}
    extra = HTMX if changes.pop("htmx", False) else {}
    return client.post(document(evidence, "sua"), given | changes, follow=True, **extra)


def test_number_and_date_are_kept_as_they_are_typed(province, folder, sign_in):
    found, client = added(folder, province.officer), sign_in(province.officer)
    assert "Đã lưu 16:00" in text_of(describe(client, found, htmx=True))
    found.refresh_from_db()
    assert (found.doc_number, found.doc_date, found.version) == ("412/BC-BDT", date(2021, 11, 5), 1)
    assert "Đã lưu “Văn bản”." in text_of(describe(client, found, title="Văn bản", version=1))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"doc_date": "31/2/2021"}, "Ngày văn bản: Tháng 2/2021 chỉ có 28 ngày"),
        ({"doc_date": "mai"}, "Ngày văn bản: Nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026"),
        ({"title": " "}, "Tên minh chứng: Hãy ghi tên minh chứng."),
        ({"doc_number": "x" * 61}, "Số, ký hiệu: Quá 60 ký tự: còn 1 ký tự thừa"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_row(province, folder, sign_in, typed, sentence):
    found = added(folder, province.officer, title="Cũ")
    client = sign_in(province.officer)
    assert sentence in text_of(describe(client, found, htmx=True, **typed))
    assert f"Chưa lưu “Cũ”. {sentence}" in text_of(describe(client, found, **typed))


def test_a_row_that_somebody_else_changed_shows_theirs_first(province, folder, sign_in):
    found = added(folder, province.officer)
    describe(sign_in(province.head), found, title="Của thủ trưởng")
    response = describe(sign_in(province.officer), found, title="Của cán bộ", htmx=True)
    assert "hiện lưu: “Của thủ trưởng”, 412/BC-BDT ngày 05/11/2021." in text_of(response)
    assert 'value="1"' in response.content.decode()
    assert "Đã lưu" in text_of(describe(sign_in(province.officer), found, title="Của cán bộ", version=1, htmx=True))


def test_a_wrong_file_is_removed_and_no_longer_found(province, folder, sign_in):
    found, client = added(folder, province.officer), sign_in(province.officer)
    response = client.post(document(found, "bo"), follow=True)
    assert "Đã bỏ “bao-cao” khỏi hồ sơ." in text_of(response)
    assert client.get(document(found, "xem")).status_code == 404
    assert client.post(document(found)).status_code == 404


def test_a_download_is_a_post_that_the_trail_remembers(province, folder, sign_in):
    found, client = filed(province, folder), sign_in(province.staff)
    assert client.get(document(found)).url == document(found, "xem")
    response = client.post(document(found))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.get(event="evidence.fetched").actor == province.staff


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("staff", 200), ("bloc_secretary", 200), ("stranger", 404), ("council_member", 404)],
)
@pytest.mark.parametrize("more", [("xem",), ("trang", "1"), ()])
def test_documents_are_found_only_by_those_who_may_open_them(province, folder, sign_in, who, status, more):
    found = added(folder, province.officer, paged_pdf(1))
    client = sign_in(province.everybody()[who])

    def asked():
        return client.get(document(found, *more)) if more else client.post(document(found))

    early = asked()
    file_evidence(province, folder.campaign)
    later = asked()
    assert (early.status_code, later.status_code) == (200 if who == "officer" else 404, status)  # P3
    early.close()
    later.close()


def test_a_page_is_a_picture_that_no_browser_runs(province, folder, sign_in):
    found, client = filed(province, folder, paged_pdf(3)), sign_in(province.staff)
    words = text_of(client.get(f"{document(found, 'xem')}?trang=2"))
    assert "trang 2/3" in words
    picture = client.get(document(found, "trang", "2"))
    assert picture.content.startswith(b"\x89PNG")
    headers = ["Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control"]
    assert [picture[name] for name in headers] == [
        "image/png", "nosniff", "sandbox; default-src 'none'", "private, no-store",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "shown"), [("9", "trang 3/3"), ("0", "trang 1/3"), ("x", "trang 1/3"), ("²", "trang 1/3")]
)
def test_a_page_that_is_not_there_is_the_nearest(province, folder, sign_in, asked, shown):
    found = filed(province, folder, paged_pdf(3))
    assert shown in text_of(sign_in(province.staff).get(document(found, "xem"), {"trang": asked}))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PDF, "Không vẽ được trang này."),
        (
            paged_pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog /JavaScript 1"),
            "Tệp có mã lệnh hoặc tệp đính kèm bên trong nên không xem ngay trên trang.",
        ),
    ],
)
def test_what_cannot_be_shown_is_said_and_can_be_fetched(province, folder, sign_in, content, sentence):
    found, client = filed(province, folder, content), sign_in(province.staff)
    words = text_of(client.get(document(found, "xem")))
    assert sentence in words
    assert "Tải tệp về" in words
    assert client.get(document(found, "trang", "1")).status_code == 403


def test_a_photo_is_shown_without_the_place_where_it_was_taken(province, folder, sign_in):
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
    found = filed(province, folder, photo(exif=exif), "anh.jpg")
    picture = sign_in(province.staff).get(document(found, "trang", "1")).content
    assert b"Exif" not in picture
    assert b"eXIf" not in picture


def test_the_folder_lists_documents_with_what_staff_must_know(province, folder, sign_in):
    added(folder, province.officer, title="Báo cáo", doc_number="412/BC-BDT", doc_date=date(2021, 11, 5))
    added(participation_of(folder.campaign, province.units[1]), province.officers[1])
    for member in (0, 1):
        file_evidence(province, folder.campaign, member=member)
    address = f"/phong-trao/don-vi/{folder.pk}/"
    staff, officer = (text_of(sign_in(one).get(address)) for one in (province.staff, province.officer))
    for part in ("412/BC-BDT", "05/11/2021", "1 KB", "Chưa dùng"):
        assert part in officer
    assert "Tệp này cũng có trong hồ sơ của Mèo Vạc." in staff
    assert "cũng có trong hồ sơ" not in officer


def test_the_list_goes_out_as_a_workbook(province, folder, sign_in):
    filed(province, folder, title="=1+1", doc_number="412/BC-BDT", doc_date=date(2021, 11, 5))
    response = sign_in(province.staff).get(page_of(folder, "danh-muc"))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    row = [cell.value for cell in book["Số liệu"][4]]
    assert row[:3] == [1, "=1+1", "412/BC-BDT"]
    assert book["Số liệu"]["B4"].data_type == "s"
    assert row[4:6] == ["bao-cao.pdf", "1 KB"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_document_and_for_three(
    province, folder, sign_in, django_assert_num_queries, count
):
    for number in range(count):
        add_evidence(participation=folder, file=another_pdf(number), by=province.officer)
    file_evidence(province, folder.campaign)
    officer, staff = sign_in(province.officer), sign_in(province.staff)
    with django_assert_num_queries(12):
        officer.get(page_of(folder))
    with django_assert_num_queries(18):
        staff.get(f"/phong-trao/don-vi/{folder.pk}/")


def test_the_page_of_a_document_is_cheap(province, folder, sign_in, django_assert_num_queries):
    found, client = filed(province, folder, paged_pdf(1)), sign_in(province.staff)
    with django_assert_num_queries(10):
        client.get(document(found, "xem"))
    with django_assert_num_queries(5):
        client.get(document(found, "trang", "1"))


def test_a_campaign_that_does_not_take_place_takes_no_files(province, folder, sign_in):
    found = added(folder, province.officer)
    remove_evidence(evidence_id=found.pk, by=province.officer)
    folder.campaign.state = "closed"
    type(folder.campaign).objects.filter(pk=folder.campaign_id).update(state="closed", closed_at=found.added_at)
    response = sign_in(province.officer).post(page_of(folder), {"uploads": pdf()})
    assert "Phong trào đang không mở cho đơn vị ghi số liệu, nộp hồ sơ." in text_of(response)


def test_others_see_in_the_lists_only_what_was_filed(province, folder, sign_in):
    filed(province, folder, title="Đã gửi")
    added(folder, province.officer, paged_pdf(2), title="Đang chuẩn bị")
    report = folder.submissions.get()
    pages = [f"/phong-trao/don-vi/{folder.pk}/", f"/phong-trao/ho-so/{report.pk}/"]
    for who in ("staff", "leader", "officer"):
        for address in pages:
            words = text_of(sign_in(province.everybody()[who]).get(address))
            assert ("Đã gửi" in words, "Đang chuẩn bị" in words) == (True, who == "officer")
    assert "Chưa nộp" in text_of(sign_in(province.officer).get(pages[0]))
    catalogue = sign_in(province.staff).get(page_of(folder, "danh-muc"))
    book = load_workbook(BytesIO(b"".join(catalogue.streaming_content)))
    assert [row[1].value for row in book["Số liệu"].iter_rows(min_row=4) if row[1].value] == ["Đã gửi"]


def test_a_copy_that_another_unit_has_not_filed_is_not_betrayed(province, folder, sign_in):
    filed(province, folder)
    added(participation_of(folder.campaign, province.units[1]), province.officers[1])
    assert "cũng có trong hồ sơ" not in text_of(sign_in(province.staff).get(f"/phong-trao/don-vi/{folder.pk}/"))


def test_a_pdf_with_scripts_from_before_marks_were_kept_is_not_drawn(province, folder, sign_in):
    active = paged_pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog /JavaScript 1")
    found, client = filed(province, folder, active), sign_in(province.staff)
    Evidence.objects.update(marks=[])
    words = text_of(client.get(document(found, "xem")))
    assert "Tệp có mã lệnh hoặc tệp đính kèm bên trong nên không xem ngay trên trang." in words
    assert client.get(document(found, "trang", "1")).status_code == 403
