"""Forms of one group and of one criterion of a scoring table; the parameters of a rule are asked in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.models import Target
from core.fields import LineField, PointsField, QuantityField, TextField
from core.forms import PlainForm
from organizations.models import Unit
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import RULES, rule_of
from scoring.enums import GroupKind, Loss, Scorer
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.tables import row_print
from scoring.rule_words import PARAMS, START, Param, example, text_of, value_of

SELECT = {"class": "form-select"}
SAMPLE_POINTS = Decimal(5)


class GroupForm(PlainForm):
    """One group: its number, name, kind, maximum, who scores it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    no = LineField(label="Số", max_length=10, help_text="Ví dụ I, II hoặc 1, 2.")
    name = LineField(label="Tên nhóm", max_length=250)
    kind = forms.ChoiceField(label="Loại", choices=GroupKind.choices, widget=forms.Select(attrs=SELECT))
    max_points = PointsField(
        label="Điểm tối đa",
        help_text="Nhóm điểm trừ: tổng trừ nhiều nhất, ghi 0 nếu mỗi tiêu chí có mức riêng.",
        error_messages={"required": "Hãy ghi điểm tối đa của nhóm."},
    )
    scorer = forms.ChoiceField(label="Bên chấm", choices=Scorer.choices, widget=forms.Select(attrs=SELECT))
    appraiser = forms.ModelChoiceField(
        label="Cơ quan thẩm định phần này",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Cơ quan thường trực",
        widget=forms.Select(attrs=SELECT),
        help_text="Chọn khi mỗi sở, ngành thẩm định phần thuộc lĩnh vực của mình.",
    )

    def __init__(self, *args: Any, table: ScoringTable, group: CriterionGroup | None = None, **kwargs: Any) -> None:
        if group is not None:
            names = ("no", "name", "kind", "max_points", "scorer", "appraiser")
            stored = {name: getattr(group, name) for name in names}
            kwargs.setdefault("initial", stored | {"seen": row_print(group)})
        super().__init__(*args, **kwargs)
        authority = table.campaign.authority
        self.fields["appraiser"].queryset = Unit.objects.filter(parent=authority).order_by("sort_key")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class CriterionForm(PlainForm):
    """One criterion with its rule (``key``); the rule's parameters are fields named ``p_…``."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    no = LineField(label="Số", max_length=10, help_text="Ví dụ 1.1; mỗi số chỉ dùng một lần trong bảng.")
    name = LineField(label="Tiêu chí", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    max_points = PointsField(
        label="Điểm tối đa",
        help_text="Tiêu chí chỉ trừ điểm: ghi 0.",
        error_messages={"required": "Hãy ghi điểm tối đa của tiêu chí."},
    )
    target = forms.ModelChoiceField(
        label="Chỉ tiêu gắn với",
        queryset=Target.objects.none(),
        required=False,
        empty_label="Không gắn với chỉ tiêu nào của phong trào",
        widget=forms.Select(attrs=SELECT),
        help_text="Gắn rồi thì kế hoạch và số thực hiện được lấy từ sổ theo dõi chỉ tiêu.",
    )
    plan = QuantityField(label="Kế hoạch chung (khi không gắn chỉ tiêu)", required=False, min_value=None)
    unit_of_measure = LineField(label="Đơn vị tính", max_length=60, required=False)
    guide = TextField(label="Hướng dẫn chấm", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    excludes = forms.MultipleChoiceField(
        label="Nếu có vi phạm thì không xét", choices=Loss.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    optional = forms.BooleanField(
        label="Có đơn vị không được giao tiêu chí này",
        required=False,
        help_text="Đơn vị đó được bỏ qua tiêu chí này; điểm của tiêu chí không tính vào điểm tối đa của đơn vị. "
        "Tiêu chí điểm chuẩn chỉ đánh dấu được khi bảng xếp hạng theo tỷ lệ phần trăm.",
    )
    rule = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, table: ScoringTable, key: str, criterion: Criterion | None = None, **kwargs: Any
    ) -> None:
        self.key = key
        kwargs.setdefault("initial", _stored(criterion, key))
        super().__init__(*args, **kwargs)
        targets = Target.objects.filter(indicator__campaign=table.campaign_id).select_related("indicator")
        self.fields["target"].queryset = targets.order_by("indicator__position", "position")  # type: ignore[attr-defined]
        for param in PARAMS[key]:
            self.fields[f"p_{param.key}"] = _field(param)
        self.params: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Every parameter by its own words, then all of them together by the rule."""
        cleaned = super().clean() or {}
        for param in PARAMS[self.key]:
            typed = cleaned.get(f"p_{param.key}")
            try:
                value = value_of(param, "; ".join(typed) if isinstance(typed, list) else typed or "")
            except ParamsRefused as refusal:
                self.add_error(f"p_{param.key}", refusal.sentence)
            else:
                self.params |= {} if value is None else {param.key: value}
        if self.key == "all_or_nothing" and self.params.get("by") == "answer":
            self.params.pop("better", None)
        if not self.errors:
            try:
                rule_of(self.key, self.params)
            except ParamsRefused as refusal:
                self.add_error(None, refusal.sentence)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        plain = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("seen", "rule") and not name.startswith("p_")
        }
        return plain | {"rule": self.key, "params": self.params}

    @property
    def label(self) -> str:
        """The rule's name."""
        return RULES[self.key].label

    @property
    def example(self) -> str:
        """What a unit will read, for made-up facts."""
        params = self.params if self.is_bound and not self.errors else self.initial["params"]
        stored = self.initial.get("max_points")
        return example(self.key, params, stored if isinstance(stored, Decimal) and stored else SAMPLE_POINTS)

    def fields_of(self, *names: str) -> list[forms.BoundField]:
        """Some fields, in this order."""
        return [self[name] for name in names]

    def about(self) -> list[forms.BoundField]:
        """What the criterion is."""
        return self.fields_of("no", "name", "max_points", "guide")

    def measured(self) -> list[forms.BoundField]:
        """What it is measured by."""
        return self.fields_of("target", "plan", "unit_of_measure", "optional", "excludes")

    def asked(self) -> list[forms.BoundField]:
        """The parameters of the rule."""
        return [self[f"p_{param.key}"] for param in PARAMS[self.key]]

    def retyped(self, key: str) -> dict[str, Any]:
        """What was typed, as the start of the form with another rule."""
        kept = {name: self[name].value() for name in self.fields if not name.startswith("p_") and name != "rule"}
        return kept | _rule_start(key, START[key])


