"""Who must be reminded of which deadline now, and who was reminded when. Set by set: the number of queries does not
grow with the number of units.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q

from blocs.enums import BlocRole
from blocs.models import Membership
from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.enums import Addressee, CampaignState, ExtensionState, SubmissionState
from campaigns.models import Campaign, Extension, Milestone, Participation, Reminder, Submission
from campaigns.queries.deadlines import barrier_of, binding, due_dates
from core.dates import local_day
from organizations.enums import Role
from organizations.models import Seat

# A deadline that has been over for longer than its last offset and this is history: nobody is reminded of it.
KEPT_AFTER_LAST_OFFSET = timedelta(days=7)
# Who had a digest earlier on a day hears of what was reminded after it at the next; this spans a weekend.
LOOK_BACK = timedelta(days=4)
MET = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)
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
    """Deadlines with the units of their campaigns, and how far each unit's submissions are.

    ``folders`` by campaign id, in alphabetical order by bloc and unit; ``states`` by (participation id, kind).
    """

    milestones: list[Milestone]
    folders: dict[int, list[Participation]]
    states: dict[tuple[int, str], str]
    binds: Callable[[Milestone, Participation], bool]

    def owing(self, milestone: Milestone) -> Iterator[Participation]:
        """The units that ``milestone`` binds."""
        return (one for one in self.folders.get(barrier_of(milestone.campaign), []) if self.binds(milestone, one))

    def state(self, milestone: Milestone, folder: Participation) -> str:
        """The state of the unit's submission; a draft while nothing was begun."""
        return self.states.get((folder.pk, milestone.kind), SubmissionState.DRAFT)


def _campaign_of_units(milestone: Milestone) -> Campaign:
    """The campaign in which the units take part: for a bloc's plan the one above it."""
    plan = milestone.campaign
    return plan.parent if plan.parent and plan.bloc_id else plan


def running_milestones() -> list[Milestone]:
    """The deadlines of all campaigns that run, with their campaigns."""
    return list(
        Milestone.objects.filter(campaign__state=CampaignState.LAUNCHED).select_related(
            "campaign__bloc", "campaign__authority__standing_body", "campaign__standing_body", "campaign__parent"
        )
    )


def roll_of(milestones: list[Milestone]) -> Roll:
    """Units and states for ``milestones``. Two queries, two more where a deadline binds not everybody."""
    campaigns = {one.pk: one for one in map(_campaign_of_units, milestones)}
    folders: dict[int, list[Participation]] = defaultdict(list)
    found = Participation.objects.filter(campaign__in=list(campaigns)).select_related("unit", "bloc")
    names = ("campaign_id", "unit_id", "bloc_id", "unit__short_name", "bloc__name")
    for folder in found.only(*names).order_by("bloc__name", "unit__sort_key"):
        folder.campaign = campaigns[folder.campaign_id]
        folders[folder.campaign_id].append(folder)
    begun = Submission.objects.filter(
        participation__campaign__in=list(campaigns), kind__in={one.kind for one in milestones}
    ).exclude(state=SubmissionState.DRAFT)
    states = {(owner, kind): state for owner, kind, state in begun.values_list("participation_id", "kind", "state")}
    return Roll(milestones, folders, states, binding(milestones))


@dataclass(frozen=True, eq=False)
class Missing:
    """One unit that has not met one deadline of which it must be reminded by now; a thing of its own, not a value.

    ``told_at``: when the reminder of this offset was written; None when it was not.
    """

    milestone: Milestone
    folder: Participation
    due_at: datetime
    offset: int
    is_returned: bool
    told_at: datetime | None


def missing_now(moment: datetime) -> list[Missing]:
    """Every unit that is missing at a deadline whose first reminder has come and that is not yet history, by deadline.
    Six queries, however many units.
    """
    granted = Extension.objects.filter(state=ExtensionState.GRANTED, unit__isnull=False)
    put_off = set(granted.values_list("milestone_id", flat=True))
    near = [one for one in running_milestones() if _is_near(one, moment, put_off)]
    if not near:
        return []
    roll = roll_of(near)
    owed = list(_owed_now(roll, moment.date()))
    told = _told(near, {offset for *_, offset in owed})
    missing = [
        Missing(
            milestone,
            folder,
            due_at,
            offset,
            roll.state(milestone, folder) == SubmissionState.RETURNED,
            told.get((milestone.pk, folder.pk, due_at, offset)),
        )
        for milestone, folder, due_at, offset in owed
    ]
    return sorted(missing, key=lambda one: (one.due_at, one.milestone.pk))


def _is_near(milestone: Milestone, moment: datetime, put_off: set[int]) -> bool:
    """Reminders may be due: by its own day, or by the later day of a unit for which it was put off."""
    offsets = milestone.reminder_offsets
    if not offsets or local_day(milestone.due_at) + timedelta(days=min(offsets) - 1) > moment.date():
        return False
    return milestone.pk in put_off or offset_due(offsets, milestone.due_at, moment.date()) is not None


def _owed_now(roll: Roll, today: date) -> Iterator[tuple[Milestone, Participation, datetime, int]]:
    due_of = due_dates(roll.milestones)
    offsets: dict[tuple[int, datetime], int | None] = {}
    for milestone in roll.milestones:
        for folder in roll.owing(milestone):
            if roll.state(milestone, folder) in MET:
                continue
            due_at = due_of(milestone, folder)
            key = (milestone.pk, due_at)
            if key not in offsets:
                offsets[key] = offset_due(milestone.reminder_offsets, due_at, today)
            if (offset := offsets[key]) is not None:
                yield milestone, folder, due_at, offset


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
        """Each unit, with what it has not filed."""
        return self._by(lambda one: [one.folder.unit_id])

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
        return self._by(lambda one: standing_offices(one.milestone.campaign) if _goes_to_staff(one.milestone) else [])

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


def standing_offices(campaign: Campaign) -> set[int]:
    """The units whose staff run ``campaign``: its authority, and its own standing body if it has one."""
    return {office for office in (campaign.authority_id, campaign.standing_body_id) if office}


def _goes_to_staff(milestone: Milestone) -> bool:
    return milestone.addressee == Addressee.STANDING_BODY
