"""The part of the campaign page about scoring."""

from typing import Any

from campaigns.models import Campaign, Participation
from scoring.enums import SheetState, TableState
from scoring.queries.rankings import latest_rankings


def panel(campaign: Campaign, user: Any) -> dict[str, Any]:
    """The part of the campaign page about scoring: per bloc its table, how far scoring is, the ranking in force."""
    blocs = list(campaign.blocs.all())
    tables = {one.bloc_id: one for one in campaign.scoring_tables.order_by("version")}
    published = latest_rankings(campaign, blocs)
    counts: dict[int, list[str]] = {bloc.pk: [] for bloc in blocs}
    folders = Participation.objects.filter(campaign=campaign).values_list("bloc_id", "score_sheet__state")
    for bloc_id, state in folders:
        counts.setdefault(bloc_id, []).append(state or "")
    done = (SheetState.APPRAISED, SheetState.PUBLISHED)
    return {
        "campaign": campaign,
        "scoring_rows": [
            {
                "bloc": bloc,
                "table": tables.get(bloc.pk),
                "frozen": bloc.pk in tables and tables[bloc.pk].state == TableState.FROZEN,
                "units": len(counts[bloc.pk]),
                "appraised": sum(state in done for state in counts[bloc.pk]),
                "ranking": published.get(bloc.pk),
            }
            for bloc in blocs
        ],
    }
