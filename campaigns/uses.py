"""Where a document of a unit is used: upper floors say so (scoring: the criteria that cite it)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Use:
    """One place: what it is called ("Bảng điểm, tiêu chí 1.1, trang 3"), its address, and why the document must stay
    while it is used there ("" when it may go).
    """

    label: str
    url: str
    binding: str = ""


Uses = dict[UUID, list[Use]]
USES: list[Callable[[Collection[UUID]], Uses]] = []


def uses_of(evidence_ids: Collection[UUID]) -> Uses:
    """Every use of these documents, by their ids. One query for each that registered."""
    found: Uses = defaultdict(list)
    for ask in USES:
        for pk, uses in ask(evidence_ids).items():
            found[pk].extend(uses)
    return found
