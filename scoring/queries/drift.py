"""Totals as the database itself adds them up from the points, to hold against those that the sheets keep.

A second way to the same figures, exact in both databases; it never writes. ``recompute --check`` says by it in seconds
what would have to be put right.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from campaigns.models import Campaign
from scoring.enums import Tier


class Added(NamedTuple):
    """One sheet: its total in one tier as added up now (None: nothing scored), and its rank in the bloc by it."""

    sheet_id: UUID
    total: Decimal | None
    rank: int | None


# Every criterion held at its maximum, what lies above it as bonus up to the table's cap, every group held at its own.
# [x] is x in whole hundredths. A line is compared once: by sheet and group its points are added up as they are, beside
# what lies above. {apart} keeps the criteria of the campaign one table to be joined with; without it PostgreSQL joins
# every line three times, and with MATERIALIZED it forgets how many they are and sorts.
_SUMS = """
WITH parts AS NOT MATERIALIZED (
  SELECT part.id, part.kind, [part.max_points] AS most
  FROM scoring_criteriongroup AS part JOIN scoring_scoringtable AS rules ON rules.id = part.table_id
  WHERE rules.campaign_id = %s
), held AS (
  SELECT line.sheet_id, known.part, {held}
  FROM scoring_scoreline AS line JOIN (
    SELECT criterion.id, parts.id AS part, criterion.max_points AS top
    FROM scoring_criterion AS criterion JOIN parts ON parts.id = criterion.group_id {apart}
  ) AS known ON known.id = line.criterion_id
  WHERE line.assigned GROUP BY line.sheet_id, known.part
), added AS (
  SELECT sheet_id, {added} FROM held JOIN parts ON parts.id = held.part GROUP BY sheet_id
), totals AS (
  SELECT sheet.id AS sheet_id, folder.bloc_id, [rules.total_cap] AS cap, {totals}
  FROM scoring_scoresheet AS sheet
  JOIN campaigns_participation AS folder ON folder.id = sheet.participation_id
  JOIN scoring_scoringtable AS rules ON rules.id = sheet.table_id
  LEFT JOIN added ON added.sheet_id = sheet.id
  WHERE folder.campaign_id = %s
), capped AS (
  SELECT sheet_id, bloc_id, {capped} FROM totals
)
"""
_OF_A_TIER = {
    "held": """
    CAST(SUM([line.{tier}_points]) AS INTEGER) AS {tier}_raw, CAST(COALESCE(SUM([(line.{tier}_points - known.top)])
      FILTER (WHERE line.{tier}_points > known.top), 0) AS INTEGER) AS {tier}_over""",
    "added": """
    SUM(CASE WHEN kind = 'points' THEN {tier}_over ELSE 0 END) AS {tier}_over, SUM(CASE
      WHEN {tier}_raw IS NULL THEN NULL
      WHEN kind <> 'penalty' THEN {least}({tier}_raw - {tier}_over, most)
      WHEN {tier}_raw > 0 THEN 0
      WHEN most <> 0 AND {tier}_raw < -ABS(most) THEN -ABS(most)
      ELSE {tier}_raw END) AS {tier}_points""",
    "totals": """
    [sheet.{tier}_total] AS {tier}_kept,
    added.{tier}_points + {least}(added.{tier}_over, [rules.bonus_cap]) AS {tier}_uncapped""",
    "capped": """
    {tier}_kept, CASE WHEN {tier}_uncapped > cap THEN cap ELSE {tier}_uncapped END AS {tier}_total""",
}
_RANKED = """
SELECT sheet_id, {tier}_total, CASE WHEN {tier}_total IS NOT NULL THEN RANK() OVER (
  PARTITION BY bloc_id ORDER BY CASE WHEN {tier}_total IS NULL THEN 1 ELSE 0 END, {tier}_total DESC) END
FROM capped
"""
_DIFFERENT = "{tier}_kept {unlike} {tier}_total"
# SQLite adds in floating point and knows identifiers as text.
_DIALECTS = {
    "postgresql": {
        "exact": r"CAST(\1 * 100 AS INTEGER)",
        "least": "LEAST",
        "unlike": "IS DISTINCT FROM",
        "apart": "OFFSET 0",
    },
    "sqlite": {"exact": r"CAST(ROUND(\1 * 100) AS INTEGER)", "least": "MIN", "unlike": "IS NOT", "apart": ""},
}


def added_up(campaign: Campaign, tier: Tier = Tier.APPRAISED) -> list[Added]:
    """Every sheet of the campaign with its total and its rank by points, ties sharing one. One query."""
    select = _RANKED.format(tier=Tier(tier).value)
    return [
        Added(_uuid(pk), None if total is None else Decimal(total).scaleb(-2), rank)
        for pk, total, rank in _rows(select, campaign, [tier])
    ]


def differing(campaign: Campaign) -> list[UUID]:
    """The sheets that keep another total in some tier than their points make. One query."""
    select = f"SELECT sheet_id FROM capped WHERE {_of_each(_DIFFERENT, Tier, ' OR ')}"  # noqa: S608
    return sorted(_uuid(pk) for (pk,) in _rows(select, campaign, Tier))


def _rows(select: str, campaign: Campaign, tiers: Iterable[Tier]) -> list[tuple[Any, ...]]:
    dialect = _DIALECTS[connection.vendor]
    sums = _SUMS.format(**{name: _of_each(one, tiers) for name, one in _OF_A_TIER.items()}, **dialect)
    statement = re.sub(r"\[(.+?)\]", dialect["exact"], sums) + select
    with connection.cursor() as cursor:
        cursor.execute(statement, [campaign.pk, campaign.pk])
        return list(cursor.fetchall())


def _of_each(words: str, tiers: Iterable[Tier], between: str = ",") -> str:
    return between.join(words.format(tier=Tier(tier).value, **_DIALECTS[connection.vendor]) for tier in tiers)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
