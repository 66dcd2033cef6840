"""What is stored of a draft, place by place (campaigns/places.py)."""

from collections.abc import Iterable
from typing import Any

from campaigns.enums import SubmissionKind
from campaigns.models import LaunchDocument, RegisteredTitle, Submission
from campaigns.places import LaunchValues, TitleValues, as_line, as_places
from campaigns.queries.launch_documents import launch_document
from campaigns.queries.submissions import written_parts


def places_of(submission: Submission) -> dict[str, Any]:
    """Every place that this kind of submission has; a line that was never saved has no place yet.

    Three queries, and the object keeps none of what they found but the launching document: it may be changed now.
    """
    texts = {written.part.key: written.text for written in written_parts(submission)}
    if submission.kind == SubmissionKind.REGISTER:
        lines = {
            one.target_id: as_line(one.value, one.last_year, one.measures, one.note) for one in submission.lines.all()
        }
        return as_places(texts, lines, title_values(submission.titles.all()))
    if submission.kind == SubmissionKind.LAUNCH_DOCUMENT:
        return as_places(texts, document=launch_values(launch_document(submission)))
    return as_places(texts)


def title_values(registered: Iterable[RegisteredTitle]) -> list[TitleValues]:
    """Titles as they are stored."""
    return [TitleValues(one.title_id, one.number, one.names) for one in registered]


def launch_values(document: LaunchDocument) -> LaunchValues:
    """The document as it is stored."""
    return LaunchValues(document.doc_number, document.issued_on, document.summary, document.evidence_id)
