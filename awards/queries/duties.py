"""What awards put on the worklist of the staff: ties to decide, nominations to make."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from awards.enums import ProposalState
from awards.models import AwardTier, Proposal
from campaigns.enums import CampaignState
from campaigns.models import Campaign, run_by
from core.duties import Duty
from organizations.enums import Role
from scoring.models import Ranking


def duties(user: Any, _now: object) -> list[Duty]:
    """The award duties of ``user`` as staff. One query, however many campaigns."""
    campaigns = list(_run_by(user))
    return _ties(campaigns) + _nominations(campaigns)


def _ties(campaigns: list[Any]) -> list[Duty]:
    return [
        Duty(
            title=f"Quyết định {one.ties} nhóm đồng hạng",
            detail=one.heading,
            state="Chờ quyết định",
            tone="amber",
            action="Quyết định",
            url=reverse("awards:detail", args=[one.code]),
        )
        for one in campaigns
        if one.ties
    ]


def _nominations(campaigns: list[Any]) -> list[Duty]:
    """Campaigns whose blocs with places are all published and for which nobody is nominated yet."""
    return [
        Duty(
            title="Đề cử khen thưởng",
            detail=f"Các khối đã công bố xếp hạng · {one.heading}",
            state="Chưa đề cử",
            tone="grey",
            action="Lập đề cử",
            url=reverse("awards:detail", args=[one.code]),
        )
        for one in campaigns
        if one.is_due
    ]


def _run_by(user: Any) -> QuerySet[Campaign]:
    """The running campaigns of the authority: open ``ties``, and whether a nomination ``is_due``, as none was made."""
    giving = AwardTier.objects.filter(Q(quantity__gt=0) | Q(chosen_quantity__gt=0), campaign=OuterRef("pk"))
    published = Ranking.objects.final().filter(campaign=OuterRef("campaign"), bloc=OuterRef("blocs"))
    waiting = giving.filter(blocs__isnull=False).filter(~Exists(published))
    nominated = Proposal.objects.filter(campaign=OuterRef("pk"))
    ties = Count("proposals__contest", filter=Q(proposals__state=ProposalState.CONTESTED), distinct=True)
    return (
        Campaign.objects.filter(run_by(user.unit_ids(Role.STAFF)), state=CampaignState.LAUNCHED, bloc=None)
        .annotate(ties=ties, is_due=Q(Exists(giving), ~Exists(waiting), ~Exists(nominated)))
        .order_by("-year", "title")
    )
