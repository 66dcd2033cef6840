"""What an uploaded file really is: judged by its content, never by the browser's word (design "integrity" C6, C7).

Accepted are PDF, DOCX, XLSX, JPG and PNG that are complete, of bounded size when unpacked, free of macros and embedded
objects, and named after what they contain. The guard reads the file in blocks and leaves it at its beginning.
"""

import hashlib
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from PIL import Image

from core.numbers import format_decimal, round_half_up
from core.text import clean

BLOCK = 64 * 1024
MEGABYTE = 1024 * 1024
MAX_NAME = 120
MAX_PIXELS = 40_000_000
MAX_ENTRIES = 2000
MAX_ENTRY_BYTES, MAX_UNPACKED_BYTES = 40 * MEGABYTE, 60 * MEGABYTE
MAX_RATIO, RATIO_FROM_BYTES = 200, MEGABYTE

_KIND_OF_EXTENSION = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "jpg": "jpg", "jpeg": "jpg", "png": "png"}
_ACCEPTED = "Chỉ nhận PDF, DOCX, XLSX, JPG, PNG"
_ADVICE = {
    **dict.fromkeys(("heic", "heif"), "Ảnh HEIC của điện thoại: hãy xuất sang JPG rồi tải lại"),
    **dict.fromkeys(("rar", "zip", "7z"), "Không nhận tệp nén: hãy giải nén rồi tải từng tệp"),
    **dict.fromkeys(("doc", "docm", "rtf", "odt"), "Hãy mở bằng Word, chọn Lưu thành .docx hoặc .pdf rồi tải lại"),
    **dict.fromkeys(("xls", "xlsm", "xlsb", "ods", "csv"), "Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lại"),
    **dict.fromkeys(("ppt", "pptx", "pptm", "odp"), "Hãy mở bằng PowerPoint, chọn Lưu thành .pdf rồi tải lại"),
}
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_FORBIDDEN_PART = re.compile(r"vbaProject\.bin$|(^|/)(embeddings|activeX|externalLinks)/", re.IGNORECASE)
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PDF_PASSWORD = re.compile(rb"/Encrypt(?![A-Za-z])")
_PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)(?![A-Za-z])")
_LONGEST_MARK = 20  # bytes of a mark that may straddle two blocks
_ZIP_ENTRY, _ZIP_LOCAL_HEADER = b"PK\x01\x02", struct.Struct("<4s22xHH")
_OLE2, _ZIP, _JPEG, _PNG = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_JPEG_END = b"\xff\xd9"
_UNREADABLE_ZIP = (
    BadZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    KeyError,
    IndexError,
    struct.error,
    zlib.error,
)
_UNREADABLE_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
)


class UploadRefused(Exception):
    """A file that is not accepted. `code` (F01…F07) is for the help desk, `sentence` for the user."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Mark:
    """Something a reader must know about an accepted file: the code (F05) and the sentence to show."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Inspected:
    """An accepted file: SHA-256 in hex, size in bytes, kind (pdf, docx, xlsx, jpg, png), safe name, marks."""

    sha256: str
    size: int
    kind: str
    name: str
    marks: tuple[Mark, ...] = ()


PASSWORD = Mark("F05", "Tệp có mật khẩu, người thẩm định sẽ không mở được")
ACTIVE = Mark("F05", "Tệp PDF có mã lệnh hoặc tệp đính kèm bên trong, chỉ tải về chứ không xem ngay trên trang")


@dataclass(frozen=True)
class _Scan:
    """What one pass over the bytes finds."""

    sha256: str
    size: int
    head: bytes
    tail: bytes
    zip_entries: int
    marks: tuple[Mark, ...]


def inspect_upload(file: IO[bytes], *, max_bytes: int) -> Inspected:
    """What `file` is, or UploadRefused with a sentence for the user; the file is left at its beginning.

    F01 empty or cut off, F02 over `max_bytes`, F04 content and name disagree, F05 an Office file with a password,
    F06 unpacks to too much, F07 a kind that is not accepted. A PDF with a password, scripts or attachments is
    accepted and marked.
    """
    name = safe_name(file.name or "")
    scan = _scan(file, max_bytes)
    kind = _sniff(file, scan, name)
    if kind != _KIND_OF_EXTENSION.get(_extension(name)):
        raise _disagreement(_extension(name), kind)
    _check_structure(file, scan, kind)
    file.seek(0)
    marks = scan.marks if kind == "pdf" else ()
    return Inspected(scan.sha256, scan.size, kind, name, marks)


