"""Reading the unit's own launching document: as it stands, as it is frozen, what is missing in it."""

from datetime import date, datetime
from typing import Any

from campaigns.models import Campaign, LaunchDocument, Submission
from core.dates import local_day, short_date

MISSING = (
    ("doc_number", "Chưa ghi số, ký hiệu văn bản phát động."),
    ("issued_on", "Chưa ghi ngày ban hành văn bản phát động."),
    ("summary", "Chưa ghi trích yếu văn bản phát động."),
)
NO_SCAN = "Chưa chọn bản chụp văn bản phát động; nơi nhận sẽ không đối chiếu được số và ngày."


def launch_document(submission: Submission) -> LaunchDocument:
    """The document as it stands; an empty one before anything was written. One query, the object keeps it."""
    if not hasattr(submission, "read_document"):
        found = LaunchDocument.objects.filter(submission=submission).select_related("evidence").first()
        submission.read_document = found or LaunchDocument(submission=submission)  # type: ignore[attr-defined]
    document: LaunchDocument = submission.read_document  # type: ignore[attr-defined]
    return document


def frozen(submission: Submission) -> dict[str, Any]:
    """What the snapshot keeps of it: the file by its name and hash."""
    document = launch_document(submission)
    scan = document.evidence
    return {
        "doc_number": document.doc_number,
        "issued_on": document.issued_on,
        "summary": document.summary,
        "file_name": scan.file_name if scan else "",
        "file_sha256": scan.file_id if scan else "",
    }


def gaps(submission: Submission, now: datetime) -> list[str]:
    """What is missing in it, and a day that cannot be right."""
    document = launch_document(submission)
    missing = [sentence for name, sentence in MISSING if not getattr(document, name)]
    wrong = wrong_day(document.issued_on, submission.participation.campaign, now)
    return [*missing, wrong] if wrong else missing


def facts(submission: Submission) -> list[str]:
    """Number, day and scan in one sentence, for the one who signs."""
    document = launch_document(submission)
    number = f"số {document.doc_number}" if document.doc_number else "chưa ghi số"
    day = f"ngày {short_date(document.issued_on)}" if document.issued_on else "chưa ghi ngày"
    scan = f"kèm bản chụp “{document.evidence.file_name}”" if document.evidence else "không kèm bản chụp"
    return [f"Văn bản {number} {day}, {scan}."]


def questions(submission: Submission) -> list[str]:
    """Without a scan nobody can compare."""
    return [] if launch_document(submission).evidence_id else [NO_SCAN]


def wrong_day(issued_on: date | None, campaign: Campaign, now: datetime) -> str:
    """Signed after the campaign's end, or in the future (D06); "" where the day may be right."""
    if issued_on is None:
        return ""
    if issued_on > local_day(now):
        return f"Văn bản phát động ghi ngày {short_date(issued_on)} là ngày chưa đến; hãy xem lại ngày ban hành."
    if campaign.ends_on and issued_on > campaign.ends_on:
        period = "–".join(short_date(day) for day in (campaign.starts_on, campaign.ends_on) if day)
        return (
            f"Văn bản phát động ký ngày {short_date(issued_on)}, sau kỳ thi đua ({period}); hãy xem lại ngày ban hành."
        )
    return ""
