"""Mail that goes out once: queued with its cause, drained by a sweep (integrity C4).

A mail found in flight after a crash is never resent blindly: it becomes "chưa rõ" for a person to look at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from core import clock
from core.models import OutboxMessage

MAX_ATTEMPTS = 8
STUCK_AFTER = timedelta(minutes=10)
State = OutboxMessage.State


@dataclass(frozen=True)
class Mail:
    """A mail to queue; ``dedupe`` names its cause, so that the same cause never mails twice."""

    recipient: str
    subject: str
    body: str
    dedupe: str


def queue(mails: Iterable[Mail]) -> None:
    """Queue ``mails`` in the caller's transaction; those whose ``dedupe`` is known already are left out."""
    moment = clock.real_now()
    rows = [OutboxMessage(not_before=moment, **mail.__dict__) for mail in mails if mail.recipient]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def drain(limit: int = 500) -> int:
    """Send what is due, one row per transaction; returns how many were sent. Safe to run in several workers."""
    _give_up_on_stuck()
    sent = 0
    with get_connection() as connection:
        while sent < limit:
            message = _claim()
            if message is None:
                break
            sent += _send(message, connection)
    return sent


@transaction.atomic
def _claim() -> OutboxMessage | None:
    """Take the next due mail for oneself."""
    due = OutboxMessage.objects.filter(state=State.QUEUED, not_before__lte=clock.real_now())
    message = due.select_for_update(skip_locked=True).first()
    if message is not None:
        message.state = State.INFLIGHT
        message.attempts += 1
        message.not_before = clock.real_now()  # in flight since now; STUCK_AFTER counts from here
        message.save(update_fields=["state", "attempts", "not_before"])
    return message


def _send(message: OutboxMessage, connection: BaseEmailBackend) -> int:
    """Hand one mail to the relay: 1 when it took it, 0 when it must be tried again later."""
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.pk}@thiduaweb>"},
        connection=connection,
    )
    try:
        mail.send()
    except OSError:  # SMTPException and refused connections alike
        message.state = State.FAILED if message.attempts >= MAX_ATTEMPTS else State.QUEUED
        message.not_before = clock.real_now() + timedelta(minutes=2**message.attempts)
    else:
        message.state = State.SENT
        message.sent_at = clock.real_now()
    message.save(update_fields=["state", "sent_at", "not_before"])
    return int(message.state == State.SENT)


def _give_up_on_stuck() -> None:
    """Rows in flight for long belong to a worker that died: whether the relay took them is not known."""
    OutboxMessage.objects.filter(state=State.INFLIGHT, not_before__lt=clock.real_now() - STUCK_AFTER).update(
        state=State.UNKNOWN
    )
