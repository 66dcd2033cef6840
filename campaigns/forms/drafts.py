"""The form of each kind of submission, filled with what is stored."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.forms.launch_documents import LaunchDocumentForm
from campaigns.forms.registrations import RegistrationForm
from campaigns.forms.submissions import SubmissionForm
from campaigns.models import Submission
from campaigns.queries import launch_documents, titles
from campaigns.queries.evidence import living_evidence
from campaigns.queries.registrations import last_years_results, shown_lines
from campaigns.queries.remarks import remarks_by_place
from campaigns.queries.submissions import registration_rows, written_parts
from core import clock


def form_of(submission: Submission, data: Mapping[str, Any] | None = None) -> SubmissionForm:
    """The form of this submission; bound where ``data`` was posted."""
    form, more = KINDS.get(submission.kind, (SubmissionForm, _nothing))
    return form(
        data,
        parts=written_parts(submission),
        read_remarks=partial(remarks_by_place, submission) if submission.state == SubmissionState.RETURNED else dict,
        initial={"version": submission.version},
        **more(submission),
    )


def _nothing(_submission: Submission) -> dict[str, Any]:
    return {}


def _registration(submission: Submission) -> dict[str, Any]:
    participation, rows = submission.participation, registration_rows(submission)
    results = last_years_results(participation, rows)
    return {
        "rows": rows,
        "results": results,
        "values": shown_lines(submission, results),
        "level": participation.campaign.level,
        "offered": list(titles.offered(submission)),
        "titles": titles.registered(submission),
    }


def _launch_document(submission: Submission) -> dict[str, Any]:
    participation, document = submission.participation, launch_documents.launch_document(submission)
    return {
        "document": document,
        "scans": list(living_evidence(participation)),
        "campaign": participation.campaign,
        "now": clock.now(),
    }


KINDS: dict[str, tuple[type[SubmissionForm], Callable[[Submission], dict[str, Any]]]] = {
    SubmissionKind.REGISTER: (RegistrationForm, _registration),
    SubmissionKind.LAUNCH_DOCUMENT: (LaunchDocumentForm, _launch_document),
}
