"""Keeping where the units of a bloc stand at the mid-term review (sơ kết), by the figures recorded until a day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from blocs.models import Bloc
from campaigns.models import Campaign, Participation
from campaigns.queries.facts import assigned_values_of, latest_figures_of, registered_values_of
from core import audit, clock
from core.authz import require
from core.dates import short_date
from core.exceptions import Refused
from scoring.calculation.facts import Facts
from scoring.calculation.ranking import Place
from scoring.calculation.sheets import Result
from scoring.enums import RankingKind, Tier
from scoring.models import Criterion, Ranking, ScoringTable
from scoring.queries.documents import computed, inputs_of, table_inputs
from scoring.queries.lines import rule
from scoring.queries.rankings.midterm import MidtermSubject
from scoring.queries.rankings.standings import frozen_row
from scoring.queries.sheets import lock_sheets
from scoring.queries.tables import lock_frozen_table
from scoring.services.rankings import keep, kept_figures

Figures = Mapping[int, Decimal]


@transaction.atomic(durable=True)
def keep_midterm(*, campaign: Campaign, bloc: Bloc, by: Any, until: date) -> Ranking:
    """Keep a ranking of the bloc by the criteria whose points follow from figures recorded until that day.

    Nobody's sheet changes and nothing is shown as the ranking of the year. Refused once that one is final, without a
    frozen table, for a day to come, and while no unit has a figure.
    """
    table = lock_frozen_table(campaign, bloc)  # a bloc without sheets has nothing else that parts two versions
    lock_sheets(campaign, bloc.pk)  # as whoever publishes: the versions of a bloc are numbered one after the other
    require(by, "scoring.keep_midterm", MidtermSubject(campaign, Ranking.objects.shown().latest_of(campaign, bloc)))
    if until > clock.today():
        raise Refused(f"Ngày {short_date(until)} chưa đến nên chưa chốt sơ kết được.")
    if table is None:
        raise Refused("Khối chưa thống nhất bảng tiêu chí chấm điểm nên chưa chốt sơ kết được.")
    folders = list(Participation.objects.filter(campaign=campaign, bloc=bloc).select_related("unit"))
    found = Criterion.objects.filter(group__table=table, target__isnull=False).select_related("target", "group__table")
    criteria = [
        one
        for one in found.order_by("group__position", "position", "pk")
        if rule(one).input in ("actual", "figure") and not rule(one).second
    ]
    units = _units(campaign, folders, criteria, until)
    if not any(line["actual"] is not None for unit in units for line in unit["lines"].values()):
        raise Refused(f"Đến ngày {short_date(until)} chưa đơn vị nào có số liệu để chốt sơ kết.")
    inputs = inputs_of(campaign, bloc, _table(table, criteria), units) | {"until": until.isoformat()}
    made = computed(inputs)
    ranking_rows = [_row(folders, place, result) for place, result in made.places]
    ranking = keep(campaign, bloc, made, ranking_rows, kind=RankingKind.MIDTERM, by=by)
    audit.record("ranking.midterm_kept", on=ranking, by=by, version=ranking.version, until=until)
    return ranking


def _row(folders: list[Participation], place: Place, result: Result) -> dict[str, Any]:
    """One unit as rankings keep it; what it has is the first tier's, computed."""
    folder = next(one for one in folders if one.unit.code == place.key)
    kept = kept_figures(result)
    nothing = {"bloc_total": None, "appraised_total": None, "filed_at": "", "votes": None}
    return frozen_row(folder, None, place, {"participation": folder.pk, "self_total": kept["total"], **nothing, **kept})


def _units(
    campaign: Campaign, folders: list[Participation], criteria: list[Criterion], until: date
) -> list[dict[str, Any]]:
    """Every unit with plan and figure of these criteria. Three queries."""
    pks = [folder.pk for folder in folders]
    registered = registered_values_of(pks)
    assigned = assigned_values_of(campaign.pk, [folder.unit_id for folder in folders])
    actual = latest_figures_of(pks, until)
    return [
        {
            "unit": folder.unit.code,
            "name": folder.unit.short_name,
            "tier": str(Tier.SELF),
            "lines": {
                one.no: _line(
                    one, (registered.get(folder.pk, {}), assigned.get(folder.unit_id, {})), actual.get(folder.pk, {})
                )
                for one in criteria
            },
        }
        for folder in folders
    ]


def _line(criterion: Criterion, plans: tuple[Figures, ...], actual: Figures) -> dict[str, Any]:
    """One criterion of one unit; what the rule cannot tell yet has no points, which is no omission of the file."""
    target = criterion.target
    if target is None:
        return {}
    plan = next((known[target.pk] for known in plans if target.pk in known), target.value)
    facts = Facts(plan=criterion.plan if plan is None else plan, actual=actual.get(target.pk))
    told: dict[str, Any] = {"plan": facts.plan, "actual": facts.actual}
    return told if _is_known(criterion, facts) else told | {"points": {str(Tier.SELF): None}}


def _is_known(criterion: Criterion, facts: Facts) -> bool:
    """Whether points follow from the facts once the whole bloc is known."""
    kind = rule(criterion)
    if kind.relative:
        return kind.measure(facts) is not None
    return kind.value(facts, criterion.max_points, criterion.group.table.rounding_step) is not None


def _table(table: ScoringTable, criteria: list[Criterion]) -> dict[str, Any]:
    """The table with these criteria alone: no classes yet, and only tie-breaks that still mean something."""
    inputs = table_inputs(table, criteria)
    groups = {f"group:{group['no']}" for group in inputs["groups"]}
    chain = [key for key in table.tie_breaks if not key.startswith("group:") or key in groups]
    return inputs | {"classes": [], "tie_breaks": chain}
