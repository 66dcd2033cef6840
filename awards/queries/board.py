"""The awards page of one campaign: the structure, and beside each award who is nominated; the list of campaigns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_list_or_404, get_object_or_404

from awards.enums import Counting, Form, ProposalState
from awards.models import AwardTier, Proposal
from awards.queries.ladders import Result, ladders, results_beside, tiers_of
from awards.queries.nominations import compare
from awards.workflow import PROPOSAL
from campaigns.models import Campaign
from core.numbers import money_words_short
from organizations.enums import Role

TONES = {
    ProposalState.CONTESTED: "amber",
    ProposalState.NOMINATED: "blue",
    ProposalState.PROPOSED: "amber",
    ProposalState.DECIDED: "gold",
    ProposalState.AWARDED: "gold",
    ProposalState.DROPPED: "grey",
}
COUNTED_STATES = [ProposalState.NOMINATED, ProposalState.PROPOSED, ProposalState.DECIDED, ProposalState.AWARDED]
FORM_NAMES = dict(Form.choices)


@dataclass(frozen=True)
class ProposalRow:
    """One unit at one award; ``law_note`` is what the law asks beside the rank, "" where it asks nothing more."""

    proposal: Proposal
    tone: str
    law_note: str

    @property
    def value(self) -> str:
        """What the unit gets, in words; "" where the award has no fixed value."""
        return worth(self.proposal.tier.value_vnd)

    @property
    def may_be_dropped(self) -> bool:
        """Whether its state allows to take it out of consideration."""
        return PROPOSAL.allows(self.proposal.state, "drop")


@dataclass(frozen=True)
class TierCard:
    """One award with its places and rows. ``places`` in words; ``state`` counts what is filled."""

    tier: AwardTier
    places: str
    value: str
    rows: list[ProposalRow]


@dataclass(frozen=True)
class Tie:
    """One open tie: its number, its rank, the units that wait, the awards at stake in order."""

    campaign: Campaign
    contest: int
    rank: int
    units: list[Proposal]
    stakes: list[str]
    note: str


@dataclass(frozen=True)
class PassedOver:
    """A unit that had the rank but not the right: in words."""

    unit: str
    field: str
    reason: str


@dataclass(frozen=True)
class Board:
    """All that the awards page of one campaign shows."""

    campaign: Campaign
    tiers: list[TierCard]
    ties: list[Tie]
    passed_over: list[PassedOver]
    nominated_vnd: int
    limit_vnd: int
    counts: dict[str, int]
    is_stale: bool

    @property
    def nominated_in_words(self) -> str:
        """What the nominated units would get altogether."""
        return money_words_short(self.nominated_vnd)

    @property
    def limit_in_words(self) -> str:
        """What all places of the structure are worth."""
        return money_words_short(self.limit_vnd)

    @property
    def stale(self) -> str:
        """A sentence where the proposals do not match rankings and structure; "" where they do."""
        if not self.is_stale:
            return ""
        if any(self.counts.values()):
            return "Xếp hạng, cơ cấu hoặc danh sách không xét đã thay đổi sau lần lập đề cử trước; hãy lập lại đề cử."
        return "Xếp hạng đã công bố, chưa lập đề cử."

    @property
    def nominate_label(self) -> str:
        """What the button says."""
        return "Lập lại đề cử" if any(self.counts.values()) else "Lập đề cử"

    @property
    def nominate_kind(self) -> str:
        """The main action while nominations are missing or stale."""
        return "primary" if self.is_stale else "secondary"

    @property
    def propose_facts(self) -> list[str]:
        """What putting forward comes to."""
        return [
            f"{self.counts[ProposalState.NOMINATED]} đề nghị được trình người có thẩm quyền.",
            f"Tổng trị giá giải: {self.nominated_in_words}.",
        ]

    @property
    def award_facts(self) -> list[str]:
        """What handing over comes to."""
        return [f"{self.counts[ProposalState.DECIDED]} giải đã có quyết định được ghi là đã trao."]


def campaign_rows(user: Any) -> QuerySet[Campaign]:
    """Campaigns the person may see that give awards, newest first, each with its proposals counted."""
    visible = Proposal.objects.visible_to(user).values("pk")
    return (
        Campaign.objects.visible_to(user)
        .filter(bloc=None)
        .select_related("authority")
        .annotate(
            tier_count=Count("award_tiers", distinct=True),
            proposal_count=Count(
                "proposals",
                filter=Q(proposals__in=visible, proposals__state__in=COUNTED_STATES),
                distinct=True,
            ),
            tie_count=Count(
                "proposals__contest",
                filter=Q(proposals__in=visible, proposals__state=ProposalState.CONTESTED),
                distinct=True,
            ),
        )
        .order_by("-year", "authority__sort_key", "title")
    )


def board(campaign: Campaign, user: Any) -> Board:
    """The page of ``campaign`` for ``user``, who sees the proposals that ``visible_to`` gives. Four queries.

    Officials see all proposals, so theirs alone are held against the rankings.
    """
    tiers = tiers_of(campaign)
    proposals = list(
        Proposal.objects.visible_to(user)
        .filter(campaign=campaign)
        .select_related("campaign", "tier", "participation__unit", "participation__bloc")
        .order_by("tier__position", "rank", "participation__unit__sort_key", "pk")
    )
    official = sees_nominations(user, campaign)
    found = results_beside(proposals, campaign, tiers) if official else []
    exceeded = {place.participation_id: place.exceeded for result in found for place in result.places}
    rows = [_row(one, exceeded) for one in proposals if one.state != ProposalState.CONTESTED]
    return Board(
        campaign=campaign,
        tiers=[_card(tier, rows) for tier in tiers],
        ties=_ties(proposals),
        passed_over=_passed_over(found, proposals) if official else [],
        nominated_vnd=sum(one.tier.value_vnd or 0 for one in proposals if one.state in COUNTED_STATES),
        limit_vnd=sum(ladder.budget for ladder in ladders(tiers)),
        counts={state: sum(one.state == state for one in proposals) for state in ProposalState.values},
        is_stale=official and bool(compare(found, proposals).size),
    )


def tie(user: Any, code: str, contest: int) -> Tie:
    """One open tie that ``user`` may read; 404 otherwise."""
    rows = get_list_or_404(
        Proposal.objects.visible_to(user)
        .filter(campaign__in=Campaign.objects.visible_to(user).values("pk"), campaign__code=code, contest=contest)
        .filter(state=ProposalState.CONTESTED)
        .select_related("campaign", "tier", "participation__unit")
        .order_by("tier__position", "participation__unit__sort_key", "pk")
    )
    return _tie(contest, rows)


def tier(user: Any, pk: int) -> AwardTier:
    """One award of a campaign that ``user`` may see; 404 otherwise."""
    visible = Campaign.objects.visible_to(user).values("pk")
    return get_object_or_404(AwardTier.objects.select_related("campaign"), pk=pk, campaign__in=visible)


def sees_nominations(user: Any, campaign: Campaign) -> bool:
    """Whether ``user`` reads proposals before they are decided: staff and leaders of the authority."""
    return bool(user.is_superuser or campaign.offices & user.unit_ids(Role.STAFF, Role.LEADER))


def structure(campaign: Campaign) -> list[TierCard]:
    """The prize structure alone, as the campaign page shows it. One query."""
    tiers = AwardTier.objects.filter(campaign=campaign).annotate(bloc_count=Count("blocs")).order_by("position")
    return [TierCard(tier, places_in_words(tier, tier.bloc_count), worth(tier.value_vnd), []) for tier in tiers]


def worth(value_vnd: int | None) -> str:
    """The value in words, like "500 triệu đồng"; "" where the award has no fixed value."""
    return money_words_short(value_vnd) if value_vnd else ""


def places_in_words(tier: AwardTier, blocs: int) -> str:
    """Like "02 giải chung cho các khối" for an award over ``blocs`` blocs; says so where the document has no number."""
    if not tier.places:
        return "chưa có số lượng"
    noun = {Form.PRIZE: "giải", Form.FLAG: "cờ", Form.CERTIFICATE: "bằng khen"}[Form(tier.form)]
    over = Counting(tier.counting).label if blocs > 1 else ""
    return f"{tier.places:02d} {noun} {over}".strip()


def _card(tier: AwardTier, rows: Iterable[ProposalRow]) -> TierCard:
    own = [row for row in rows if row.proposal.tier_id == tier.pk]
    return TierCard(tier, places_in_words(tier, len(tier.blocs.all())), worth(tier.value_vnd), own)


def _row(proposal: Proposal, exceeded: dict[int, int]) -> ProposalRow:
    count = exceeded.get(proposal.participation_id)
    return ProposalRow(proposal, TONES[ProposalState(proposal.state)], _law_note(proposal, count))


def _law_note(proposal: Proposal, exceeded: int | None) -> str:
    """The flag asks for two things: to lead the bloc, and to exceed the targets (Luật TĐKT 2022, Điều 26)."""
    if proposal.tier.form != Form.FLAG or exceeded is None or proposal.state == ProposalState.DROPPED:
        return ""
    return (
        "Điều 26 Luật Thi đua, khen thưởng đòi hỏi “hoàn thành vượt các chỉ tiêu thi đua”: "
        f"đơn vị vượt {exceeded} chỉ tiêu; cơ quan thường trực xem xét có đủ điều kiện không."
    )


def _ties(proposals: list[Proposal]) -> list[Tie]:
    """The open ties, each with its units once and the awards at stake in order."""
    rows: dict[int, list[Proposal]] = {}
    for one in proposals:
        if one.state == ProposalState.CONTESTED and one.contest is not None:
            rows.setdefault(one.contest, []).append(one)
    return [_tie(number, group) for number, group in sorted(rows.items())]


def _tie(number: int, rows: list[Proposal]) -> Tie:
    units = list({row.participation_id: row for row in rows}.values())
    tiers = list({row.tier_id: row.tier for row in rows}.values())
    stakes = [f"{tier.name} ({worth(tier.value_vnd)})" if tier.value_vnd else tier.name for tier in tiers]
    names = " và ".join(row.participation.unit.short_name for row in units)
    note = f"{names} cùng hạng {rows[0].rank}, bằng nhau cả các chỉ số phụ nên máy không tự chọn."
    return Tie(rows[0].campaign, number, rows[0].rank, units, stakes, note)


def _passed_over(found: Iterable[Result], proposals: list[Proposal]) -> list[PassedOver]:
    """Who would have had a place but for an exclusion, with the reason: dropped by staff, or by a penalty criterion."""
    lines = []
    for result in found:
        for unit, forms in result.outcome.passed_over.items():
            reason = _reason(result, unit, forms, proposals)
            lines.append(PassedOver(result.place_of(unit).unit_name, result.ladder.name, reason))
    return lines


def _reason(result: Result, unit: int, forms: Iterable[str], proposals: list[Proposal]) -> str:
    names = ", ".join(str(FORM_NAMES[form]) for form in forms)
    dropped = next(
        (
            one.reason
            for one in proposals
            if one.participation_id == unit and one.state == ProposalState.DROPPED and one.contest is None
        ),
        "",
    )
    return f"Không xét {names}: {dropped or 'bảng điểm có vi phạm làm mất quyền xét.'}"
