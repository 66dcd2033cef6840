"""Uploaded files: accepted by content, refused with a sentence."""

import hashlib
import io
import struct
import unicodedata
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads import ACTIVE, MEGABYTE, PASSWORD, UploadRefused, inspect_upload, inspect_zip, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
CONTENT_TYPES = "[Content_Types].xml"


def inspect(name, content, max_bytes=20 * MEGABYTE):
    file = io.BytesIO(content)
    file.name = name
    return inspect_upload(file, max_bytes=max_bytes)


def outcome(name, content):
    try:
        return inspect(name, content).kind
    except UploadRefused as refused:
        return refused.code


def refusal(name, content, **options):
    with pytest.raises(UploadRefused) as caught:
        inspect(name, content, **options)
    return caught.value.code, caught.value.sentence


def office(main="word/document.xml", parts=None, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in {CONTENT_TYPES: "<Types/>", main: "<document/>", **(parts or {})}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def picture(kind, size=(64, 48)):
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def png_header(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("báo cáo.pdf", PDF, "pdf"),
        ("a.PDF", b"\n\n" + PDF, "pdf"),
        ("a.docx", office(), "docx"),
        ("a.xlsx", office("xl/workbook.xml"), "xlsx"),
        ("a.jpg", picture("JPEG"), "jpg"),
        ("a.jpeg", picture("JPEG", (3, 3)), "jpg"),
        ("a.png", picture("PNG"), "png"),
    ],
)
def test_a_sound_file_is_accepted_for_what_it_is(name, content, kind):
    inspected = inspect(name, content)
    assert (inspected.kind, inspected.name, inspected.size) == (kind, name, len(content))
    assert inspected.sha256 == hashlib.sha256(content).hexdigest()
    assert inspected.marks == ()


def test_a_file_from_a_browser_is_left_at_its_beginning():
    upload = SimpleUploadedFile("a.pdf", PDF, content_type="image/png")
    assert inspect_upload(upload, max_bytes=MEGABYTE).kind == "pdf"
    assert upload.read() == PDF


@pytest.mark.parametrize(
    ("extra", "marks"),
    [
        (b"/Encrypt 5 0 R", (PASSWORD,)),
        (b"/EncryptMetadata", ()),
        (b"/S /JavaScript /JS (x)", (ACTIVE,)),
        (b"/S /Launch", (ACTIVE,)),
        (b"/EmbeddedFiles 3 0 R /Encrypt 5 0 R", (PASSWORD, ACTIVE)),
    ],
)
def test_a_pdf_that_readers_may_not_open_is_marked(extra, marks):
    assert inspect("a.pdf", PDF.replace(b"/Root", extra + b" /Root")).marks == marks


def test_a_mark_across_two_blocks_is_seen():
    padding = b"x" * (64 * 1024 - len(b"%PDF-1.7\n") - 4)
    assert inspect("a.pdf", b"%PDF-1.7\n" + padding + b"/Encrypt 5 0 R %%EOF").marks == (PASSWORD,)


CUT_OFFICE = ("F01", "Tệp hỏng hoặc tải dở, không mở được; hãy tải lại")
CUT_IMAGE = ("F01", "Ảnh hỏng hoặc tải dở; hãy tải lại")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"", ("F01", "Tệp rỗng hoặc tải dở; hãy tải lại")),
        ("a.pdf", PDF[:-8], ("F01", "Tệp PDF tải dở; hãy tải lại")),
        ("a.docx", office()[:-30], CUT_OFFICE),
        ("a.xlsx", office("xl/workbook.xml", {"x.bin": bytes(5000)})[:300], CUT_OFFICE),
        ("a.jpg", picture("JPEG")[:-400], CUT_IMAGE),
        ("a.png", picture("PNG")[:-400], CUT_IMAGE),
        ("a.pdf", b"<html><script>%PDF-1.7 %%EOF", ("F04", "Nội dung không phải PDF")),
        ("a.pdf", b"<html></html>", ("F04", "Nội dung không phải PDF")),
        ("a.docx", b"hello", ("F04", "Nội dung không phải DOCX")),
        ("a.xlsx", office("ppt/presentation.xml"), ("F04", "Nội dung không phải XLSX")),
        ("a.jpg", PDF, ("F04", "Nội dung không phải JPG mà là PDF. Hãy đổi đuôi tệp thành .pdf")),
        ("a.pdf.exe", PDF, ("F04", "Đuôi tệp không khớp nội dung PDF. Hãy đổi đuôi tệp thành .pdf")),
        ("abc\u202efdp.exe", PDF, ("F04", "Đuôi tệp không khớp nội dung PDF. Hãy đổi đuôi tệp thành .pdf")),
        ("a.exe", b"MZ\x90", ("F07", "Không nhận tệp .exe. Chỉ nhận PDF, DOCX, XLSX, JPG, PNG")),
        ("README", b"text", ("F07", "Chỉ nhận PDF, DOCX, XLSX, JPG, PNG")),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ("F05", "Tệp có mật khẩu hoặc là bản Office cũ. Hãy bỏ mật khẩu, lưu lại rồi tải lên"),
        ),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ("F07", "Hãy mở bằng Word, chọn Lưu thành .docx hoặc .pdf rồi tải lại"),
        ),
        (
            "a.docm",
            office(parts={"word/vbaProject.bin": "x"}),
            ("F07", "Hãy mở bằng Word, chọn Lưu thành .docx hoặc .pdf rồi tải lại"),
        ),
        (
            "a.jpg",
            b"\0\0\0\x18ftypheic\0\0",
            ("F07", "Ảnh HEIC của điện thoại: hãy xuất sang JPG rồi tải lại"),
        ),
        ("a.pdf", b"Rar!\x1a\x07", ("F07", "Không nhận tệp nén: hãy giải nén rồi tải từng tệp")),
        ("a.zip", office("readme.txt"), ("F07", "Không nhận tệp nén: hãy giải nén rồi tải từng tệp")),
        (
            "a.pptx",
            office("ppt/presentation.xml"),
            ("F07", "Hãy mở bằng PowerPoint, chọn Lưu thành .pdf rồi tải lại"),
        ),
    ],
)
def test_a_file_is_refused_with_a_sentence(name, content, expected):
    assert refusal(name, content) == expected


