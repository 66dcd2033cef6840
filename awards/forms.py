"""Forms of the awards floor: the structure line by line, the order of a tie, the decision."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from awards.enums import Counting, Form
from awards.queries.board import Tie
from awards.services.structure import AwardLine
from blocs.models import Bloc
from core.fields import DateField, LineField, MoneyField, TextField
from core.forms import PlainForm

EMPTY_LINES = 1


class AwardLineForm(PlainForm):
    """One line of the award structure; an empty line is left out."""

    form = forms.ChoiceField(label="Hình thức", choices=Form.choices, initial=Form.PRIZE)
    name = LineField(label="Giải", max_length=250, help_text="Ví dụ: Giải nhất, Cờ thi đua của tỉnh.")
    scope = LineField(label="Phạm vi như in trên văn bản", max_length=250)
    blocs = forms.MultipleChoiceField(
        label="Các khối được xét",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một khối."},
    )
    counting = forms.ChoiceField(label="Số lượng tính", choices=Counting.choices, initial=Counting.TOGETHER)
    quantity = forms.IntegerField(
        label="Số lượng như in", required=False, min_value=1, max_value=999, help_text="Để trống nếu văn bản không nêu."
    )
    chosen_quantity = forms.IntegerField(
        label="Số lượng cơ quan thường trực chọn",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Chỉ ghi khi văn bản không nêu hoặc nêu chưa rõ; phải có căn cứ.",
    )
    value_vnd = MoneyField(label="Trị giá mỗi đơn vị (đồng)", required=False, help_text="Ví dụ 500.000.000.")
    basis = TextField(label="Căn cứ của lựa chọn", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, blocs: Sequence[Bloc], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(bloc.code, bloc.name) for bloc in blocs]
        cast("forms.MultipleChoiceField", self.fields["blocs"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """A number chosen by staff needs its basis."""
        cleaned = super().clean() or {}
        if cleaned.get("chosen_quantity") and not cleaned.get("basis"):
            self.add_error("basis", "Số lượng tự chọn phải nêu căn cứ.")
        return cleaned

    @property
    def line(self) -> AwardLine:
        """The line as the service takes it (after validation)."""
        data = self.cleaned_data
        value = data["value_vnd"]
        return AwardLine(
            form=data["form"],
            name=data["name"],
            scope=data["scope"],
            bloc_codes=tuple(data["blocs"]),
            counting=data["counting"],
            quantity=data["quantity"],
            chosen_quantity=data["chosen_quantity"],
            value_vnd=None if value is None else int(value),
            basis=data["basis"],
        )


class _Lines(BaseFormSet):
    """The lines of a structure; lines marked for removal and empty ones do not count."""

    @property
    def lines(self) -> list[AwardLine]:
        """The lines as the service takes them, in the order of the page."""
        return [form.line for form in self.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]


StructureForm = formset_factory(AwardLineForm, formset=_Lines, extra=EMPTY_LINES, can_delete=True)


def initial_of(line: AwardLine) -> dict[str, Any]:
    """A stored line as the initial values of its form."""
    return {
        "form": line.form,
        "name": line.name,
        "scope": line.scope,
        "blocs": list(line.bloc_codes),
        "counting": line.counting,
        "quantity": line.quantity,
        "chosen_quantity": line.chosen_quantity,
        "value_vnd": line.value_vnd,
        "basis": line.basis,
    }


class ChoiceForm(PlainForm):
    """What the document leaves open: over what the places count, how many there are, and why it is read so."""

    counting = forms.ChoiceField(label="Số lượng tính", choices=Counting.choices, widget=forms.RadioSelect)
    chosen_quantity = forms.IntegerField(
        label="Số lượng chọn",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Để trống: theo số lượng in trên văn bản.",
    )
    basis = TextField(
        label="Căn cứ",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy nêu căn cứ của lựa chọn để người đọc sau hiểu."},
    )


class TieForm(PlainForm):
    """The order in which the units of a tie get the open places, and why; two units: who goes first."""

    def __init__(self, *args: Any, tie: Tie, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"tie{tie.contest}", **kwargs)
        self.tie = tie
        choices = [(str(row.participation_id), row.participation.unit.short_name) for row in tie.units]
        for place in range(1, len(choices) + (len(choices) > 2)):
            self.fields[f"place{place}"] = forms.ChoiceField(
                label=self._label(place),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Hãy chọn một đơn vị."},
            )
        self.fields["reason"] = TextField(
            label="Lý do",
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Ví dụ: kết quả suy tôn của hội nghị khối, ý kiến Hội đồng. Đơn vị đọc đúng lời này.",
            error_messages={"required": "Hãy nêu lý do quyết định nhóm đồng hạng."},
        )

    def _label(self, place: int) -> str:
        """What the unit in this place gets."""
        return f"Xếp thứ {place}" if len(self.tie.stakes) < place else f"Xếp thứ {place}: {self.tie.stakes[place - 1]}"

    def clean(self) -> dict[str, Any]:
        """Every unit stands in one place."""
        cleaned = super().clean() or {}
        named = [int(cleaned[name]) for name in self.fields if name.startswith("place") and name in cleaned]
        if len(set(named)) < len(named):
            raise ValidationError("Mỗi đơn vị chỉ được xếp vào một thứ tự.")
        units = [row.participation_id for row in self.tie.units]
        self.order = [*named, *(unit for unit in units if unit not in named)]
        return cleaned


class DecisionForm(PlainForm):
    """Number and date of the decision on all that was put forward."""

    number = LineField(
        label="Số, ký hiệu quyết định",
        max_length=60,
        help_text="Ví dụ 15/QĐ-UBND.",
        error_messages={"required": "Hãy ghi số, ký hiệu của quyết định."},
    )
    decided_on = DateField(label="Ngày quyết định", error_messages={"required": "Hãy ghi ngày quyết định."})
