"""What a unit does in a campaign: its participation, and the figures it records. Everything of one unit hangs there."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.models.campaigns import Campaign, Target, run_by
from organizations.enums import Role
from organizations.models import Unit, User


def of_authority_or_own_unit(user: Any, prefix: str = "") -> Q:
    """Rows whose participation belongs to an own unit, or to a campaign of an authority one works for."""
    if user.is_superuser:
        return Q()
    officials = user.unit_ids(Role.STAFF, Role.LEADER, Role.ADMIN)
    return Q(**{f"{prefix}unit__in": user.unit_ids()}) | run_by(officials, f"{prefix}campaign__")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations a person may look into."""

    def visible_to(self, user: Any) -> Self:
        """Own units; for staff and leaders all of their authority."""
        return self.filter(of_authority_or_own_unit(user))


class Participation(models.Model):
    """One unit in one campaign: the folder in which everything of that unit hangs."""

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="participations"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="participations")
    bloc = models.ForeignKey(
        Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="campaign_participations"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị tham gia"
        verbose_name_plural = "đơn vị tham gia"
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                name="one_participation_per_unit",
                violation_error_message="Đơn vị đã tham gia phong trào này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} – {self.campaign.code}"


class ProgressEntry(models.Model):
    """A unit's actual figure for a target at a day, with its source."""

    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="progress"
    )
    target = models.ForeignKey(Target, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField("số liệu đến ngày")
    value = models.DecimalField("thực hiện", max_digits=18, decimal_places=4)
    source = models.CharField("nguồn số liệu", max_length=250, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, verbose_name="người ghi", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "số liệu thực hiện"
        verbose_name_plural = "số liệu thực hiện"
        ordering = ["as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "target", "as_of"],
                name="one_figure_per_target_and_day",
                violation_error_message="Đã có số liệu của chỉ tiêu này cho ngày này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.as_of:%d/%m/%Y}"
