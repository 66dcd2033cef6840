"""Writing and answering an appeal."""

from typing import Any
from uuid import UUID

from django import forms

from campaigns.models import Evidence
from core.fields import PointsField, TextField
from core.forms import PlainForm, ReasonForm
from scoring.models import Appeal

GRANT, REJECT = "grant", "reject"


class AppealForm(PlainForm):
    """What a unit contests: why, the points it claims, documents of its folder."""

    text = TextField(
        label="Nội dung kiến nghị",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Nêu rõ điểm nào chưa đúng, vì sao, theo tài liệu nào.",
        error_messages={"required": "Hãy nêu nội dung kiến nghị: điểm nào chưa đúng, vì sao."},
    )
    claimed = PointsField(
        label="Điểm đề nghị", required=False, min_value=None, help_text="Để trống nếu chỉ đề nghị xem lại."
    )
    evidence = forms.MultipleChoiceField(
        label="Minh chứng kèm theo",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chỉ kèm được minh chứng đang có trong hồ sơ của chính đơn vị."},
    )

    def __init__(self, *args: Any, draft: Appeal | None, evidence: list[Evidence], **kwargs: Any) -> None:
        if draft is not None:
            kept = [str(one.pk) for one in draft.evidence.all()]
            kwargs["initial"] = {"text": draft.text, "claimed": draft.claimed, "evidence": kept}
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.title} ({one.citation})" if one.doc_number else one.title) for one in evidence]
        self.fields["evidence"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["evidence"]

    def evidence_ids(self) -> list[UUID]:
        """The chosen documents."""
        return [UUID(pk) for pk in self.cleaned_data.get("evidence", [])]


class AnswerForm(ReasonForm):
    """How an appeal is answered: granted with other points (or another answer to a question), or not."""

    decision = forms.ChoiceField(
        label="Trả lời",
        choices=[(GRANT, "Chấp nhận, sửa điểm thẩm định"), (REJECT, "Không chấp nhận, giữ nguyên điểm")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn chấp nhận hay không chấp nhận."},
    )
    points = PointsField(label="Điểm thẩm định mới", required=False, min_value=None)
    answer = forms.ChoiceField(
        label="Câu trả lời mới", required=False, choices=[("", "Giữ nguyên"), ("Y", "Có"), ("N", "Không")]
    )
    field_order = ["decision", "points", "answer", "reason"]

    def __init__(self, *args: Any, appeal: Appeal, question: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"points": appeal.claimed})
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Đơn vị sẽ đọc đúng lời này."
        self.fields["reason"].error_messages["required"] = "Hãy ghi lý do để đơn vị biết vì sao."
        self.appeal = appeal
        del self.fields["points" if question else "answer"]

    def clean(self) -> dict[str, Any]:
        """Granting needs the new points."""
        cleaned = super().clean() or {}
        name = "points" if "points" in self.fields else "answer"
        if cleaned.get("decision") == GRANT and name in cleaned and cleaned[name] in (None, ""):
            self.add_error(name, "Chấp nhận kiến nghị thì ghi điểm mới." if name == "points" else "Hãy chọn.")
        return cleaned
