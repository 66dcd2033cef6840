"""One row of a paper on which a member of the bloc scores another."""

from decimal import Decimal
from typing import Any

from django import forms

from core.fields import LineField, PointsField
from core.forms import PlainForm
from scoring.queries.crosswise import CrossRow


class CrossForm(PlainForm):
    """Points and the reason where they differ from the unit's own; ``seen_…`` is what the page showed."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    seen_points = PointsField(required=False, min_value=None, widget=forms.HiddenInput)
    seen_note = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: CrossRow, **kwargs: Any) -> None:
        self.row = row
        note = row.given.note if row.given else ""
        initial = {
            "line": row.line.pk,
            "points": row.points,
            "note": note,
            "seen_points": row.points,
            "seen_note": note,
        }
        super().__init__(*args, auto_id=f"dong-{row.line.pk}-%s", initial=initial, **kwargs)
        self.key = f"dong-{row.line.pk}-form"
        no = row.line.criterion.no
        self.fields["points"] = PointsField(
            label="Điểm của đơn vị", subject=f"tiêu chí {no}", required=False, min_value=None
        )
        self.fields["note"] = LineField(label="Lý do nếu khác điểm tự chấm", max_length=1000, required=False)
        for name, field in self.fields.items():
            field.widget.attrs |= {"form": self.key, "aria-label": f"{field.label or name}, tiêu chí {no}"}
        self.fields["note"].widget.attrs |= {"placeholder": "Lý do nếu khác điểm tự chấm", "class": "td-wide"}

    @property
    def seen(self) -> tuple[Decimal | None, str]:
        """Points and reason as the page showed them."""
        return self.cleaned_data["seen_points"], self.cleaned_data["seen_note"]
