"""Units that filed no self-score: who is overdue, and whom they concern."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from blocs.rules import office_seats
from campaigns.enums import CampaignState, SubmissionKind, SubmissionState
from campaigns.models import Participation, Receipt, Submission, run_by
from campaigns.queries.deadlines import dues_of
from organizations.enums import Role
from scoring.enums import SheetState, TableState
from scoring.models import ScoringTable

# The deadline of the self-score; where the campaign sets none, that of the final report (domain.md D1).
KINDS = (SubmissionKind.SELF_SCORE, SubmissionKind.FINAL_REPORT)
DAYS_TO_MEND = 3
TIME_TO_MEND = timedelta(days=DAYS_TO_MEND)  # however late a self-score is sent back

FILED_ONCE = Exists(
    Receipt.objects.filter(submission__participation=OuterRef("pk"), submission__kind=SubmissionKind.SELF_SCORE)
)


def owing_for(user: Any) -> QuerySet[Participation]:
    """The folders whose self-score is with the unit, of blocs with a table, for which ``user`` may have to act: those
    of led blocs, as staff all of the authority. ``was_filed``: it was filed once and sent back, so it is not missing.
    """
    office = Exists(office_seats(user).filter(bloc=OuterRef("bloc"), year=OuterRef("campaign__year")))
    frozen = ScoringTable.objects.filter(campaign=OuterRef("campaign"), bloc=OuterRef("bloc"), state=TableState.FROZEN)
    return (
        Participation.objects.filter(office | run_by(user.unit_ids(Role.STAFF), "campaign__"))
        .filter(Exists(frozen), campaign__state=CampaignState.LAUNCHED)
        .filter(Q(score_sheet=None) | Q(score_sheet__state=SheetState.DRAFT))
        .exclude(unit__in=user.unit_ids())
        .annotate(was_filed=FILED_ONCE)
        .select_related("campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc")
        .order_by(F("campaign__year").desc(), "campaign", "bloc__name", "unit__sort_key")
    )


def missing_folder(user: Any, pk: int) -> Participation:
    """One of ``owing_for`` that never filed; 404 otherwise."""
    return get_object_or_404(owing_for(user).filter(~FILED_ONCE), pk=pk)


def returned_folder(user: Any, pk: int) -> Participation:
    """One of ``owing_for`` whose self-score was filed and sent back; 404 otherwise."""
    return get_object_or_404(owing_for(user).filter(FILED_ONCE), pk=pk)


def overdue(folders: Iterable[Participation], now: datetime) -> list[Participation]:
    """Those whose self-score is late at ``now``; a unit that has longer is not. At most five queries."""
    found = list(folders)
    due = due_dates_of(found)
    return [folder for folder in found if folder.pk in due and due[folder.pk] <= now]


def due_dates_of(folders: Iterable[Participation]) -> dict[int, datetime]:
    """Per folder the last deadline of its self-score, extensions and returns included; absent where the campaign sets
    none.
    """
    kinds: dict[int, dict[str, datetime]] = {}
    for due in dues_of(folders):
        known = kinds.setdefault(due.participation.pk, {})
        kind = due.milestone.kind
        known[kind] = max(due.due_at, known.get(kind, due.due_at))
    due_at = {pk: known[kind] for pk, known in kinds.items() for kind in reversed(KINDS) if kind in known}
    begun = Submission.objects.filter(participation__in=due_at, kind=SubmissionKind.SELF_SCORE)
    return due_at | {one.participation_id: due_again(due_at[one.participation_id], one) for one in begun}


def due_again(due_at: datetime, self_score: Submission) -> datetime:
    """Until when a self-score is awaited that may have been sent back: the unit has time to mend it in any case."""
    if self_score.state != SubmissionState.RETURNED or self_score.answered_at is None:
        return due_at
    return max(due_at, self_score.answered_at + TIME_TO_MEND)
