"""Who may see and ask for what."""

from dataclasses import dataclass
from typing import Any

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.rules import sits_in_office
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.rules import is_staff_of_authority
from core.authz import Predicate, any_of, permission, predicate


@dataclass(frozen=True)
class Subject:
    """What a document is about: one bloc in one campaign."""

    campaign: Campaign
    bloc: Bloc


@predicate("Chỉ văn phòng của Trưởng khối lập được báo cáo của khối.")
def is_office_of_leader(actor: Any, subject: Subject) -> bool:
    """Works for the unit that leads the bloc in the campaign's year."""
    return sits_in_office(actor, bloc=subject.bloc, year=subject.campaign.year, role=BlocRole.LEADER)


@predicate("Phong trào chưa phát động nên chưa có gì để báo cáo.")
def has_begun(_actor: Any, subject: Subject) -> bool:
    """Launched, or closed since."""
    return subject.campaign.state in (CampaignState.LAUNCHED, CampaignState.CLOSED)


_is_staff = Predicate(
    lambda actor, subject: is_staff_of_authority(actor, subject.campaign), is_staff_of_authority.sentence
)
may_report_for_bloc = any_of(
    _is_staff,
    is_office_of_leader,
    sentence="Chỉ cơ quan thường trực và văn phòng của Trưởng khối lập được báo cáo của khối.",
)

permission("reports.worklist")
permission("reports.list")
permission("reports.view_document")
permission("reports.request", may_report_for_bloc, has_begun)
