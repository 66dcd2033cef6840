"""A sheet under another version of its table, in memory: for showing what would follow, and for writing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.calculation.facts import NOBODY, Measures, Peers
from scoring.enums import SheetState, Tier
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.queries.lines import facts_of, lines_of, rule, scored
from scoring.queries.peers import RELATIVE, not_filed
from scoring.services.facts import drop_upper, fill_facts, take_points


@dataclass
class Move:
    """One sheet on its way: the lines that stay with their criterion before, those that begin, those that go."""

    sheet: ScoreSheet
    kept: list[tuple[ScoreLine, Criterion]]
    new: list[ScoreLine]
    gone: list[ScoreLine]

    @property
    def lines(self) -> list[ScoreLine]:
        """The lines under the new table."""
        return [*(line for line, _ in self.kept), *self.new]


def moves(sheets: Sequence[ScoreSheet], criteria: Sequence[Criterion], step: Decimal) -> list[Move]:
    """Every sheet of one bloc with its lines on ``criteria`` (matched by number) and its points settled; nothing is
    saved. The sheets keep their own table. What was closed without a self-score stays as the table closed it.
    """
    found = [_move(sheet, criteria) for sheet in sheets]
    peers = _peers(found)
    for move in found:
        if move.sheet.is_closed_missing:
            _keep_decided(move)
            continue
        filed = move.sheet.state != SheetState.DRAFT
        for line, before in move.kept:
            _settle(line, before, step, peers, filed=filed)
        for line in move.new:
            if rule(line.criterion).input != "points":
                line.self_points = scored(line, step, peers).points
    return found


def _move(sheet: ScoreSheet, criteria: Sequence[Criterion]) -> Move:
    old = {line.criterion.no: line for line in lines_of(sheet)}
    move = Move(sheet, [], [], [])
    changed = []
    for criterion in criteria:
        line = old.pop(criterion.no, None)
        if line is None:
            line = ScoreLine(sheet=sheet, criterion=criterion)
            move.new.append(line)
            changed.append(line)
            continue
        before, line.criterion = line.criterion, criterion
        _keep_facts(line, before)
        move.kept.append((line, before))
        if (
            (before.target_id, before.plan) != (criterion.target_id, criterion.plan)
            or rule(before).input != rule(criterion).input
            or criterion.rule == "late"
        ):
            changed.append(line)
    move.gone = list(old.values())
    if changed and not sheet.is_closed_missing:
        fill_facts(sheet, changed)
    return move


def _keep_facts(line: ScoreLine, before: Criterion) -> None:
    """A figure, a grade or a rank answers one kind of question; asked another, the unit answers anew."""
    if rule(before).input != rule(line.criterion).input:
        line.actual, line.second, line.grade, line.ranks = None, None, "", []
        line.bloc_answer = line.appraised_answer = ""
    line.assigned = line.assigned or not line.criterion.optional


def _keep_decided(move: Move) -> None:
    """What the table decided for want of a self-score holds for new criteria too: 0 in every tier, or nothing."""
    points = None if move.sheet.unclassified else Decimal(0)
    for line in move.new:
        line.self_points = line.bloc_points = line.appraised_points = points


def _settle(line: ScoreLine, before: Criterion, step: Decimal, peers: Peers, *, filed: bool) -> None:
    """The unit's points follow the new rule; upper tiers that took them over follow (``carry_up``), what they decided
    on their own stays where the rule is the same and the new bounds hold it. While somebody has not filed, a filed
    sheet keeps likewise what it has at a criterion that compares the bloc.
    """
    own, same, kind = line.self_points, before.rule == line.criterion.rule, rule(line.criterion)
    low, high = kind.bounds(line.criterion.max_points)
    waits = kind.relative and same and filed and peers.waiting > 0  # it follows with the last filing
    points = own if own is None or (same and low <= own <= high) else None
    if not (line.assigned and (waits or kind.input == "points")):
        points = scored(line, step, peers).points
    take_points(line, points, filed=filed)
    for below, tier in ((Tier.SELF, Tier.BLOC), (Tier.BLOC, Tier.APPRAISED)):
        points = line.points_of(tier)
        if points is not None and points != line.self_points and not (same and low <= points <= high):
            drop_upper(line, below)
            return


def _peers(found: Iterable[Move]) -> Peers:
    """The measures of the whole bloc at the criteria that compare, once all have filed."""
    known = list(found)
    compared: dict[int, list[Fraction]] = {
        line.criterion.pk: [] for move in known for line in move.lines if line.criterion.rule in RELATIVE
    }
    if not compared or not known:
        return NOBODY
    waiting = not_filed(known[0].sheet.participation)
    if waiting:
        return Peers(waiting=waiting)
    for move in known:
        for line in move.lines:
            measure = rule(line.criterion).measure(facts_of(line)) if line.assigned else None
            if measure is not None and line.criterion.pk in compared:
                compared[line.criterion.pk].append(measure)
    return Peers({pk: Measures(measures) for pk, measures in compared.items()})
