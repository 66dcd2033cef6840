"""Competition ranking (1, 2, 2, 4) with a declared chain of tie-breaks (domain.md B9).

No rule found in practice says how to part equal totals before the vote of the bloc (suy tôn); a table declares its own
chain, and this one where it says nothing: points of group I, number of targets exceeded, fewer penalty points. What
is still equal shares a rank, flagged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

ZERO = Decimal(0)
GROUP = "group:"
DEFAULT_CHAIN = ("first_group", "exceeded", "penalty")


@dataclass(frozen=True)
class Entry:
    """One unit's figures; ``key`` identifies it. ``total`` is what it is ranked by (points, or percent where the table
    says so), None: not ranked. ``penalty`` is 0 or negative; ``groups`` are the points by number of the group;
    ``filed_at`` the instant of the self-score as ISO text in UTC ("" none); ``votes`` those of the bloc's meeting.
    """

    key: str
    total: Decimal | None
    first_group: Decimal = ZERO
    exceeded: int = 0
    penalty: Decimal = ZERO
    bonus: Decimal = ZERO
    groups: Mapping[str, Decimal | None] = field(default_factory=dict)
    filed_at: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class TieBreak:
    """One way of parting equals: its words, and a figure of which the greater comes first."""

    words: str
    merit: Callable[[Entry], Decimal]


def _earlier(entry: Entry) -> Decimal:
    """The digits of the instant, turned round: earlier is greater; nothing filed comes last."""
    digits = "".join(sign for sign in entry.filed_at[:26] if sign.isdigit())
    return -Decimal(digits.ljust(20, "0")) if digits else -(Decimal(10) ** 21)


TIE_BREAKS: dict[str, TieBreak] = {
    "first_group": TieBreak("điểm nhóm I", lambda entry: entry.first_group),
    "exceeded": TieBreak("số chỉ tiêu vượt", lambda entry: Decimal(entry.exceeded)),
    "penalty": TieBreak("ít điểm trừ hơn", lambda entry: entry.penalty),
    "bonus": TieBreak("điểm thưởng", lambda entry: entry.bonus),
    "filed_at": TieBreak("nộp tự chấm sớm hơn", _earlier),
    "votes": TieBreak("số phiếu suy tôn", lambda entry: Decimal(-1 if entry.votes is None else entry.votes)),
}


def tie_break(key: str) -> TieBreak:
    """The tie-break ``key``; "group:II" compares the points of group II. KeyError for any other."""
    if key.startswith(GROUP) and key != GROUP:
        no = key.removeprefix(GROUP)
        return TieBreak(f"điểm nhóm {no}", lambda entry: entry.groups.get(no) or ZERO)
    return TIE_BREAKS[key]


def tie_note(chain: Sequence[str] = DEFAULT_CHAIN) -> str:
    """The chain in one sentence."""
    if not chain:
        return "Đồng điểm thì đồng hạng."
    return f"Đồng điểm: xét {', rồi '.join(tie_break(key).words for key in chain)}; còn bằng nhau thì đồng hạng."


@dataclass(frozen=True)
class Place:
    """A unit's rank (None: no total); ``tied`` with others; ``parted_by`` names the tie-break that parted equal totals
    from the unit just above ("" when the totals differ).
    """

    key: str
    rank: int | None
    tied: bool = False
    parted_by: str = ""


def rank(entries: Iterable[Entry], chain: Sequence[str] = DEFAULT_CHAIN) -> list[Place]:
    """Places from first to last, equal ones by key, the unranked at the end, whatever the order of ``entries``."""
    breaks = [tie_break(key) for key in chain]
    known = sorted(entries, key=lambda entry: entry.key)
    merits = {
        entry.key: (entry.total, *(one.merit(entry) for one in breaks)) for entry in known if entry.total is not None
    }
    order = sorted(merits, key=merits.__getitem__, reverse=True)
    places: list[Place] = []
    above: tuple[Decimal, ...] | None = None
    for merit, equals in groupby(order, key=merits.__getitem__):
        group = list(equals)
        parted = _parted_by(above, merit, breaks)
        position = len(places) + 1
        places += [Place(key, position, len(group) > 1, parted) for key in group]
        above = merit
    return places + [Place(entry.key, None) for entry in known if entry.total is None]


def _parted_by(above: tuple[Decimal, ...] | None, merit: tuple[Decimal, ...], breaks: Sequence[TieBreak]) -> str:
    """The first tie-break on which two units with equal totals differ."""
    if above is None or above[0] != merit[0]:
        return ""
    return next((one.words for one, a, b in zip(breaks, above[1:], merit[1:], strict=True) if a != b), "")
