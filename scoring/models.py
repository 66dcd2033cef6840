"""Scoring tables, the sheets that units and scorers fill, published rankings."""

import re
import uuid
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.rules import acting_units
from campaigns.models import Campaign, Evidence, Participation, Submission, Target, run_by
from core.constraints import all_or_none
from organizations.enums import Role
from organizations.models import User
from scoring.enums import Grade, GroupKind, PlanSource, Scorer, SheetState, TableState, Tier


def points_field(verbose_name: str, **options: Any) -> models.DecimalField:
    """Points with two decimals, as printed; -9.999,99 … 9.999,99."""
    return models.DecimalField(verbose_name, max_digits=6, decimal_places=2, **options)


class ScoringTable(models.Model):
    """The criteria by which one bloc scores its members in one campaign; frozen once the members have agreed."""

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="scoring_tables"
    )
    bloc = models.ForeignKey(Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="scoring_tables")
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = models.CharField("tên bảng", max_length=250)
    source = models.TextField("căn cứ", blank=True)
    rounding_step = models.DecimalField("bước làm tròn", max_digits=4, decimal_places=2, default=Decimal("0.01"))
    bonus_cap = points_field("tổng điểm thưởng vượt chỉ tiêu tối đa", default=Decimal(0))
    state = models.CharField("trạng thái", max_length=10, choices=TableState, default=TableState.DRAFT)
    frozen_at = models.DateTimeField("thống nhất lúc", null=True)
    frozen_by = models.ForeignKey(
        User, verbose_name="người chốt", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "bảng tiêu chí chấm điểm"
        verbose_name_plural = "bảng tiêu chí chấm điểm"
        ordering = ["campaign", "bloc", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "bloc", "version"], name="one_table_version"),
            models.UniqueConstraint(
                fields=["campaign", "bloc"],
                condition=Q(state=TableState.FROZEN),
                name="one_frozen_table",
                violation_error_message="Khối đã có bảng tiêu chí được thống nhất.",
            ),
            all_or_none("frozen_at", "frozen_by", name="table_frozen_by_whom", message="Chốt phải có người và lúc."),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.bloc}"


class CriterionGroup(models.Model):
    """A part of a table: points, bonus or penalty."""

    table = models.ForeignKey(
        ScoringTable, verbose_name="bảng tiêu chí", on_delete=models.CASCADE, related_name="groups"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    no = models.CharField("số", max_length=10)
    name = models.CharField("tên nhóm", max_length=250)
    max_points = points_field("điểm tối đa")
    kind = models.CharField("loại", max_length=10, choices=GroupKind, default=GroupKind.POINTS)
    scorer = models.CharField("bên chấm", max_length=15, choices=Scorer, default=Scorer.BLOC)

    class Meta:
        verbose_name = "nhóm tiêu chí"
        verbose_name_plural = "nhóm tiêu chí"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.no}. {self.name}"


