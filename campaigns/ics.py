"""Deadlines as a calendar program reads them (RFC 5545). Pure: no database, no clock, so that the same deadlines give
the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from core.dates import VIETNAM, local_day

DAY_BEFORE = timedelta(days=-1)
MORNING_BEFORE = timedelta(hours=-16)  # a whole day begins at midnight: nobody wants to be woken then, 08:00 is better


@dataclass(frozen=True)
class Happening:
    """One deadline: ``due_at`` half-open; ``changed`` counts how often it was put off, ``changed_at`` when last."""

    uid: str
    due_at: datetime
    summary: str
    description: str
    url: str
    changed: int
    changed_at: datetime


def written(happenings: Iterable[Happening], name: str) -> bytes:
    """The calendar called ``name``, one event per deadline."""
    calendar = Calendar()
    calendar.add("prodid", "-//thiduaweb//thi dua//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", VIETNAM.key)
    for happening in happenings:
        calendar.add_component(_event(happening))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def starts(due_at: datetime) -> date | datetime:
    """Where the deadline stands in a calendar: the whole last day for "đến hết ngày", else its instant."""
    local = due_at.astimezone(VIETNAM)
    return local_day(due_at - timedelta(microseconds=1)) if local.time() == time() else local


def _event(happening: Happening) -> Event:
    start = starts(happening.due_at)
    event = Event()
    event.add("uid", happening.uid)
    event.add("dtstamp", happening.changed_at)
    event.add("last-modified", happening.changed_at)
    event.add("sequence", happening.changed)
    event.add("dtstart", start)
    event.add("summary", happening.summary)
    event.add("description", happening.description)
    event.add("url", happening.url)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(happening.summary, DAY_BEFORE if isinstance(start, datetime) else MORNING_BEFORE))
    return event


def _alarm(summary: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", trigger)
    return alarm
