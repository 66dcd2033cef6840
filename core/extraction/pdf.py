"""The text layer of a PDF, line by line; rows of tables get their TABs where the gaps on the page show them."""

import re
from io import BytesIO
from time import process_time

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from core import legacy
from core.exceptions import UploadRefused
from core.extraction import MAX_CHARACTERS, Extracted, too_long
from core.text import nfc

MAX_PAGES = 100
DRAWING_SECONDS = 12  # of the twenty of the sandbox; to draw a dense page takes twice as long as to read it
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
_NOT_DRAWN = "Tệp dài: từ trang {} trở đi các cột của bảng không được tách."
_TAKE_CARE = (
    "Chữ lấy từ PDF có thể bị ngắt dòng ở giữa câu, dòng bảng có thể bị tách. Có tệp Word thì nên dùng tệp Word."
)


def read(content: bytes) -> Extracted:
    """The text of a PDF; see `core.extraction.text_of`."""
    notes, until = [_TAKE_CARE], process_time() + DRAWING_SECONDS
    try:
        pages = _pages(content)
        plain = [_without_number(text.splitlines(), number) for number, text in enumerate(_plain(pages), start=1)]
        for place, page in enumerate(pages):
            if process_time() > until:
                notes.append(_NOT_DRAWN.format(place + 1))
                break
            plain[place] = _with_tabs(plain[place], page)
    except UploadRefused:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise UploadRefused("F05", _LOCKED) from error
    except Exception as error:  # a broken PDF breaks in dozens of ways
        raise UploadRefused("F01", "Tệp PDF hỏng, không đọc được. Hãy xuất lại từ Word rồi tải lên.") from error
    text = nfc("\n".join(line for lines in plain for line in lines))
    return Extracted(text, "pdf", suspected=legacy.suspect(text) or "", notes=tuple(notes))


def _pages(content: bytes) -> list[PageObject]:
    """The pages. Raises UploadRefused F05 with a password, F11 when there are too many."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UploadRefused("F05", _LOCKED)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise UploadRefused("F11", _LONG.format(count, MAX_PAGES))
    return list(reader.pages)


def _plain(pages: list[PageObject]) -> list[str]:
    """The text of each page. Raises UploadRefused F10 for a scan, F11 when it is too long."""
    texts: list[str] = []
    characters = 0
    for page in pages:
        texts.append(page.extract_text())
        characters += len(texts[-1])
        if characters > MAX_CHARACTERS:
            raise too_long()
    if sum(char.isalpha() for text in texts for char in text) < _LETTERS_OF_A_PAGE * len(pages):
        raise UploadRefused("F10", _SCAN)
    return texts


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
