"""From the award structure and the published rankings to what ``eligibility`` works on, and its outcome in rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from awards.eligibility import Contest, Outcome, Rung, Standing, assign
from awards.enums import Counting, Form, ProposalState
from awards.models import FIXED_STATES, AwardTier, Proposal
from awards.queries.rankings import PublishedPlace, published_places
from blocs.models import Bloc
from campaigns.models import Campaign

CLOSED_STATES = [*FIXED_STATES, ProposalState.DROPPED]
FORM_ORDER = {Form.PRIZE: 0, Form.FLAG: 1, Form.CERTIFICATE: 2}


@dataclass(frozen=True)
class Ladder:
    """Awards over one field of units, best first: the prizes of several blocs together, or the honours of one bloc."""

    tiers: tuple[AwardTier, ...]
    blocs: tuple[Bloc, ...]

    @property
    def name(self) -> str:
        """The field in words: the one bloc, or the scope as printed."""
        return self.blocs[0].name if len(self.blocs) == 1 else self.tiers[0].scope

    @property
    def places(self) -> int:
        """All places of the ladder."""
        return sum(tier.places for tier in self.tiers)

    @property
    def budget(self) -> int:
        """What all its places are worth, in đồng."""
        return sum(tier.places * (tier.value_vnd or 0) for tier in self.tiers)


@dataclass(frozen=True)
class Result:
    """What the published rankings give on one ladder; the arithmetic is done once, when it is asked for.

    ``places`` is the ranking of the field; ``fixed`` the proposals that were put forward, whose places are gone;
    ``dropped`` the forms that staff will not consider a unit for (by participation).
    """

    ladder: Ladder
    places: tuple[PublishedPlace, ...]
    fixed: tuple[Proposal, ...]
    dropped: Mapping[int, frozenset[str]]

    @cached_property
    def rungs(self) -> list[Rung]:
        """The awards with the places that are still free."""
        gone = [proposal.tier_id for proposal in self.fixed]
        return [Rung(tier.pk, tier.form, max(tier.places - gone.count(tier.pk), 0)) for tier in self.ladder.tiers]

    @cached_property
    def outcome(self) -> Outcome:
        """Settled places, open ties, who was passed over."""
        served = {proposal.participation_id for proposal in self.fixed}
        return assign(
            self.rungs,
            [
                Standing(place.participation_id, place.rank, place.excluded | self.dropped_for(place.participation_id))
                for place in self.places
                if place.participation_id not in served
            ],
        )

    def dropped_for(self, participation_id: int) -> frozenset[str]:
        """The forms that staff will not consider the unit for."""
        return self.dropped.get(participation_id, frozenset())

    def place_of(self, participation_id: int) -> PublishedPlace:
        """The unit's line in the ranking of the field."""
        return next(place for place in self.places if place.participation_id == participation_id)


def tiers_of(campaign: Campaign) -> list[AwardTier]:
    """The structure in order, with the blocs of each line. Two queries."""
    return list(AwardTier.objects.filter(campaign=campaign).prefetch_related("blocs").order_by("position"))


def ladders(tiers: Iterable[AwardTier]) -> list[Ladder]:
    """The ladders of a structure in its order.

    Honours are a ladder of their own beside prizes (273/CTr-UBND gives both); what counts per bloc is one ladder per
    bloc. Awards without a number are left out: nothing can be given.
    """
    fields: dict[tuple[object, ...], list[AwardTier]] = {}
    for tier in tiers:
        if tier.places:
            fields.setdefault(_field(tier), []).append(tier)
    return [ladder for found in fields.values() for ladder in _ladders_of_field(found)]


def tiers_sharing_a_ladder(tier: AwardTier) -> list[AwardTier]:
    """The awards that compete over the same field as ``tier``, itself included."""
    field = _field(tier)
    return [one for one in tiers_of(tier.campaign) if _field(one) == field]


def results(campaign: Campaign, tiers: Iterable[AwardTier]) -> list[Result]:
    """What the rankings in force give on every ladder whose blocs are all published. Two queries."""
    return results_beside(proposals_of(campaign), campaign, tiers)


def results_beside(proposals: Iterable[Proposal], campaign: Campaign, tiers: Iterable[AwardTier]) -> list[Result]:
    """As ``results``, beside ``proposals`` that were read already: all of the campaign. One query."""
    closed = [one for one in proposals if one.state in CLOSED_STATES]
    places = published_places(campaign)
    found = []
    for ladder in ladders(tiers):
        keys = {tier.pk for tier in ladder.tiers}
        own = [proposal for proposal in closed if proposal.tier_id in keys]
        ranking = places.over([bloc.pk for bloc in ladder.blocs])
        if ranking is not None:
            fixed = tuple(one for one in own if one.state != ProposalState.DROPPED)
            found.append(Result(ladder, tuple(ranking), fixed, _dropped_forms(own)))
    return found


def proposals_of(campaign: Campaign) -> list[Proposal]:
    """All proposals of the campaign in the order in which they were made, each with its award. One query."""
    return list(Proposal.objects.filter(campaign=campaign).select_related("tier").order_by("pk"))


def unpublished_blocs(campaign: Campaign, tiers: Iterable[AwardTier]) -> list[Bloc]:
    """The blocs for which awards have places but no ranking is published, by name."""
    known = published_places(campaign)
    wanted = {bloc.pk: bloc for ladder in ladders(tiers) for bloc in ladder.blocs}
    return sorted((bloc for bloc in wanted.values() if known.over([bloc.pk]) is None), key=lambda bloc: bloc.name)


def contest_among(result: Result, units: frozenset[int]) -> Contest | None:
    """The open tie among exactly these participations, if the ranking in force still has it."""
    return next((contest for contest in result.outcome.contests if contest.units == units), None)


def _field(tier: AwardTier) -> tuple[object, ...]:
    """What awards of one ladder have in common: prize or honour, how places count, over which blocs."""
    return tier.form == Form.PRIZE, tier.counting, frozenset(bloc.pk for bloc in tier.blocs.all())


def _ladders_of_field(tiers: list[AwardTier]) -> list[Ladder]:
    ordered = tuple(sorted(tiers, key=lambda tier: (FORM_ORDER[Form(tier.form)], tier.position)))
    blocs = tuple(sorted(ordered[0].blocs.all(), key=lambda bloc: bloc.name))
    if ordered[0].counting == Counting.PER_BLOC:
        return [Ladder(ordered, (bloc,)) for bloc in blocs]
    return [Ladder(ordered, blocs)]


def _dropped_forms(proposals: Iterable[Proposal]) -> dict[int, frozenset[str]]:
    """Forms that staff dropped a unit from; a lost tie (dropped with a contest) is no reason to drop it elsewhere."""
    found: dict[int, frozenset[str]] = {}
    for one in proposals:
        if one.state == ProposalState.DROPPED and one.contest is None:
            found[one.participation_id] = found.get(one.participation_id, frozenset()) | {one.tier.form}
    return found
