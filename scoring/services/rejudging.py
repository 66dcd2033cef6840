"""What deadlines that moved mean for sheets that are filed already."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from campaigns.queries.facts import last_received
from campaigns.rejudging import REJUDGED, Moved
from core import audit, clock
from scoring.queries.sheets import FILED, filed_lateness, lock_these
from scoring.services.facts import read_lateness
from scoring.services.totals import keep_totals


def reread_lateness(moved: Sequence[Moved], by: Any) -> None:
    """Deadlines moved: filed sheets that were late for them and are not published yet follow, in the caller's
    transaction.

    What was missing when the self-score was filed still counts until then; of a unit that filed none until the bloc
    confirmed its points, or now.
    """
    late = _late_for(moved)
    sheets = lock_these(late, state__in=FILED)
    until = last_received(sheet.submission_id for sheet in sheets)
    for sheet in sheets:
        before = sheet.self_total
        ended = until.get(sheet.submission_id) or sheet.confirmed_at or clock.now()
        if read_lateness(sheet, ended, filed=True):
            keep_totals(sheet)
            detail = {"extensions": late[sheet.pk], "self_total_before": before, "self_total": sheet.self_total}
            audit.record("sheet.lateness_reread", on=sheet, by=by, total=sheet.total, **detail)


def _late_for(moved: Sequence[Moved]) -> dict[uuid.UUID, list[int]]:
    """The filed sheets that show days late for a deadline that moved, each with the extensions that moved it.

    A deadline only ever moves to later, so a sheet that was in time stays as it is.
    """
    reached: dict[int, dict[int, str]] = defaultdict(dict)
    for one in moved:
        for participation_id in one.participation_ids:
            reached[participation_id][one.extension.pk] = one.extension.milestone.kind
    found: dict[uuid.UUID, set[int]] = defaultdict(set)
    for line in filed_lateness(reached):
        for extension_id, kind in reached[line.participation_id].items():
            if line.days_late.get(kind, 0) > 0:
                found[line.sheet_id].add(extension_id)
    return {sheet_id: sorted(extension_ids) for sheet_id, extension_ids in found.items()}


REJUDGED.append(reread_lateness)
