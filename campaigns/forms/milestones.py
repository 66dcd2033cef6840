"""The rows of deadlines on a campaign's page, with the fields in which brackets and reminder days are typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee, Audience, Reading, SubmissionKind
from campaigns.forms.deadlines import HourField
from campaigns.forms.rows import BlocsField, RowForm, choice
from campaigns.models.campaigns import DEFAULT_REMINDER_OFFSETS
from core.fields import DateField, LineField
from core.numbers import NumberRefused, format_points, parse_points
from core.text import clean

Brackets = tuple[tuple[int, Decimal], ...]
FURTHEST_REMINDER = 60  # days before or after a deadline


class BracketsField(LineField):
    """What lateness costs, as "5: -5; 10: -10": from 5 days on 5 points less."""

    def to_python(self, value: Any) -> Any:
        """Brackets in order; ValidationError with the part that cannot be read."""
        text = clean(str(value or ""))
        parts = [part.strip() for part in text.split(";") if part.strip()]
        brackets = tuple(_bracket(part) for part in parts)
        if not all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(brackets)):
            raise ValidationError("Các bậc phải tăng dần theo ngày và trừ điểm nặng dần.")
        return brackets

    def prepare_value(self, value: Any) -> Any:
        """Stored brackets as a person types them."""
        if isinstance(value, tuple | list):
            return "; ".join(f"{day}: {format_points(points)}" for day, points in value)
        return value


def _bracket(part: str) -> tuple[int, Decimal]:
    """One bracket; ValidationError unless it is a day from 1 and points below 0."""
    day, _, points = (piece.strip() for piece in part.partition(":"))
    try:
        off = parse_points(points, allow_negative=True)
    except NumberRefused:
        off = Decimal(0)
    if not re.fullmatch(r"[1-9][0-9]{0,2}", day) or off >= 0:
        raise ValidationError(f"Không hiểu “{part}”; ghi theo mẫu “5: -5; 10: -10” (chậm từ 5 ngày trừ 5 điểm).")
    return int(day), off


class OffsetsField(LineField):
    """Days on which reminders go out, from the last day in time: "-7, -3, -1, 0, 1, 3, 7"; empty is the default."""

    def to_python(self, value: Any) -> Any:
        """The days in order, each once; ValidationError for what is no whole number within reach."""
        parts = [part.strip().replace("−", "-") for part in clean(str(value or "")).split(",") if part.strip()]
        wrong = [one for one in parts if not re.fullmatch(r"[+-]?[0-9]{1,2}", one) or abs(int(one)) > FURTHEST_REMINDER]
        if wrong:
            raise ValidationError(
                f"Không hiểu “{wrong[0]}”; ghi số ngày so với hạn, từ -{FURTHEST_REMINDER} đến {FURTHEST_REMINDER}, "
                "cách nhau bằng dấu phẩy, ví dụ -7, -3, -1, 0, 1, 3, 7."
            )
        return tuple(sorted({int(one) for one in parts})) or tuple(DEFAULT_REMINDER_OFFSETS)

    def prepare_value(self, value: Any) -> Any:
        """Stored days as a person types them."""
        return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value


class MilestoneRow(RowForm):
    """One deadline; the day in print stands beside the day that is meant, with a remark where they differ."""

    noun = "Mốc"
    typed = ("kind", "name", "day", "printed_on", "remark")
    columns = (("kind", "name"), ("day", "reading", "hour"), ("printed_on", "addressee"), ("remark",))
    narrow = ("hour",)
    rare = ("opens_on", "audience", "blocs", "refuses_late", "brackets", "reminder_offsets")

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = choice([("", "— chọn —"), *SubmissionKind.choices], "Việc phải nộp")
    name = LineField(label="Tên mốc", required=False, max_length=250)
    day = DateField(label="Ngày", required=False)
    reading = choice(Reading.choices, "Cách hiểu ngày", Reading.BEFORE_DAY.value)
    hour = HourField(label="Giờ", required=False)
    addressee = choice(Addressee.choices, "Nơi nhận", Addressee.STANDING_BODY.value)
    printed_on = DateField(label="Ngày in trên văn bản", required=False)
    remark = LineField(label="Lưu ý", required=False, max_length=1000)
    opens_on = DateField(label="Nhận từ ngày", required=False, help_text="Để trống: nhận từ khi phát động.")
    audience = choice(Audience.choices, "Ai phải nộp", Audience.ALL.value)
    blocs = BlocsField(label="Các khối phải nộp", required=False)
    refuses_late = forms.BooleanField(label="Không nhận khi đã quá hạn", required=False)
    brackets = BracketsField(
        label="Trừ điểm nộp chậm", required=False, help_text="Từ ngày: điểm trừ, ví dụ 5: -5; 10: -10."
    )
    reminder_offsets = OffsetsField(
        label="Ngày nhắc", required=False, initial=", ".join(map(str, DEFAULT_REMINDER_OFFSETS)),
        help_text="Số ngày so với hạn; số âm là trước hạn.",
    )  # fmt: skip

    def gaps(self) -> list[str]:
        """A duty and a day; a reason where the day is not the printed one; what belongs together stands together."""
        given = self.cleaned_data
        sentences = [] if given["kind"] else ["chưa chọn việc phải nộp."]
        if given["day"] is None:
            return [*sentences, "chưa có ngày."]
        if given["printed_on"] not in (None, given["day"]) and not given["remark"]:
            sentences.append("ngày khác với ngày in trên văn bản; hãy ghi lưu ý để các đơn vị biết vì sao.")
        return sentences + [sentence for is_wrong, sentence in MISFITS if is_wrong(given)]

    def line(self, known: Mapping[int, MilestoneLine]) -> MilestoneLine:
        """The deadline as the service takes it; it quotes the passage beside it, a stored row keeps its words."""
        given = self.cleaned_data
        kept = known.get(given["id"])
        passage = self.quote.text if self.quote else ""
        return MilestoneLine(
            kind=given["kind"],
            name=given["name"] or SubmissionKind(given["kind"]).label,
            day=given["day"],
            reading=given["reading"] or Reading.BEFORE_DAY,
            addressee=given["addressee"] or Addressee.STANDING_BODY,
            printed_on=given["printed_on"],
            quote=kept.quote if kept else passage,
            remark=given["remark"],
            hour=given["hour"],
            opens_on=given["opens_on"],
            audience=given["audience"] or Audience.ALL,
            blocs=tuple(bloc for bloc in self.offered if bloc.code in given["blocs"]),
            accepts_late=not given["refuses_late"],
            brackets=given["brackets"],
            reminder_offsets=given["reminder_offsets"],
            id=given["id"],
        )


def _opens_late(given: Mapping[str, Any]) -> bool:
    """Whether the books open when they are over; with an hour, or to the end of the day, they may open that day."""
    if given["opens_on"] is None or given["reading"] in (Reading.BY_HOUR, Reading.END_OF_DAY):
        return given["opens_on"] is not None and given["opens_on"] > given["day"]
    return bool(given["opens_on"] >= given["day"])


# What does not fit together in one row, with its sentence.
MISFITS: list[tuple[Callable[[Mapping[str, Any]], bool], str]] = [
    (
        lambda given: given["reading"] == Reading.BY_HOUR and given["hour"] is None,
        "đã chọn “trước giờ ghi trong ngày” nhưng chưa ghi giờ.",
    ),
    (
        lambda given: given["reading"] != Reading.BY_HOUR and given["hour"] is not None,
        "có ghi giờ; hãy chọn cách hiểu ngày “trước giờ ghi trong ngày” hoặc bỏ giờ.",
    ),
    (_opens_late, "ngày bắt đầu nhận phải trước thời hạn."),
    (
        lambda given: given["audience"] == Audience.BLOCS and not given["blocs"],
        "chưa chọn khối nào phải nộp.",
    ),
    (
        lambda given: given["audience"] != Audience.BLOCS and bool(given["blocs"]),
        "đã chọn khối; hãy chọn ai phải nộp là “các đơn vị của những khối được chọn” hoặc bỏ chọn khối.",
    ),
    (
        lambda given: given["refuses_late"] and bool(given["brackets"]),
        "đã không nhận nộp chậm thì không có bậc trừ điểm nộp chậm.",
    ),
]


def milestone_rows(lines: Iterable[MilestoneLine]) -> list[dict[str, Any]]:
    """What is stored, as initial values of the rows."""
    return [
        {**vars(line), "blocs": [bloc.code for bloc in line.blocs], "refuses_late": not line.accepts_late}
        for line in lines
    ]
