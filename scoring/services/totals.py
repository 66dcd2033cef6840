"""Totals of a sheet are kept in the transaction that changes a point, so that no reader ever sums."""

from collections.abc import Iterable
from typing import Any

from scoring.calculation.totals import SheetTotal
from scoring.enums import Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, tier_total


def keep_totals(sheet: ScoreSheet) -> None:
    """Recompute and save what the locked ``sheet`` says in total, per group and about exclusions; one version more."""
    lines = list(lines_of(sheet))
    groups = list(sheet.table.groups.all())
    totals = {tier: tier_total(sheet.table, groups, lines, tier) for tier in Tier}
    sheet.self_total = totals[Tier.SELF].total
    sheet.bloc_total = totals[Tier.BLOC].total
    sheet.appraised_total = totals[Tier.APPRAISED].total
    sheet.group_totals = {str(tier): _as_json(total) for tier, total in totals.items()}
    sheet.excluded = excluded_forms(lines)
    sheet.version += 1
    sheet.save(update_fields=["self_total", "bloc_total", "appraised_total", "group_totals", "excluded", "version"])


def excluded_forms(lines: Iterable[ScoreLine]) -> list[str]:
    """The forms of award lost by any case of a criterion that excludes (B1: a warning costs flag and certificate).

    A case stands where the highest tier that has scored the line took points off.
    """
    forms: set[str] = set()
    for line in lines:
        points = next((found for tier in reversed(Tier) if (found := line.points_of(tier)) is not None), None)
        if points is not None and points < 0:
            forms |= set(line.criterion.excludes)
    return sorted(forms)


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
