"""Recording actual figures through the year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns.models import Participation, ProgressEntry
from campaigns.queries.submissions import fresh_participation
from core import audit, clock, locks
from core.authz import require
from core.exceptions import Refused


@transaction.atomic(durable=True)
def record_figures(
    *, participation: Participation, as_of: date, figures: dict[int, Decimal], source: str, by: Any
) -> int:
    """Keep the unit's figures (by target id) as they stood on ``as_of``; a second entry for a day replaces the first.

    Returns how many figures were kept. Raises Refused for a day that has not come yet.
    """
    locks.enter_shared(locks.DEADLINE, participation.campaign_id)
    participation = fresh_participation(participation.pk)
    require(by, "campaigns.work_in_folder", participation)
    moment = clock.now()
    if as_of > moment.date():
        raise Refused("Ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có.")
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(
                participation=participation,
                target_id=target_id,
                as_of=as_of,
                value=value,
                source=source,
                recorded_at=moment,
                recorded_by=by,
            )
            for target_id, value in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["participation", "target", "as_of"],
        update_fields=["value", "source", "recorded_at", "recorded_by"],
    )
    audit.record("figures.recorded", on=participation, by=by, as_of=as_of, count=len(figures))
    return len(figures)
