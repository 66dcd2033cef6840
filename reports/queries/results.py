"""How the units of a bloc did against their figures: registered targets, and what scoring tables measure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign, Participation
from campaigns.queries.campaigns import targets_of
from campaigns.queries.facts import latest_figures_of, registered_values_of
from campaigns.sums import adds_up, is_ceiling, percent_of_plan
from reports.documents.bloc_facts import ResultRow, TargetResult, Whole
from reports.wording import EXCEEDED, MISSED, REACHED, figure, judge, span, target_name
from scoring.enums import SheetState
from scoring.models import Criterion, ScoreLine, ScoreSheet

INVERSE = "inverse"
MEASURED = ["proportional", "change", INVERSE]  # the rules that compare a figure with a plan
Known = tuple[Participation, Decimal | None, Decimal | None]


def results_of(
    campaign: Campaign, folders: Sequence[Participation], reader: Any, until: date | None = None
) -> list[TargetResult]:
    """Every figure that some unit of the bloc reported: the campaign's targets, then the tables' own criteria.

    Departments have no part in the province's targets; theirs stand in the score sheets that ``reader`` may open.
    With ``until`` (a mid-term report) only figures up to that day count, and no score sheets.
    """
    return [*_targets(campaign, folders, until), *([] if until else _criteria(folders, reader))]


def _targets(campaign: Campaign, folders: Sequence[Participation], until: date | None) -> list[TargetResult]:
    keys = [folder.pk for folder in folders]
    registered, actual = registered_values_of(keys), latest_figures_of(keys, until)
    found = []
    for target in targets_of(campaign):
        known = [
            (folder, registered.get(folder.pk, {}).get(target.pk), actual.get(folder.pk, {}).get(target.pk))
            for folder in folders
        ]
        if any(done is not None for _, _, done in known):
            lower = is_ceiling(target.op, target.direction)
            name = target_name(target.indicator.name, target.label, target.op)
            found.append(_result(name, target.unit_of_measure, known, lower))
    return found


def _criteria(folders: Sequence[Participation], reader: Any) -> list[TargetResult]:
    """Measured criteria without a target of the campaign, in the order of the table."""
    sheets = ScoreSheet.objects.visible_to(reader).filter(participation__in=folders).exclude(state=SheetState.DRAFT)
    lines = (
        ScoreLine.objects.filter(
            sheet__in=sheets.values("pk"),
            criterion__rule__in=MEASURED,
            criterion__target=None,
            actual__isnull=False,
        )
        .select_related("criterion__group", "sheet")
        .order_by("criterion__group__position", "criterion__position", "criterion")
    )
    figures: dict[Criterion, dict[int, ScoreLine]] = {}
    for line in lines:
        figures.setdefault(line.criterion, {})[line.sheet.participation_id] = line
    return [_criterion_result(criterion, folders, own) for criterion, own in figures.items()]


def _criterion_result(
    criterion: Criterion, folders: Iterable[Participation], lines: dict[int, ScoreLine]
) -> TargetResult:
    known: list[Known] = []
    for folder in folders:
        line = lines.get(folder.pk)
        known.append((folder, line.plan if line else None, line.actual if line else None))
    return _result(criterion.name, criterion.unit_of_measure, known, criterion.rule == INVERSE)


def _result(name: str, unit_of_measure: str, known: Sequence[Known], lower: bool) -> TargetResult:
    rows = [_row(folder, plan, done, lower) for folder, plan, done in known]
    words = [row.judgement for row in rows]
    counts = {word: words.count(word) for word in (EXCEEDED, REACHED, MISSED)}
    return TargetResult(
        name=name,
        unit_of_measure=unit_of_measure,
        exceeded=counts[EXCEEDED],
        reached=counts[REACHED],
        missed=counts[MISSED],
        unknown=len(rows) - sum(counts.values()),
        rows=rows,
        whole=_whole(known, lower, sums=adds_up(name, unit_of_measure)),
    )


def _whole(known: Sequence[Known], lower: bool, *, sums: bool) -> Whole:
    """Over the units that registered or reported; the percent of a sum that lacks a part would mislead."""
    plans = [plan for _, plan, _ in known if plan is not None]
    done = [actual for _, _, actual in known if actual is not None]
    if not sums:
        return Whole(span(plans), span(done))
    plan, actual = (sum(values, Decimal(0)) if values else None for values in (plans, done))
    complete = all((one is None) == (other is None) for _, one, other in known)
    percent = percent_of_plan(plan, actual, lower_is_better=lower) if complete else None
    return Whole(figure(plan), figure(actual), figure(percent, suffix="%"))


def _row(folder: Participation, plan: Decimal | None, done: Decimal | None, lower: bool) -> ResultRow:
    percent = percent_of_plan(plan, done, lower_is_better=lower)
    return ResultRow(
        unit=folder.unit.short_name,
        registered=figure(plan),
        actual=figure(done),
        percent=figure(percent, suffix="%"),
        judgement=judge(plan, done, lower_is_better=lower),
    )
