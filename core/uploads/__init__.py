"""What an uploaded file really is: judged by its content, never by the browser's word (design "integrity" C6, C7).

Accepted are PDF, DOCX, XLSX, JPG and PNG (where the caller asks for it also plain text) that are complete, of bounded
size when unpacked, free of macros and embedded objects, and named after what they contain. The guard reads the file in
blocks and leaves it at its beginning.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO
from zipfile import ZipFile

from core.exceptions import UploadRefused
from core.numbers import format_decimal, round_half_up
from core.text import clean
from core.uploads.archives import (
    MAIN_PARTS,
    MAX_ENTRIES,
    MEGABYTE,
    UNREADABLE_ZIP,
    ZIP_ENTRY,
    ZIP_MAGIC,
    abnormal,
    blocks,
    damaged,
    inspect_zip,
)
from core.uploads.images import check_image
from core.uploads.plain import is_plain_text

__all__ = [
    "ACTIVE",
    "KINDS",
    "MARKS",
    "MEGABYTE",
    "PASSWORD",
    "Inspected",
    "Mark",
    "UploadRefused",
    "advice_by_extension",
    "inspect_upload",
    "inspect_zip",
    "pdf_marks",
]

KINDS = ("pdf", "docx", "xlsx", "jpg", "png")  # what proves something; "txt" is for reading, where asked for
MAX_NAME = 120

_KIND_OF_EXTENSION = {kind: kind for kind in (*KINDS, "txt")} | {"jpeg": "jpg"}
# Extensions, the kinds of which one must be accepted for the advice to help, and the advice.
_ADVICE = (
    (("heic", "heif"), {"jpg"}, "Ảnh HEIC của điện thoại: hãy xuất sang JPG rồi tải lại"),
    (("rar", "zip", "7z"), set(KINDS), "Không nhận tệp nén: hãy giải nén rồi tải từng tệp"),
    (("doc", "docm", "rtf", "odt"), {"docx", "pdf"}, "Hãy mở bằng Word, chọn Lưu thành .docx hoặc .pdf rồi tải lại"),
    (("xls", "xlsm", "xlsb", "ods", "csv"), {"xlsx"}, "Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lại"),
    (("ppt", "pptx", "pptm", "odp"), {"pdf"}, "Hãy mở bằng PowerPoint, chọn Lưu thành .pdf rồi tải lại"),
)
_PDF_PASSWORD = re.compile(rb"/Encrypt(?![A-Za-z])")
_PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)(?![A-Za-z])")
_LONGEST_MARK = 20  # bytes of a mark that may straddle two blocks
_OLE2, _JPEG, _PNG = b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Mark:
    """Something a reader must know about an accepted file: the code (F05) and the sentence to show."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Inspected:
    """An accepted file: SHA-256 in hex, size in bytes, kind (pdf, docx, xlsx, jpg, png, txt), safe name, marks."""

    sha256: str
    size: int
    kind: str
    name: str
    marks: tuple[Mark, ...] = ()


PASSWORD = Mark("F05", "Tệp có mật khẩu, người thẩm định sẽ không mở được")
ACTIVE = Mark("F05", "Tệp PDF có mã lệnh hoặc tệp đính kèm bên trong, chỉ tải về chứ không xem ngay trên trang")
# The marks by the name under which they are kept beside a file.
MARKS = {"password": PASSWORD, "active": ACTIVE}


@dataclass(frozen=True)
class _Scan:
    """What one pass over the bytes finds."""

    sha256: str
    size: int
    head: bytes
    tail: bytes
    zip_entries: int
    marks: tuple[Mark, ...]


def inspect_upload(file: IO[bytes], *, max_bytes: int, kinds: Collection[str] = KINDS) -> Inspected:
    """What `file` is, or UploadRefused with a sentence for the user; the file is left at its beginning.

    `kinds` are those accepted here, in the order in which the sentence names them. F01 empty or cut off, F02 over
    `max_bytes`, F04 content and name disagree, F05 an Office file with a password, F06 unpacks to too much, F07 a kind
    that is not accepted. A PDF with a password, scripts or attachments is accepted and marked.
    """
    name = safe_name(file.name or "")
    extension = _extension(name)
    scan = _scan(file, max_bytes)
    kind = _sniff(file, scan, extension, kinds)
    if kind not in kinds:
        raise _unknown_content(scan.head, extension, kinds)
    if kind != _kind_of(extension, kinds):
        raise _disagreement(extension, kind, kinds)
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


def _scan(file: IO[bytes], max_bytes: int) -> _Scan:
    """Read the file once, block by block; stops as soon as it is too large."""
    digest, size, head, tail, entries = hashlib.sha256(), 0, b"", b"", 0
    marks: dict[Mark, None] = {}
    for block in blocks(file):
        size += len(block)
        if size > max_bytes:
            limit = format_decimal(round_half_up(Decimal(max_bytes) / MEGABYTE, Decimal("0.1")))
            raise UploadRefused("F02", f"Tối đa {limit} MB. Gợi ý: quét 150–200 dpi")
        digest.update(block)
        head = head or block[:1024]
        seam = tail[-_LONGEST_MARK:] + block
        entries += (tail[-3:] + block).count(ZIP_ENTRY)
        marks.update(dict.fromkeys(pdf_marks(seam)))
        tail = (tail + block)[-2048:]
    if not size:
        raise UploadRefused("F01", "Tệp rỗng hoặc tải dở; hãy tải lại")
    return _Scan(digest.hexdigest(), size, head, tail, entries, tuple(marks))


