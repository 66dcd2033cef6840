"""The unit's own launching document: number, day, summary, scan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms

from campaigns.forms.submissions import SubmissionForm
from campaigns.models import Campaign, Evidence, LaunchDocument
from campaigns.places import DOCUMENT, LaunchValues, as_places
from campaigns.queries.drafted import launch_values
from campaigns.queries.launch_documents import wrong_day
from core.fields import DateField, LineField

FIELDS = ("doc_number", "issued_on", "summary", "evidence")


class LaunchDocumentForm(SubmissionForm):
    """Four fields, and the text that was once written in their place; ``scans`` are the unit's evidence."""

    doc_number = LineField(label="Số, ký hiệu", required=False, max_length=60, help_text="Ví dụ: 05/KH-UBND.")
    issued_on = DateField(label="Ngày ban hành", required=False, help_text="Ngày ký ghi trên văn bản.")
    summary = LineField(
        label="Trích yếu",
        required=False,
        max_length=500,
        help_text="Ví dụ: Phát động phong trào thi đua năm 2021.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.ChoiceField(
        label="Bản chụp",
        required=False,
        help_text="Chọn trong các minh chứng đã tải lên; chưa có thì bấm “Thêm minh chứng” ở cuối trang.",
    )

    def __init__(
        self,
        *args: Any,
        document: LaunchDocument,
        scans: Sequence[Evidence],
        campaign: Campaign,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.now, self.document = campaign, now, document
        for name in FIELDS:
            self.fields[name].initial = getattr(document, name)
        self.fields["evidence"].initial = document.evidence_id or ""
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            ("", "— chưa chọn —"),
            *((str(one.pk), f"{one.title} ({one.file_name})") for one in scans),
        ]

    def document_fields(self) -> list[forms.BoundField]:
        """The four fields in the order of the page."""
        return [self[name] for name in FIELDS]

    @property
    def document_remarks(self) -> list[Any]:
        """What the addressee asked to be mended in the document."""
        return self.remarks.get("document", [])

    def shown(self) -> dict[str, Any]:
        """Texts and the document."""
        return super().shown() | as_places({}, document=launch_values(self.document))

    def drafted(self) -> dict[str, Any]:
        """Texts and the document; the document only when all its fields are valid."""
        data = self.cleaned_data
        if not self.was_sent(*FIELDS):
            return super().drafted()
        document = LaunchValues(data["doc_number"], data["issued_on"], data["summary"], data["evidence"] or None)
        return super().drafted() | {"launch_document": document}

    def values_of(self, places: Mapping[str, Any]) -> dict[str, Any]:
        """Texts and the four fields of the document."""
        found = {name.removesuffix("_id"): value for name, value in places.get(DOCUMENT, {}).items()}
        return super().values_of(places) | found

    def label_of(self, place: str) -> str:
        """The heading of a part, or the document."""
        return "Văn bản phát động" if place == DOCUMENT else super().label_of(place)

    def hints(self) -> dict[str, str]:
        """A day that cannot be right is said at once."""
        said = wrong_day(self.cleaned_data.get("issued_on"), self.campaign, self.now)
        return {"issued_on": said} if said else {}
