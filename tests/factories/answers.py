"""A campaign under which the bloc has its own plan: one report, two addressees."""

from datetime import date
from typing import Any

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee
from campaigns.enums import SubmissionKind as K
from campaigns.models import Campaign, Submission
from tests.factories.campaigns import bloc_plan, launched_campaign
from tests.factories.ground import Province
from tests.factories.submissions import file, written

TO_LEADER = MilestoneLine(
    kind=K.MIDTERM_REPORT, name="Gửi Trưởng khối", day=date(2021, 6, 20), addressee=Addressee.BLOC_LEADER
)


def two_addressees(province: Province, **changes: Any) -> tuple[Campaign, Campaign]:
    """The campaign and the plan of the bloc; the midterm report goes to the standing body and to the leader."""
    campaign = launched_campaign(province, **changes)
    return campaign, bloc_plan(province, campaign, (TO_LEADER,))


def filed_report(province: Province, campaign: Campaign, *, member: int = 0) -> Submission:
    """The midterm report of unit number ``member``, filed now."""
    report = written(province, campaign, K.MIDTERM_REPORT, member=member)
    file(report, province, member=member)
    report.refresh_from_db()
    return report
