"""Units that only the votes of the bloc's meeting can part."""

from collections import defaultdict
from dataclasses import dataclass

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.calculation.ranking import rank
from scoring.queries.rankings.order import entry, order_of
from scoring.queries.rankings.standings import Standing, standings_of

VOTES = "votes"


@dataclass(frozen=True)
class VoteSubject:
    """The bloc of a campaign whose votes are recorded."""

    campaign: Campaign
    bloc: Bloc


def tied_before_votes(campaign: Campaign, bloc: Bloc) -> list[list[Standing]]:
    """The groups of scored units that are equal in everything that the table asks before the votes, as they stand now.

    [] where the table does not ask for votes. Two queries.
    """
    order = order_of(campaign, [bloc])
    if VOTES not in order.chain:
        return []
    chain = order.chain[: order.chain.index(VOTES)]
    standings = {one.unit_code: one for one in standings_of(campaign, [bloc], {}, set()) if one.done}
    groups: dict[int, list[Standing]] = defaultdict(list)
    for place in rank((entry(one, by_percent=order.by_percent) for one in standings.values()), chain):
        if place.rank is not None and place.tied:
            groups[place.rank].append(standings[place.key])
    return list(groups.values())
