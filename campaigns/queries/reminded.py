"""Who was reminded of a deadline when, by what or whom; and whom one may still remind."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from campaigns.enums import SubmissionState
from campaigns.models import Campaign, Milestone, Participation, Receipt, Reminder
from campaigns.queries.followup import Standing, boards, followed_by
from campaigns.queries.reminders import UNIT_ROLES
from core.dates import local_day, short_date
from organizations.models import Seat, User

STILL_OWED = ("missing", SubmissionState.RETURNED)
# A page that chooses among more would be too long to read; the rest follows once these were reminded.
MOST = 500


@dataclass(frozen=True)
class Reminded:
    """How often one unit was reminded of one deadline, and when last."""

    at: datetime
    times: int

    def __str__(self) -> str:
        """In words: "06/01/2021, 2 lần"."""
        return f"{short_date(local_day(self.at))}, {self.times} lần"


@dataclass(frozen=True)
class Round:
    """Units that were reminded together: by the schedule (``sender`` None) or by a person in the own words."""

    at: datetime
    offset: int | None
    sender: User | None
    body: str
    units: list[str]

    @property
    def occasion(self) -> str:
        """Why it went out: "Theo lịch, 3 ngày trước ngày cuối"."""
        if self.offset is None:
            return f"Nhắc thêm, {self.sender}"
        if self.offset == 0:
            return "Theo lịch, ngày cuối của hạn"
        return f"Theo lịch, {abs(self.offset)} ngày {'trước' if self.offset < 0 else 'sau'} ngày cuối"


@dataclass(frozen=True)
class Candidate:
    """A unit that one may remind: how it stands, and when it was reminded last (None: never)."""

    standing: Standing
    reminded: Reminded | None

    @property
    def folder(self) -> Participation:
        """The unit's place in the campaign."""
        return self.standing.participation


def milestone_of(user: Any, code: str, pk: int) -> Milestone:
    """The deadline with this id of the campaign with this code, among those ``user`` may see; 404 otherwise."""
    related = ("campaign__authority__standing_body", "campaign__standing_body", "campaign__bloc", "campaign__parent")
    found = Milestone.objects.filter(campaign__in=Campaign.objects.visible_to(user).values("pk"))
    return get_object_or_404(found.select_related(*related), pk=pk, campaign__code=code)


def reminded_by_unit(milestone: Milestone) -> dict[int, Reminded]:
    """How often and when last each unit was reminded, by participation id. One query."""
    rows = _heard(milestone).order_by().values_list("participation")
    return {folder: Reminded(at, times) for folder, at, times in rows.annotate(Max("sent_at"), Count("pk"))}


def rounds(milestone: Milestone, user: Any) -> list[Round]:
    """Every time units that ``user`` follows were reminded, the newest first. One query."""
    rows = (
        _heard(milestone)
        .filter(participation__in=followed_by(milestone.campaign, user))
        .select_related("participation__unit", "sender")
        .order_by("-sent_at", "offset", "sender", "body", "participation__unit__sort_key")
    )
    together = groupby(rows, key=lambda one: (one.sent_at, one.offset, one.sender, one.body))
    return [Round(*occasion, [one.participation.unit.short_name for one in units]) for occasion, units in together]


def _heard(milestone: Milestone) -> QuerySet[Reminder]:
    """The reminders that reached the units: of those by the schedule not what only staff and bloc leaders heard, since
    nothing was taken yet or any more (``Missing.may_file``).
    """
    rows = Reminder.objects.filter(milestone=milestone)
    untaken = Q(sent_at__lt=milestone.opens_at) if milestone.opens_at else Q()
    if not milestone.accepts_late:
        untaken |= Q(sent_at__gte=F("due_at"))
    sent_back = Receipt.objects.filter(
        submission__participation=OuterRef("participation"),
        submission__kind=milestone.kind,
        received_at__lt=OuterRef("sent_at"),
    )
    return rows.exclude(untaken & Q(offset__isnull=False) & ~Exists(sent_back)) if untaken else rows


def candidates(milestone: Milestone, user: Any, now: datetime, state: str = "") -> list[Candidate]:
    """The units ``user`` follows that still owe ``milestone`` and may file, in one ``state`` or all. Five queries."""
    board = next(one for one in boards(milestone.campaign, user, now) if one.milestone.pk == milestone.pk)
    wanted = (state,) if state in STILL_OWED else STILL_OWED
    reminded = reminded_by_unit(milestone)
    return [
        Candidate(one, reminded.get(one.participation.pk))
        for one in board.standings
        if one.state in wanted and (one.state == SubmissionState.RETURNED or one.due.takes(now))
    ]


def shown(owed: list[Candidate]) -> list[Candidate]:
    """As many as one page takes; of more, those who waited longest for a reminder."""
    if len(owed) <= MOST:
        return owed
    return sorted(owed, key=lambda one: one.reminded.at.timestamp() if one.reminded else 0)[:MOST]


def people_of(folders: list[Participation]) -> dict[int, list[User]]:
    """Who gets the letters of each unit, by unit id. One query."""
    people: dict[int, list[User]] = {folder.unit_id: [] for folder in folders}
    living = Seat.objects.filter(unit__in=list(people), role__in=UNIT_ROLES, ended_on=None, user__is_active=True)
    for seat in living.select_related("user"):
        if seat.user not in people[seat.unit_id]:
            people[seat.unit_id].append(seat.user)
    return people
