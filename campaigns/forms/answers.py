"""Sending back: a reason for the whole, remarks at single places."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from campaigns.queries.remarks import Place
from core.fields import TextField
from core.forms import PlainForm

NOTHING_SAID = "Hãy ghi lý do trả lại hoặc nhận xét ở từng mục để đơn vị biết cần sửa gì."
FORM_ID = "tra-lai"  # boxes stand beside their places, outside the form that sends them


class ReturnForm(PlainForm):
    """Why a submission is sent back; one of reason and remarks is enough. ``version`` is what was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = TextField(
        label="Lý do trả lại",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đơn vị đọc đúng lời này. Có thể để trống nếu đã ghi nhận xét ở từng mục.",
    )

    def __init__(self, *args: Any, places: Mapping[Place, str], form_id: str = FORM_ID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {_name(place): place for place in places}
        for place, words in places.items():
            box = forms.Textarea(attrs={"rows": 2} | ({"form": form_id} if form_id else {}))
            self.fields[_name(place)] = TextField(
                label=f"Nhận xét: {words}", required=False, max_length=1000, widget=box
            )

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        given = super().clean() or {}
        if not self.errors and not given.get("reason") and not self.remarks():
            self.add_error("reason", NOTHING_SAID)
        return given

    def remarks(self) -> dict[Place, str]:
        """What was remarked, by place."""
        return {place: text for name, place in self.places.items() if (text := self.cleaned_data.get(name))}

    @property
    def boxes(self) -> dict[Place, BoundField]:
        """The box of each place."""
        return {place: self[name] for name, place in self.places.items()}


class TakeBackForm(PlainForm):
    """What the head says when giving a presented submission back to the officers; it may be nothing."""

    note = TextField(
        label="Lời nhắn cho cán bộ soạn (nếu có)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _name(place: Place) -> str:
    """The name of a place's field: the id of a target and the key of a part are told apart."""
    return f"remark_{place}" if isinstance(place, str) else f"remark_line_{place}"
