"""What a unit types into a submission: texts, and the targets of its registration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from campaigns.aids import Aid
from campaigns.merging import fingerprints
from campaigns.queries.places import LINE, TEXT, LineValues, as_line, of_kind, places_in
from campaigns.queries.submissions import TargetRow, WrittenPart
from core.fields import LineField, QuantityField, TextField
from core.forms import PlainForm, say_labels
from core.numbers import ambiguity

MAX_TEXT = 10_000
LINE_FIELDS = ("value", "last_year", "measures")


class SeenField(forms.JSONField):
    """The fingerprints of what a page showed; a page without them is too old to be saved from."""

    default_error_messages = {
        "required": "Trang này mở đã quá lâu nên chưa lưu được; hãy sao lại nội dung rồi tải lại trang.",
        "invalid": "Trang này mở đã quá lâu nên chưa lưu được; hãy sao lại nội dung rồi tải lại trang.",
    }

    def to_python(self, value: Any) -> Any:
        """A mapping of texts to texts."""
        found = super().to_python(value)
        if found is not None and not (isinstance(found, dict) and all(isinstance(one, str) for one in found.values())):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


@dataclass(frozen=True)
class Asked:
    """A place that two people changed: how it is called, and of each of its fields what is stored meanwhile."""

    place: str
    label: str
    stored: list[tuple[forms.BoundField, str]]


class SubmissionForm(PlainForm):
    """The draft of one submission: a text area per part, and for a registration three fields per target.

    Field names: ``text_<key>``, ``value_<target id>``, ``last_year_<target id>``, ``measures_<target id>``. ``seen``
    holds the fingerprints of what the page showed, by place (campaigns/merging.py).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = SeenField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Iterable[WrittenPart], rows: Iterable[TargetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.rows = list(parts), list(rows)
        self.initial["seen"] = fingerprints(places_in(self.parts, self.rows))
        for written in self.parts:
            self.fields[f"text_{written.part.key}"] = TextField(
                label=written.part.heading,
                help_text=written.part.help,
                initial=written.text,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        for row in self.rows:
            self._add_row(row)
        say_labels(self, ("value_", "last_year_", "measures_"))

    def _add_row(self, row: TargetRow) -> None:
        key, subject = row.target.pk, str(row.target)
        if row.target.is_quantitative:
            self.fields[f"value_{key}"] = QuantityField(
                label=f"Đăng ký: {subject}", initial=row.registered, required=False, min_value=None
            )
            self.fields[f"last_year_{key}"] = QuantityField(
                label=f"Năm trước: {subject}", initial=row.last_year, required=False, min_value=None
            )
        self.fields[f"measures_{key}"] = LineField(
            label=f"Biện pháp: {subject}", initial=row.measures, required=False, max_length=1000
        )

    def clean(self) -> dict[str, Any]:
        """Ask about a registered value that can be read in two ways."""
        cleaned = super().clean() or {}
        for row in self.rows:
            name = f"value_{row.target.pk}"
            question = ambiguity(self.data.get(name, ""), cleaned.get(name), row.assigned or row.target.value)
            if question:
                self.add_error(name, question)
        return cleaned

    def texts(self) -> dict[str, str]:
        """What was written, by key of the outline; without what is not valid."""
        data = self.cleaned_data
        return {one.part.key: data[name] for one in self.parts if (name := f"text_{one.part.key}") in data}

    def lines(self) -> dict[int, LineValues]:
        """The registration lines, by target id; without those of which a field is not valid."""
        return {row.target.pk: self._line(row.target.pk) for row in self.rows if not self._wrong(row.target.pk)}

    def _line(self, key: int) -> LineValues:
        value, last_year, measures = (self.cleaned_data.get(f"{name}_{key}") for name in LINE_FIELDS)
        return as_line(value, last_year, measures or "")

    def _wrong(self, key: int) -> bool:
        return any(f"{name}_{key}" in self.errors for name in LINE_FIELDS)

    def typed(self, places: Mapping[str, Any]) -> dict[str, str]:
        """The values of ``places`` (as stored) as the fields of the page show them, by name of the field."""
        texts = {f"text_{key}": text for key, text in of_kind(TEXT, places).items()}
        figures = {
            f"{name}_{key}": value for key, line in of_kind(LINE, places).items() for name, value in line.items()
        }
        values = {name: value for name, value in {**texts, **figures}.items() if name in self.fields}
        return {name: self.fields[name].prepare_value(value) or "" for name, value in values.items()}

    def asked(self, places: Mapping[str, Any]) -> list[Asked]:
        """What two people wrote in one place, to be shown beside the own fields."""
        return [
            Asked(place, self._label(place), [(self[name], text) for name, text in self.typed({place: value}).items()])
            for place, value in places.items()
        ]

    def _label(self, place: str) -> str:
        """How the page calls a place: the heading of a part, or the target."""
        headings = {f"{TEXT}:{one.part.key}": one.part.heading for one in self.parts}
        return headings.get(place) or next(str(row.target) for row in self.rows if place == f"{LINE}:{row.target.pk}")

    def part_fields(self, aids: Mapping[str, Aid]) -> list[dict[str, Any]]:
        """The text areas in the order of the outline, each with its part and what helps to write it."""
        return [
            {"field": self[f"text_{written.part.key}"], "part": written.part, "aid": aids.get(written.part.key)}
            for written in self.parts
        ]

    def table(self) -> list[dict[str, Any]]:
        """One dictionary per target for the grid: the row and its bound fields (None for a qualitative target)."""
        return [
            {
                "row": row,
                "value": self[f"value_{row.target.pk}"] if row.target.is_quantitative else None,
                "last_year": self[f"last_year_{row.target.pk}"] if row.target.is_quantitative else None,
                "measures": self[f"measures_{row.target.pk}"],
            }
            for row in self.rows
        ]

    def sentences(self) -> dict[str, str]:
        """The errors by field, as the autosave shows them."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}
