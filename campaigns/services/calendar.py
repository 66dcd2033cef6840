"""The address under which a calendar program reads one person's deadlines: made, revoked, read."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from campaigns import digests, ics
from campaigns.models import CalendarFeed
from campaigns.queries.calendar import Dated, changes, dated
from core import audit, clock
from core.authz import require
from core.dates import deadline_reading


@transaction.atomic(durable=True)
def make_feed(*, by: Any) -> CalendarFeed:
    """Give the person an address; the one that lives already, if there is one."""
    require(by, "campaigns.keep_calendar_feed")
    feed, is_new = CalendarFeed.objects.get_or_create(user=by, revoked_at=None, defaults={"created_at": clock.now()})
    if is_new:
        audit.record("calendar.made", on=feed, by=by)
    return feed


@transaction.atomic(durable=True)
def revoke_feed(*, by: Any) -> None:
    """From now on the person's address answers no more; a new one can be made."""
    require(by, "campaigns.keep_calendar_feed")
    for feed in CalendarFeed.objects.select_for_update().filter(user=by, revoked_at=None):
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        audit.record("calendar.revoked", on=feed, by=by)


def calendar_file(user: Any) -> bytes:
    """The deadlines of ``user`` as an .ics file."""
    found = dated(user)
    moved = changes(found)
    return ics.written([_happening(one, moved.get(one.milestone.pk, [])) for one in found], "Lịch thi đua")


def _happening(one: Dated, moved: list[Any]) -> ics.Happening:
    milestone = one.milestone
    campaign = milestone.campaign
    units = ", ".join(duty.participation.unit.short_name for duty in one.owed)
    lines = [
        f"Hạn {deadline_reading(one.due_at)}.",
        f"Nơi nhận: {digests.addressee(milestone)}.",
        f"{campaign.heading} – {campaign.title}",
        *([f"Đơn vị: {units}."] if units else []),
    ]
    return ics.Happening(
        uid=f"milestone-{milestone.pk}@thiduaweb",
        due_at=one.due_at,
        summary=f"Hạn: {milestone.name} – {milestone.campaign.heading}",
        description="\n".join(lines),
        url=urljoin(settings.BASE_URL, reverse("campaigns:detail", args=[campaign.code])),
        changed=len(moved),
        changed_at=max([*moved, *filter(None, [campaign.launched_at])]),
    )
