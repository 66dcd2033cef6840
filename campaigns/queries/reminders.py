"""Who must be reminded of which deadline now, and who was reminded when. Set by set: the number of queries does not
grow with the number of units.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain

from django.db.models import Q

from blocs.enums import BlocRole
from blocs.models import Membership
from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.enums import FILED, Addressee, CampaignState, ExtensionState, SubmissionState
from campaigns.models import Extension, Milestone, Participation, Reminder, Submission
from campaigns.queries.deadlines import Due, barrier_of, dues_of
from core.dates import local_day
from organizations.enums import Role
from organizations.models import Seat

# A deadline that has been over for longer than its last offset and this is history: nobody is reminded of it.
KEPT_AFTER_LAST_OFFSET = timedelta(days=7)
# Who had a digest earlier on a day hears of what was reminded after it at the next; this spans a weekend.
LOOK_BACK = timedelta(days=4)
UNIT_ROLES = (Role.OFFICER, Role.HEAD)


def offset_due(offsets: list[int], due_at: datetime, today: date) -> int | None:
    """The latest of the offsets (days from the last day in time) whose day has come; None before the first and long
    after the last.
    """
    last_day = local_day(due_at - timedelta(microseconds=1))
    passed = (today - last_day).days
    reached = [offset for offset in offsets if offset <= passed]
    if not reached or passed > max(offsets) + KEPT_AFTER_LAST_OFFSET.days:
        return None
    return max(reached)


@dataclass(frozen=True)
class Roll:
    """Deadlines with the units they bind, and how far each unit's submissions are.

    ``dues`` by milestone id, in alphabetical order by bloc and unit; ``states`` by (participation id, kind).
    """

    milestones: list[Milestone]
    dues: dict[int, list[Due]]
    states: dict[tuple[int, str], str]

    def owing(self, milestone: Milestone) -> list[Due]:
        """The units that ``milestone`` binds, each with its own instant."""
        return self.dues.get(milestone.pk, [])

    def state(self, due: Due) -> str:
        """The state of the unit's submission; a draft while nothing was begun."""
        return self.states.get((due.participation.pk, due.milestone.kind), SubmissionState.DRAFT)


def running_milestones() -> list[Milestone]:
    """The deadlines of all campaigns that run, with their campaigns; a bloc's plan runs while the one above does."""
    return list(
        Milestone.objects.filter(
            Q(campaign__bloc=None) | Q(campaign__parent__state=CampaignState.LAUNCHED),
            campaign__state=CampaignState.LAUNCHED,
        ).select_related("campaign__bloc", "campaign__authority__standing_body", "campaign__standing_body")
    )


def roll_of(milestones: list[Milestone]) -> Roll:
    """Units and states for ``milestones``. Three queries, two more where a deadline binds not everybody."""
    campaigns = {barrier_of(one.campaign) for one in milestones}
    folders = Participation.objects.filter(campaign__in=campaigns).select_related("unit", "bloc")
    names = ("campaign_id", "unit_id", "bloc_id", "unit__short_name", "bloc__name")
    dues: dict[int, list[Due]] = defaultdict(list)
    for due in dues_of(folders.only(*names).order_by("bloc__name", "unit__sort_key"), milestones):
        dues[due.milestone.pk].append(due)
    begun = Submission.objects.filter(
        participation__campaign__in=campaigns, kind__in={one.kind for one in milestones}
    ).exclude(state=SubmissionState.DRAFT)
    states = {(owner, kind): state for owner, kind, state in begun.values_list("participation_id", "kind", "state")}
    return Roll(milestones, dict(dues), states)


@dataclass(frozen=True, eq=False)
class Missing:
    """One unit that has not met one deadline of which it must be reminded by now; a thing of its own, not a value.

    ``may_file``: the unit itself hears of it, for it would be taken now; ``told_at``: when the reminder of this offset
    was written, None when it was not.
    """

    due: Due
    offset: int
    is_returned: bool
    may_file: bool
    told_at: datetime | None

    @property
    def milestone(self) -> Milestone:
        """The deadline."""
        return self.due.milestone

    @property
    def folder(self) -> Participation:
        """The unit's place in the campaign."""
        return self.due.participation

    @property
    def due_at(self) -> datetime:
        """The first instant that is too late for this unit."""
        return self.due.due_at


def missing_now(moment: datetime) -> list[Missing]:
    """Every unit that is missing at a deadline whose first reminder has come and that is not yet history, by deadline.
    Six queries, two more where a deadline binds not everybody, however many units.
    """
    granted = Extension.objects.filter(state=ExtensionState.GRANTED, unit__isnull=False)
    put_off = set(granted.values_list("milestone_id", flat=True))
    near = [one for one in running_milestones() if _is_near(one, moment, put_off)]
    if not near:
        return []
    roll = roll_of(near)
    owed = list(_owed_now(roll, moment.date()))
    told = _told(near, {offset for _, offset in owed})
    missing = [
        Missing(
            due,
            offset,
            is_returned := roll.state(due) == SubmissionState.RETURNED,
            is_returned or due.takes(moment),
            told.get((due.milestone.pk, due.participation.pk, due.due_at, offset)),
        )
        for due, offset in owed
    ]
    return sorted(missing, key=lambda one: (one.due_at, one.milestone.pk))


