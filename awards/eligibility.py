"""From ranks to awards: which unit gets which place of a ladder, and where a tie leaves it open. Pure, no Django.

A ladder is the list of awards over one field of units, best first, each with a number of places: the prizes of a
campaign over two blocs together, or flag and certificate of merit within one bloc (Luật TĐKT 2022, Điều 26: the flag is
for who leads its bloc). Units choose in the order of their ranks, each takes the best free place it is open to; thus
nobody gets two awards of one ladder. What law or table excludes somebody from, it skips: that unit begins at the first
award below the excluded one.

Equal ranks are never parted by chance: a unit of a tie group whose place would be the same whoever of the group goes
first is settled; otherwise the places stay open for a decision. That the group as a whole always fills the same places,
whatever the order inside it, is the well-known property of parking cars in a row; it makes the rest of the ladder
certain while the tie is still open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """One award of a ladder: its key, its form ("prize", "flag", "certificate") and how many units may get it."""

    key: int
    form: str
    places: int


@dataclass(frozen=True)
class Standing:
    """One unit in the ranking of the ladder's field: rank (equal for ties) and the forms it is excluded from."""

    unit: int
    rank: int
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Contest:
    """A tie that the ranks do not part.

    ``open_to`` gives for every unit of the tie the awards (keys, best first) it may still get; ``free`` the places left
    per rung before the group chose; ``entry`` the first rung each unit is open to.
    """

    rank: int
    open_to: Mapping[int, tuple[int, ...]]
    free: tuple[int, ...]
    entry: Mapping[int, int]

    @property
    def units(self) -> frozenset[int]:
        """The units that wait for the decision."""
        return frozenset(self.open_to)


@dataclass(frozen=True)
class Outcome:
    """What a ladder gives: unit → award where that is certain, the open ties, unit → forms it was passed over for."""

    settled: Mapping[int, int]
    contests: tuple[Contest, ...]
    passed_over: Mapping[int, tuple[str, ...]]


def assign(ladder: Sequence[Rung], standings: Iterable[Standing]) -> Outcome:
    """Give the places of ``ladder`` (best first) to the units by rank; the order of ``standings`` does not matter."""
    free = [rung.places for rung in ladder]
    settled: dict[int, int] = {}
    contests: list[Contest] = []
    passed_over: dict[int, tuple[str, ...]] = {}
    for rank, group in _by_rank(standings):
        entries = {one.unit: _entry(ladder, one.excluded) for one in group}
        passed_over |= _passed_over(ladder, free, group)
        certain, contest = _choose(ladder, free, rank, entries)
        settled |= certain
        if contest:
            contests.append(contest)
        for entry in entries.values():
            _take(free, entry)
    return Outcome(settled, tuple(contests), passed_over)


def decide(ladder: Sequence[Rung], contest: Contest, order: Sequence[int]) -> dict[int, int]:
    """The awards of a tie once its units are put in ``order`` (best first): unit → award; who gets none is left out.

    ValueError unless ``order`` names every unit of the contest exactly once.
    """
    if sorted(order) != sorted(contest.units):
        raise ValueError("the order must name every unit of the tie once")
    free = list(contest.free)
    for unit in contest.entry.keys() - contest.units:  # members of the tie whose place was never in doubt
        _take(free, contest.entry[unit])
    chosen = {unit: _take(free, contest.entry[unit]) for unit in order}
    return {unit: ladder[rung].key for unit, rung in chosen.items() if rung < len(ladder)}


def _by_rank(standings: Iterable[Standing]) -> list[tuple[int, list[Standing]]]:
    """The tie groups, best first, each in the order of its units' keys."""
    groups: dict[int, list[Standing]] = defaultdict(list)
    for standing in sorted(standings, key=lambda one: (one.rank, one.unit)):
        groups[standing.rank].append(standing)
    return list(groups.items())


def _entry(ladder: Sequence[Rung], excluded: frozenset[str]) -> int:
    """The first rung a unit is open to: the one below the last it is excluded from.

    Who may not have the lesser award may not have the greater.
    """
    barred = [position for position, rung in enumerate(ladder) if rung.form in excluded]
    return barred[-1] + 1 if barred else 0


def _next(free: Sequence[int], entry: int) -> int:
    """The first rung from ``entry`` on with a free place; ``len(free)`` when there is none."""
    return next((rung for rung in range(entry, len(free)) if free[rung]), len(free))


def _take(free: list[int], entry: int) -> int:
    """Take the next free place from ``entry`` on; returns its rung (``len(free)``: no place)."""
    rung = _next(free, entry)
    if rung < len(free):
        free[rung] -= 1
    return rung


def _last(free: Sequence[int], entries: Mapping[int, int], unit: int) -> int:
    """The rung ``unit`` gets when everybody else of its group goes first."""
    left = list(free)
    for other, entry in entries.items():
        if other != unit:
            _take(left, entry)
    return _next(left, entries[unit])


def _choose(
    ladder: Sequence[Rung], free: Sequence[int], rank: int, entries: Mapping[int, int]
) -> tuple[dict[int, int], Contest | None]:
    """What is certain for a tie group, and the contest about the rest."""
    certain: dict[int, int] = {}
    open_to: dict[int, tuple[int, ...]] = {}
    for unit, entry in entries.items():
        first, last = _next(free, entry), _last(free, entries, unit)
        if first != last:
            open_to[unit] = tuple(ladder[rung].key for rung in range(first, min(last + 1, len(ladder))) if free[rung])
        elif first < len(ladder):
            certain[unit] = ladder[first].key
    contest = Contest(rank, open_to, tuple(free), dict(entries)) if open_to else None
    return certain, contest


def _passed_over(ladder: Sequence[Rung], free: Sequence[int], group: Iterable[Standing]) -> dict[int, tuple[str, ...]]:
    """Who of the group would have had a place but for an exclusion: unit → the forms it is excluded from."""
    forms = [rung.form for rung in ladder]
    return {
        one.unit: tuple(dict.fromkeys(form for form in forms if form in one.excluded))
        for one in group
        if _next(free, 0) < _next(free, _entry(ladder, one.excluded))
    }
