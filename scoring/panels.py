"""Parts that upper floors add to the page of a ranking (reports: the minutes of the bloc's meeting)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scoring.queries.bloc_lines import BlocSubject


@dataclass(frozen=True)
class RankingPanel:
    """One part; ``context`` None: nothing for this bloc and reader."""

    template: str
    context: Callable[[BlocSubject, Any], dict[str, Any] | None]


RANKING_PANELS: list[RankingPanel] = []
