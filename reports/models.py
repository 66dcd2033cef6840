"""Documents that were asked for, and what the leader's office writes in the report of its bloc."""

import uuid
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.models import Campaign, Submission
from core.constraints import all_or_none, set_exactly_when
from core.models import Job, StoredFile
from organizations.models import User
from reports.enums import ABOUT_BLOC, BLOC_KINDS, DocumentFormat, DocumentKind, DocumentState


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents a person may fetch."""

    def visible_to(self, user: Any) -> Self:
        """Those one asked for oneself."""
        return self if user.is_superuser else self.filter(requested_by=user)


class Document(models.Model):
    """One form about a bloc or a submission, from one snapshot, as PDF or Word; the same is never rendered twice.

    ``snapshot`` holds the blocks of which it is made (reports/documents/blocks.py): both formats are made of it alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=20, choices=DocumentKind)
    format = models.CharField("dạng tệp", max_length=4, choices=DocumentFormat, default=DocumentFormat.PDF)
    title = models.CharField("tên văn bản", max_length=400)
    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="documents"
    )
    bloc = models.ForeignKey(
        Bloc, verbose_name="khối", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    submission = models.ForeignKey(
        Submission, verbose_name="hồ sơ", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    snapshot = models.JSONField("nội dung", encoder=DjangoJSONEncoder)
    content_sha256 = models.CharField("SHA-256 của nội dung", max_length=64, db_index=True)
    state = models.CharField("trạng thái", max_length=10, choices=DocumentState, default=DocumentState.WAITING)
    job = models.ForeignKey(Job, verbose_name="việc nền", null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.ForeignKey(StoredFile, verbose_name="tệp", null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("yêu cầu lúc")
    requested_by = models.ForeignKey(User, verbose_name="người yêu cầu", on_delete=models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-requested_at"]
        constraints = [
            set_exactly_when(
                "file",
                Q(state=DocumentState.READY),
                name="document_ready_has_file",
                message="Văn bản xong phải có tệp.",
            ),
            models.CheckConstraint(
                condition=Q(bloc__isnull=False, submission=None, kind__in=ABOUT_BLOC)
                | (Q(bloc=None, submission__isnull=False) & ~Q(kind__in=ABOUT_BLOC)),
                name="document_about_bloc_or_submission",
                violation_error_message="Văn bản phải về một khối hoặc một hồ sơ.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BlocText(models.Model):
    """What the office of the bloc's leader writes itself in one report of the bloc: texts by key of the outline
    (campaigns/outlines.py, BLOC_OUTLINES). ``version`` rises with every saving; 0 is a page nobody has saved.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="bloc_texts"
    )
    bloc = models.ForeignKey(Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField("loại báo cáo", max_length=20, choices=DocumentKind)
    texts = models.JSONField("nội dung", default=dict)
    version = models.PositiveIntegerField("phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True)
    saved_by = models.ForeignKey(User, verbose_name="người lưu", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "phần viết của khối"
        verbose_name_plural = "phần viết của khối"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "bloc", "kind"],
                name="one_text_per_bloc_report",
                violation_error_message="Khối đã có phần viết của báo cáo này.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(BLOC_KINDS)),
                name="bloc_text_of_bloc_report",
                violation_error_message="Phần viết của khối phải thuộc một báo cáo của khối.",
            ),
            all_or_none("saved_at", "saved_by", name="bloc_text_saved_by_whom", message="Lưu phải có người và lúc."),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.bloc}"
