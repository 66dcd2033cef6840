"""Reading scoring tables."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.calculation.rules import RULES
from scoring.enums import TableState
from scoring.models import Criterion, CriterionGroup, ScoringTable


def lock_table(pk: int) -> ScoringTable:
    """The table with its row locked until the transaction ends."""
    return ScoringTable.objects.select_for_update(of=("self",)).select_related("campaign", "bloc").get(pk=pk)


def frozen_table(campaign: Campaign, bloc: Bloc) -> ScoringTable | None:
    """The table by which the bloc is scored, or None while the members have not agreed."""
    return ScoringTable.objects.filter(campaign=campaign, bloc=bloc, state=TableState.FROZEN).first()


def tables(user: Any) -> QuerySet[ScoringTable]:
    """The tables of the campaigns that ``user`` may look at."""
    return ScoringTable.objects.filter(campaign__in=Campaign.objects.visible_to(user)).select_related(
        "campaign", "bloc", "frozen_by"
    )


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its rule in words."""

    criterion: Criterion
    rule: str


def group_rows(table: ScoringTable) -> list[tuple[CriterionGroup, list[CriterionRow]]]:
    """The groups of a prefetched table with their criteria."""
    return [
        (group, [CriterionRow(one, RULES[one.rule].label) for one in group.criteria.all()])
        for group in table.groups.all()
    ]


def table(user: Any, pk: int) -> ScoringTable:
    """One table with its groups and criteria; 404 for campaigns that ``user`` may not look at."""
    criteria = Criterion.objects.select_related("target__indicator")
    found = tables(user).prefetch_related(Prefetch("groups__criteria", queryset=criteria))
    return get_object_or_404(found, pk=pk)
