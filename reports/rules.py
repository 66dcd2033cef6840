"""Who may see and ask for what."""

from dataclasses import dataclass
from typing import Any

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.rules import sits_in_office
from campaigns.enums import CampaignState
from campaigns.models import Campaign, Submission
from campaigns.queries.submissions import is_of_its_unit
from campaigns.rules import is_staff_of_authority
from core.authz import Predicate, any_of, permission, predicate
from reports.enums import OF_SUBMISSION
from reports.enums import DocumentKind as K


@dataclass(frozen=True)
class Subject:
    """What a document is about: one bloc in one campaign; ``kind`` which of its reports."""

    campaign: Campaign
    bloc: Bloc
    kind: K = K.BLOC_FINAL_REPORT


@predicate("Chỉ văn phòng của Trưởng khối viết được phần riêng của khối.")
def is_office_of_leader(actor: Any, subject: Subject) -> bool:
    """Works for the unit that leads the bloc in the campaign's year."""
    return sits_in_office(actor, bloc=subject.bloc, year=subject.campaign.year, role=BlocRole.LEADER)


@predicate("Phong trào chưa phát động nên chưa có gì để báo cáo.")
def has_begun(_actor: Any, subject: Subject) -> bool:
    """Launched, or closed since."""
    return subject.campaign.state in (CampaignState.LAUNCHED, CampaignState.CLOSED)


@predicate("Phong trào không còn mở nên phần viết của khối chỉ còn xem được.")
def still_runs(_actor: Any, subject: Subject) -> bool:
    """Launched and not closed."""
    return subject.campaign.state == CampaignState.LAUNCHED


@predicate("Loại hồ sơ này không lập thành văn bản PDF, Word.")
def has_a_document(_actor: Any, submission: Submission) -> bool:
    """A registration or a report."""
    return submission.kind in OF_SUBMISSION


@predicate("Hồ sơ chưa nộp: chỉ đơn vị đang soạn in được bản nháp.")
def is_filed_or_own(actor: Any, submission: Submission) -> bool:
    """Filed at least once, or one's own unit is writing it (integrity P3)."""
    return is_of_its_unit(actor, submission) or submission.receipts.exists()


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
permission("reports.request_of_submission", has_a_document, is_filed_or_own)
permission("reports.read_bloc_texts", may_report_for_bloc, has_begun)
permission("reports.write_bloc_texts", is_office_of_leader, still_runs)
