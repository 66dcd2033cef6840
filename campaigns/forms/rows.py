"""Rows of a form page: as many as were typed and some empty ones; a wiped row is a row that goes.

Unlike Django's formsets a row never refuses by itself: what is wrong is said in sentences with the number of the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django import forms

from blocs.models import Bloc
from core.forms import PlainForm

MOST = 500
SPARE = 3
Row = TypeVar("Row", bound="RowForm")


class BlocsField(forms.MultipleChoiceField):
    """Blocs to tick, by code; the page reads them once and offers them to all its rows."""

    widget = forms.CheckboxSelectMultiple


class RowForm(PlainForm):
    """One row; ``typed`` fields make it count, ``noun`` is what sentences call it, ``blocs`` may be ticked in it.

    ``columns`` says which fields stand above each other in the table, ``narrow`` which are as short as a number,
    ``rare`` which are folded away under the row.
    """

    noun: ClassVar[str] = "Dòng"
    typed: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[tuple[str, ...], ...]] = ()
    narrow: ClassVar[tuple[str, ...]] = ()
    rare: ClassVar[tuple[str, ...]] = ()

    passage = forms.CharField(required=False, widget=forms.HiddenInput)  # the number of the passage it was read from
    quote: Any = None  # the passage itself, where the page shows it

    def __init__(self, *args: Any, number: int, blocs: Sequence[Bloc] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = blocs
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            if isinstance(field, BlocsField):
                field.choices = [(bloc.code, bloc.name) for bloc in blocs]
            field.widget.attrs["aria-label"] = f"{field.label}, dòng {number}"
            kind = _kind_of(field, narrow=name in self.narrow)
            field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {kind}".strip()

    @property
    def headings(self) -> list[str]:
        """What stands over the columns of the table."""
        return [" / ".join(str(self.fields[name].label) for name in names) for names in self.columns]

    @property
    def cells(self) -> list[list[forms.BoundField]]:
        """The fields column by column."""
        return [[self[name] for name in names] for names in self.columns]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.rare]

    @property
    def is_unfolded(self) -> bool:
        """Whether something unusual stands in them, or something wrong."""
        return any(field.errors or (field.value() or "") != (field.field.initial or "") for field in self.rare_fields)

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into it."""
        return not any(str(self[name].value() or "").strip() for name in self.typed)

    def wrong(self) -> list[str]:
        """What the fields refuse, each with the field's name in front."""
        return [
            f"{self.fields[name].label}: {sentence}" if name in self.fields else str(sentence)
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]

    def gaps(self) -> list[str]:
        """What is missing or does not fit together, once the fields are right."""
        return []

    def retyped(self) -> dict[str, Any]:
        """What was typed, as the initial values of a row that is not judged yet."""
        return {name: self[name].value() for name in self.fields}


class Rows(Generic[Row]):
    """All rows of one kind on a page, named ``prefix-0`` … with their number in ``prefix-count``."""

    def __init__(
        self,
        row: type[Row],
        prefix: str,
        data: Mapping[str, Any] | None,
        initial: Sequence[Mapping[str, Any]] = (),
        **options: Any,
    ) -> None:
        self.row, self.prefix, self.data, self.options = row, prefix, data, options
        self.count_name = f"{prefix}-count"
        count = len(initial) + SPARE if data is None else _count(data.get(self.count_name))
        filled = [*initial, *({} for _ in range(count))][:count]
        self.forms = [
            row(
                data,
                prefix=f"{prefix}-{at}",
                number=at + 1,
                initial=dict(values),
                use_required_attribute=False,
                **options,
            )
            for at, values in enumerate(filled)
        ]
        for form in self.forms:
            form.empty_permitted = form.is_blank and not form.initial  # an untouched row has nothing wrong in it

    @property
    def spare(self) -> int:
        """How many empty rows stand at the end of a fresh page, or of one that was asked for more."""
        return SPARE

    def __iter__(self) -> Iterable[Row]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def quoted(self) -> bool:
        """Whether passages of a document stand beside these rows."""
        return any(form.quote for form in self.forms)

    @property
    def filled(self) -> list[tuple[int, Row]]:
        """The rows that count, with their number on the page (from 1)."""
        return [(number, form) for number, form in enumerate(self.forms, start=1) if not form.is_blank]

    def sentences(self) -> list[str]:
        """Everything that is wrong, row by row: "Mốc dòng 2: chưa có ngày."."""
        lost = _declared((self.data or {}).get(self.count_name)) - len(self.forms) if self.data is not None else 0
        too_many = [f"{self.row.noun}: quá {MOST} dòng, còn {lost} dòng chưa được đọc; hãy bỏ bớt."] if lost > 0 else []
        return too_many + [
            f"{self.row.noun} dòng {number}: {sentence}"
            for number, form in self.filled
            for sentence in (form.wrong() or form.gaps())
        ]

    def unjudged(self) -> "Rows[Row]":
        """The same rows with what was typed, without errors, and some empty ones more."""
        typed = [form.retyped() for form in self.forms]
        return Rows(self.row, self.prefix, None, typed, **self.options)


def _count(raw: Any) -> int:
    """How many rows are read: what the page says it has, within reason."""
    return min(_declared(raw), MOST)


def _declared(raw: Any) -> int:
    """The number of rows that the page says it has; 0 for what is no number."""
    text = str(raw or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _kind_of(field: forms.Field, *, narrow: bool) -> str:
    """The class that gives an input of the table its width."""
    if isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return ""
    if isinstance(field, forms.ChoiceField):
        return "form-select"
    return "" if narrow else "td-wide"


def choice(choices: Iterable[tuple[str, str]], label: str, initial: str = "") -> forms.ChoiceField:
    """A choice that may stay empty until the rows are judged."""
    return forms.ChoiceField(choices=list(choices), label=label, required=False, initial=initial)
