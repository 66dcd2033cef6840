"""Targets given to units as a workbook, a row per unit and target: out as stored, in as changes to look at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from blocs.models import Bloc
from campaigns.models import Target
from campaigns.queries.assignments import AssignmentGrid
from campaigns.workbooks import HOW_NUMBERS_ARE_WRITTEN, IDENTITY, NOTHING_IS_WRITTEN_YET, Import, decimal, strays
from core import spreadsheets
from core.spreadsheets import Column, Template
from organizations.models import Unit

TEMPLATE = Template(
    id="giao-chi-tieu",
    version="1",
    title="Giao chỉ tiêu cho các đơn vị",
    guide=(
        "Mỗi dòng là một chỉ tiêu của một đơn vị. Chỉ ghi vào cột “Mức giao”.",
        HOW_NUMBERS_ARE_WRITTEN,
        "Để trống “Mức giao” nghĩa là đơn vị không được giao mức riêng, lấy theo chỉ tiêu chung.",
        "Dòng nào không cần thì có thể xóa cả dòng: dòng không có trong tệp thì mức giao giữ nguyên.",
        NOTHING_IS_WRITTEN_YET,
    ),
    columns=(
        Column("unit_code", "Mã đơn vị", width=18, locked=True),
        Column("unit", "Đơn vị", width=28, locked=True),
        *IDENTITY,
        Column("plan", "Chỉ tiêu chung", width=24, locked=True),
        Column("assigned", "Mức giao", kind="number", width=14),
    ),
)


@dataclass(frozen=True)
class Change:
    """One value that the workbook has otherwise than it is stored; None: not given."""

    unit: Unit
    target: Target
    old: Decimal | None
    new: Decimal | None


def write(grid: AssignmentGrid, bloc: Bloc | None) -> bytes:
    """The workbook of one bloc (of all without one) as it is stored."""
    heading = f"{TEMPLATE.title} – {grid.campaign.heading}"
    return spreadsheets.write(TEMPLATE, _rows(grid, bloc), heading=heading, context=grid.campaign.code)


def read(content: bytes, grid: AssignmentGrid) -> Import[Change]:
    """What the workbook says beside what is stored; nothing is written."""
    sheet = spreadsheets.read(content, TEMPLATE, context=grid.campaign.code)
    units = {unit.code: unit for unit in grid.units_of(None)}
    targets = {str(target.pk): target for target in grid.targets}
    stray = strays(
        TEMPLATE,
        sheet,
        {"unit_code": ("đơn vị", units), "target_code": ("mức chỉ tiêu", targets)},
        among="phong trào này",
        alike="đơn vị và chỉ tiêu",
    )
    problems = list(sheet.problems) or list(stray.values())
    if problems:
        return Import([], problems, sheet.warnings, len(sheet.rows))
    found = [(units[str(row["unit_code"])], targets[str(row["target_code"])], row["assigned"]) for row in sheet.rows]
    changes = [
        Change(unit, target, old, decimal(value))
        for unit, target, value in found
        if (old := grid.values.get((unit.pk, target.pk))) != decimal(value)
    ]
    return Import(changes, [], sheet.warnings, len(sheet.rows))


def _rows(grid: AssignmentGrid, bloc: Bloc | None) -> Iterator[dict[str, Any]]:
    for unit in grid.units_of(bloc):
        for target in grid.targets:
            yield {
                "unit_code": unit.code,
                "unit": unit.short_name,
                "no": target.indicator.no or str(target.indicator.position),
                "target_code": str(target.pk),
                "target": str(target),
                "measure": target.unit_of_measure,
                "plan": target.in_words,
                "assigned": grid.values.get((unit.pk, target.pk)),
            }
