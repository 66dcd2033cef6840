"""Recording actual figures through the year."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from campaigns.models import Participation, ProgressEntry
from campaigns.queries.progress import Key, entries_of, fingerprint, values_of
from campaigns.queries.submissions import lock_folder, targets_of
from core import audit, clock, locks
from core.authz import require
from core.exceptions import Conflict, Refused
from core.numbers import format_decimal

NOT_YET = "Ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có."
CHANGED = "Người khác đã ghi số liệu của cùng chỉ tiêu và ngày sau khi bạn mở trang."
FOREIGN = "Có chỉ tiêu không còn trong phong trào này; hãy tải lại trang rồi nhập lại."


class Recorded(NamedTuple):
    """A figure with its source, as it is to be kept."""

    value: Decimal
    source: str


def as_kept(
    stored: Mapping[Key, ProgressEntry], changes: Mapping[Key, Recorded | None], target: int
) -> list[tuple[date, Decimal]]:
    """All figures of a target as they would stand after the ``changes``."""
    kept = {day: entry.value for (one, day), entry in stored.items() if one == target}
    new = {day: change and change.value for (one, day), change in changes.items() if one == target}
    return [(day, value) for day, value in (kept | new).items() if value is not None]


@transaction.atomic(durable=True)
def revise_figures(
    *, participation: Participation, changes: Mapping[Key, Recorded | None], seen: str, by: Any, file_sha256: str = ""
) -> int:
    """Keep, correct and remove figures of any targets and days, all at once; None removes one.

    ``seen`` is the ``fingerprint`` of what stood at these targets and days when it was read. Raises Conflict with the
    entries that stand there now when somebody changed one of them since (integrity C2), Refused for a day that has not
    come yet and for a target of another campaign. Returns how many figures changed; the trail keeps old and new values.
    """
    locks.enter_shared(locks.DEADLINE, participation.campaign_id)
    participation = lock_folder(participation.pk)
    require(by, "campaigns.work_in_folder", participation)
    moment = clock.now()
    _check_days({day for (_, day), one in changes.items() if one is not None}, moment)
    if {target for target, _ in changes} - set(targets_of(participation).values_list("pk", flat=True)):
        raise Refused(FOREIGN)
    stored = entries_of(participation)
    if fingerprint(values_of(stored), changes) != seen:
        raise Conflict(CHANGED, stored)
    _store(participation, {key: one for key, one in changes.items() if one is not None}, moment, by)
    gone = [stored[key].pk for key, one in changes.items() if one is None and key in stored]
    ProgressEntry.objects.filter(pk__in=gone).delete()
    told = [
        [
            target,
            day,
            format_decimal(stored[target, day].value) if (target, day) in stored else None,
            one and format_decimal(one.value),
        ]
        for (target, day), one in changes.items()
    ]
    audit.record("figures.revised", on=participation, by=by, changes=told, file=file_sha256)
    return len(changes)


def _check_days(days: set[date], moment: datetime) -> None:
    """No figure is known before its day."""
    if any(day > moment.date() for day in days):
        raise Refused(NOT_YET)


def _store(participation: Participation, figures: Mapping[Key, Recorded], moment: datetime, by: Any) -> None:
    """Write figures; one that stands at the same target and day is replaced."""
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(
                participation=participation,
                target_id=target_id,
                as_of=day,
                value=value,
                source=source,
                recorded_at=moment,
                recorded_by=by,
            )
            for (target_id, day), (value, source) in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["participation", "target", "as_of"],
        update_fields=["value", "source", "recorded_at", "recorded_by"],
    )