def safe_name(name: str) -> str:
    """The name as it is shown: no folder, composed (NFC), no control characters, at most 120 with its extension."""
    base = clean(re.split(r"[/\\]", name)[-1])
    stem, dot, extension = base.rpartition(".")
    if not dot or len(extension) > 10:
        return base[:MAX_NAME] or "tệp"
    return f"{(stem or 'tệp')[: MAX_NAME - len(extension) - 1]}.{extension}"


def inspect_zip(file: IO[bytes], main_part: str) -> None:
    """Refuse an Office file that is damaged, dangerous to unpack, or carries macros, objects or outside links.

    `main_part` is the part that must exist, e.g. "xl/workbook.xml". Raises UploadRefused F01, F06 or F07.
    """
    try:
        with ZipFile(file) as archive:
            _check_entries(archive.infolist(), main_part)
            _check_no_overlap(file, archive)
            _check_unpacked(archive)
    except _UNREADABLE_ZIP as error:
        raise UploadRefused("F01", "Tệp hỏng hoặc tải dở, không mở được; hãy tải lại") from error


def _scan(file: IO[bytes], max_bytes: int) -> _Scan:
    """Read the file once, block by block; stops as soon as it is too large."""
    digest, size, head, tail, entries = hashlib.sha256(), 0, b"", b"", 0
    marks: dict[Mark, None] = {}
    for block in _blocks(file):
        size += len(block)
        if size > max_bytes:
            limit = format_decimal(round_half_up(Decimal(max_bytes) / MEGABYTE, Decimal("0.1")))
            raise UploadRefused("F02", f"Tối đa {limit} MB. Gợi ý: quét 150–200 dpi")
        digest.update(block)
        head = head or block[:1024]
        seam = tail[-_LONGEST_MARK:] + block
        entries += (tail[-3:] + block).count(_ZIP_ENTRY)
        marks.update(dict.fromkeys(_pdf_marks(seam)))
        tail = (tail + block)[-2048:]
    if not size:
        raise UploadRefused("F01", "Tệp rỗng hoặc tải dở; hãy tải lại")
    return _Scan(digest.hexdigest(), size, head, tail, entries, tuple(marks))


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The whole content in blocks."""
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _pdf_marks(content: bytes) -> Iterator[Mark]:
    """The marks of a piece of a PDF; names inside compressed objects stay unseen, so no mark is no promise."""
    if _PDF_PASSWORD.search(content):
        yield PASSWORD
    if _PDF_ACTIVE.search(content):
        yield ACTIVE


def _sniff(file: IO[bytes], scan: _Scan, name: str) -> str:
    """The kind the content shows; refuses what is none of the accepted kinds."""
    if b"%PDF-" in scan.head and b"<" not in scan.head.partition(b"%PDF-")[0]:
        return "pdf"
    if scan.head.startswith(_JPEG):
        return "jpg"
    if scan.head.startswith(_PNG):
        return "png"
    if scan.head.startswith(_ZIP):
        return _office_kind(file, scan, name)
    raise _unknown_content(scan.head, _extension(name))


def _office_kind(file: IO[bytes], scan: _Scan, name: str) -> str:
    """Docx or xlsx by the main part; refuses other archives and those whose very listing would be too long."""
    if scan.zip_entries > MAX_ENTRIES:
        raise _abnormal()
    try:
        with ZipFile(file) as archive:
            parts = set(archive.namelist())
    except _UNREADABLE_ZIP as error:
        raise UploadRefused("F01", "Tệp hỏng hoặc tải dở, không mở được; hãy tải lại") from error
    for kind, main_part in _MAIN_PARTS.items():
        if main_part in parts and "[Content_Types].xml" in parts:
            return kind
    extension = _extension(name)
    if extension in _KIND_OF_EXTENSION:
        raise UploadRefused("F04", f"Nội dung không phải {extension.upper()}")
    raise UploadRefused("F07", _ADVICE.get(extension, _ADVICE["zip"]))


def _unknown_content(head: bytes, extension: str) -> UploadRefused:
    """The refusal of a content that is none of the accepted kinds."""
    if head.startswith(_OLE2) and extension in _MAIN_PARTS:
        return UploadRefused("F05", "Tệp có mật khẩu hoặc là bản Office cũ. Hãy bỏ mật khẩu, lưu lại rồi tải lên")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        return UploadRefused("F07", _ADVICE["heic"])
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return UploadRefused("F07", _ADVICE["rar"])
    if extension in _KIND_OF_EXTENSION:
        return UploadRefused("F04", f"Nội dung không phải {extension.upper()}")
    if extension in _ADVICE:
        return UploadRefused("F07", _ADVICE[extension])
    return UploadRefused("F07", f"Không nhận tệp .{extension}. {_ACCEPTED}" if extension else _ACCEPTED)


def _disagreement(extension: str, kind: str) -> UploadRefused:
    """The refusal of a content of an accepted kind under the name of another."""
    if extension in _ADVICE:
        return UploadRefused("F07", _ADVICE[extension])
    advice = f"Hãy đổi đuôi tệp thành .{kind}"
    if extension in _KIND_OF_EXTENSION:
        return UploadRefused("F04", f"Nội dung không phải {extension.upper()} mà là {kind.upper()}. {advice}")
    return UploadRefused("F04", f"Đuôi tệp không khớp nội dung {kind.upper()}. {advice}")


def _check_structure(file: IO[bytes], scan: _Scan, kind: str) -> None:
    """Refuse a file of the right kind that is cut off, damaged or dangerous to open."""
    file.seek(0)
    if kind in _MAIN_PARTS:
        inspect_zip(file, _MAIN_PARTS[kind])
    elif kind == "pdf":
        if b"%%EOF" not in scan.tail:
            raise UploadRefused("F01", "Tệp PDF tải dở; hãy tải lại")
    else:
        # The end is looked for by hand: the PDF engine makes Pillow accept cut images in the whole process.
        if kind == "jpg" and _JPEG_END not in scan.tail:
            raise _cut_image()
        _check_image(file, kind)


def _check_image(file: IO[bytes], kind: str) -> None:
    """Refuse an image with too many pixels (before they are decoded) or with missing data."""
    try:
        with Image.open(file, formats=["JPEG" if kind == "jpg" else "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            if kind == "png":
                image.verify()
            else:  # verify() looks at no JPEG data; an eighth of the size shows a cut cheaply
                image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE_IMAGE as error:
        raise _cut_image() from error


def _check_entries(entries: list[ZipInfo], main_part: str) -> None:
    """Refuse what the listing alone shows."""
    names = [entry.filename for entry in entries]
    if len(names) > MAX_ENTRIES or len(set(names)) < len(names) or main_part not in names:
        raise _abnormal()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(map(_is_abnormal, entries)):
        raise _abnormal()
    if any(map(_FORBIDDEN_PART.search, names)):
        raise UploadRefused("F07", "Tệp có macro, đối tượng nhúng hoặc liên kết ngoài. Hãy xuất sang PDF rồi tải lại")


def _is_abnormal(entry: ZipInfo) -> bool:
    """Whether an entry is encrypted, compressed oddly, a link, too large, too dense, or named like an attack."""
    name = entry.orig_filename
    return (
        bool(entry.flag_bits & 0x1)
        or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        or stat.S_ISLNK(entry.external_attr >> 16)
        or entry.file_size > MAX_ENTRY_BYTES
        or (entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size)
        or name.startswith("/")
        or any(bad in name for bad in ("\\", "\0", ":"))
        or ".." in name.split("/")
    )


def _check_no_overlap(file: IO[bytes], archive: ZipFile) -> None:
    """Refuse entries that share bytes (Python 3.11.7 does not look, CVE-2024-0450)."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    ends_before = [entry.header_offset for entry in entries[1:]] + [archive.start_dir]
    for entry, limit in zip(entries, ends_before, strict=True):
        file.seek(entry.header_offset)
        signature, name_length, extra_length = _ZIP_LOCAL_HEADER.unpack(file.read(_ZIP_LOCAL_HEADER.size))
        end = entry.header_offset + _ZIP_LOCAL_HEADER.size + name_length + extra_length + entry.compress_size
        if signature != _ZIP or end > limit:
            raise _abnormal()


