"""Where a document of a unit is used: upper floors say so (scoring: the criteria that cite it)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Use:
    """One place: what it is called ("Bảng điểm, tiêu chí 1.1, trang 3"), its address, and why the document must stay
    while it is used there ("" when it may go). ``drafted``: the place is with the unit, which others must not see.
    """

    label: str
    url: str
    binding: str = ""
    drafted: bool = False


Uses = dict[UUID, list[Use]]
USES: list[Callable[[Collection[UUID]], Uses]] = []


def uses_of(evidence_ids: Collection[UUID], *, drafts: bool) -> Uses:
    """The uses of these documents, by their ids; those in what is with the unit only with ``drafts``, for the unit
    itself (integrity P3). One query for each that registered.
    """
    found: Uses = defaultdict(list)
    for ask in USES:
        for pk, uses in ask(evidence_ids).items():
            found[pk].extend(use for use in uses if drafts or not use.drafted)
    return found
