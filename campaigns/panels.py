"""Parts of pages that upper floors add: to a campaign (awards: the prize structure; scoring: tables and rankings), to a
submission (reports: its documents).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign, Submission


@dataclass(frozen=True)
class Panel:
    """One part: where it stands, its template, and its context for (campaign, user)."""

    order: int
    template: str
    context: Callable[[Campaign, Any], dict[str, Any]]


PANELS: list[Panel] = []


@dataclass(frozen=True)
class SubmissionPanel:
    """What an upper floor adds to the head of a submission's page; ``context`` None: nothing for this submission."""

    template: str
    context: Callable[[Submission, Any], dict[str, Any] | None]


SUBMISSION_PANELS: list[SubmissionPanel] = []
