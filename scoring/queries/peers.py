"""What rules that compare the units of a bloc need to know of all of them (domain.md B3)."""

from collections.abc import Iterable
from fractions import Fraction

from campaigns.models import Participation
from scoring.calculation.facts import NOBODY, Measures, Peers
from scoring.calculation.rules import RULES
from scoring.enums import SheetState
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.queries.lines import facts_of, rule

RELATIVE = [key for key, kind in RULES.items() if kind.relative]


def peers_for(sheet: ScoreSheet, criteria: Iterable[Criterion]) -> Peers:
    """The bloc around ``sheet``: no query where none of ``criteria`` compares, otherwise two.

    What a unit has not filed is nobody's but its own, so nothing is told before all have filed.
    """
    compared = {one.pk: one for one in criteria if one.rule in RELATIVE}
    if not compared:
        return NOBODY
    waiting = not_filed(sheet.participation)
    if waiting:
        return Peers(waiting=waiting)
    found: dict[int, list[Fraction]] = {pk: [] for pk in compared}
    lines = ScoreLine.objects.filter(criterion__in=compared, sheet__participation__bloc=sheet.participation.bloc_id)
    for line in lines.filter(assigned=True).select_related("criterion__target").order_by("pk"):
        criterion = compared[line.criterion_id]
        measure = rule(criterion).measure(facts_of(line))
        if measure is not None:
            found[line.criterion_id].append(measure)
    return Peers({pk: Measures(measures) for pk, measures in found.items()})


def not_filed(participation: Participation) -> int:
    """How many units of the bloc have neither filed a self-score nor been settled without one. One query."""
    folders = Participation.objects.filter(campaign=participation.campaign_id, bloc=participation.bloc_id)
    filed = folders.exclude(score_sheet=None).exclude(score_sheet__state=SheetState.DRAFT)
    return folders.exclude(pk__in=filed.values("pk")).count()
