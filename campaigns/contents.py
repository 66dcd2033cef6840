"""What each kind of submission carries: how its content is frozen, what is still missing, where it is written.

Upper floors register their kinds (scoring: the self-score).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from campaigns import competing
from campaigns.enums import SubmissionKind as K
from campaigns.models import Submission
from campaigns.queries import launch_documents, titles
from campaigns.queries import submissions as queries
from campaigns.queries.evidence import living_evidence
from campaigns.queries.registrations import lower_pledge, odd_value, reason_wanted
from campaigns.queries.submissions import TargetRow
from core import clock
from core.numbers import format_decimal

NOT_OURS = "Chỉ tiêu nào không thuộc nhiệm vụ của đơn vị thì ghi rõ ở cột biện pháp, ghi chú."
# "số …/KH-… ngày …" waits for words; "hiến đất, ngày công…" does not.
BLANK = re.compile(r"(?<![\w.,…])(?:…|\.{3,})")
NO_TITLE = "Chưa ghi danh hiệu, hình thức khen thưởng nào; nếu đơn vị không đăng ký thì vẫn nộp được."


@dataclass(frozen=True)
class Content:
    """One kind of content.

    ``freeze`` gives what the snapshot keeps (JSON-able, decimals as strings); ``gaps`` the sentences that say what must
    be mended before filing; ``edit_url`` the page on which the unit writes it; ``questions`` the sentences that the one
    who signs should have read, but that keep nothing back; ``facts`` what is signed, counted, in sentences.
    """

    freeze: Callable[[Submission], dict[str, Any]]
    gaps: Callable[[Submission], list[str]]
    edit_url: Callable[[Submission], str]
    questions: Callable[[Submission], list[str]] = lambda _submission: []
    facts: Callable[[Submission], list[str]] = lambda _submission: []


def unready(gaps: list[str]) -> list[str]:
    """Why a submission cannot be presented to the head yet, from its ``gaps``: one sentence, or none."""
    left = len([gap for gap in gaps if gap != NOT_OURS])
    return [f"Còn {left} chỗ phải bổ sung."] if left else []


def _freeze_written(submission: Submission) -> dict[str, Any]:
    """Texts under their headings and the table of figures, as they stand."""
    return {
        "parts": [
            {"key": written.part.key, "heading": written.part.heading, "text": written.text}
            for written in queries.written_parts(submission)
        ],
        "targets": [_freeze_row(row) for row in queries.rows_for(submission)],
        "evidence": list(
            living_evidence(submission.participation).values("title", "doc_number", "doc_date", "file_name", "file_id")
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
        "as_of": row.as_of,
    }


def _freeze_registration(submission: Submission) -> dict[str, Any]:
    """What is written, and the titles that the unit competes for."""
    return _freeze_written(submission) | {
        "titles": [
            {
                "code": one.title.code,
                "name": one.title.name,
                "holder": one.title.holder,
                "basis": one.title.basis,
                "number": one.number,
                "names": one.names.splitlines(),
            }
            for one in titles.registered(submission)
        ]
    }


def _freeze_launch_document(submission: Submission) -> dict[str, Any]:
    """What is written, and the document with its number, its day and the hash of its scan."""
    return _freeze_written(submission) | {"launch_document": launch_documents.frozen(submission)}


def _missing_parts(submission: Submission) -> list[str]:
    return [
        f"Chưa viết mục “{written.part.heading}”."
        for written in queries.written_parts(submission)
        if written.part.compulsory and not written.text.strip()
    ]


def _report_questions(submission: Submission) -> list[str]:
    """Beginnings of sentences that were taken over and not filled in."""
    return [
        f"Mục “{written.part.heading}” còn chỗ “…” chưa điền."
        for written in queries.written_parts(submission)
        if BLANK.search(written.text)
    ]


def _registration_gaps(submission: Submission) -> list[str]:
    """Every quantitative target needs an own value, or a word why not, and a reason where that value is worse than what
    is asked (domain.md D2, Bản đăng ký thi đua); the titles must go together.
    """
    rows = queries.registration_rows(submission)
    missing = [
        f"Chỉ tiêu {row.no}: chưa ghi mức đăng ký cho “{row.target}”{_given(row)}."
        for row in rows
        if row.target.is_quantitative and row.registered is None and not (row.measures or row.note)
    ]
    if missing:
        missing.append(NOT_OURS)
    level = submission.participation.campaign.level
    reasons = [said for row in rows if (said := reason_wanted(row, row.registered, row.note, level))]
    return _missing_parts(submission) + missing + reasons + competing.faults(titles.entries(submission))


def _registration_questions(submission: Submission) -> list[str]:
    """Values of an odd size, nothing to compete for, and people who may be one."""
    entries = titles.entries(submission)
    odd = [said for row in queries.registration_rows(submission) if (said := odd_value(row))]
    return odd + (competing.questions(entries) if entries else [NO_TITLE])


def _registration_facts(submission: Submission) -> list[str]:
    """How many targets have an own value, how many titles, how many values are worse than what is asked."""
    rows = [row for row in queries.registration_rows(submission) if row.target.is_quantitative]
    level = submission.participation.campaign.level
    lower = [row for row in rows if lower_pledge(row, row.registered, level)]
    bare = sum(not row.note for row in lower)
    said = f"còn {bare} chưa nêu lý do" if bare else "đã nêu lý do"
    found = len(titles.registered(submission))
    parts = [
        f"Đăng ký {sum(row.registered is not None for row in rows)}/{len(rows)} chỉ tiêu",
        f"{found} danh hiệu" if found else "không đăng ký danh hiệu",
        *([f"{len(lower)} chỉ tiêu kém hơn mức được giao ({said})"] if lower else []),
    ]
    return [f"{'; '.join(parts)}."]


def _report_facts(submission: Submission) -> list[str]:
    """How many parts are written, and how many targets have a figure."""
    parts = queries.written_parts(submission)
    written = sum(bool(one.text.strip()) for one in parts)
    figures = sum(row.actual is not None for row in queries.rows_for(submission))
    return [f"Đã viết {written}/{len(parts)} mục; {figures} chỉ tiêu có số liệu."]


def _launch_document_gaps(submission: Submission) -> list[str]:
    """Number, day and summary, and a day that makes sense (D06)."""
    return _missing_parts(submission) + launch_documents.gaps(submission, clock.now())


def _given(row: TargetRow) -> str:
    """What the unit is given at a target, in brackets."""
    return "" if row.assigned is None else f" (được giao {format_decimal(row.assigned)})"


def _page(submission: Submission) -> str:
    return reverse("campaigns:submission", args=[submission.pk])


CONTENTS: dict[str, Content] = {
    K.REGISTER: Content(_freeze_registration, _registration_gaps, _page, _registration_questions, _registration_facts),
    K.LAUNCH_DOCUMENT: Content(
        _freeze_launch_document, _launch_document_gaps, _page, launch_documents.questions, launch_documents.facts
    ),
    K.MIDTERM_REPORT: Content(_freeze_written, _missing_parts, _page, _report_questions, _report_facts),
    K.FINAL_REPORT: Content(_freeze_written, _missing_parts, _page, _report_questions, _report_facts),
}
