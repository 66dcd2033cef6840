"""Following up: per deadline how many units filed, wait for an answer, were sent back or are late, and which."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from blocs.enums import BlocRole
from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.enums import SubmissionKind
from campaigns.enums import SubmissionState as S
from campaigns.models import Campaign, Delivery, Milestone, Participation, Submission
from campaigns.queries.addressees import standing_of
from campaigns.queries.deadlines import Due, dues_of, participations_of
from core.dates import days_late
from organizations.enums import Role


@dataclass(frozen=True)
class Standing:
    """How one unit stands towards one deadline, that is towards its addressee.

    ``days_late`` counts started days after the deadline: until the first receipt, or until now while nothing came.
    """

    participation: Participation
    submission: Submission | None
    delivery: Delivery | None
    days_late: int
    due: Due

    @property
    def received_at(self) -> datetime | None:
        """When the addressee first took it."""
        return self.delivery.received_at if self.delivery else None

    @property
    def state(self) -> str:
        """The addressee's own answer, see ``standing_of``; "missing" while nothing was filed."""
        return standing_of(self.submission, self.delivery)

    @property
    def label(self) -> str:
        """The state in words."""
        return next(one.label for one in FILTERS if one.key == self.state)

    @property
    def tone(self) -> str:
        """The tone of the state."""
        return next(one.tone for one in FILTERS if one.key == self.state) or "grey"

    @property
    def colour(self) -> str:
        """The tone of its cell in the matrix: what is still missing after the deadline is red too."""
        return "red" if self.state == "missing" and self.days_late else self.tone

    @property
    def may_be_read(self) -> bool:
        """Something was filed; a draft is nobody's but the unit's."""
        return self.received_at is not None

    @property
    def key(self) -> str:
        """What a selection names it by: deadline and unit."""
        return f"{self.due.milestone.pk}-{self.participation.pk}"


@dataclass(frozen=True)
class Filter:
    """One chip: its key in the address, its words, its tone, and which standings it counts."""

    key: str
    label: str
    tone: str
    holds: Callable[[Standing], bool]


def _in_state(state: str) -> Callable[[Standing], bool]:
    return lambda standing: standing.state == state


FILTERS = [
    Filter("missing", "Chưa nộp", "", _in_state("missing")),
    Filter("submitted", "Chờ duyệt", "amber", _in_state(S.SUBMITTED)),
    Filter("returned", "Trả lại", "red", _in_state(S.RETURNED)),
    Filter("accepted", "Đã duyệt", "green", _in_state(S.ACCEPTED)),
    Filter("late", "Nộp chậm", "red", lambda standing: standing.days_late > 0),
]


def _waits_here(standing: Standing) -> bool:
    """It waits for an answer that is given here; self-scores are answered on the sheet."""
    return standing.state == S.SUBMITTED and standing.due.milestone.kind != SubmissionKind.SELF_SCORE


FITS: dict[str, Callable[[Standing], bool]] = {
    "accept": _waits_here,
    "return": _waits_here,
    "remind": lambda standing: standing.state in ("missing", S.RETURNED),
    "extend": lambda standing: standing.received_at is None or standing.days_late > 0,
}


def fitting(standings: Iterable[Standing]) -> set[str]:
    """The deeds that make sense for at least one of ``standings``; whether they are permitted is asked for each."""
    found = list(standings)
    return {verb for verb, fits in FITS.items() if any(map(fits, found))}


@dataclass(frozen=True)
class MilestoneBoard:
    """One deadline with the standing of every unit."""

    milestone: Milestone
    standings: list[Standing]

    def counts(self) -> list[tuple[Filter, int]]:
        """Each filter with the number of units behind it."""
        return [(one, sum(map(one.holds, self.standings))) for one in FILTERS]

    def chips(self, address: str = "", active: str = "") -> list[dict[str, Any]]:
        """One chip per filter, leading to the units behind its number on the follow-up page at ``address``."""
        return [
            {
                "label": one.label,
                "count": count,
                "tone": one.tone if count else "",
                "active": one.key == active,
                "url": f"{address}?{urlencode({'moc': self.milestone.pk, 'loc': one.key})}#don-vi",
            }
            for one, count in self.counts()
        ]

    def behind(self, key: str) -> list[Standing]:
        """The units behind the filter ``key``; all for an unknown key."""
        chosen = next((one for one in FILTERS if one.key == key), None)
        return [standing for standing in self.standings if chosen is None or chosen.holds(standing)]


def boards(campaign: Campaign, user: Any, now: datetime) -> list[MilestoneBoard]:
    """Every deadline of ``campaign`` with the units that ``user`` follows, in at most eight queries."""
    folders = list(followed_by(campaign, user))
    milestones = list(campaign.milestones.all())
    found = Submission.objects.filter(participation__in=folders)
    submissions = {(one.participation_id, one.kind): one for one in found}
    rows = Delivery.objects.filter(milestone__in=milestones, submission__participation__in=folders)
    deliveries = {(one.submission_id, one.milestone_id): one for one in rows}
    standings: dict[int, list[Standing]] = {milestone.pk: [] for milestone in milestones}
    for due in dues_of(folders, milestones):
        standings[due.milestone.pk].append(_standing(due, submissions, deliveries, now))
    return [MilestoneBoard(milestone, standings[milestone.pk]) for milestone in milestones]


def followed_by(campaign: Campaign, user: Any) -> QuerySet[Participation]:
    """Staff and leaders of the authority (and of the campaign's own standing body) follow all units, the office of a
    bloc's leader those of its bloc.
    """
    folders = participations_of(campaign).order_by("bloc__name", "unit__sort_key")
    if user.is_superuser or campaign.offices & user.unit_ids(Role.STAFF, Role.LEADER, Role.ADMIN):
        return folders
    return folders.filter(
        bloc__memberships__unit__in=user.unit_ids(*BLOC_OFFICE_ROLES),
        bloc__memberships__role=BlocRole.LEADER,
        bloc__memberships__year=campaign.year,
    )


def _standing(
    due: Due,
    submissions: dict[tuple[int, str], Submission],
    deliveries: dict[tuple[uuid.UUID, int], Delivery],
    now: datetime,
) -> Standing:
    folder = due.participation
    submission = submissions.get((folder.pk, due.milestone.kind))
    delivery = deliveries.get((submission.pk, due.milestone.pk)) if submission else None
    late = days_late(due.due_at, delivery.received_at if delivery else now)
    return Standing(folder, submission, delivery, late, due)
