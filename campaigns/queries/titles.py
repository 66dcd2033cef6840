"""Reading the catalogue of titles, and what a unit competes for."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from campaigns.competing import Entry
from campaigns.models import Campaign, RegisteredTitle, Submission, Title


def offered(submission: Submission) -> QuerySet[Title]:
    """The titles in force when the campaign begins, and those that were registered already. One query."""
    chosen = Q(pk__in=submission.titles.values("title"))
    return Title.objects.filter(
        Q(pk__in=Title.objects.in_force_on(_first_day(submission.participation.campaign))) | chosen
    )


def registered(submission: Submission) -> list[RegisteredTitle]:
    """What the unit competes for, in the order of the catalogue. One query, however often it is asked of the object."""
    prefetch_related_objects([submission], Prefetch("titles", RegisteredTitle.objects.select_related("title")))
    return list(submission.titles.all())


def entries(submission: Submission) -> list[Entry]:
    """The same, as the checks take it."""
    return [
        Entry(
            title=one.title.name,
            holder=one.title.holder,
            ladder=one.title.ladder,
            basis=one.title.basis,
            number=one.number,
            names=tuple(line for line in one.names.splitlines() if line.strip()),
        )
        for one in registered(submission)
    ]


def _first_day(campaign: Campaign) -> date:
    return campaign.starts_on or date(campaign.year, 1, 1)
