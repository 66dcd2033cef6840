"""A unit's registration as a workbook, a row per target: out as stored, in as changes to look at first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.models import Submission
from campaigns.places import LineValues, as_line
from campaigns.queries.registrations import last_years_results, reason_wanted, shown_lines
from campaigns.queries.submissions import TargetRow, registration_rows
from campaigns.workbooks import (
    HOW_NUMBERS_ARE_WRITTEN,
    IDENTITY,
    NOTHING_IS_WRITTEN_YET,
    Import,
    decimal,
    in_two_ways,
    problem,
    strays,
)
from core import spreadsheets
from core.numbers import format_decimal
from core.spreadsheets import Column, Problem, Template, Value
from core.text import clean

MOST = 1000  # characters of a text
TEMPLATE = Template(
    id="dang-ky-thi-dua",
    version="1",
    title="Bản đăng ký thi đua",
    guide=(
        "Mỗi dòng là một chỉ tiêu của phong trào. Chỉ ghi vào bốn cột cuối.",
        HOW_NUMBERS_ARE_WRITTEN,
        "Đăng ký thấp hơn mức được giao thì nêu lý do ở cột “Ghi chú, lý do”.",
        "Chỉ tiêu không thuộc nhiệm vụ của đơn vị thì để trống cột “Đăng ký” và ghi rõ ở cột biện pháp hoặc ghi chú.",
        "Ô để trống nghĩa là không có gì. Dòng nào xóa cả dòng thì nội dung đang lưu của chỉ tiêu đó giữ nguyên.",
        NOTHING_IS_WRITTEN_YET,
    ),
    columns=(
        *IDENTITY,
        Column("plan", "Chỉ tiêu chung", width=24, locked=True),
        Column("assigned", "Chỉ tiêu giao", kind="number", width=14, locked=True),
        Column("last_year", "Thực hiện năm trước", kind="number", width=14),
        Column("value", "Đăng ký", kind="number", width=14),
        Column("measures", "Biện pháp", width=40),
        Column("note", "Ghi chú, lý do", width=40),
    ),
)
FIGURES = ("last_year", "value")
NAMES = {column.key: column.title for column in TEMPLATE.columns if not column.locked}


@dataclass(frozen=True)
class Change:
    """One cell that the workbook has otherwise than it is stored; figures are Decimal or None, texts str."""

    row: TargetRow
    column: str
    old: Any
    new: Any

    @property
    def heading(self) -> str:
        """The column as a person reads it."""
        return NAMES[self.column]

    @property
    def words(self) -> tuple[str, str]:
        """Both values in words, "–" for none."""
        return _in_words(self.old), _in_words(self.new)


def write(submission: Submission) -> bytes:
    """The workbook of the registration as its page shows it."""
    participation = submission.participation
    heading = f"{TEMPLATE.title} – {participation.unit.short_name} – {participation.campaign.heading}"
    lines = lines_of(submission)
    rows = (_row(row, lines[row.target.pk]) for row in registration_rows(submission))
    return spreadsheets.write(TEMPLATE, rows, heading=heading, context=_context(submission))


def read(content: bytes, submission: Submission) -> Import[Change]:
    """What the workbook says otherwise than the page; nothing is written. Lower values without reason are warnings."""
    sheet = spreadsheets.read(content, TEMPLATE, context=_context(submission))
    rows = {str(row.target.pk): row for row in registration_rows(submission)}
    problems = list(sheet.problems) or list(_wrong(sheet, rows))
    if problems:
        return Import(problems=problems, warnings=sheet.warnings, rows=len(sheet.rows))
    said = [(rows[str(line["target_code"])], _values(line)) for line in sheet.rows]
    lines = lines_of(submission)
    changes = [
        Change(row, column, old, new)
        for row, values in said
        for column, new in values.items()
        if (old := lines[row.target.pk][column]) != new
    ]
    warnings = [*sheet.warnings, *_wanted(said, submission.participation.campaign.level)]
    return Import(changes=changes, warnings=warnings, rows=len(sheet.rows))


def lines_of(submission: Submission) -> dict[int, LineValues]:
    """What the workbook is filled with and compared with: the lines of the page, by target id."""
    return shown_lines(submission, last_years_results(submission.participation, registration_rows(submission)))


def _context(submission: Submission) -> str:
    """What ties a workbook to this unit in this campaign."""
    return f"{submission.participation.campaign.code}/{submission.participation.unit.code}"


def _row(row: TargetRow, line: LineValues) -> dict[str, Any]:
    target = row.target
    return {
        "no": row.no,
        "target_code": str(target.pk),
        "target": str(target),
        "measure": target.unit_of_measure,
        "plan": target.in_words,
        "assigned": row.assigned,
        **line,
    }


def _values(line: Mapping[str, Value]) -> LineValues:
    """What one line of the workbook says, by column."""
    texts = (clean(str(line[key] or "")) for key in ("measures", "note"))
    return as_line(decimal(line["value"]), decimal(line["last_year"]), *texts)


def _wrong(sheet: spreadsheets.Sheet, rows: Mapping[str, TargetRow]) -> Iterator[Problem]:
    """Lines of targets that have no part in the campaign or stand there twice, and cells that cannot be kept."""
    codes = {"target_code": ("mức chỉ tiêu", rows)}
    stray = strays(TEMPLATE, sheet, codes, among="phong trào này", alike="chỉ tiêu")
    for number, line in zip(sheet.numbers, sheet.rows, strict=True):
        if number in stray:
            yield stray[number]
            continue
        row = rows[str(line["target_code"])]
        yield from _unfit(row, _values(line), number)
        plan = row.assigned or row.target.value
        for column in FIGURES:
            yield from in_two_ways(TEMPLATE, sheet, column, number, plan=plan)


def _unfit(row: TargetRow, values: LineValues, number: int) -> Iterator[Problem]:
    """Figures of a goal without figure, and texts that are too long (T01)."""
    for column, value in values.items():
        if column in FIGURES and value is not None and not row.target.is_quantitative:
            yield problem(TEMPLATE, column, number, "chỉ tiêu định tính không ghi số; hãy ghi ở cột biện pháp")
        if column not in FIGURES and (excess := len(value) - MOST) > 0:
            yield problem(TEMPLATE, column, number, f"quá {format_decimal(MOST)} ký tự, thừa {format_decimal(excess)}")


def _wanted(said: list[tuple[TargetRow, LineValues]], level: str) -> Iterator[Problem]:
    for row, values in said:
        if sentence := reason_wanted(row, values["value"], values["note"], level):
            yield Problem("", "", sentence)


def _in_words(value: Any) -> str:
    if value in (None, ""):
        return "–"
    return value if isinstance(value, str) else format_decimal(value)
