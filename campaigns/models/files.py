"""Documents attached to a campaign."""

from django.db import models

from campaigns.enums import FileKind
from campaigns.models.campaigns import Campaign
from core.models import StoredFile
from organizations.models import User


class CampaignFile(models.Model):
    """A document attached to a campaign: the launching document as signed, or an enclosure."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="files")
    kind = models.CharField("loại", max_length=10, choices=FileKind, default=FileKind.SIGNED)
    file = models.ForeignKey(StoredFile, verbose_name="tệp", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("tên tệp", max_length=120)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "văn bản đính kèm"
        verbose_name_plural = "văn bản đính kèm"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.file_name
