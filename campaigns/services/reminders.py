"""Reminders before and after each deadline: a sweep over the database, so that a missed beat repairs itself.

For every milestone the latest offset whose day has come is due; the dedupe key of the letter makes sure that each
person gets it once, however often the sweep runs.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from blocs.enums import BlocRole
from blocs.models import Membership
from campaigns.enums import Addressee, CampaignState
from campaigns.models import Milestone, Participation
from campaigns.queries.duties import missing_at
from core import clock, locks
from core.dates import deadline_reading, local_day, time_left
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify

# A milestone that has been over for longer than its last offset and this is history: nobody is reminded of it.
KEPT_AFTER_LAST_OFFSET = timedelta(days=7)


def sweep() -> int:
    """Send every reminder that is due now; returns the number of new letters. Running it twice sends nothing more."""
    moment = clock.now()
    return sum(_remind(milestone, moment) for milestone in _open_milestones())


def offset_due(milestone: Milestone, today: date) -> int | None:
    """The latest of the milestone's offsets (days from its last day in time) whose day has come; None before the first
    and long after the last.
    """
    last_day = local_day(milestone.due_at - timedelta(microseconds=1))
    passed = (today - last_day).days
    reached = [offset for offset in milestone.reminder_offsets if offset <= passed]
    if not reached or passed > max(milestone.reminder_offsets) + KEPT_AFTER_LAST_OFFSET.days:
        return None
    return max(reached)


def _open_milestones() -> list[Milestone]:
    return list(
        Milestone.objects.filter(campaign__state=CampaignState.LAUNCHED).select_related(
            "campaign__bloc", "campaign__authority__standing_body", "campaign__standing_body", "campaign__parent"
        )
    )


@transaction.atomic
def _remind(milestone: Milestone, moment: datetime) -> int:
    """Write to the units that are missing at one milestone, and tell the leaders of their blocs who is missing."""
    offset = offset_due(milestone, moment.date())
    if offset is None:
        return 0
    locks.enter_exclusive(locks.SWEEP, milestone.pk)
    missing = list(missing_at(milestone))
    if not missing:
        return 0
    key = f"remind:{milestone.pk}:{offset}"
    return _write_to_units(milestone, missing, moment, key) + _write_to_leaders(milestone, missing, key)


def _write_to_units(milestone: Milestone, missing: list[Participation], moment: datetime, key: str) -> int:
    left = time_left(moment, milestone.due_at)
    return notify(
        people_at([folder.unit_id for folder in missing], Role.OFFICER, Role.HEAD),
        title=f"{milestone.get_kind_display()}: {left}",
        body=(
            f"{milestone.name}, hạn {deadline_reading(milestone.due_at)}, {left}. "
            f"Nơi nhận: {_addressee(milestone)}. Đơn vị chưa nộp; hãy mở Bàn làm việc để soạn và nộp."
        ),
        url=reverse("home"),
        dedupe=key,
    )


def _write_to_leaders(milestone: Milestone, missing: list[Participation], key: str) -> int:
    """The office of each bloc's leader gets the list of its missing members."""
    by_bloc: dict[int, list[str]] = defaultdict(list)
    for folder in missing:
        by_bloc[folder.bloc_id].append(folder.unit.short_name)
    leaders = Membership.objects.filter(bloc__in=by_bloc, year=milestone.campaign.year, role=BlocRole.LEADER)
    return sum(
        notify(
            people_at([leader.unit_id], Role.BLOC_SECRETARY),
            title=f"{milestone.get_kind_display()}: {len(by_bloc[leader.bloc_id])} đơn vị trong khối chưa nộp",
            body=f"Chưa nộp: {', '.join(by_bloc[leader.bloc_id])}. Hạn {deadline_reading(milestone.due_at)}.",
            url=reverse("campaigns:follow_up", args=[(milestone.campaign.parent or milestone.campaign).code]),
            dedupe=f"{key}:bloc",
        )
        for leader in leaders
    )


def _addressee(milestone: Milestone) -> str:
    if milestone.addressee == Addressee.BLOC_LEADER:
        return "Trưởng khối"
    return milestone.campaign.standing_body_name
