"""Units that only the votes of the bloc's meeting can part."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from blocs.models import Bloc
from blocs.rules import leadership
from campaigns.models import Campaign
from scoring.calculation.ranking import rank
from scoring.queries.rankings.order import Order, entry, order_of
from scoring.queries.rankings.standings import Standing, standings_of

VOTES = "votes"


@dataclass(frozen=True)
class VoteSubject:
    """The bloc of a campaign whose votes are recorded; ``units``: those that the votes are to part."""

    campaign: Campaign
    bloc: Bloc
    units: frozenset[int] = frozenset()

    @property
    def offices(self) -> set[int]:
        """The units whose office records them: the leader's; the deputy's where the leader is to be parted. Either may
        be asked while ``units`` are not known. One query.
        """
        heads = leadership(self.bloc.pk, self.campaign.year)
        return heads.towards(*self.units) if self.units else heads.leaders | heads.deputies


def vote_subject(campaign: Campaign, bloc: Bloc, tied: Iterable[Standing]) -> VoteSubject:
    """The question of who records the votes of these tied units."""
    return VoteSubject(campaign, bloc, frozenset(one.unit_id for one in tied))


def tied_before_votes(campaign: Campaign, bloc: Bloc) -> list[list[Standing]]:
    """The groups of scored units that are equal in everything that the table asks before the votes, as they stand now.

    [] where the table does not ask for votes. Two queries.
    """
    order = order_of(campaign, [bloc])
    if VOTES not in order.chain:
        return []
    return equal_before_votes((one for one in standings_of(campaign, [bloc], {}, set()) if one.done), order)


def equal_before_votes(standings: Iterable[Standing], order: Order) -> list[list[Standing]]:
    """The groups among ``standings`` that only votes part, or will part; [] where the table does not ask for them."""
    if VOTES not in order.chain:
        return []
    chain = order.chain[: order.chain.index(VOTES)]
    known = {one.unit_code: one for one in standings}
    groups: dict[int, list[Standing]] = defaultdict(list)
    for place in rank((entry(one, by_percent=order.by_percent) for one in known.values()), chain):
        if place.rank is not None and place.tied:
            groups[place.rank].append(known[place.key])
    return list(groups.values())
