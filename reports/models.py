"""Documents that were asked for: what they show, the file, who may fetch it."""

import uuid
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.models import Campaign
from core.constraints import set_exactly_when
from core.models import Job, StoredFile
from organizations.models import User
from reports.enums import DocumentKind, DocumentState


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents a person may fetch."""

    def visible_to(self, user: Any) -> Self:
        """Those one asked for oneself."""
        return self if user.is_superuser else self.filter(requested_by=user)


class Document(models.Model):
    """One rendering of one form from one snapshot; the same content is never rendered twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=20, choices=DocumentKind)
    title = models.CharField("tên văn bản", max_length=250)
    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="documents"
    )
    bloc = models.ForeignKey(Bloc, verbose_name="khối", null=True, on_delete=models.PROTECT, related_name="documents")
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
        ]

    def __str__(self) -> str:
        return self.title
