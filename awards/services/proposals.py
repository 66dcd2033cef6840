"""From published rankings to awards handed over: nominate, settle ties, put forward, drop, decide, award."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from awards.eligibility import decide as give_in_order
from awards.enums import ProposalState
from awards.models import Proposal
from awards.queries import ladders, nominations
from awards.queries import proposals as queries
from awards.workflow import PROPOSAL
from campaigns.models import Campaign
from campaigns.queries.campaigns import lock_campaign
from core import audit, clock
from core.authz import require
from core.dates import short_date
from core.exceptions import Refused
from core.text import clean, clean_text
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify

STALE = (
    "Đề cử không còn khớp với xếp hạng đã công bố hoặc với danh sách không xét; "
    "hãy bấm “Lập lại đề cử” rồi thực hiện lại."
)


@dataclass(frozen=True)
class Nominated:
    """What a nomination came to: rows that stand now, and how many rows it changed."""

    nominated: int
    contests: int
    changed: int


@transaction.atomic(durable=True)
def nominate(*, campaign: Campaign, by: Any) -> Nominated:
    """Nominate the units whose published ranks give them a place; ties at a border stay open as contests.

    What was put forward or decided stays, and so does a tie that was settled among the same units; other open rows are
    replaced. Asked again it changes nothing. Refused while a bloc with places has no published ranking.
    """
    campaign = lock_campaign(campaign.pk)
    require(by, "awards.nominate", campaign)
    _require_rankings(campaign)
    change = nominations.change(campaign)
    Proposal.objects.filter(pk__in=change.obsolete).delete()
    Proposal.objects.bulk_create(change.missing)
    rows = Proposal.objects.filter(campaign=campaign)
    contests = rows.filter(state=ProposalState.CONTESTED).values("contest").distinct().count()
    result = Nominated(rows.filter(state=ProposalState.NOMINATED).count(), contests, change.size)
    if change.size:
        audit.record("award.nominated", on=campaign, by=by, nominated=result.nominated, contests=contests)
    return result


@transaction.atomic(durable=True)
def settle_tie(
    *, campaign: Campaign, contest: int, chosen_order: Sequence[int], reason: str, by: Any
) -> list[Proposal]:
    """Decide a tie: ``chosen_order`` names its participations, best first; they get the open places in this order.

    Returns the rows that are nominated now. Who gets no place keeps dropped rows with the reason. Refused when the
    rankings have changed since, or when the order does not name every unit of the tie once.
    """
    campaign = lock_campaign(campaign.pk)
    require(by, "awards.settle_tie", campaign)
    reason = _required(reason, "Hãy nêu lý do quyết định nhóm đồng hạng: đơn vị đọc đúng lời này.")
    rows = queries.contested_rows(campaign, contest)
    if not rows:
        raise Refused("Nhóm đồng hạng này đã được quyết định hoặc không còn nữa.")
    awards = _awards_in_order(campaign, rows, chosen_order)
    winners = [row for row in rows if awards.get(row.participation_id) == row.tier_id]
    losers = [row for row in rows if row.participation_id not in awards]
    for verb, group in (("settle", winners), ("drop", losers)):
        _move_all(group, verb, reason=reason)
    Proposal.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in (*winners, *losers)}).delete()
    audit.record("award.tie_settled", on=campaign, by=by, contest=contest, order=list(chosen_order), reason=reason)
    return winners


@transaction.atomic(durable=True)
def propose(*, campaign: Campaign, by: Any) -> int:
    """Put all nominated rows forward to whoever decides; returns how many. Refused while a tie is open."""
    campaign = lock_campaign(campaign.pk)
    require(by, "awards.propose", campaign)
    open_ties = queries.open_contests(campaign)
    if open_ties:
        raise Refused(ties_open(open_ties))
    if nominations.change(campaign).size:
        raise Refused(STALE)
    rows = _lock_all(campaign, ProposalState.NOMINATED, "Chưa có đề cử nào để trình; hãy lập đề cử trước.")
    _move_all(rows, "propose")
    audit.record("award.proposed", on=campaign, by=by, proposals=len(rows))
    return len(rows)


@transaction.atomic(durable=True)
def drop(*, proposal: Proposal, reason: str, by: Any) -> Proposal:
    """Take one unit out of consideration for one award, with a reason; the next nomination passes it over."""
    lock_campaign(proposal.campaign_id)
    proposal = queries.lock_proposal(proposal.pk)
    require(by, "awards.drop", proposal.campaign)
    PROPOSAL.move(proposal, "drop")
    proposal.contest = None
    proposal.reason = _required(reason, "Hãy nêu lý do không xét.")
    proposal.save(update_fields=["state", "contest", "reason"])
    audit.record("award.dropped", on=proposal, by=by, reason=proposal.reason)
    return proposal


@transaction.atomic(durable=True)
def decide(*, campaign: Campaign, number: str, decided_on: date, by: Any) -> int:
    """Record the decision on all that was put forward; the units read of it. Returns how many."""
    campaign = lock_campaign(campaign.pk)
    require(by, "awards.decide", campaign)
    number = _required(clean(number), "Hãy ghi số, ký hiệu của quyết định, ví dụ 15/QĐ-UBND.")
    if decided_on > clock.today():
        raise Refused(f"Ngày quyết định {short_date(decided_on)} chưa đến; hãy kiểm tra lại ngày.")
    rows = _lock_all(campaign, ProposalState.PROPOSED, "Chưa trình đề nghị nào nên chưa ghi quyết định được.")
    for row in rows:
        row.decision_number, row.decided_on = number, decided_on
    _move_all(rows, "decide")
    audit.record("award.decided", on=campaign, by=by, number=number, decided_on=decided_on, proposals=len(rows))
    for row in rows:
        _tell_unit(row, decided_on)
    return len(rows)


@transaction.atomic(durable=True)
def award(*, campaign: Campaign, by: Any) -> int:
    """Record that all decided awards were handed over; returns how many."""
    campaign = lock_campaign(campaign.pk)
    require(by, "awards.award", campaign)
    rows = _lock_all(campaign, ProposalState.DECIDED, "Chưa có quyết định khen thưởng nên chưa trao được.")
    _move_all(rows, "award")
    audit.record("award.awarded", on=campaign, by=by, proposals=len(rows))
    return len(rows)


def ties_open(count: int) -> str:
    """Why nothing is put forward while ties are open."""
    return f"Còn {count} nhóm đồng hạng chưa quyết định; hãy quyết định trước khi trình."


def _require_rankings(campaign: Campaign) -> None:
    """Every bloc with places must have a ranking in force."""
    tiers = ladders.tiers_of(campaign)
    if not ladders.ladders(tiers):
        raise Refused("Cơ cấu giải thưởng chưa có số lượng nào; hãy ghi số lượng trước khi lập đề cử.")
    if missing := ladders.unpublished_blocs(campaign, tiers):
        names = "; ".join(bloc.name for bloc in missing)
        raise Refused(f"Chỉ lập đề cử khi mọi khối được xét đã công bố xếp hạng; còn thiếu: {names}.")


def _awards_in_order(campaign: Campaign, rows: Sequence[Proposal], order: Sequence[int]) -> dict[int, int]:
    """The award of each participation when the tie behind ``rows`` is put in ``order``."""
    units = frozenset(row.participation_id for row in rows)
    if sorted(order) != sorted(units):
        raise Refused("Hãy xếp mỗi đơn vị của nhóm đồng hạng vào một thứ tự khác nhau.")
    tiers = {row.tier_id for row in rows}
    for result in ladders.results(campaign, ladders.tiers_of(campaign)):
        contest = ladders.contest_among(result, units)
        if contest and tiers == {tier for keys in contest.open_to.values() for tier in keys}:
            return give_in_order(result.rungs, contest, order)
    raise Refused(STALE)


def _lock_all(campaign: Campaign, state: ProposalState, nothing: str) -> list[Proposal]:
    """The campaign's rows in ``state``, locked; refused with ``nothing`` when there are none."""
    rows = queries.lock_proposals(campaign, state)
    if not rows:
        raise Refused(nothing)
    return rows


def _move_all(rows: Sequence[Proposal], verb: str, *, reason: str | None = None) -> None:
    """Move and save rows that are locked."""
    for row in rows:
        PROPOSAL.move(row, verb)
        row.reason = row.reason if reason is None else reason
    Proposal.objects.bulk_update(rows, ["state", "reason", "decision_number", "decided_on"])


def _required(text: str, sentence: str) -> str:
    """The cleaned text; refused with ``sentence`` when nothing is left of it."""
    cleaned = clean_text(text)
    if not cleaned:
        raise Refused(sentence)
    return cleaned


def _tell_unit(row: Proposal, decided_on: date) -> None:
    """One letter to officer and head of the unit that is awarded."""
    notify(
        people_at([row.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"Khen thưởng: {row.tier.name}",
        body=(
            f"{row.participation.unit.name} được tặng {row.tier.name} theo Quyết định số {row.decision_number} "
            f"ngày {short_date(decided_on)} trong {row.campaign.heading}."
        ),
        url=reverse("awards:detail", args=[row.campaign.code]),
        dedupe=f"award-decided:{row.pk}",
    )
