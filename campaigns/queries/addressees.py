"""Who answers a submission, and whose answer is that of the submission as a whole.

Of what is addressed to the standing body its staff answer; of what is addressed to the bloc's leader the leader's
office, for the leader's own unit that of the deputy. Where the bloc has neither, the staff do (domain.md B0).
"""

from collections.abc import Collection
from typing import Any

from blocs.rules import BLOC_OFFICE_ROLES, leaderships
from campaigns.enums import FILED, Addressee, Outcome, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Delivery, Participation, Submission
from campaigns.queries.submissions import dues_answered_by
from organizations.enums import Role


def bloc_offices(participation: Participation) -> set[int]:
    """The units whose offices answer for the bloc's leader what this unit files; empty: the staff do.

    One query, none where ``bloc__memberships`` are prefetched.
    """
    heads = leaderships(participation.bloc.memberships.all())
    return heads[participation.bloc_id, participation.campaign.year].towards(participation.unit_id)


def answers_for(user: Any, participation: Participation) -> set[str]:
    """The addressees for whom ``user`` answers what this unit files, whether or not there is anything to answer."""
    offices = bloc_offices(participation)
    found: set[str] = set()
    if participation.campaign.offices & user.unit_ids(Role.STAFF):
        found |= {Addressee.STANDING_BODY} if offices else {Addressee.STANDING_BODY, Addressee.BLOC_LEADER}
    if offices & user.unit_ids(*BLOC_OFFICE_ROLES):
        found.add(Addressee.BLOC_LEADER)
    return found


def addressed_to(submission: Submission) -> set[str]:
    """The addressees that have it; the standing body where no deadline brought it to anybody."""
    return {one.milestone.addressee for one in submission.deliveries.all()} or {Addressee.STANDING_BODY}


def unanswered(submission: Submission, by: Collection[str]) -> list[Delivery]:
    """What lies with the addressees ``by`` and has no answer of theirs."""
    return [one for one in submission.deliveries.all() if not one.outcome and one.milestone.addressee in by]


def waits_for(submission: Submission, by: Collection[str]) -> bool:
    """Whether one of the addressees ``by`` has still to answer: what is filed, or what the other one has accepted."""
    if submission.state == SubmissionState.SUBMITTED and not submission.deliveries.all():
        return Addressee.STANDING_BODY in by
    return submission.state in FILED and bool(unanswered(submission, by))


def deciding(submission: Submission) -> str:
    """Whose answer is that of the whole: the standing body's where it is an addressee, also one whose books have yet to
    take the submission; else the leader's. Up to five queries.
    """
    addressed = addressed_to(submission)
    if Addressee.STANDING_BODY in addressed or _will_reach_standing_body(submission):
        return Addressee.STANDING_BODY
    return Addressee.BLOC_LEADER


def _will_reach_standing_body(submission: Submission) -> bool:
    first = submission.receipts.order_by("pk").values_list("received_at", flat=True).first()
    return first is not None and any(
        due.milestone.addressee == Addressee.STANDING_BODY and not due.shuts_out(first)
        for due in dues_answered_by(submission)
    )


def office_name(addressee: str, campaign: Campaign) -> str:
    """How letters and pages call an addressee."""
    return "Trưởng khối" if addressee == Addressee.BLOC_LEADER else campaign.standing_body_name


def standing_of(submission: Submission | None, delivery: Delivery | None) -> str:
    """How a unit stands with one addressee: that one's own answer, else the state of the submission.

    "missing" while nothing was filed. What the other addressee returned is with the unit again, so returned here too;
    what only the other one accepted still waits here. Self-scores are answered as a whole, on the sheet.
    """
    if submission is None or submission.state == SubmissionState.DRAFT:
        return "missing"
    if delivery is None or submission.kind == SubmissionKind.SELF_SCORE:
        return submission.state
    if submission.state == SubmissionState.RETURNED:
        return submission.state
    return SubmissionState.ACCEPTED if delivery.outcome == Outcome.ACCEPTED else SubmissionState.SUBMITTED
