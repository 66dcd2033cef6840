"""Rankings that were kept, and appeals against the points behind them."""

import uuid
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from blocs.models import Bloc
from campaigns.models import Campaign, Evidence, run_by
from core.constraints import all_or_none, set_exactly_when
from organizations.enums import Role
from organizations.models import User
from scoring.enums import LIVING_APPEAL, AppealState, RankingKind
from scoring.models.fields import points_field
from scoring.models.sheets import ScoreLine


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Rankings that were kept."""

    def final(self) -> Self:
        """Those on which awards stand."""
        return self.filter(kind=RankingKind.FINAL)

    def shown(self) -> Self:
        """Those that the members of the bloc see as the ranking of the year: provisional or final."""
        return self.filter(kind__in=[RankingKind.PROVISIONAL, RankingKind.FINAL])

    def latest_of(self, campaign: Campaign, bloc: Bloc) -> "Ranking | None":
        """The newest version of one bloc among these, or None."""
        return self.filter(campaign=campaign, bloc=bloc).order_by("-version").first()


class Ranking(models.Model):
    """A ranking of one bloc that was kept: the rows as they stood, and what they were computed from.

    ``document`` is the whole in canonical JSON (docs/ranking-file.md), from which anyone can compute the rows again;
    ``inputs_sha256`` its hash. A provisional one takes appeals until ``appeals_until``.
    """

    campaign = models.ForeignKey(Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="rankings")
    bloc = models.ForeignKey(Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="rankings")
    version = models.PositiveSmallIntegerField("phiên bản")
    kind = models.CharField("loại", max_length=12, choices=RankingKind, default=RankingKind.FINAL)
    appeals_until = models.DateTimeField("nhận kiến nghị đến", null=True)
    rows = models.JSONField("các hạng", encoder=DjangoJSONEncoder)
    document = models.TextField("tệp kiểm chứng", blank=True)
    inputs_sha256 = models.CharField("SHA-256 của đầu vào", max_length=64)
    published_at = models.DateTimeField("công bố lúc")
    published_by = models.ForeignKey(User, verbose_name="người công bố", on_delete=models.PROTECT, related_name="+")

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng xếp hạng"
        verbose_name_plural = "bảng xếp hạng"
        ordering = ["campaign", "bloc", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "bloc", "version"], name="one_ranking_version"),
            set_exactly_when(
                "appeals_until",
                Q(kind=RankingKind.PROVISIONAL),
                name="appeals_while_provisional",
                message="Chỉ công bố tạm thời mới có hạn nhận kiến nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"Xếp hạng {self.bloc} (lần {self.version})"


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals a person may read."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's, and those that were sent in campaigns that the person's office runs."""
        if user.is_superuser:
            return self
        folder = "line__sheet__participation__"
        own = Q(**{f"{folder}unit__in": user.unit_ids(Role.OFFICER, Role.HEAD)})
        officials = run_by(user.unit_ids(Role.STAFF, Role.LEADER), f"{folder}campaign__")
        return self.filter(own | (officials & ~Q(state=AppealState.DRAFT))).distinct()


class Appeal(models.Model):
    """A unit contests the points of one criterion (kiến nghị, phúc tra) while its ranking is provisional.

    ``points`` are those it got before, ``granted`` those that the answer gave; the ranks before and after are of the
    moment of the answer. What the unit writes is a draft that nobody else reads; ``presented_at``: since when it lies
    before the head, who sends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(ScoreLine, verbose_name="dòng điểm", on_delete=models.PROTECT, related_name="appeals")
    ranking = models.ForeignKey(Ranking, verbose_name="lần công bố", on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField("nội dung kiến nghị")
    claimed = points_field("điểm đề nghị", null=True)
    evidence = models.ManyToManyField(Evidence, verbose_name="minh chứng mới", blank=True, related_name="appeals")
    state = models.CharField("trạng thái", max_length=10, choices=AppealState, default=AppealState.DRAFT)
    version = models.PositiveIntegerField("phiên bản", default=0)
    presented_at = models.DateTimeField("trình ký lúc", null=True)
    presented_by = models.ForeignKey(
        User, verbose_name="người trình", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("gửi lúc", null=True)
    opened_by = models.ForeignKey(User, verbose_name="người gửi", null=True, on_delete=models.PROTECT, related_name="+")
    points = points_field("điểm khi kiến nghị", null=True)
    answer = models.TextField("trả lời", blank=True)
    granted = points_field("điểm sau khi xem xét", null=True)
    rank_before = models.PositiveSmallIntegerField("hạng trước", null=True)
    rank_after = models.PositiveSmallIntegerField("hạng sau", null=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(
        User, verbose_name="người trả lời", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state__in=LIVING_APPEAL),
                name="one_open_appeal_per_line",
                violation_error_message="Tiêu chí này đang có kiến nghị chờ trả lời.",
            ),
            all_or_none("presented_at", "presented_by", name="appeal_presented_by_whom", message="Thiếu người trình."),
            models.CheckConstraint(
                condition=Q(presented_at=None) | Q(state=AppealState.DRAFT),
                name="appeal_presented_while_with_unit",
                violation_error_message="Kiến nghị đã gửi thì không còn chờ thủ trưởng ký.",
            ),
            all_or_none("opened_at", "opened_by", name="appeal_opened_by_whom", message="Thiếu người gửi."),
            set_exactly_when(
                "opened_at",
                ~Q(state=AppealState.DRAFT),
                name="appeal_opened_when",
                message="Kiến nghị đã gửi phải có lúc gửi.",
            ),
            all_or_none("answered_at", "answered_by", name="appeal_answered_by_whom", message="Thiếu người trả lời."),
            set_exactly_when(
                "answered_at",
                ~Q(state__in=LIVING_APPEAL),
                name="appeal_answered_when",
                message="Kiến nghị đã trả lời phải có lúc trả lời.",
            ),
            set_exactly_when(
                "granted",
                Q(state=AppealState.GRANTED),
                name="appeal_granted_points",
                message="Chấp nhận kiến nghị phải có điểm mới.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVING_APPEAL) | ~Q(answer=""),
                name="appeal_answer_says_why",
                violation_error_message="Trả lời kiến nghị phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kiến nghị: {self.line}"

    @property
    def title(self) -> str:
        """What it is called where it is presented and signed."""
        return f"kiến nghị tiêu chí {self.line.criterion.no}"
