"""The documents that prove what a unit says."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from campaigns.models.participations import Participation, of_authority_or_own_unit
from core.constraints import all_or_none
from core.models import StoredFile
from organizations.enums import Role
from organizations.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence a person may open."""

    def visible_to(self, user: Any) -> Self:
        """Own units; staff of the authority; the office of the bloc's leader."""
        if user.is_superuser:
            return self
        led = Q(
            participation__bloc__memberships__unit__in=user.unit_ids(Role.BLOC_SECRETARY, Role.HEAD),
            participation__bloc__memberships__role="leader",
            participation__bloc__memberships__year=models.F("participation__campaign__year"),
        )
        return self.filter(of_authority_or_own_unit(user, "participation__") | led).distinct()


class Evidence(models.Model):
    """A document that proves something a unit says: usable for several criteria, cited by number, date and page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField("tên minh chứng", max_length=250)
    doc_number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    doc_date = models.DateField("ngày văn bản", null=True, blank=True)
    file_name = models.CharField("tên tệp", max_length=120)
    file = models.ForeignKey(StoredFile, verbose_name="tệp", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("bỏ lúc", null=True)
    removed_by = models.ForeignKey(User, verbose_name="người bỏ", null=True, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["added_at"]
        constraints = [
            all_or_none("removed_at", "removed_by", name="evidence_removed_by_whom", message="Thiếu người bỏ."),
        ]

    def __str__(self) -> str:
        return self.title
