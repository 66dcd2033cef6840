"""The documents of a unit's folder."""

from django import forms

from core.fields import DateField, LineField
from core.forms import PlainForm


class EvidenceForm(PlainForm):
    """A document for the unit's folder."""

    title = LineField(label="Tên minh chứng", max_length=250)
    doc_number = LineField(label="Số, ký hiệu", required=False, max_length=60, help_text="Ví dụ: 412/BC-BDT.")
    doc_date = DateField(label="Ngày văn bản", required=False)
    file = forms.FileField(
        label="Tệp",
        help_text="PDF, Word (.docx), Excel (.xlsx) hoặc ảnh JPG, PNG; tối đa 20 MB.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng hoặc tải dở; hãy chọn và tải lại.",
            "invalid": "Chưa nhận được tệp; hãy chọn và tải lại.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )
