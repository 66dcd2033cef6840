"""Documents that prove what a unit says: the files themselves, and what each is called."""

from typing import Any

from django import forms

from campaigns.models import Evidence
from core.fields import DateField, LineField
from core.forms import PlainForm
from core.uploads import KINDS

ACCEPT = ",".join(f".{kind}" for kind in (*KINDS, "jpeg"))


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.Field):
    """The files as they came, empty ones too: what they are worth is for the service to say."""

    widget = ManyFilesInput

    def clean(self, value: Any) -> list[Any]:
        """All files; at least one."""
        if not value:
            raise forms.ValidationError("Hãy chọn ít nhất một tệp.", code="required")
        return list(value)


class UploadForm(PlainForm):
    """Files for the unit's folder; each is judged by the service, so that each gets its own sentence."""

    uploads = ManyFilesField(label="Chọn nhiều tệp", widget=ManyFilesInput(attrs={"accept": ACCEPT}))


class DescribeForm(PlainForm):
    """What one document is called, its number and date; its inputs stand in a row and belong to the form by id."""

    title = LineField(label="Tên minh chứng", max_length=250, error_messages={"required": "Hãy ghi tên minh chứng."})
    doc_number = LineField(label="Số, ký hiệu", required=False, max_length=60)
    doc_date = DateField(label="Ngày văn bản", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, evidence: Evidence, **kwargs: Any) -> None:
        stored = {name: getattr(evidence, name) for name in ("title", "doc_number", "doc_date", "version")}
        super().__init__(*args, initial=stored, auto_id=f"mc-{evidence.pk}-%s", **kwargs)
        self.key = f"mc-{evidence.pk}-form"
        for field in self.fields.values():
            field.widget.attrs["form"] = self.key
            if field.label:
                field.widget.attrs["aria-label"] = f"{field.label}: {evidence.title}"
        self.fields["doc_number"].widget.attrs["placeholder"] = "412/BC-BDT"

    def sentences(self) -> list[str]:
        """What is wrong, each with the name of its field."""
        return [
            f"{self.fields[name].label}: {problem}" if name in self.fields else str(problem)
            for name, problems in self.errors.items()
            for problem in problems
        ]