def test_a_file_above_the_limit_is_refused_with_advice():
    big = PDF[:-7] + b" " * MEGABYTE + b"%%EOF"
    assert refusal("a.pdf", big, max_bytes=MEGABYTE) == ("F02", "Tối đa 1 MB. Gợi ý: quét 150–200 dpi")
    assert inspect("a.pdf", PDF, max_bytes=len(PDF)).size == len(PDF)


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (6_400, 6_400)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(size):
    expected = ("F06", "Ảnh quá 40 triệu điểm ảnh. Hãy giảm kích thước ảnh rồi tải lại")
    assert refusal("a.png", png_header(*size)) == expected


ABNORMAL = (
    "F06",
    "Tệp nén bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Word, Excel hoặc xuất PDF",
)


@pytest.mark.parametrize(
    "parts",
    [
        {f"p{number}": "" for number in range(2000)},
        {"bomb.bin": bytes(3 * MEGABYTE)},
        {"../evil": "x"},
        {"a/../../evil": "x"},
        {"/etc/evil": "x"},
        {"a\\evil": "x"},
        {"C:evil": "x"},
        {"word/styles.xml": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>"},
        {"word/_rels/a.rels": "<!ENTITY b 'c'>"},
    ],
    ids=["entries", "ratio", "parent", "inner-parent", "absolute", "backslash", "drive", "doctype", "entity"],
)
def test_an_abnormal_archive_is_refused(parts):
    assert refusal("a.docx", office(parts=parts)) == ABNORMAL


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_compression_is_refused(compression):
    assert refusal("a.docx", office(compression=compression)) == ABNORMAL


def test_an_archive_that_unpacks_to_too_much_is_refused():
    stored = {f"p{number}": bytes(16 * MEGABYTE) for number in range(4)}
    content = office(parts=stored, compression=zipfile.ZIP_STORED)
    assert refusal("a.docx", content, max_bytes=100 * MEGABYTE) == ABNORMAL


def test_a_part_that_is_too_large_is_refused():
    content = office(parts={"p": bytes(41 * MEGABYTE)}, compression=zipfile.ZIP_STORED)
    assert refusal("a.docx", content, max_bytes=100 * MEGABYTE) == ABNORMAL


def test_an_encrypted_entry_is_refused():
    content = bytearray(office())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal("a.docx", bytes(content)) == ABNORMAL


def test_a_link_is_refused():
    content = bytearray(office())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 38 : entry + 42] = struct.pack("<I", 0o120777 << 16)
    assert refusal("a.docx", bytes(content)) == ABNORMAL


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused():
    buffer = io.BytesIO(office())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", "<other/>")
    assert refusal("a.docx", buffer.getvalue()) == ABNORMAL


def test_overlapping_entries_are_refused():
    content = bytearray(office(parts={"word/styles.xml": "<styles/>"}))
    last = content.rindex(b"PK\x01\x02")
    first_offset = content.index(b"word/document.xml") - 30
    content[last + 42 : last + 46] = struct.pack("<I", first_offset)
    assert refusal("a.docx", bytes(content)) == ABNORMAL


