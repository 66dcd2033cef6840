"""Who lives: /healthz asks the web process, /readyz database, guards, worker, scheduler and scanner."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from core import clock, guards
from core.models import Pulse

ALIVE_WITHIN = timedelta(seconds=60)
PARTS = ("worker", "scheduler")


def beat(part: str) -> None:
    """Note a sign of life of ``part``. A demo's assumed date says nothing about life."""
    Pulse.objects.update_or_create(part=part, defaults={"at": clock.real_now()})


def missing() -> list[str]:
    """The parts that do not answer: "database", or "guards" of it that are gone and those of PARTS (and "scanner")
    without a recent pulse; empty when all is well.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen = dict(Pulse.objects.values_list("part", "at"))
        since = clock.real_now() - ALIVE_WITHIN
        unguarded = ["guards"] if guards.absent() else []
    except DatabaseError:
        return ["database", *PARTS]
    parts = (*PARTS, "scanner") if settings.CLAMD else PARTS
    return unguarded + [part for part in parts if part not in seen or seen[part] < since]
