"""The grid on which units are given their targets."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from django import forms

from campaigns.assignment_workbook import Change
from campaigns.forms.workbooks import CommitForm, packed, unpacked
from campaigns.models import Target
from campaigns.queries.assignments import Key, Values
from core.fields import QuantityField
from core.forms import PlainForm
from core.numbers import ambiguity
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


class AssignmentCommitForm(CommitForm):
    """Each change as [unit id, target id, value]."""

    @classmethod
    def of_changes(cls, changes: Iterable[Change], seen: str, file_sha256: str) -> Self:
        """The form that brings ``changes`` back."""
        return cls.of(([one.unit.pk, one.target.pk, packed(one.new)] for one in changes), seen, file_sha256)

    def change(self, *values: Any) -> tuple[Key, Decimal | None]:
        """The value by (unit id, target id)."""
        unit, target, value = values
        return (int(unit), int(target)), unpacked(value)

    def values(self) -> dict[Key, Decimal | None]:
        """The changes as the service takes them."""
        return dict(self.cleaned_data["changes"])
