"""What a nomination would change now: the rows that rankings and decisions ask for, against those that stand.

Reading only; ``services.proposals`` applies it, and refuses to put forward while it is not empty.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from awards.eligibility import Contest, decide
from awards.enums import ProposalState
from awards.models import FIXED_STATES, OPEN_STATES, Proposal
from awards.queries.ladders import Result, proposals_of, results_beside, tiers_of
from campaigns.models import Campaign

NOMINATED, CONTESTED = ProposalState.NOMINATED, ProposalState.CONTESTED


@dataclass(frozen=True)
class Change:
    """Rows (by primary key) that no longer hold, and unsaved rows that are missing."""

    obsolete: list[int]
    missing: list[Proposal]

    @property
    def size(self) -> int:
        """How many rows are touched; 0 when the proposals are up to date."""
        return len(self.obsolete) + len(self.missing)


def change(campaign: Campaign) -> Change:
    """What a nomination would change now. Four queries, however many proposals."""
    standing = proposals_of(campaign)
    return compare(results_beside(standing, campaign, tiers_of(campaign)), standing)


def compare(found: Iterable[Result], standing: Sequence[Proposal]) -> Change:
    """What should stand, as ``found`` has it, against ``standing``: all proposals of the campaign."""
    own = [row for row in standing if row.state in OPEN_STATES]
    numbers = iter(range(max((row.contest or 0 for row in standing), default=0) + 1, 10_000))
    kept: set[int] = set()
    missing: list[Proposal] = []
    for result in found:
        for group in _wanted(result, own, numbers):
            known, lacking = _compare(group, own)
            kept |= known
            missing += lacking
    lost = {row.pk for row in standing if row.state == ProposalState.DROPPED and row.contest is not None}
    obsolete = ({row.pk for row in own} - kept) | (lost - _lost_beside_winners(kept, standing))
    return Change(sorted(obsolete), missing)


def _wanted(result: Result, own: list[Proposal], numbers: Iterator[int]) -> Iterator[list[Proposal]]:
    """Unsaved rows that the ladder asks for: one group per certain place, one per open tie."""
    for unit, tier in result.outcome.settled.items():
        yield [_row(result, unit, tier, NOMINATED)]
    for contest in result.outcome.contests:
        earlier = _settled_earlier(result, contest, own)
        if earlier:
            yield from ([_row(result, row.participation_id, row.tier_id, NOMINATED)] for row in earlier)
        else:
            number = next(numbers)
            yield [
                _row(result, unit, tier, CONTESTED, number)
                for unit, tiers in sorted(contest.open_to.items())
                for tier in tiers
            ]


def _settled_earlier(result: Result, contest: Contest, own: Iterable[Proposal]) -> list[Proposal]:
    """The rows by which the same tie was settled before: its units hold exactly the awards that the tie is about."""
    held = [
        row
        for row in own
        if row.state == NOMINATED
        and row.contest
        and row.participation_id in contest.units
        and row.tier_id in contest.open_to[row.participation_id]
    ]
    at_stake = decide(result.rungs, contest, sorted(contest.units))
    whole = sorted(row.tier_id for row in held) == sorted(at_stake.values())
    return held if whole and len({row.contest for row in held}) == 1 else []


def _row(result: Result, unit: int, tier: int, state: str, contest: int | None = None) -> Proposal:
    place = result.place_of(unit)
    return Proposal(
        campaign_id=result.ladder.tiers[0].campaign_id,
        tier_id=tier,
        participation_id=unit,
        rank=place.rank,
        total=place.total,
        contest=contest,
        state=state,
    )


def _compare(group: list[Proposal], own: Iterable[Proposal]) -> tuple[set[int], list[Proposal]]:
    """The standing rows that say what ``group`` says, and the rows of ``group`` that are missing.

    A tie stands as a whole, under one number, or is written anew.
    """
    by_facts = {_facts(row): row for row in own}
    found = [by_facts.get(_facts(row)) for row in group]
    same = [row for row in found if row is not None]
    if group[0].state == CONTESTED and (len(same) < len(group) or len({row.contest for row in same}) > 1):
        return set(), group
    return {row.pk for row in same}, [row for row, twin in zip(group, found, strict=True) if twin is None]


def _facts(row: Proposal) -> tuple[object, ...]:
    return row.tier_id, row.participation_id, row.state, row.rank, row.total


def _lost_beside_winners(kept: set[int], standing: Iterable[Proposal]) -> set[int]:
    """Dropped rows of settled ties whose winners stand: the record of who lost and why."""
    rows = list(standing)
    alive = {row.contest for row in rows if row.contest and (row.pk in kept or row.state in FIXED_STATES)}
    return {row.pk for row in rows if row.state == ProposalState.DROPPED and row.contest in alive}
