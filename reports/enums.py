"""The words of documents."""

from django.db.models import TextChoices

from campaigns.enums import SubmissionKind


class DocumentKind(TextChoices):
    """What can be made: of one submission of a unit, or of a bloc in a campaign."""

    REGISTRATION = "registration", "Bản đăng ký thi đua"
    UNIT_MIDTERM_REPORT = "unit_midterm_report", "Báo cáo sơ kết 6 tháng của đơn vị"
    UNIT_FINAL_REPORT = "unit_final_report", "Báo cáo tổng kết của đơn vị"
    BLOC_MIDTERM_REPORT = "bloc_midterm_report", "Báo cáo sơ kết 6 tháng của khối"
    BLOC_FINAL_REPORT = "bloc_final_report", "Báo cáo tổng kết của khối"
    BLOC_MINUTES = "bloc_minutes", "Biên bản bình xét của khối"


class DocumentFormat(TextChoices):
    """As what a document is made; the value is the ending of the file."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"


class DocumentState(TextChoices):
    """The life of a document."""

    WAITING = "waiting", "Đang lập"
    READY = "ready", "Đã xong"
    FAILED = "failed", "Không lập được"


# The document of a submission, and the kind of the members' submissions that a bloc's report gathers.
OF_SUBMISSION: dict[str, DocumentKind] = {
    SubmissionKind.REGISTER: DocumentKind.REGISTRATION,
    SubmissionKind.MIDTERM_REPORT: DocumentKind.UNIT_MIDTERM_REPORT,
    SubmissionKind.FINAL_REPORT: DocumentKind.UNIT_FINAL_REPORT,
}
BLOC_KINDS: dict[str, SubmissionKind] = {
    DocumentKind.BLOC_MIDTERM_REPORT: SubmissionKind.MIDTERM_REPORT,
    DocumentKind.BLOC_FINAL_REPORT: SubmissionKind.FINAL_REPORT,
}
# All that is about a bloc: its reports, and the minutes of the meeting that ranks its members.
ABOUT_BLOC: list[str] = [*BLOC_KINDS, DocumentKind.BLOC_MINUTES]
# How the two reports of a bloc are called in addresses.
SLUGS: dict[str, str] = {DocumentKind.BLOC_MIDTERM_REPORT: "so-ket", DocumentKind.BLOC_FINAL_REPORT: "tong-ket"}
