"""Reading submissions, receipts, participations; locking a submission for a service."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from campaigns.enums import SubmissionKind
from campaigns.models import (
    AssignedTarget,
    Delivery,
    Participation,
    RegistrationLine,
    Submission,
    Target,
)
from campaigns.outlines import OUTLINES, Part
from campaigns.queries.deadlines import Due, dues_of
from campaigns.queries.facts import Figures, filed_lines, latest_figures
from core.dates import days_late, deadline_reading, moment


@dataclass(frozen=True)
class WrittenPart:
    """A part of the outline with what the unit wrote."""

    part: Part
    text: str


@dataclass(frozen=True)
class TargetRow:
    """One target as a unit's documents show it: the campaign's value, what the unit is given, what it registered, last
    year's and the latest figure.
    """

    target: Target
    registered: Decimal | None
    last_year: Decimal | None
    measures: str
    actual: Decimal | None
    assigned: Decimal | None = None

    @property
    def plan(self) -> Decimal | None:
        """What the unit is measured by: what it registered, else what it is given, else the campaign's value."""
        known = (self.registered, self.assigned, self.target.value)
        return next((value for value in known if value is not None), None)

    @property
    def percent(self) -> Decimal | None:
        """Actual over plan in percent, for quantitative targets with both; one decimal, half up."""
        if self.actual is None or not self.plan:
            return None
        return (self.actual / self.plan * 100).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def participation(user: Any, pk: int) -> Participation:
    """One participation among those ``user`` may look into; 404 otherwise."""
    return get_object_or_404(
        Participation.objects.visible_to(user).select_related(
            "campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc"
        ),
        pk=pk,
    )


def fresh_participation(pk: int) -> Participation:
    """The participation with its campaign as they stand now: read after a lock, never before."""
    return Participation.objects.select_related("campaign", "unit").get(pk=pk)


def submission(user: Any, pk: uuid.UUID) -> Submission:
    """One submission among those ``user`` may read; 404 otherwise."""
    found = _with_context(Submission.objects.visible_to(user)).prefetch_related("sections", "lines")
    return get_object_or_404(found, pk=pk)


def lock_submission(pk: uuid.UUID) -> Submission:
    """The submission with its row locked until the transaction ends."""
    return _with_context(Submission.objects.select_for_update(of=("self",))).get(pk=pk)


def written_parts(submission: Submission) -> list[WrittenPart]:
    """The outline of the submission with its texts."""
    texts = {section.key: section.text for section in submission.sections.all()}
    return [WrittenPart(part, texts.get(part.key, "")) for part in OUTLINES[submission.kind]]


def targets_of(participation: Participation) -> QuerySet[Target]:
    """The targets of the unit's campaign in the order of the document."""
    return (
        Target.objects.filter(indicator__campaign=participation.campaign_id)
        .select_related("indicator")
        .order_by("indicator__position", "position")
    )


def registration_rows(submission: Submission) -> list[TargetRow]:
    """Every target of the campaign with what this registration says about it."""
    lines = {line.target_id: line for line in submission.lines.all()}
    return _rows(submission.participation, lines, {})


def rows_to_register(submission: Submission) -> list[TargetRow]:
    """The rows that the unit fills in; none but in a registration."""
    return registration_rows(submission) if submission.kind == SubmissionKind.REGISTER else []


def result_rows(participation: Participation) -> list[TargetRow]:
    """Every target with the registered value, last year's and the latest figure: the table of a report."""
    return _rows(participation, filed_lines(participation), latest_figures(participation))


def rows_for(submission: Submission) -> list[TargetRow]:
    """The table of figures that belongs to this kind of submission; empty for kinds without one."""
    if submission.kind in (SubmissionKind.MIDTERM_REPORT, SubmissionKind.FINAL_REPORT):
        return result_rows(submission.participation)
    return rows_to_register(submission)


def _with_context(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related(
        "participation__campaign__authority__standing_body",
        "participation__campaign__standing_body",
        "participation__unit",
        "participation__bloc",
        "saved_by",
    )


def _rows(participation: Participation, lines: dict[int, RegistrationLine], actual: Figures) -> list[TargetRow]:
    """Every target of the campaign with what is known about it, by target id. One query."""
    given = AssignedTarget.objects.filter(target=OuterRef("pk"), unit=participation.unit_id)
    unsaid = RegistrationLine(value=None, last_year=None, measures="")
    return [
        TargetRow(
            target=target,
            registered=(line := lines.get(target.pk, unsaid)).value,
            last_year=line.last_year,
            measures=line.measures,
            actual=actual.get(target.pk),
            assigned=target.given,
        )
        for target in targets_of(participation).annotate(given=Subquery(given.values("value")))
    ]


def dues_answered_by(submission: Submission) -> list[Due]:
    """The deadlines that this submission answers, the earliest first, each with its own addressee."""
    dues = [due for due in dues_of([submission.participation]) if due.milestone.kind == submission.kind]
    return sorted(dues, key=lambda due: (due.due_at, due.milestone.position))


def filing_facts(submission: Submission, dues: Iterable[Due], now: datetime) -> list[str]:
    """What filing at ``now`` means for each addressee that has no receipt yet: in time, late by days, or not taken."""
    met = set(submission.deliveries.values_list("milestone_id", flat=True))
    open_ones = [due for due in dues if due.milestone.pk not in met]
    taken = any(due.takes(now) for due in open_ones)
    return [
        f"{due.milestone.name} ({due.milestone.get_addressee_display()}): {_outcome(due, now, taken)}"
        for due in open_ones
    ]


def _outcome(due: Due, now: datetime, taken: bool) -> str:
    """``taken``: some other addressee takes it now, and these books take it in when they open."""
    if due.milestone.opens_at and due.opens_after(now):
        begins = f"bắt đầu nhận từ {moment(due.milestone.opens_at)}"
        return f"{begins}, khi ấy hồ sơ tự chuyển đến, không phải nộp lại." if taken else f"chưa nhận, {begins}."
    if due.shuts_out(now):
        return f"hạn {deadline_reading(due.due_at)} đã qua, không nhận hồ sơ nộp quá hạn."
    if late := days_late(due.due_at, now):
        return f"hạn {deadline_reading(due.due_at)} đã qua, nộp bây giờ tính chậm {late} ngày."
    return f"còn trong hạn, {deadline_reading(due.due_at)}."


def deliveries_of(submission: Submission) -> QuerySet[Delivery]:
    """When it reached which addressee, and what was answered."""
    return submission.deliveries.select_related("milestone", "answered_by")
