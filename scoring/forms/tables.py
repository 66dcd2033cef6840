"""Forms of a scoring table: beginning one, its settings, what the members answer."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from blocs.models import Bloc
from core.fields import LineField, PointsField, TextField
from core.forms import PlainForm, ReasonForm
from core.numbers import format_decimal
from scoring.calculation.classes import bands_of
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.ranking import GROUP, TIE_BREAKS
from scoring.enums import BlocMode, MissingSelf, RankedBy
from scoring.models import ScoringTable
from scoring.queries.tables import row_print
from scoring.queries.templates import ShippedTable

STEPS = [("0.01", "0,01"), ("0.1", "0,1"), ("0.25", "0,25")]
TIES, BANDS = 5, 6
EMPTY = "empty"
NO_REASON = "Hãy ghi lý do thay đổi; các thành viên sẽ đọc đúng lời này."


class StartForm(PlainForm):
    """For which bloc, and after what: a template, last year's table, or nothing."""

    bloc = forms.ChoiceField(label="Khối", widget=forms.Select(attrs={"class": "form-select"}))
    after = forms.ChoiceField(
        label="Soạn từ",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn soạn từ mẫu nào, từ bảng năm trước hay từ bảng trống."},
    )

    def __init__(
        self,
        *args: Any,
        blocs: Sequence[Bloc],
        earlier: Sequence[ScoringTable],
        shipped: Sequence[ShippedTable],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.earlier = {f"table:{one.pk}": one for one in earlier}
        self.shipped = {f"shipped:{one.code}": one for one in shipped}
        self.fields["bloc"].choices = [(one.code, one.name) for one in blocs]  # type: ignore[attr-defined]
        copies = [(key, f"Bảng năm {one.campaign.year}: {one.name} ({one.bloc})") for key, one in self.earlier.items()]
        ready = [(key, one.name) for key, one in self.shipped.items()]
        self.fields["after"].choices = [*copies, *ready, (EMPTY, "Bảng trống, tự soạn từ đầu")]  # type: ignore[attr-defined]


class SettingsForm(PlainForm):
    """What a table says besides its groups; ties are chosen one after the other, class bands are rows."""

    seen = forms.CharField(widget=forms.HiddenInput)
    name = LineField(label="Tên bảng", max_length=250)
    source = TextField(label="Căn cứ", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    rounding_step = forms.ChoiceField(
        label="Làm tròn điểm đến", choices=STEPS, widget=forms.Select(attrs={"class": "form-select"})
    )
    bonus_cap = PointsField(
        label="Tổng điểm thưởng vượt chỉ tiêu tối đa",
        help_text="Phần điểm vượt điểm chuẩn của các tiêu chí, cộng lại không quá mức này.",
        error_messages={"required": "Hãy ghi mức tối đa; không thưởng thì ghi 0."},
    )
    total_cap = PointsField(
        label="Tổng điểm tối đa của cả bảng", required=False, help_text="Để trống nếu tổng điểm được vượt thang điểm."
    )
    ranked_by = forms.ChoiceField(
        label="Xếp hạng theo", choices=RankedBy.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    bloc_mode = forms.ChoiceField(
        label="Cách khối chấm", choices=BlocMode.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    missing_self = forms.ChoiceField(
        label="Đơn vị không nộp tự chấm",
        choices=MissingSelf.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    appeal_days = forms.IntegerField(label="Số ngày nhận kiến nghị sau công bố tạm thời", min_value=0, max_value=90)

    def __init__(self, *args: Any, table: ScoringTable, **kwargs: Any) -> None:
        self.table = table
        kwargs.setdefault("initial", _stored(table))
        super().__init__(*args, **kwargs)
        known = {key: one.words for key, one in TIE_BREAKS.items()}
        groups = {f"{GROUP}{one.no}": f"điểm nhóm {one.no}" for one in table.groups.all()}
        twice = {key for key, words in groups.items() if words in known.values() and key not in table.tie_breaks}
        offered = [("", "–"), *known.items(), *((key, words) for key, words in groups.items() if key not in twice)]
        strange = [(key, key) for key in table.tie_breaks if key not in dict(offered)]
        for at in range(1, TIES + 1):
            self.fields[f"tie_{at}"] = forms.ChoiceField(
                label=f"Đồng điểm: xét thứ {at}",
                required=False,
                choices=[*offered, *strange],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        for at in range(1, BANDS + 1):
            self.fields |= _band_fields(at)

    def clean(self) -> dict[str, Any]:
        """The chain without gaps or repetition; bands that fit together."""
        cleaned = super().clean() or {}
        chain = [cleaned[f"tie_{at}"] for at in range(1, TIES + 1) if cleaned.get(f"tie_{at}")]
        if len(set(chain)) < len(chain):
            self.add_error("tie_1", "Mỗi cách xét chỉ chọn một lần.")
        self.chain = chain
        self.bands = [row for at in range(1, BANDS + 1) if (row := self._band(at, cleaned))]
        try:
            bands_of(self.bands)
        except ParamsRefused as refusal:
            self.add_error("band_1_name", refusal.sentence)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        plain = ("name", "source", "bonus_cap", "total_cap", "ranked_by", "bloc_mode", "missing_self", "appeal_days")
        given = self.cleaned_data
        return {name: given[name] for name in plain} | {
            "rounding_step": Decimal(given["rounding_step"]),
            "tie_breaks": self.chain,
            "classes": self.bands,
        }

    def ties(self) -> list[forms.BoundField]:
        """The selects of the chain, in order."""
        return [self[f"tie_{at}"] for at in range(1, TIES + 1)]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand one below the other."""
        return [field for field in self.visible_fields() if not field.name.startswith(("tie_", "band_"))]

    def band_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the bands, row by row."""
        return [[self[f"band_{at}_{key}"] for key in BAND_KEYS] for at in range(1, BANDS + 1)]

    def _band(self, at: int, cleaned: dict[str, Any]) -> dict[str, Any]:
        """One band as it is stored; {} for an empty row."""
        given = {key: cleaned.get(f"band_{at}_{key}") for key in BAND_KEYS}
        if not any(value not in (None, "") for value in given.values()):
            return {}
        row: dict[str, Any] = {"name": given["name"] or ""}
        if given["from"] is None:
            self.add_error(f"band_{at}_from", "Chưa ghi từ bao nhiêu điểm.")
        for key in ("from", "groups_at_least", "criteria_at_least"):
            if (figure := given[key]) is not None:
                row[key] = f"{figure.normalize():f}"
        if given["no_case_of"]:
            row["no_case_of"] = [no.strip() for no in given["no_case_of"].replace(",", ";").split(";") if no.strip()]
        return row if "from" in row else row | {"from": "0"}


BAND_KEYS = ("name", "from", "no_case_of", "groups_at_least", "criteria_at_least")
BAND_LABELS = (
    "Mức xếp loại",
    "Từ (điểm hoặc %)",
    "Không có trường hợp ở tiêu chí",
    "Nhóm nào cũng đạt ít nhất (%)",
    "Tiêu chí nào cũng đạt ít nhất (%)",
)


def _band_fields(at: int) -> dict[str, forms.Field]:
    kinds: dict[str, forms.Field] = {
        "name": LineField(required=False, max_length=60),
        "no_case_of": LineField(required=False, max_length=100),
    }
    fields = {key: kinds.get(key) or PointsField(required=False) for key in BAND_KEYS}
    for label, (key, field) in zip(BAND_LABELS, fields.items(), strict=True):
        field.label = label
        field.widget.attrs |= {"aria-label": f"{label}, dòng {at}"}
        if key not in kinds:
            field.widget.attrs["size"] = 5
    return {f"band_{at}_{key}": field for key, field in fields.items()}


def _stored(table: ScoringTable) -> dict[str, Any]:
    names = ("name", "source", "bonus_cap", "total_cap", "ranked_by", "bloc_mode", "missing_self", "appeal_days")
    found = {name: getattr(table, name) for name in names}
    found |= {"seen": row_print(table), "rounding_step": f"{table.rounding_step.normalize():f}"}
    found |= {f"tie_{at}": key for at, key in enumerate(table.tie_breaks, start=1)}
    for at, band in enumerate(table.classes, start=1):
        for key in BAND_KEYS:
            value = band.get(key)
            if key == "no_case_of":
                value = "; ".join(value or [])
            elif key != "name" and value is not None:
                value = format_decimal(Decimal(value))
            found[f"band_{at}_{key}"] = value
    return found


class AnswerForm(PlainForm):
    """A member agrees, or says what it would have otherwise."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label="Ý kiến của đơn vị",
        choices=[("yes", "Đồng ý với bảng tiêu chí"), ("no", "Chưa đồng ý, đề nghị sửa")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn đồng ý hay chưa đồng ý."},
    )
    note = TextField(
        label="Ghi chú hoặc đề nghị sửa",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi chưa đồng ý: nêu rõ tiêu chí nào, sửa thế nào.",
    )

    def clean(self) -> dict[str, Any]:
        """A disagreement says why."""
        cleaned = super().clean() or {}
        if cleaned.get("agrees") == "no" and not cleaned.get("note"):
            self.add_error("note", "Chưa đồng ý thì ghi rõ đề nghị sửa gì.")
        return cleaned


class ChangeForm(ReasonForm):
    """Why an agreed table is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Lý do thay đổi"
        self.fields["reason"].help_text = "Lý do đi cùng phiên bản mới; các thành viên sẽ đọc đúng lời này."
        self.fields["reason"].error_messages["required"] = NO_REASON
