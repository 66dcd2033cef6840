"""What somebody must do: the worklist of every role is made of duties that each floor finds for itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Duty:
    """One line of a worklist: what, for which campaign, until when, and the one button.

    ``tone`` is green, amber, red or grey, always shown with ``state``, a few words. ``due_at`` None: no date.
    ``begins``: the button makes something new, so it posts to ``url`` instead of opening it.
    ``comes_first``: somebody waits for this person, so before others of the same date.
    """

    title: str
    detail: str
    state: str
    tone: str
    action: str
    url: str
    due_at: datetime | None = None
    begins: bool = False
    comes_first: bool = False
