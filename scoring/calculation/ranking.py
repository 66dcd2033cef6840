"""Competition ranking (1, 2, 2, 4) with a declared chain of tie-breaks (domain.md B9).

No rule found in practice says how to part equal totals before the vote of the bloc (suy tôn); the chain is: points of
group I, number of criteria above their maximum, fewer penalty points. What is still equal shares a rank, flagged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

TIE_BREAKS = ("điểm nhóm I", "số chỉ tiêu vượt", "ít điểm trừ hơn")
TIE_NOTE = "Đồng điểm: xét điểm nhóm I, rồi số chỉ tiêu vượt, rồi ít điểm trừ hơn; còn bằng nhau thì đồng hạng."


@dataclass(frozen=True)
class Entry:
    """One unit's figures; ``key`` identifies it, ``total`` None means not ranked; ``penalty`` is 0 or negative."""

    key: str
    total: Decimal | None
    first_group: Decimal = Decimal(0)
    exceeded: int = 0
    penalty: Decimal = Decimal(0)


@dataclass(frozen=True)
class Place:
    """A unit's rank (None: no total); ``tied`` with others; ``parted_by`` names the tie-break that parted equal totals
    from the unit just above ("" when the totals differ).
    """

    key: str
    rank: int | None
    tied: bool = False
    parted_by: str = ""


def rank(entries: Iterable[Entry]) -> list[Place]:
    """Places from first to last, equal ones by key, the unranked at the end, whatever the order of ``entries``."""
    known = sorted(entries, key=lambda entry: entry.key)
    ranked = sorted((entry for entry in known if entry.total is not None), key=_merit, reverse=True)
    places: list[Place] = []
    above: Entry | None = None
    for _, equals in groupby(ranked, key=_merit):
        group = list(equals)
        parted = _parted_by(above, group[0])
        position = len(places) + 1
        places += [Place(entry.key, position, len(group) > 1, parted) for entry in group]
        above = group[0]
    return places + [Place(entry.key, None) for entry in known if entry.total is None]


def _merit(entry: Entry) -> tuple[Decimal, ...]:
    """Greater is better, in the order of the chain."""
    return entry.total or Decimal(0), entry.first_group, Decimal(entry.exceeded), entry.penalty


def _parted_by(above: Entry | None, entry: Entry) -> str:
    """The first tie-break on which two units with equal totals differ."""
    if above is None or above.total != entry.total:
        return ""
    pairs = zip(_merit(above)[1:], _merit(entry)[1:], strict=True)
    return next((name for name, (a, b) in zip(TIE_BREAKS, pairs, strict=True) if a != b), "")
