"""Targets that single units are given (giao chỉ tiêu)."""

from django.db import models

from campaigns.models.campaigns import Target
from organizations.models import Unit


class AssignedTarget(models.Model):
    """The value of a target that one unit is given (giao chỉ tiêu); the campaign's own value is for the whole."""

    target = models.ForeignKey(Target, verbose_name="chỉ tiêu", on_delete=models.CASCADE, related_name="assigned")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="assigned_targets")
    value = models.DecimalField("mức giao", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "chỉ tiêu giao"
        verbose_name_plural = "chỉ tiêu giao"
        ordering = ["unit__sort_key", "target__indicator__position", "target__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit"],
                name="one_assignment_per_target_and_unit",
                violation_error_message="Đơn vị đã được giao chỉ tiêu này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}: {self.target}"
