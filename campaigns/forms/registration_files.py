"""The confirmation of what a workbook changes in a registration."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms

from campaigns.forms.workbooks import UNREADABLE, CommitForm, packed, unpacked
from campaigns.places import LineValues
from campaigns.registration_workbook import FIGURES, MOST, NAMES, Change
from core.exceptions import Refused
from core.text import clean

FOREIGN_TARGET = "Có chỉ tiêu không còn trong phong trào này; hãy nộp lại tệp."


class RegistrationCommitForm(CommitForm):
    """Each change as [target id, column, value]; ``seen`` is the version that was read."""

    @classmethod
    def of_changes(cls, changes: Iterable[Change], seen: str, file_sha256: str) -> Self:
        """The form that brings ``changes`` back."""
        rows = [
            [one.row.target.pk, one.column, packed(one.new) if one.column in FIGURES else one.new] for one in changes
        ]
        return cls.of(rows, seen, file_sha256)

    def clean_seen(self) -> int:
        """A version is a whole number."""
        seen: str = self.cleaned_data["seen"]
        if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
            raise forms.ValidationError(UNREADABLE)
        return int(seen)

    def change(self, *values: Any) -> tuple[int, str, Any]:
        """The value by target id and column."""
        target, column, value = values
        if column not in NAMES:
            raise ValueError(column)
        return int(target), column, unpacked(value) if column in FIGURES else clean(str(value))[:MOST]

    def lines(self, shown: Mapping[int, LineValues]) -> dict[int, LineValues]:
        """The whole lines of the changed targets, the rest of each as it was ``shown``; Refused for a target that was
        not.
        """
        changed: dict[int, LineValues] = {}
        for target, column, value in self.cleaned_data["changes"]:
            if target not in shown:
                raise Refused(FOREIGN_TARGET)
            changed.setdefault(target, dict(shown[target]))[column] = value
        return changed
