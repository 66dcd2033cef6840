"""Reading receipts: by those who may read the submission, and by anybody who holds the full code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404

from campaigns.enums import SubmissionKind
from campaigns.models import Receipt, Submission
from core.snapshots import read_code


@dataclass(frozen=True)
class Proof:
    """All that a stranger learns about a receipt: that it exists, when it was given, to which unit, for what kind of
    dossier (integrity C5).
    """

    code: str
    received_at: datetime
    unit: str
    kind: str


def receipt(user: Any, code: str) -> Receipt:
    """One receipt by its code, for those who may read the submission; 404 otherwise."""
    mine = Submission.objects.visible_to(user).values("pk")
    return get_object_or_404(
        Receipt.objects.filter(submission__in=mine).select_related(
            "submission__participation__unit", "submission__participation__campaign", "received_from"
        ),
        code=code,
    )


def receipt_of(submission: Submission, version: int) -> Receipt | None:
    """The receipt of one version; None while that was not received. The payload is not read."""
    return submission.receipts.defer("payload").filter(of_version=version).first()


def proof(typed: str) -> Proof | None:
    """What stands behind a code as somebody typed it; None for no such receipt. At most one query."""
    code = read_code(typed)
    found = Receipt.objects.filter(code=code).values_list(
        "code", "received_at", "submission__participation__unit__name", "submission__kind"
    )
    proofs = (Proof(own, at, unit, SubmissionKind(kind).label) for own, at, unit, kind in found)
    return next(proofs, None) if code else None
