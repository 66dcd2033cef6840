"""What a unit types: the texts and figures of a submission, figures through the year, evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.merging import fingerprints
from campaigns.models import Target
from campaigns.queries.places import LINE, TEXT, LineValues, as_line, of_kind, places_in
from campaigns.queries.submissions import TargetRow, WrittenPart
from core.fields import DateField, LineField, QuantityField, TextField
from core.forms import PlainForm
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
        _say_labels(self, ("value_", "last_year_", "measures_"))

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

    def part_fields(self) -> list[forms.BoundField]:
        """The text areas in the order of the outline."""
        return [self[f"text_{written.part.key}"] for written in self.parts]

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


def _say_labels(form: forms.Form, prefixes: tuple[str, ...]) -> None:
    """The inputs of a grid stand without visible label: people who hear the page are told it."""
    for name, field in form.fields.items():
        if name.startswith(prefixes):
            field.widget.attrs["aria-label"] = field.label


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
        _say_labels(self, ("figure_",))

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


class EvidenceForm(PlainForm):
    """A document for the unit's folder."""

    title = LineField(label="Tên minh chứng", max_length=250)
    doc_number = LineField(label="Số, ký hiệu", required=False, max_length=60, help_text="Ví dụ: 412/BC-BDT.")
    doc_date = DateField(label="Ngày văn bản", required=False)
    file = forms.FileField(
        label="Tệp",
        help_text="PDF, Word (.docx), Excel (.xlsx) hoặc ảnh JPG, PNG; tối đa 20 MB.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại.",
            "invalid": "Chưa nhận được tệp; hãy chọn và tải lại.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )
