"""Units and their history, people, the seats they hold, their inbox."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from core.compiled import compiled
from core.constraints import in_order
from organizations.enums import Role, UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units in the order of the Vietnamese alphabet."""

    def members(self) -> Self:
        """Units that can take part in campaigns: neither authorities nor their standing bodies."""
        return self.exclude(kind__in=[UnitKind.AUTHORITY, UnitKind.STANDING_BODY])


class Unit(models.Model):
    """An agency, locality, enterprise or school, as it stood between two dates; its code is its identity."""

    code = models.SlugField("mã đơn vị", max_length=60, unique=True)
    name = models.CharField("tên đơn vị", max_length=250)
    short_name = models.CharField("tên gọn", max_length=120)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self", verbose_name="trực thuộc", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    standing_body = models.ForeignKey(
        "self", verbose_name="cơ quan thường trực", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name="sáp nhập vào", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.CharField("để tìm", max_length=400, editable=False)
    sort_key = models.CharField("để xếp", max_length=500, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_dates_in_order", message="Ngày hết hiệu lực trước ngày bắt đầu."
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing_body_name(self) -> str:
        """How documents call the standing body of this authority."""
        return self.standing_body.name if self.standing_body else "Cơ quan thường trực Hội đồng Thi đua - Khen thưởng"


class User(AbstractUser):
    """A person with an account; what he or she may do follows from the seats held."""

    full_name = models.CharField("họ và tên", max_length=120)

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def seats(self) -> list["Seat"]:
        """The seats this person holds now, with their units; read once per request."""
        return _seats_of([self.pk])

    def unit_ids(self, *roles: Role) -> set[int]:
        """The units at which this person holds one of ``roles`` (any role when none is named)."""
        return {seat.unit_id for seat in self.seats if not roles or seat.role in roles}

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of ``roles`` anywhere."""
        return bool(self.unit_ids(*roles))

    @property
    def runs_campaigns(self) -> bool:
        """Staff of a standing body, or admin."""
        return self.is_superuser or self.holds(Role.STAFF, Role.ADMIN)


class Seat(models.Model):
    """One person in one role at one unit, from a day until further notice or until a day."""

    user = models.ForeignKey(User, verbose_name="người", on_delete=models.PROTECT, related_name="all_seats")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="seats")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    started_on = models.DateField("từ ngày", null=True, blank=True)
    ended_on = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "vị trí"
        verbose_name_plural = "vị trí"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ended_on=None),
                name="one_living_seat",
                violation_error_message="Người này đang giữ đúng vai trò này tại đơn vị.",
            ),
            in_order("started_on", "ended_on", name="seat_dates_in_order", message="Ngày thôi giữ trước ngày bắt đầu."),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.unit.short_name}"


@compiled
def _seats_of(people: Collection[int]) -> models.QuerySet[Seat]:
    return Seat.objects.filter(user__in=people, ended_on=None).select_related("unit__standing_body")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """A person's letters."""

    def visible_to(self, user: Any) -> Self:
        """Each reads only the own inbox."""
        return self.filter(recipient=user)


class Notice(models.Model):
    """One letter in one person's inbox; the mail that goes with it has its own row in the outbox."""

    recipient = models.ForeignKey(User, verbose_name="người nhận", on_delete=models.PROTECT, related_name="notices")
    title = models.CharField("tiêu đề", max_length=250)
    body = models.TextField("nội dung")
    url = models.CharField("mở", max_length=250, blank=True)
    dedupe = models.CharField("khóa chống trùng", max_length=200)
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thư"
        verbose_name_plural = "hộp thư"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe", "recipient"], name="one_notice_per_cause", violation_error_message="Thư này đã gửi."
            ),
        ]
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self) -> str:
        return self.title
