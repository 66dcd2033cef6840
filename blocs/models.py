"""Blocs (khối, cụm thi đua) and who belongs to them in which year."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from blocs.enums import BlocRole
from organizations.models import Unit


class BlocQuerySet(models.QuerySet["Bloc"]):
    """Blocs a person may look at."""

    def visible_to(self, user: Any) -> Self:
        """Blocs of the authorities at which the person sits, and blocs of which an own unit is a member."""
        if user.is_superuser:
            return self
        units = user.unit_ids()
        mine = Membership.objects.filter(unit__in=units).values("bloc")
        return self.filter(Q(authority__in=units) | Q(pk__in=mine))


class Bloc(models.Model):
    """Units of like kind that compete with each other; it stands for years, its members and leaders change yearly."""

    code = models.SlugField("mã khối", max_length=60, unique=True)
    name = models.CharField("tên khối", max_length=250)
    authority = models.ForeignKey(
        Unit, verbose_name="cơ quan tổ chức khối", on_delete=models.PROTECT, related_name="blocs"
    )

    objects = BlocQuerySet.as_manager()

    class Meta:
        verbose_name = "khối thi đua"
        verbose_name_plural = "khối thi đua"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One unit's place in one bloc for one year."""

    bloc = models.ForeignKey(Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="memberships")
    year = models.PositiveSmallIntegerField("năm")
    role = models.CharField("vai trò", max_length=10, choices=BlocRole, default=BlocRole.MEMBER)

    class Meta:
        verbose_name = "thành viên khối"
        verbose_name_plural = "thành viên khối"
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="one_bloc_per_unit_and_year",
                violation_error_message="Đơn vị này đã thuộc một khối trong năm.",
            ),
            models.UniqueConstraint(
                fields=["bloc", "year"],
                condition=Q(role="leader"),
                name="one_leader_per_bloc_and_year",
                violation_error_message="Khối này đã có Trưởng khối trong năm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} – {self.bloc} {self.year}"
