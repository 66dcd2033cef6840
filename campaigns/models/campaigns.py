"""A campaign with everything its launching document sets: indicators, waves, windows, deadlines."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns import wording
from campaigns.enums import (
    Addressee,
    Audience,
    CampaignState,
    Direction,
    Duration,
    Level,
    MovementKind,
    Op,
    Reading,
    Scope,
    SubmissionKind,
    WindowKind,
)
from core.constraints import all_or_none, in_order, set_exactly_when
from core.dates import whole_years
from organizations.enums import Role
from organizations.models import Unit, User

# The classes of length by full years, the longest first; exactly one year is a class of its own.
LENGTHS = [
    (5, Duration.FIVE_AND_MORE),
    (3, Duration.TO_FIVE),
    (1, Duration.TO_THREE),
    (0, Duration.UNDER_ONE),
]
DEFAULT_REMINDER_OFFSETS = [-7, -3, -1, 0, 1, 3, 7]


def default_reminder_offsets() -> list[int]:
    """Days before (negative) and after a deadline on which reminders go out (product.md, "Deadlines")."""
    return list(DEFAULT_REMINDER_OFFSETS)


def run_by(units: set[int], path: str = "") -> Q:
    """Rows whose campaign (at ``path``, e.g. "campaign__") one of ``units`` launches or follows on its own."""
    return Q(**{f"{path}authority__in": units}) | Q(**{f"{path}standing_body__in": units})


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns a person may look at."""

    def visible_to(self, user: Any) -> Self:
        """Staff and leaders see all of their authority, staff of its own standing body the campaign they run; units see
        what they take part in, once it is launched.
        """
        if user.is_superuser:
            return self
        own = user.unit_ids()
        authorities = user.unit_ids(Role.STAFF, Role.LEADER, Role.ADMIN, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)
        invited = Bloc.objects.filter(campaign_participations__unit__in=own).values("pk")
        joined = self.model.objects.filter(participations__unit__in=own).values("pk")
        takes_part = Q(pk__in=joined) | Q(bloc__in=invited, parent__in=joined)
        return self.filter(run_by(authorities) | (takes_part & ~Q(state=CampaignState.DRAFT)))


