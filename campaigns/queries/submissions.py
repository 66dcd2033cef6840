"""Reading submissions, receipts, participations; locking a submission for a service."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from campaigns.course import Aim, Standing, judge
from campaigns.enums import FILED, SubmissionKind, SubmissionState
from campaigns.models import (
    AssignedTarget,
    Campaign,
    Delivery,
    Participation,
    ProgressEntry,
    RegistrationLine,
    Section,
    Submission,
    Target,
)
from campaigns.outlines import FORMER, OUTLINES, Part
from campaigns.queries.aims import aim_of
from campaigns.queries.deadlines import Due, dues_of
from campaigns.queries.facts import filed_lines, latest_entries_of
from campaigns.sums import is_ceiling, percent_of_plan
from core.compiled import compiled, one_or_404
from core.dates import days_late, deadline_reading, moment
from organizations.enums import Role

WITH_UNIT = (SubmissionState.DRAFT, SubmissionState.RETURNED)
UNIT_ROLES = (Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY)


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
    as_of: date | None = None
    campaign: Campaign | None = None
    note: str = ""

    @property
    def no(self) -> str:
        """The number of its indicator: as printed, else its place in the list."""
        return self.target.indicator.no or str(self.target.indicator.position)

    @property
    def plan(self) -> Decimal | None:
        """What the unit is measured by: what it registered, else what it is given, else the campaign's value."""
        known = (self.registered, self.assigned, self.target.value)
        return next((value for value in known if value is not None), None)

    @property
    def plan_source(self) -> str:
        """Whose value the plan is, in words."""
        if self.registered is not None:
            return "đơn vị đăng ký"
        return "được giao" if self.assigned is not None else "chỉ tiêu chung"

    @cached_property
    def aim(self) -> Aim | None:
        """What the unit is to reach in the campaign's days; None for a qualitative target."""
        return aim_of(self.target, self.plan, self.last_year, self.campaign) if self.campaign else None

    @cached_property
    def standing(self) -> Standing | None:
        """How far the unit is by its latest figure (campaigns/course.py); None for a qualitative target."""
        known = [] if self.actual is None or self.as_of is None else [(self.as_of, self.actual)]
        return judge(self.aim, known) if self.aim else None

    @property
    def percent(self) -> Decimal | None:
        """How far the plan is reached in percent, one decimal; over 100 is better than planned."""
        target = self.target
        return percent_of_plan(self.plan, self.actual, lower_is_better=is_ceiling(target.op, target.direction))


def participation(user: Any, pk: int) -> Participation:
    """One participation among those ``user`` may look into; 404 otherwise."""
    return one_or_404(_participations(user, [pk]))


@compiled
def _participations(user: Any, ids: Collection[int]) -> QuerySet[Participation]:
    related = ("campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc")
    return Participation.objects.visible_to(user).filter(pk__in=ids).select_related(*related)


def lock_folder(pk: int) -> Participation:
    """The participation with its row locked: one at a time puts documents and figures in, takes documents out, files.

    Whoever locks several rows takes them in this order: the barrier of the deadline, the score sheet, the submission,
    the participation, its documents. Adding, describing and removing documents and recording figures begin with the
    participation and lock no submission afterwards; saving a launching document and filing come from the submission.
    """
    return Participation.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=pk)


def submission(user: Any, pk: uuid.UUID) -> Submission:
    """One submission among those ``user`` may read; 404 otherwise."""
    return one_or_404(_submissions(user, pk))


def draft(user: Any, pk: uuid.UUID) -> Submission:
    """The same with what the unit writes, for saving it."""
    return one_or_404(_drafts(user, pk))


def to_file(user: Any, pk: uuid.UUID) -> Submission:
    """The same as bare as it can be, for filing it."""
    return one_or_404(_to_file(user, pk))


@compiled
def _submissions(user: Any, pk: uuid.UUID) -> QuerySet[Submission]:
    found = Submission.objects.visible_to(user).filter(pk=pk)
    return with_context(found).prefetch_related("sections", "lines")


