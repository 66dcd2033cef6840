"""Mail goes once: queued with its cause, drained by a sweep, never resent blindly (integrity C4)."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from core import clock, jobs, outbox
from core.models import OutboxMessage
from core.outbox import Mail

State = OutboxMessage.State
pytestmark = pytest.mark.django_db


class RefusingRelay(EmailBackend):
    """A relay that takes no mail."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def letter(dedupe="nguyên nhân 1", recipient="canbo@example.vn"):
    return Mail(recipient, "Nhắc nộp báo cáo", "Kính gửi đơn vị", dedupe)


def states():
    return list(OutboxMessage.objects.order_by("dedupe").values_list("state", flat=True))


def test_drain_sends_what_is_queued_with_an_identity_of_its_own(mailoutbox):
    outbox.queue([letter()])
    assert outbox.drain() == 1
    message = OutboxMessage.objects.get()
    mail = mailoutbox[0]
    assert (mail.to, mail.subject, mail.body) == (["canbo@example.vn"], "Nhắc nộp báo cáo", "Kính gửi đơn vị")
    assert mail.extra_headers == {"Message-ID": f"<{message.pk}@thiduaweb>"}
    assert (message.state, message.attempts) == (State.SENT, 1)


def test_run_the_sweep_core_drain_outbox_twice(mailoutbox):
    outbox.queue([letter()])
    jobs.SWEEPS["core.drain_outbox"].run()
    jobs.SWEEPS["core.drain_outbox"].run()
    assert (len(mailoutbox), states()) == (1, [State.SENT])


def test_queue_the_same_cause_again_mails_once(mailoutbox):
    outbox.queue([letter()])
    outbox.queue([letter(), letter("nguyên nhân 2")])
    outbox.drain()
    assert len(mailoutbox) == 2


def test_queue_leaves_out_people_without_address():
    outbox.queue([letter(recipient="")])
    assert states() == []


def test_queue_of_a_deed_that_is_undone_leaves_nothing():
    with transaction.atomic():
        outbox.queue([letter()])
        transaction.set_rollback(True)
    assert states() == []


def test_drain_stops_at_its_limit(mailoutbox):
    outbox.queue([letter(f"nguyên nhân {number}") for number in range(3)])
    assert (outbox.drain(limit=2), len(mailoutbox)) == (2, 2)


def test_drain_with_a_silent_relay_tries_again_later(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingRelay"
    start = clock.real_now()
    outbox.queue([letter()])
    assert outbox.drain() == 0
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.not_before >= start + timedelta(minutes=2)
    assert outbox.drain() == 0
    message.refresh_from_db()
    assert message.attempts == 1


def test_drain_gives_up_after_eight_attempts(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingRelay"
    outbox.queue([letter()])
    OutboxMessage.objects.update(attempts=7)
    outbox.drain()
    assert states() == [State.FAILED]


def test_drain_never_resends_what_was_in_flight_when_a_worker_died(mailoutbox):
    outbox.queue([letter()])
    outbox._claim()
    OutboxMessage.objects.update(not_before=clock.real_now() - timedelta(minutes=11))
    assert (outbox.drain(), mailoutbox, states()) == (0, [], [State.UNKNOWN])


def test_drain_leaves_to_a_living_worker_what_it_just_took():
    """The mail waited for an hour, but it has been in flight for a moment only."""
    outbox.queue([letter()])
    OutboxMessage.objects.update(not_before=clock.real_now() - timedelta(hours=1))
    outbox._claim()
    outbox.drain()
    assert states() == [State.INFLIGHT]


def test_mail_goes_out_in_real_time_whatever_date_a_demo_assumes(mailoutbox, at):
    at("2021-01-08 08:00")
    outbox.queue([letter()])
    assert outbox.drain() == 1