class Campaign(models.Model):
    """An authority calls its units to compete for goals in a year; a bloc's plan is a campaign under its parent."""

    code = models.SlugField("mã", max_length=80, unique=True)
    authority = models.ForeignKey(
        Unit, verbose_name="cơ quan phát động", on_delete=models.PROTECT, related_name="campaigns"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc phong trào",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sub_campaigns",
    )
    kind = models.CharField("hình thức tổ chức", max_length=10, choices=MovementKind, default=MovementKind.REGULAR)
    level = models.CharField("cấp phát động", max_length=10, choices=Level, default=Level.PROVINCE)
    scope = models.CharField("phạm vi", max_length=10, choices=Scope, default=Scope.LOCALITY)
    standing_body = models.ForeignKey(
        Unit,
        verbose_name="cơ quan thường trực riêng",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Chỉ ghi khi phong trào do cơ quan khác với cơ quan thường trực chung theo dõi.",
    )
    bloc = models.ForeignKey(
        Bloc, verbose_name="kế hoạch của khối", null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    blocs = models.ManyToManyField(Bloc, verbose_name="các khối tham gia", blank=True, related_name="campaigns")
    doc_type = models.CharField("loại văn bản", max_length=60, default="Kế hoạch")
    doc_number = models.CharField("số, ký hiệu như in trên văn bản", max_length=60, blank=True)
    issued_on = models.CharField("ngày ban hành như in (năm, năm-tháng hoặc năm-tháng-ngày)", max_length=10, blank=True)
    known_as = models.CharField("văn bản khác viện dẫn là", max_length=120, blank=True)
    issuer = models.CharField("nơi ban hành như in", max_length=250)
    place = models.CharField("địa danh", max_length=120, blank=True)
    signer = models.CharField("người ký", max_length=250, blank=True)
    title = models.CharField("trích yếu", max_length=500)
    theme = models.CharField("chủ đề", max_length=500, blank=True)
    year = models.PositiveSmallIntegerField("năm thi đua")
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi nơi một dòng.")
    references = models.TextField("văn bản viện dẫn", blank=True, help_text="Mỗi văn bản một dòng.")
    bloc_members = models.TextField("các đơn vị trong khối như in", blank=True, help_text="Mỗi đơn vị một dòng.")
    notes = models.TextField("ghi chú khi đọc văn bản", blank=True, help_text="Mỗi ghi chú một dòng.")
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    version = models.PositiveIntegerField("phiên bản", default=0)
    launched_at = models.DateTimeField("phát động lúc", null=True, blank=True, editable=False)
    launched_by = models.ForeignKey(
        User,
        verbose_name="người phát động",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "phong trào"
        verbose_name_plural = "phong trào"
        ordering = ["-year", "title"]
        constraints = [
            all_or_none(
                "launched_at",
                "launched_by",
                name="campaign_launched_by_whom",
                message="Phát động phải có người và lúc.",
            ),
            set_exactly_when(
                "closed_at",
                Q(state=CampaignState.CLOSED),
                name="campaign_closed_when",
                message="Phong trào kết thúc phải có thời điểm.",
            ),
            models.CheckConstraint(
                condition=Q(launched_at__isnull=False) | ~Q(state__in=[CampaignState.LAUNCHED, CampaignState.CLOSED]),
                name="campaign_launched_when",
                violation_error_message="Phong trào đã phát động phải có thời điểm phát động.",
            ),
            in_order(
                "starts_on", "ends_on", name="campaign_dates_in_order", message="Ngày kết thúc trước ngày bắt đầu."
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """How people call it: "Chương trình số 273/CTr-UBND ngày 24/12/2020"."""
        number = self.known_as or self.doc_number
        number = f"…{number}" if number.startswith("/") else number
        return f"{self.doc_type} số {number}" if number else f"{self.doc_type} năm {self.year}"

    @property
    def standing_body_name(self) -> str:
        """How documents and letters call whoever runs it: its own standing body, else that of the authority."""
        return self.standing_body.name if self.standing_body else self.authority.standing_body_name

    @property
    def offices(self) -> set[int]:
        """The units whose staff run it: the authority, and the own standing body if there is one."""
        return {one for one in (self.authority_id, self.standing_body_id) if one is not None}

    @property
    def years(self) -> str:
        """The years it covers: "2021", or "2021–2025" when it ends in a later year than the one it counts for."""
        last = self.ends_on.year if self.ends_on else self.year
        return f"{self.year}–{last}" if last > self.year else str(self.year)

    @property
    def duration(self) -> Duration | None:
        """The class of its length for the statistics (TT 02/2023/TT-BNV, biểu 0601.N); None without both days."""
        if self.starts_on is None or self.ends_on is None:
            return None
        years = whole_years(self.starts_on, self.ends_on)
        exactly_one = whole_years(self.starts_on, self.ends_on - timedelta(days=1)) == 0
        if years == 1 and exactly_one:
            return Duration.ONE
        return next(length for least, length in LENGTHS if years >= least)


class Content(models.Model):
    """One passage of the launching document that units must know: what to compete in, who does what."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="contents")
    position = models.PositiveSmallIntegerField("thứ tự")
    heading = models.CharField("đề mục", max_length=250)
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "nội dung thi đua"
        verbose_name_plural = "nội dung thi đua"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.heading


class Wave(models.Model):
    """A part of the campaign's period with its own occasion (đợt thi đua)."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="waves")
    name = models.CharField("tên đợt", max_length=120)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")

    class Meta:
        verbose_name = "đợt thi đua"
        verbose_name_plural = "đợt thi đua"
        ordering = ["starts_on"]
        constraints = [
            in_order("starts_on", "ends_on", name="wave_dates_in_order", message="Đợt kết thúc trước khi bắt đầu."),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewWindow(models.Model):
    """The days in which the authority reviews the movement (sơ kết, tổng kết)."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField("loại", max_length=10, choices=WindowKind)
    name = models.CharField("việc", max_length=120)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")

    class Meta:
        verbose_name = "thời gian sơ kết, tổng kết"
        verbose_name_plural = "thời gian sơ kết, tổng kết"
        ordering = ["starts_on"]
        constraints = [
            in_order("starts_on", "ends_on", name="window_dates_in_order", message="Ngày kết thúc trước ngày bắt đầu."),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A dated duty of the units: on time means received before ``due_at`` (half-open, integrity C1)."""

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="milestones"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("việc phải nộp", max_length=20, choices=SubmissionKind)
    name = models.CharField("tên mốc", max_length=250)
    printed_on = models.DateField("ngày in trên văn bản", null=True, blank=True)
    reading = models.CharField("cách hiểu ngày", max_length=12, choices=Reading, default=Reading.BEFORE_DAY)
    opens_at = models.DateTimeField("mở từ", null=True, blank=True)
    due_at = models.DateTimeField("hạn (không kể thời điểm này)")
    addressee = models.CharField("nơi nhận", max_length=15, choices=Addressee, default=Addressee.STANDING_BODY)
    quote = models.TextField("lời văn bản", blank=True)
    remark = models.TextField("lưu ý", blank=True)
    audience = models.CharField("ai phải nộp", max_length=10, choices=Audience, default=Audience.ALL)
    blocs = models.ManyToManyField(Bloc, verbose_name="các khối phải nộp", blank=True, related_name="milestones")
    accepts_late = models.BooleanField("vẫn nhận khi đã quá hạn", default=True)
    reminder_offsets = models.JSONField("ngày nhắc (so với hạn)", default=default_reminder_offsets)

    class Meta:
        verbose_name = "mốc thời hạn"
        verbose_name_plural = "mốc thời hạn"
        ordering = ["due_at", "position"]
        constraints = [
            in_order("opens_at", "due_at", name="milestone_opens_before_due", message="Mốc mở sau khi đã hết hạn."),
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """One line of the list of indicators; it may set several targets."""

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    no = models.CharField("số như in", max_length=10, blank=True)
    name = models.CharField("chỉ tiêu", max_length=500)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """The value that an indicator sets, as printed: ``decimals`` keeps "4,0" apart from "4"."""

    indicator = models.ForeignKey(Indicator, verbose_name="chỉ tiêu", on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField("thứ tự")
    label = models.CharField("phần", max_length=250, blank=True)
    op = models.CharField("cách đạt", max_length=12, choices=Op, default=Op.EQUAL)
    value = models.DecimalField("mức", max_digits=18, decimal_places=4, null=True, blank=True)
    value_max = models.DecimalField("đến", max_digits=18, decimal_places=4, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    unit_of_measure = models.CharField("đơn vị tính", max_length=60, blank=True)
    bound = models.CharField("mức tăng, giảm là", max_length=2, blank=True, choices=[(">=", "trở lên"), (">", "trên")])
    direction = models.CharField("chiều tốt", max_length=6, choices=Direction, blank=True)
    origin = models.ForeignKey(
        "self",
        verbose_name="chỉ tiêu của phong trào cấp trên",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="derived",
    )

    class Meta:
        verbose_name = "mức chỉ tiêu"
        verbose_name_plural = "mức chỉ tiêu"
        ordering = ["indicator__position", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(op=Op.QUALITATIVE, value=None) | (~Q(op=Op.QUALITATIVE) & Q(value__isnull=False)),
                name="target_has_value_unless_qualitative",
                violation_error_message="Chỉ tiêu định lượng phải có mức; chỉ tiêu định tính thì không.",
            ),
            in_order("value", "value_max", name="target_range_in_order", message="Mức trên nhỏ hơn mức dưới."),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.label}" if self.label else str(self.indicator)

    @property
    def is_quantitative(self) -> bool:
        """Whether figures are recorded against it."""
        return self.op != Op.QUALITATIVE

    @property
    def in_words(self) -> str:
        """As a document says it: "đạt 7,5%", "từ 2.000 tỷ đồng trở lên"."""
        return wording.in_words(self)
