"""Reading proposals, and locking them for services (the campaign's lock is taken first)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.enums import ProposalState
from awards.models import Proposal
from campaigns.models import Campaign


def proposal(user: Any, pk: int) -> Proposal:
    """One proposal among those ``user`` may read; 404 otherwise."""
    found = Proposal.objects.visible_to(user).select_related("campaign", "tier", "participation__unit")
    return get_object_or_404(found, pk=pk)


def lock_proposal(pk: int) -> Proposal:
    """One proposal as it stands, held until the transaction ends; Proposal.DoesNotExist for an unknown key."""
    return _locked().get(pk=pk)


def lock_proposals(campaign: Campaign, state: ProposalState) -> list[Proposal]:
    """The campaign's proposals in ``state`` with award and unit, held until the transaction ends."""
    return list(_locked().filter(campaign=campaign, state=state).order_by("pk"))


def contested_rows(campaign: Campaign, contest: int) -> list[Proposal]:
    """The rows of one open tie, held until the transaction ends; empty when it is settled or unknown."""
    rows = _locked().filter(campaign=campaign, contest=contest, state=ProposalState.CONTESTED)
    return list(rows.order_by("tier__position", "pk"))


def open_contests(campaign: Campaign) -> int:
    """How many ties wait for a decision."""
    rows = Proposal.objects.filter(campaign=campaign, state=ProposalState.CONTESTED)
    return rows.values("contest").distinct().count()


def _locked() -> QuerySet[Proposal]:
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("campaign", "tier", "participation__unit")
