"""The trail: who did what to what, written in the same transaction as the deed."""

from typing import Any

from django.db import models

from core import clock
from core.models import AuditEvent


def record(event: str, *, on: models.Model, by: Any, **detail: Any) -> AuditEvent:
    """Write one line of the trail. ``event`` is a stable code ("campaign.launched"); ``by`` None means the system."""
    return AuditEvent.objects.create(
        at=clock.now(),
        actor=by,
        event=event,
        object_type=on._meta.label_lower,
        object_id=str(on.pk),
        detail=detail,
    )
