"""What a unit files, how it was received, and what the addressees answered."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from campaigns.enums import Outcome, SubmissionKind, SubmissionState
from campaigns.models.campaigns import Milestone, Target, run_by
from campaigns.models.evidence import Evidence
from campaigns.models.participations import Participation, of_units_in_own_bloc
from campaigns.models.titles import Title
from core.constraints import all_or_none, set_exactly_when
from organizations.enums import Role
from organizations.models import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions a person may read."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's; those filed with the own authority; those filed with the bloc that one's unit leads, and as
        its deputy those of the leading unit.

        A draft is nobody's but the unit's (integrity P3).
        """
        if user.is_superuser:
            return self
        own = Q(participation__unit__in=user.unit_ids(Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY))
        officials = user.unit_ids(Role.STAFF, Role.LEADER)
        filed = Exists(Receipt.objects.filter(submission=OuterRef("pk")))
        theirs = run_by(officials, "participation__campaign__") | of_units_in_own_bloc(user)
        return self.filter(own | (Q(filed) & theirs))


class Submission(models.Model):
    """Something a unit files (see SubmissionKind): one workflow, one receipt per filing, one snapshot per receipt.

    ``presented_at``: since when it lies before the head of the unit to be signed, while it is the unit's turn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="submissions"
    )
    kind = models.CharField("loại hồ sơ", max_length=20, choices=SubmissionKind)
    state = models.CharField("trạng thái", max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    version = models.PositiveIntegerField("phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True)
    saved_by = models.ForeignKey(User, verbose_name="người lưu", null=True, on_delete=models.PROTECT, related_name="+")
    presented_at = models.DateTimeField("trình ký lúc", null=True)
    presented_by = models.ForeignKey(
        User, verbose_name="người trình ký", null=True, on_delete=models.PROTECT, related_name="+"
    )
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
                "presented_at",
                "presented_by",
                name="submission_presented_by_whom",
                message="Trình ký phải có người và lúc.",
            ),
            models.CheckConstraint(
                condition=Q(presented_at=None) | Q(state__in=[SubmissionState.DRAFT, SubmissionState.RETURNED]),
                name="submission_presented_while_with_unit",
                violation_error_message="Hồ sơ đã nộp thì không còn chờ thủ trưởng ký.",
            ),
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
    measures = models.CharField("biện pháp", max_length=1000, blank=True)
    note = models.CharField("ghi chú, lý do đăng ký thấp hơn", max_length=1000, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu đăng ký"
        verbose_name_plural = "chỉ tiêu đăng ký"
        ordering = ["target__indicator__position", "target__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "target"], name="one_line_per_target")]

    def __str__(self) -> str:
        return str(self.target)


class RegisteredTitle(models.Model):
    """A title or award that a unit competes for, for how many of its collectives or people.

    The number may be missing in a draft; ``names`` are one per line.
    """

    submission = models.ForeignKey(Submission, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="titles")
    title = models.ForeignKey(Title, verbose_name="danh hiệu", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("số lượng", null=True, blank=True)
    names = models.CharField("tên tập thể, cá nhân", max_length=2000, blank=True)

    class Meta:
        verbose_name = "danh hiệu đăng ký"
        verbose_name_plural = "danh hiệu đăng ký"
        ordering = ["title__position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "title"], name="one_row_per_title"),
            models.CheckConstraint(
                condition=Q(number__gt=0),
                name="registered_title_number_positive",
                violation_error_message="Số lượng đăng ký phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.number or '–'}"


class LaunchDocument(models.Model):
    """The unit's own document that passes the campaign on: its number and date are a ground for scoring."""

    submission = models.OneToOneField(
        Submission, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="launch_document"
    )
    doc_number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    summary = models.CharField("trích yếu", max_length=500, blank=True)
    evidence = models.ForeignKey(
        Evidence, verbose_name="bản chụp", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "văn bản phát động"
        verbose_name_plural = "văn bản phát động"

    def __str__(self) -> str:
        return self.doc_number or self.summary


class Remark(models.Model):
    """What an addressee asks to be mended in one place of a returned submission: a written part, or the line of a
    target. Written for the version that was returned, and kept.
    """

    submission = models.ForeignKey(Submission, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="remarks")
    of_version = models.PositiveIntegerField("phiên bản được nhận xét")
    part = models.SlugField("mục", max_length=40, blank=True)
    target = models.ForeignKey(
        Target, verbose_name="chỉ tiêu", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("nhận xét")
    made_at = models.DateTimeField("nhận xét lúc")
    made_by = models.ForeignKey(User, verbose_name="người nhận xét", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "nhận xét"
        verbose_name_plural = "nhận xét"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="", target__isnull=False) | (~Q(part="") & Q(target=None)),
                name="remark_about_part_or_target",
                violation_error_message="Nhận xét phải về một mục hoặc một chỉ tiêu.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="remark_says_something", violation_error_message="Nhận xét còn trống."
            ),
        ]

    def __str__(self) -> str:
        return self.text


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
    """One submission reaching one addressee for one milestone: the first receipt decides whether it was on time.

    ``outcome`` is this addressee's answer to what was filed last; filing anew clears it. What the standing body (or,
    where it is no addressee, the bloc's leader) answers is the answer to the submission as a whole.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="deliveries"
    )
    milestone = models.ForeignKey(
        Milestone, verbose_name="mốc thời hạn", on_delete=models.PROTECT, related_name="deliveries"
    )
    due_at = models.DateTimeField("hạn")
    received_at = models.DateTimeField("nhận lúc")
    days_late = models.PositiveSmallIntegerField("số ngày chậm", default=0)
    outcome = models.CharField("trả lời", max_length=10, choices=Outcome, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(
        User, verbose_name="người trả lời", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField("lời trả lời", blank=True)

    class Meta:
        verbose_name = "lần gửi"
        verbose_name_plural = "lần gửi"
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "milestone"], name="one_delivery_per_milestone"),
            models.CheckConstraint(
                condition=Q(days_late=0, received_at__lt=F("due_at"))
                | Q(days_late__gt=0, received_at__gte=F("due_at")),
                name="delivery_late_iff_after_due",
                violation_error_message="Số ngày chậm không khớp với thời điểm nhận.",
            ),
            all_or_none(
                "answered_at", "answered_by", name="delivery_answered_by_whom", message="Trả lời phải có người và lúc."
            ),
            set_exactly_when(
                "answered_at", ~Q(outcome=""), name="delivery_answered_when", message="Trả lời phải có thời điểm."
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RETURNED) | ~Q(answer=""),
                name="delivery_returned_with_reason",
                violation_error_message="Trả lại phải có lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} → {self.milestone}"
