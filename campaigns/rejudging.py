"""What follows from deadlines that moved: upper floors append what they read again, in the same transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.models import Extension


@dataclass(frozen=True)
class Moved:
    """An extension that holds now, and the participations (ids) whose deadline it moved."""

    extension: Extension
    participation_ids: tuple[int, ...]


# Called once, after all deadlines moved, with everything that moved together and who moved it: whoever locks rows for
# it can lock them in one order.
REJUDGED: list[Callable[[Sequence[Moved], Any], None]] = []
