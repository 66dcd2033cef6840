"""Background work: services ``enqueue`` by name, ``tasks.py`` of each app says what the name does.

A Job row is written in the caller's transaction; after commit the broker is told to wake a worker. A lost message or a
killed worker is repaired by the sweep. Every job must be safe to run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q

from core import clock
from core.models import Job

MAX_ATTEMPTS = 3
LOST_AFTER = timedelta(seconds=90)
State = Job.State
Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}


@dataclass(frozen=True)
class Sweep:
    """Periodic work: ``run`` looks at the database and does what is due, so that a missed beat repairs itself."""

    name: str
    every: timedelta
    run: Callable[[], Any]


SWEEPS: dict[str, Sweep] = {}


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a job: called as ``handler(progress, **arguments)``."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def sweep(name: str, *, every: timedelta) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a sweep that the scheduler starts ``every`` so often."""

    def register(run: Callable[[], Any]) -> Callable[[], Any]:
        SWEEPS[name] = Sweep(name, every, run)
        return run

    return register


def enqueue(name: str, **arguments: Any) -> Job:
    """Write the job in the caller's transaction and wake a worker after it commits."""
    row = Job.objects.create(name=name, arguments=arguments, queued_at=clock.real_now())
    transaction.on_commit(lambda: wake(row))
    return row


def wake(row: Job) -> None:
    """Tell the broker; a lost message is repaired by ``requeue_lost``."""
    current_app.signature("core.run_job", args=[str(row.pk)]).apply_async()


@dataclass(frozen=True)
class Progress:
    """What a handler reports to: keeps the job alive and tells the person who waits."""

    job_id: Any

    def __call__(self, percent: int, doing: str) -> None:
        Job.objects.filter(pk=self.job_id).update(percent=percent, doing=doing, heartbeat_at=clock.real_now())


def run(job_id: str) -> None:
    """Claim a queued job and do it; leaves quietly when somebody else has it.

    A failure is kept on the row and raised.
    """
    claimed = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
        state=State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=clock.real_now(), error=""
    )
    if not claimed:
        return
    row = Job.objects.get(pk=job_id)
    finished = False
    try:
        HANDLERS[row.name](Progress(row.pk), **row.arguments)
        finished = True
    finally:
        if finished:
            Job.objects.filter(pk=job_id).update(state=State.DONE, percent=100)
        else:
            again = row.attempts < MAX_ATTEMPTS
            Job.objects.filter(pk=job_id).update(
                state=State.QUEUED if again else State.FAILED, error="Có lỗi khi thực hiện; chi tiết ở nhật ký máy chủ."
            )


def requeue_lost() -> int:
    """Wake workers for jobs whose worker died or whose message was lost; returns how many."""
    before = clock.real_now() - LOST_AFTER
    Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=before, attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED, error="Máy xử lý dừng giữa chừng nhiều lần."
    )
    Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=before).update(state=State.QUEUED)
    waiting = Job.objects.filter(state=State.QUEUED).filter(
        Q(heartbeat_at__lt=before) | Q(heartbeat_at=None, queued_at__lt=before)
    )
    for row in waiting:
        wake(row)
    return len(waiting)
