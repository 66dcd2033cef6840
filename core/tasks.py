"""The core's own background work: run a job, repair lost ones, send mail, show that the scheduler lives."""

from datetime import timedelta

from celery import shared_task

from core import health, jobs, outbox


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Do one queued job (see core.jobs)."""
    jobs.run(job_id)


@shared_task(name="core.run_sweep")
def run_sweep(name: str) -> None:
    """Do one sweep by name; started by the scheduler."""
    jobs.SWEEPS[name].run()


@jobs.sweep("core.scheduler_pulse", every=timedelta(seconds=15))
def scheduler_pulse() -> None:
    """A scheduled sweep ran, hence the scheduler lives."""
    health.beat("scheduler")


@jobs.sweep("core.requeue_lost_jobs", every=timedelta(seconds=30))
def requeue_lost_jobs() -> None:
    """Jobs of dead workers go back into the queue."""
    jobs.requeue_lost()


@jobs.sweep("core.drain_outbox", every=timedelta(seconds=15))
def drain_outbox() -> None:
    """Queued mail goes out."""
    outbox.drain()
