"""The kinds of rows on a campaign's page: targets, stretches of time, passages (deadlines: ``forms.milestones``)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from campaigns.drafts import ContentLine, IndicatorLine, TargetLine, WaveLine, WindowLine
from campaigns.enums import Direction, Op, WindowKind
from campaigns.forms.rows import RowForm, Rows, choice
from campaigns.wording import figure
from core.fields import DateField, LineField, QuantityField, TextField

WAVE = "wave"
CHANGES = {Op.INCREASE: "tăng", Op.DECREASE: "giảm"}
WAYS = [
    (Op.EQUAL.value, "đạt"),
    (Op.AT_LEAST.value, "từ … trở lên"),
    (Op.ABOVE.value, "trên"),
    (Op.AT_MOST.value, "không quá"),
    (Op.BELOW.value, "dưới"),
    (Op.RANGE.value, "trong khoảng … đến …"),
    *((f"{op.value}{bound}", f"{verb}{words}") for op, verb in CHANGES.items() for bound, words in (
        ("", ""), (">=", " từ … trở lên"), (">", " trên"),
    )),
    (Op.QUALITATIVE.value, "định tính"),
]  # fmt: skip
PERIODS = [(WAVE, "Đợt thi đua"), *((kind.value, str(kind.label)) for kind in WindowKind)]
SPANS = (Op.RANGE, Op.INCREASE, Op.DECREASE)


def op_and_bound(way: str) -> tuple[Op, str]:
    """The operator of a choice in ``WAYS``, and whether an increase or decrease may be exceeded."""
    op = next((op for op in CHANGES if way.startswith(op.value)), None)
    return (op, way.removeprefix(op.value)) if op else (Op(way), "")


class TargetRow(RowForm):
    """One target; rows with the same name of an indicator, or with none, belong to one indicator."""

    noun = "Chỉ tiêu"
    typed = ("name", "label", "value", "value_max", "unit_of_measure")
    columns = (("name", "label"), ("way", "direction"), ("value",), ("value_max",), ("unit_of_measure",), ("no",))
    narrow = ("value", "value_max", "unit_of_measure", "no")

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    origin = forms.IntegerField(required=False, widget=forms.HiddenInput)
    no = LineField(label="Số", required=False, max_length=10)
    name = LineField(label="Chỉ tiêu", required=False, max_length=500)
    label = LineField(
        label="Phần", required=False, max_length=250, widget=forms.TextInput(attrs={"placeholder": "phần (nếu có)"})
    )
    way = choice(WAYS, "Cách đạt", Op.EQUAL.value)
    value = QuantityField(label="Mức", required=False, min_value=None)
    value_max = QuantityField(label="Đến", required=False, min_value=None)
    unit_of_measure = LineField(label="Đơn vị tính", required=False, max_length=60)
    direction = choice([("", "— chiều tốt —"), *Direction.choices], "Chiều tốt")

    def gaps(self) -> list[str]:
        """Value, span and way of reaching it must agree."""
        op, _ = op_and_bound(self.cleaned_data["way"] or Op.EQUAL.value)
        low, high = self.cleaned_data["value"], self.cleaned_data["value_max"]
        if op == Op.QUALITATIVE:
            stated = low is not None or high is not None
            return ["chỉ tiêu định tính thì không ghi mức; hãy bỏ mức hoặc chọn cách đạt khác."] if stated else []
        if low is None:
            return ["chưa có mức; nếu là chỉ tiêu định tính hãy chọn cách đạt “định tính”."]
        if high is None:
            return ["“trong khoảng” phải ghi đủ mức dưới và mức trên."] if op == Op.RANGE else []
        if op not in SPANS:
            return ["chỉ ghi “đến” khi cách đạt là trong khoảng, tăng hoặc giảm."]
        return ["mức trên (“đến”) nhỏ hơn mức dưới."] if high < low else []

    def line(self) -> TargetLine:
        """The target as the service takes it."""
        given = self.cleaned_data
        op, bound = op_and_bound(given["way"] or Op.EQUAL.value)
        return TargetLine(
            op=op,
            value=given["value"],
            value_max=given["value_max"],
            unit_of_measure=given["unit_of_measure"],
            label=given["label"],
            bound=bound,
            direction=given["direction"],
            id=given["id"],
            origin=given["origin"],
        )


def indicators(rows: Rows[TargetRow]) -> tuple[IndicatorLine, ...]:
    """Rows of one name (or without a name: of the name above) as one indicator, in the order of first mention."""
    found: dict[str, IndicatorLine] = {}
    name = ""
    for _, form in rows.filled:
        name = form.cleaned_data["name"] or name
        line = found.setdefault(name, IndicatorLine(name, (), form.cleaned_data["no"]))
        found[name] = replace(line, targets=(*line.targets, form.line()))
    return tuple(found.values())


def unnamed_parts(rows: Rows[TargetRow]) -> list[str]:
    """A row that leans on the name above says which part it is, else a wiped name would slip into another indicator."""
    return [
        f"Chỉ tiêu dòng {number}: chưa có tên; nếu là một phần của chỉ tiêu ở dòng trên, hãy ghi “phần”."
        for number, form in rows.filled[1:]
        if not form["name"].value() and not form["label"].value()
    ]


def nameless(rows: Rows[TargetRow]) -> list[str]:
    """The first row must name its indicator; the others may lean on the row above."""
    if not rows.filled:
        return []
    number, first = rows.filled[0]
    return [] if first["name"].value() else [f"Chỉ tiêu dòng {number}: chưa có tên chỉ tiêu."]


def target_rows(lines: Iterable[IndicatorLine]) -> list[dict[str, Any]]:
    """What is stored, as initial values: numbers in Vietnamese writing with their printed decimals."""
    return [
        {
            **vars(target),
            "no": line.no,
            "name": line.name,
            "way": f"{Op(target.op).value}{target.bound}",
            "value": None if target.value is None else figure(target.value, target.decimals),
            "value_max": None if target.value_max is None else figure(target.value_max, target.decimals),
        }
        for line in lines
        for target in line.targets
    ]


class PeriodRow(RowForm):
    """A wave or a review window."""

    noun = "Thời gian"
    typed = ("name", "starts_on", "ends_on")
    columns = (("kind",), ("name",), ("starts_on",), ("ends_on",))

    kind = choice(PERIODS, "Loại", WAVE)
    name = LineField(label="Tên", required=False, max_length=120)
    starts_on = DateField(label="Từ ngày", required=False)
    ends_on = DateField(label="Đến ngày", required=False)

    def gaps(self) -> list[str]:
        """Both days, in order."""
        start, end = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        if start is None or end is None:
            return ["phải ghi đủ từ ngày và đến ngày."]
        return ["ngày kết thúc trước ngày bắt đầu."] if end < start else []

    def line(self) -> WaveLine | WindowLine:
        """The stretch as the service takes it; unnamed ones are called by their kind."""
        given = self.cleaned_data
        kind = given["kind"] or WAVE
        name = given["name"] or dict(PERIODS)[kind]
        days = given["starts_on"], given["ends_on"]
        return WaveLine(name, *days) if kind == WAVE else WindowLine(kind, name, *days)


class ContentRow(RowForm):
    """A passage of the document."""

    noun = "Nội dung"
    typed = ("heading", "text")
    columns = (("heading",), ("text",))

    heading = LineField(label="Đề mục", required=False, max_length=250)
    text = TextField(label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def gaps(self) -> list[str]:
        """Heading and text belong together."""
        given = self.cleaned_data
        return [] if given["heading"] and given["text"] else ["phải có cả đề mục và nội dung."]

    def line(self) -> ContentLine:
        """The passage as the service takes it."""
        return ContentLine(self.cleaned_data["heading"], self.cleaned_data["text"])
