"""What a unit does in a campaign: files, figures, evidence. Everything of one unit hangs on its participation."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.models.campaigns import Campaign, Milestone, Target, run_by
from core.constraints import all_or_none
from core.models import StoredFile
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


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions a person may read."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's; those filed with the own authority; those filed with the bloc that one's unit leads.

        A draft is nobody's but the unit's (integrity P3).
        """
        if user.is_superuser:
            return self
        own = Q(participation__unit__in=user.unit_ids(Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY))
        officials = user.unit_ids(Role.STAFF, Role.LEADER)
        led = Q(
            participation__bloc__memberships__unit__in=user.unit_ids(Role.BLOC_SECRETARY, Role.HEAD),
            participation__bloc__memberships__role="leader",
            participation__bloc__memberships__year=models.F("participation__campaign__year"),
        )
        filed = Q(receipts__isnull=False) & (run_by(officials, "participation__campaign__") | led)
        return self.filter(own | filed).distinct()


class Submission(models.Model):
    """Something a unit files (see SubmissionKind): one workflow, one receipt per filing, one snapshot per receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="submissions"
    )
    kind = models.CharField("loại hồ sơ", max_length=20, choices=SubmissionKind)
    state = models.CharField("trạng thái", max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    version = models.PositiveIntegerField("phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True)
    saved_by = models.ForeignKey(User, verbose_name="người lưu", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(
        User, verbose_name="người trả lời", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField("lời trả lời", blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "kind"],
                name="one_submission_per_kind",
                violation_error_message="Đơn vị đã có hồ sơ loại này.",
            ),
            all_or_none("saved_at", "saved_by", name="submission_saved_by_whom", message="Lưu phải có người và lúc."),
            all_or_none(
                "answered_at",
                "answered_by",
                name="submission_answered_by_whom",
                message="Trả lời phải có người và lúc.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(state__in=[SubmissionState.DRAFT, SubmissionState.SUBMITTED]),
                name="submission_answered_when_decided",
                violation_error_message="Hồ sơ đã duyệt hoặc trả lại phải có người trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED) | ~Q(answer=""),
                name="submission_returned_with_reason",
                violation_error_message="Trả lại phải có lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.participation.unit.short_name}"

    @property
    def title(self) -> str:
        """What it is called on screen."""
        return self.get_kind_display()


class Section(models.Model):
    """One written part of a submission, by the key of its outline (campaigns/outlines.py)."""

    submission = models.ForeignKey(Submission, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField("mục", max_length=40)
    text = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "phần viết"
        verbose_name_plural = "phần viết"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="one_section_per_key")]

    def __str__(self) -> str:
        return self.key


class RegistrationLine(models.Model):
    """A unit's own target beside the campaign's: registered value, last year's result, how it will be reached."""

    submission = models.ForeignKey(Submission, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="lines")
    target = models.ForeignKey(Target, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("đăng ký", max_digits=18, decimal_places=4, null=True, blank=True)
    last_year = models.DecimalField("thực hiện năm trước", max_digits=18, decimal_places=4, null=True, blank=True)
    measures = models.CharField("biện pháp, ghi chú", max_length=1000, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu đăng ký"
        verbose_name_plural = "chỉ tiêu đăng ký"
        ordering = ["target__indicator__position", "target__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "target"], name="one_line_per_target")]

    def __str__(self) -> str:
        return str(self.target)


class Receipt(models.Model):
    """Proof that a submission was received: the exact bytes, their hash, when and from whom. Never changed.

    One per (submission, version): sending the same version again gives the same receipt (integrity C3, C5).
    """

    submission = models.ForeignKey(Submission, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="receipts")
    of_version = models.PositiveIntegerField("phiên bản đã nộp")
    code = models.CharField("mã biên nhận", max_length=24, unique=True)
    payload = models.BinaryField("nội dung đã nộp")
    sha256 = models.CharField("SHA-256", max_length=64)
    previous_sha256 = models.CharField("SHA-256 của lần nộp trước", max_length=64, blank=True)
    received_at = models.DateTimeField("nhận lúc")
    received_from = models.ForeignKey(User, verbose_name="người nộp", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "biên nhận"
        verbose_name_plural = "biên nhận"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "of_version"], name="one_receipt_per_version"),
        ]

    def __str__(self) -> str:
        return self.code


class Delivery(models.Model):
    """One submission reaching one addressee for one milestone: the first receipt decides whether it was on time."""

    submission = models.ForeignKey(
        Submission, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="deliveries"
    )
    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.PROTECT, related_name="deliveries"
    )
    due_at = models.DateTimeField("hạn")
    received_at = models.DateTimeField("nhận lúc")
    days_late = models.PositiveSmallIntegerField("số ngày chậm", default=0)

    class Meta:
        verbose_name = "lần gửi"
        verbose_name_plural = "lần gửi"
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "milestone"], name="one_delivery_per_milestone"),
            models.CheckConstraint(
                condition=Q(days_late=0, received_at__lt=models.F("due_at"))
                | Q(days_late__gt=0, received_at__gte=models.F("due_at")),
                name="delivery_late_iff_after_due",
                violation_error_message="Số ngày chậm không khớp với thời điểm nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} → {self.milestone}"


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


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence a person may open."""

    def visible_to(self, user: Any) -> Self:
        """Own units; staff of the authority; the office of the bloc's leader."""
        if user.is_superuser:
            return self
        led = Q(
            participation__bloc__memberships__unit__in=user.unit_ids(Role.BLOC_SECRETARY, Role.HEAD),
            participation__bloc__memberships__role="leader",
            participation__bloc__memberships__year=models.F("participation__campaign__year"),
        )
        return self.filter(of_authority_or_own_unit(user, "participation__") | led).distinct()


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
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.title
