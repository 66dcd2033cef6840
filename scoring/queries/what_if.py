"""What would follow if some points were different: computed on what was read, nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.numbers import format_points
from scoring.calculation import sheets as arithmetic
from scoring.calculation.ranking import Place
from scoring.models import ScoreSheet
from scoring.queries.bloc_lines import BlocLines, BlocSubject, bloc_lines


@dataclass(frozen=True)
class Change:
    """Other points for one criterion of one unit, in the tier that counts for it now."""

    unit: str
    no: str
    points: Decimal


@dataclass(frozen=True)
class Outcome:
    """One unit before and after."""

    code: str
    unit: str
    before: int | None
    after: int | None
    total_before: Decimal | None
    total_after: Decimal | None

    @property
    def places(self) -> int:
        """Places won (positive) or lost."""
        return (self.before or 0) - (self.after or 0) if self.before and self.after else 0

    @property
    def gain(self) -> Decimal:
        """Points won or lost."""
        return (self.total_after or Decimal(0)) - (self.total_before or Decimal(0))


@dataclass(frozen=True)
class WhatIf:
    """The ranks of the bloc before and after the changes, best first after them."""

    outcomes: tuple[Outcome, ...]

    @property
    def words(self) -> str:
        """What would move, in one sentence."""
        moved = [one for one in self.outcomes if one.before != one.after]
        if not moved:
            return "Thứ hạng của cả khối giữ nguyên."
        return f"{'; '.join(f'{one.unit} {_move(one)}' for one in moved)}. Các đơn vị khác giữ nguyên hạng."


def bloc_as_it_stands(subject: BlocSubject, viewer: Any) -> BlocLines:
    """The table and the sheets of the bloc that ``viewer`` may open. Three queries."""
    visible = ScoreSheet.objects.visible_to(viewer).values_list("pk", flat=True)
    return bloc_lines(subject.campaign, subject.bloc, visible, viewer)


def unit_names(loaded: BlocLines) -> dict[str, str]:
    """The units whose sheets were read: short names by code, in alphabetical order."""
    return {one.participation.unit.code: one.participation.unit.short_name for one in loaded.sheets.values()}


def what_if(loaded: BlocLines, changes: Iterable[Change]) -> WhatIf:
    """The ranks now, and the ranks if ``changes`` were made. No query."""
    table, sheets = loaded.rules(), loaded.plain()
    before = _by_unit(table, sheets)
    known = list(changes)
    after = _by_unit(table, [_changed(sheet, [one for one in known if one.unit == sheet.unit]) for sheet in sheets])
    names = unit_names(loaded)
    return WhatIf(tuple(_outcome(code, names[code], before[code], after[code]) for code in after))


def _by_unit(
    table: arithmetic.Table, sheets: Sequence[arithmetic.Sheet]
) -> Mapping[str, tuple[Place, arithmetic.Result]]:
    return {place.key: (place, result) for place, result in arithmetic.ranking_of(table, sheets)}


def _changed(sheet: arithmetic.Sheet, changes: Iterable[Change]) -> arithmetic.Sheet:
    lines = dict(sheet.lines)
    for one in changes:
        line = lines[one.no]
        lines[one.no] = replace(line, points={**line.points, sheet.tier: one.points})
    return replace(sheet, lines=lines)


def _outcome(
    code: str, name: str, before: tuple[Place, arithmetic.Result], after: tuple[Place, arithmetic.Result]
) -> Outcome:
    return Outcome(code, name, before[0].rank, after[0].rank, before[1].total.total, after[1].total.total)


def _move(one: Outcome) -> str:
    """For example "từ hạng 2 lên hạng 1 (91,25 → 92,75 điểm)"."""
    if one.before is None or one.after is None:
        return "thay đổi việc xếp hạng"
    verb = "lên" if one.places > 0 else "xuống"
    points = ""
    if one.gain:
        shown = (format_points(value, 2) for value in (one.total_before, one.total_after) if value is not None)
        points = f" ({' → '.join(shown)} điểm)"
    return f"từ hạng {one.before} {verb} hạng {one.after}{points}"
