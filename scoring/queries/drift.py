"""Totals as the database itself adds them up from the points, to hold against those that the sheets keep.

A second way to the same figures, in whole hundredths so that both databases are exact; it never writes. ``recompute``
says by it in seconds what it would have to put right.
"""

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
_SUMS = """
WITH held AS (
  SELECT line.sheet_id, part.id, part.kind, CAST(ROUND(part.max_points * 100) AS BIGINT) AS most,
    SUM(CASE WHEN part.kind = 'penalty' OR line.{tier}_points < criterion.max_points
      THEN CAST(ROUND(line.{tier}_points * 100) AS BIGINT)
      ELSE CAST(ROUND(criterion.max_points * 100) AS BIGINT) END) AS points,
    SUM(CASE WHEN part.kind = 'points' AND line.{tier}_points > criterion.max_points
      THEN CAST(ROUND((line.{tier}_points - criterion.max_points) * 100) AS BIGINT) ELSE 0 END) AS over
  FROM scoring_scoreline AS line
  JOIN scoring_criterion AS criterion ON criterion.id = line.criterion_id
  JOIN scoring_criteriongroup AS part ON part.id = criterion.group_id
  JOIN scoring_scoringtable AS rules ON rules.id = part.table_id
  WHERE rules.campaign_id = %s AND line.assigned AND line.{tier}_points IS NOT NULL
  GROUP BY line.sheet_id, part.id, part.kind, part.max_points
), added AS (
  SELECT sheet_id, SUM(over) AS over, SUM(CASE
    WHEN kind <> 'penalty' THEN CASE WHEN points < most THEN points ELSE most END
    WHEN points > 0 THEN 0
    WHEN most <> 0 AND points < -ABS(most) THEN -ABS(most)
    ELSE points END) AS points
  FROM held GROUP BY sheet_id
), totals AS (
  SELECT sheet.id AS sheet_id, folder.bloc_id, ROUND(sheet.{tier}_total * 100) AS kept,
    added.points + CASE WHEN added.over < ROUND(rules.bonus_cap * 100) THEN added.over
      ELSE ROUND(rules.bonus_cap * 100) END AS uncapped, ROUND(rules.total_cap * 100) AS cap
  FROM scoring_scoresheet AS sheet
  JOIN campaigns_participation AS folder ON folder.id = sheet.participation_id
  JOIN scoring_scoringtable AS rules ON rules.id = sheet.table_id
  LEFT JOIN added ON added.sheet_id = sheet.id
  WHERE folder.campaign_id = %s
), capped AS (
  SELECT sheet_id, bloc_id, kept, CASE WHEN cap IS NOT NULL AND uncapped > cap THEN cap ELSE uncapped END AS total
  FROM totals
)
"""
_RANKED = """
SELECT sheet_id, total, CASE WHEN total IS NOT NULL THEN RANK() OVER (
  PARTITION BY bloc_id ORDER BY CASE WHEN total IS NULL THEN 1 ELSE 0 END, total DESC) END
FROM capped ORDER BY sheet_id
"""
_DIFFERENT = "SELECT sheet_id FROM capped WHERE COALESCE(kept, 99999999) <> COALESCE(total, 99999999) ORDER BY sheet_id"


def added_up(campaign: Campaign, tier: Tier = Tier.APPRAISED) -> list[Added]:
    """Every sheet of the campaign with its total and its rank by points, ties sharing one. One query."""
    return [
        Added(_uuid(pk), None if total is None else (int(total) * CENT).quantize(CENT), rank)
        for pk, total, rank in _rows(_RANKED, campaign, tier)
    ]


def differing(campaign: Campaign) -> list[UUID]:
    """The sheets that keep another total in some tier than their points make. One query for each tier."""
    return sorted({_uuid(pk) for tier in Tier for (pk,) in _rows(_DIFFERENT, campaign, tier)})


def _rows(select: str, campaign: Campaign, tier: Tier) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(tier=Tier(tier).value) + select, [campaign.pk, campaign.pk])
        return list(cursor.fetchall())


def _uuid(value: Any) -> UUID:
    """SQLite keeps them as text."""
    return value if isinstance(value, UUID) else UUID(value)
