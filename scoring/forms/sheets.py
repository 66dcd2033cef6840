"""Forms of scoring: one row of a sheet, and sending a sheet back."""

from decimal import Decimal
from typing import Any, cast

from django import forms

from core.fields import LineField, PointsField, QuantityField
from core.forms import PlainForm, ReasonForm
from core.numbers import ambiguity
from scoring.enums import LOWER_TIER, Grade, Tier
from scoring.models import ScoreLine
from scoring.queries.lines import doubt_of_actual
from scoring.queries.pages import LineRow
from scoring.services.lines import LineValues
from scoring.writing import ranks_in_words, ranks_of

HAPPENED = [("", "Chọn"), (Grade.YES, "Có vi phạm"), (Grade.NO, "Không có vi phạm")]
REACHED = [("", "Chọn"), (Grade.YES, "Đạt"), (Grade.NO, "Không đạt")]
GRADES = [("", "Chọn mức"), *((grade, grade.label) for grade in (Grade.A, Grade.B, Grade.C, Grade.D))]
ANSWERS = ("actual", "grade", "ranks", "points", "answer")


class RanksField(forms.Field):
    """The ranks that judging bodies gave, one or several: "1; 2; 2". Empty: none yet."""

    widget = forms.TextInput(attrs={"class": "num", "autocomplete": "off", "placeholder": "1; 2; 2"})

    def to_python(self, value: Any) -> list[int]:
        """Whole numbers from 1 (N01 for anything else)."""
        try:
            return ranks_of(str(value or ""))
        except ValueError as error:
            raise forms.ValidationError(str(error), code="N01") from error

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return ranks_in_words(value) if isinstance(value, list) else value


