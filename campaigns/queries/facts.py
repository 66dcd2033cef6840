"""What is known about units: registered values, latest figures, lateness. Scoring and documents build on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.models import (
    AssignedTarget,
    Delivery,
    LatenessBracket,
    Milestone,
    Participation,
    ProgressEntry,
    RegistrationLine,
)
from campaigns.queries.deadlines import dues_of
from core import clock
from core.dates import days_late as count_days_late

Figures = dict[int, Decimal]


def registered_values_of(participation_ids: Iterable[int]) -> dict[int, Figures]:
    """Per participation: the registered value of each target (by target id), from registrations that were filed."""
    lines = _filed_lines(participation_ids).values_list("submission__participation_id", "target_id", "value")
    found: dict[int, Figures] = defaultdict(dict)
    for participation_id, target_id, value in lines:
        if value is not None:
            found[participation_id][target_id] = value
    return found


def filed_lines(participation: Participation) -> dict[int, RegistrationLine]:
    """The lines of one unit's filed registration, by target id; what stands in a draft is nobody's but the unit's."""
    return {line.target_id: line for line in _filed_lines([participation.pk])}


def _filed_lines(participation_ids: Iterable[int]) -> QuerySet[RegistrationLine]:
    return RegistrationLine.objects.filter(
        submission__participation__in=list(participation_ids),
        submission__state__in=[SubmissionState.SUBMITTED, SubmissionState.ACCEPTED],
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


def latest_figures_of(participation_ids: Iterable[int]) -> dict[int, Figures]:
    """Per participation: the figure of the latest day for each target (by target id)."""
    entries = (
        ProgressEntry.objects.filter(participation__in=list(participation_ids))
        .order_by("as_of")
        .values_list("participation_id", "target_id", "value")
    )
    found: dict[int, Figures] = defaultdict(dict)
    for participation_id, target_id, value in entries:
        found[participation_id][target_id] = value
    return found


def latest_figures(participation: Participation) -> Figures:
    """The latest figures of one unit, by target id."""
    return latest_figures_of([participation.pk]).get(participation.pk, {})


@dataclass(frozen=True)
class Lateness:
    """How late a unit was with one kind of submission, and what its deadline says that costs: (from day, points)."""

    days: int = 0
    brackets: tuple[tuple[int, Decimal], ...] = ()


def lateness(participation: Participation) -> dict[str, Lateness]:
    """Per kind of submission: the latest over its deadlines; what is still missing counts until now."""
    received = dict(
        Delivery.objects.filter(submission__participation=participation).values_list("milestone_id", "days_late")
    )
    moment = clock.now()
    dues = dues_of([participation])
    brackets = _brackets(due.milestone for due in dues)
    worst: dict[str, Lateness] = dict.fromkeys(SubmissionKind.values, Lateness())
    for due in dues:
        days = received.get(due.milestone.pk, count_days_late(due.due_at, moment))
        if days > worst[due.milestone.kind].days:
            worst[due.milestone.kind] = Lateness(days, brackets.get(due.milestone.pk, ()))
    return worst


def days_late(participation: Participation) -> dict[str, int]:
    """Only the days of ``lateness``."""
    return {kind: one.days for kind, one in lateness(participation).items()}


def _brackets(milestones: Iterable[Milestone]) -> dict[int, tuple[tuple[int, Decimal], ...]]:
    """What lateness costs at each of ``milestones`` (by id). One query."""
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for one in LatenessBracket.objects.filter(milestone__in=[one.pk for one in milestones]):
        found[one.milestone_id].append((one.from_day, one.points))
    return {pk: tuple(rows) for pk, rows in found.items()}
