"""The leaders' week: on Monday morning each leader gets one letter about the campaigns of the own authority."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse

from campaigns import digests
from campaigns.enums import CampaignState, SubmissionState
from campaigns.models import Campaign, Delivery, Milestone
from campaigns.queries.reminders import Roll, roll_of, running_milestones
from campaigns.wording import named
from core.dates import short_date
from organizations.enums import Role
from organizations.models import Notice, Seat, User
from organizations.services import Letter, deliver

AHEAD = timedelta(days=30)  # deadlines further off are not yet news
STATES = {SubmissionState.DRAFT: "chưa nộp"} | {
    state: state.label.lower() for state in SubmissionState if state != SubmissionState.DRAFT
}


def write_summaries(moment: datetime) -> int:
    """Write to the leaders who have no summary of this week yet; returns the number of letters.

    Due from Monday morning on, so that a missed Monday is made up; what was launched later waits for the next week.
    Two queries when there is nothing to write, else twelve, two more where a deadline binds not everybody; however
    many campaigns and deadlines.
    """
    if digests.is_quiet(moment, moment):
        return 0
    monday = week_begins(moment)
    leaders = _leaders_without(summary_key(moment), monday)
    if not leaders:
        return 0
    texts = _texts(moment, monday)
    people = User.objects.filter(pk__in=leaders).only("email", "full_name", "username")
    return deliver(
        Letter(
            person,
            f"Tình hình nộp hồ sơ thi đua, tuần từ ngày {short_date(monday.date())}",
            "\n\n".join(texts[authority] for authority in sorted(leaders[person.pk]) if authority in texts),
            reverse("campaigns:list"),
            summary_key(moment),
        )
        for person in people
        if leaders[person.pk] & texts.keys()
    )


def summary_key(moment: datetime) -> str:
    """The cause of a week's summary: one per person."""
    year, week, _ = moment.isocalendar()
    return f"weekly:{year}-W{week:02d}"


def week_begins(moment: datetime) -> datetime:
    """Monday seven o'clock of the week."""
    monday = moment - timedelta(days=moment.weekday())
    return monday.replace(hour=digests.MORNING.hour, minute=0, second=0, microsecond=0)


def _leaders_without(key: str, monday: datetime) -> dict[int, set[int]]:
    """The authorities of each leader (by user id) who has no letter with ``key``, as far as campaigns run there."""
    running = Campaign.objects.filter(state=CampaignState.LAUNCHED, launched_at__lt=monday)
    seats = Seat.objects.filter(
        ended_on=None, role=Role.LEADER, user__is_active=True, unit__in=running.values("authority")
    )
    told = set(Notice.objects.filter(dedupe=key).values_list("recipient_id", flat=True))
    leaders: dict[int, set[int]] = defaultdict(set)
    for user_id, unit_id in seats.values_list("user_id", "unit_id"):
        if user_id not in told:
            leaders[user_id].add(unit_id)
    return dict(leaders)


def _texts(moment: datetime, monday: datetime) -> dict[int, str]:
    """What a summary says about the campaigns of each authority (by id): the deadlines of the next weeks and those
    that are over, how many units stand how, who is late.
    """
    milestones = [
        one
        for one in running_milestones()
        if one.due_at <= moment + AHEAD and one.campaign.launched_at and one.campaign.launched_at < monday
    ]
    roll, late = roll_of(milestones), _late(milestones)
    lines: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for milestone in sorted(milestones, key=lambda one: (one.campaign.title, one.campaign_id, one.due_at)):
        campaign = milestone.campaign
        of_campaign = lines[campaign.authority_id].setdefault(campaign.pk, [f"{campaign.heading} – {campaign.title}"])
        of_campaign += _standing(roll, milestone, late.get(milestone.pk, 0), moment)
    return {
        authority: "\n\n".join("\n".join(of_campaign) for of_campaign in campaigns.values())
        for authority, campaigns in lines.items()
    }


def _standing(roll: Roll, milestone: Milestone, late: int, moment: datetime) -> Iterable[str]:
    """Counts per state of one deadline, then the names of those who are late with it. No query."""
    owing = [(due, roll.state(due)) for due in roll.owing(milestone)]
    counts = Counter(state for _, state in owing)
    stand = ", ".join(f"{label} {counts[state]}" for state, label in STATES.items())
    yield f"– {milestone.name}, {digests.until(milestone.due_at, moment)}: {stand}; nộp chậm {late}."
    overdue = [
        due.participation.unit.short_name
        for due, state in owing
        if state == SubmissionState.DRAFT and due.due_at <= moment
    ]
    if overdue:
        yield f"Quá hạn chưa nộp ({len(overdue)}): {named(overdue, digests.NAMED)}."


def _late(milestones: list[Milestone]) -> dict[int, int]:
    """How many units filed late, by milestone id."""
    late = Delivery.objects.filter(milestone__in=milestones, days_late__gt=0).values_list("milestone")
    return dict(late.annotate(Count("pk")))
