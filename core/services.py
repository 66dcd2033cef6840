"""The ground's own deeds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit, clock
from core.authz import require
from core.models import AssumedClock


@transaction.atomic(durable=True)
def assume_date(*, moment: datetime, by: Any) -> None:
    """From here on the demo believes it is ``moment``; duties, lateness and reminders follow."""
    require(by, "core.assume_date")
    clock.assume(moment)
    audit.record("clock.assumed", on=AssumedClock.objects.get(), by=by, moment=moment)
