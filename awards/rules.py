"""Who may do what with award structures and proposals. Each predicate carries the sentence shown when it says no."""

from typing import Any

from awards.models import FIXED_STATES, Proposal
from blocs.models import Membership
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.rules import campaign_is_open, is_staff_of_authority
from core.authz import Predicate, permission, predicate


@predicate("Phong trào chưa phát động hoặc đã kết thúc.")
def takes_place(_actor: Any, campaign: Campaign) -> bool:
    """Launched and not closed."""
    return campaign.state == CampaignState.LAUNCHED


@predicate("Khen thưởng đặt ở phong trào của cơ quan phát động, không ở kế hoạch riêng của khối.")
def is_no_bloc_plan(_actor: Any, campaign: Campaign) -> bool:
    """Participations, rankings and hence awards belong to the parent campaign."""
    return campaign.bloc_id is None


@predicate("Đã trình hoặc đã có quyết định khen thưởng nên không sửa được cơ cấu giải thưởng nữa.")
def nothing_is_put_forward(_actor: Any, campaign: Campaign) -> bool:
    """No proposal has left the standing body yet."""
    return not Proposal.objects.filter(campaign=campaign, state__in=FIXED_STATES).exists()


@predicate("Đơn vị của bạn thuộc diện xét khen thưởng nên bạn không thể quyết định việc này.")
def judges_no_own_unit(actor: Any, campaign: Campaign) -> bool:
    """Nobody decides on awards for which an own unit competes (conflict of interest, domain.md B0)."""
    return not Membership.objects.filter(
        bloc__award_tiers__campaign=campaign, year=campaign.year, unit__in=actor.unit_ids()
    ).exists()


def of_campaign(asked: Predicate) -> Predicate:
    """``asked`` about the campaign itself, or about the campaign of an award, a proposal, a tie."""
    return Predicate(lambda actor, obj: asked(actor, getattr(obj, "campaign", obj)), asked.sentence)


_STRUCTURE = [is_staff_of_authority, is_no_bloc_plan, campaign_is_open, nothing_is_put_forward]
_PROPOSALS = [is_staff_of_authority, is_no_bloc_plan, takes_place, judges_no_own_unit]

# One rule for every step from the rankings to the award: a page asks it once and knows the answer for all of them.
STEPS = ("nominate", "settle_tie", "propose", "drop", "decide", "award")

permission("awards.list")
permission("awards.view")
for _verb in ("set_structure", "choose_places"):
    permission(f"awards.{_verb}", *map(of_campaign, _STRUCTURE))
for _verb in STEPS:
    permission(f"awards.{_verb}", *map(of_campaign, _PROPOSALS))
