"""Parts of the campaign page that upper floors add (awards: the prize structure; scoring: the tables and rankings)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign


@dataclass(frozen=True)
class Panel:
    """One part: where it stands, its template, and its context for (campaign, user)."""

    order: int
    template: str
    context: Callable[[Campaign, Any], dict[str, Any]]


PANELS: list[Panel] = []