class LineForm(PlainForm):
    """What one tier may write into one row; its inputs stand in the cells of the row and belong to the form by id.

    The fields read numbers (N01–N03); limits and reasons (N04–N06, V02) are judged by the service, for every way in.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: LineRow, tier: Tier, **kwargs: Any) -> None:
        self.row, self.tier = row, tier
        self.theirs: ScoreLine | None = None  # the line as somebody else has changed it meanwhile
        self.doubted = False
        self.line = row.line
        kwargs.setdefault("initial", self._stored())
        super().__init__(*args, auto_id=f"dong-{self.line.pk}-%s", **kwargs)
        self.key = f"dong-{self.line.pk}-form"
        self._ask()
        note = "Giải trình" if tier == Tier.SELF else "Lý do nếu khác điểm bước trước"
        self.fields["note"] = LineField(label=note, max_length=1000, required=False)
        for name, field in self.fields.items():
            field.widget.attrs["form"] = self.key
            field.widget.attrs["aria-label"] = f"{field.label or name}, tiêu chí {self.line.criterion.no}"
        self.fields["note"].widget.attrs |= {"placeholder": note, "class": "td-wide"}
        lower = self.line.points_of(LOWER_TIER[tier]) if tier in LOWER_TIER else None
        if lower is not None and "points" in self.fields:
            self.fields["points"].widget.attrs["data-lower"] = str(lower)

    def clean_actual(self) -> Decimal | None:
        """Ask about a fact that can be read in two ways (N03), and about one far from its plan until it is confirmed:
        the button sends what was typed again as ``confirm``.
        """
        value: Decimal | None = self.cleaned_data["actual"]
        question = ambiguity(self.data.get("actual", ""), value, self.line.plan)
        if question:
            raise forms.ValidationError(question, code="N03")
        if (odd := doubt_of_actual(self.line, value)) and self.data.get("confirm") != self.data.get("actual"):
            self.doubted = True
            raise forms.ValidationError(f"{odd}. Nếu đúng, hãy bấm “Số này đúng”; nếu nhầm, hãy sửa lại.")
        return value

    def clean_version(self) -> int:
        """The version that was read; after a conflict the one that the button writes over, so that nothing but the
        button does.
        """
        over = self.data.get("over", "")
        return int(over) if over.isdecimal() else int(self.cleaned_data["version"])

    @property
    def asks_for_note(self) -> bool:
        """The unit may always explain; a scorer is asked for a reason once the figure differs (ui.md, habit 8)."""
        differs = any(cell.differs for cell in self.row.cells if cell.tier == self.tier)
        return self.tier == Tier.SELF or differs or bool(self.errors) or bool(self.line.note_of(self.tier))

    @property
    def mine(self) -> str:
        """What was typed into the one field that counts, for the comparison after a conflict."""
        return str(self.answer.value() or "để trống") if self.answer else ""

    @property
    def stored(self) -> str:
        """What is stored in that field now."""
        if not self.answer or self.theirs is None:
            return ""
        return str(self.answer.field.prepare_value(self._stored_in(self.theirs)[self.answer.name]) or "để trống")

    @property
    def values(self) -> LineValues:
        """What was typed, as the service takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "not_assigned" in typed:
            typed["assigned"] = not typed.pop("not_assigned")
        return cast("LineValues", typed)

    @property
    def answer(self) -> Any:
        """The bound field of the figure, grade, ranks, points or answer, for its cell; None where nothing is asked."""
        name = next((name for name in ANSWERS if name in self.fields), None)
        return self[name] if name else None

    @property
    def second(self) -> Any:
        """The bound field of the second quantity, or None."""
        return self["second"] if "second" in self.fields else None

    @property
    def not_assigned(self) -> Any:
        """The box that says that the criterion is no duty of the unit, or None."""
        return self["not_assigned"] if "not_assigned" in self.fields else None

    def _ask(self) -> None:
        """The one field that the rule (or the tier) asks for, and what the unit says beside it."""
        if self.tier != Tier.SELF:
            self._ask_scorer()
            return
        self._ask_unit(self.row.input)
        if self.row.second:
            self.fields["second"] = QuantityField(label=self.row.second, required=False)
        if self.line.criterion.optional:
            self.fields["not_assigned"] = forms.BooleanField(
                label="Đơn vị không được giao chỉ tiêu này", required=False
            )

    def _ask_scorer(self) -> None:
        """Points, or an answer to a question."""
        if self.row.is_question:
            self.fields["answer"] = _choice(self.tier.label, HAPPENED)
        else:
            self._ask_unit("points")

    def _ask_unit(self, kind: str) -> None:
        """What the rule asks for; lateness is read, not typed."""
        if kind in ("actual", "figure"):
            self.fields["actual"] = QuantityField(label="Thực hiện", required=False, min_value=None)
        elif kind == "count":
            self.fields["actual"] = QuantityField(label="Số trường hợp", required=False)
        elif kind == "grade":
            self.fields["grade"] = _choice("Mức", GRADES)
        elif kind == "answer":
            self.fields["grade"] = _choice("Trả lời", HAPPENED if self.row.is_question else REACHED)
        elif kind == "ranks":
            self.fields["ranks"] = RanksField(label="Thứ hạng", required=False)
        elif kind == "points":
            self.fields["points"] = PointsField(
                label=self.tier.label, subject=f"tiêu chí {self.line.criterion.no}", required=False, min_value=None
            )

    def _stored(self) -> dict[str, Any]:
        return self._stored_in(self.line)

    def _stored_in(self, line: ScoreLine) -> dict[str, Any]:
        return {
            "version": line.version,
            "actual": line.actual,
            "second": line.second,
            "grade": line.grade,
            "ranks": line.ranks,
            "not_assigned": not line.assigned,
            "points": line.points_of(self.tier),
            "answer": line.answer_of(self.tier),
            "note": line.note_of(self.tier),
        }


class ReturnForm(ReasonForm):
    """To whom a sheet or a row goes back, and why."""

    to = forms.ChoiceField(label="Trả lại cho", widget=forms.RadioSelect)
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["to"].initial = choices[0][0]


class AnswerForm(PlainForm):
    """What was found when a row that was sent back was looked at again: one sentence."""

    answer = LineField(
        label="Trả lời",
        max_length=1000,
        widget=forms.TextInput(attrs={"placeholder": "Đã xem lại: …"}),
        error_messages={"required": "Hãy viết một câu cho biết đã xem lại thế nào."},
    )


def _choice(label: str, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=choices, widget=forms.Select(attrs={"class": "form-select"})
    )
