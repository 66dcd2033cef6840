"""Reminders by hand: staff, or a bloc leader's office, write to chosen units that have not filed yet."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns import digests
from campaigns.models import Milestone, Participation, Reminder
from campaigns.queries.deadlines import due_dates
from campaigns.queries.reminded import candidates, people_of
from core import audit, clock, locks
from core.authz import require
from core.dates import VIETNAM, deadline_reading
from core.exceptions import Refused
from organizations.services import notify


@dataclass(frozen=True)
class Draft:
    """A letter as it will be read, and the units that get it: all that have the same deadline."""

    title: str
    body: str
    folders: list[Participation]


def suggestion(milestone: Milestone, now: datetime) -> str:
    """The words that a reminder begins with; where lateness is not taken, only those hear that have longer."""
    what = f"{milestone.get_kind_display()} ({milestone.campaign.heading})"
    if now < milestone.due_at or not milestone.accepts_late:
        return f"Đề nghị đơn vị hoàn thành và nộp {what} đúng hạn."
    to = digests.addressee(milestone)
    return f"Đã quá hạn mà {to} chưa nhận được {what}. Đề nghị đơn vị khẩn trương hoàn thành và nộp."


def drafts(milestone: Milestone, folders: list[Participation], text: str, by: Any) -> list[Draft]:
    """The letters that ``remind_units`` would write: one for all units, or one per deadline where it was put off."""
    due_of = due_dates([milestone])
    by_due: dict[datetime, list[Participation]] = defaultdict(list)
    for folder in folders:
        by_due[due_of(milestone, folder)].append(folder)
    return [Draft(_title(milestone), _body(milestone, due_at, text, by), by_due[due_at]) for due_at in sorted(by_due)]


@transaction.atomic(durable=True)
def remind_units(*, milestone_id: int, folder_ids: Collection[int], text: str, by: Any) -> int:
    """Write to the people of the chosen units at once; returns how many units were reminded. The same words to the same
    unit on the same day count once.

    Refused when one of them has filed meanwhile, is not the sender's to remind, or could not file now.
    """
    milestone = Milestone.objects.select_related("campaign__authority__standing_body", "campaign__standing_body").get(
        pk=milestone_id
    )
    require(by, "campaigns.remind", milestone)
    locks.enter_exclusive(locks.SWEEP, milestone.pk)
    moment = clock.now()
    owed = {one.folder.pk: one.folder for one in candidates(milestone, by, moment)}
    if not set(folder_ids) <= owed.keys():
        raise Refused(
            "Có đơn vị vừa nộp xong hoặc không thuộc phạm vi của bạn, hoặc mốc này chưa đến lúc nhận hoặc đã thôi "
            "nhận; hãy xem lại danh sách rồi gửi."
        )
    told = _told_today(milestone, text, moment)
    folders = [folder for pk, folder in owed.items() if pk in set(folder_ids) - told]
    for draft in drafts(milestone, folders, text, by):
        _send(milestone, draft, moment)
    _keep(milestone, folders, text, moment, by)
    return len(folders)


def _told_today(milestone: Milestone, text: str, moment: datetime) -> set[int]:
    """The units that had just these words today."""
    midnight = datetime.combine(moment.date(), datetime.min.time(), tzinfo=VIETNAM)
    rows = Reminder.objects.filter(
        milestone=milestone, offset=None, body=text, sent_at__gte=midnight, sent_at__lt=midnight + timedelta(days=1)
    )
    return set(rows.values_list("participation_id", flat=True))


def _send(milestone: Milestone, draft: Draft, moment: datetime) -> None:
    said = hashlib.sha256(draft.body.encode()).hexdigest()[:16]
    notify(
        {person for people in people_of(draft.folders).values() for person in people},
        title=draft.title,
        body=draft.body,
        url=reverse("home"),
        dedupe=f"reminded:{milestone.pk}:{moment.date()}:{said}",
    )


def _keep(milestone: Milestone, folders: list[Participation], text: str, moment: datetime, by: Any) -> None:
    """Write down who was reminded, and the line of the trail."""
    due_of = due_dates([milestone])
    Reminder.objects.bulk_create(
        Reminder(
            milestone=milestone,
            participation=folder,
            due_at=due_of(milestone, folder),
            sent_at=moment,
            sender=by,
            body=text,
        )
        for folder in folders
    )
    if folders:
        units = [folder.unit.code for folder in folders]
        audit.record("milestone.reminded", on=milestone, by=by, units=units, text=text)


def _title(milestone: Milestone) -> str:
    return f"Nhắc nộp: {milestone.get_kind_display()}"


def _body(milestone: Milestone, due_at: datetime, text: str, by: Any) -> str:
    """The sender's words, then what is certain: the deadline, to whom, who reminds."""
    return (
        f"{text}\n\n{milestone.name}: hạn {deadline_reading(due_at)}. Nơi nhận: {digests.addressee(milestone)}.\n"
        f"Người nhắc: {by}."
    )
