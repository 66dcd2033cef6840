"""Criteria that compare the units of a bloc: a figure of one moves the points of all, so they follow together."""

from typing import Any

from campaigns.models import Participation
from core import audit
from scoring.enums import SheetState
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of
from scoring.queries.peers import RELATIVE, peers_for
from scoring.queries.sheets import lock_sheets
from scoring.queries.tables import lock_frozen_table
from scoring.services.facts import FIELDS, follow_rule
from scoring.services.totals import keep_totals


def follow_bloc(sheet: ScoreSheet, *, by: Any) -> int:
    """Let every filed and unpublished sheet around ``sheet`` follow its bloc at the criteria that compare; returns how
    many sheets changed. Nothing happens while somebody has not filed, and nothing where no criterion compares. What was
    closed without a self-score keeps what the table gives it.

    The caller has called ``lock_bloc_of`` before it locked or changed anything.
    """
    compared = [line.criterion for line in lines_of(sheet).filter(criterion__rule__in=RELATIVE)]
    peers = peers_for(sheet, compared)
    if not peers.measures:
        return 0
    changed = 0
    for one in lock_sheets(sheet.participation.campaign, sheet.participation.bloc_id):
        if one.state == SheetState.PUBLISHED or one.is_closed_missing:
            continue
        moved = []
        for line in lines_of(one).filter(criterion__in=compared):
            before = line.self_points
            follow_rule(line, one.table.rounding_step, filed=True, peers=peers)
            if line.self_points != before:
                line.version += 1
                moved.append(line)
        if moved:
            ScoreLine.objects.bulk_update(moved, FIELDS)
            old = one.total
            keep_totals(one)
            audit.record("sheet.followed_bloc", on=one, by=by, total_before=old, total=one.total, lines=len(moved))
            changed += 1
    return changed


def compares(sheet: ScoreSheet) -> bool:
    """Whether a criterion of the sheet's table compares the units of the bloc."""
    return lines_of(sheet).filter(criterion__rule__in=RELATIVE).exists()


def lock_bloc_of(sheet_id: Any) -> None:
    """Lock all sheets of the bloc in one order before one of them changes, where a criterion compares them.

    The table is locked first: no version that compares otherwise takes effect between the question and the lock.
    """
    folder = Participation.objects.select_related("campaign", "bloc").get(score_sheet=sheet_id)
    lock_frozen_table(folder.campaign, folder.bloc)
    sheet = ScoreSheet.objects.select_related("participation__campaign").get(pk=sheet_id)
    if compares(sheet):
        lock_sheets(sheet.participation.campaign, sheet.participation.bloc_id)
