"""What documents add to pages of the floors below: PDF and Word of a submission, minutes beside a ranking."""

from typing import Any

from campaigns.models import Submission
from campaigns.panels import SUBMISSION_PANELS, SubmissionPanel
from core.authz import can
from reports.documents.engine import pdf_engine_missing
from reports.enums import OF_SUBMISSION
from scoring.panels import RANKING_PANELS, RankingPanel
from scoring.queries.bloc_lines import BlocSubject


def submission_documents(submission: Submission, user: Any) -> dict[str, Any] | None:
    """The context of the two buttons; None for kinds without a document."""
    if submission.kind not in OF_SUBMISSION:
        return None
    return {
        "submission": submission,
        "may_request": can(user, "reports.request_of_submission", submission),
        "missing": pdf_engine_missing(),
    }


def minutes(subject: BlocSubject, user: Any) -> dict[str, Any] | None:
    """The context of the buttons for the minutes of the bloc's meeting; None for those who may not ask for them."""
    if not can(user, "reports.request", subject):
        return None
    return {"minutes_subject": subject, "missing": pdf_engine_missing()}


RANKING_PANELS.append(RankingPanel("reports/_minutes.html", minutes))
SUBMISSION_PANELS.append(SubmissionPanel("reports/_submission_documents.html", submission_documents))
