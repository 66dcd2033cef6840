"""What the leader's office types in the report of its bloc."""

from collections.abc import Mapping
from typing import Any

from django import forms

from campaigns.outlines import BLOC_OUTLINES
from core.fields import TextField
from core.forms import PlainForm
from reports.documents.bloc_facts import UnitText
from reports.enums import BLOC_KINDS
from reports.models import BlocText

MAX_TEXT = 10_000


class BlocTextForm(PlainForm):
    """The bloc's own part of a report: a text area per part of the outline (field ``text_<key>``)."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: BlocText, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": row.version}, **kwargs)
        self.row, self.outline = row, BLOC_OUTLINES[BLOC_KINDS[row.kind]]
        for part in self.outline:
            self.fields[f"text_{part.key}"] = TextField(
                label=part.heading,
                help_text=part.help,
                initial=row.texts.get(part.key, ""),
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def texts(self) -> dict[str, str]:
        """What was written, by key of the outline."""
        return {part.key: self.cleaned_data[f"text_{part.key}"] for part in self.outline}

    def rows(self, members: Mapping[str, list[UnitText]]) -> list[dict[str, Any]]:
        """Each part with its text area, what is stored, and what the members wrote in theirs."""
        return [
            {
                "part": part,
                "field": self[f"text_{part.key}"],
                "stored": self.row.texts.get(part.key, ""),
                "members": members.get(part.key, []),
            }
            for part in self.outline
        ]

    def sentences(self) -> dict[str, str]:
        """The errors by field, as the autosave shows them."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}
