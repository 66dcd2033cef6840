"""The part of the campaign page about scoring."""

from typing import Any

from django.db.models import Count, Exists, Max, Prefetch, Q, QuerySet

from blocs.models import Bloc
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from organizations.enums import Role
from scoring.enums import RankingKind, SheetState, TableState
from scoring.queries.recomputation import recomputation
from scoring.queries.table_pages import led_by
from scoring.queries.tables import tables

DONE = [SheetState.APPRAISED, SheetState.PUBLISHED]


def panel(campaign: Campaign, user: Any) -> dict[str, Any]:
    """The part of the campaign page about scoring: per bloc its table, how far scoring is, the ranking in force;
    whether ``user`` may write a table for one of the blocs; for staff having all of it computed again.
    """
    blocs: list[Any] = list(_blocs(campaign, user))
    writes = any(bloc.led for bloc in blocs) or bool(blocs and campaign.offices & user.unit_ids(Role.STAFF))
    return {
        "campaign": campaign,
        "scoring_rows": [_row(bloc) for bloc in blocs],
        "may_start_table": writes and campaign.state in (CampaignState.DRAFT, CampaignState.LAUNCHED),
        "recomputation": recomputation(campaign, user),
    }


def _blocs(campaign: Campaign, user: Any) -> QuerySet[Bloc]:
    """The blocs by name: ``units``, ``appraised`` sheets, ``version`` in force, ``led`` by an office of ``user``, and
    the ``tables`` that ``user`` may look at. Two queries.
    """
    here = Q(campaign_participations__campaign=campaign)
    done = here & Q(campaign_participations__score_sheet__state__in=DONE)
    shown = tables(user).filter(campaign=campaign).order_by("version")
    counted = campaign.blocs.annotate(
        units=Count("campaign_participations", filter=here, distinct=True),
        appraised=Count("campaign_participations", filter=done, distinct=True),
        version=Max("rankings__version", filter=Q(rankings__campaign=campaign, rankings__kind=RankingKind.FINAL)),
        led=Exists(led_by(user, campaign)),
    )
    return counted.order_by("name").prefetch_related(Prefetch("scoring_tables", queryset=shown, to_attr="tables"))


def _row(bloc: Any) -> dict[str, Any]:
    """One line: the table in force counts, else the newest."""
    agreed = [one for one in bloc.tables if one.state == TableState.FROZEN]
    table = (agreed or bloc.tables or [None])[-1]
    return {
        "bloc": bloc,
        "table": table,
        "frozen": table is not None and table.state == TableState.FROZEN,
        "units": bloc.units,
        "appraised": bloc.appraised,
        "ranking": {"version": bloc.version} if bloc.version else None,
    }
