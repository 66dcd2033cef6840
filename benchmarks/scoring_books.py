"""Workbooks: what the product takes, beside a bare reader of the same bytes; what a spreadsheet program computes.

The bare reader is calamine where the package python-calamine is installed (it is not among the product's), else
openpyxl.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from benchmarks.pages import signed_in
from benchmarks.scoring_pages import back_to_draft
from benchmarks.scoring_world import World
from core import spreadsheets
from core.spreadsheets import Column, Template
from core.spreadsheets.writing import HEADER_ROW
from scoring import sheet_workbook
from scoring.enums import Tier
from scoring.models import ScoreSheet

CALAMINE = importlib.util.find_spec("python_calamine") is not None
READER = "calamine" if CALAMINE else "openpyxl"
_BARE = {
    "calamine": """
from io import BytesIO
from python_calamine import CalamineWorkbook
def read(content, name):
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()
""",
    "openpyxl": """
from io import BytesIO
from openpyxl import load_workbook
def read(content, name):
    for _ in load_workbook(BytesIO(content), read_only=True)[name].iter_rows(values_only=True):
        pass
""",
}
_OURS = """
from core.spreadsheets.grid import grid_of
def read(content, name):
    grid_of(content, name, "", [])
"""
_PEAK = """
import sys
read(open(sys.argv[1], "rb").read(), sys.argv[2])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""
PLACES = {column.key: at for at, column in enumerate(sheet_workbook.COLUMNS, 1)}
SOFFICE_SECONDS = 900


def bare_seconds(content: bytes) -> float:
    """The seconds of the bare reader, the least of three."""
    space: dict[str, Any] = {}
    exec(_BARE[READER], space)
    return _least(lambda: space["read"](content, spreadsheets.DATA_SHEET), 3)


def widest(rows: int, columns: int) -> bytes:
    """A workbook of points, as wide as a bloc's table is long."""
    return spreadsheets.write(_form(columns), _rows(rows, _form(columns)))


def read_widest(content: bytes, columns: int) -> None:
    """It, read as the product reads: marks, limits, every cell judged."""
    found = spreadsheets.read(content, _form(columns))
    if found.problems:
        raise RuntimeError(found.problems[0].sentence)


def _form(columns: int) -> Template:
    return Template(
        "bench", "1", "Điểm", (), tuple(Column(f"c{at}", f"Tiêu chí {at}", "points", 8) for at in range(columns))
    )


def _rows(rows: int, form: Template) -> Iterator[dict[str, Any]]:
    return ({one.key: Decimal(at % 1000) / 100 for one in form.columns} for at in range(rows))


class Import:
    """One sheet and its workbook, sent and confirmed as a browser does it."""

    def __init__(self, world: World) -> None:
        self.sheet: ScoreSheet = back_to_draft(world, world.heads[0])
        self.client: Client = signed_in(world.heads[0].username)
        self.url = reverse("scoring:sheet_upload", args=[self.sheet.pk])

    def book(self, every: int, turn: int) -> bytes:
        """The workbook as downloaded, with something new in each so many rows: a figure, or where none is asked for
        the remark.
        """
        book = load_workbook(BytesIO(sheet_workbook.write(sheet_workbook.Book([self.sheet], Tier.SELF))))
        page = book[spreadsheets.DATA_SHEET]
        for row in range(HEADER_ROW + 1, page.max_row + 1, every):
            asked = str(page.cell(row, PLACES["asks"]).value).startswith(("Số thực hiện", "Số trường hợp"))
            figure = asked and not page.cell(row, PLACES["standing"]).value
            column = "actual" if figure else "self_note"
            page.cell(row, PLACES[column]).value = turn if figure else f"Lần {turn}"
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    def looked_at(self, content: bytes) -> dict[str, str]:
        """What the page that shows the changes sends back when they are confirmed."""
        answer = self.client.post(self.url, {"file": ContentFile(content, "bang-diem.xlsx")})
        page = answer.content.decode()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        if "changes" not in fields:
            raise RuntimeError("the workbook was not taken")
        return {name: unescape(value) for name, value in fields.items()} | {"commit": "1"}

    def confirmed(self, fields: dict[str, str]) -> None:
        """Written; the page of the sheet is what follows."""
        answer = self.client.post(self.url, fields)
        if answer.headers.get("Location") != reverse("scoring:sheet", args=[self.sheet.pk]):
            raise RuntimeError("the changes were not written")
        self.sheet.refresh_from_db()


def imported(world: World) -> dict[str, float]:
    """Seconds of looking at and writing a workbook in which every row, and one in which 2 % of the rows changed; of the
    bare reader; peaks in KB of the process that opens the workbook, and of one that reads it barely.
    """
    work, found = Import(world), {}
    for name, every, turn in (("all", 1, 1), ("few", 50, 2)):
        content = work.book(every, turn)
        started = time.perf_counter()
        fields = work.looked_at(content)
        shown = time.perf_counter()
        work.confirmed(fields)
        found[f"{name} shown"], found[f"{name} written"] = shown - started, time.perf_counter() - shown
    return found | {
        "bare": bare_seconds(content),
        "peak": _peak(_OURS, content),
        "bare peak": _peak(_BARE[READER], content),
    }


def _peak(read: str, content: bytes) -> float:
    """The most memory that a process of its own takes for reading ``content``; 0 where the system does not say."""
    if not Path("/proc/self/status").exists():
        return 0
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-c", read + _PEAK, file.name, spreadsheets.DATA_SHEET]
        return float(subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True).stdout)


def office_seconds(rows: int, columns: int, bloc: int) -> list[tuple[str, float, str]]:
    """What is ranked, the seconds that LibreOffice takes for SUM and RANK beyond opening and saving the same figures,
    and the goal; empty without LibreOffice.
    """
    office = shutil.which("soffice")
    if office is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.xlsx"
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "csv"]
        command += ["--outdir", f"{folder}/out", str(path)]

        def spent(together: int) -> float:
            _points(path, rows, columns, together)
            return _least(lambda: subprocess.run(command, check=True, capture_output=True, timeout=SOFFICE_SECONDS), 2)

        floor = spent(0)  # the first of the two makes the profile besides
        return [
            ("over the column", spent(rows) - floor, "≥ 80"),
            ("inside blocs", spent(bloc) - floor, "≥ 10"),
        ]


def _points(path: Path, rows: int, columns: int, together: int) -> None:
    """A row of points for each sheet; behind them their sum and its rank among so many rows ``together``, as formulas;
    as figures for 0.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append([*(f"Tiêu chí {at}" for at in range(columns)), "Tổng", "Hạng"])
    end, total = spreadsheets.letters(columns), spreadsheets.letters(columns + 1)
    for row in range(2, rows + 2):
        points = [(row * 7919 + at * 104729) % 1001 / 100 for at in range(columns)]
        after: list[Any] = [sum(points), row]
        if together:
            low = row - (row - 2) % together
            among = f"{total}${low}:{total}${low + together - 1}"
            after = [f"=SUM(A{row}:{end}{row})", f"=RANK({total}{row},{among})"]
        page.append([*points, *after])
    book.save(path)


def _least(act: Callable[[], Any], times: int) -> float:
    """The least seconds of so many calls."""
    return min(_seconds(act) for _ in range(times))


def _seconds(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
