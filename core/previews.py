"""What a page of a stored file looks like: a picture, or its text; kept on disk for a day (integrity C6, rows 75, 76).

Pictures are made by ``core.pictures`` in the sandbox and lie under ``PREVIEWS_ROOT`` by the file's hash and the page.
Nothing there is true for itself: what is missing is made again.
"""

import base64
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from core import clock, extraction, filestore, sandbox
from core.dates import short_date
from core.exceptions import UploadRefused
from core.models import StoredFile
from core.numbers import format_decimal
from core.spreadsheets.grid import cells_of
from core.uploads import ACTIVE, MEGABYTE, pdf_marks

KEPT = timedelta(days=1)
PICTURED = ("pdf", "jpg", "png")
MOST_CHARACTERS, MOST_ROWS, MOST_COLUMNS = 30_000, 100, 20
MOST_PAGES = 9999
LONG_TABLE = 2 * MEGABYTE
UNSEEN = "Không xem ngay được tệp này."
ACTIVE_INSIDE = "Tệp có mã lệnh hoặc tệp đính kèm bên trong nên không xem ngay trên trang."
TOO_LONG = "Bảng tính dài nên không xem ngay được."


@dataclass(frozen=True)
class Preview:
    """One page: which of how many, with a picture, or ``text``, or ``rows`` of a table, or ``problem`` why not.

    ``cut``: there is more than is shown.
    """

    page: int = 1
    pages: int = 1
    picture: bool = False
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    cut: bool = False
    problem: str = ""

    @property
    def before(self) -> int:
        """The page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after this one."""
        return self.page + 1


def preview(stored: StoredFile, page: int = 1) -> Preview:
    """Page ``page`` (from 1; a number beyond the last gives the last) of ``stored``, made now or kept from before."""
    page = min(max(page, 1), _pages(stored))
    note = _place(stored, f"{page}.json")
    if note.exists() and (found := Preview(**json.loads(note.read_text()))) and _complete(stored, found):
        return found
    with filestore.open_stored(stored) as file:
        content = file.read()
    try:
        made = _MAKERS.get(stored.kind, _picture)(stored, content, page)
    except sandbox.Failed:  # it may work next time
        return Preview(problem=UNSEEN)
    except UploadRefused as refusal:
        made = Preview(problem=refusal.sentence if stored.kind in PICTURED else UNSEEN)
    _write(_place(stored, "pages"), str(made.pages).encode())
    _write(_place(stored, f"{made.page}.json"), json.dumps(asdict(made)).encode())
    return made


def picture(stored: StoredFile, page: int) -> bytes | None:
    """The PNG of a page, None where there is none."""
    found = preview(stored, page)
    return _place(stored, f"{found.page}.png").read_bytes() if found.picture else None


def prune() -> int:
    """Throw away what was made more than a day ago; returns how many files."""
    before = (clock.real_now() - KEPT).timestamp()
    old = [one for one in Path(settings.PREVIEWS_ROOT).glob("*/*") if one.stat().st_mtime < before]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)


def _picture(stored: StoredFile, content: bytes, page: int) -> Preview:
    """A PDF with scripts or attachments is not drawn, whenever it was stored: its bytes say so (integrity C6)."""
    if stored.kind == "pdf" and ACTIVE in pdf_marks(content):
        return Preview(problem=ACTIVE_INSIDE)
    drawn = sandbox.run("core.pictures:page_png", content, kind=stored.kind, page=page)
    _write(_place(stored, f"{drawn['page']}.png"), base64.b64decode(drawn["png"]))
    return Preview(page=drawn["page"], pages=drawn["pages"], picture=True)


def _text(stored: StoredFile, content: bytes, _page: int) -> Preview:
    text = extraction.extract(content, kind=stored.kind).text
    return Preview(text=text[:MOST_CHARACTERS], cut=len(text) > MOST_CHARACTERS)


def _table(stored: StoredFile, content: bytes, _page: int) -> Preview:
    """The first rows of the first sheet. A long workbook takes seconds, so it is not opened."""
    if stored.size > LONG_TABLE:
        return Preview(problem=TOO_LONG)
    grid = sandbox.run("core.spreadsheets.grid:grid_of", content, data_sheet="", mark_sheet="", skip=[])
    cells = list(cells_of(grid).values())
    width = min(max((column for row in cells for column in row), default=0), MOST_COLUMNS)
    return Preview(rows=tuple(_row(row, width) for row in cells[:MOST_ROWS]), cut=len(cells) > MOST_ROWS)


def _row(cells: dict[int, tuple[str, str]], width: int) -> tuple[str, ...]:
    written = {column: _SHOWN.get(kind, str)(text) for column, (kind, text) in cells.items()}
    return tuple(written.get(column, "") for column in range(1, width + 1))


# How a cell's text is shown, by its kind (core.spreadsheets.grid); the others as they are.
_SHOWN: dict[str, Callable[[str], str]] = {
    "n": lambda text: format_decimal(Decimal(text)),
    "d": lambda text: short_date(date.fromisoformat(text)),
}
_MAKERS: dict[str, Callable[[StoredFile, bytes, int], Preview]] = {"docx": _text, "xlsx": _table}


def _pages(stored: StoredFile) -> int:
    """How many pages it has, as far as is known; a page that was looked at says so."""
    place = _place(stored, "pages")
    return int(place.read_text()) if place.exists() else MOST_PAGES


def _complete(stored: StoredFile, found: Preview) -> bool:
    """Whether the picture that is promised is still there."""
    return not found.picture or _place(stored, f"{found.page}.png").exists()


def _place(stored: StoredFile, name: str) -> Path:
    return Path(settings.PREVIEWS_ROOT) / stored.sha256 / name


def _write(place: Path, content: bytes) -> None:
    """In one step, so that nobody reads half a picture."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, place)
