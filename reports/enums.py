"""The words of documents."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """What can be rendered."""

    BLOC_FINAL_REPORT = "bloc_final_report", "Báo cáo tổng kết của khối"


class DocumentState(TextChoices):
    """The life of a document."""

    WAITING = "waiting", "Đang lập"
    READY = "ready", "Đã xong"
    FAILED = "failed", "Không lập được"
