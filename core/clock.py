"""The one clock of the product: the database's time, moved by the date a demo assumes.

Deadlines, receipts, reminders and documents all read it; nothing else may ask for the time (a test holds that).
The campaigns of the demo lie in 2021 and 2024, so a demo may assume a date; production refuses to.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from core.compiled import compiled
from core.dates import VIETNAM
from core.exceptions import Refused
from core.models import AssumedClock

# How long after an instant what had arrived before it may still be worked off (integrity C1, step 4); the proxy gives
# up on an answer before that (deploy/nginx.conf).
DRAINING = timedelta(seconds=120)


@dataclass(frozen=True)
class Reading:
    """One look at the clock: the present instant (aware, Vietnamese time), and whether a demo assumes it."""

    now: datetime
    is_assumed: bool


def read() -> Reading:
    """Look at the clock once."""
    moved_by = offset()
    return Reading((real_now() + moved_by).astimezone(VIETNAM), bool(moved_by))


def now() -> datetime:
    """The present instant (aware, Vietnamese time); ask again after waiting for a lock."""
    return read().now


def today() -> date:
    """The present day in Vietnam."""
    return now().date()


def received(arrived_at: datetime | None) -> datetime:
    """When something counts as received that is being dealt with now.

    ``arrived_at`` (real time) is when the proxy had it whole; it counts if it lies within DRAINING before now, else the
    present instant does. Ask for it after the lock that those enter who must not slip past.
    """
    moved_by = offset()
    moment = real_now()
    if arrived_at is not None and moment - DRAINING <= arrived_at <= moment:
        moment = arrived_at
    return (moment + moved_by).astimezone(VIETNAM)


def offset() -> timedelta:
    """How far the assumed date lies from the real one; zero outside a demo."""
    if not settings.DEMO:
        return timedelta()
    return next(iter(_assumed()), timedelta())


@compiled
def _assumed() -> QuerySet[AssumedClock, timedelta]:
    return AssumedClock.objects.order_by("pk").values_list("offset", flat=True)[:1]


def assume(moment: datetime | None) -> None:
    """Let the demo believe it is ``moment`` (None: the real time again). Refused by production settings."""
    if not settings.DEMO:
        raise Refused("Ngày giả định chỉ dùng cho bản chạy thử; hệ thống thật luôn theo giờ của máy chủ dữ liệu.")
    AssumedClock.objects.all().delete()
    if moment is not None:
        AssumedClock.objects.create(offset=moment - real_now())


def real_now() -> datetime:
    """The database's time without any assumption, for the machinery: jobs, mail, signs of life.

    PostgreSQL: the server's wall clock, not the statement's; SQLite runs in this process and shares its clock.
    """
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
