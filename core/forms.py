"""Forms are laid out once, here: labels above, full sentences as help, errors beside their field."""

from datetime import datetime, time
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from core.dates import VIETNAM
from core.fields import DateField, TextField


def layout() -> FormHelper:
    """The one helper of all forms: the page writes <form> and its buttons, crispy writes the fields."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PlainForm(forms.Form):
    """A form of the product; every form derives from it."""

    required_css_class = "required"
    error_css_class = "is-invalid"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout()
        self.label_suffix = ""


def say_labels(form: forms.Form, prefixes: tuple[str, ...]) -> None:
    """The inputs of a grid stand without visible label: people who hear the page are told it."""
    for name, field in form.fields.items():
        if name.startswith(prefixes):
            field.widget.attrs["aria-label"] = field.label


class ReasonForm(PlainForm):
    """Why something is sent back, dropped or changed: one compulsory sentence."""

    reason = TextField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Người nhận sẽ đọc đúng lời này; hãy nêu rõ cần sửa gì.",
        error_messages={"required": "Hãy ghi lý do để đơn vị biết cần sửa gì."},
    )


class AssumedDateForm(PlainForm):
    """The day and hour that a demo shall believe; it only moves forward."""

    day = DateField(label="Ngày giả định", help_text="Ngày/tháng/năm, ví dụ 11/01/2021.")
    hour = forms.TimeField(label="Giờ", initial=time(8), input_formats=["%H:%M"], help_text="Ví dụ 08:00.")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = now.date()

    def clean(self) -> dict[str, Any]:
        """Refuse to go back: receipts and reminders already bear later times."""
        cleaned = super().clean() or {}
        if "day" in cleaned and "hour" in cleaned:
            self.moment = datetime.combine(cleaned["day"], cleaned["hour"], tzinfo=VIETNAM)
            if self.moment < self.now:
                self.add_error("day", "Ngày giả định chỉ đi tới; muốn quay lại, hãy dựng lại bản chạy thử.")
        return cleaned
