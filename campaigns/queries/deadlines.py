"""Whom a deadline binds and until when: one answer for duties, boards, reminders, deliveries, books and scores."""

from collections import defaultdict
from collections.abc import Callable, Iterable
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

    def takes(self, received_at: datetime) -> bool:
        """Whether the books take what is received at that instant, in time or late."""
        return not self.opens_after(received_at) and not self.shuts_out(received_at)


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
    binds, due_of = binding(found), due_dates(found)
    over: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in found:
        over[barrier_of(milestone.campaign)].append(milestone)
    return [
        Due(milestone, folder, due_of(milestone, folder))
        for folder in units
        for milestone in over[folder.campaign_id]
        if binds(milestone, folder)
    ]


def bound_by(milestone: Milestone) -> list[Due]:
    """Every unit that owes ``milestone``, in alphabetical order, each with its own instant."""
    return dues_of(participations_of(milestone.campaign).order_by("unit__sort_key"), [milestone])


def binding(milestones: Iterable[Milestone]) -> Callable[[Milestone, Participation], bool]:
    """Whom each of ``milestones`` binds: all units over which its campaign stands, those of chosen blocs, or leaders.

    At most two queries, none where every deadline binds everybody.
    """
    found = list(milestones)
    chosen, leaders = _chosen_blocs(found), _leaders(found)
    meant: dict[str, Callable[[Milestone, Participation], bool]] = {
        Audience.ALL: lambda _milestone, _folder: True,
        Audience.BLOCS: lambda milestone, folder: (milestone.pk, folder.bloc_id) in chosen,
        Audience.LEADERS: lambda milestone, folder: (
            (folder.bloc_id, folder.unit_id, milestone.campaign.year) in leaders
        ),
    }
    return lambda milestone, folder: (
        _stands_over(milestone.campaign, folder) and meant[milestone.audience](milestone, folder)
    )


def due_dates(milestones: Iterable[Milestone]) -> Callable[[Milestone, Participation], datetime]:
    """Until when one unit is in time for one of ``milestones``: its own day where it was put off for it. One query."""
    granted = Extension.objects.filter(
        milestone__in=[one.pk for one in milestones], unit__isnull=False, state=ExtensionState.GRANTED
    )
    rows = granted.order_by("new_due_at").values_list("milestone_id", "unit_id", "new_due_at")
    later = {(milestone, unit): until for milestone, unit, until in rows}
    return lambda milestone, folder: max(milestone.due_at, later.get((milestone.pk, folder.unit_id), milestone.due_at))


def _stands_over(campaign: Campaign, folder: Participation) -> bool:
    """The unit's own campaign, or the plan of its bloc under it."""
    if campaign.bloc_id is None:
        return campaign.pk == folder.campaign_id
    return campaign.parent_id == folder.campaign_id and campaign.bloc_id == folder.bloc_id


def _chosen_blocs(milestones: Iterable[Milestone]) -> set[tuple[int, int]]:
    """(milestone, bloc) of the deadlines that bind chosen blocs only."""
    narrow = [one.pk for one in milestones if one.audience == Audience.BLOCS]
    rows = Milestone.blocs.through.objects.filter(milestone__in=narrow)
    return set(rows.values_list("milestone_id", "bloc_id")) if narrow else set()


def _leaders(milestones: Iterable[Milestone]) -> set[Seat]:
    """Who leads which bloc in the years of the deadlines that bind leaders only."""
    years = {one.campaign.year for one in milestones if one.audience == Audience.LEADERS}
    if not years:
        return set()
    seats = Membership.objects.filter(year__in=years, role=BlocRole.LEADER)
    return set(seats.values_list("bloc_id", "unit_id", "year"))
