"""What waits for somebody's answer, and what became of what a unit filed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from blocs.enums import BlocRole
from blocs.rules import BLOC_OFFICE_ROLES, office_seats
from campaigns.enums import Addressee, CampaignState, Outcome, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Delivery, Milestone, Submission, run_by
from campaigns.queries.addressees import addressed_to, answers_for, office_name, unanswered, waits_for
from campaigns.queries.duties import TONES, Owed, recipient
from campaigns.queries.submissions import with_context
from core.dates import moment
from core.duties import Duty
from organizations.enums import Role

RECENTLY = timedelta(days=14)
NAMED = 3
DID: dict[str, str] = {Outcome.ACCEPTED: "đã duyệt", Outcome.RETURNED: "đã trả lại"}


def answer_duties(user: Any) -> list[Duty]:
    """What ``user`` must answer for the standing body or for a bloc's leader: one duty per campaign (a bloc's plan is
    one), or where only one submission waits, that one. Three queries; none for whoever answers nothing.
    """
    waiting: dict[Any, list[tuple[Submission, Milestone | None]]] = {}
    campaigns: dict[Any, Campaign] = {}
    for submission in _candidates(user):
        hats = answers_for(user, submission.participation)
        if submission.participation.unit_id in user.unit_ids() or not waits_for(submission, hats):
            continue
        milestone = next((one.milestone for one in unanswered(submission, hats)), None)
        campaign = milestone.campaign if milestone else submission.participation.campaign
        key = campaign.pk if _follows(user, submission, hats) else submission.pk
        campaigns[key] = campaign
        waiting.setdefault(key, []).append((submission, milestone))
    return [_duty(campaigns[key], found) for key, found in waiting.items()]


def _candidates(user: Any) -> Iterable[Submission]:
    """What may wait for ``user``: filed, in a running campaign, with an answer missing somewhere."""
    offices = user.unit_ids(Role.STAFF)
    if not offices and not user.holds(*BLOC_OFFICE_ROLES):
        return []
    seat = office_seats(user).filter(
        bloc=OuterRef("participation__bloc"), year=OuterRef("participation__campaign__year")
    )
    open_ones = Delivery.objects.filter(submission=OuterRef("pk"), outcome="")
    with_leader = Exists(open_ones.filter(milestone__addressee=Addressee.BLOC_LEADER))
    found: QuerySet[Submission] = with_context(Submission.objects.all()).filter(
        run_by(offices, "participation__campaign__") | (Exists(seat) & with_leader),
        Q(state=SubmissionState.SUBMITTED) | Q(Exists(open_ones), state=SubmissionState.ACCEPTED),
        participation__campaign__state=CampaignState.LAUNCHED,
    )
    return found.exclude(kind=SubmissionKind.SELF_SCORE).order_by(
        "participation__campaign", "participation__unit__sort_key", "kind"
    )


def _follows(user: Any, submission: Submission, hats: set[str]) -> bool:
    """Whether the campaign's list of units is the person's to open; the deputy of the bloc answers for the leader only,
    and has none.
    """
    seats = submission.participation.bloc.memberships.all()
    own = {
        one.unit_id
        for one in seats
        if one.year == submission.participation.campaign.year and one.role == BlocRole.LEADER
    }
    return Addressee.STANDING_BODY in hats or bool(own & user.unit_ids(*BLOC_OFFICE_ROLES))


def _duty(campaign: Campaign, waiting: list[tuple[Submission, Milestone | None]]) -> Duty:
    names = [one.participation.unit.short_name for one, _ in waiting]
    settled = all(one.state == SubmissionState.ACCEPTED for one, _ in waiting)  # by the standing body
    verb = "Ghi nhận" if settled else "Duyệt"
    if len(waiting) == 1:
        submission = waiting[0][0]
        title, url = f"{verb} {submission.title} của {names[0]}", reverse("campaigns:submission", args=[submission.pk])
        detail = campaign.heading
    else:
        more = f" và {len(names) - NAMED} hồ sơ khác" if len(names) > NAMED else ""
        title, url = f"{verb} {len(names)} hồ sơ đơn vị đã nộp", _list_of(campaign, waiting)
        detail = f"{', '.join(names[:NAMED])}{more} · {campaign.heading}"
    state = f"{len(names)} chờ {verb.lower()}"
    return Duty(title=title, detail=detail, state=state, tone="amber", action=verb, url=url)


def _list_of(campaign: Campaign, waiting: list[tuple[Submission, Milestone | None]]) -> str:
    """The campaign's follow-up, at the units that wait at the first deadline of the page."""
    address = reverse("campaigns:follow_up", args=[campaign.code])
    milestones = [(one.position, one.due_at, one.pk) for _, one in waiting if one]
    return f"{address}?moc={min(milestones)[-1]}&loc=submitted#don-vi" if milestones else address


