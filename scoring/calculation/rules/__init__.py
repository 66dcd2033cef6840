"""The formula library (domain.md B8): one small class per rule; keys and params as in fixtures/scoring.

Sources: Hưng Yên 2021 (B1), Sở TN&MT Tiền Giang 2022 (B2), Công an "Vì ANTQ" (B3); see each class.
"""

from collections.abc import Mapping
from typing import Any

from scoring.calculation.facts import ParamsRefused, Rule
from scoring.calculation.rules.deductions import Exclusion, Late, PerCase, deduction
from scoring.calculation.rules.judged import AllOrNothing, Graded, Manual, Ranked
from scoring.calculation.rules.ratio import Change, Inverse, Proportional, Range
from scoring.calculation.rules.relative import HalfAndLeader, RankInBloc
from scoring.calculation.rules.thresholds import PerStep, Tiers, TiersBySize

__all__ = ["RULES", "Exclusion", "Late", "Manual", "deduction", "rule_of"]

RULES: dict[str, type[Rule]] = {
    rule.key: rule
    for rule in (
        Proportional,
        Inverse,
        Change,
        Range,
        Tiers,
        TiersBySize,
        PerStep,
        Graded,
        AllOrNothing,
        Ranked,
        HalfAndLeader,
        RankInBloc,
        Manual,
        PerCase,
        Late,
        Exclusion,
    )
}


def rule_of(key: str, params: Mapping[str, Any]) -> Rule:
    """The rule ``key`` with ``params``; ParamsRefused with a sentence for an unknown key or wrong params."""
    if key not in RULES:
        raise ParamsRefused(f"Không có cách tính “{key}”. Các cách tính: {', '.join(RULES)}.")
    return RULES[key].of(params)
