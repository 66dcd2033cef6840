"""The guard of Office files, which are zip archives (design "integrity" C7): looked at before anything opens them."""

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.exceptions import UploadRefused

BLOCK = 64 * 1024
MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2000
MAX_ENTRY_BYTES, MAX_UNPACKED_BYTES = 40 * MEGABYTE, 60 * MEGABYTE
MAX_RATIO, RATIO_FROM_BYTES = 200, MEGABYTE
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ZIP_MAGIC, ZIP_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
UNREADABLE_ZIP = (
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

_FORBIDDEN_PART = re.compile(r"vbaProject\.bin$|(^|/)(embeddings|activeX|externalLinks)/", re.IGNORECASE)
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LOCAL_HEADER = struct.Struct("<4s22xHH")


def inspect_zip(file: IO[bytes], main_part: str) -> None:
    """Refuse an Office file that is damaged, dangerous to unpack, or carries macros, objects or outside links.

    `main_part` is the part that must exist, e.g. "xl/workbook.xml". Raises UploadRefused F01, F06 or F07.
    """
    try:
        with ZipFile(file) as archive:
            _check_entries(archive.infolist(), main_part)
            _check_no_overlap(file, archive)
            _check_unpacked(archive)
    except UNREADABLE_ZIP as error:
        raise damaged() from error


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The whole content in blocks."""
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def damaged() -> UploadRefused:
    """F01: an Office file that does not open."""
    return UploadRefused("F01", "Tệp hỏng hoặc tải dở, không mở được; hãy tải lại")


def abnormal() -> UploadRefused:
    """The refusal of an archive that nobody makes by accident; it does not say which check failed."""
    return UploadRefused(
        "F06", "Tệp nén bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Word, Excel hoặc xuất PDF"
    )


def _check_entries(entries: list[ZipInfo], main_part: str) -> None:
    """Refuse what the listing alone shows."""
    names = [entry.filename for entry in entries]
    if len(names) > MAX_ENTRIES or len(set(names)) < len(names) or main_part not in names:
        raise abnormal()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(map(_is_abnormal, entries)):
        raise abnormal()
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
        signature, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
        end = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length + entry.compress_size
        if signature != ZIP_MAGIC or end > limit:
            raise abnormal()


def _check_unpacked(archive: ZipFile) -> None:
    """Unpack every part in blocks, counting real bytes; refuse too many, and XML that declares a document type."""
    total = 0
    for entry in archive.infolist():
        is_xml = bool(_XML_PART.search(entry.filename))
        with archive.open(entry) as part:
            for position, block in enumerate(blocks(part)):
                total += len(block)
                if total > MAX_UNPACKED_BYTES or (is_xml and position == 0 and _DOCTYPE.search(block)):
                    raise abnormal()
