"""A text file in Unicode, or in one of the encodings of before: Windows-1258, TCVN3, VNI."""

import codecs

from core import legacy
from core.exceptions import UploadRefused
from core.extraction import Extracted
from core.text import nfc

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOTE = "Tệp chữ dùng bảng mã cũ {}, đã chuyển sang Unicode. Xin đọc lại các dấu và chữ hoa."


def read(content: bytes) -> Extracted:
    """The text of a TXT; see `core.extraction.text_of`."""
    if content.startswith(_UTF16):
        return _unicode(_strict(content, "utf-16"), "utf-16")
    try:
        return _unicode(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _old(content)


def _strict(content: bytes, encoding: str) -> str:
    """The text, or F01."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UploadRefused("F01", "Tệp chữ hỏng hoặc tải dở; hãy tải lại.") from error


def _unicode(text: str, encoding: str) -> Extracted:
    """A text that says its encoding; somebody may still have saved old letters in it."""
    text = _tidy(text)
    return Extracted(text, "txt", encoding, suspected=legacy.suspect(text) or "")


def _old(content: bytes) -> Extracted:
    """A text of 8-bit letters, in the encoding in which it reads best as Vietnamese."""
    latin = content.decode("cp1252", errors="replace")
    readings = {
        "windows-1258": nfc(content.decode("cp1258", errors="replace")),
        legacy.TCVN3: legacy.convert(latin, legacy.TCVN3),
        legacy.VNI: legacy.convert(latin, legacy.VNI),
    }
    encoding = max(readings, key=lambda name: legacy.score(readings[name]))
    converted = (encoding,) if encoding in legacy.NAMES else ()
    note = _NOTE.format(legacy.NAMES.get(encoding, "Windows-1258"))
    return Extracted(_tidy(readings[encoding]), "txt", encoding, converted, notes=(note,))


def _tidy(text: str) -> str:
    """Composed, with plain line ends, without what ends a text of DOS."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a"))
