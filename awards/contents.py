"""What awards add to the floors below: the prize structure on the campaign page, and a condition for closing."""

from typing import Any

from awards.enums import ProposalState
from awards.models import Proposal
from awards.queries.board import structure
from campaigns.closing import CONDITIONS
from campaigns.models import Campaign
from campaigns.panels import PANELS, Panel
from core.authz import can

UNDECIDED = [ProposalState.NOMINATED, ProposalState.PROPOSED]


def still_open(campaign: Campaign) -> list[str]:
    """The sentences that keep a campaign from closing: open ties, proposals without a decision."""
    rows = list(Proposal.objects.filter(campaign=campaign).values_list("state", "contest"))
    ties = len({contest for state, contest in rows if state == ProposalState.CONTESTED})
    undecided = sum(state in UNDECIDED for state, _ in rows)
    sentences = []
    if ties:
        sentences.append(f"Còn {ties} nhóm đồng hạng chưa quyết định khen thưởng.")
    if undecided:
        sentences.append(f"Còn {undecided} đề nghị khen thưởng chưa có quyết định.")
    return sentences


def prize_panel(campaign: Campaign, user: Any) -> dict[str, Any]:
    """Context of the panel: the structure and whether the person may change it."""
    return {
        "campaign": campaign,
        "award_cards": structure(campaign),
        "may_set_structure": can(user, "awards.set_structure", campaign),
    }


CONDITIONS.append(still_open)
PANELS.append(Panel(order=60, template="awards/_panel.html", context=prize_panel))