@compiled
def _drafts(user: Any, pk: uuid.UUID) -> QuerySet[Submission]:
    found = Submission.objects.visible_to(user).filter(pk=pk)
    return with_unit(found).prefetch_related("sections", "lines")


@compiled
def _to_file(user: Any, pk: uuid.UUID) -> QuerySet[Submission]:
    return with_unit(Submission.objects.visible_to(user).filter(pk=pk))


def is_of_its_unit(user: Any, submission: Submission) -> bool:
    """Whether ``user`` works for the unit whose submission it is."""
    return submission.participation.unit_id in user.unit_ids(*UNIT_ROLES)


def shows_draft(user: Any, submission: Submission) -> bool:
    """Whether ``user`` gets what the unit is writing now: while it is the unit's turn, and only the unit (P3)."""
    return submission.state in WITH_UNIT and is_of_its_unit(user, submission)


def lock_submission(pk: uuid.UUID) -> Submission:
    """The submission with its row locked until the transaction ends, and who answers it."""
    return with_context(Submission.objects.select_for_update(of=("self",))).get(pk=pk)


def lock_draft(pk: uuid.UUID) -> Submission:
    """The same without those who answer, for the unit that saves and files it."""
    return with_unit(Submission.objects.select_for_update(of=("self",))).select_related("saved_by").get(pk=pk)


def written_parts(submission: Submission) -> list[WrittenPart]:
    """The outline of the submission with its texts; a former part only where something was written under it."""
    texts = {section.key: section.text for section in submission.sections.all()}
    former = [part for part in FORMER.get(submission.kind, []) if texts.get(part.key)]
    return [WrittenPart(part, texts.get(part.key, "")) for part in (*OUTLINES[submission.kind], *former)]


def last_years_texts(submission: Submission) -> dict[str, str]:
    """What the unit filed in the same sections a year before, under the same authority, by key. One query."""
    campaign = submission.participation.campaign
    sections = Section.objects.filter(
        submission__kind=submission.kind,
        submission__state__in=FILED,
        submission__participation__unit=submission.participation.unit_id,
        submission__participation__campaign__authority=campaign.authority_id,
        submission__participation__campaign__year=campaign.year - 1,
        submission__participation__campaign__bloc=None,
    )
    return dict(sections.exclude(text="").order_by("pk").values_list("key", "text"))


def targets_of(participation: Participation) -> QuerySet[Target]:
    """The targets of the unit's campaign in the order of the document."""
    return (
        Target.objects.filter(indicator__campaign=participation.campaign_id)
        .select_related("indicator")
        .order_by("indicator__position", "position")
    )


def registration_rows(submission: Submission) -> list[TargetRow]:
    """Every target of the campaign with what this registration says about it.

    One query, and as old as the lines once they were read: the object keeps them.
    """
    if not hasattr(submission, "read_rows"):
        lines = {line.target_id: line for line in submission.lines.all()}
        submission.read_rows = _rows(submission.participation, lines, {})  # type: ignore[attr-defined]
    rows: list[TargetRow] = submission.read_rows  # type: ignore[attr-defined]
    return rows


def carry_rows(submission: Submission, seen: Submission) -> None:
    """Let the registration show its lines as they are now at the targets that were read with ``seen``. One query."""
    lines = {line.target_id: line for line in submission.lines.all()}
    submission.read_rows = [  # type: ignore[attr-defined]
        row_of(row.target, submission.participation.campaign, lines.get(row.target.pk), None, row.assigned)
        for row in registration_rows(seen)
    ]


def rows_to_register(submission: Submission) -> list[TargetRow]:
    """The rows that the unit fills in; none but in a registration."""
    return registration_rows(submission) if submission.kind == SubmissionKind.REGISTER else []


def result_rows(participation: Participation) -> list[TargetRow]:
    """Every target with the registered value, last year's and the latest figure: the table of a report."""
    latest = latest_entries_of([participation.pk]).get(participation.pk, {})
    return _rows(participation, filed_lines(participation), latest)


