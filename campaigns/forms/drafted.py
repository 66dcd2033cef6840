"""A draft that two people may have open: a text area per part, and what the page shows of what the other one wrote."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from campaigns.merging import Merged, fingerprints
from campaigns.places import TEXT, as_places, of_kind
from campaigns.queries.submissions import WrittenPart
from core.fields import TextField
from core.forms import PlainForm

MAX_TEXT = 10_000
TOO_OLD = "Trang này mở đã quá lâu nên chưa lưu được; hãy sao lại nội dung rồi tải lại trang."


class SeenField(forms.JSONField):
    """The fingerprints of what a page showed; a page without them is too old to be saved from."""

    default_error_messages = {"required": TOO_OLD, "invalid": TOO_OLD}

    def to_python(self, value: Any) -> Any:
        """A mapping of texts to texts."""
        found = super().to_python(value)
        if found is not None and not (isinstance(found, dict) and all(isinstance(one, str) for one in found.values())):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


@dataclass(frozen=True)
class Pair:
    """What two people wrote in one field: mine as typed, and what is stored; ``field`` is the id of the input."""

    label: str
    mine: str
    stored: str
    field: str = ""


@dataclass(frozen=True)
class Asked:
    """A place that two people changed: how the page calls it, and what each wrote."""

    label: str
    pairs: list[Pair]


class DraftForm(PlainForm):
    """The draft of one text: ``text_<key>`` for every part of its outline.

    ``seen`` holds the fingerprints of what the page showed, by place (campaigns/merging.py).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = SeenField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Iterable[WrittenPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        self.fields["seen"].initial = lambda: fingerprints(self.shown())
        for written in self.parts:
            self.fields[f"text_{written.part.key}"] = TextField(
                label=written.part.heading,
                help_text=written.part.help,
                initial=written.text,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def shown(self) -> dict[str, Any]:
        """What a fresh page shows, place by place."""
        return as_places({one.part.key: one.text for one in self.parts})

    def texts(self) -> dict[str, str]:
        """What was written, by key of the outline; without what is not valid, and what the page did not send."""
        names = {one.part.key: f"text_{one.part.key}" for one in self.parts}
        return {key: self.cleaned_data[name] for key, name in names.items() if self.was_sent(name)}

    def was_sent(self, *names: str) -> bool:
        """Whether all these fields are valid and one of them came with the page: a page cut off is no empty one."""
        return all(name in self.cleaned_data for name in names) and any(name in self.data for name in names)

    def drafted(self) -> dict[str, Any]:
        """What was typed and is valid, as ``save_draft`` takes it."""
        return {"texts": self.texts()}

    def typed(self, places: Mapping[str, Any]) -> dict[str, str]:
        """The values of ``places`` (as stored) as the fields of the page show them, by name of the field."""
        values = self.values_of(places)
        return {name: self.fields[name].prepare_value(value) or "" for name, value in values.items()}

    def values_of(self, places: Mapping[str, Any]) -> dict[str, Any]:
        """The values of those of ``places`` that stand in fields of their own, by name of the field."""
        texts = {f"text_{key}": text for key, text in of_kind(TEXT, places).items()}
        return {name: text for name, text in texts.items() if name in self.fields}

    def asked(self, places: Mapping[str, Any]) -> list[Asked]:
        """What two people wrote in one place, to be shown side by side."""
        return [Asked(self.label_of(place), self.pairs(place, value)) for place, value in places.items()]

    def label_of(self, place: str) -> str:
        """How the page calls a place."""
        return next(one.part.heading for one in self.parts if place == f"{TEXT}:{one.part.key}")

    def pairs(self, place: str, stored: Any) -> list[Pair]:
        """The fields that differ, mine and what is stored."""
        return [
            Pair(str(self.fields[name].label), mine, text, self[name].id_for_label)
            for name, text in self.typed({place: stored}).items()
            if (mine := str(self[name].value() or "")) != str(text or "")
        ]

    def in_fields(self, merged: Merged) -> dict[str, Any]:
        """What somebody else changed and the page can show at once: what stands in fields, not in rows."""
        return {place: value for place, value in merged.theirs.items() if self.values_of({place: value})}

    def seen_after(self, merged: Merged) -> dict[str, str]:
        """The fingerprints of what the page shows after a save; of what it cannot show, and of what is still asked
        about, those of before.
        """
        return {**self.cleaned_data["seen"], **fingerprints(merged.written), **fingerprints(self.in_fields(merged))}

    def answer(self, merged: Merged, before_by: Any) -> dict[str, Any]:
        """What became of each place, as static/js/autosave.js reads it; ``before_by`` is who had saved last."""
        shown = self.in_fields(merged)
        return {
            "seen": self.seen_after(merged),
            "theirs": {place: self.typed({place: value}) for place, value in shown.items()},
            "hidden": [self.label_of(place) for place in merged.theirs if place not in shown],
            "asked": [self.label_of(place) for place in merged.asked],
            "by": str(before_by),
            "errors": self.sentences(),
        }

    def beside(self, merged: Merged, version: int) -> dict[str, Any]:
        """What the form holds on the page that shows both versions: what was typed, and in other places what is stored.

        The next save decides: what is asked about counts as seen now.
        """
        seen = {**self.seen_after(merged), **fingerprints(merged.asked)}
        posted = {name: self.data[name] for name in self.data}
        return {**posted, **self.typed(merged.theirs), "version": str(version), "seen": json.dumps(seen)}

    def sentences(self) -> dict[str, str]:
        """The errors by field, as the autosave shows them."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}
