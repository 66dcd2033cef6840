"""Indicators in the rows of a table: which column names, which counts, which holds the value to reach."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaigns.directive import words
from campaigns.directive.columns import kind_of
from campaigns.directive.labels import unit_as_in_a_sentence
from campaigns.directive.lines import Item
from campaigns.directive.numbers import Value, mask, values_of
from campaigns.directive.parts import Confidence, ReadIndicator, ReadTarget
from campaigns.directive.strand import Strand
from campaigns.directive.targets import direction_of
from campaigns.enums import Op

_NO = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5}|[A-ZĐ])[.)]?$")
_SUB = re.compile(r"\s*(?:[-+*•–]|trong đó|\+)\s*:?\s*", re.IGNORECASE)
_UNIT_ABOVE = re.compile(rf"(?:đvt|đơn vị tính|đơn vị) ?:{words.UNIT.pattern}(?=[).;]*$)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Columns:
    """The places of the cells in a row, None where the table has no such column."""

    name: int
    plan: int
    no: int | None = None
    unit: int | None = None
    unit_word: str = ""


def columns_of(row: Item, *, year: int) -> Columns | None:
    """The columns that a head row announces; None if it is no head of a table of indicators."""
    kinds = [kind_of(cell.bare) for cell in row.cells]
    if "name" not in kinds:
        plans = [place for place, kind in enumerate(kinds) if kind == "plan"]
        if len(plans) < 2 or "unit" not in kinds:
            return None
        kinds[plans[0]] = "name"
    plans = [place for place, kind in enumerate(kinds) if kind == "plan"]
    name = kinds.index("name")
    if all(_names_earlier_year(row.cells[place], year) for place in plans):
        plans += [place for place, kind in enumerate(kinds) if kind == "name" and place != name]
    if not plans:
        return None
    plan = _to_reach(row, plans, year)
    unit = kinds.index("unit") if "unit" in kinds else None
    no = kinds.index("no") if "no" in kinds else None
    word = re.search(r"\(([^()]*)\)", row.cells[plan].s)
    return Columns(name, plan, no, unit, word[1] if word and words.UNIT.fullmatch(" " + word[1].lower()) else "")


def _to_reach(row: Item, plans: list[int], year: int) -> int:
    """The column of the year of the campaign, else the first that is not of an earlier year: "Năm 2024 | Kế hoạch"."""
    named = [place for place in plans if year and str(year) in row.cells[place].s]
    ahead = [place for place in plans if not _names_earlier_year(row.cells[place], year)]
    return [*named, *ahead, *plans][0]


def _names_earlier_year(head: Strand, year: int) -> bool:
    """Whether a head names years before that of the campaign only."""
    years = [int(found) for found in _YEAR.findall(head.s)]
    return bool(years) and max(years) < year


def with_unit_above(columns: Columns, above: Iterable[Item]) -> Columns:
    """The columns with the unit that a line above the table gives for all of it: "Đơn vị tính: triệu đồng"."""
    if columns.unit is not None or columns.unit_word:
        return columns
    said = (_UNIT_ABOVE.search(item.whole.low) for item in above if not item.cells)
    return replace(columns, unit_word=next((found[1] for found in said if found), ""))


def rows(items: Iterable[Item], columns: Columns, *, year: int) -> list[ReadIndicator]:
    """The indicators of the rows below a head row; a row whose cell for the value is empty names a group."""
    found: list[ReadIndicator] = []
    group = ""
    for row in items:
        read = _row(row, columns, year=year)
        if read is None:
            continue
        if read.targets:
            found = (
                [*found[:-1], _joined(found[-1], read)]
                if found and _is_part(row, columns)
                else [*found, replace(read, group=group)]
            )
        else:
            group = read.name
    return found


def _is_part(row: Item, columns: Columns) -> bool:
    name = _cell(row, columns.name)
    return bool(name and _SUB.match(name.s) and not _no(row, columns))


def _joined(before: ReadIndicator, part: ReadIndicator) -> ReadIndicator:
    """A row that begins with a dash is a part of the row above it."""
    targets = [replace(target, label=part.name) for target in part.targets]
    kept = [target for target in before.targets if target.op != Op.QUALITATIVE]
    return replace(before, targets=(*kept, *targets))


def _cell(row: Item, place: int | None) -> Strand | None:
    cells = row.cells
    return cells[place] if place is not None and place < len(cells) and cells[place].s else None


def _no(row: Item, columns: Columns) -> str:
    cell = _cell(row, columns.no)
    found = _NO.match(cell.s) if cell else None
    return found[1] if found else ""


def _row(row: Item, columns: Columns, *, year: int) -> ReadIndicator | None:
    """One row; without targets it is the head of a group."""
    name, plan = _cell(row, columns.name), _cell(row, columns.plan)
    if name is None or not any(char.isalpha() for char in name.s) or len(name.s.strip("()[]")) == 1:
        return None  # "A | B | 1" below the heads counts the columns
    no = _no(row, columns)
    shown = _SUB.sub("", name.s, count=1) if _SUB.match(name.s) else name.s
    shown = shown.rstrip(" :;.")
    if plan is None:
        return ReadIndicator(row.whole.passage(), name=shown, no=no)
    targets = _targets(row, plan, columns, shown, year=year)
    return ReadIndicator(row.whole.passage(), name=shown, no=no, targets=targets)


def _targets(row: Item, plan: Strand, columns: Columns, name: str, *, year: int) -> tuple[ReadTarget, ...]:
    unit_cell = _cell(row, columns.unit)
    unit = unit_as_in_a_sentence(unit_cell.s if unit_cell else columns.unit_word)
    values = values_of(plan.low, mask(plan.low, year=year))
    if not values:
        return (
            ReadTarget(plan.passage(), Confidence.LIKELY, "Ô chỉ tiêu ghi bằng chữ, không có số", op=Op.QUALITATIVE),
        )
    return tuple(_target(plan, value, unit, name) for value in values)


def _target(plan: Strand, value: Value, unit: str, name: str) -> ReadTarget:
    printed = plan.s[value.first : value.end]
    own = printed[printed.lower().find(value.unit) :][: len(value.unit)] if value.unit else ""
    both = unit if unit and (own in {"", "%"} or own.lower() in unit.lower()) else own or unit
    if own == "%" and unit and "%" not in unit:
        both = own
    return ReadTarget(
        plan.passage(), op=value.op, value=value.value, value_max=value.value_max, unit=both,
        bound=value.bound, direction=direction_of(name, value.op),
    )  # fmt: skip
