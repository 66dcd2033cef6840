"""The confirmation of what a workbook changes in a sheet."""

from collections.abc import Iterable
from typing import Any, Self

from django import forms

from campaigns.forms.workbooks import UNREADABLE, CommitForm, unpacked
from core.text import clean
from scoring.sheet_workbook import MOST, TITLES, Change, packed


class SheetCommitForm(CommitForm):
    """Each change as [line id, column, value]; ``seen`` is the version of the sheet that was read."""

    @classmethod
    def of_changes(cls, changes: Iterable[Change], seen: str, file_sha256: str) -> Self:
        """The form that brings ``changes`` back."""
        return cls.of([packed(one) for one in changes], seen, file_sha256)

    def clean_seen(self) -> int:
        """A version is a whole number."""
        seen: str = self.cleaned_data["seen"]
        if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
            raise forms.ValidationError(UNREADABLE)
        return int(seen)

    def change(self, *values: Any) -> tuple[int, str, Any]:
        """The value by line and column."""
        line, column, value = values
        if column not in TITLES:
            raise ValueError(column)
        text = column.endswith(("said", "note"))
        return int(line), column, clean(str(value))[:MOST] if text else unpacked(value)
