"""What addressees asked to be mended, place by place: a written part by its key, the line of a target by its id.

Whoever may read the submission reads them, the other addressee too: two who answer one text shall not ask for opposite
things.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.models import Receipt, Remark, Submission
from campaigns.queries.submissions import TargetRow, rows_for, written_parts

Place = str | int  # the key of a written part (or of MORE), or the id of a target
MORE: dict[str, dict[Place, str]] = {
    SubmissionKind.REGISTER: {"titles": "Danh hiệu đăng ký"},
    SubmissionKind.LAUNCH_DOCUMENT: {"document": "Văn bản phát động"},
}


def latest_remarks(submission: Submission) -> QuerySet[Remark]:
    """The remarks of the last return, in the order in which they were written; once it is filed again, still those to
    which the unit answered. A return without remarks has none.
    """
    remarks = submission.remarks.select_related("made_by", "target__indicator")
    if submission.state == SubmissionState.RETURNED:
        return remarks.filter(of_version=Subquery(_filed_last(submission.pk)))
    return remarks.filter(of_version=Subquery(submission.remarks.order_by("-of_version").values("of_version")[:1]))


def number_of_remarks() -> Subquery:
    """For ``Submission`` rows: how many remarks were made on what was filed last; None without any."""
    made = Remark.objects.filter(submission=OuterRef("pk"), of_version=Subquery(_filed_last(OuterRef("submission"))))
    return Subquery(made.order_by().values("submission").annotate(number=Count("pk")).values("number"))


def _filed_last(submission: Any) -> QuerySet[Receipt, Any]:
    """The version of the newest receipt: what is returned is what was filed last."""
    return Receipt.objects.filter(submission=submission).order_by("-pk").values("of_version")[:1]


def remarks_by_place(submission: Submission) -> dict[Place, list[Remark]]:
    """The remarks of the last time it was returned, at their places. One query, none for a draft."""
    if submission.state == SubmissionState.DRAFT:
        return {}  # nobody has read it yet
    found: dict[Place, list[Remark]] = defaultdict(list)
    for remark in latest_remarks(submission):
        found[remark.part or remark.target_id or 0].append(remark)
    return dict(found)


def remark_places(submission: Submission, rows: Iterable[TargetRow] | None = None) -> dict[Place, str]:
    """Where something may be remarked, as letters call it; ``rows`` where they are read already."""
    places: dict[Place, str] = {
        written.part.key: f"Mục “{written.part.heading}”" for written in written_parts(submission)
    }
    places |= MORE.get(submission.kind, {})
    for row in rows_for(submission) if rows is None else rows:
        places[row.target.pk] = f"Chỉ tiêu {row.no} “{row.target}”"
    return places
