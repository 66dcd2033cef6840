"""What every floor leans on: trail, outbox, jobs, pulses, files, the assumed date."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.constraints import set_exactly_when, within


class AssumedClock(models.Model):
    """The offset of a demo's assumed date from the real time; no row or one row, never in production."""

    offset = models.DurationField("độ lệch so với giờ thật")

    class Meta:
        verbose_name = verbose_name_plural = "ngày giả định"

    def __str__(self) -> str:
        return str(self.offset)


class AuditEvent(models.Model):
    """One thing that somebody did: written in the transaction of the deed, never changed or deleted."""

    at = models.DateTimeField("lúc", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", null=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.CharField("việc", max_length=60, db_index=True)
    object_type = models.CharField("loại đối tượng", max_length=60)
    object_id = models.CharField("mã đối tượng", max_length=40)
    detail = models.JSONField("chi tiết", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "nhật ký"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.event}"


class OutboxMessage(models.Model):
    """One mail that must go out once: written with its cause, sent afterwards by the sweep (integrity C4)."""

    class State(models.TextChoices):
        QUEUED = "queued", "chờ gửi"
        INFLIGHT = "inflight", "đang gửi"
        SENT = "sent", "đã gửi"
        UNKNOWN = "unknown", "chưa rõ"
        FAILED = "failed", "không gửi được"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dedupe = models.CharField("khóa chống trùng", max_length=200, unique=True)
    recipient = models.EmailField("người nhận")
    subject = models.CharField("tiêu đề", max_length=250)
    body = models.TextField("nội dung")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    not_before = models.DateTimeField("không gửi trước")
    sent_at = models.DateTimeField("gửi lúc", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "thư gửi đi"
        ordering = ["not_before", "pk"]
        indexes = [models.Index(fields=["state", "not_before"])]
        constraints = [
            set_exactly_when(
                "sent_at", models.Q(state="sent"), name="mail_sent_when", message="Thư đã gửi phải có thời điểm gửi."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"


class Job(models.Model):
    """One piece of background work: the row is the truth, the broker only wakes a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", "chờ"
        RUNNING = "running", "đang làm"
        DONE = "done", "xong"
        FAILED = "failed", "hỏng"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("việc", max_length=60)
    arguments = models.JSONField("tham số", default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.QUEUED, db_index=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    doing = models.CharField("đang làm gì", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    queued_at = models.DateTimeField("xếp hàng lúc")
    heartbeat_at = models.DateTimeField("nhịp gần nhất", null=True)
    error = models.TextField("lỗi", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "việc nền"
        ordering = ["-queued_at"]
        constraints = [
            within("percent", 0, 100, name="job_percent_0_100", message="Tiến độ nằm trong khoảng 0–100%."),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"


class Pulse(models.Model):
    """The last sign of life of a part of the system ("worker", "scheduler"); /readyz reads it."""

    part = models.CharField("bộ phận", max_length=20, primary_key=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = verbose_name_plural = "nhịp hệ thống"

    def __str__(self) -> str:
        return f"{self.part} {self.at:%H:%M:%S}"


class StoredFile(models.Model):
    """A file that was looked at and kept under its SHA-256; the same bytes are kept once."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("số byte")
    kind = models.CharField("loại", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "tệp lưu trữ"

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.kind}, {self.size} byte)"


class Scan(models.Model):
    """What the virus scanner says of a stored file: nothing yet (``infected`` null), clean, or infected with what.

    ``asked_at`` is the last time it was asked. No row: not asked yet.
    """

    file = models.OneToOneField(
        StoredFile, verbose_name="tệp", primary_key=True, on_delete=models.PROTECT, related_name="scan"
    )
    asked_at = models.DateTimeField("hỏi lúc")
    completed_at = models.DateTimeField("xong lúc", null=True)
    infected = models.BooleanField("nhiễm mã độc", null=True, db_index=True)
    signature = models.CharField("tên mã độc", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "quét mã độc"
        constraints = [
            set_exactly_when(
                "completed_at",
                models.Q(infected__isnull=False),
                name="scan_completed_when",
                message="Quét xong phải có thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id[:12]} {self.signature}"
