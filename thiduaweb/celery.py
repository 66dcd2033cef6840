"""The worker and the scheduler: tasks and sweeps come from the apps' tasks.py, nothing is defined here."""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.signals import worker_process_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thiduaweb.settings")
TRANSPORT_ALIASES["fsatomic"] = "thiduaweb.fsbroker:Transport"

PULSE_SECONDS = 10.0


class PulseStep(bootsteps.StartStopStep):
    """Lets the worker show that it lives, whether or not there is work."""

    requires = ("celery.worker.components:Timer",)
    timer: Any = None

    def start(self, worker: Any) -> None:
        """Beat now and every PULSE_SECONDS."""
        _beat()
        self.timer = worker.timer.call_repeatedly(PULSE_SECONDS, _beat)

    def stop(self, worker: Any) -> None:
        """Stop beating with the worker."""
        if self.timer:
            self.timer.cancel()
            self.timer = None


def _beat() -> None:
    from django.db import close_old_connections  # app ready

    from core import health  # app ready

    close_old_connections()
    health.beat("worker")


app = Celery("thiduaweb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(PulseStep)


@app.on_after_finalize.connect
def schedule_sweeps(sender: Celery, **_kwargs: Any) -> None:
    """Put every registered sweep on the scheduler's table."""
    from core.jobs import SWEEPS  # app ready

    sender.loader.import_default_modules()
    for sweep in SWEEPS.values():
        sender.add_periodic_task(
            sweep.every.total_seconds(),
            sender.signature("core.run_sweep", args=[sweep.name]),
            name=sweep.name,
            expires=60,
        )


@worker_process_init.connect
def close_inherited_connections(**_kwargs: Any) -> None:
    """A forked worker must not share its parent's database connection."""
    from django.db import connections  # app ready

    connections.close_all()
