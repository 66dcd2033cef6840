"""Many rows of one tier at once, from a workbook: judged like single rows, written all or not at all."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import audit
from core.bulk import update_rows
from core.exceptions import Conflict, Refused
from scoring.enums import SheetState, Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import read_lines
from scoring.queries.returns import turn_of
from scoring.queries.sheets import lock_these
from scoring.services.checks import require_group_fits, require_valid
from scoring.services.lines import LineValues, require_turn, stamp, write, written
from scoring.services.totals import keep_totals

Values = Mapping[int, LineValues]
LINE = [one.name for one in ScoreLine._meta.concrete_fields if one.name not in ("id", "sheet", "criterion")]


@dataclass(frozen=True)
class Judged:
    """The rows as they would be (``known``: all of the sheet, them among these), with what they were, and the refusals
    by line id; nothing is written.
    """

    lines: list[ScoreLine]
    known: list[ScoreLine]
    before: dict[int, dict[str, Any]]
    refusals: dict[int, Refused]


def judge(sheet: ScoreSheet, tier: Tier, values: Values, *, by: Any) -> Judged:
    """What ``save_line`` would say of each row, sums of groups judged with all of them in place. Three queries."""
    known = read_lines(sheet)
    changed = [line for line in known if line.pk in values]
    before = {line.pk: written(line, tier) for line in changed}
    beside: dict[int, list[ScoreLine]] = {}
    for line in known:
        beside.setdefault(line.criterion.group_id, []).append(line)
    refusals: dict[int, Refused] = {}
    for line in changed:
        try:
            require_turn(line, tier, by=by)
            write(line, tier, values[line.pk])
            require_valid(line, tier)
        except Refused as refusal:
            refusals[line.pk] = refusal
    for line in changed:
        try:
            require_group_fits(beside[line.criterion.group_id], line, tier)
        except Refused as refusal:
            refusals.setdefault(line.pk, refusal)
    return Judged(changed, known, before, refusals)


@transaction.atomic(durable=True)
def save_lines(
    *,
    versions: Mapping[uuid.UUID, int],
    values: Mapping[uuid.UUID, Values],
    tier: Tier,
    by: Any,
    file_sha256: str = "",
) -> list[ScoreSheet]:
    """Write ``values`` by sheet and line id into the tier whose turn it is, all or nothing.

    Refused with the first sentence when any row is; Conflict when a sheet is not in the version that was looked at
    (``versions``, X15). The trail keeps the hash of the workbook.
    """
    sheets = lock_these(values)
    for sheet in sheets:
        if sheet.version != versions.get(sheet.pk) or turn_of(sheet, None) != tier:
            raise Conflict("Bảng điểm đã đổi từ lúc xem trước.", sheet)
    judged = {sheet.pk: judge(sheet, tier, values[sheet.pk], by=by) for sheet in sheets}
    for one in judged.values():
        if one.refusals:
            raise next(iter(one.refusals.values()))
    for sheet in sheets:
        _keep(sheet, judged[sheet.pk], tier, by, file_sha256)
    return sheets


def _keep(sheet: ScoreSheet, judged: Judged, tier: Tier, by: Any, file_sha256: str) -> None:
    for line in judged.lines:
        line.version += 1
    update_rows(judged.lines, LINE)
    deeds = (
        (line, {"tier": tier, "no": line.criterion.no, "old": judged.before[line.pk], "new": written(line, tier)})
        for line in judged.lines
    )
    audit.record_all("line.scored", deeds, by=by)
    if sheet.state == SheetState.DRAFT:
        stamp(sheet, by)
    keep_totals(sheet, judged.known)
    audit.record("sheet.imported", on=sheet, by=by, tier=tier, lines=len(judged.lines), file=file_sha256)
