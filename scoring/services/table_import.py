"""Writing what a workbook says into a draft table."""

from typing import Any

from django.db import transaction

from core import audit
from core.authz import require
from core.exceptions import Conflict, Refused
from scoring.models import Criterion, ScoringTable
from scoring.queries.soundness import Parts, flaws_of
from scoring.queries.tables import fingerprint, lock_table
from scoring.services.copies import Content, built, write_parts

IMPORTED = "table.imported"


@transaction.atomic(durable=True)
def import_table(*, table_id: int, content: Content, seen: str, file_sha256: str, by: Any) -> ScoringTable:
    """Let the draft be exactly ``content`` (``table_workbook.read``); targets and appraisers stay by number.

    ``seen`` is the ``fingerprint`` of what was stored when it was shown: Conflict when it changed since (X15). Refused
    for content with errors.
    """
    table = lock_table(table_id)
    require(by, "scoring.draft_table", table)
    if fingerprint(table) != seen:
        raise Conflict("Người khác đã sửa bảng tiêu chí sau khi bạn xem trước.", table)
    parts = built(table, content)
    errors = [flaw.sentence for flaw in flaws_of(table, parts) if not flaw.hint]
    if errors:
        raise Refused(" ".join(errors))
    _replace(table, parts)
    audit.record(IMPORTED, on=table, by=by, file=file_sha256, rows=sum(1 + len(rows) for _, rows in parts))
    return table


def _replace(table: ScoringTable, parts: Parts) -> None:
    """Write the rows; a draft has no sheets, so rows begin anew with what is kept by number."""
    appraisers = dict(table.groups.values_list("no", "appraiser"))
    targets = dict(Criterion.objects.filter(group__table=table).values_list("no", "target"))
    table.groups.all().delete()
    for group, criteria in parts:
        group.appraiser_id = appraisers.get(group.no)
        for one in criteria:
            one.target_id = targets.get(one.no)
    write_parts(parts)
