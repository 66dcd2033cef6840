"""Who lives: /healthz asks the web process, /readyz the database, the worker and the scheduler."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from core.models import Pulse

ALIVE_WITHIN = timedelta(seconds=60)
PARTS = ("worker", "scheduler")


def beat(part: str) -> None:
    """Note a sign of life of ``part``. Real time, not the assumed one: a demo's date says nothing about life."""
    Pulse.objects.update_or_create(part=part, defaults={"at": timezone.now()})


def missing() -> list[str]:
    """The parts that do not answer: "database", or those of PARTS without a recent pulse; empty when all is well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen = dict(Pulse.objects.values_list("part", "at"))
    except DatabaseError:
        return ["database", *PARTS]
    since = timezone.now() - ALIVE_WITHIN
    return [part for part in PARTS if part not in seen or seen[part] < since]
