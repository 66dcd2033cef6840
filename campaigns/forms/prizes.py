"""The prizes that a new campaign promises, as rows of its page; later the awards floor has its own page for them."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from blocs.models import Bloc
from campaigns.creation import prize_forms
from campaigns.drafts import PrizeLine
from campaigns.forms.rows import RowForm, choice
from core.fields import LineField, MoneyField


class PrizeRow(RowForm):
    """One prize; no bloc ticked means all that are called."""

    noun = "Giải thưởng"
    typed = ("name", "quantity", "value_vnd")
    columns = (("form", "name"), ("scope", "bloc_codes"), ("quantity",), ("value_vnd",))
    narrow = ("quantity",)

    form = choice((), "Hình thức")
    name = LineField(label="Tên giải", required=False, max_length=250)
    scope = LineField(label="Phạm vi như in", required=False, max_length=250)
    bloc_codes = forms.MultipleChoiceField(label="Khối áp dụng", required=False, widget=forms.CheckboxSelectMultiple)
    quantity = forms.IntegerField(label="Số lượng", required=False, min_value=1, max_value=999)
    value_vnd = MoneyField(label="Trị giá mỗi giải (đồng)", required=False)
    counting = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["form"]).choices = prize_forms()
        self.fields["bloc_codes"].widget.attrs.pop("class", None)

    def offer(self, blocs: Iterable[Bloc]) -> None:
        """The blocs that may compete for it, whose ``names`` are known by code from here on."""
        self.names = {bloc.code: bloc.name for bloc in blocs}
        cast(forms.MultipleChoiceField, self.fields["bloc_codes"]).choices = list(self.names.items())

    def gaps(self) -> list[str]:
        """A prize has a name."""
        return [] if self.cleaned_data["name"] else ["chưa có tên giải."]

    def line(self) -> PrizeLine:
        """The prize as the service takes it."""
        given = self.cleaned_data
        value = given["value_vnd"]
        return PrizeLine(
            form=given["form"] or next(iter(dict(prize_forms())), ""),
            name=given["name"],
            scope=given["scope"],
            bloc_codes=tuple(given["bloc_codes"]),
            quantity=given["quantity"],
            value_vnd=None if value is None else int(value),
            counting=given["counting"],
        )


def prize_rows(lines: Iterable[PrizeLine]) -> list[dict[str, Any]]:
    """The prizes of a draft as initial values."""
    return [{**vars(line), "bloc_codes": list(line.bloc_codes)} for line in lines]
