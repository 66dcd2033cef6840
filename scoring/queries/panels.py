"""The part of the campaign page about scoring."""

from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.enums import RankingKind, SheetState, TableState
from scoring.models import ScoringTable
from scoring.queries.recomputation import recomputation

DONE = [SheetState.APPRAISED, SheetState.PUBLISHED]


def panel(campaign: Campaign, user: Any) -> dict[str, Any]:
    """The part of the campaign page about scoring: per bloc its table, how far scoring is, the ranking in force;
    for staff having all of it computed again.
    """
    rows = [_row(bloc) for bloc in _blocs(campaign)]
    return {"campaign": campaign, "scoring_rows": rows, "recomputation": recomputation(campaign, user)}


def _blocs(campaign: Campaign) -> QuerySet[Bloc]:
    """The blocs by name: ``units``, ``appraised`` sheets, ``version`` in force, ``tables``. Two queries."""
    here = Q(campaign_participations__campaign=campaign)
    done = here & Q(campaign_participations__score_sheet__state__in=DONE)
    tables = ScoringTable.objects.filter(campaign=campaign).order_by("version")
    counted = campaign.blocs.annotate(
        units=Count("campaign_participations", filter=here, distinct=True),
        appraised=Count("campaign_participations", filter=done, distinct=True),
        version=Max("rankings__version", filter=Q(rankings__campaign=campaign, rankings__kind=RankingKind.FINAL)),
    )
    return counted.order_by("name").prefetch_related(Prefetch("scoring_tables", queryset=tables, to_attr="tables"))


def _row(bloc: Any) -> dict[str, Any]:
    """One line: the newest table counts."""
    table = bloc.tables[-1] if bloc.tables else None
    return {
        "bloc": bloc,
        "table": table,
        "frozen": table is not None and table.state == TableState.FROZEN,
        "units": bloc.units,
        "appraised": bloc.appraised,
        "ranking": {"version": bloc.version} if bloc.version else None,
    }
