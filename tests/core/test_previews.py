"""Pages as pictures and texts: drawn in the sandbox, kept for a day, never the original (integrity C6)."""

import base64
import io
import os
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from openpyxl import Workbook
from PIL import Image

from core import clock, filestore, jobs, pictures, previews, sandbox
from core.exceptions import UploadRefused
from tests.support.files import PDF, paged_pdf, photo
from tests.support.fuzz import mutants

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT, settings.PREVIEWS_ROOT = tmp_path / "files", tmp_path / "previews"


def image_of(answer):
    return Image.open(BytesIO(base64.b64decode(answer["png"])))


def word(*lines):
    buffer, document = io.BytesIO(), docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def workbook(rows):
    buffer, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def children(monkeypatch):
    """The names of what was run in the sandbox from here on."""
    run, names = sandbox.run, []
    monkeypatch.setattr(
        sandbox, "run", lambda name, *args, **options: names.append(name) or run(name, *args, **options)
    )
    return names


@pytest.mark.parametrize(("asked", "drawn"), [(1, 1), (3, 3), (4, 3), (0, 1)])
def test_a_page_of_a_pdf_is_drawn(asked, drawn):
    answer = pictures.page_png(paged_pdf(3), kind="pdf", page=asked)
    picture = image_of(answer)
    assert (answer["page"], answer["pages"], picture.size[0]) == (drawn, 3, pictures.WIDTH)
    assert abs(picture.getpixel((9, 9))[0] - (255 - drawn + 1)) <= 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_made_smaller_and_forgets_where_it_was_taken(kind):
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (23.0, 1.0, 0.0)}
    answer = pictures.page_png(
        photo((4000, 2000), kind, exif=exif), kind=kind[:3].lower().replace("jpe", "jpg"), page=1
    )
    picture = image_of(answer)
    assert (picture.size, dict(picture.getexif())) == ((1224, 2449), {})  # upright, and not too long


@pytest.mark.parametrize(
    ("content", "kind", "code", "sentence"),
    [
        (PDF, "pdf", "F01", "Không vẽ được trang này."),
        (b"", "pdf", "F01", "Không vẽ được trang này."),
        (b"\xff\xd8\xff\xd9", "jpg", "F01", "Không vẽ được trang này."),
    ],
)
def test_what_cannot_be_drawn_is_said(content, kind, code, sentence):
    with pytest.raises(UploadRefused) as refusal:
        pictures.page_png(content, kind=kind, page=1)
    assert (refusal.value.code, refusal.value.sentence) == (code, sentence)


def test_damaged_pages_end_in_a_picture_or_a_refusal():
    ends = set()
    for name, content in mutants(600, 8):
        if name in ("a.pdf", "a.png"):
            try:
                pictures.page_png(content, kind=name[-3:], page=1)
                ends.add("drawn")
            except UploadRefused as refusal:
                ends.add(refusal.code)
    assert ends <= {"drawn", "F01", "F05"}


def test_a_pdf_with_a_password_says_so():
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(paged_pdf(1)))), BytesIO()
    writer.encrypt("bi-mat", algorithm="RC4-128")
    writer.write(file)
    found = previews.preview(filestore.keep(file.getvalue(), kind="pdf"))
    assert found.problem == "Tệp có mật khẩu nên không xem ngay được."


def test_a_page_is_drawn_once(monkeypatch):
    stored, names = filestore.keep(paged_pdf(3), kind="pdf"), children(monkeypatch)
    for page in (2, 2, 9, 3, 9):
        assert previews.preview(stored, page).pages == 3
        assert previews.picture(stored, page).startswith(b"\x89PNG")
    assert names == ["core.pictures:page_png"] * 2  # the second and the last


def test_a_refusal_is_remembered_too(monkeypatch):
    stored, names = filestore.keep(PDF, kind="pdf"), children(monkeypatch)
    assert [previews.preview(stored).problem for _ in range(2)] == ["Không vẽ được trang này."] * 2
    assert (len(names), previews.picture(stored, 1)) == (1, None)


def test_a_lost_picture_is_drawn_again(settings):
    stored = filestore.keep(paged_pdf(1), kind="pdf")
    previews.preview(stored)
    (settings.PREVIEWS_ROOT / stored.sha256 / "1.png").unlink()
    assert previews.picture(stored, 1).startswith(b"\x89PNG")


def test_a_word_file_shows_its_text():
    found = previews.preview(filestore.keep(word("Kế hoạch", "x" * 40_000), kind="docx"))
    assert (found.text.startswith("Kế hoạch\nxxx"), len(found.text), found.cut) == (
        True,
        previews.MOST_CHARACTERS,
        True,
    )


def test_a_workbook_shows_its_first_rows_as_officials_write_them():
    rows = [["Chỉ tiêu", "Kế hoạch", "Ngày"], ["Thu ngân sách", 2700.5, clock.now().replace(tzinfo=None).date()]]
    found = previews.preview(filestore.keep(workbook([*rows, *[["x"]] * 120]), kind="xlsx"))
    assert found.rows[1][:2] == ("Thu ngân sách", "2.700,5")
    assert found.rows[1][2].count("/") == 2
    assert (len(found.rows), found.cut) == (previews.MOST_ROWS, True)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_broken_office_file_says_so(kind):
    assert previews.preview(filestore.keep(b"PK\x03\x04", kind=kind)).problem == "Không xem ngay được tệp này."


def test_a_long_workbook_is_not_opened(monkeypatch):
    monkeypatch.setattr(previews, "LONG_TABLE", 10)
    stored, names = filestore.keep(workbook([["x"]]), kind="xlsx"), children(monkeypatch)
    assert (previews.preview(stored).problem, names) == ("Bảng tính dài nên không xem ngay được.", [])


def test_a_child_that_fails_is_asked_again(monkeypatch):
    stored = filestore.keep(paged_pdf(1), kind="pdf")
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "WALL_SECONDS", 0.0001)
        assert previews.preview(stored).problem == "Không xem ngay được tệp này."
    assert previews.preview(stored).picture


def test_pruning_twice_throws_away_only_what_is_old(settings):
    stored = filestore.keep(paged_pdf(1), kind="pdf")
    previews.preview(stored)
    assert previews.prune() == 0
    old = (clock.real_now() - previews.KEPT - timedelta(minutes=1)).timestamp()
    for one in settings.PREVIEWS_ROOT.glob("*/*"):
        os.utime(one, (old, old))
    for _ in range(2):
        jobs.SWEEPS["core.prune_previews"].run()
    assert list(settings.PREVIEWS_ROOT.glob("*/*")) == []
