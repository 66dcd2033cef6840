"""What the first page shows: duties of all floors, running campaigns on their timelines, where own units stand."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.urls import reverse

from awards.queries.duties import duties as award_duties
from campaigns.enums import CampaignState
from campaigns.models import Campaign, Milestone, Participation
from campaigns.queries import duties as campaign_duties
from campaigns.queries.answering import Filed, accepted_lately, answer_duties, filed_of
from campaigns.queries.extensions import granted_to
from campaigns.queries.followup import boards
from campaigns.queries.timeline import Timeline, timeline_of
from core.dates import short_date, time_left
from core.duties import Duty
from organizations.enums import Role
from scoring.queries import duties as scoring_duties
from scoring.queries.standings import Standing
from scoring.queries.standings import standings as scoring_standings

SHOWN_CAMPAIGNS = 3


@dataclass(frozen=True)
class Line:
    """One line of the worklist: the duty, and its deadline in words ("" when it has none)."""

    duty: Duty
    deadline: str


@dataclass(frozen=True)
class Running:
    """A campaign that runs, its timeline, the folders of the reader's own units in it, and whether it is the reader's
    to run or to oversee.
    """

    campaign: Campaign
    timeline: Timeline
    folders: list[Participation]
    is_official: bool


@dataclass(frozen=True)
class Followed:
    """The deadline that a leader follows, with the number of units in each state."""

    campaign: Campaign
    milestone: Milestone
    chips: list[dict[str, Any]]


@dataclass(frozen=True)
class Work:
    """What one person has to do, what of the own units was accepted within two weeks, and all that they filed."""

    lines: list[Line]
    answered: list[Filed]
    filed: list[Filed]


def work(user: Any, now: datetime) -> Work:
    """Everything ``user`` must do: what is dated first, by date; then what waits without a date. Beside it what arrived
    and what was answered.
    """
    folders = list(scoring_duties.folders_for(user))
    units = user.unit_ids(Role.OFFICER, Role.HEAD)
    owed = campaign_duties.owed_by(folder for folder in folders if folder.unit_id in units)
    found = [
        *campaign_duties.unit_duties(owed, now, user.unit_ids(Role.HEAD)),
        *scoring_duties.duties(user, folders, owed, now),
        *campaign_duties.staff_duties(user),
        *answer_duties(user),
        *award_duties(user, now),
    ]
    found.sort(key=lambda duty: (duty.due_at is None, duty.due_at or now, not duty.comes_first))
    filed = filed_of(owed)
    return Work([Line(duty, _deadline(duty, now)) for duty in found], accepted_lately(filed, now), filed)


def running_campaigns(user: Any, now: datetime) -> list[Running]:
    """The newest campaigns that run, bloc plans apart, with the own folders in each."""
    campaigns = (
        Campaign.objects.visible_to(user)
        .filter(state=CampaignState.LAUNCHED, bloc=None)
        .prefetch_related("milestones", "windows")
        .order_by("-year", "-launched_at")[:SHOWN_CAMPAIGNS]
    )
    folders: dict[int, list[Participation]] = {}
    for folder in Participation.objects.filter(unit__in=user.unit_ids()).select_related("unit", "bloc"):
        folders.setdefault(folder.campaign_id, []).append(folder)
    offices = user.unit_ids(Role.STAFF, Role.LEADER)
    own = granted_to(user.unit_ids(Role.OFFICER, Role.HEAD))
    return [
        Running(one, timeline_of(one, now.date(), own), folders.get(one.pk, []), bool(one.offices & offices))
        for one in campaigns
    ]


def followed(user: Any, running: list[Running], now: datetime) -> Followed | None:
    """What a leader looks at first: who filed and who is missing at the deadline that is next (or was last)."""
    offices = user.unit_ids(Role.LEADER)
    campaign = next((one.campaign for one in running if one.campaign.offices & offices), None)
    found = boards(campaign, user, now) if campaign else []
    if campaign is None or not found:
        return None
    board = next((one for one in found if one.milestone.due_at > now), found[-1])
    return Followed(campaign, board.milestone, board.chips(reverse("campaigns:follow_up", args=[campaign.code])))


def standings(user: Any) -> list[Standing]:
    """Where the own units stand in their blocs' rankings, as far as they may see them."""
    return scoring_standings(user)


def _deadline(duty: Duty, now: datetime) -> str:
    if duty.due_at is None:
        return duty.state
    left = time_left(now, duty.due_at)
    due = duty.due_at.astimezone(now.tzinfo)
    until = f"{due:%H:%M} {short_date(due.date())}" if due.time() != time() else f"trước {short_date(due.date())}"
    return f"{left[0].upper()}{left[1:]} · {until}"