class Criterion(models.Model):
    """One row of a table: its maximum, its rule with parameters (scoring/calculation), what it measures."""

    group = models.ForeignKey(
        CriterionGroup, verbose_name="nhóm tiêu chí", on_delete=models.CASCADE, related_name="criteria"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    no = models.CharField("số", max_length=10)
    name = models.CharField("tiêu chí", max_length=500)
    max_points = points_field("điểm tối đa")
    rule = models.CharField("cách tính", max_length=20)
    params = models.JSONField("tham số", default=dict)
    target = models.ForeignKey(
        Target, verbose_name="chỉ tiêu gắn với", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan = models.DecimalField("kế hoạch chung", max_digits=18, decimal_places=4, null=True, blank=True)
    unit_of_measure = models.CharField("đơn vị tính", max_length=60, blank=True)
    guide = models.CharField("hướng dẫn", max_length=500, blank=True)
    excludes = models.JSONField("có vi phạm thì không xét", default=list, blank=True)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["group__position", "position"]

    def __str__(self) -> str:
        return f"{self.no} {self.name}"


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Sheets a person may open."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's at any time; the led bloc's and the authority's unless the unit is writing it, for the first
        time or after a return (integrity P3); published ones of the own bloc.
        """
        if user.is_superuser:
            return self
        own = Q(participation__unit__in=user.unit_ids(Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY))
        filed = ~Q(state=SheetState.DRAFT)
        officials = filed & run_by(user.unit_ids(Role.STAFF, Role.LEADER), "participation__campaign__")
        year = Q(participation__bloc__memberships__year=F("participation__campaign__year"))
        office = filed & Q(
            year,
            participation__bloc__memberships__unit__in=user.unit_ids(Role.BLOC_SECRETARY, Role.HEAD),
            participation__bloc__memberships__role__in=["leader", "deputy"],
        )
        published = Q(
            year,
            state=SheetState.PUBLISHED,
            participation__bloc__memberships__unit__in=user.unit_ids(),
        )
        return self.filter(own | officials | office | published).distinct()


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
    def total(self) -> Decimal | None:
        """The total that counts now."""
        totals = {Tier.SELF: self.self_total, Tier.BLOC: self.bloc_total, Tier.APPRAISED: self.appraised_total}
        return totals[self.counting_tier]

    @cached_property
    def scoring_unit_ids(self) -> set[int]:
        """The units whose office gives the bloc's tier (see ``acting_units``). Read once per instance."""
        participation = self.participation
        seats = Membership.objects.filter(
            bloc=participation.bloc_id,
            year=participation.campaign.year,
            role__in=[BlocRole.LEADER, BlocRole.DEPUTY],
        ).values_list("role", "unit_id")
        return acting_units(
            participation.unit_id,
            leaders={unit for role, unit in seats if role == BlocRole.LEADER},
            deputies={unit for role, unit in seats if role == BlocRole.DEPUTY},
        )


class ScoreLine(models.Model):
    """One criterion on one sheet: the facts, and the points of the three tiers, each with its note."""

    sheet = models.ForeignKey(ScoreSheet, verbose_name="bảng điểm", on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="+")
    plan = models.DecimalField("kế hoạch", max_digits=18, decimal_places=4, null=True)
    plan_source = models.CharField("kế hoạch lấy từ", max_length=12, choices=PlanSource, default=PlanSource.TABLE)
    actual = models.DecimalField("thực hiện (hoặc số vụ)", max_digits=18, decimal_places=4, null=True)
    days_late = models.JSONField("số ngày chậm theo loại hồ sơ", default=dict, blank=True)
    late_brackets = models.JSONField("bậc trừ điểm ghi ở mốc thời hạn", default=dict, blank=True)
    grade = models.CharField("mức", max_length=1, choices=Grade, blank=True)
    self_points = points_field("tự chấm", null=True)
    self_note = models.CharField("giải trình", max_length=1000, blank=True)
    bloc_points = points_field("khối chấm", null=True)
    bloc_note = models.CharField("lý do của khối", max_length=1000, blank=True)
    appraised_points = points_field("thẩm định", null=True)
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


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Published rankings."""

    def latest_of(self, campaign: Campaign, bloc: Bloc) -> "Ranking | None":
        """The version in force of one bloc, or None."""
        return self.filter(campaign=campaign, bloc=bloc).order_by("-version").first()


class Ranking(models.Model):
    """A published ranking of one bloc: the rows as they stood, with the hash of what they were computed from."""

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="rankings")
    bloc = models.ForeignKey(Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="rankings")
    version = models.PositiveSmallIntegerField("phiên bản")
    rows = models.JSONField("các hạng", encoder=DjangoJSONEncoder)
    inputs_sha256 = models.CharField("SHA-256 của đầu vào", max_length=64)
    published_at = models.DateTimeField("công bố lúc")
    published_by = models.ForeignKey(User, verbose_name="người công bố", on_delete=models.PROTECT, related_name="+")

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng xếp hạng"
        verbose_name_plural = "bảng xếp hạng"
        ordering = ["campaign", "bloc", "-version"]
        constraints = [models.UniqueConstraint(fields=["campaign", "bloc", "version"], name="one_ranking_version")]

    def __str__(self) -> str:
        return f"Xếp hạng {self.bloc} (lần {self.version})"
