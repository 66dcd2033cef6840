"""Awards in the year of the demonstration: nominated, the tie settled, put forward, decided, handed over."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from awards.enums import ProposalState
from awards.models import Proposal
from awards.services import proposals
from campaigns.models import Campaign
from core.dates import VIETNAM
from organizations.models import User

TimedAct = tuple[datetime, Callable[[], Any]]
REASON = "Hội nghị bình xét suy tôn theo kết quả bỏ phiếu kín (dữ liệu minh họa)."


def award_deeds(campaign_code: str) -> Iterator[TimedAct]:
    """All deeds of awarding."""
    staff: dict[str, Callable[[], Any]] = {
        "2021-12-23 09:00": lambda: proposals.nominate(campaign=_campaign(campaign_code), by=_staff()),
        "2022-01-06 09:00": lambda: _settle(campaign_code),
        "2022-01-07 09:00": lambda: proposals.propose(campaign=_campaign(campaign_code), by=_staff()),
        "2022-01-14 09:00": lambda: proposals.decide(
            campaign=_campaign(campaign_code), number="58/QĐ-UBND", decided_on=date(2022, 1, 13), by=_staff()
        ),
        "2022-01-20 09:00": lambda: proposals.award(campaign=_campaign(campaign_code), by=_staff()),
    }
    for moment, act in staff.items():
        yield datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM), act


def _settle(campaign_code: str) -> None:
    """The open ties, each decided in the alphabetical order of its units, which stands for a vote."""
    campaign = _campaign(campaign_code)
    contested = Proposal.objects.filter(campaign=campaign, state=ProposalState.CONTESTED)
    for contest in sorted({number for number in contested.values_list("contest", flat=True) if number is not None}):
        tied = contested.filter(contest=contest).order_by("participation__unit__sort_key")
        order = list(dict.fromkeys(tied.values_list("participation_id", flat=True)))
        proposals.settle_tie(campaign=campaign, contest=contest, chosen_order=order, reason=REASON, by=_staff())


def _campaign(code: str) -> Campaign:
    return Campaign.objects.get(code=code)


def _staff() -> User:
    return User.objects.get(username="chuyenvien")
