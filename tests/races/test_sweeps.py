"""Several workers on one table: each letter, mail and job once."""

import pytest
from django.db import transaction

from campaigns.enums import SubmissionKind
from campaigns.models import CalendarFeed, Reminder
from campaigns.services.calendar import make_feed
from campaigns.services.reminders import ALL, sweep
from campaigns.services.reminding import remind_units
from core import clock, jobs, locks, outbox
from core.models import AuditEvent, Job, OutboxMessage
from organizations.models import Notice
from tests.factories.campaigns import milestone_of
from tests.support.races import race

pytestmark = pytest.mark.races


def test_four_reminder_sweeps_at_once_write_each_letter_once(campaign, at):
    at("2021-01-06 07:30")
    results = race(*[sweep] * 4)
    assert sorted(results) == [0, 0, 0, 9]
    assert Notice.objects.filter(dedupe="digest:2021-01-06").count() == 8
    assert Notice.objects.filter(dedupe="weekly:2021-W01").count() == 1
    assert Reminder.objects.count() == 3
    assert OutboxMessage.objects.filter(dedupe__startswith="digest:").count() == 8


def test_a_sweep_beside_another_leaves_at_once(campaign, at):
    at("2021-01-06 07:30")
    with transaction.atomic():
        assert locks.enter_if_free(locks.SWEEP, ALL)
        assert race(sweep, sweep) == [0, 0]
    assert sweep() == 9


def test_the_same_reminder_by_hand_sent_twice_at_once_is_written_once(province, campaign, at):
    at("2021-01-06 07:30")
    milestone = milestone_of(campaign, SubmissionKind.REGISTER)
    folders = list(campaign.participations.values_list("pk", flat=True))

    def send():
        return remind_units(milestone_id=milestone.pk, folder_ids=folders, text="Đề nghị nộp.", by=province.staff)

    assert sorted(race(*[send] * 4)) == [0, 0, 0, 3]
    assert Reminder.objects.count() == 3
    assert Notice.objects.filter(dedupe__startswith="reminded:").count() == 6


def test_one_person_making_an_address_twice_at_once_gets_one(province):
    feeds = race(*[lambda: make_feed(by=province.officer)] * 4)
    assert len({feed.pk for feed in feeds}) == CalendarFeed.objects.count() == 1
    assert AuditEvent.objects.filter(event="calendar.made").count() == 1


def test_four_drains_at_once_send_each_mail_once(campaign, mailoutbox):
    OutboxMessage.objects.all().delete()
    outbox.queue([outbox.Mail("a@example.vn", "x", "x", f"nguyên nhân {number}") for number in range(40)])
    results = race(*[outbox.drain] * 4)
    assert sum(results) == 40
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox) == 40


def test_ten_workers_woken_for_one_job_do_it_once(transactional_db, monkeypatch):
    calls = []
    monkeypatch.setattr(jobs, "HANDLERS", {"core.note": lambda progress, word: calls.append(word)})
    row = Job.objects.create(name="core.note", arguments={"word": "một"}, queued_at=clock.real_now())
    race(*[lambda: jobs.run(str(row.pk))] * 10)
    assert calls == ["một"]
