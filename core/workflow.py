"""A workflow is one table of permitted moves; the diagrams in docs/workflows.md are drawn from it.

Pure Python: states are strings (the members of a TextChoices), a move is ``(state, verb) -> state``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.exceptions import Refused


class Stateful(Protocol):
    """Anything that stands in a state of a workflow."""

    state: str


@dataclass(frozen=True)
class Workflow:
    """All moves of one kind of thing, and whose turn each state is.

    ``moves`` maps ``(state, verb)`` to the state that follows; ``owner`` maps every state to the party who must act
    next (a word for people, "" for nobody); ``labels`` are the Vietnamese names of states and verbs for diagrams.
    """

    name: str
    initial: str
    moves: Mapping[tuple[str, str], str]
    owner: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def states(self) -> Iterable[str]:
        """Every state, in the order in which the owners are listed (the order of the life)."""
        return self.owner.keys()

    def allows(self, state: str, verb: str) -> bool:
        """Whether ``verb`` may be done in ``state``."""
        return (state, verb) in self.moves

    def move(self, thing: Stateful, verb: str) -> None:
        """Put ``thing`` into the state that follows; the caller saves it.

        Raises Refused where there is no such move.
        """
        target = self.moves.get((thing.state, verb))
        if target is None:
            state = self.labels.get(thing.state, thing.state)
            action = self.labels.get(verb, verb)
            raise Refused(f"Không thể “{action}” khi {self.name} đang ở trạng thái “{state}”.")
        thing.state = target
