"""Reading extensions: what was granted, what waits for the second person, what an outage would move."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from campaigns.enums import CampaignState, ExtensionState
from campaigns.incidents import is_affected, new_deadline
from campaigns.models import Campaign, Extension, Milestone, run_by
from campaigns.queries.deadlines import bound_by, dues_of, participations_of
from core.dates import deadline_reading
from organizations.enums import Role
from organizations.models import Unit

RELATED = ("milestone__campaign__authority__standing_body", "unit", "requested_by", "decided_by")


def extension(user: Any, code: str, pk: int) -> Extension:
    """One extension of the campaign ``code`` among those ``user`` may see; 404 otherwise."""
    found = Extension.objects.visible_to(user).filter(milestone__campaign__code=code)
    return get_object_or_404(found.select_related(*RELATED), pk=pk)


def lock_extension(pk: int) -> Extension:
    """The extension as it stands, held until the transaction ends."""
    return Extension.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=pk)


def granted_in(campaign: Campaign) -> list[Extension]:
    """What was granted in ``campaign``, the newest first: everybody who sees the campaign sees it. One query."""
    granted = Extension.objects.filter(milestone__campaign=campaign, state=ExtensionState.GRANTED)
    return list(granted.select_related("milestone", "unit", "decided_by").order_by("-decided_at", "-pk"))


def of_campaign(user: Any, campaign: Campaign) -> QuerySet[Extension]:
    """All extensions of ``campaign`` that ``user`` may see, those that wait first."""
    found = Extension.objects.visible_to(user).filter(milestone__campaign=campaign).select_related(*RELATED)
    return found.order_by("decided_at", "-requested_at", "-pk")


def waiting_for(user: Any) -> QuerySet[Extension]:
    """Requests of others, for other units, in the campaigns that ``user`` runs."""
    asked = Extension.objects.filter(state=ExtensionState.REQUESTED, milestone__campaign__in=campaigns_run_by(user))
    foreign = asked.exclude(requested_by=user.pk).exclude(unit__in=user.unit_ids())
    return foreign.select_related("milestone__campaign", "unit", "requested_by")


def granted_to(unit_ids: Collection[int]) -> dict[int, datetime]:
    """Until when these units have, by milestone, where it was put off for them alone. One query; none without units."""
    if not unit_ids:
        return {}
    granted = Extension.objects.filter(state=ExtensionState.GRANTED, unit__in=unit_ids).order_by("new_due_at")
    return dict(granted.values_list("milestone_id", "new_due_at"))


def campaigns_run_by(user: Any) -> QuerySet[Campaign]:
    """The launched campaigns of which ``user`` is staff."""
    return Campaign.objects.filter(run_by(user.unit_ids(Role.STAFF)), state=CampaignState.LAUNCHED)


def units_bound_by(campaign: Campaign) -> QuerySet[Unit]:
    """Every unit that owes something in ``campaign``, in alphabetical order, for choosing one."""
    dues = dues_of(participations_of(campaign), campaign.milestones.select_related("campaign"))
    return Unit.objects.filter(pk__in={due.participation.unit_id for due in dues}).order_by("sort_key")


def effective_due(milestone: Milestone, unit: Unit | None) -> datetime | None:
    """Until when ``unit`` (None: everybody) has time for ``milestone``; None where it does not bind the unit."""
    if unit is None:
        return milestone.due_at
    return next((due.due_at for due in bound_by(milestone) if due.participation.unit_id == unit.pk), None)


@dataclass(frozen=True)
class Move:
    """One deadline that an outage moves: the milestone's own, or (``unit``) one granted to a single unit."""

    milestone: Milestone
    unit: Unit | None
    old_due_at: datetime
    new_due_at: datetime

    @property
    def in_words(self) -> str:
        """For the preview and the letter."""
        whom = self.unit.short_name if self.unit else "mọi đơn vị"
        return (
            f"{self.milestone.name} ({whom}): {deadline_reading(self.old_due_at)} → {deadline_reading(self.new_due_at)}"
        )


def moves_of(
    campaigns: QuerySet[Campaign], *, failed_at: datetime, recovered_at: datetime, now: datetime
) -> list[Move]:
    """What an outage moves in ``campaigns`` at ``now``: every deadline in its reach, also those that single units were
    granted.
    """
    until = new_deadline(recovered_at, now)
    found = []
    for milestone in Milestone.objects.filter(campaign__in=campaigns).select_related("campaign__bloc"):
        if is_affected(milestone.due_at, failed_at=failed_at, recovered_at=recovered_at):
            found.append(Move(milestone, None, milestone.due_at, until))
        found += [
            Move(milestone, due.participation.unit, due.due_at, until)
            for due in (bound_by(milestone) if milestone.extensions.filter(unit__isnull=False).exists() else [])
            if due.is_put_off and is_affected(due.due_at, failed_at=failed_at, recovered_at=recovered_at)
        ]
    return sorted(found, key=lambda move: (move.old_due_at, move.milestone.pk, move.unit.pk if move.unit else 0))


def seal_of(moves: Sequence[Move]) -> str:
    """A short mark of what a preview showed, so that only that is confirmed."""
    lines = [f"{one.milestone.pk}/{one.unit.pk if one.unit else ''}/{one.old_due_at}/{one.new_due_at}" for one in moves]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
