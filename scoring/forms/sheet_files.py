"""The confirmation of what a workbook changes in a sheet."""

import json
from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from django import forms

from campaigns.forms.workbooks import UNREADABLE, CommitForm, confirmation, unpacked
from core.text import clean
from scoring.sheet_workbook import MOST, TITLES, Book, Change, packed


class SheetCommitForm(CommitForm):
    """Each change as [line id, column, value]; ``seen`` are the versions of the sheets that were read, by id;
    ``confirm`` is the tick beside what is asked about.
    """

    confirm = confirmation()

    @classmethod
    def of_book(cls, book: Book, changes: Iterable[Change], file_sha256: str) -> Self:
        """The form that brings ``changes`` to the sheets of ``book`` back."""
        seen = {str(sheet.pk): sheet.version for sheet in book.sheets}
        return cls.of([packed(one) for one in changes], json.dumps(seen), file_sha256)

    def clean_seen(self) -> dict[UUID, int]:
        """A version for each sheet."""
        try:
            return {UUID(pk): int(version) for pk, version in json.loads(self.cleaned_data["seen"]).items()}
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise forms.ValidationError(UNREADABLE) from error

    def change(self, *values: Any) -> tuple[int, str, Any]:
        """The value by line and column."""
        line, column, value = values
        if column not in TITLES:
            raise ValueError(column)
        text = column.endswith(("said", "note"))
        return int(line), column, clean(str(value))[:MOST] if text else unpacked(value)