def _check_unpacked(archive: ZipFile) -> None:
    """Unpack every part in blocks, counting real bytes; refuse too many, and XML that declares a document type."""
    total = 0
    for entry in archive.infolist():
        is_xml = bool(_XML_PART.search(entry.filename))
        with archive.open(entry) as part:
            for position, block in enumerate(_blocks(part)):
                total += len(block)
                if total > MAX_UNPACKED_BYTES or (is_xml and position == 0 and _DOCTYPE.search(block)):
                    raise _abnormal()


def _extension(name: str) -> str:
    """The extension in lower case without its point, or ""."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _abnormal() -> UploadRefused:
    """The refusal of an archive that nobody makes by accident; it does not say which check failed."""
    return UploadRefused(
        "F06", "Tệp nén bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Word, Excel hoặc xuất PDF"
    )


def _cut_image() -> UploadRefused:
    """F01: an image that is damaged or ends too early."""
    return UploadRefused("F01", "Ảnh hỏng hoặc tải dở; hãy tải lại")


def _too_many_pixels() -> UploadRefused:
    """The refusal of an image that would take too much memory."""
    limit = MAX_PIXELS // 1_000_000
    return UploadRefused("F06", f"Ảnh quá {limit} triệu điểm ảnh. Hãy giảm kích thước ảnh rồi tải lại")
