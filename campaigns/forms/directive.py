"""Handing over a launching document, and putting its passages beside the rows of the form it fills."""

import re
from typing import Any

from django import forms

from campaigns.forms.campaigns import CampaignSheet
from campaigns.queries.understood import HEAD, Understood
from core.forms import PlainForm
from core.numbers import format_decimal

# A launching document has 15 to 30 thousand characters; reading and showing far more would keep the web process busy.
MOST_CHARACTERS = 120_000
MOST_TARGETS = 200
_UNSENT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")  # what no form sends, or no database keeps
ROWS = ("targets", "milestones", "periods", "contents", "prizes")


class DirectiveForm(PlainForm):
    """A file or a pasted text, one of them. ``keep``: the text is taken as it is, no conversion is offered again."""

    file = forms.FileField(
        label="Tệp văn bản",
        required=False,
        help_text="Word (.docx), PDF có lớp chữ hoặc .txt; tối đa 20 MB. Bản quét (ảnh chụp) thì không đọc được chữ.",
        error_messages={"empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại."},
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )
    document = forms.CharField(
        label="Nội dung văn bản",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Dán cả văn bản, từ số hiệu đến nơi nhận.",
    )
    keep = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Something to read, and not too much of it."""
        given = super().clean() or {}
        text, file = given.get("document", ""), given.get("file")
        if not file and not text.strip() and not self.errors:
            raise forms.ValidationError("Hãy chọn một tệp hoặc dán nội dung văn bản.")
        return given


def plain(text: str) -> str:
    """``text`` as a page can carry it to and fro unchanged: one kind of line end, no control characters but tabs.

    Nothing else is cleaned: in old fonts even a soft hyphen is a letter.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSENT.sub("", lines).strip("\n")


def too_long(text: str) -> str:
    """The sentence for a text that is more than a launching document; "" for others."""
    if len(text) <= MOST_CHARACTERS:
        return ""
    most, length = format_decimal(MOST_CHARACTERS), format_decimal(len(text))
    return f"Văn bản dài {length} ký tự, quá {most}; hãy chỉ lấy văn bản phát động, bỏ các phụ lục không cần đọc."


def too_much(understood: Understood) -> str:
    """The sentence for a document with more targets than one page can show; "" for others."""
    if understood.targets <= MOST_TARGETS:
        return ""
    return f"Văn bản có {understood.targets} mức chỉ tiêu, quá {MOST_TARGETS}; hãy tách văn bản rồi đọc từng phần."


def number_rows(sheet: CampaignSheet, understood: Understood) -> None:
    """Let every row of a fresh sheet know the number of its passage."""
    for name in ROWS:
        for form, number in zip(getattr(sheet, name), understood.numbers_of(name), strict=False):
            form.initial["passage"] = number


def put_beside(sheet: CampaignSheet, understood: Understood) -> None:
    """Put the passages beside the rows and fields of the sheet, as far as the numbers in it are known."""
    for name in ROWS:
        for form in getattr(sheet, name):
            number = str(form["passage"].value())
            known = number.isdecimal() and len(number) < 7 and int(number) < len(understood.quotes)
            form.quote = understood.quotes[int(number)] if known else None
    for name in HEAD:
        sheet.form.fields[name].quote = understood.quote_of(name)  # type: ignore[attr-defined]