def _field(param: Param) -> forms.Field:
    """How one parameter is asked."""
    if param.kind == "choice":
        choice = forms.ChoiceField(choices=param.choices, widget=forms.Select(attrs=SELECT))
        found: forms.Field = choice
    elif param.kind == "ticks":
        found = forms.MultipleChoiceField(choices=param.choices, widget=forms.CheckboxSelectMultiple)
    elif param.lines:
        found = TextField(widget=forms.Textarea(attrs={"rows": 4}))
    else:
        found = LineField()
    found.label, found.help_text, found.required = param.label, param.help, False
    return found


def _rule_start(key: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a rule as its fields show them."""
    raw = ("choice", "ticks")
    shown = {
        f"p_{one.key}": params.get(one.key) if one.kind in raw else text_of(one, params.get(one.key))
        for one in PARAMS[key]
    }
    return shown | {"rule": key, "params": dict(params)}


def _stored(criterion: Criterion | None, key: str) -> dict[str, Any]:
    if criterion is None:
        return _rule_start(key, START[key])
    names = ("no", "name", "max_points", "target", "plan", "unit_of_measure", "guide", "excludes", "optional")
    found = {name: getattr(criterion, name) for name in names} | {"seen": row_print(criterion)}
    return found | _rule_start(key, criterion.params if key == criterion.rule else START[key])
