"""Forms about deadlines: longer for one unit or all, and the hours of an outage."""

import re
from datetime import datetime, time
from typing import Any, cast

from django import forms

from campaigns.incidents import hours_refused
from campaigns.models import Campaign, Milestone
from campaigns.queries.extensions import units_bound_by
from core import clock
from core.dates import VIETNAM
from core.fields import DateField, TextField
from core.forms import PlainForm
from core.text import clean
from organizations.models import Unit

HOUR_FORMATS = ["%H:%M", "%H:%M:%S", "%H:"]
WRONG_HOUR = {"invalid": "Nhập giờ theo dạng giờ:phút, ví dụ 17:00."}
_HOUR_WORD = re.compile(r"(?i)(?<=\d)\s*(?:giờ|h|:)\s*")
_MINUTE_WORD = re.compile(r"(?i)(?<=\d)\s*phút$")


class HourField(forms.TimeField):
    """An hour as people type it: "17:00", "17h00", "17h", "17 giờ 30", "17 giờ 30 phút"."""

    widget = forms.TimeInput(attrs={"placeholder": "17:00"})

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=HOUR_FORMATS, error_messages=WRONG_HOUR, **options)

    def to_python(self, value: Any) -> time | None:
        """The hour of what was typed, its words read as the colon; None if it is blank."""
        if isinstance(value, str):
            value = _HOUR_WORD.sub(":", _MINUTE_WORD.sub("", clean(value)))
        return super().to_python(value)


class LongerForm(PlainForm):
    """Until when, and why."""

    day = DateField(label="Ngày của hạn mới", help_text="Ngày/tháng/năm, ví dụ 15/01/2021.")
    hour = HourField(
        label="Giờ", initial=time(17), help_text="Nhận trước giờ này, ví dụ 17:00. Hết ngày thì ghi 00:00 hôm sau."
    )
    reason = TextField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mọi đơn vị cùng mốc thời hạn sẽ đọc đúng lời này.",
        error_messages={"required": "Hãy ghi lý do gia hạn."},
    )

    @property
    def new_due_at(self) -> datetime:
        """The instant that was asked for."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=VIETNAM)


class ExtensionForm(LongerForm):
    """Which deadline, for whom, until when, why."""

    milestone = forms.ModelChoiceField(Milestone.objects.none(), label="Mốc thời hạn", empty_label="— chọn —")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Gia hạn cho", required=False, empty_label="mọi đơn vị phải nộp"
    )
    field_order = ["milestone", "unit"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["milestone"]).queryset = campaign.milestones.all()
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units_bound_by(campaign)


class IncidentForm(PlainForm):
    """When the system failed, when it worked again, and why."""

    failed_day = DateField(label="Ngày xảy ra sự cố")
    failed_hour = HourField(label="Giờ xảy ra sự cố", help_text="Ví dụ 16:40.")
    recovered_day = DateField(label="Ngày hoạt động trở lại")
    recovered_hour = HourField(label="Giờ hoạt động trở lại", help_text="Ví dụ 17:20.")
    reason = TextField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mọi đơn vị được gia hạn sẽ đọc đúng lời này, ví dụ: hệ thống ngừng do mất điện.",
        error_messages={"required": "Hãy ghi lý do, ví dụ: hệ thống ngừng do mất điện."},
    )

    def clean(self) -> dict[str, Any]:
        """Recovery comes after failure, and is no promise: nothing is previewed that could not be confirmed."""
        given = super().clean() or {}
        if not self.errors and (sentence := hours_refused(self.failed_at, self.recovered_at, clock.now())):
            self.add_error("recovered_day", sentence)
        return given

    @property
    def failed_at(self) -> datetime:
        """The instant of the failure."""
        return datetime.combine(self.cleaned_data["failed_day"], self.cleaned_data["failed_hour"], tzinfo=VIETNAM)

    @property
    def recovered_at(self) -> datetime:
        """The instant of the recovery."""
        return datetime.combine(self.cleaned_data["recovered_day"], self.cleaned_data["recovered_hour"], tzinfo=VIETNAM)
