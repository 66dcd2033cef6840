"""From rows of the database to the arithmetic: facts of a line, its points by the rule, a sheet and its table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from campaigns.enums import Op
from campaigns.plausible import Yardstick, doubt, is_share
from core.numbers import format_decimal
from scoring.calculation import sheets as arithmetic
from scoring.calculation.classes import bands_of
from scoring.calculation.facts import NOBODY, Brackets, Facts, Peers, Rule, Scored
from scoring.calculation.rules import rule_of
from scoring.calculation.totals import GroupRule, SheetTotal
from scoring.enums import PlanSource, RankedBy, Tier
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.returns import WITH_RETURNS

PLAN_WORDS: Mapping[str, str] = {str(one): str(one.label) for one in PlanSource}
CHANGE_WORDS: Mapping[str, str] = {Op.INCREASE: "tăng", Op.DECREASE: "giảm"}


def lines_of(sheet: ScoreSheet) -> QuerySet[ScoreLine]:
    """The lines of a sheet in the order of its table, with all that the arithmetic needs."""
    return sheet.lines.select_related("criterion__group", "criterion__target")


def read_lines(sheet: ScoreSheet) -> list[ScoreLine]:
    """The same with their returns, and with the groups of the table, which the table keeps. Three queries."""
    prefetch_related_objects([sheet.table], "groups")
    found: list[ScoreLine] = list(sheet.lines.select_related("criterion__target").prefetch_related(WITH_RETURNS))
    _share_groups(sheet, found)
    return found


def known_lines(sheet: ScoreSheet) -> list[ScoreLine]:
    """The lines that the sheet knows already (``saved_lines``), else as ``read_lines`` reads them."""
    return getattr(sheet, "saved_lines", None) or read_lines(sheet)


def read_all_lines(sheets: Sequence[ScoreSheet], *more: "Prefetch[Any]") -> None:
    """Let each of the sheets know its lines as ``read_lines`` reads them (``saved_lines``), with ``more`` of each line.
    Four queries and one for each of ``more``, however many sheets.
    """
    wanted = Prefetch("lines", ScoreLine.objects.select_related("criterion__target"), to_attr="saved_lines")
    prefetch_related_objects(sheets, "table__groups", wanted)
    for sheet in sheets:
        _share_groups(sheet, sheet.saved_lines)  # type: ignore[attr-defined]
    prefetch_related_objects([line for sheet in sheets for line in sheet.saved_lines], WITH_RETURNS, *more)  # type: ignore[attr-defined]


def _share_groups(sheet: ScoreSheet, lines: Iterable[ScoreLine]) -> None:
    """Let the criteria of the lines know the groups that the table has read."""
    groups = {group.pk: group for group in sheet.table.groups.all()}
    for line in lines:
        line.criterion.group = groups[line.criterion.group_id]


def rule(criterion: Criterion) -> Rule:
    """The rule of a criterion; its params were checked when the table was made."""
    return _rule(criterion.rule, json.dumps(criterion.params, ensure_ascii=False))


@lru_cache(maxsize=4096)
def _rule(key: str, params: str) -> Rule:
    return rule_of(key, json.loads(params))


def facts_of(line: ScoreLine, peers: Peers = NOBODY) -> Facts:
    """What is known of the line; ``peers`` where it is scored by a rule that compares the bloc."""
    target = line.criterion.target
    return Facts(
        plan=line.plan,
        actual=line.actual,
        second=line.second,
        grade=line.grade,
        ranks=tuple(line.ranks),
        days_late=line.days_late,
        late_brackets=brackets_of(line.late_brackets),
        unit=line.criterion.unit_of_measure or (target.unit_of_measure if target else ""),
        plan_word=PLAN_WORDS[line.plan_source],
        change=CHANGE_WORDS.get(target.op, "") if target and line.criterion.rule == "change" else "",
        peers=peers.of(line.criterion_id),
        waiting=peers.waiting,
    )


def doubt_of_actual(line: ScoreLine, value: Decimal | None) -> str:
    """Why a new figure of the line is odd beside its plan, in words; "" where it is not."""
    if value is None or value == line.actual:
        return ""
    unit, target = facts_of(line).unit, line.criterion.target
    plan = Yardstick("kế hoạch", line.plan, both_ways=False)
    odd = doubt(value, [plan], is_share=is_share(unit, target.op if target else ""))
    return odd and f"Số {format_decimal(value)} {unit} {odd}"


def brackets_of(kept: Mapping[str, Iterable[tuple[int, str]]]) -> dict[str, Brackets]:
    """The brackets of deadlines as the arithmetic takes them, from what a line keeps."""
    return {kind: tuple((day, Decimal(points)) for day, points in rows) for kind, rows in kept.items()}


def scored(line: ScoreLine, step: Decimal, peers: Peers = NOBODY) -> Scored:
    """The points that the rule gives for the line's facts, with the sentence."""
    criterion = line.criterion
    if not line.assigned:
        return Scored(None, "Đơn vị không được giao chỉ tiêu này: không tính vào tổng điểm.")
    return rule(criterion).score(facts_of(line, peers), max_points=criterion.max_points, step=step)