def rows_for(submission: Submission) -> list[TargetRow]:
    """The table of figures of this kind of submission; empty for kinds without one. The object keeps it."""
    if submission.kind not in (SubmissionKind.MIDTERM_REPORT, SubmissionKind.FINAL_REPORT):
        return rows_to_register(submission)
    if not hasattr(submission, "read_rows"):
        submission.read_rows = result_rows(submission.participation)  # type: ignore[attr-defined]
    rows: list[TargetRow] = submission.read_rows  # type: ignore[attr-defined]
    return rows


def with_context(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With whatever rules and pages ask of a submission; two queries more."""
    return with_people(submissions).prefetch_related(
        Prefetch("deliveries", Delivery.objects.select_related("milestone__campaign", "answered_by")),
        "participation__bloc__memberships",
    )


def with_unit(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With unit, bloc and campaign, which is what the unit's own deeds ask of it; in the same query."""
    return submissions.select_related("participation__campaign", "participation__unit", "participation__bloc")


def with_people(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With unit, bloc, campaign, who runs it, who saved it last and who presented it; in the same query."""
    return with_unit(submissions).select_related(
        "participation__campaign__authority__standing_body",
        "participation__campaign__standing_body",
        "saved_by",
        "answered_by",
        "presented_by",
    )


def _rows(
    participation: Participation, lines: dict[int, RegistrationLine], latest: dict[int, ProgressEntry]
) -> list[TargetRow]:
    """Every target of the campaign with what is known about it, by target id. One query."""
    given = AssignedTarget.objects.filter(target=OuterRef("pk"), unit=participation.unit_id)
    return [
        row_of(target, participation.campaign, lines.get(target.pk), latest.get(target.pk), target.given)
        for target in targets_of(participation).annotate(given=Subquery(given.values("value")))
    ]


def row_of(
    target: Target,
    campaign: Campaign,
    line: RegistrationLine | None,
    latest: ProgressEntry | None,
    assigned: Decimal | None,
) -> TargetRow:
    """What is known about one target: the unit's registration line, its latest figure, what it is given. No query."""
    line = line or RegistrationLine()
    return TargetRow(
        target=target,
        registered=line.value,
        last_year=line.last_year,
        measures=line.measures,
        actual=latest.value if latest else None,
        assigned=assigned,
        as_of=latest.as_of if latest else None,
        campaign=campaign,
        note=line.note,
    )


def dues_answered_by(submission: Submission) -> list[Due]:
    """The deadlines that this submission answers, the earliest first, each with its own addressee."""
    dues = [due for due in dues_of([submission.participation]) if due.milestone.kind == submission.kind]
    return sorted(dues, key=lambda due: (due.due_at, due.milestone.position))


def filing_facts(deliveries: Iterable[Delivery], dues: Iterable[Due], now: datetime) -> list[str]:
    """What filing at ``now`` means for each addressee that has no receipt yet: in time, late by days, or not taken."""
    met = {delivery.milestone_id for delivery in deliveries}
    open_ones = [due for due in dues if due.milestone.pk not in met]
    taken = any(due.takes(now) for due in open_ones)
    return [
        f"{due.milestone.name} ({due.milestone.get_addressee_display()}): {_outcome(due, now, taken)}"
        for due in open_ones
    ]


def filed_before(times: int) -> list[str]:
    """That this is not the first filing, in a sentence; none where it is."""
    return [f"Nộp lại lần {times + 1} (bản nộp lần {times} đã bị trả lại)."] if times else []


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


def submissions_by_pk(pks: Iterable[uuid.UUID], user: Any) -> list[Submission]:
    """Those of ``pks`` that ``user`` may read, with what rules ask of them. Three queries, however many."""
    return list(with_context(Submission.objects.visible_to(user).filter(pk__in=pks)))


def deliveries_of(submission: Submission) -> QuerySet[Delivery]:
    """When it reached which addressee, and what was answered."""
    return submission.deliveries.select_related("milestone", "answered_by")
