"""Several workers on one table: each letter, mail and job once."""

import pytest

from campaigns.services.reminders import sweep
from core import clock, jobs, outbox
from core.models import Job, OutboxMessage
from organizations.models import Notice
from tests.support.races import race

pytestmark = pytest.mark.races


def test_four_reminder_sweeps_at_once_write_each_letter_once(campaign, at):
    at("2021-01-02 07:30")
    results = race(*[sweep] * 4)
    letters = Notice.objects.filter(dedupe__startswith="remind:")
    assert letters.count() == 7
    assert sum(results) == 7


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
