"""What lies ahead and behind for one person: deadlines, waves, review windows; and the feeds of their calendars."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError

from campaigns.enums import CampaignState, ExtensionState, SubmissionState
from campaigns.models import CalendarFeed, Campaign, Extension, Milestone, Participation, ReviewWindow, Wave
from campaigns.queries.duties import Owed, owed_by, urgency
from campaigns.queries.reminders import UNIT_ROLES
from core.dates import deadline_reading, local_day, long_date, time_left

SIGNER = signing.Signer(sep=".", salt="campaigns.calendar")
SHOWN = (CampaignState.LAUNCHED, CampaignState.CLOSED)


@dataclass(frozen=True)
class Dated:
    """A deadline as it holds for one person: ``owed`` by the own units (empty for those who only look on)."""

    milestone: Milestone
    due_at: datetime
    owed: list[Owed]

    @property
    def last_day(self) -> date:
        """The last day on which one is in time."""
        return local_day(self.due_at - timedelta(microseconds=1))


def dated(user: Any) -> list[Dated]:
    """The deadlines that concern ``user``, the earliest first: all of the campaigns of the own office, else those that
    hold for an own unit, by the earliest of the own units' days. Seven queries, however many.
    """
    visible = Campaign.objects.visible_to(user).filter(state__in=SHOWN).values("pk")
    milestones = list(
        Milestone.objects.filter(campaign__in=visible).select_related(
            "campaign__authority__standing_body", "campaign__standing_body", "campaign__bloc"
        )
    )
    folders = Participation.objects.filter(unit__in=user.unit_ids(), campaign__state__in=SHOWN)
    owed: dict[int, list[Owed]] = defaultdict(list)
    for one in owed_by(folders.select_related("unit", "bloc", "campaign")):
        owed[one.milestone.pk].append(one)
    found = [
        Dated(milestone, min((one.due_at for one in owed[milestone.pk]), default=milestone.due_at), owed[milestone.pk])
        for milestone in milestones
        if owed[milestone.pk] or looks_on(user, milestone.campaign)
    ]
    return sorted(found, key=lambda one: (one.due_at, one.milestone.pk))


def looks_on(user: Any, campaign: Campaign) -> bool:
    """Whether the person sits where the campaign is run, and so sees the deadlines of all units."""
    return user.is_superuser or bool(campaign.offices & user.unit_ids())


@dataclass(frozen=True)
class Entry:
    """One line of the calendar; ``is_duty``: an own unit still has to file."""

    first: date
    last: date
    title: str
    when: str
    campaign: Campaign
    kind: str
    state: str
    tone: str
    is_duty: bool


@dataclass(frozen=True)
class Month:
    """The entries of one month, by day."""

    label: str
    entries: list[Entry]


def entries(user: Any, now: datetime) -> list[Entry]:
    """Everything dated that ``user`` may see, by last day."""
    deadlines = dated(user)
    visible = Campaign.objects.visible_to(user).filter(state__in=SHOWN).values("pk")
    waves = Wave.objects.filter(campaign__in=visible).select_related("campaign")
    windows = ReviewWindow.objects.filter(campaign__in=visible).select_related("campaign")
    own = user.unit_ids(*UNIT_ROLES)
    found = [_of_deadline(one, own, now) for one in deadlines]
    found += [_of_period(one, "Đợt thi đua", now.date()) for one in waves]
    found += [_of_period(one, one.get_kind_display(), now.date()) for one in windows]
    return sorted(found, key=lambda one: (one.last, one.first, one.title))


def months(found: Iterable[Entry], today: date) -> tuple[list[Month], list[Month]]:
    """The months from ``today`` on, and those that are over, the latest first."""
    every = list(found)
    ahead = [one for one in every if one.last >= today]
    past = [one for one in every if one.last < today]
    return _by_month(ahead), _by_month(past)[::-1]


def _by_month(found: list[Entry]) -> list[Month]:
    by_month = groupby(found, key=lambda one: f"Tháng {one.last.month}/{one.last.year}")
    return [Month(label, list(of_month)) for label, of_month in by_month]


def _of_deadline(one: Dated, own: set[int], now: datetime) -> Entry:
    """Marked while an own unit still has to file; filed, or how far the deadline is."""
    open_ = [duty for duty in one.owed if not duty.is_met and duty.participation.unit_id in own]
    if one.owed and all(duty.is_met for duty in one.owed):
        state, tone = "đã nộp", "green"
    elif open_ or now < one.due_at:
        state, tone = time_left(now, one.due_at), urgency(one.due_at, now)
    else:
        state, tone = "đã qua", "grey"
    returned = any(duty.submission and duty.submission.state == SubmissionState.RETURNED for duty in open_)
    return Entry(
        one.last_day,
        one.last_day,
        one.milestone.name,
        deadline_reading(one.due_at),
        one.milestone.campaign,
        "Bị trả lại, hạn nộp" if returned else "Hạn nộp",
        state,
        tone,
        bool(open_),
    )


def _of_period(period: Wave | ReviewWindow, kind: str, today: date) -> Entry:
    """A wave or a review window: from when to when, and whether it is going on."""
    going_on = period.starts_on <= today <= period.ends_on
    return Entry(
        period.starts_on,
        period.ends_on,
        period.name,
        f"từ {long_date(period.starts_on)} đến {long_date(period.ends_on)}",
        period.campaign,
        kind,
        "đang diễn ra" if going_on else "",
        "blue",
        False,
    )


def changes(found: Iterable[Dated]) -> dict[int, list[datetime]]:
    """When each deadline (by milestone id) was put off, for everybody or for an own unit. One query."""
    units = {one.milestone.pk: {duty.participation.unit_id for duty in one.owed} for one in found}
    rows = Extension.objects.filter(milestone__in=units, state=ExtensionState.GRANTED)
    moved: dict[int, list[datetime]] = defaultdict(list)
    for milestone, unit, at in rows.order_by("decided_at").values_list("milestone_id", "unit_id", "decided_at"):
        if at is not None and (unit is None or unit in units[milestone]):
            moved[milestone].append(at)
    return moved


def living_feed(user: Any) -> CalendarFeed | None:
    """The feed of ``user`` that answers now."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def token_of(feed: CalendarFeed) -> str:
    """The secret part of the feed's address: its id, signed. Nothing of it is stored."""
    return SIGNER.sign(feed.pk.hex)


def feed_behind(token: str) -> CalendarFeed | None:
    """The living feed of an active person with this token; None for a forged or revoked one."""
    try:
        key = SIGNER.unsign(token)
        found = CalendarFeed.objects.filter(pk=key, revoked_at=None, user__is_active=True)
        return found.select_related("user").first()
    except (signing.BadSignature, ValidationError):
        return None