def table_of(table: ScoringTable, groups: Iterable[CriterionGroup], criteria: Iterable[Criterion]) -> arithmetic.Table:
    """A table as the arithmetic takes it; ``criteria`` in its order, each with its group."""
    rules = {group.pk: GroupRule(group.no, group.kind, group.max_points) for group in groups}
    return arithmetic.Table(
        step=table.rounding_step,
        bonus_cap=table.bonus_cap,
        total_cap=table.total_cap,
        by_percent=table.ranked_by == RankedBy.PERCENT,
        chain=tuple(table.tie_breaks),
        bands=bands_of(table.classes),
        groups=tuple(rules.values()),
        criteria=tuple(
            arithmetic.CriterionRule(one.no, rules[one.group_id], one.max_points, rule(one), tuple(one.excludes))
            for one in criteria
        ),
    )


def line_of(line: ScoreLine, peers: Peers = NOBODY) -> arithmetic.Line:
    """A line as the arithmetic takes it."""
    return arithmetic.Line(facts_of(line, peers), _points(line), _answers(line), line.assigned)


def said_on(line: ScoreLine, plain: arithmetic.Line) -> arithmetic.Line:
    """The line ``plain`` with the points and answers that the tiers give on ``line``."""
    return replace(plain, points=_points(line), answers=_answers(line))


def _points(line: ScoreLine) -> dict[str, Decimal | None]:
    return {str(tier): line.points_of(tier) for tier in Tier}


def _answers(line: ScoreLine) -> dict[str, str]:
    return {str(Tier.BLOC): line.bloc_answer, str(Tier.APPRAISED): line.appraised_answer}


def sheet_of(sheet: ScoreSheet, lines: Iterable[ScoreLine], peers: Peers = NOBODY) -> arithmetic.Sheet:
    """A sheet as the arithmetic takes it."""
    return sheet_with(sheet, {line.criterion.no: line_of(line, peers) for line in lines})


def sheet_with(sheet: ScoreSheet, lines: Mapping[str, arithmetic.Line]) -> arithmetic.Sheet:
    """The same where the lines are known as the arithmetic takes them, by number of the criterion."""
    return arithmetic.Sheet(
        unit=sheet.participation.unit.code,
        lines=lines,
        tier=str(sheet.counting_tier),
        unclassified=sheet.unclassified,
        votes=sheet.votes,
    )


def confirmed_total(
    table: ScoringTable, groups: Iterable[CriterionGroup], lines: Iterable[ScoreLine]
) -> Decimal | None:
    """The bloc's total as its confirmation stores it: what the bloc does not score is taken over from the unit."""
    known = list(lines)
    taken = {
        line.criterion.no: arithmetic.Line(
            facts_of(line),
            {Tier.BLOC: line.self_points if line.bloc_points is None else line.bloc_points},
            assigned=line.assigned,
        )
        for line in known
    }
    return arithmetic.tier_total(table_of(table, groups, [line.criterion for line in known]), taken, Tier.BLOC).total


def totals_of(
    table: ScoringTable, groups: Iterable[CriterionGroup], lines: Iterable[ScoreLine]
) -> dict[Tier, SheetTotal]:
    """The figures of every tier of a sheet."""
    known = list(lines)
    rules = table_of(table, groups, [line.criterion for line in known])
    plain = {line.criterion.no: line_of(line) for line in known}
    return {tier: arithmetic.tier_total(rules, plain, tier) for tier in Tier}
