"""The grid on which units are given their targets."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from campaigns.models import Target
from campaigns.queries.assignments import Key, Values
from core.fields import QuantityField
from core.forms import PlainForm
from core.numbers import ambiguity, parse_quantity
from organizations.models import Unit


class AssignmentForm(PlainForm):
    """One input per unit and target, named ``v_<unit id>_<target id>``; ``seen`` is what was read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Sequence[Unit], targets: Sequence[Target], values: Mapping[Key, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.targets, self.stored = units, targets, values
        for unit in units:
            for target in targets:
                field = QuantityField(label=f"{unit.short_name}: {target}", required=False, min_value=None)
                field.initial = values.get((unit.pk, target.pk))
                field.widget.attrs["aria-label"] = field.label
                self.fields[name_of((unit.pk, target.pk))] = field

    def clean(self) -> dict[str, Any]:
        """Ask about a value that can be read in two ways."""
        cleaned = super().clean() or {}
        for unit in self.units:
            for target in self.targets:
                name = name_of((unit.pk, target.pk))
                question = ambiguity(self.data.get(name, ""), cleaned.get(name), target.value)
                if question:
                    self.add_error(name, question)
        return cleaned

    def values(self) -> dict[Key, Decimal | None]:
        """What was typed, by (unit id, target id)."""
        return {
            (unit.pk, target.pk): self.cleaned_data[name_of((unit.pk, target.pk))]
            for unit in self.units
            for target in self.targets
        }

    @property
    def seen_now(self) -> str:
        """What was read; what shall be overwritten knowingly, if so chosen."""
        return str(self.data.get("overwrite") or self.cleaned_data["seen"])

    def rows(self, theirs: Values | None = None) -> list[dict[str, Any]]:
        """One dictionary per unit: the unit and its cells; with ``theirs`` each says what is stored if that differs."""
        return [
            {"unit": unit, "cells": [self._cell(unit, target, theirs) for target in self.targets]}
            for unit in self.units
        ]

    def sentences(self) -> list[str]:
        """What is wrong, cell by cell."""
        return [f"{self.fields[name].label}: {found}" for name, errors in self.errors.items() for found in errors]

    def _cell(self, unit: Unit, target: Target, theirs: Values | None) -> dict[str, Any]:
        field = self[name_of((unit.pk, target.pk))]
        if theirs is None:
            return {"field": field}
        stored = theirs.get((unit.pk, target.pk))
        return {"field": field, "differs": stored != self.cleaned_data.get(field.name), "theirs": stored}


def name_of(key: Key) -> str:
    """The name of an input."""
    return f"v_{key[0]}_{key[1]}"


class WorkbookForm(PlainForm):
    """A filled-in workbook."""

    file = forms.FileField(
        label="Tệp Excel đã điền",
        help_text="Biểu mẫu .xlsx tải về ở trang giao chỉ tiêu của phong trào này.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại.",
            "invalid": "Chưa nhận được tệp; hãy chọn và tải lại.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Within the limit of uploads."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError("Tệp quá lớn; biểu mẫu giao chỉ tiêu nhỏ hơn nhiều.", code="X07")
        return file


class CommitForm(PlainForm):
    """Exactly what was shown: each change as "unit:target:value" on a line, what was read, and the file's hash."""

    changes = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    file_sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @classmethod
    def of(cls, values: Mapping[Key, Decimal | None], seen: str, file_sha256: str) -> "CommitForm":
        """The form that brings ``values`` back."""
        lines = (f"{unit}:{target}:{'' if value is None else f'{value:f}'}" for (unit, target), value in values.items())
        return cls(initial={"changes": " ".join(lines), "seen": seen, "file_sha256": file_sha256})

    def clean_changes(self) -> dict[Key, Decimal | None]:
        """The changes by (unit id, target id)."""
        try:
            return dict(map(_change, self.cleaned_data["changes"].split()))
        except (ValueError, ArithmeticError) as error:
            raise forms.ValidationError("Nội dung xác nhận không đọc được; hãy nộp lại tệp.") from error


def _change(line: str) -> tuple[Key, Decimal | None]:
    unit, target, value = line.split(":")
    return (int(unit), int(target)), parse_quantity(value.replace(".", ",")) if value else None
