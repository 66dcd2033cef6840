"""Scoring tables, and what the members of the bloc say of them."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.models import Campaign, Target
from core.constraints import all_or_none
from organizations.models import Unit, User
from scoring.calculation.ranking import DEFAULT_CHAIN
from scoring.enums import BlocMode, GroupKind, MissingSelf, RankedBy, Scorer, TableState
from scoring.models.fields import points_field

# What a table says, by field: copied into its next version and shown where two versions differ. The rest of the fields
# tells what became of it. A criterion says besides its group and its target.
SETTINGS = (
    "name",
    "source",
    "rounding_step",
    "bonus_cap",
    "total_cap",
    "ranked_by",
    "tie_breaks",
    "classes",
    "bloc_mode",
    "missing_self",
    "appeal_days",
)
UNFINISHED = [TableState.DRAFT, TableState.PROPOSED]
BEGUN = "Khối vừa có một bảng tiêu chí khác được soạn; hãy mở bảng đó để làm tiếp."
GROUP_FIELDS = ("position", "no", "name", "max_points", "kind", "scorer", "appraiser")
CRITERION_FIELDS = (
    "position",
    "no",
    "name",
    "max_points",
    "rule",
    "params",
    "plan",
    "unit_of_measure",
    "guide",
    "excludes",
    "optional",
)


def default_chain() -> list[str]:
    """The tie-breaks of a table that declares none."""
    return list(DEFAULT_CHAIN)


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
    total_cap = points_field("tổng điểm tối đa", null=True, blank=True)
    ranked_by = models.CharField("xếp hạng theo", max_length=10, choices=RankedBy, default=RankedBy.POINTS)
    tie_breaks = models.JSONField("thứ tự xét khi đồng điểm", default=default_chain)
    classes = models.JSONField("mức xếp loại", default=list, blank=True)
    bloc_mode = models.CharField("cách khối chấm", max_length=10, choices=BlocMode, default=BlocMode.OFFICE)
    missing_self = models.CharField(
        "khi không nộp tự chấm", max_length=15, choices=MissingSelf, default=MissingSelf.BLOC_SCORES
    )
    appeal_days = models.PositiveSmallIntegerField("số ngày nhận kiến nghị", default=3)
    state = models.CharField("trạng thái", max_length=10, choices=TableState, default=TableState.DRAFT)
    change_reason = models.TextField("lý do thay đổi", blank=True)
    proposed_at = models.DateTimeField("lấy ý kiến từ", null=True)
    proposed_by = models.ForeignKey(
        User, verbose_name="người lấy ý kiến", null=True, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField("căn cứ thống nhất", max_length=250, blank=True)
    frozen_at = models.DateTimeField("thống nhất lúc", null=True)
    frozen_by = models.ForeignKey(
        User, verbose_name="người chốt", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "bảng tiêu chí chấm điểm"
        verbose_name_plural = "bảng tiêu chí chấm điểm"
        ordering = ["campaign", "bloc", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "bloc", "version"], name="one_table_version", violation_error_message=BEGUN
            ),
            models.UniqueConstraint(
                fields=["campaign", "bloc"],
                condition=Q(state=TableState.FROZEN),
                name="one_frozen_table",
                violation_error_message="Khối đã có bảng tiêu chí được thống nhất.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "bloc"],
                condition=Q(state__in=UNFINISHED),
                name="one_unfinished_table",
                violation_error_message=BEGUN,
            ),
            all_or_none("frozen_at", "frozen_by", name="table_frozen_by_whom", message="Chốt phải có người và lúc."),
            all_or_none(
                "proposed_at", "proposed_by", name="table_proposed_by_whom", message="Lấy ý kiến phải có người và lúc."
            ),
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
    appraiser = models.ForeignKey(
        Unit,
        verbose_name="cơ quan thẩm định phần này",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

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
    optional = models.BooleanField("có đơn vị không được giao", default=False)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["group__position", "position"]

    def __str__(self) -> str:
        return f"{self.no} {self.name}"


class Agreement(models.Model):
    """What one member of the bloc says of a proposed table; its note is what it would have otherwise."""

    table = models.ForeignKey(
        ScoringTable, verbose_name="bảng tiêu chí", on_delete=models.CASCADE, related_name="agreements"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField("đồng ý")
    note = models.CharField("ý kiến", max_length=1000, blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, verbose_name="người trả lời", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ý kiến về bảng tiêu chí"
        verbose_name_plural = "ý kiến về bảng tiêu chí"
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["table", "unit"], name="one_agreement_per_member"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(note=""),
                name="disagreement_says_why",
                violation_error_message="Chưa đồng ý thì ghi rõ đề nghị sửa gì.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}: {'đồng ý' if self.agrees else 'chưa đồng ý'}"
