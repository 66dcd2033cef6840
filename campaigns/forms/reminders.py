"""A reminder by hand: which units, in which words."""

from collections.abc import Iterable
from typing import Any

from django import forms

from campaigns.queries.reminded import Candidate
from core.fields import TextField
from core.forms import PlainForm


class ReminderForm(PlainForm):
    """Units to tick and the text that all of them read."""

    units = forms.TypedMultipleChoiceField(
        label="Đơn vị",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một đơn vị.",
            "invalid_choice": "Có đơn vị không còn trong danh sách (vừa nộp xong); hãy xem lại các đơn vị đã chọn.",
        },
    )
    text = TextField(
        label="Lời nhắc",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Các đơn vị đọc đúng lời này; thời hạn và nơi nhận được ghi tiếp bên dưới.",
        error_messages={"required": "Hãy ghi lời nhắc."},
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (one.folder.pk, one.folder.unit.short_name) for one in self.candidates
        ]

    def rows(self) -> list[tuple[Candidate, Any]]:
        """Each unit with its box."""
        return list(zip(self.candidates, self["units"].subwidgets, strict=True))

    def chosen(self) -> list[Candidate]:
        """The units that were ticked."""
        ticked = set(self.cleaned_data["units"])
        return [one for one in self.candidates if one.folder.pk in ticked]
