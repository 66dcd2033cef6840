"""Reading scoring tables."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.rules import office_seats
from campaigns.models import Campaign, run_by
from core.snapshots import canonical_bytes, sha256
from organizations.enums import Role
from scoring.enums import RankingKind, TableState
from scoring.models import Criterion, CriterionGroup, Ranking, ScoringTable
from scoring.models.tables import UNFINISHED


def lock_table(pk: int) -> ScoringTable:
    """The table with its row locked until the transaction ends."""
    return ScoringTable.objects.select_for_update(of=("self",)).select_related("campaign", "bloc").get(pk=pk)


def frozen_table(campaign: Campaign, bloc: Bloc) -> ScoringTable | None:
    """The table by which the bloc is scored, or None while the members have not agreed."""
    return ScoringTable.objects.filter(campaign=campaign, bloc=bloc, state=TableState.FROZEN).first()


def lock_frozen_table(campaign: Campaign, bloc: Bloc) -> ScoringTable | None:
    """The table in force with its row locked until the transaction ends: nobody puts another in its place meanwhile.

    Where one took its place while this waited, that one. Locked after the table that is to replace it (``lock_table``)
    and before any sheet of the bloc.
    """
    while found := frozen_table(campaign, bloc):
        locked = ScoringTable.objects.select_for_update().filter(pk=found.pk, state=TableState.FROZEN).first()
        if locked:
            return locked
    return None


def next_version(campaign: Campaign, bloc: Bloc) -> int:
    """The number of the table that is made next."""
    found = ScoringTable.objects.filter(campaign=campaign, bloc=bloc).aggregate(last=Max("version"))
    return int(found["last"] or 0) + 1


def tables(user: Any) -> QuerySet[ScoringTable]:
    """The tables that ``user`` may look at: of visible campaigns those that were agreed; what the members are asked,
    they and those who run the campaign; a draft only who may write it.
    """
    found = ScoringTable.objects.filter(campaign__in=Campaign.objects.visible_to(user)).select_related(
        "campaign__authority__standing_body", "campaign__standing_body", "bloc", "frozen_by", "proposed_by"
    )
    return found if user.is_superuser else found.filter(_shown_to(user))


def _shown_to(user: Any) -> Q:
    here = {"bloc": OuterRef("bloc"), "year": OuterRef("campaign__year")}
    led = Exists(office_seats(user, BlocRole.LEADER).filter(**here))
    member = Exists(Membership.objects.filter(unit__in=user.unit_ids(), **here))
    writing = run_by(user.unit_ids(Role.STAFF), "campaign__") | led
    asked = run_by(user.unit_ids(Role.LEADER), "campaign__") | member
    agreed = Q(state__in=[TableState.FROZEN, TableState.SUPERSEDED])
    return agreed | writing | (asked & Q(state=TableState.PROPOSED))


def earlier_tables(campaign: Campaign, bloc: Bloc) -> QuerySet[ScoringTable]:
    """What the bloc agreed on in other campaigns, newest first: it may be copied."""
    agreed = ScoringTable.objects.filter(bloc=bloc, state=TableState.FROZEN).exclude(campaign=campaign)
    return agreed.select_related("campaign").order_by("-campaign__year", "-pk")


def unfinished(campaign_id: int, bloc_ids: Iterable[int]) -> QuerySet[ScoringTable]:
    """The tables of these blocs that are being written or asked about, newest first."""
    waiting = ScoringTable.objects.filter(state__in=UNFINISHED)
    return waiting.filter(campaign=campaign_id, bloc__in=bloc_ids).select_related("bloc").order_by("-version")


def open_change(table: ScoringTable) -> ScoringTable | None:
    """The newer version that is being written or asked about, or None."""
    return unfinished(table.campaign_id, [table.bloc_id]).filter(version__gt=table.version).first()


def is_ranked_for_good(table: ScoringTable) -> bool:
    """Whether a ranking of the bloc was published finally, so that nothing may move it any more."""
    return Ranking.objects.filter(campaign=table.campaign_id, bloc=table.bloc_id, kind=RankingKind.FINAL).exists()


def fingerprint(table: ScoringTable) -> str:
    """What stands in the groups and criteria now: another value once anybody changed one of them. Two queries."""
    groups = CriterionGroup.objects.filter(table=table).order_by("position", "pk").values()
    criteria = Criterion.objects.filter(group__table=table).order_by("group__position", "position", "pk").values()
    return sha256(canonical_bytes([list(groups), list(criteria)]))


def row_print(row: CriterionGroup | Criterion | ScoringTable) -> str:
    """What one row says, for noticing that somebody else changed it meanwhile."""
    return sha256(canonical_bytes({field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}))


def table(user: Any, pk: int) -> ScoringTable:
    """One table with its groups and criteria; 404 for campaigns that ``user`` may not look at."""
    criteria = Criterion.objects.select_related("target__indicator")
    groups = CriterionGroup.objects.select_related("appraiser")
    found = tables(user).prefetch_related(
        Prefetch("groups", queryset=groups), Prefetch("groups__criteria", queryset=criteria)
    )
    return get_object_or_404(found, pk=pk)


def group(user: Any, pk: int) -> CriterionGroup:
    """One group of a table that ``user`` may look at, with all that permissions ask of the table."""
    found = get_object_or_404(CriterionGroup.objects.filter(table__in=tables(user).values("pk")), pk=pk)
    found.table = table(user, found.table_id)
    return found


def criterion(user: Any, pk: int) -> Criterion:
    """One criterion likewise."""
    shown = Criterion.objects.filter(group__table__in=tables(user).values("pk"))
    found = get_object_or_404(shown.select_related("group", "target"), pk=pk)
    found.group.table = table(user, found.group.table_id)
    return found
