"""Workbooks that are filled in and sent back: the upload, and the confirmation of what was shown."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Self, TypeVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.forms import PlainForm
from core.numbers import parse_quantity

Row = TypeVar("Row")
UNREADABLE = "Nội dung xác nhận không đọc được; hãy nộp lại tệp."


class WorkbookForm(PlainForm):
    """A filled-in workbook; ``where`` is the page from which its empty form is downloaded."""

    file = forms.FileField(
        label="Tệp Excel đã điền",
        error_messages={
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại.",
            "invalid": "Chưa nhận được tệp; hãy chọn và tải lại.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Biểu mẫu .xlsx tải về ở {where}."

    def clean_file(self) -> UploadedFile:
        """Within the limit of uploads."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError("Tệp quá lớn; biểu mẫu này nhỏ hơn nhiều.", code="X07")
        return file


def confirmation() -> forms.BooleanField:
    """The tick that lets pass what was asked about."""
    return forms.BooleanField(required=False, label="Tôi đã xem lại, những điều nêu trên là đúng")


class CommitForm(PlainForm):
    """Exactly what was shown: the changes as rows of values, what was read (``seen``), and the file's hash.

    A kind of workbook says by ``change`` what a row means.
    """

    changes = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    file_sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @classmethod
    def of(cls, rows: Iterable[list[Any]], seen: str, file_sha256: str) -> Self:
        """The form that brings ``rows`` back; figures as ``packed``."""
        return cls(initial={"changes": json.dumps(list(rows)), "seen": seen, "file_sha256": file_sha256})

    def change(self, *values: Any) -> Any:
        """The change that one row means; ValueError or TypeError for a row that means none."""
        raise NotImplementedError

    def clean_changes(self) -> list[Any]:
        """The changes in their order."""
        return rows_of(self.cleaned_data["changes"], self.change, UNREADABLE)


def rows_of(text: str, meaning: Callable[..., Row], unreadable: str) -> list[Row]:
    """What each row of a hidden field means; ValidationError (``unreadable``) where it was cut or bent."""
    try:
        return [meaning(*row) for row in json.loads(text or "[]")]
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise forms.ValidationError(unreadable) from error


def packed(value: Decimal | None) -> str | None:
    """A figure as a row brings it back."""
    return None if value is None else f"{value:f}"


def unpacked(text: str | None) -> Decimal | None:
    """The figure of ``packed``; ValueError or TypeError for anything else."""
    if not isinstance(text, str | None):
        raise TypeError(text)
    return None if text is None else parse_quantity(text.replace(".", ","))
