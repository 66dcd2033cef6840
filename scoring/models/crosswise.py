"""Scoring crosswise: every member of a bloc scores the others, blind until all have given their points."""

from django.db import models

from core.constraints import all_or_none
from organizations.models import Unit, User
from scoring.models.fields import points_field
from scoring.models.sheets import ScoreLine, ScoreSheet


class CrossSheet(models.Model):
    """What one member thinks of another member's sheet; ``given_at`` set: it is final and waits for the others."""

    sheet = models.ForeignKey(
        ScoreSheet, verbose_name="bảng điểm", on_delete=models.CASCADE, related_name="cross_sheets"
    )
    scorer = models.ForeignKey(Unit, verbose_name="đơn vị chấm", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gửi lúc", null=True)
    given_by = models.ForeignKey(User, verbose_name="người gửi", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "phiếu chấm chéo"
        verbose_name_plural = "phiếu chấm chéo"
        ordering = ["scorer__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "scorer"], name="one_cross_sheet_per_scorer"),
            all_or_none("given_at", "given_by", name="cross_sheet_given_by_whom", message="Thiếu người gửi."),
        ]

    def __str__(self) -> str:
        return f"{self.scorer.short_name} chấm {self.sheet.participation.unit.short_name}"


class CrossPoints(models.Model):
    """The points that one member gives to one line of another."""

    cross_sheet = models.ForeignKey(
        CrossSheet, verbose_name="phiếu chấm chéo", on_delete=models.CASCADE, related_name="points"
    )
    line = models.ForeignKey(ScoreLine, verbose_name="dòng điểm", on_delete=models.CASCADE, related_name="cross_points")
    points = points_field("điểm")
    note = models.CharField("lý do", max_length=1000, blank=True)

    class Meta:
        verbose_name = "điểm chấm chéo"
        verbose_name_plural = "điểm chấm chéo"
        ordering = ["line__criterion__group__position", "line__criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["cross_sheet", "line"], name="one_cross_points_per_line"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.points}"
