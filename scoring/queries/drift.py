"""Totals as the database itself adds them up from the points, to hold against those that the sheets keep.

A second way to the same figures, exact in both databases; it never writes. ``recompute --check`` says by it in seconds
what would have to be put right.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.models import Campaign
from scoring.enums import Tier

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Added:
    """One sheet: its total in one tier as added up now (None: nothing scored), and its rank in the bloc by it."""

    sheet_id: UUID
    total: Decimal | None
    rank: int | None


# Every criterion held at its maximum, what lies above it as bonus up to the table's cap, every group held at its own.
# [x] is x in a form in which adding is exact, {least} the lesser of two. A line is compared once: by sheet and group
# its points are added up as they are and held, what lies above is the difference. With parts written out in both places
# PostgreSQL adds in memory; kept aside, it sorts all lines on disk first.
_SUMS = """
WITH parts AS NOT MATERIALIZED (
  SELECT part.id, part.kind, [part.max_points] AS most
  FROM scoring_criteriongroup AS part JOIN scoring_scoringtable AS rules ON rules.id = part.table_id
  WHERE rules.campaign_id = %s
), known AS (
  SELECT criterion.id, parts.id AS part, CASE WHEN parts.kind = 'penalty' THEN [9999.99]
    ELSE [criterion.max_points] END AS top
  FROM scoring_criterion AS criterion JOIN parts ON parts.id = criterion.group_id
), held AS (
  SELECT line.sheet_id, known.part,
    SUM([line.{tier}_points]) AS raw, SUM({least}([line.{tier}_points], known.top)) AS points
  FROM scoring_scoreline AS line JOIN known ON known.id = line.criterion_id
  WHERE line.assigned AND line.{tier}_points IS NOT NULL
  GROUP BY line.sheet_id, known.part
), added AS (
  SELECT sheet_id, SUM(CASE WHEN kind = 'points' THEN raw - points ELSE 0 END) AS over, SUM(CASE
    WHEN kind <> 'penalty' THEN {least}(points, most)
    WHEN points > 0 THEN 0
    WHEN most <> 0 AND points < -ABS(most) THEN -ABS(most)
    ELSE points END) AS points
  FROM held JOIN parts ON parts.id = held.part GROUP BY sheet_id
), totals AS (
  SELECT sheet.id AS sheet_id, folder.bloc_id, [sheet.{tier}_total] AS kept, [rules.total_cap] AS cap,
    added.points + {least}(added.over, [rules.bonus_cap]) AS uncapped
  FROM scoring_scoresheet AS sheet
  JOIN campaigns_participation AS folder ON folder.id = sheet.participation_id
  JOIN scoring_scoringtable AS rules ON rules.id = sheet.table_id
  LEFT JOIN added ON added.sheet_id = sheet.id
  WHERE folder.campaign_id = %s
), capped AS (
  SELECT sheet_id, bloc_id, kept, CASE WHEN uncapped > cap THEN cap ELSE uncapped END AS total
  FROM totals
)
"""
_RANKED = """
SELECT sheet_id, total, CASE WHEN total IS NOT NULL THEN RANK() OVER (
  PARTITION BY bloc_id ORDER BY CASE WHEN total IS NULL THEN 1 ELSE 0 END, total DESC) END
FROM capped
"""
_DIFFERENT = "SELECT sheet_id FROM capped WHERE COALESCE(kept, 9999999) <> COALESCE(total, 9999999)"


def added_up(campaign: Campaign, tier: Tier = Tier.APPRAISED) -> list[Added]:
    """Every sheet of the campaign with its total and its rank by points, ties sharing one. One query."""
    return [
        Added(_uuid(pk), None if total is None else _points(total), rank)
        for pk, total, rank in _rows(_RANKED, campaign, tier)
    ]


def differing(campaign: Campaign) -> list[UUID]:
    """The sheets that keep another total in some tier than their points make. One query for each tier."""
    return sorted({_uuid(pk) for tier in Tier for (pk,) in _rows(_DIFFERENT, campaign, tier)})


def _rows(select: str, campaign: Campaign, tier: Tier) -> list[tuple[Any, ...]]:
    sums = _SUMS.format(tier=Tier(tier).value, least=_LEAST[connection.vendor])
    statement = re.sub(r"\[(.+?)\]", _EXACT[connection.vendor], sums) + select
    with connection.cursor() as cursor:
        cursor.execute(statement, [campaign.pk, campaign.pk])
        return list(cursor.fetchall())


# SQLite adds in floating point, so there points are whole hundredths, and identifiers are text.
_EXACT = {"postgresql": r"\1", "sqlite": r"CAST(ROUND(\1 * 100) AS INTEGER)"}
_LEAST = {"postgresql": "LEAST", "sqlite": "MIN"}


def _points(value: Decimal | int) -> Decimal:
    return value if isinstance(value, Decimal) else (value * CENT).quantize(CENT)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
