"""Whom a deadline binds and until when: one answer for duties, boards, reminders, deliveries, books and scores."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from blocs.enums import BlocRole
from blocs.models import Membership
from campaigns.enums import Audience, CampaignState, ExtensionState
from campaigns.models import Campaign, Extension, Milestone, Participation

Seat = tuple[int, int, int]  # bloc, unit, year


@dataclass(frozen=True)
class Due:
    """A milestone as it binds one unit; ``due_at`` is the first instant that is too late for this unit."""

    milestone: Milestone
    participation: Participation
    due_at: datetime

    @property
    def is_put_off(self) -> bool:
        """The unit has longer than the others."""
        return self.due_at != self.milestone.due_at

    def shuts_out(self, received_at: datetime) -> bool:
        """Whether nothing received at that instant is taken any more."""
        return not self.milestone.accepts_late and received_at >= self.due_at

    def opens_after(self, received_at: datetime) -> bool:
        """Whether it is too early for it."""
        return self.milestone.opens_at is not None and received_at < self.milestone.opens_at


def barrier_of(campaign: Campaign) -> int:
    """The key of the barrier (``locks.DEADLINE``) behind which the units of ``campaign`` file.

    It is the campaign whose participations they are: a bloc's plan shares the barrier of its parent.
    """
    return campaign.parent_id if campaign.bloc_id and campaign.parent_id else campaign.pk


def participations_of(campaign: Campaign) -> QuerySet[Participation]:
    """The units that take part; for a bloc's plan those of the bloc in the parent campaign."""
    found = Participation.objects.select_related("unit", "bloc", "campaign")
    if campaign.bloc_id:
        return found.filter(campaign=campaign.parent_id, bloc=campaign.bloc_id)
    return found.filter(campaign=campaign)


def milestones_over(folders: Iterable[Participation]) -> QuerySet[Milestone]:
    """The deadlines that may bind ``folders``: those of their campaigns and of launched plans under them."""
    campaigns = {folder.campaign_id for folder in folders}
    plans = Q(campaign__parent__in=campaigns, campaign__state__in=[CampaignState.LAUNCHED, CampaignState.CLOSED])
    return Milestone.objects.filter(Q(campaign__in=campaigns) | (plans & ~Q(campaign__bloc=None))).select_related(
        "campaign__bloc"
    )


def dues_of(folders: Iterable[Participation], milestones: Iterable[Milestone] | None = None) -> list[Due]:
    """Every deadline that binds each of ``folders`` (among ``milestones``; None: among all), in no order.

    At most four queries, however many units; two where every deadline binds everybody; none without units.
    """
    units = list(folders)
    found = list(milestones_over(units) if milestones is None else milestones) if units else []
    if not found:
        return []
    chosen, leaders, later = _chosen_blocs(found), _leaders(found, units), _put_off(found, units)
    return [
        Due(milestone, folder, max(milestone.due_at, later.get((milestone.pk, folder.unit_id), milestone.due_at)))
        for folder in units
        for milestone in found
        if _stands_over(milestone.campaign, folder) and _is_meant(milestone, folder, chosen, leaders)
    ]


def bound_by(milestone: Milestone) -> list[Due]:
    """Every unit that owes ``milestone``, in alphabetical order, each with its own instant."""
    return dues_of(participations_of(milestone.campaign).order_by("unit__sort_key"), [milestone])


def _stands_over(campaign: Campaign, folder: Participation) -> bool:
    """The unit's own campaign, or the plan of its bloc under it."""
    if campaign.bloc_id is None:
        return campaign.pk == folder.campaign_id
    return campaign.parent_id == folder.campaign_id and campaign.bloc_id == folder.bloc_id


def _is_meant(
    milestone: Milestone, folder: Participation, chosen: Collection[tuple[int, int]], leaders: Collection[Seat]
) -> bool:
    if milestone.audience == Audience.BLOCS:
        return (milestone.pk, folder.bloc_id) in chosen
    if milestone.audience == Audience.LEADERS:
        return (folder.bloc_id, folder.unit_id, milestone.campaign.year) in leaders
    return True


def _chosen_blocs(milestones: Iterable[Milestone]) -> set[tuple[int, int]]:
    """(milestone, bloc) of the deadlines that bind chosen blocs only."""
    narrow = [one.pk for one in milestones if one.audience == Audience.BLOCS]
    rows = Milestone.blocs.through.objects.filter(milestone__in=narrow)
    return set(rows.values_list("milestone_id", "bloc_id")) if narrow else set()


def _leaders(milestones: Iterable[Milestone], folders: Iterable[Participation]) -> set[Seat]:
    """Who leads the blocs of ``folders`` in the years of the deadlines that bind leaders only."""
    years = {one.campaign.year for one in milestones if one.audience == Audience.LEADERS}
    if not years:
        return set()
    seats = Membership.objects.filter(bloc__in={one.bloc_id for one in folders}, year__in=years, role=BlocRole.LEADER)
    return set(seats.values_list("bloc_id", "unit_id", "year"))


def _put_off(milestones: Iterable[Milestone], folders: Iterable[Participation]) -> dict[tuple[int, int], datetime]:
    """The last instant granted to single units, by milestone and unit."""
    granted = Extension.objects.filter(
        milestone__in=[one.pk for one in milestones],
        unit__in={one.unit_id for one in folders},
        state=ExtensionState.GRANTED,
    )
    rows = granted.order_by("new_due_at").values_list("milestone_id", "unit_id", "new_due_at")
    return {(milestone, unit): until for milestone, unit, until in rows if unit is not None}
