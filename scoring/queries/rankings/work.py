"""What this person may do on the page of one bloc's ranking besides publishing."""

from dataclasses import dataclass
from typing import Any

from blocs.models import Bloc
from campaigns.models import Campaign
from core.authz import Decision, can
from scoring.models import Ranking
from scoring.queries.rankings.board import Board
from scoring.queries.rankings.midterm import MidtermSubject
from scoring.queries.rankings.standings import Standing
from scoring.queries.rankings.votes import VOTES, VoteSubject, tied_before_votes, vote_subject


def tied_units(campaign: Campaign, bloc: Bloc) -> list[Standing]:
    """The units that only votes can part, in the order of their groups."""
    return [one for group in tied_before_votes(campaign, bloc) for one in group]


def _votable(campaign: Campaign, bloc: Bloc, user: Any) -> list[Standing]:
    """Those of them whose votes ``user`` records: of no group to which the own unit belongs."""
    groups = tied_before_votes(campaign, bloc)
    allowed = [group for group in groups if can(user, "scoring.record_votes", vote_subject(campaign, bloc, group))]
    return [one for group in allowed for one in group]


def asks_for_votes(board: Board) -> bool:
    """Whether one bloc is looked at whose table parts equals by votes, before the final publication."""
    return len(board.blocs) == 1 and VOTES in board.order.chain and board.published_at is None


@dataclass(frozen=True)
class Work:
    """Units whose votes may be recorded, whether a mid-term may be kept (None: by others only), and the one kept."""

    tied: list[Standing]
    keeping_midterm: Decision | None
    midterm: Ranking | None


NOTHING = Work([], None, None)


def work_on(board: Board, user: Any) -> Work:
    """What ``user`` may do where one bloc is looked at. At most four queries and one for each group of equals, none for
    readers.
    """
    if len(board.blocs) != 1:
        return NOTHING
    campaign, bloc = board.campaign, board.blocs[0]
    may_vote = asks_for_votes(board) and can(user, "scoring.record_votes", VoteSubject(campaign, bloc))
    tied = _votable(campaign, bloc, user) if may_vote else []
    if not can(user, "scoring.publish", campaign):
        return Work(tied, None, None)
    return Work(tied, can(user, "scoring.keep_midterm", MidtermSubject(campaign, board.ranking)), board.midterm)
