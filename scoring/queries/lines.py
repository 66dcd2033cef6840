"""From rows of the database to the arithmetic: facts of a line, its points by the rule, the total of a tier."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.enums import Op
from scoring.calculation.facts import Facts, Rule, Scored
from scoring.calculation.rules import rule_of
from scoring.calculation.totals import GroupRule, LinePoints, SheetTotal, total_of
from scoring.enums import PlanSource, Tier
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable

CHANGE_WORDS: Mapping[str, str] = {Op.INCREASE: "tăng", Op.DECREASE: "giảm"}


def lines_of(sheet: ScoreSheet) -> QuerySet[ScoreLine]:
    """The lines of a sheet in the order of its table, with all that the arithmetic needs."""
    return sheet.lines.select_related("criterion__group", "criterion__target")


def rule(criterion: Criterion) -> Rule:
    """The rule of a criterion; its params were checked when the table was made."""
    return rule_of(criterion.rule, criterion.params)


def facts_of(line: ScoreLine) -> Facts:
    """What is known of the line."""
    target = line.criterion.target
    return Facts(
        plan=line.plan,
        actual=line.actual,
        grade=line.grade,
        days_late=line.days_late,
        late_brackets={
            kind: tuple((day, Decimal(points)) for day, points in rows) for kind, rows in line.late_brackets.items()
        },
        unit=line.criterion.unit_of_measure or (target.unit_of_measure if target else ""),
        plan_word=PlanSource(line.plan_source).label,
        change=CHANGE_WORDS.get(target.op, "") if target and line.criterion.rule == "change" else "",
    )


def scored(line: ScoreLine, step: Decimal) -> Scored:
    """The points that the rule gives for the line's facts, with the sentence."""
    criterion = line.criterion
    return rule(criterion).score(facts_of(line), max_points=criterion.max_points, step=step)


def group_rules(groups: Iterable[CriterionGroup]) -> list[GroupRule]:
    """The groups of a table as the arithmetic takes them."""
    return [GroupRule(group.no, group.kind, group.max_points) for group in groups]


def tier_total(
    table: ScoringTable, groups: Iterable[CriterionGroup], lines: Iterable[ScoreLine], tier: Tier
) -> SheetTotal:
    """The figures of one tier of a sheet."""
    points = [LinePoints(line.criterion.group.no, line.criterion.max_points, line.points_of(tier)) for line in lines]
    return total_of(group_rules(groups), points, bonus_cap=table.bonus_cap)
