"""The draft of a submission: a text area per part. More: ``registrations``, ``launch_documents``."""

from collections.abc import Iterable
from typing import Any

from django import forms

from campaigns.queries.remarks import Remarks
from campaigns.queries.submissions import WrittenPart
from core.fields import TextField
from core.forms import PlainForm

MAX_TEXT = 10_000


class SubmissionForm(PlainForm):
    """The draft of one submission: ``text_<key>`` for every part, with what the addressee asked to be mended there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Iterable[WrittenPart], remarks: Remarks | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.remarks = list(parts), remarks or Remarks()
        for written in self.parts:
            self.fields[f"text_{written.part.key}"] = TextField(
                label=written.part.heading,
                help_text=written.part.help,
                initial=written.text,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def texts(self) -> dict[str, str]:
        """What was written, by key of the outline."""
        return {written.part.key: self.cleaned_data[f"text_{written.part.key}"] for written in self.parts}

    def drafted(self) -> dict[str, Any]:
        """What was typed, as ``save_draft`` takes it."""
        return {"texts": self.texts()}

    def add_rows(self) -> None:
        """Give some empty rows more, where the form has rows."""

    def part_fields(self) -> list[dict[str, Any]]:
        """The text areas in the order of the outline, each with the remarks about it."""
        return [
            {"field": self[f"text_{written.part.key}"], "remarks": self.remarks.parts.get(written.part.key, [])}
            for written in self.parts
        ]

    def sentences(self) -> dict[str, str]:
        """The errors by field, as the autosave shows them."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}

    def hints(self) -> dict[str, str]:
        """What is still wanted, by field; it may be saved without."""
        return {}
