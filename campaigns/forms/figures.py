"""The figures of a unit through the year."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.models import Target
from campaigns.queries.submissions import TargetRow
from core.fields import DateField, LineField, QuantityField
from core.forms import PlainForm, say_labels
from core.numbers import ambiguity


class FiguresForm(PlainForm):
    """The actual figures of all quantitative targets at one day (field ``figure_<target id>``; blank: nothing new)."""

    as_of = DateField(label="Số liệu đến ngày")
    source = LineField(
        label="Nguồn số liệu", required=False, max_length=250, help_text="Ví dụ: Báo cáo số 12/BC-CTK ngày 25/6/2021."
    )

    def __init__(self, *args: Any, rows: Iterable[TargetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.target.is_quantitative]
        self.targets = [row.target for row in self.rows]
        for target in self.targets:
            self.fields[f"figure_{target.pk}"] = QuantityField(label=str(target), required=False, min_value=None)
        say_labels(self, ("figure_",))

    def clean(self) -> dict[str, Any]:
        """At least one figure, and none that can be read in two ways."""
        cleaned = super().clean() or {}
        for row in self.rows:
            name = f"figure_{row.target.pk}"
            question = ambiguity(self.data.get(name, ""), cleaned.get(name), row.plan)
            if question:
                self.add_error(name, question)
        if not self.errors and not self.figures():
            raise forms.ValidationError("Chưa có số liệu nào được nhập.")
        return cleaned

    def figures(self) -> dict[int, Decimal]:
        """The figures that were typed, by target id."""
        typed = {target.pk: self.cleaned_data.get(f"figure_{target.pk}") for target in self.targets}
        return {target_id: value for target_id, value in typed.items() if value is not None}

    def field_of(self, target: Target) -> forms.BoundField:
        """The input of one target."""
        return self[f"figure_{target.pk}"]
