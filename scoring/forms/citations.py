"""Choosing the documents that prove one row."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from campaigns.models import Evidence
from core.fields import LineField
from core.forms import PlainForm
from scoring.models import ScoreLine


class CiteForm(PlainForm):
    """The documents that prove one line: a box for each of the folder (``doc_<id>``) and its page (``page_<id>``)."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, line: ScoreLine, evidence: list[Evidence], pages: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        self.line, self.evidence = line, evidence
        super().__init__(*args, auto_id=f"vien-dan-{line.pk}-%s", initial={"version": line.version}, **kwargs)
        for one in evidence:
            self.fields[f"doc_{one.pk}"] = forms.BooleanField(label=one.title, required=False, initial=one.pk in pages)
            self.fields[f"page_{one.pk}"] = LineField(
                label=f"Trang của {one.citation}",
                required=False,
                max_length=30,
                initial=pages.get(one.pk, ""),
                widget=forms.TextInput(
                    attrs={"placeholder": "3 hoặc 2–4, 7", "size": 8, "aria-label": f"Trang của {one.citation}"}
                ),
            )

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary per document: the evidence, its box, its page."""
        return [
            {"evidence": one, "box": self[f"doc_{one.pk}"], "page": self[f"page_{one.pk}"]} for one in self.evidence
        ]

    def pages(self) -> dict[UUID, str]:
        """What was chosen: the page by the document's id. A page without a tick means that the document is meant."""
        data = self.cleaned_data
        return {
            one.pk: data[f"page_{one.pk}"] for one in self.evidence if data[f"doc_{one.pk}"] or data[f"page_{one.pk}"]
        }