def test_a_size_that_lies_is_refused():
    content = bytearray(office(parts={"p.bin": b"abc" * 1000}))
    last = content.rindex(b"PK\x01\x02")
    content[last + 24 : last + 28] = struct.pack("<I", 10)
    assert refusal("a.docx", bytes(content)) == CUT_OFFICE


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "xl/vbaproject.bin",
        "word/embeddings/sheet1.xlsx",
        "word/activeX/activeX1.xml",
        "xl/externalLinks/externalLink1.xml",
    ],
)
def test_macros_objects_and_outside_links_are_refused(part):
    expected = ("F07", "Tệp có macro, đối tượng nhúng hoặc liên kết ngoài. Hãy xuất sang PDF rồi tải lại")
    assert refusal("a.docx", office(parts={part: "x"})) == expected


def test_a_workbook_without_its_main_part_is_refused():
    with pytest.raises(UploadRefused) as caught:
        inspect_zip(io.BytesIO(office("word/document.xml")), "xl/workbook.xml")
    assert (caught.value.code, caught.value.sentence) == ABNORMAL


@pytest.mark.parametrize("step", [7, 31])
def test_damaged_archives_are_refused_or_accepted_but_never_crash(step):
    sound = office(parts={"word/styles.xml": "<styles/>" * 50})
    for position in range(0, len(sound), step):
        damaged = bytearray(sound)
        damaged[position] ^= 0xFF
        assert outcome("a.docx", bytes(damaged)) in {"docx", "F01", "F04", "F06", "F07"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_damaged_pictures_are_refused_or_accepted_but_never_crash(kind):
    sound, name = picture(kind), f"a.{kind.lower()}"
    for position in range(min(len(sound), 1200)):
        damaged = bytearray(sound)
        damaged[position] ^= 0xFF
        assert outcome(name, bytes(damaged)) in {"jpg", "png", "F01", "F04", "F06"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\a\\báo cáo.pdf", "báo cáo.pdf"),
        ("../../etc/passwd", "passwd"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "Kế hoạch.pdf"),
        ('a"\r\nX: y.pdf', 'a" X: y.pdf'),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\x00.pdf", "a.pdf"),
        (".pdf", "tệp.pdf"),
        ("", "tệp"),
        ("b" * 300 + ".pdf", "b" * 116 + ".pdf"),
        ("b" * 300, "b" * 120),
        ("c." + "d" * 300, "c." + "d" * 118),
    ],
)
def test_names_are_shown_without_danger(given, shown):
    assert safe_name(given) == shown


READ = ("docx", "pdf", "txt")
ONLY_READ = "Chỉ nhận DOCX, PDF, TXT"


def inspect_for_reading(name, content):
    file = io.BytesIO(content)
    file.name = name
    return inspect_upload(file, max_bytes=MEGABYTE, kinds=READ)


@pytest.mark.parametrize(
    "content",
    [
        "Chỉ thị".encode(),
        "Chỉ thị".encode("utf-8-sig"),
        "Chỉ thị\r\n\tsố 01".encode("utf-16"),
        "ChØ thÞ\x1a".encode("latin-1"),
        b"\xa7i\xd2u 1",
        b"x" * 200_000,
    ],
)
def test_plain_text_is_accepted_where_it_is_asked_for(content):
    assert inspect_for_reading("a.txt", content).kind == "txt"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"a\0b", ("F04", "Nội dung không phải TXT")),
        ("a.txt", b"a" * 70_000 + b"\x02", ("F04", "Nội dung không phải TXT")),
        ("a.txt", "ab".encode("utf-16")[:-1], ("F04", "Nội dung không phải TXT")),
        ("a.txt", PDF, ("F04", "Nội dung không phải TXT mà là PDF. Hãy đổi đuôi tệp thành .pdf")),
        ("a.docx", b"text", ("F04", "Nội dung không phải DOCX")),
        ("a.docx", picture("PNG"), ("F04", "Nội dung không phải DOCX")),
        ("a.png", picture("PNG"), ("F07", f"Không nhận tệp .png. {ONLY_READ}")),
        ("a.xlsx", office("xl/workbook.xml"), ("F07", f"Không nhận tệp .xlsx. {ONLY_READ}")),
        ("a.csv", b"a;b", ("F07", f"Không nhận tệp .csv. {ONLY_READ}")),
        ("README", b"text", ("F07", ONLY_READ)),
        ("a.doc", b"\xd0\xcf\x11\xe0", ("F07", "Hãy mở bằng Word, chọn Lưu thành .docx hoặc .pdf rồi tải lại")),
    ],
)
def test_only_what_is_asked_for_is_accepted(name, content, expected):
    with pytest.raises(UploadRefused) as caught:
        inspect_for_reading(name, content)
    assert (caught.value.code, caught.value.sentence) == expected


def test_plain_text_proves_nothing():
    assert refusal("a.txt", b"text") == ("F07", "Không nhận tệp .txt. Chỉ nhận PDF, DOCX, XLSX, JPG, PNG")
