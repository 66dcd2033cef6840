"""A unit's figures as a workbook, a row per target and a column per quarter: out as stored, in as changes to look at
first. The same shape as campaigns/assignment_workbook.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.models import Participation, ProgressEntry, Target
from campaigns.plausible import doubt_of_change
from campaigns.queries.aims import quarters_at
from campaigns.queries.progress import Key, values_of
from campaigns.queries.submissions import TargetRow
from campaigns.services.progress import NOT_YET, Recorded, as_kept
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
from core.spreadsheets import Column, Problem, Template

QUARTERS = ("q1", "q2", "q3", "q4")
SOURCE = 250  # characters of a source
TEMPLATE = Template(
    id="so-lieu-thuc-hien",
    version="1",
    title="Số liệu thực hiện chỉ tiêu",
    guide=(
        "Mỗi dòng là một chỉ tiêu của đơn vị; mỗi cột quý là số liệu đến hết ngày cuối quý đó.",
        "Quý đang chạy: số trong cột được ghi cho ngày nộp tệp; quý chưa tới thì để trống.",
        "Cột “Cách ghi” cho biết ghi số lũy kế từ đầu năm, mức tại ngày hay mức đã tăng, giảm so với năm trước.",
        HOW_NUMBERS_ARE_WRITTEN,
        "Xóa trắng một ô là bỏ số đã ghi. Dòng nào không cần thì có thể xóa cả dòng: số đã ghi giữ nguyên.",
        "“Nguồn của số mới” áp dụng cho các ô được thêm hoặc sửa trong dòng đó.",
        NOTHING_IS_WRITTEN_YET,
    ),
    columns=(
        *IDENTITY,
        Column("how", "Cách ghi", width=24, locked=True),
        Column("plan", "Phải đạt", kind="number", width=14, locked=True),
        Column("last_year", "Năm trước", kind="number", width=14, locked=True),
        Column("q1", "Hết quý I", kind="number", width=14),
        Column("q2", "Hết quý II", kind="number", width=14),
        Column("q3", "Hết quý III", kind="number", width=14),
        Column("q4", "Hết quý IV", kind="number", width=14),
        Column("source", "Nguồn của số mới", width=40),
    ),
)


@dataclass(frozen=True)
class Change:
    """One figure that the workbook has otherwise than it is stored; ``new`` None: it is taken back."""

    target: Target
    day: date
    old: Decimal | None
    new: Recorded | None

    @property
    def key(self) -> Key:
        """Where the figure stands."""
        return self.target.pk, self.day


@dataclass(frozen=True)
class Stored:
    """What the workbook is filled with and compared with: the unit, its rows, its entries, and the day it is."""

    participation: Participation
    rows: list[TargetRow]
    entries: Mapping[Key, ProgressEntry]
    today: date

    @property
    def days(self) -> dict[str, date]:
        """By the key of its column the day that each quarter's figure is of: its last, today while it runs."""
        quarters = quarters_at(self.participation.campaign, self.today)
        return {key: one.day or one.end for key, one in zip(QUARTERS, quarters, strict=True)}

    @property
    def context(self) -> str:
        """What ties a workbook to this unit in this campaign."""
        return f"{self.participation.campaign.code}/{self.participation.pk}"


def write(stored: Stored) -> bytes:
    """The workbook as it is stored."""
    heading = f"{TEMPLATE.title} – {stored.participation.unit.short_name} – {stored.participation.campaign.heading}"
    return spreadsheets.write(TEMPLATE, _rows(stored), heading=heading, context=stored.context)


def read(content: bytes, stored: Stored) -> Import[Change]:
    """What the workbook says beside what is stored; nothing is written."""
    sheet = spreadsheets.read(content, TEMPLATE, context=stored.context)
    rows = {str(row.target.pk): row for row in stored.rows if row.aim}
    problems = list(sheet.problems) or list(_wrong(sheet, rows, stored))
    if problems:
        return Import(problems=problems, warnings=sheet.warnings, rows=len(sheet.rows))
    changes = [
        Change(rows[str(line["target_code"])].target, day, old, new)
        for line in sheet.rows
        for key, day in stored.days.items()
        if (old := _old(stored, line, day)) != ((new := _new(line, key)) and new.value)
    ]
    return Import(changes, warnings=sheet.warnings, rows=len(sheet.rows), doubts=doubts(changes, stored))


def changes_of(values: Mapping[Key, Recorded | None], stored: Stored) -> list[Change]:
    """The confirmed figures over what is stored; those of targets that are not the unit's are left out."""
    targets = {row.target.pk: row.target for row in stored.rows if row.aim}
    entries = values_of(stored.entries)
    known = ((key, new) for key, new in values.items() if key[0] in targets)
    return [Change(targets[key[0]], key[1], entries.get(key), new) for key, new in known]


def doubts(changes: Sequence[Change], stored: Stored) -> list[str]:
    """What the page of figures would ask about the same changes."""
    values = {one.key: one.new for one in changes}
    aims = {row.target.pk: row.aim for row in stored.rows}
    found = []
    for one in changes:
        figures = as_kept(stored.entries, values, one.target.pk)
        if fact := doubt_of_change(aims[one.target.pk], one.day, one.old, one.new and one.new.value, figures):
            found.append(f"{one.target}: {fact}.")
    return list(dict.fromkeys(found))  # a fall is one fact, though both its figures be new


def _rows(stored: Stored) -> Iterator[dict[str, Any]]:
    for row in stored.rows:
        if row.aim is None:
            continue
        figures = {key: stored.entries.get((row.target.pk, day)) for key, day in stored.days.items()}
        yield {
            "no": row.target.indicator.no or str(row.target.indicator.position),
            "target_code": str(row.target.pk),
            "target": str(row.target),
            "measure": row.target.unit_of_measure,
            "how": row.aim.how,
            "plan": row.plan,
            "last_year": row.last_year,
            "source": "",
        } | {key: entry.value if entry else None for key, entry in figures.items()}


def _wrong(sheet: spreadsheets.Sheet, rows: Mapping[str, TargetRow], stored: Stored) -> Iterator[Problem]:
    """Rows of targets that have no part in the campaign or stand there twice, and figures of days to come."""
    codes = {"target_code": ("mức chỉ tiêu", rows)}
    stray = strays(TEMPLATE, sheet, codes, among="phong trào này", alike="chỉ tiêu")
    for number, line in zip(sheet.numbers, sheet.rows, strict=True):
        code = str(line["target_code"])
        if number in stray:
            yield stray[number]
        for key, day in stored.days.items():
            if line[key] is not None and day > stored.today:
                yield problem(TEMPLATE, key, number, f"{NOT_YET[:1].lower()}{NOT_YET[1:]}")
            if code in rows:
                yield from in_two_ways(TEMPLATE, sheet, key, number, plan=rows[code].plan)


def _old(stored: Stored, line: Mapping[str, spreadsheets.Value], day: date) -> Decimal | None:
    entry = stored.entries.get((int(str(line["target_code"])), day))
    return entry.value if entry else None


def _new(line: Mapping[str, spreadsheets.Value], key: str) -> Recorded | None:
    value = decimal(line[key])
    return None if value is None else Recorded(value, str(line["source"] or "")[:SOURCE])
