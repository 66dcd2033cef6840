"""Who owes what by when: the units' duties, and what staff must launch and decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from campaigns.enums import CampaignState, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Delivery, Extension, Milestone, Participation, Submission, run_by
from campaigns.queries.addressees import standing_of
from campaigns.queries.deadlines import dues_of
from campaigns.queries.extensions import waiting_for
from campaigns.queries.remarks import number_of_remarks
from core.dates import deadline_reading, moment
from core.duties import Duty
from organizations.enums import Role

SOON = timedelta(days=7)
TONES = {
    SubmissionState.DRAFT: "grey",
    SubmissionState.SUBMITTED: "amber",
    SubmissionState.RETURNED: "red",
    SubmissionState.ACCEPTED: "green",
}
ACTIONS = {SubmissionState.DRAFT: "Viết tiếp", SubmissionState.RETURNED: "Sửa và nộp lại"}


@dataclass(frozen=True)
class Owed:
    """One milestone of one unit, with the submission that answers it (if it was begun) and when it was delivered.

    ``due_at`` is the instant that holds for this unit, extensions counted.
    """

    participation: Participation
    milestone: Milestone
    due_at: datetime
    submission: Submission | None
    delivery: Delivery | None

    @property
    def standing(self) -> str:
        """How the unit stands with this addressee, see ``standing_of``."""
        return standing_of(self.submission, self.delivery)

    @property
    def is_met(self) -> bool:
        """Filed, and not with the unit again."""
        return self.submission is not None and self.submission.state in (
            SubmissionState.SUBMITTED,
            SubmissionState.ACCEPTED,
        )

    @property
    def label(self) -> str:
        """How it stands with this addressee, in words; a draft is one for the unit itself."""
        if self.submission is None:
            return "Chưa nộp"
        return SubmissionState.DRAFT.label if self.standing == "missing" else SubmissionState(self.standing).label

    @property
    def tone(self) -> str:
        """The colour of how it stands."""
        return "grey" if self.standing == "missing" else TONES[SubmissionState(self.standing)]


def owed_by(participations: Iterable[Participation]) -> list[Owed]:
    """Every milestone that binds the given units, by due date. At most six queries, however many units."""
    folders = list(participations)
    dues = dues_of(folders)
    if not dues:
        return []
    begun = (
        Submission.objects.filter(participation__in=folders)
        .select_related("presented_by")
        .annotate(remarked=number_of_remarks())
    )
    submissions = {(one.participation_id, one.kind): one for one in begun}
    received = Delivery.objects.filter(submission__participation__in=folders).select_related("answered_by")
    deliveries = {(one.submission_id, one.milestone_id): one for one in received}
    owed = []
    for due in dues:
        submission = submissions.get((due.participation.pk, due.milestone.kind))
        delivery = deliveries.get((submission.pk, due.milestone.pk)) if submission else None
        owed.append(Owed(due.participation, due.milestone, due.due_at, submission, delivery))
    return sorted(owed, key=lambda one: (one.due_at, one.milestone.pk))


def unit_duties(owed: Iterable[Owed], now: datetime, signs_for: Collection[int] = ()) -> list[Duty]:
    """What units still owe of ``owed``, self-scores apart (the scoring floor lists those). No query.

    ``signs_for``: the units whose head the reader is; what was presented there waits for this person.
    """
    return [
        _presented_duty(one, one.submission, now, signs=one.participation.unit_id in signs_for)
        if one.submission and one.submission.presented_at
        else _unit_duty(one, now)
        for one in owed
        if not one.is_met and one.milestone.kind != SubmissionKind.SELF_SCORE
    ]


def staff_duties(user: Any) -> list[Duty]:
    """Campaigns to launch, extensions to decide."""
    drafts = Campaign.objects.filter(run_by(user.unit_ids(Role.STAFF)), state=CampaignState.DRAFT)
    return [
        *(_launch_duty(campaign) for campaign in drafts),
        *(_extension_duty(extension) for extension in waiting_for(user)),
    ]


def urgency(due_at: datetime, now: datetime) -> str:
    """The tone of a deadline: red when it is over, amber within a week, grey before."""
    if now >= due_at:
        return "red"
    return "amber" if due_at - now <= SOON else "grey"


def _unit_duty(owed: Owed, now: datetime) -> Duty:
    milestone, submission = owed.milestone, owed.submission
    returned = submission is not None and submission.state == SubmissionState.RETURNED
    return Duty(
        title=f"{milestone.get_kind_display()} – bị trả lại" if returned else milestone.get_kind_display(),
        detail=_why_returned(submission, owed) if submission and returned else recipient(owed),
        state=_state_of(owed, now),
        tone=urgency(owed.due_at, now),
        action=ACTIONS[SubmissionState(submission.state)] if submission else "Bắt đầu",
        url=_page_of(owed),
        due_at=owed.due_at,
        begins=submission is None,
    )


def _presented_duty(owed: Owed, submission: Submission, now: datetime, *, signs: bool) -> Duty:
    """What lies before the head: to be signed, or, for whoever wrote it, on its way."""
    when = f" lúc {moment(submission.presented_at)}" if submission.presented_at else ""
    state = "Chờ ký" if signs else "Đã trình thủ trưởng"
    return Duty(
        title=f"{owed.milestone.get_kind_display()} – {state[0].lower()}{state[1:]}",
        detail=f"{submission.presented_by} trình{when} · {recipient(owed)}",
        state=state,
        tone=urgency(owed.due_at, now),
        action="Xem và ký" if signs else "Xem lại",
        url=_page_of(owed),
        due_at=owed.due_at,
        comes_first=signs,
    )


def _state_of(owed: Owed, now: datetime) -> str:
    """The state of what is owed, in words; where the books are shut for good, that."""
    if not owed.milestone.accepts_late and now >= owed.due_at and owed.delivery is None:
        return "Hết hạn, không nhận nữa"
    return owed.submission.get_state_display() if owed.submission else "Chưa nộp"


def _page_of(owed: Owed) -> str:
    """Where the unit writes it; a submission that is not begun yet is begun by posting to its address."""
    if owed.submission:
        return reverse("campaigns:submission", args=[owed.submission.pk])
    return reverse("campaigns:begin", args=[owed.participation.pk, owed.milestone.kind])


def _why_returned(submission: Submission, owed: Owed) -> str:
    """The reason, how many remarks stand at single places, and to whom it goes again."""
    number = getattr(submission, "remarked", None)
    remarks = f" ({number} nhận xét ghi ở từng mục)" if number else ""
    return f"Lý do trả lại: {submission.answer}{remarks} · {recipient(owed)}"


def recipient(owed: Owed) -> str:
    """Who gets it, in the words of the unit."""
    if owed.milestone.addressee == "bloc_leader":
        return f"Gửi Trưởng khối · {owed.participation.bloc.name}"
    return f"Gửi {owed.participation.campaign.standing_body_name} · {owed.participation.campaign.heading}"


def _launch_duty(campaign: Campaign) -> Duty:
    return Duty(
        title=f"Phát động: {campaign.title}",
        detail=campaign.heading,
        state="Đang soạn",
        tone="grey",
        action="Xem và phát động",
        url=reverse("campaigns:detail", args=[campaign.code]),
    )


def _extension_duty(extension: Extension) -> Duty:
    campaign = extension.milestone.campaign
    whom = extension.unit.short_name if extension.unit else "mọi đơn vị"
    return Duty(
        title=f"Duyệt gia hạn: {extension.milestone.name}",
        detail=f"{extension.requested_by} đề nghị cho {whom} {deadline_reading(extension.new_due_at)}",
        state="Chờ người thứ hai",
        tone="amber",
        action="Xem và duyệt",
        url=reverse("campaigns:extensions", args=[campaign.code]),
        due_at=extension.old_due_at,
    )
