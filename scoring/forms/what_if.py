"""The form of a what-if: some rows of unit, criterion and new points, repeated in the address of the page."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from core.fields import PointsField
from core.forms import PlainForm
from core.numbers import format_points
from scoring.queries.bloc_lines import BlocLines
from scoring.queries.lines import rule
from scoring.queries.what_if import Change, unit_names

LEAST_ROWS, MOST_ROWS, SPARE_ROWS = 3, 12, 2
NAMES = ("don_vi", "tieu_chi", "diem")


class ChangeForm(PlainForm):
    """One row; an empty one changes nothing."""

    don_vi = forms.ChoiceField(label="Đơn vị", required=False)
    tieu_chi = forms.ChoiceField(label="Tiêu chí", required=False)
    diem = PointsField(label="Điểm mới", required=False, min_value=None)

    def __init__(self, *args: Any, loaded: BlocLines, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loaded = loaded
        self.sheets = {one.participation.unit.code: one for one in loaded.sheets.values()}
        units = [("", "Chọn đơn vị"), *unit_names(loaded).items()]
        criteria = [("", "Chọn tiêu chí"), *((one.no, _short(str(one))) for one in loaded.criteria)]
        for name in ("don_vi", "tieu_chi"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["don_vi"].choices = units  # type: ignore[attr-defined]
        self.fields["tieu_chi"].choices = criteria  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """All three or none; a criterion that the unit has; points within the bounds of its rule."""
        cleaned: dict[str, Any] = super().clean() or {}
        unit, no, points = (cleaned.get(name) for name in NAMES)
        missing = [name for name, value in zip(NAMES, (unit, no, points), strict=True) if value in (None, "")]
        if 0 < len(missing) < len(NAMES):
            for name in missing:
                if name not in self.errors:
                    self.add_error(name, f"Chọn đủ ba ô của dòng: còn thiếu {str(self.fields[name].label).lower()}.")
        elif points is not None and unit and no:
            self._judge(unit, no, points)
        return cleaned

    @property
    def change(self) -> Change | None:
        """What the row asks for; None for an empty one."""
        points = self.cleaned_data.get("diem")
        return None if points is None else Change(self.cleaned_data["don_vi"], self.cleaned_data["tieu_chi"], points)

    @property
    def now(self) -> str:
        """The points that stand there now, for comparison; "" while nothing is chosen."""
        sheet = self.sheets.get(self.data.get("don_vi", ""))
        if sheet is None or not self.data.get("tieu_chi"):
            return ""
        points = self.loaded.points(sheet.pk, self.data["tieu_chi"])
        return "chưa chấm" if points is None else f"{format_points(points)} điểm"

    def _judge(self, unit: str, no: str, points: Decimal) -> None:
        line = self.loaded.of(self.sheets[unit].pk).get(no)
        if line is None or not line.assigned:
            self.add_error("tieu_chi", f"Tiêu chí {no} không giao cho đơn vị này.")
            return
        low, high = rule(line.criterion).bounds(line.criterion.max_points)
        if not low <= points <= high:
            limits = f"từ {format_points(low)} đến {format_points(high)}"
            self.add_error("diem", f"Điểm của tiêu chí {no} chỉ nhận {limits}.")


class WhatIfForm:
    """All rows of the page, filled from its address, with a few empty ones below."""

    def __init__(self, data: "MultiValueDict[str, str]", *, loaded: BlocLines) -> None:
        filled = [row for row in zip(*(data.getlist(name) for name in NAMES), strict=False) if any(row)][:MOST_ROWS]
        size = min(max(LEAST_ROWS, len(filled) + SPARE_ROWS), MOST_ROWS)
        rows = filled + [("", "", "")] * (size - len(filled))
        self.rows = [
            ChangeForm(dict(zip(NAMES, row, strict=True)), loaded=loaded, auto_id=f"dong-{at}-%s")
            for at, row in enumerate(rows, start=1)
        ]
        self.asked = bool(filled)

    def is_valid(self) -> bool:
        """Whether every row can be computed; no two may be about the same points."""
        valid = not [row for row in self.rows if not row.is_valid()]
        seen: set[tuple[str, str]] = set()
        for row in self.rows if valid else ():
            if (one := row.change) is None:
                continue
            if (one.unit, one.no) in seen:
                row.add_error("tieu_chi", f"Tiêu chí {one.no} của đơn vị này đã có ở dòng trên.")
                valid = False
            seen.add((one.unit, one.no))
        return valid

    @property
    def changes(self) -> list[Change]:
        """What is asked for."""
        return [one for row in self.rows if (one := row.change)]


def _short(words: str) -> str:
    """A criterion as a choice: not longer than a line."""
    return words if len(words) <= 90 else f"{words[:89]}…"
