"""What must be settled before a campaign closes: upper floors append their conditions."""

from collections.abc import Callable

from campaigns.enums import CampaignState, ExtensionState, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Extension, Submission
from campaigns.queries.campaigns import participations_of
from core import clock
from core.dates import deadline_reading


def answered(campaign: Campaign) -> list[str]:
    """Nothing that was filed waits for an answer; of a bloc's plan only what the plan itself asks for."""
    waiting = Submission.objects.filter(participation__in=participations_of(campaign), state=SubmissionState.SUBMITTED)
    waiting = waiting.exclude(kind=SubmissionKind.SELF_SCORE)
    if campaign.bloc_id:
        waiting = waiting.filter(kind__in=campaign.milestones.values("kind"))
    count = waiting.count()
    return [f"Còn {count} hồ sơ chờ duyệt."] if count else []


def past_all_deadlines(campaign: Campaign) -> list[str]:
    """No unit loses days that it was promised, nor what had arrived in time and is still being worked off."""
    now = clock.now()
    drained = now - clock.DRAINING
    open_books = campaign.milestones.filter(due_at__gt=drained)
    granted = Extension.objects.filter(
        milestone__campaign=campaign, unit__isnull=False, state=ExtensionState.GRANTED, new_due_at__gt=drained
    ).select_related("milestone", "unit")
    return [
        f"Mốc “{one.name}” {'đang chốt sổ' if one.due_at <= now else 'chưa đến hạn'}: {deadline_reading(one.due_at)}."
        for one in open_books
    ] + [
        f"Mốc “{one.milestone.name}” đã gia hạn cho {one.unit.short_name} {deadline_reading(one.new_due_at)}"
        f"{', đang chốt sổ' if one.new_due_at <= now else ''}."
        for one in granted
        if one.unit
    ]


def without_open_requests(campaign: Campaign) -> list[str]:
    """Whoever asked for longer has an answer."""
    asked = Extension.objects.filter(milestone__campaign=campaign, state=ExtensionState.REQUESTED).count()
    return [f"Còn {asked} đề nghị gia hạn chưa có ý kiến."] if asked else []


def without_open_plans(campaign: Campaign) -> list[str]:
    """The plans of blocs end before the campaign they stand under."""
    plans = campaign.sub_campaigns.filter(state=CampaignState.LAUNCHED).exclude(bloc=None).order_by("title", "pk")
    return [f"“{plan.title}” còn đang phát động." for plan in plans]


CONDITIONS: list[Callable[[Campaign], list[str]]] = [
    answered,
    past_all_deadlines,
    without_open_requests,
    without_open_plans,
]


def still_open(campaign: Campaign) -> list[str]:
    """Every sentence that says what keeps ``campaign`` from closing; empty when it may close."""
    return [sentence for condition in CONDITIONS for sentence in condition(campaign)]
