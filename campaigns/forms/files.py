"""Attaching a document to a campaign."""

from django import forms

from campaigns.enums import FileKind
from core.forms import PlainForm


class AttachForm(PlainForm):
    """A document and what it is."""

    kind = forms.ChoiceField(label="Loại", choices=FileKind.choices)
    file = forms.FileField(
        label="Tệp",
        help_text="PDF, Word (.docx) hoặc ảnh JPG, PNG; tối đa 20 MB.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại.",
            "invalid": "Chưa nhận được tệp; hãy chọn và tải lại.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
    )
