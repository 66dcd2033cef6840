"""What happens around a deadline: extensions, the closing of its books, brackets for lateness, reminders, calendars."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from campaigns.enums import Cause, ExtensionState
from campaigns.models.campaigns import Campaign, Milestone, run_by
from campaigns.models.participations import Participation
from core.constraints import all_or_none, set_exactly_when
from organizations.models import Unit, User


class LatenessBracket(models.Model):
    """From so many days late on, filing costs so many points (domain.md B1: 5, 10, 15 days); scoring reads it."""

    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.CASCADE, related_name="brackets"
    )
    from_day = models.PositiveSmallIntegerField("chậm từ (ngày)")
    points = models.DecimalField("điểm trừ", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = "bậc nộp chậm"
        verbose_name_plural = "các bậc nộp chậm"
        ordering = ["from_day"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "from_day"], name="one_bracket_per_day"),
            models.CheckConstraint(
                condition=Q(points__lt=0) & Q(from_day__gt=0),
                name="bracket_takes_points",
                violation_error_message="Bậc nộp chậm tính từ ngày thứ 1 và phải trừ điểm (số âm).",
            ),
        ]

    def __str__(self) -> str:
        return f"chậm từ {self.from_day} ngày: {self.points}"


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Extensions a person may read."""

    def visible_to(self, user: Any) -> Self:
        """Whoever sees the campaign sees what was granted in it; requests are for those who decide (integrity T4)."""
        campaigns = Campaign.objects.visible_to(user).values("pk")
        granted = Q(state=ExtensionState.GRANTED, milestone__campaign__in=campaigns)
        if user.is_superuser:
            return self
        offices = user.unit_ids()
        runs = run_by(offices, "milestone__campaign__")
        return self.filter(granted | runs)


class Extension(models.Model):
    """A deadline put off, for one unit or (``unit`` None) for all; granted by a second person, or at once in an
    incident of the system. Granted for all, the milestone itself moves and this row keeps the old instant.
    """

    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.PROTECT, related_name="extensions"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    cause = models.CharField("loại", max_length=10, choices=Cause, default=Cause.REQUEST)
    old_due_at = models.DateTimeField("hạn cũ")
    new_due_at = models.DateTimeField("hạn mới")
    reason = models.TextField("lý do")
    requested_at = models.DateTimeField("đề nghị lúc")
    requested_by = models.ForeignKey(User, verbose_name="người đề nghị", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=ExtensionState, default=ExtensionState.REQUESTED)
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name="người quyết định", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField("ý kiến", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            all_or_none(
                "decided_at",
                "decided_by",
                name="extension_decided_by_whom",
                message="Quyết định gia hạn phải có người và lúc.",
            ),
            set_exactly_when(
                "decided_at",
                ~Q(state=ExtensionState.REQUESTED),
                name="extension_decided_when",
                message="Gia hạn đã quyết định phải có thời điểm.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(cause=Cause.INCIDENT) | ~Q(decided_by=F("requested_by")),
                name="extension_by_two_people",
                violation_error_message="Người duyệt gia hạn phải khác người đề nghị.",
            ),
            models.CheckConstraint(
                condition=Q(new_due_at__gt=F("old_due_at")),
                name="extension_later_than_before",
                violation_error_message="Hạn mới phải sau hạn cũ.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_has_reason",
                violation_error_message="Gia hạn phải có lý do.",
            ),
            models.UniqueConstraint(
                fields=["milestone", "unit"],
                condition=Q(state=ExtensionState.REQUESTED, unit__isnull=False),
                name="one_open_extension_per_unit",
                violation_error_message="Đang có một đề nghị gia hạn chờ duyệt cho đơn vị này.",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(state=ExtensionState.REQUESTED, unit=None),
                name="one_open_extension_for_all",
                violation_error_message="Đang có một đề nghị gia hạn chung chờ duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.unit.short_name if self.unit else 'mọi đơn vị'}"


class Closing(models.Model):
    """The books of a deadline as they were closed: who had filed in time, as canonical bytes with their hash.

    Written once, under the exclusive barrier, after the time for draining (integrity C1, P2).
    """

    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.PROTECT, related_name="closings"
    )
    due_at = models.DateTimeField("hạn")
    closed_at = models.DateTimeField("khóa sổ lúc")
    received = models.PositiveIntegerField("số đơn vị đúng hạn")
    payload = models.BinaryField("danh sách")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "lần khóa sổ"
        verbose_name_plural = "các lần khóa sổ"
        ordering = ["closed_at"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "due_at"], name="one_closing_per_deadline"),
            models.CheckConstraint(
                condition=Q(closed_at__gte=F("due_at")),
                name="closing_after_due",
                violation_error_message="Không khóa sổ trước hạn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.received} đơn vị"


class Reminder(models.Model):
    """One unit reminded of one deadline: by the schedule (``offset``: days from the last day in time, negative before
    it) or by a person (``sender``, with their own words). A deadline that was put off is reminded of anew.
    """

    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.CASCADE, related_name="reminders"
    )
    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="reminders"
    )
    due_at = models.DateTimeField("hạn khi nhắc")
    offset = models.SmallIntegerField("ngày so với hạn", null=True)
    sent_at = models.DateTimeField("nhắc lúc")
    sender = models.ForeignKey(User, verbose_name="người nhắc", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField("lời nhắc", blank=True)

    class Meta:
        verbose_name = "lần nhắc"
        verbose_name_plural = "các lần nhắc"
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["milestone", "sent_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "participation", "due_at", "offset"],
                condition=Q(offset__isnull=False),
                name="one_reminder_per_offset",
            ),
            models.CheckConstraint(
                condition=Q(offset__isnull=False, sender=None) | Q(offset=None, sender__isnull=False),
                name="reminder_by_schedule_or_person",
                violation_error_message="Lần nhắc hoặc theo lịch, hoặc do một người gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} – {self.milestone}"


class CalendarFeed(models.Model):
    """The secret address under which one person's calendar program reads the own deadlines; revoked, it is dead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, verbose_name="người dùng", on_delete=models.PROTECT, related_name="calendar_feeds")
    created_at = models.DateTimeField("tạo lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "các địa chỉ lịch"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_living_feed_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%d/%m/%Y}"
