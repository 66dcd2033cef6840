"""The text layer of a PDF, line by line; rows of tables get their TABs where the gaps on the page show them."""

import re
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from core import legacy
from core.exceptions import UploadRefused
from core.extraction import MAX_CHARACTERS, Extracted, too_long
from core.text import nfc

MAX_PAGES = 100
_LETTERS_OF_A_PAGE = 15  # fewer on average: stamps and signatures on a scan
_GAP = re.compile(r" {3,}")  # in the page as drawn with equal letters; words of justified lines stand closer
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—.\s]*", re.IGNORECASE)
_NEAR = 3  # by how much a printed page number may differ from the count of pages
_SCAN = (
    "Tệp PDF này là bản quét, không có lớp chữ nên không đọc được. Hãy dùng tệp Word, hoặc PDF xuất từ Word, "
    "hoặc dán nội dung vào ô bên dưới."
)
_LOCKED = "Tệp PDF có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lại, hoặc dùng tệp Word."
_LONG = "Tệp PDF có {} trang, tối đa {} trang. Hãy tách lấy phần cần đọc rồi tải lại."
_TAKE_CARE = (
    "Chữ lấy từ PDF có thể bị ngắt dòng ở giữa câu, dòng bảng có thể bị tách. Có tệp Word thì nên dùng tệp Word."
)


def read(content: bytes) -> Extracted:
    """The text of a PDF; see `core.extraction.text_of`."""
    try:
        text = nfc("\n".join(_lines(content)))
    except UploadRefused:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise UploadRefused("F05", _LOCKED) from error
    except Exception as error:  # a broken PDF breaks in dozens of ways
        raise UploadRefused("F01", "Tệp PDF hỏng, không đọc được. Hãy xuất lại từ Word rồi tải lên.") from error
    return Extracted(text, "pdf", suspected=legacy.suspect(text) or "", notes=(_TAKE_CARE,))


def _lines(content: bytes) -> list[str]:
    """The lines of all pages without page numbers."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UploadRefused("F05", _LOCKED)
    pages = len(reader.pages)
    if pages > MAX_PAGES:
        raise UploadRefused("F11", _LONG.format(pages, MAX_PAGES))
    lines: list[str] = []
    characters = letters = 0
    for number, page in enumerate(reader.pages, start=1):
        plain = page.extract_text()
        characters += len(plain)
        letters += sum(map(str.isalpha, plain))
        if characters > MAX_CHARACTERS:
            raise too_long()
        lines += _with_tabs(_without_number(plain.splitlines(), number), page)
    if letters < _LETTERS_OF_A_PAGE * pages:
        raise UploadRefused("F10", _SCAN)
    return lines


def _without_number(lines: list[str], page: int) -> list[str]:
    """The lines of a page without its number, where that stands alone on the first or last of them."""
    lines = [line.rstrip() for line in lines]
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for place in {filled[0], filled[-1]} if filled else ():
        match = _PAGE_NUMBER.fullmatch(lines[place])
        if match and abs(int(match[1]) - page) <= _NEAR:
            lines[place] = ""
    return "\n".join(lines).strip("\n").split("\n")


def _with_tabs(lines: list[str], page: PageObject) -> list[str]:
    """The lines with a TAB where the page, drawn with letters of equal width, shows a gap between columns.

    The drawing only tells where gaps are: it loses spaces that the plain text keeps.
    """
    try:
        drawn = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False).splitlines()
    except Exception:  # noqa: BLE001 # a page that cannot be drawn keeps its plain lines
        return lines
    gaps = {"".join(line.split()): _gaps(line) for line in drawn}
    return [_split(line, gaps.get("".join(line.split()), frozenset())) for line in lines]


def _gaps(line: str) -> frozenset[int]:
    """After how many letters of a drawn line its gaps come."""
    cells = _GAP.split(line.strip())
    letters = [len("".join(cell.split())) for cell in cells]
    return frozenset(sum(letters[:place]) for place in range(1, len(letters)))


def _split(line: str, gaps: frozenset[int]) -> str:
    """The line with TABs after so many letters."""
    if not gaps:
        return line
    written, letters = "", 0
    for word in line.split():
        written += ("\t" if letters in gaps else " ") + word if written else word
        letters += len(word)
    return written
