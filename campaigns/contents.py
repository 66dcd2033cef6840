"""What each kind of submission carries: how its content is frozen, what is still missing, where it is written.

Upper floors register their kinds (scoring: the self-score).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.models import Submission
from campaigns.queries import submissions as queries
from campaigns.queries.submissions import TargetRow
from core.numbers import format_decimal

NOT_OURS = "Chỉ tiêu nào không thuộc nhiệm vụ của đơn vị thì ghi rõ ở cột biện pháp, ghi chú."


@dataclass(frozen=True)
class Content:
    """One kind of content.

    ``freeze`` gives what the snapshot keeps (JSON-able, decimals as strings); ``gaps`` the sentences that say what must
    be mended before filing; ``edit_url`` the page on which the unit writes it.
    """

    freeze: Callable[[Submission], dict[str, Any]]
    gaps: Callable[[Submission], list[str]]
    edit_url: Callable[[Submission], str]


def _freeze_written(submission: Submission) -> dict[str, Any]:
    """Texts under their headings and the table of figures, as they stand."""
    return {
        "parts": [
            {"key": written.part.key, "heading": written.part.heading, "text": written.text}
            for written in queries.written_parts(submission)
        ],
        "targets": [_freeze_row(row) for row in queries.rows_for(submission)],
        "titles": list(
            submission.titles.values("number", "names", title_name=F("title__name"), holder=F("title__holder"))
        ),
        "evidence": list(
            submission.participation.evidence.values("title", "doc_number", "doc_date", "file_name", "file_id")
        ),
    }


def _freeze_row(row: TargetRow) -> dict[str, Any]:
    target = row.target
    return {
        "no": target.indicator.no,
        "indicator": target.indicator.name,
        "label": target.label,
        "op": target.op,
        "value": target.value,
        "value_max": target.value_max,
        "decimals": target.decimals,
        "bound": target.bound,
        "direction": target.direction,
        "unit_of_measure": target.unit_of_measure,
        "assigned": row.assigned,
        "registered": row.registered,
        "last_year": row.last_year,
        "measures": row.measures,
        "note": row.note,
        "actual": row.actual,
    }


def _missing_parts(submission: Submission) -> list[str]:
    return [
        f"Chưa viết mục “{written.part.heading}”."
        for written in queries.written_parts(submission)
        if written.part.compulsory and not written.text.strip()
    ]


def _registration_gaps(submission: Submission) -> list[str]:
    """Every quantitative target needs an own value, or a word why not (domain.md D2, Bản đăng ký thi đua)."""
    rows = queries.registration_rows(submission)
    missing = [
        f"Chỉ tiêu {row.target.indicator.no or row.target.indicator.position}: chưa ghi mức đăng ký cho “{row.target}”"
        f"{_given(row)}."
        for row in rows
        if row.target.is_quantitative and row.registered is None and not row.measures
    ]
    if missing:
        missing.append(NOT_OURS)
    return _missing_parts(submission) + missing


def _given(row: TargetRow) -> str:
    """What the unit is given at a target, in brackets."""
    return "" if row.assigned is None else f" (được giao {format_decimal(row.assigned)})"


def _page(submission: Submission) -> str:
    return reverse("campaigns:submission", args=[submission.pk])


CONTENTS: dict[str, Content] = {
    K.REGISTER: Content(_freeze_written, _registration_gaps, _page),
    K.LAUNCH_DOCUMENT: Content(_freeze_written, _missing_parts, _page),
    K.MIDTERM_REPORT: Content(_freeze_written, _missing_parts, _page),
    K.FINAL_REPORT: Content(_freeze_written, _missing_parts, _page),
}
