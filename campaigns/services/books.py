"""The books of a deadline: what they still take, and their closing (integrity C1, P2).

Up to the deadline the books are open. After it they drain: what had arrived before is worked off and counts as in time.
Then they are closed under the exclusive barrier, and the list of who had filed in time is kept with its hash.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Closing, Delivery, Milestone, Receipt, Submission
from campaigns.queries.books import Book, books_to_close
from campaigns.queries.deadlines import Due, barrier_of, bound_by
from core import audit, clock, locks, snapshots
from core.dates import VIETNAM, days_late, moment, short_date
from core.exceptions import Refused


def enter_books(campaign_id: int) -> None:
    """Enter alone the barrier behind which the units of this campaign file: who moves, closes or calls off."""
    locks.enter_exclusive(locks.DEADLINE, barrier_of(Campaign.objects.get(pk=campaign_id)))


def require_open(submission: Submission, dues: Sequence[Due], received_at: datetime) -> None:
    """Refuse what no addressee takes: each of the books of ``dues`` is not open yet, or shut for good (L01).

    Written once, a submission goes to several addressees; one that takes it is enough.
    """
    if not dues or any(due.takes(received_at) for due in dues):
        return
    shut = [due.due_at for due in dues if due.shuts_out(received_at)]
    opening = [due for due in dues if due.opens_after(received_at)]
    if not opening:
        raise Refused(_too_late(submission, max(shut), received_at))
    first = _too_late(submission, max(shut), received_at) if shut else "Bản nháp được giữ nguyên."
    raise Refused(f"{first} {_too_early(submission, opening)}")


def _too_early(submission: Submission, opening: Sequence[Due]) -> str:
    """When the first of the books that are not open yet opens, and whose books they are."""
    opens_at, name = min((due.milestone.opens_at, due.milestone.name) for due in opening if due.milestone.opens_at)
    return f"Chưa đến lúc nộp: {submission.title} được nhận từ {moment(opens_at)} (mốc “{name}”)."


def _too_late(submission: Submission, due_at: datetime, received_at: datetime) -> str:
    """L01 of the table of bad inputs, with the tenth of a second by which it was missed."""
    due, received = due_at.astimezone(VIETNAM), received_at.astimezone(VIETNAM)
    at = f"{received:%H:%M:%S},{received.microsecond // 100_000}"
    day = "" if received.date() == due.date() else f" ngày {short_date(received.date())}"
    office = submission.participation.campaign.standing_body_name
    return (
        f"Đã hết hạn lúc {due:%H:%M:%S} ngày {short_date(due.date())}. Hệ thống nhận yêu cầu lúc {at}{day}. "
        f"Bản nháp được giữ nguyên, chỉ đơn vị đọc được. "
        f"Nếu do sự cố, hãy liên hệ {office} kèm mã L01-{str(submission.pk)[:8].upper()}."
    )


def open_books() -> int:
    """Let books that have opened take in what was filed before; returns how many. Running it twice takes nothing twice.

    A unit that filed for one addressee while the books of another were not open yet need not (and cannot) file again.
    """
    return sum(_open(one) for one in _opened() if _filed_before(one, bound_by(one)))


def _opened() -> QuerySet[Milestone]:
    """Deadlines of running campaigns whose books opened later than the launch and are not closed."""
    opened = Milestone.objects.filter(opens_at__lte=clock.now(), campaign__state=CampaignState.LAUNCHED)
    return opened.exclude(closings__due_at=F("due_at")).select_related("campaign__bloc")


@transaction.atomic(durable=True)
def _open(milestone: Milestone) -> int:
    enter_books(milestone.campaign_id)
    fresh = _opened().filter(pk=milestone.pk).first()
    return take_in(fresh, bound_by(fresh)) if fresh else 0


def take_in(milestone: Milestone, dues: Iterable[Due]) -> int:
    """Deliver what units had filed for another addressee before these books took it; returns how many.

    ``dues`` as ``bound_by`` finds them. The caller stands alone behind the barrier.
    """
    return len(Delivery.objects.bulk_create(_filed_before(milestone, dues)))


def _filed_before(milestone: Milestone, dues: Iterable[Due]) -> list[Delivery]:
    """The first receipt of each unit that has not met ``milestone``, as a delivery, if the books are open by now and
    were not shut to it. Books that are closed stay as they are.
    """
    if milestone.opens_at and clock.now() < milestone.opens_at:
        return []
    closed = set(Closing.objects.filter(milestone=milestone).values_list("due_at", flat=True))
    owed = {due.participation.pk: due for due in dues if due.due_at not in closed}
    receipts = Receipt.objects.filter(submission__participation__in=owed, submission__kind=milestone.kind)
    unmet = receipts.exclude(submission__deliveries__milestone=milestone).defer("payload").select_related("submission")
    first = {one.submission: one.received_at for one in unmet.order_by("-pk")}
    return [
        delivery_of(submission, owed[submission.participation_id], at)
        for submission, at in first.items()
        if not owed[submission.participation_id].shuts_out(at)
    ]


def delivery_of(submission: Submission, due: Due, received_at: datetime) -> Delivery:
    """The submission reaching the addressee of ``due``, not saved yet."""
    return Delivery(
        submission=submission,
        milestone=due.milestone,
        due_at=due.due_at,
        received_at=received_at,
        days_late=days_late(due.due_at, received_at),
    )


def close_books() -> int:
    """Close all books that have drained; returns how many. Running it twice closes nothing twice."""
    return sum(_close(book) for book in books_to_close(clock.now() - clock.DRAINING))


@transaction.atomic(durable=True)
def _close(book: Book) -> bool:
    """Write down who had filed in time, once the deadline is over under the barrier too."""
    enter_books(book.milestone.campaign_id)
    closed_at = clock.now()
    milestone = Milestone.objects.select_related("campaign").get(pk=book.milestone.pk)
    known = Closing.objects.filter(milestone=milestone, due_at=book.due_at).exists()
    if known or closed_at < book.due_at + clock.DRAINING or book not in books_to_close(closed_at - clock.DRAINING):
        return False
    dues = bound_by(milestone)
    take_in(milestone, dues)  # what was filed before they opened, should nobody have done it since
    rows = _in_time(milestone, book.due_at)
    payload = snapshots.canonical_bytes(
        {
            "schema": snapshots.SCHEMA,
            "campaign": milestone.campaign.code,
            "milestone": {"id": milestone.pk, "kind": milestone.kind, "name": milestone.name},
            "due_at": book.due_at,
            "closed_at": closed_at,
            "bound": sum(due.due_at == book.due_at for due in dues),
            "in_time": rows,
        }
    )
    closing = Closing.objects.create(
        milestone=milestone,
        due_at=book.due_at,
        closed_at=closed_at,
        received=len(rows),
        payload=payload,
        sha256=snapshots.sha256(payload),
    )
    audit.record("books.closed", on=closing, by=None, received=len(rows), sha256=closing.sha256, due_at=book.due_at)
    return True


def _in_time(milestone: Milestone, due_at: datetime) -> list[dict[str, Any]]:
    """Unit, receipt and instant of everybody whose first receipt lies before ``due_at``, by the code of the unit."""
    deliveries = Delivery.objects.filter(milestone=milestone, due_at=due_at, days_late=0)
    rows = deliveries.values_list("submission_id", "submission__participation__unit__code", "received_at")
    receipts = Receipt.objects.filter(submission__in=[submission for submission, _, _ in rows])
    codes = {
        (one.submission_id, one.received_at): one.code for one in receipts.only("submission", "received_at", "code")
    }
    return [
        {"unit": unit, "receipt": codes[submission, received_at], "received_at": received_at}
        for submission, unit, received_at in sorted(rows, key=lambda row: row[1])
    ]
