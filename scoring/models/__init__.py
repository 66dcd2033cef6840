"""Scoring tables, the sheets that units and scorers fill, rankings and appeals."""

from scoring.models.crosswise import CrossPoints, CrossSheet
from scoring.models.rankings import Appeal, Ranking
from scoring.models.sheets import Citation, LineReturn, ScoreLine, ScoreSheet
from scoring.models.tables import Agreement, Criterion, CriterionGroup, ScoringTable

__all__ = [
    "Agreement",
    "Appeal",
    "Citation",
    "Criterion",
    "CriterionGroup",
    "CrossPoints",
    "CrossSheet",
    "LineReturn",
    "Ranking",
    "ScoreLine",
    "ScoreSheet",
    "ScoringTable",
]
