"""Forms of scoring: one row of a sheet, and sending a sheet back."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict

from core.fields import LineField, PointsField, QuantityField
from core.forms import PlainForm, ReasonForm
from core.numbers import ambiguity
from scoring.enums import Grade, Tier
from scoring.models import ScoreLine
from scoring.queries.sheets import LineRow
from scoring.services.lines import LineValues


class LineForm(PlainForm):
    """What one tier may write into one row; its inputs stand in the cells of the row and belong to the form by id.

    The fields read numbers (N01–N03); limits and reasons (N04–N06, V02) are judged by the service, for every way in.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: LineRow, tier: Tier, **kwargs: Any) -> None:
        self.row, self.tier = row, tier
        self.theirs: ScoreLine | None = None
        self.line = row.line
        kwargs.setdefault("initial", self._stored())
        super().__init__(*args, auto_id=f"dong-{self.line.pk}-%s", **kwargs)
        self.key = f"dong-{self.line.pk}-form"
        self._ask_for(row.input if tier == Tier.SELF else "points")
        note = "Giải trình" if tier == Tier.SELF else "Lý do nếu khác điểm bước trước"
        self.fields["note"] = LineField(label=note, max_length=1000, required=False)
        for name, field in self.fields.items():
            field.widget.attrs["form"] = self.key
            field.widget.attrs["aria-label"] = f"{field.label or name}, tiêu chí {self.line.criterion.no}"
        self.fields["note"].widget.attrs |= {"placeholder": note, "class": "td-wide"}

    def clean_actual(self) -> Decimal | None:
        """Ask about a fact that can be read in two ways (N03)."""
        value: Decimal | None = self.cleaned_data["actual"]
        question = ambiguity(self.data.get("actual", ""), value, self.line.plan)
        if question:
            raise forms.ValidationError(question, code="N03")
        return value

    def keep_mine(self, theirs: ScoreLine) -> "LineForm":
        """After a conflict: the same typed values over the version that is stored now, with both shown.

        Saving again is then a decision, not an accident.
        """
        typed = cast("MultiValueDict[str, str]", self.data).copy()
        typed["version"] = str(theirs.version)
        again = LineForm(typed, row=self.row, tier=self.tier)
        again.full_clean()
        again.theirs = theirs
        return again

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
        value = (
            self.theirs.points_of(self.tier) if self.answer.name == "points" else getattr(self.theirs, self.answer.name)
        )
        return str(self.answer.field.prepare_value(value) or "để trống")

    @property
    def values(self) -> LineValues:
        """What was typed, as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}  # type: ignore[return-value]

    @property
    def answer(self) -> Any:
        """The bound field of the figure, grade or points, for its cell; None where nothing is asked."""
        name = next((name for name in ("actual", "grade", "points") if name in self.fields), None)
        return self[name] if name else None

    def _ask_for(self, kind: str) -> None:
        """The one field that the rule (or the tier) asks for; lateness is read, not typed."""
        no = self.line.criterion.no
        if kind == "actual":
            self.fields["actual"] = QuantityField(label="Thực hiện", required=False, min_value=None)
        elif kind == "count":
            self.fields["actual"] = QuantityField(label="Số trường hợp", required=False)
        elif kind == "grade":
            self.fields["grade"] = forms.ChoiceField(
                label="Mức",
                required=False,
                choices=[("", "Chọn mức"), *Grade.choices],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        elif kind == "points":
            self.fields["points"] = PointsField(
                label=self.tier.label, subject=f"tiêu chí {no}", required=False, min_value=None
            )

    def _stored(self) -> dict[str, Any]:
        line = self.line
        return {
            "version": line.version,
            "actual": line.actual,
            "grade": line.grade,
            "points": line.points_of(self.tier),
            "note": line.note_of(self.tier),
        }


class ReturnForm(ReasonForm):
    """To whom a sheet goes back, and why."""

    to = forms.ChoiceField(label="Trả lại cho", widget=forms.RadioSelect)
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["to"].initial = choices[0][0]
