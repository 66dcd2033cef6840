"""What all workbooks of the campaigns share: what an upload would do, rows that have no place, files taken before."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from core import spreadsheets
from core.dates import moment
from core.models import AuditEvent
from core.numbers import ambiguity
from core.spreadsheets import Column, Problem, Template

Change = TypeVar("Change")

IDENTITY = (
    Column("no", "Số chỉ tiêu", width=8, locked=True),
    Column("target_code", "Mã mức", width=8, locked=True),
    Column("target", "Chỉ tiêu", width=48, locked=True),
    Column("measure", "Đơn vị tính", width=14, locked=True),
)
"""The columns that say which target a row is about."""
HOW_NUMBERS_ARE_WRITTEN = (
    "Số viết theo cách Việt Nam: dấu phẩy trước phần thập phân, ví dụ 38,5; không ghi đơn vị tính."
)
NOTHING_IS_WRITTEN_YET = (
    "Sau khi nộp tệp, hệ thống cho xem các khác biệt trước; chưa có gì được ghi cho đến khi bạn xác nhận."
)


@dataclass(frozen=True)
class Import(Generic[Change]):
    """What a workbook would do: the changes, or the problems that keep it from being taken; ``warnings`` to look at,
    ``doubts`` to be confirmed by a tick.
    """

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    rows: int = 0
    doubts: list[str] = field(default_factory=list)


def problem(template: Template, column: str, number: int, sentence: str, code: str = "X06") -> Problem:
    """Something wrong in one cell: "Dòng 4, cột “Mã mức” (ô D4): …"."""
    cell, where = spreadsheets.place(template, column, number)
    return Problem(code, cell, f"{where[:1].upper()}{where[1:]}: {sentence}")


def strays(
    template: Template,
    sheet: spreadsheets.Sheet,
    codes: Mapping[str, tuple[str, Container[str]]],
    *,
    among: str,
    alike: str,
) -> dict[int, Problem]:
    """The rows, by number, that name what is not there or what an earlier row names already.

    ``codes``: by column what its codes stand for and which are known; ``among`` and ``alike`` say in words where they
    are known and what two rows have in common.
    """
    found: dict[int, Problem] = {}
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if not row.keys() >= codes.keys():
            continue  # a cell of them cannot be read, which is told already
        key = tuple(str(row[column]) for column in codes)
        for code, (column, (what, known)) in zip(key, codes.items(), strict=True):
            if code not in known:
                found.setdefault(
                    number, problem(template, column, number, f"không có {what} mã “{code}” trong {among}")
                )
        if key in seen:
            same = f"trùng {alike} với dòng {seen[key]}; hãy bỏ một dòng"
            found.setdefault(number, problem(template, column, number, same))
        seen.setdefault(key, number)
    return found


def in_two_ways(
    template: Template, sheet: spreadsheets.Sheet, column: str, number: int, *, plan: Decimal | None
) -> Iterator[Problem]:
    """The question that a form would ask about a figure written as text, such as "9.500" beside a plan of 10 (N03)."""
    value = decimal(sheet.rows[sheet.numbers.index(number)][column])
    if question := ambiguity(sheet.typed.get((number, column), ""), value, plan):
        yield problem(template, column, number, f"{question[:1].lower()}{question[1:]}")


def decimal(value: spreadsheets.Value) -> Decimal | None:
    """A figure of a column of numbers."""
    return None if value is None else Decimal(str(value))


def taken_before(event: str, object_id: Any, sha256: str) -> str:
    """When and by whom this very file was taken, in a sentence (X14); "" for a new one. One query."""
    detail: Mapping[str, str] = {"detail__file": sha256}
    found = AuditEvent.objects.filter(event=event, object_id=str(object_id), **detail)
    earlier = found.select_related("actor").order_by("-at").first()
    return f"Tệp này đã nhập lúc {moment(earlier.at)} bởi {earlier.actor}." if earlier else ""
