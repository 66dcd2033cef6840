"""Where a deadline goes that an outage of the system fell upon. Pure.

The figures are those of the national procurement network (TT 08/2022/TT-BKHĐT): what was due between the failure and
two hours after the recovery is due six hours after the recovery; if that is after 17:00, at 9:00 of the next working
day. Where staff puts the deadlines off only when that instant is over too, it would help nobody: then the present
counts instead of the recovery, rounded up to a full hour (so that a preview holds until the hour is over).
"""

from datetime import date, datetime, time, timedelta

from core.dates import VIETNAM

AFFECTED_AFTER_RECOVERY = timedelta(hours=2)
MOVED_BY = timedelta(hours=6)
OFFICE_CLOSES = time(17)
OFFICE_OPENS = time(9)
WEEKEND = (5, 6)
# Holidays of a fixed day (Bộ luật Lao động 2019, Điều 112); those of the lunar calendar staff see in the preview.
HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}


def hours_refused(failed_at: datetime, recovered_at: datetime, now: datetime) -> str:
    """The sentence for hours that are no outage which is over at ``now``; "" for others."""
    if recovered_at < failed_at:
        return "Thời điểm khôi phục trước thời điểm xảy ra sự cố."
    if recovered_at > now:
        return "Thời điểm khôi phục chưa đến; chỉ gia hạn sau khi hệ thống đã hoạt động lại."
    return ""


def is_affected(due_at: datetime, *, failed_at: datetime, recovered_at: datetime) -> bool:
    """Whether the deadline lies between the failure and two hours after the recovery, both included."""
    return failed_at <= due_at <= recovered_at + AFFECTED_AFTER_RECOVERY


def new_deadline(recovered_at: datetime, now: datetime) -> datetime:
    """The deadline after an outage that ended at ``recovered_at`` (aware), put off at ``now``: always ahead of it."""
    return _from_today(now) if comes_late(recovered_at, now) else moved_to(recovered_at)


def comes_late(recovered_at: datetime, now: datetime) -> bool:
    """Whether the instant that the recovery leads to is over at ``now``."""
    return moved_to(recovered_at) <= now


def _from_today(now: datetime) -> datetime:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return moved_to(hour if hour == now else hour + timedelta(hours=1))


def moved_to(recovered_at: datetime) -> datetime:
    """The deadline after an outage that ended at ``recovered_at`` (aware), the same for all that were affected."""
    recovered = recovered_at.astimezone(VIETNAM)
    moved = recovered + MOVED_BY
    if moved <= datetime.combine(recovered.date(), OFFICE_CLOSES, tzinfo=VIETNAM):
        return moved
    return datetime.combine(_next_working_day(recovered.date()), OFFICE_OPENS, tzinfo=VIETNAM)


def _next_working_day(day: date) -> date:
    """The first day after ``day`` that is neither a weekend nor a holiday of a fixed day."""
    following = day + timedelta(days=1)
    while following.weekday() in WEEKEND or (following.month, following.day) in HOLIDAYS:
        following += timedelta(days=1)
    return following
