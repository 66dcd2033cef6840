"""The core's own background work: run jobs, repair lost ones, send mail, have files scanned, prove to be alive."""

from datetime import timedelta

from celery import shared_task

from core import health, jobs, outbox, previews, scanning


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


@jobs.sweep("core.scan_files", every=timedelta(seconds=15))
def scan_files() -> None:
    """Files that the virus scanner has not answered for are sent to it."""
    scanning.sweep()


@jobs.sweep("core.prune_previews", every=timedelta(hours=1))
def prune_previews() -> None:
    """Pictures of pages that were made long ago are thrown away."""
    previews.prune()
