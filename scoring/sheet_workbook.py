"""Sheets as a workbook for the tier whose turn it is: a row per criterion, out as stored, in as changes.

One sheet, or all of a bloc that one person scores now: the same rows, with the unit before each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from campaigns.workbooks import HOW_NUMBERS_ARE_WRITTEN, NOTHING_IS_WRITTEN_YET, Import, decimal, problem, strays
from core import spreadsheets
from core.exceptions import Refused
from core.numbers import format_decimal, format_points
from core.spreadsheets import Column, Problem, Template
from core.text import clean
from scoring.enums import Tier
from scoring.exceptions import LineRefused
from scoring.models import ScoreSheet
from scoring.queries.lines import doubt_of_actual, known_lines
from scoring.queries.pages import LineRow, seen_rows
from scoring.queries.sheets import scored_by
from scoring.services.line_import import judge
from scoring.services.lines import LineValues
from scoring.services.returns import NAMES
from scoring.writing import ANSWER_WORDS, answer_of, grade_of, ranks_in_words, ranks_of

MOST = 1000
ASKS = {
    "actual": "Số thực hiện",
    "figure": "Số thực hiện",
    "count": "Số trường hợp",
    "grade": "Mức A, B, C, D",
    "answer": "Có hoặc Không",
    "ranks": "Thứ hạng (1; 2; 2)",
    "points": "Điểm",
    "lateness": "Tự động",
}
UNIT = Column("unit", "Đơn vị", width=24, locked=True)
COLUMNS = (
    Column("no", "Số tiêu chí", width=10),
    Column("line", "Mã dòng", width=8),
    Column("name", "Tiêu chí", width=48),
    Column("asks", "Đơn vị ghi", width=18),
    Column("most", "Điểm tối đa", kind="number", width=10),
    Column("actual", "Thực hiện", kind="number", width=14),
    Column("second", "Đại lượng thứ hai", kind="number", width=14),
    Column("said", "Mức, trả lời, thứ hạng", width=16),
    Column("self_points", "Tự chấm", kind="number", width=10),
    Column("self_note", "Giải trình", width=40),
    Column("bloc_points", "Khối chấm", kind="number", width=10),
    Column("bloc_said", "Khối trả lời", width=12),
    Column("bloc_note", "Lý do của khối", width=40),
    Column("appraised_points", "Thẩm định", kind="number", width=10),
    Column("appraised_said", "Thẩm định trả lời", width=12),
    Column("appraised_note", "Lý do thẩm định", width=40),
    Column("standing", "Tình trạng", width=40),
)
NOT_ASSIGNED = (
    "tiêu chí này không được giao cho đơn vị nên không ghi số liệu, điểm; hãy để như cũ. "
    "Nếu đơn vị được giao, hãy sửa trên trang bảng điểm trước."
)
WRITTEN = {
    Tier.SELF: ("actual", "second", "said", "self_points", "self_note"),
    Tier.BLOC: ("bloc_points", "bloc_said", "bloc_note"),
    Tier.APPRAISED: ("appraised_points", "appraised_said", "appraised_note"),
}
TITLES = {column.key: column.title for column in COLUMNS}


@dataclass(frozen=True)
class Change:
    """One cell that the workbook has otherwise than it is stored; ``old`` and ``new`` as the workbook writes them."""

    row: LineRow
    column: str
    old: Any
    new: Any

    @property
    def heading(self) -> str:
        """The column as a person reads it."""
        return TITLES[self.column]

    @property
    def words(self) -> tuple[str, str]:
        """Both values in words, "–" for none."""
        return self._in_words(self.old), self._in_words(self.new)

    def _in_words(self, value: Any) -> str:
        if value in (None, ""):
            return "–"
        if isinstance(value, str):
            return value
        return format_points(value) if self.column.endswith("points") else format_decimal(value)


@dataclass(frozen=True)
class Book:
    """What one workbook holds: one sheet, or several of a bloc (``whole``), for the tier that writes into them."""

    sheets: Sequence[ScoreSheet]
    tier: Tier
    whole: bool = False

    @property
    def heading(self) -> str:
        """Whose points these are, in one line."""
        folder = self.sheets[0].participation
        return f"Bảng điểm – {folder.bloc if self.whole else folder.unit.short_name} – {folder.campaign.heading}"

    @property
    def context(self) -> str:
        """What ties a workbook to these sheets."""
        folder = self.sheets[0].participation
        return f"{folder.campaign.code} {folder.bloc.code}" if self.whole else f"{self.sheets[0].pk}"

    @property
    def form(self) -> Template:
        """The form of the tier, with the units where there are several."""
        form = template(self.tier)
        return replace(form, id=f"{form.id}-khoi", columns=(UNIT, *form.columns)) if self.whole else form

    @cached_property
    def rows(self) -> dict[int, LineRow]:
        """The rows by line id, with what stands up to the tier: what is above it is not its matter. No query where the
        sheets know their lines, else three a sheet.
        """
        order = list(Tier)
        seen = order[: order.index(self.tier) + 1]
        rows = (row for sheet in self.sheets for row in seen_rows(sheet, known_lines(sheet), seen))
        return {row.line.pk: row for row in rows}


def template(tier: Tier) -> Template:
    """The form of one tier: the same columns for all, its own ones open."""
    return Template(
        id=f"bang-diem-{tier}",
        version="2",
        title=f"Bảng điểm – {tier.label.lower()}",
        guide=(
            "Mỗi dòng là một tiêu chí. Chỉ ghi vào các cột của bước chấm này.",
            HOW_NUMBERS_ARE_WRITTEN,
            "Điểm khác điểm bước trước thì ghi lý do ở cột bên cạnh.",
            "Ô điểm để trống nghĩa là chưa chấm, khác với 0 điểm.",
            "Dòng ghi “Không được giao” hoặc “Đang trả lại” ở cột Tình trạng thì để nguyên.",
            "Tiêu chí tính tự động theo số liệu thì đơn vị chỉ ghi số liệu, không ghi điểm.",
            NOTHING_IS_WRITTEN_YET,
        ),
        columns=tuple(replace(column, locked=column.key not in WRITTEN[tier]) for column in COLUMNS),
    )


def write(book: Book) -> bytes:
    """The workbook as it goes out."""
    cells = (_cells(row) for row in book.rows.values())
    return spreadsheets.write(book.form, cells, heading=book.heading, context=book.context)


def read(content: bytes, book: Book, *, by: Any) -> Import[Change]:
    """What the workbook says otherwise than the sheets, and all that keeps it from being taken at once, each with its
    cell; of cells that cannot be read the rest of the row is judged.
    """
    found = spreadsheets.read(content, book.form, context=book.context)
    rows = {str(pk): row for pk, row in book.rows.items()}
    lines = {str(line.get("line")): line for line in reversed(found.rows)}  # the first of two
    numbers = {
        str(line.get("line")): at for at, line in zip(reversed(found.numbers), reversed(found.rows), strict=True)
    }
    changes = [one for code, row in rows.items() if code in lines for one in _changes(row, lines[code], book.tier)]
    among = "các bảng điểm này" if book.whole else "bảng điểm này"
    problems = [
        *found.problems,
        *strays(book.form, found, {"line": ("dòng", rows)}, among=among, alike="tiêu chí").values(),
        *_problems(changes, book, numbers, by),
    ]
    return Import(changes, problems, found.warnings, len(found.rows), doubts(changes))


def doubts(changes: Iterable[Change]) -> list[str]:
    """What the page of a sheet would ask about the same figures."""
    asked = ((one.row.line, doubt_of_actual(one.row.line, one.new)) for one in changes if one.column == "actual")
    return [f"Tiêu chí {line.criterion.no}: {odd}." for line, odd in asked if odd]


def values_of(changes: Sequence[Change], tier: Tier) -> dict[UUID, dict[int, LineValues]]:
    """The changes as the service takes them, by sheet and line id; LineRefused for words that mean nothing."""
    found: dict[UUID, dict[int, LineValues]] = {}
    for one in changes:
        line = one.row.line
        found.setdefault(line.sheet_id, {}).setdefault(line.pk, {}).update(_value(one, tier))
    return found


def change_of(book: Book, line_id: int, column: str, new: Any) -> Change:
    """One confirmed cell over what is stored; Refused where the workbook has no such place."""
    row = book.rows.get(line_id)
    if row is None or column not in WRITTEN[book.tier]:
        raise Refused("Có ô không còn trong bảng điểm này; hãy nộp lại tệp.")
    return Change(row, column, _cells(row)[column], new)


def _cells(row: LineRow) -> dict[str, Any]:
    line = row.line
    said = ranks_in_words(line.ranks) if row.input == "ranks" else ANSWER_WORDS.get(line.grade, line.grade)
    upper = {f"{cell.tier}_said": cell.words for cell in row.cells if cell.tier != Tier.SELF}
    points = {f"{cell.tier}_points": cell.points for cell in row.cells}
    remarks = dict(row.remarks)
    notes = {f"{tier}_note": remarks.get(tier.label, "") for tier in Tier}
    return {
        "unit": line.sheet.participation.unit.short_name,
        "no": line.criterion.no,
        "line": str(line.pk),
        "name": line.criterion.name,
        "asks": ASKS[row.input] + (f"; {row.second}" if row.second else ""),
        "most": row.most,
        "actual": line.actual,
        "second": line.second,
        "said": said,
        **points,
        **upper,
        **notes,
        "standing": _standing(row),
    }


def _standing(row: LineRow) -> str:
    """Why nobody writes into the row now; "" where whose turn it is does."""
    if row.returned is not None:
        return f"Đang trả lại {NAMES[Tier(row.returned.to)]}: {row.returned.reason}"
    return "" if row.line.assigned else "Không được giao"


def _changes(row: LineRow, line: Mapping[str, Any], tier: Tier) -> Iterator[Change]:
    stored = _cells(row)
    for column in (one for one in WRITTEN[tier] if one in line):
        text = column.endswith(("said", "note"))
        new = clean(str(line[column] or "")) if text else decimal(line[column])
        if stored[column] != new:
            yield Change(row, column, stored[column], new)


def _problems(changes: Sequence[Change], book: Book, numbers: Mapping[str, int], by: Any) -> Iterator[Problem]:
    """Every change that could not be kept, with its cell: N01, N04–N06, V02, and places that are not asked."""
    form, tier, fit = book.form, book.tier, []
    for one in changes:
        try:
            _value(one, tier)
        except LineRefused as unfit:
            yield problem(form, one.column, numbers[str(one.row.line.pk)], unfit.reason, unfit.code)
        else:
            fit.append(one)
    values = values_of(fit, tier)
    for sheet in (one for one in book.sheets if one.pk in values):
        for line_id, refusal in judge(sheet, tier, values[sheet.pk], by=by).refusals.items():
            code = refusal.code if isinstance(refusal, LineRefused) else "V01"
            column = f"{tier}_note" if code == "V02" else f"{tier}_points"
            yield problem(form, column, numbers[str(line_id)], refusal.reason, code)


def _value(change: Change, tier: Tier) -> LineValues:
    """What one cell means; LineRefused where the row asks for something else, or the words mean nothing."""
    row, new, column = change.row, change.new, change.column
    if not _is_asked(row, column, tier):
        raise LineRefused("X06", "tiêu chí này không ghi ở cột này; hãy để như cũ")
    if not row.line.assigned and not column.endswith("note"):
        raise LineRefused("X06", NOT_ASSIGNED)
    if column.endswith("note"):
        if len(new) > MOST:
            raise LineRefused("T01", f"quá {format_decimal(MOST)} ký tự, thừa {format_decimal(len(new) - MOST)}")
        return {"note": new}
    if column.endswith("points"):
        if new is not None and new != round(new, 2):
            raise LineRefused("N02", f"Điểm chỉ có tối đa 2 chữ số thập phân: {format_decimal(new)}")
        return {"points": new}
    if column.endswith("said"):
        return _said(row, new, tier)
    return {"actual": new} if column == "actual" else {"second": new}


def _said(row: LineRow, text: str, tier: Tier) -> LineValues:
    try:
        if tier != Tier.SELF:
            return {"answer": answer_of(text)}
        if row.input == "ranks":
            return {"ranks": ranks_of(text)}
        return {"grade": grade_of(text) if row.input == "grade" else answer_of(text)}
    except ValueError as error:
        raise LineRefused("N01", str(error)) from error


def _is_asked(row: LineRow, column: str, tier: Tier) -> bool:
    """Whether this tier writes into this cell of the row."""
    if column.endswith("note"):
        return True
    if tier != Tier.SELF:
        return scored_by(row.line, tier) and row.is_question == column.endswith("said")
    kinds = {
        "actual": ("actual", "figure", "count"),
        "said": ("grade", "answer", "ranks"),
        "self_points": ("points",),
    }
    return bool(row.second) if column == "second" else row.input in kinds[column]


def packed(change: Change) -> list[Any]:
    """A change as a hidden field brings it back."""
    new = f"{change.new:f}" if isinstance(change.new, Decimal) else change.new
    return [change.row.line.pk, change.column, new]
