"""What helps a unit to write its report: sentences that the system can say itself, and what it wrote last year.

Upper floors register who says the sentences of a section (reports: figures, awards, titles).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from campaigns.models import Submission
from campaigns.queries.submissions import TargetRow, WrittenPart, last_years_texts

# By key of the outline: (submission, its table of figures) → sentences that may be taken over into the section.
Hint = Callable[[Submission, Sequence[TargetRow]], list[str]]
HINTS: dict[str, list[Hint]] = {}


@dataclass(frozen=True)
class Aid:
    """What stands beside one section: sentences to take over, last year's text of the same section."""

    hints: list[str] = field(default_factory=list)
    last_year: str = ""


def aids_of(submission: Submission, parts: Sequence[WrittenPart], rows: Sequence[TargetRow]) -> dict[str, Aid]:
    """The aids of each section, by key. One query, and those of the sentences."""
    texts = last_years_texts(submission) if parts else {}
    return {
        written.part.key: Aid(
            hints=[sentence for hint in HINTS.get(written.part.key, []) for sentence in hint(submission, rows)],
            last_year=texts.get(written.part.key, ""),
        )
        for written in parts
    }
