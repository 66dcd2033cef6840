"""The trail: who did what to what, written in the same transaction as the deed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from core import clock
from core.bulk import insert_rows
from core.models import AuditEvent


def record(event: str, *, on: models.Model, by: Any, at: datetime | None = None, **detail: Any) -> AuditEvent:
    """Write one line of the trail. ``event`` is a stable code ("campaign.launched"); ``by`` None means the system.

    ``at``: the present instant where the caller has read the clock after its locks, else it is read here.
    """
    return AuditEvent.objects.create(
        at=at or clock.now(),
        actor=by,
        event=event,
        object_type=on._meta.label_lower,
        object_id=str(on.pk),
        detail=detail,
    )


def last_actor_id(on: models.Model) -> int | None:
    """Who did the last thing to the object; None: the system, or nobody yet."""
    of_it = AuditEvent.objects.filter(object_type=on._meta.label_lower, object_id=str(on.pk))
    return of_it.order_by("-pk").values_list("actor", flat=True).first()


def record_all(event: str, deeds: Iterable[tuple[models.Model, Mapping[str, Any]]], *, by: Any) -> None:
    """One line of the trail for each (object, detail), all of the same moment, in one statement."""
    now, actor = clock.now(), None if by is None else by.pk
    insert_rows(
        AuditEvent,
        ["at", "actor", "event", "object_type", "object_id", "detail"],
        ((now, actor, event, on._meta.label_lower, str(on.pk), dict(detail)) for on, detail in deeds),
    )
