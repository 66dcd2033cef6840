"""The sheets that units and scorers fill: lines with the points of three tiers, evidence cited, rows sent back."""

import re
import uuid
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from blocs.models import Membership
from blocs.rules import leadership
from campaigns.models import Evidence, Participation, Submission, of_units_in_own_bloc, run_by
from core.constraints import all_or_none
from organizations.enums import Role
from organizations.models import User
from scoring.enums import DEPARTMENT_ROLES, Grade, Loss, MissingSelf, PlanSource, SheetState, Tier
from scoring.models.fields import points_field
from scoring.models.tables import Criterion, CriterionGroup, ScoringTable


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Sheets a person may open."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's at any time; those that the own office scores and the authority's unless the unit is writing
        it, for the first time or after a return (integrity P3); a department's once they are appraised; published ones
        of the own bloc.
        """
        if user.is_superuser:
            return self
        own = Q(participation__unit__in=user.unit_ids(Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY))
        filed = ~Q(state=SheetState.DRAFT)
        officials = filed & run_by(user.unit_ids(Role.STAFF, Role.LEADER), "participation__campaign__")
        office = filed & of_units_in_own_bloc(user)
        parts = CriterionGroup.objects.filter(table=OuterRef("table"), appraiser__in=user.unit_ids(*DEPARTMENT_ROLES))
        department = Q(Exists(parts), state__in=[SheetState.BLOC_CONFIRMED, SheetState.APPRAISED, SheetState.PUBLISHED])
        seats = Membership.objects.filter(
            bloc=OuterRef("participation__bloc"), year=OuterRef("participation__campaign__year")
        )
        published = Q(Exists(seats.filter(unit__in=user.unit_ids())), state=SheetState.PUBLISHED)
        return self.filter(own | officials | office | department | published)


class ScoreSheet(models.Model):
    """One unit's points in one campaign; its totals are kept in the transaction that changes a point."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.OneToOneField(
        Participation, verbose_name="đơn vị tham gia", on_delete=models.PROTECT, related_name="score_sheet"
    )
    table = models.ForeignKey(
        ScoringTable, verbose_name="bảng tiêu chí", on_delete=models.PROTECT, related_name="sheets"
    )
    submission = models.OneToOneField(
        Submission, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="score_sheet"
    )
    state = models.CharField("trạng thái", max_length=15, choices=SheetState, default=SheetState.DRAFT, db_index=True)
    version = models.PositiveIntegerField("phiên bản", default=0)
    self_total = points_field("tổng tự chấm", null=True)
    bloc_total = points_field("tổng khối chấm", null=True)
    appraised_total = points_field("tổng thẩm định", null=True)
    group_totals = models.JSONField("điểm theo nhóm của từng bước", default=dict)
    excluded = models.JSONField("hình thức không được xét", default=list)
    confirmed_at = models.DateTimeField("khối xác nhận lúc", null=True)
    confirmed_by = models.ForeignKey(
        User, verbose_name="người xác nhận", null=True, on_delete=models.PROTECT, related_name="+"
    )
    appraised_at = models.DateTimeField("thẩm định lúc", null=True)
    appraised_by = models.ForeignKey(
        User, verbose_name="người thẩm định", null=True, on_delete=models.PROTECT, related_name="+"
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    percent = models.DecimalField("tỷ lệ phần trăm", max_digits=9, decimal_places=4, null=True)
    classification = models.CharField("xếp loại", max_length=60, blank=True)
    self_missing = models.BooleanField("không nộp tự chấm", default=False)
    unclassified = models.BooleanField("không xếp loại vì không nộp tự chấm", default=False)
    minutes = models.CharField("biên bản họp khối", max_length=250, blank=True)
    votes = models.PositiveSmallIntegerField("số phiếu suy tôn", null=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng điểm"
        verbose_name_plural = "bảng điểm"
        ordering = ["participation__unit__sort_key"]
        constraints = [
            all_or_none(
                "confirmed_at", "confirmed_by", name="sheet_confirmed_by_whom", message="Thiếu người xác nhận."
            ),
            all_or_none(
                "appraised_at", "appraised_by", name="sheet_appraised_by_whom", message="Thiếu người thẩm định."
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(state__in=[SheetState.DRAFT, SheetState.SELF_SUBMITTED]),
                name="sheet_confirmed_from_bloc_on",
                violation_error_message="Bảng điểm qua khối phải có người xác nhận.",
            ),
            models.CheckConstraint(
                condition=Q(appraised_at__isnull=False) | ~Q(state__in=[SheetState.APPRAISED, SheetState.PUBLISHED]),
                name="sheet_appraised_when",
                violation_error_message="Bảng điểm đã thẩm định phải có người thẩm định.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bảng điểm – {self.participation.unit.short_name}"

    @property
    def counting_tier(self) -> Tier:
        """The highest tier that is complete in the present state."""
        return {
            SheetState.DRAFT: Tier.SELF,
            SheetState.SELF_SUBMITTED: Tier.SELF,
            SheetState.BLOC_CONFIRMED: Tier.BLOC,
        }.get(SheetState(self.state), Tier.APPRAISED)

    @property
    def closes_missing(self) -> bool:
        """Whether the table closes the sheet of a unit that files no self-score, instead of having the bloc score."""
        return self.table.missing_self != MissingSelf.BLOC_SCORES

    @property
    def is_closed_missing(self) -> bool:
        """Whether the table closed it for want of a self-score: nobody scores it."""
        return self.self_missing and self.closes_missing

    @property
    def total(self) -> Decimal | None:
        """The total that counts now."""
        totals = {Tier.SELF: self.self_total, Tier.BLOC: self.bloc_total, Tier.APPRAISED: self.appraised_total}
        return totals[self.counting_tier]

    @property
    def losses(self) -> list[Loss]:
        """What cases cost the unit."""
        return [Loss(one) for one in self.excluded]

    @cached_property
    def scoring_unit_ids(self) -> set[int]:
        """The units whose office gives the bloc's tier (see ``Leadership``). Read once per instance."""
        folder = self.participation
        return leadership(folder.bloc_id, folder.campaign.year).towards(folder.unit_id)


class ScoreLine(models.Model):
    """One criterion on one sheet: the facts, and the points of the three tiers, each with its note."""

    sheet = models.ForeignKey(ScoreSheet, verbose_name="bảng điểm", on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="+")
    plan = models.DecimalField("kế hoạch", max_digits=18, decimal_places=4, null=True)
    plan_source = models.CharField("kế hoạch lấy từ", max_length=12, choices=PlanSource, default=PlanSource.TABLE)
    actual = models.DecimalField("thực hiện (hoặc số vụ)", max_digits=18, decimal_places=4, null=True)
    days_late = models.JSONField("số ngày chậm theo loại hồ sơ", default=dict, blank=True)
    late_brackets = models.JSONField("bậc trừ điểm ghi ở mốc thời hạn", default=dict, blank=True)
    second = models.DecimalField("đại lượng thứ hai", max_digits=18, decimal_places=4, null=True)
    ranks = models.JSONField("thứ hạng được xếp", default=list, blank=True)
    grade = models.CharField("mức", max_length=1, choices=Grade, blank=True)
    assigned = models.BooleanField("được giao", default=True)
    self_points = points_field("tự chấm", null=True)
    self_note = models.CharField("giải trình", max_length=1000, blank=True)
    bloc_points = points_field("khối chấm", null=True)
    bloc_answer = models.CharField("khối trả lời", max_length=1, choices=Grade, blank=True)
    bloc_note = models.CharField("lý do của khối", max_length=1000, blank=True)
    appraised_points = points_field("thẩm định", null=True)
    appraised_answer = models.CharField("thẩm định trả lời", max_length=1, choices=Grade, blank=True)
    appraised_note = models.CharField("lý do thẩm định", max_length=1000, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=0)
    evidence = models.ManyToManyField(
        Evidence, verbose_name="minh chứng", blank=True, through="Citation", related_name="score_lines"
    )

    class Meta:
        verbose_name = "dòng điểm"
        verbose_name_plural = "dòng điểm"
        ordering = ["criterion__group__position", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_line_per_criterion"),
            models.CheckConstraint(
                condition=Q(bloc_points=None)
                | Q(self_points=None)
                | Q(bloc_points=F("self_points"))
                | ~Q(bloc_note=""),
                name="bloc_change_has_reason",
                violation_error_message="Nhập lý do khi điểm khối chấm khác điểm tự chấm.",
            ),
            models.CheckConstraint(
                condition=Q(appraised_points=None)
                | Q(bloc_points=None)
                | Q(appraised_points=F("bloc_points"))
                | ~Q(appraised_note=""),
                name="appraised_change_has_reason",
                violation_error_message="Nhập lý do khi điểm thẩm định khác điểm khối chấm.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    def points_of(self, tier: str) -> Decimal | None:
        """The points that ``tier`` gave; None: not scored."""
        points: Decimal | None = getattr(self, f"{tier}_points")
        return points

    def note_of(self, tier: str) -> str:
        """What ``tier`` wrote beside its points."""
        note: str = getattr(self, f"{tier}_note")
        return note

    def answer_of(self, tier: str) -> str:
        """What ``tier`` says to a question of yes or no: its own answer, else where it scored the line that of the tier
        below; "" where it has not scored.
        """
        if tier == Tier.SELF:
            return self.grade
        if self.points_of(tier) is None:
            return ""
        own: str = getattr(self, f"{tier}_answer")
        return own or self.answer_of(Tier.SELF if tier == Tier.BLOC else Tier.BLOC)


class Citation(models.Model):
    """One document that proves what one line says, and on which page ("3", "2–4"; "" the whole document)."""

    line = models.ForeignKey(ScoreLine, verbose_name="dòng điểm", on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(
        Evidence, verbose_name="minh chứng", on_delete=models.PROTECT, related_name="citations"
    )
    page = models.CharField("trang", max_length=30, blank=True)

    class Meta:
        verbose_name = "viện dẫn minh chứng"
        verbose_name_plural = "viện dẫn minh chứng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "evidence"],
                name="one_citation_per_document",
                violation_error_message="Tiêu chí đã viện dẫn tài liệu này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence.citation}, trang {self.page}" if self.page else self.evidence.citation

    @property
    def first_page(self) -> str:
        """The page at which the document opens: "2" for "2–4"; "" without one."""
        found = re.search(r"[1-9][0-9]*", self.page)
        return found[0] if found else ""


class LineReturn(models.Model):
    """One row sent back to a tier with a reason, while the rest of the sheet stays where it is; answered once the tier
    has looked at it again.
    """

    line = models.ForeignKey(ScoreLine, verbose_name="dòng điểm", on_delete=models.CASCADE, related_name="returns")
    to = models.CharField("trả lại cho", max_length=10, choices=Tier)
    reason = models.CharField("lý do", max_length=1000)
    asked_at = models.DateTimeField("trả lại lúc")
    asked_by = models.ForeignKey(User, verbose_name="người trả lại", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(
        User, verbose_name="người trả lời", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "tiêu chí trả lại"
        verbose_name_plural = "tiêu chí trả lại"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(answered_at=None),
                name="one_open_return_per_line",
                violation_error_message="Tiêu chí này đang được trả lại rồi.",
            ),
            all_or_none("answered_at", "answered_by", name="return_answered_by_whom", message="Thiếu người trả lời."),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(to=Tier.APPRAISED),
                name="return_says_why_and_to_whom",
                violation_error_message="Trả lại tiêu chí phải ghi lý do và nơi nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"
