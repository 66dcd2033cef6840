"""The ranking that was kept at the mid-term review (sơ kết), against which a movement is shown."""

from dataclasses import dataclass

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.enums import RankingKind
from scoring.models import Ranking
from scoring.queries.rankings.board import Board


@dataclass(frozen=True)
class MidtermSubject:
    """The bloc of a campaign whose mid-term is to be kept: ``shown`` is the newest version that its members see as the
    ranking of the year, None before the first.
    """

    campaign: Campaign
    shown: Ranking | None


def midterm_ranking(campaign: Campaign, bloc: Bloc) -> Ranking | None:
    """The newest ranking that was kept of the bloc's mid-term, or None. One query."""
    kept = Ranking.objects.filter(kind=RankingKind.MIDTERM).defer("document")
    return kept.filter(campaign=campaign, bloc=bloc).order_by("-version").first()


def midterm_places(campaign: Campaign, bloc: Bloc) -> dict[str, int]:
    """The ranks at the mid-term by code of the unit; {} where nothing was kept. One query."""
    return places_of(midterm_ranking(campaign, bloc))


def ranks_then(board: Board) -> dict[str, int]:
    """The mid-term ranks by code of the unit; empty without one, with several blocs together, or without ranks."""
    return places_of(board.midterm) if board.ranked else {}


def places_of(kept: Ranking | None) -> dict[str, int]:
    """The ranks of units by their codes; {} where nothing was kept."""
    return {row["unit"]: row["rank"] for row in kept.rows if row["rank"] is not None} if kept else {}
