"""What documents add to the page of a submission: its PDF and its Word file."""

from typing import Any

from campaigns.models import Submission
from campaigns.panels import SUBMISSION_PANELS, SubmissionPanel
from core.authz import can
from reports.documents.engine import pdf_engine_missing
from reports.enums import OF_SUBMISSION


def submission_documents(submission: Submission, user: Any) -> dict[str, Any] | None:
    """The context of the two buttons; None for kinds without a document."""
    if submission.kind not in OF_SUBMISSION:
        return None
    return {
        "submission": submission,
        "may_request": can(user, "reports.request_of_submission", submission),
        "missing": pdf_engine_missing(),
    }


SUBMISSION_PANELS.append(SubmissionPanel("reports/_submission_documents.html", submission_documents))
