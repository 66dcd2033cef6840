"""The confirmation of a workbook: exactly what was shown, sealed so that it comes back as it went out."""

from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.core import signing

from campaigns.forms.workbooks import UNREADABLE
from core.forms import PlainForm

SALT = "scoring.table_files"


class TableCommitForm(PlainForm):
    """The table as it would be (sealed), the fingerprint of what was stored (``seen``), and the file's hash."""

    changes = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    file_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @classmethod
    def of(cls, content: Iterable[dict[str, Any]], seen: str, file_sha256: str) -> Self:
        """The form that brings ``content`` back."""
        sealed = signing.dumps(list(content), salt=SALT, compress=True)
        return cls(initial={"changes": sealed, "seen": seen, "file_sha256": file_sha256})

    def clean_changes(self) -> list[dict[str, Any]]:
        """The content; ValidationError where the seal is broken."""
        try:
            found: list[dict[str, Any]] = signing.loads(self.cleaned_data["changes"], salt=SALT)
        except signing.BadSignature as error:
            raise forms.ValidationError(UNREADABLE) from error
        return found
