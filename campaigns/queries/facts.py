"""What is known about units: registered values, latest figures, lateness. Scoring and documents build on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from campaigns.enums import FILED, SubmissionKind
from campaigns.models import (
    AssignedTarget,
    Delivery,
    LatenessBracket,
    LaunchDocument,
    Milestone,
    Participation,
    ProgressEntry,
    Receipt,
    RegistrationLine,
)
from campaigns.queries.deadlines import dues_of
from core import clock
from core.dates import days_late as count_days_late
from core.dates import local_day, short_date

Figures = dict[int, Decimal]


def registered_values_of(participation_ids: Iterable[int]) -> dict[int, Figures]:
    """Per participation: the registered value of each target (by target id), from registrations that were filed."""
    lines = _filed_lines(participation_ids).values_list("submission__participation_id", "target_id", "value")
    found: dict[int, Figures] = defaultdict(dict)
    for participation_id, target_id, value in lines:
        if value is not None:
            found[participation_id][target_id] = value
    return found


def filed_lines_of(participation_ids: Iterable[int]) -> dict[int, dict[int, RegistrationLine]]:
    """Per participation: the lines of its filed registration, by target id. One query."""
    found: dict[int, dict[int, RegistrationLine]] = defaultdict(dict)
    for line in _filed_lines(participation_ids).annotate(folder=F("submission__participation_id")):
        found[line.folder][line.target_id] = line
    return found


def filed_lines(participation: Participation) -> dict[int, RegistrationLine]:
    """The lines of one unit's filed registration, by target id; what stands in a draft is nobody's but the unit's."""
    return {line.target_id: line for line in _filed_lines([participation.pk])}


def _filed_lines(participation_ids: Iterable[int]) -> QuerySet[RegistrationLine]:
    return RegistrationLine.objects.filter(
        submission__participation__in=list(participation_ids),
        submission__state__in=FILED,
    )


def registered_values(participation: Participation) -> Figures:
    """The registered values of one unit, by target id."""
    return registered_values_of([participation.pk]).get(participation.pk, {})


def assigned_values_of(campaign_id: int, unit_ids: Iterable[int]) -> dict[int, Figures]:
    """Per unit: what it is given at each target of the campaign (by target id). One query."""
    rows = AssignedTarget.objects.filter(unit__in=list(unit_ids), target__indicator__campaign=campaign_id)
    found: dict[int, Figures] = defaultdict(dict)
    for unit_id, target_id, value in rows.values_list("unit_id", "target_id", "value"):
        found[unit_id][target_id] = value
    return found


def assigned_values(participation: Participation) -> Figures:
    """What one unit is given, by target id."""
    return assigned_values_of(participation.campaign_id, [participation.unit_id]).get(participation.unit_id, {})


def latest_figures_of(participation_ids: Iterable[int], until: date | None = None) -> dict[int, Figures]:
    """Per participation: the figure of the latest day (not after ``until``) for each target (by target id)."""
    known = ProgressEntry.objects.filter(participation__in=list(participation_ids))
    entries = (
        (known if until is None else known.filter(as_of__lte=until))
        .order_by("as_of")
        .values_list("participation_id", "target_id", "value")
    )
    found: dict[int, Figures] = defaultdict(dict)
    for participation_id, target_id, value in entries:
        found[participation_id][target_id] = value
    return found


def latest_entries_of(participation_ids: Iterable[int]) -> dict[int, dict[int, ProgressEntry]]:
    """Per participation: the entry of the latest day for each target (by target id). One query."""
    found: dict[int, dict[int, ProgressEntry]] = defaultdict(dict)
    same = ProgressEntry.objects.filter(participation=OuterRef("participation"), target=OuterRef("target"))
    later = same.filter(as_of__gt=OuterRef("as_of"))
    for entry in ProgressEntry.objects.filter(~Exists(later), participation__in=list(participation_ids)):
        found[entry.participation_id][entry.target_id] = entry
    return found


def latest_figures(participation: Participation) -> Figures:
    """The latest figures of one unit, by target id."""
    return latest_figures_of([participation.pk]).get(participation.pk, {})


@dataclass(frozen=True)
class Lateness:
    """How late a unit was for one deadline, and what the deadline says that costs: (from day, points)."""

    days: int = 0
    brackets: tuple[tuple[int, Decimal], ...] = ()


def lateness(participation: Participation, until: datetime | None = None) -> dict[str, list[Lateness]]:
    """Per kind of submission: one for each of its deadlines; what is missing counts until ``until`` (None: now)."""
    received = dict(
        Delivery.objects.filter(submission__participation=participation).values_list("milestone_id", "days_late")
    )
    moment = until or clock.now()
    dues = dues_of([participation])
    brackets = _brackets(due.milestone for due in dues)
    found: dict[str, list[Lateness]] = {kind: [] for kind in SubmissionKind.values}
    for due in dues:
        days = received.get(due.milestone.pk, count_days_late(due.due_at, moment))
        found[due.milestone.kind].append(Lateness(days, brackets.get(due.milestone.pk, ())))
    return found


def days_late(participation: Participation) -> dict[str, int]:
    """Per kind of submission: the most days over its deadlines."""
    return {kind: max((one.days for one in found), default=0) for kind, found in lateness(participation).items()}


def launch_document_ground(participation: Participation) -> str:
    """What scoring sees of the unit's own launching document, in one sentence; "" as long as it was not filed.

    For example "Văn bản phát động số 05/KH-UBND ngày 20/01/2021, nộp 25/01/2021, đúng hạn". What counts is the first
    receipt and the worst of its deadlines. One query.
    """
    document = (
        LaunchDocument.objects.filter(
            submission__participation=participation,
            submission__state__in=FILED,
        )
        .annotate(
            received=Min("submission__receipts__received_at"),
            worst=Coalesce(Max("submission__deliveries__days_late"), 0),
        )
        .first()
    )
    if document is None:
        return ""
    day = f" ngày {short_date(document.issued_on)}" if document.issued_on else ""
    outcome = f"chậm {document.worst} ngày" if document.worst else "đúng hạn"
    received = short_date(local_day(document.received))
    return f"Văn bản phát động số {document.doc_number}{day}, nộp {received}, {outcome}"


def last_received(submission_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these submissions (by id) was received last. One query; what was filed is not read."""
    receipts = Receipt.objects.filter(submission__in=list(submission_ids))
    return dict(receipts.values_list("submission").annotate(Max("received_at")))


def _brackets(milestones: Iterable[Milestone]) -> dict[int, tuple[tuple[int, Decimal], ...]]:
    """What lateness costs at each of ``milestones`` (by id). One query."""
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for one in LatenessBracket.objects.filter(milestone__in=[one.pk for one in milestones]):
        found[one.milestone_id].append((one.from_day, one.points))
    return {pk: tuple(rows) for pk, rows in found.items()}
