"""The catalogue of titles and awards that units compete for: dated rows with their legal basis, never constants."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from campaigns.enums import Holder
from core.constraints import in_order


class TitleQuerySet(models.QuerySet["Title"]):
    """Titles by their time."""

    def in_force_on(self, day: date) -> Self:
        """Those that may be competed for on ``day``."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


class Title(models.Model):
    """A title (danh hiệu thi đua) or an award (hình thức khen thưởng), with who may hold it and where it is written.

    Of the titles of one ``ladder`` a unit registers one for itself: the higher contains the lower.
    """

    code = models.SlugField("mã", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("danh hiệu, hình thức khen thưởng", max_length=250)
    holder = models.CharField("dành cho", max_length=12, choices=Holder)
    ladder = models.SlugField("bậc", max_length=40, blank=True)
    condition = models.TextField("điều kiện", blank=True)
    basis = models.CharField("căn cứ", max_length=250)
    valid_from = models.DateField("áp dụng từ", null=True, blank=True)
    valid_to = models.DateField("áp dụng đến", null=True, blank=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        verbose_name_plural = "danh hiệu, hình thức khen thưởng"
        ordering = ["position"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="title_valid_in_order", message="Ngày hết hiệu lực trước ngày áp dụng."
            ),
        ]

    def __str__(self) -> str:
        return self.name
