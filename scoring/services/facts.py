"""Reading what is known of a unit into the lines of its draft sheet; the unit's points follow by the rules."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from campaigns.queries.facts import Lateness, assigned_values, lateness, latest_figures, registered_values
from scoring.calculation.facts import NOBODY, Peers
from scoring.calculation.rules import Late, deduction
from scoring.enums import UPPER_TIERS, PlanSource, Tier
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, rule, scored

FIELDS = [
    "plan",
    "plan_source",
    "actual",
    "days_late",
    "late_brackets",
    "self_points",
    "bloc_points",
    "bloc_answer",
    "bloc_note",
    "appraised_points",
    "appraised_answer",
    "appraised_note",
    "version",
]
Sources = list[tuple[dict[int, Decimal], PlanSource]]


def read_facts(sheet: ScoreSheet) -> int:
    """Plan (registered, else given, else the campaign's, else the table's), latest figure and lateness of every line.

    Returns how many lines changed. A figure that nobody recorded leaves what the unit typed.
    """
    lines = list(lines_of(sheet))
    before = [_facts(line) for line in lines]
    fill_facts(sheet, lines)
    return _keep_changed(sheet, lines, before)


def fill_facts(sheet: ScoreSheet, lines: Iterable[ScoreLine]) -> None:
    """Put what is known of the unit onto these lines of its sheet, unsaved."""
    participation = sheet.participation
    plans = [
        (registered_values(participation), PlanSource.REGISTERED),
        (assigned_values(participation), PlanSource.ASSIGNED),
    ]
    figures = latest_figures(participation)
    late = lateness(participation)
    for line in lines:
        criterion = line.criterion
        line.plan, line.plan_source = _plan(criterion, plans)
        if rule(criterion).input in ("actual", "figure") and criterion.target_id in figures:
            line.actual = figures[criterion.target_id]
        _read_lateness(line, late)


def read_lateness(sheet: ScoreSheet, until: datetime, *, filed: bool = False) -> int:
    """The lateness of the unit as it is known now, what is missing counted to ``until``; returns how many lines
    changed. On a sheet that is ``filed`` already, upper tiers that had taken the unit's points over follow.
    """
    late = lateness(sheet.participation, until)
    lines = [line for line in lines_of(sheet) if isinstance(rule(line.criterion), Late)]
    before = [_facts(line) for line in lines]
    for line in lines:
        _read_lateness(line, late)
    return _keep_changed(sheet, lines, before, filed=filed)


def follow_rule(line: ScoreLine, step: Decimal, *, filed: bool = False, peers: Peers = NOBODY) -> None:
    """Set the unit's points by the rule (rules that leave the points to people keep what was typed).

    When the unit's points change, what upper tiers gave that line no longer answers it and is dropped; of a sheet that
    is ``filed`` they stay scored (``carry_up``).
    """
    if rule(line.criterion).input == "points" and line.assigned:
        return
    take_points(line, scored(line, step, peers).points, filed=filed)


def take_points(line: ScoreLine, points: Decimal | None, *, filed: bool) -> None:
    """Let the unit's points be ``points``, and what stands above them follow as ``follow_rule`` says."""
    if points != line.self_points:
        before, line.self_points = line.self_points, points
        if filed:
            carry_up(line, before)
        else:
            drop_upper(line, Tier.SELF)


def carry_up(line: ScoreLine, before: Decimal | None) -> None:
    """Let the upper tiers that had taken over the unit's points ``before`` take over the present ones.

    What a tier had decided on its own, with a reason, stays, and so does what stands above it.
    """
    for tier in UPPER_TIERS[Tier.SELF]:
        if before is None or line.points_of(tier) != before:
            return
        setattr(line, f"{tier}_points", line.self_points)


def drop_upper(line: ScoreLine, tier: Tier) -> None:
    """Take from the line the points, answers and notes of the tiers above ``tier``."""
    for upper in UPPER_TIERS[tier]:
        setattr(line, f"{upper}_points", None)
        setattr(line, f"{upper}_answer", "")
        setattr(line, f"{upper}_note", "")


def _plan(criterion: Criterion, plans: Sources) -> tuple[Decimal | None, PlanSource]:
    target = criterion.target
    for known, source in plans:
        if target is not None and target.pk in known:
            return known[target.pk], source
    if target is not None and target.value is not None:
        return target.value, PlanSource.CAMPAIGN
    return criterion.plan, PlanSource.TABLE


def _read_lateness(line: ScoreLine, late: dict[str, list[Lateness]]) -> None:
    kind = rule(line.criterion)
    if isinstance(kind, Late):
        worst = {one: _costliest(late[one], kind) for one in kind.milestones}
        line.days_late = {one: found.days for one, found in worst.items()}
        line.late_brackets = {} if kind.brackets else _as_json(worst)


def _costliest(late: list[Lateness], kind: Late) -> Lateness:
    """Of several deadlines for one kind of submission the one that costs most, then the one missed by most days."""
    return min(
        late,
        key=lambda one: (deduction(kind.brackets or one.brackets, one.days), -one.days),
        default=Lateness(),
    )


def _as_json(late: dict[str, Lateness]) -> dict[str, list[list[int | str]]]:
    """The brackets of the deadlines as a line keeps them: points as text, never a float."""
    return {kind: [[day, str(points)] for day, points in one.brackets] for kind, one in late.items() if one.brackets}


def _facts(line: ScoreLine) -> tuple[object, ...]:
    return line.plan, line.plan_source, line.actual, line.days_late, line.late_brackets, line.self_points


def _keep_changed(
    sheet: ScoreSheet, lines: Iterable[ScoreLine], before: list[tuple[object, ...]], *, filed: bool = False
) -> int:
    """Save the lines whose facts or points changed, one version more."""
    changed = []
    for line, old in zip(lines, before, strict=True):
        follow_rule(line, sheet.table.rounding_step, filed=filed)
        if _facts(line) != old:
            line.version += 1
            changed.append(line)
    ScoreLine.objects.bulk_update(changed, FIELDS)
    return len(changed)
