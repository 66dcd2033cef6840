"""The documents that prove what a unit says."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from campaigns.models.participations import Participation, of_authority_or_own_unit, of_units_in_own_bloc
from core.constraints import all_or_none
from core.dates import short_date
from core.models import StoredFile
from core.uploads import MARKS
from organizations.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence a person may open."""

    def visible_to(self, user: Any) -> Self:
        """Own units at any time; once it was filed also staff and leaders of the authority, and the office of the
        bloc's leader (of its deputy for the leading unit): nobody sees early what a unit gathers (integrity P3).
        """
        if user.is_superuser:
            return self
        filed = Q(filed_at__isnull=False)
        others = filed & (of_authority_or_own_unit(user, "participation__") | of_units_in_own_bloc(user))
        return self.filter(Q(participation__unit__in=user.unit_ids()) | others).distinct()


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
    marks = models.JSONField("lưu ý về tệp", default=list, blank=True)  # names of core.uploads.MARKS
    version = models.PositiveIntegerField("phiên bản", default=0)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+")
    # When the unit first filed anything while this lay in its folder; until then nobody else sees it.
    filed_at = models.DateTimeField("nộp lúc", null=True, editable=False)
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

    @property
    def citation(self) -> str:
        """How it is cited: "412/BC-BDT ngày 05/11/2021"; by its title where it has no number."""
        day = f" ngày {short_date(self.doc_date)}" if self.doc_date else ""
        return f"{self.doc_number or self.title}{day}"

    @property
    def warnings(self) -> list[str]:
        """What a reader must know about the file (F05)."""
        return [f"{MARKS[mark].sentence}." for mark in self.marks]