def answered_already(submission: Submission, user: Any) -> str:
    """Who answered it last in the place of ``user``, and when: "Mai đã trả lại hồ sơ này lúc …"; "" while nobody did.

    What is returned is with the unit, whoever returned it.
    """
    hats = answers_for(user, submission.participation)
    own = [one for one in submission.deliveries.all() if one.outcome and one.milestone.addressee in hats]
    if submission.state == SubmissionState.RETURNED or (submission.state == SubmissionState.ACCEPTED and not own):
        done, by, at = submission.state, submission.answered_by, submission.answered_at
    elif own:
        last = max(own, key=lambda one: one.answered_at or one.received_at)
        done, by, at = last.outcome, last.answered_by, last.answered_at
    else:
        return ""
    return f"{'Bạn' if by == user else by} {DID[done]} hồ sơ này lúc {moment(at)}." if at else ""


def accepting_facts(submission: Submission, hats: set[str]) -> list[str]:
    """What whoever accepts it for ``hats`` should know: whose it is, what it is, and how the other addressee stands."""
    folder = submission.participation
    others = [one for one in submission.deliveries.all() if one.milestone.addressee not in hats]
    names = " và ".join(office_name(hat, folder.campaign) for hat in sorted(hats & addressed_to(submission)))
    return [
        f"{submission.title} của {folder.unit.name}, {folder.campaign.heading}.",
        f"Bạn trả lời thay mặt {names}; đơn vị được báo ngay.",
        *(f"{office_name(one.milestone.addressee, folder.campaign)} {_stand(one)}." for one in others),
    ]


def _stand(delivery: Delivery) -> str:
    if not delivery.outcome or not delivery.answered_at:
        return "chưa trả lời"
    return f"{DID[delivery.outcome]} lúc {moment(delivery.answered_at)}"


@dataclass(frozen=True)
class Filed:
    """Something that a unit filed with one addressee, and what was answered there."""

    owed: Owed

    @property
    def title(self) -> str:
        """What was filed, and by which unit."""
        return f"{self.owed.milestone.get_kind_display()} – {self.owed.participation.unit.short_name}"

    @property
    def to(self) -> str:
        """To whom it went."""
        return recipient(self.owed)

    @property
    def label(self) -> str:
        """How it stands there."""
        return SubmissionState(self.owed.standing).label

    @property
    def tone(self) -> str:
        """The tone of how it stands."""
        return TONES[SubmissionState(self.owed.standing)]

    @property
    def url(self) -> str:
        """Where to read it; self-scores are read in the unit's folder."""
        submission = self.owed.submission
        if submission is None or submission.kind == SubmissionKind.SELF_SCORE:
            return reverse("campaigns:folder", args=[self.owed.participation.pk])
        return reverse("campaigns:submission", args=[submission.pk])


def filed_of(owed: Iterable[Owed]) -> list[Filed]:
    """What of ``owed`` has arrived with its addressee, the newest first. No query."""
    arrived = [(one.delivery.received_at, Filed(one)) for one in owed if one.delivery and one.standing != "missing"]
    return [filed for _, filed in sorted(arrived, key=lambda pair: pair[0], reverse=True)]


def accepted_lately(filed: Iterable[Filed], now: datetime) -> list[Filed]:
    """Those that were accepted within two weeks, the newest answer first; what came back is a duty again. No query."""
    found = [(at, one) for one in filed if (at := _accepted_at(one)) and now - at <= RECENTLY]
    return [one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _accepted_at(filed: Filed) -> datetime | None:
    delivery = filed.owed.delivery
    return delivery.answered_at if delivery and filed.owed.standing == SubmissionState.ACCEPTED else None
