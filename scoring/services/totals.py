"""Totals of a sheet are kept in the transaction that changes a point, so that no reader ever sums."""

from collections.abc import Iterable
from typing import Any

from scoring.calculation import sheets as arithmetic
from scoring.calculation.totals import SheetTotal
from scoring.enums import Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, sheet_of, table_of

KEPT = ["self_total", "bloc_total", "appraised_total", "group_totals", "percent", "classification", "excluded"]


def keep_totals(sheet: ScoreSheet, known: Iterable[ScoreLine] | None = None) -> None:
    """Recompute and save what the locked ``sheet`` says in total, per group, in percent, as a class and about
    exclusions; one version more. ``known``: its lines as they stand, where the caller has them all.
    """
    lines = list(lines_of(sheet) if known is None else known)
    rules = table_of(sheet.table, sheet.table.groups.all(), [line.criterion for line in lines])
    set_totals(sheet, rules, sheet_of(sheet, lines))
    sheet.version += 1
    sheet.save(update_fields=[*KEPT, "version"])


def set_totals(sheet: ScoreSheet, rules: arithmetic.Table, plain: arithmetic.Sheet) -> None:
    """Put what follows from ``plain`` onto the sheet."""
    totals = {tier: arithmetic.tier_total(rules, plain.lines, tier) for tier in Tier}
    result = arithmetic.result_of(rules, plain, totals[Tier(plain.tier)])
    sheet.self_total = totals[Tier.SELF].total
    sheet.bloc_total = totals[Tier.BLOC].total
    sheet.appraised_total = totals[Tier.APPRAISED].total
    sheet.group_totals = {str(tier): _as_json(total) for tier, total in totals.items()}
    sheet.percent = result.total.percent
    sheet.classification = result.classification
    sheet.excluded = list(result.excluded)


def _as_json(total: SheetTotal) -> dict[str, Any]:
    """What a sheet remembers of one tier: groups in the order of the table, decimals as strings."""
    return {
        "groups": [[group.no, None if group.points is None else str(group.points)] for group in total.groups],
        "over": str(total.over),
        "over_raw": str(total.over_raw),
        "bonus": str(total.bonus),
        "penalty": str(total.penalty),
        "exceeded": total.exceeded,
    }
