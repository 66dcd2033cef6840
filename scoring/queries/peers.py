"""What rules that compare the units of a bloc need to know of all of them (domain.md B3)."""

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Count, QuerySet, Subquery

from campaigns.models import Participation
from scoring.calculation.facts import NOBODY, Measures, Peers
from scoring.calculation.rules import RULES
from scoring.enums import SheetState
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.queries.lines import facts_of, rule

RELATIVE = [key for key, kind in RULES.items() if kind.relative]


def peers_for(sheet: ScoreSheet, criteria: Iterable[Criterion]) -> Peers:
    """The bloc around ``sheet``: no query where none of ``criteria`` compares, otherwise one.

    What a unit has not filed is nobody's but its own, so nothing is told before all have filed.
    """
    compared = {one.pk: one for one in criteria if one.rule in RELATIVE}
    if not compared:
        return NOBODY
    found: dict[int, list[Fraction]] = {pk: [] for pk in compared}
    lines = ScoreLine.objects.filter(criterion__in=compared, sheet__participation__bloc=sheet.participation.bloc_id)
    waiting = _without(sheet.participation).order_by().values("bloc").annotate(units=Count("pk")).values("units")
    for line in lines.select_related("criterion__target").annotate(waiting=Subquery(waiting)).order_by("pk"):
        if line.waiting:
            return Peers(waiting=line.waiting)
        measure = rule(compared[line.criterion_id]).measure(facts_of(line)) if line.assigned else None
        if measure is not None:
            found[line.criterion_id].append(measure)
    return Peers({pk: Measures(measures) for pk, measures in found.items()})


def not_filed(participation: Participation) -> int:
    """How many units of the bloc have neither filed a self-score nor been settled without one. One query."""
    return _without(participation).count()


def _without(participation: Participation) -> QuerySet[Participation]:
    folders = Participation.objects.filter(campaign=participation.campaign_id, bloc=participation.bloc_id)
    filed = folders.exclude(score_sheet=None).exclude(score_sheet__state=SheetState.DRAFT)
    return folders.exclude(pk__in=filed.values("pk"))
