"""What the leader's office types in the report of its bloc."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.fields import TextField
from core.forms import PlainForm
from reports.queries.bloc_texts import BlocPart

MAX_TEXT = 10_000


class BlocTextForm(PlainForm):
    """The bloc's own part of a report: a text area per part of the outline (field ``text_<key>``)."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Sequence[BlocPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for one in parts:
            self.fields[f"text_{one.part.key}"] = TextField(
                label=one.part.heading,
                help_text=one.part.help,
                initial=one.text,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def texts(self) -> dict[str, str]:
        """What was written, by key of the outline."""
        return {one.part.key: self.cleaned_data[f"text_{one.part.key}"] for one in self.parts}

    def rows(self) -> Iterable[dict[str, Any]]:
        """Each part with its text area."""
        return [{"field": self[f"text_{one.part.key}"], "one": one} for one in self.parts]

    def sentences(self) -> dict[str, str]:
        """The errors by field, as the autosave shows them."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}