def _is_near(milestone: Milestone, moment: datetime, put_off: set[int]) -> bool:
    """Reminders may be due: by its own day, or by the later day of a unit for which it was put off."""
    offsets = milestone.reminder_offsets
    if not offsets or local_day(milestone.due_at) + timedelta(days=min(offsets) - 1) > moment.date():
        return False
    return milestone.pk in put_off or offset_due(offsets, milestone.due_at, moment.date()) is not None


def _owed_now(roll: Roll, today: date) -> Iterator[tuple[Due, int]]:
    offsets: dict[tuple[int, datetime], int | None] = {}
    for due in chain.from_iterable(map(roll.owing, roll.milestones)):
        if roll.state(due) in FILED:
            continue
        key = (due.milestone.pk, due.due_at)
        if key not in offsets:
            offsets[key] = offset_due(due.milestone.reminder_offsets, due.due_at, today)
        if (offset := offsets[key]) is not None:
            yield due, offset


def _told(milestones: list[Milestone], offsets: set[int]) -> dict[tuple[int, int, datetime, int], datetime]:
    """When the schedule wrote which reminder."""
    rows = Reminder.objects.filter(milestone__in=milestones, offset__in=offsets).values_list(
        "milestone_id", "participation_id", "due_at", "offset", "sent_at"
    )
    return {tuple(key): sent_at for *key, sent_at in rows}  # type: ignore[misc]


@dataclass(eq=False)
class Group:
    """What the people in some roles at one unit hear of: ``news_at`` is when the newest of it was reminded. A thing of
    its own, not a value.
    """

    missing: list[Missing] = field(default_factory=list)
    news_at: datetime | None = None

    def add(self, one: Missing, told_at: datetime | None) -> None:
        """Take in one more; ``told_at`` None: it must still wait."""
        self.missing.append(one)
        if told_at is not None:
            self.news_at = max(self.news_at or told_at, told_at)


@dataclass(frozen=True)
class Circle:
    """Who hears of what is missing, each by unit id: the units themselves, the offices of the blocs' leaders, the staff
    of authorities and standing bodies.
    """

    missing: list[Missing]
    told_at: Callable[[Missing], datetime | None]

    @cached_property
    def units(self) -> dict[int, Group]:
        """Each unit, with what it has not filed and may file."""
        return self._by(lambda one: [one.folder.unit_id] if one.may_file else [])

    @cached_property
    def leaders(self) -> dict[int, Group]:
        """Each unit that leads a bloc, with the bloc's members that are missing. One query."""
        seats = Membership.objects.filter(
            role=BlocRole.LEADER,
            bloc__in={one.folder.bloc_id for one in self.missing},
            year__in={one.milestone.campaign.year for one in self.missing},
        )
        leading = {(bloc, year): unit for bloc, year, unit in seats.values_list("bloc_id", "year", "unit_id")}
        return self._by(lambda one: [leading.get((one.folder.bloc_id, one.milestone.campaign.year))])

    @cached_property
    def staff(self) -> dict[int, Group]:
        """Each authority and standing body, with the units that are missing at deadlines addressed to it."""
        return self._by(lambda one: one.milestone.campaign.offices if _goes_to_staff(one.milestone) else [])

    def _by(self, hearers: Callable[[Missing], Iterable[int | None]]) -> dict[int, Group]:
        groups: dict[int, Group] = defaultdict(Group)
        for one in self.missing:
            for unit_id in hearers(one):
                if unit_id is not None:
                    groups[unit_id].add(one, self.told_at(one))
        return dict(groups)

    def seats(self) -> list[tuple[int, str, int]]:
        """(user id, role, unit id) of everybody who may hear something. One query."""
        asked = {one.folder.campaign_id for one in self.missing}
        taking_part = Participation.objects.filter(campaign__in=asked).values("unit")
        wanted = (
            Q(role__in=UNIT_ROLES, unit__in=taking_part)
            | Q(role__in=BLOC_OFFICE_ROLES, unit__in=list(self.leaders))
            | Q(role=Role.STAFF, unit__in=list(self.staff))
        )
        living = Seat.objects.filter(wanted, ended_on=None, user__is_active=True)
        return list(living.order_by("user_id", "pk").values_list("user_id", "role", "unit_id"))


def _goes_to_staff(milestone: Milestone) -> bool:
    return milestone.addressee == Addressee.STANDING_BODY
