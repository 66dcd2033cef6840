"""Award structures and the proposals that rankings give."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from awards.enums import Counting, Form, ProposalState
from blocs.models import Bloc
from campaigns.models import Campaign, Participation, run_by
from organizations.enums import Role

OPEN_STATES = [ProposalState.CONTESTED, ProposalState.NOMINATED]
FIXED_STATES = [ProposalState.PROPOSED, ProposalState.DECIDED, ProposalState.AWARDED]
PUBLIC_STATES = [ProposalState.DECIDED, ProposalState.AWARDED]


class AwardTier(models.Model):
    """One line of a campaign's award structure: what, how many, worth how much, for which blocs."""

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.CASCADE, related_name="award_tiers"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    form = models.CharField("hình thức", max_length=12, choices=Form)
    name = models.CharField("giải", max_length=250)
    scope = models.CharField("phạm vi như in", max_length=250)
    blocs = models.ManyToManyField(Bloc, verbose_name="các khối được xét", related_name="award_tiers")
    counting = models.CharField("số lượng tính", max_length=10, choices=Counting, default=Counting.TOGETHER)
    quantity = models.PositiveSmallIntegerField("số lượng như in", null=True, blank=True)
    chosen_quantity = models.PositiveSmallIntegerField("số lượng cơ quan thường trực chọn", null=True, blank=True)
    value_vnd = models.PositiveBigIntegerField("trị giá mỗi đơn vị (đồng)", null=True, blank=True)
    basis = models.TextField("căn cứ của lựa chọn", blank=True)

    class Meta:
        verbose_name = "cơ cấu giải thưởng"
        verbose_name_plural = "cơ cấu giải thưởng"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="award_quantity_positive",
                violation_error_message="Số lượng giải phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(chosen_quantity__isnull=True) | ~Q(basis=""),
                name="award_choice_has_basis",
                violation_error_message="Số lượng tự chọn phải nêu căn cứ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> int:
        """How many units may get it (per counting); 0 while neither document nor staff say a number."""
        return self.chosen_quantity or self.quantity or 0


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals a person may read."""

    def visible_to(self, user: Any) -> Self:
        """Staff and leaders of the authority: all; everybody who sees the campaign: those that are decided."""
        if user.is_superuser:
            return self
        officials = user.unit_ids(Role.STAFF, Role.LEADER)
        decided = Q(state__in=PUBLIC_STATES, campaign__in=Campaign.objects.visible_to(user).values("pk"))
        return self.filter(run_by(officials, "campaign__") | decided)

    def open(self) -> Self:
        """Those that a new nomination replaces."""
        return self.filter(state__in=OPEN_STATES)

    def fixed(self) -> Self:
        """Those that were put forward or decided: a new nomination keeps them."""
        return self.filter(state__in=FIXED_STATES)


class Proposal(models.Model):
    """One unit proposed for one award on the strength of its rank.

    ``rank`` is the place in the field of the award (one bloc, or several together). ``contest`` numbers the tie the row
    comes from; a dropped row with a contest lost that tie, one without was dropped by staff.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name="phong trào", on_delete=models.PROTECT, related_name="proposals"
    )
    tier = models.ForeignKey(AwardTier, verbose_name="giải", on_delete=models.PROTECT, related_name="proposals")
    participation = models.ForeignKey(
        Participation, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="proposals"
    )
    rank = models.PositiveSmallIntegerField("hạng")
    total = models.DecimalField("điểm", max_digits=6, decimal_places=2)
    contest = models.PositiveSmallIntegerField("nhóm đồng hạng", null=True)
    state = models.CharField("trạng thái", max_length=10, choices=ProposalState, default=ProposalState.NOMINATED)
    reason = models.TextField("lý do", blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        verbose_name_plural = "đề nghị khen thưởng"
        ordering = ["tier__position", "rank", "participation__unit__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "participation"],
                condition=~Q(state=ProposalState.DROPPED),
                name="one_living_proposal_per_tier",
                violation_error_message="Đơn vị đã được đề nghị giải này.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONTESTED) | Q(contest__isnull=False),
                name="contested_has_group",
                violation_error_message="Đồng hạng phải thuộc một nhóm.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.DECIDED, ProposalState.AWARDED])
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="decided_has_decision",
                violation_error_message="Khen thưởng phải có số và ngày quyết định.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DROPPED) | ~Q(reason=""),
                name="dropped_has_reason",
                violation_error_message="Không xét phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.unit.short_name}: {self.tier}"
