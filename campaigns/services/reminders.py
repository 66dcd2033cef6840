"""Reminders before and after each deadline: a sweep over the database, so that a missed beat repairs itself.

For every deadline and missing unit the latest offset whose day has come is due once (a Reminder row); whoever must hear
of it gets one digest a day that gathers everything. Whoever had one today hears of later reminders at the next.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import islice

from django.db import transaction
from django.urls import reverse

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns import digests
from campaigns.models import Reminder
from campaigns.queries.reminders import LOOK_BACK, UNIT_ROLES, Circle, Group, Missing, missing_now
from campaigns.services.summaries import write_summaries
from core import clock, locks
from organizations.enums import Role
from organizations.models import Notice, User
from organizations.services import BATCH, Letter, deliver

ALL = 0  # the lock of the sweep over everything; milestones have theirs for reminders by hand


def sweep() -> int:
    """Send every reminder and summary that is due now; returns the number of new letters. Running it twice sends
    nothing more; while another worker is at it, there is nothing to do.
    """
    with transaction.atomic():
        if not locks.enter_if_free(locks.SWEEP, ALL):
            return 0
        moment = clock.now()
        return _write_digests(moment) + write_summaries(moment)


@dataclass
class Hearing:
    """What one person must hear: of the own units, and of units that he or she follows."""

    own: list[Group] = field(default_factory=list)
    led: list[Group] = field(default_factory=list)
    run: list[Group] = field(default_factory=list)

    def is_news_after(self, told_at: datetime) -> bool:
        """Something of it was reminded after ``told_at``."""
        return any(group.news_at and group.news_at > told_at for group in (*self.own, *self.led, *self.run))


def _write_digests(moment: datetime) -> int:
    """Queries do not grow with units or people, inserts go by BATCH."""
    missing = missing_now(moment)
    told_at = _tell(missing, moment)
    since = moment - LOOK_BACK
    if not any(at and at > since for at in told_at.values()):
        return 0
    hearings = _hearings(Circle(missing, told_at.get))
    last = _last_digests(moment)
    return _send({pk: one for pk, one in hearings.items() if one.is_news_after(last.get(pk, since))}, moment)


def _tell(missing: list[Missing], moment: datetime) -> dict[Missing, datetime | None]:
    """Write down the reminders that are new and need not wait; when each of ``missing`` was told (None: it waits)."""
    heard = [one for one in missing if not digests.is_quiet(moment, one.due_at)]
    Reminder.objects.bulk_create(
        [
            Reminder(
                milestone_id=one.milestone.pk,
                participation_id=one.folder.pk,
                due_at=one.due_at,
                offset=one.offset,
                sent_at=moment,
            )
            for one in heard
            if one.told_at is None
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return {one: one.told_at or moment for one in heard}


def _hearings(circle: Circle) -> dict[int, Hearing]:
    """What each person must hear, by user id, after the seats they hold."""
    places = {
        "own": (UNIT_ROLES, circle.units),
        "led": (BLOC_OFFICE_ROLES, circle.leaders),
        "run": ((Role.STAFF,), circle.staff),
    }
    hearings: dict[int, Hearing] = defaultdict(Hearing)
    for user_id, role, unit_id in circle.seats():
        for name, (roles, groups) in places.items():
            heard = getattr(hearings[user_id], name)
            if role in roles and unit_id in groups and groups[unit_id] not in heard:
                heard.append(groups[unit_id])
    return hearings


def digest_key(moment: datetime) -> str:
    """The cause of a day's digest: one per person."""
    return f"digest:{moment.date()}"


def _last_digests(moment: datetime) -> dict[int, datetime]:
    """When each person had the latest digest within LOOK_BACK, by user id; whoever had one today has until midnight."""
    keys = [digest_key(moment - timedelta(days=days)) for days in range(LOOK_BACK.days + 1)]
    rows = Notice.objects.filter(dedupe__in=keys).order_by("created_at")
    return {
        user_id: moment if key == digest_key(moment) else at
        for user_id, key, at in rows.values_list("recipient_id", "dedupe", "created_at")
    }


def _send(hearings: dict[int, Hearing], moment: datetime) -> int:
    """Write the letters, BATCH people at a time."""
    write = _writer(moment)
    waiting = iter(sorted(hearings))
    sent = 0
    while batch := list(islice(waiting, BATCH)):
        people = User.objects.filter(pk__in=batch).only("email", "full_name", "username")
        sent += deliver(write(person, hearings[person.pk]) for person in people)
    return sent


def _writer(moment: datetime) -> Callable[[User, Hearing], Letter]:
    """Writes one person's digest; what several people read alike is put into words once."""
    own_part = cache(lambda group: digests.own_part(group.missing, moment))
    bloc_part = cache(lambda group: digests.bloc_part(group.missing, moment))
    staff_part = cache(lambda group: digests.staff_part(group.missing, moment))

    def write(person: User, hearing: Hearing) -> Letter:
        own = [one for group in hearing.own for one in group.missing]
        followed = [one for group in (*hearing.led, *hearing.run) for one in group.missing]
        parts = [*map(own_part, hearing.own), *map(bloc_part, hearing.led), *map(staff_part, hearing.run)]
        return Letter(
            person, digests.subject(own, followed, moment), "\n\n".join(parts), _page(own, followed), digest_key(moment)
        )

    return write


def _page(own: list[Missing], followed: list[Missing]) -> str:
    """Where to go on: the worklist for own duties, else where the first of the units is followed."""
    if own:
        return reverse("home")
    return reverse("campaigns:follow_up", args=[followed[0].milestone.campaign.code])
