"""Forms of the ranking page: votes of the bloc's meeting, the day of the mid-term review."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import DateField
from core.forms import PlainForm
from scoring.queries.rankings import Standing
from scoring.services.votes import MOST


class VotesForm(PlainForm):
    """How many votes each of several equal units got; one field per unit, named after its place in the list."""

    def __init__(self, *args: Any, units: Iterable[Standing], **kwargs: Any) -> None:
        self.units = list(units)
        super().__init__(*args, auto_id="phieu-%s", **kwargs)
        for one in self.units:
            self.fields[one.unit_code] = forms.IntegerField(
                label=one.unit,
                required=False,
                min_value=0,
                max_value=MOST,
                initial=one.votes,
                error_messages={
                    "invalid": "Số phiếu phải là số nguyên.",
                    "min_value": "Số phiếu không được âm.",
                    "max_value": f"Số phiếu tối đa {MOST}.",
                },
                widget=forms.NumberInput(attrs={"class": "num", "inputmode": "numeric", "size": 5}),
            )

    def votes(self) -> dict[str, int | None]:
        """What was typed, by code of the unit."""
        return {one.unit_code: self.cleaned_data[one.unit_code] for one in self.units}

    def sentences(self) -> list[str]:
        """What is wrong, each with the name of its unit."""
        return [f"{self.fields[name].label}: {said}" for name, problems in self.errors.items() for said in problems]


class MidtermForm(PlainForm):
    """Until which day figures count."""

    until = DateField(label="Số liệu đến hết ngày", help_text="Ngày/tháng/năm, ví dụ 30/06/2026.")
