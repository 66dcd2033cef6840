"""What addressees asked to be mended, place by place."""

from collections import defaultdict
from dataclasses import dataclass, field

from campaigns.models import Remark, Submission


@dataclass(frozen=True)
class Remarks:
    """Remarks by key of the written part, and by target id."""

    parts: dict[str, list[Remark]] = field(default_factory=dict)
    targets: dict[int, list[Remark]] = field(default_factory=dict)


def remarks_of(submission: Submission) -> Remarks:
    """What was said of the version that was filed last; empty as soon as the unit filed anew. One query."""
    filed_last = submission.receipts.order_by("-of_version").values("of_version")[:1]
    parts: dict[str, list[Remark]] = defaultdict(list)
    targets: dict[int, list[Remark]] = defaultdict(list)
    for remark in submission.remarks.filter(of_version=filed_last).select_related("made_by"):
        if remark.target_id is None:
            parts[remark.part].append(remark)
        else:
            targets[remark.target_id].append(remark)
    return Remarks(parts, targets)