def pdf_marks(content: bytes) -> Iterator[Mark]:
    """The marks of a piece of a PDF; names inside compressed objects stay unseen, so no mark is no promise."""
    if _PDF_PASSWORD.search(content):
        yield PASSWORD
    if _PDF_ACTIVE.search(content):
        yield ACTIVE


def _sniff(file: IO[bytes], scan: _Scan, extension: str, kinds: Collection[str]) -> str:
    """The kind the content shows; refuses what is none of the kinds that are known."""
    if b"%PDF-" in scan.head and b"<" not in scan.head.partition(b"%PDF-")[0]:
        return "pdf"
    if scan.head.startswith(_JPEG):
        return "jpg"
    if scan.head.startswith(_PNG):
        return "png"
    if scan.head.startswith(ZIP_MAGIC):
        return _office_kind(file, scan, extension, kinds)
    if _kind_of(extension, kinds) == "txt" and is_plain_text(file):
        return "txt"
    raise _unknown_content(scan.head, extension, kinds)


def _office_kind(file: IO[bytes], scan: _Scan, extension: str, kinds: Collection[str]) -> str:
    """Docx or xlsx by the main part; refuses other archives and those whose very listing would be too long."""
    if scan.zip_entries > MAX_ENTRIES:
        raise abnormal()
    try:
        with ZipFile(file) as archive:
            parts = set(archive.namelist())
    except UNREADABLE_ZIP as error:
        raise damaged() from error
    for kind, main_part in MAIN_PARTS.items():
        if main_part in parts and "[Content_Types].xml" in parts:
            return kind
    if _kind_of(extension, kinds):
        raise UploadRefused("F04", f"Nội dung không phải {extension.upper()}")
    raise UploadRefused("F07", _advice(extension, kinds) or _advice("zip", kinds))


def _unknown_content(head: bytes, extension: str, kinds: Collection[str]) -> UploadRefused:
    """The refusal of a content that is none of the accepted kinds."""
    if head.startswith(_OLE2) and extension in MAIN_PARTS and extension in kinds:
        return UploadRefused("F05", "Tệp có mật khẩu hoặc là bản Office cũ. Hãy bỏ mật khẩu, lưu lại rồi tải lên")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        return _not_accepted("heic", kinds)
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return _not_accepted("rar", kinds)
    if _kind_of(extension, kinds):
        return UploadRefused("F04", f"Nội dung không phải {extension.upper()}")
    return _not_accepted(extension, kinds)


def _disagreement(extension: str, kind: str, kinds: Collection[str]) -> UploadRefused:
    """The refusal of a content of an accepted kind under the name of another."""
    if advice := _advice(extension, kinds):
        return UploadRefused("F07", advice)
    advice = f"Hãy đổi đuôi tệp thành .{kind}"
    if _kind_of(extension, kinds):
        return UploadRefused("F04", f"Nội dung không phải {extension.upper()} mà là {kind.upper()}. {advice}")
    return UploadRefused("F04", f"Đuôi tệp không khớp nội dung {kind.upper()}. {advice}")


def _not_accepted(extension: str, kinds: Collection[str]) -> UploadRefused:
    """F07: what to do with a file of such a name, or what is accepted."""
    accepted = f"Chỉ nhận {', '.join(kind.upper() for kind in kinds)}"
    unknown = f"Không nhận tệp .{extension}. {accepted}" if extension and extension not in kinds else accepted
    return UploadRefused("F07", _advice(extension, kinds) or unknown)


def _advice(extension: str, kinds: Collection[str]) -> str:
    """How to make an accepted file of one with this extension, or ""."""
    return next((advice for names, to, advice in _ADVICE if extension in names and to & set(kinds)), "")


def advice_by_extension(kinds: Collection[str] = KINDS) -> dict[str, str]:
    """For each extension that is known and not accepted: how to make an accepted file of one (F07)."""
    return {name: advice for names, to, advice in _ADVICE if to & set(kinds) for name in names}


def _kind_of(extension: str, kinds: Collection[str]) -> str:
    """The accepted kind that a name with this extension promises, or ""."""
    kind = _KIND_OF_EXTENSION.get(extension, "")
    return kind if kind in kinds else ""


def _check_structure(file: IO[bytes], scan: _Scan, kind: str) -> None:
    """Refuse a file of the right kind that is cut off, damaged or dangerous to open."""
    file.seek(0)
    if kind in MAIN_PARTS:
        inspect_zip(file, MAIN_PARTS[kind])
    elif kind == "pdf" and b"%%EOF" not in scan.tail:
        raise UploadRefused("F01", "Tệp PDF tải dở; hãy tải lại")
    elif kind in ("jpg", "png"):
        check_image(file, kind, scan.tail)


def _extension(name: str) -> str:
    """The extension in lower case without its point, or ""."""
    return name.rpartition(".")[2].lower() if "." in name else ""
