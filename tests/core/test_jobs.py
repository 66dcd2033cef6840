"""Background work: the row is the truth; lost messages and dead workers are repaired; twice is once (integrity C4)."""

from datetime import timedelta

import pytest

from core import clock, jobs
from core.models import Job, Pulse

State = Job.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What the handler of "core.note" was called with."""
    calls = []
    monkeypatch.setattr(jobs, "HANDLERS", {})

    @jobs.job("core.note")
    def note(progress, word):
        calls.append(word)
        progress(40, "Đang ghi")

    return calls


@pytest.fixture
def broken(monkeypatch):
    monkeypatch.setattr(jobs, "HANDLERS", {})

    @jobs.job("core.note")
    def note(progress, word):
        raise OSError("đĩa đầy")


def queued(**changes):
    plain = {"name": "core.note", "arguments": {"word": "một"}, "queued_at": clock.real_now()}
    return Job.objects.create(**plain | changes)


def test_enqueue_runs_after_the_commit(done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = jobs.enqueue("core.note", word="một")
        assert (done, row.state) == ([], State.QUEUED)
    row.refresh_from_db()
    assert (done, row.state, row.percent, row.doing) == (["một"], State.DONE, 100, "Đang ghi")


def test_run_twice_does_the_work_once(done):
    row = queued()
    jobs.run(str(row.pk))
    jobs.run(str(row.pk))
    assert done == ["một"]


def test_run_leaves_what_somebody_else_is_doing(done):
    row = queued(state=State.RUNNING, heartbeat_at=clock.real_now())
    jobs.run(str(row.pk))
    assert done == []


def test_run_that_fails_is_kept_for_another_try_and_raised(broken):
    row = queued()
    with pytest.raises(OSError, match="đĩa đầy"):
        jobs.run(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 1)
    assert row.error == "Có lỗi khi thực hiện; chi tiết ở nhật ký máy chủ."


def test_run_that_fails_three_times_gives_up(broken):
    row = queued(attempts=2)
    with pytest.raises(OSError, match="đĩa đầy"):
        jobs.run(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 3)


def test_requeue_lost_wakes_a_worker_for_a_lost_message(done):
    row = queued(queued_at=clock.real_now() - timedelta(minutes=2))
    assert jobs.requeue_lost() == 1
    row.refresh_from_db()
    assert (done, row.state) == (["một"], State.DONE)


def test_requeue_lost_leaves_fresh_jobs_and_living_workers_alone(done):
    queued()
    queued(state=State.RUNNING, heartbeat_at=clock.real_now())
    assert (jobs.requeue_lost(), done) == (0, [])


def test_requeue_lost_gives_the_job_of_a_dead_worker_to_another(done):
    row = queued(state=State.RUNNING, attempts=1, heartbeat_at=clock.real_now() - timedelta(minutes=2))
    assert jobs.requeue_lost() == 1
    row.refresh_from_db()
    assert (done, row.state, row.attempts) == (["một"], State.DONE, 2)


def test_requeue_lost_gives_up_on_a_job_that_kills_its_workers(done):
    row = queued(state=State.RUNNING, attempts=3, heartbeat_at=clock.real_now() - timedelta(minutes=2))
    assert jobs.requeue_lost() == 0
    row.refresh_from_db()
    assert (done, row.state, row.error) == ([], State.FAILED, "Máy xử lý dừng giữa chừng nhiều lần.")


def test_run_the_sweep_core_requeue_lost_jobs_twice(done):
    queued(queued_at=clock.real_now() - timedelta(minutes=2))
    jobs.SWEEPS["core.requeue_lost_jobs"].run()
    jobs.SWEEPS["core.requeue_lost_jobs"].run()
    assert (done, Job.objects.get().state) == (["một"], State.DONE)


def test_run_the_sweep_core_scheduler_pulse_twice():
    jobs.SWEEPS["core.scheduler_pulse"].run()
    jobs.SWEEPS["core.scheduler_pulse"].run()
    assert [pulse.part for pulse in Pulse.objects.all()] == ["scheduler"]
