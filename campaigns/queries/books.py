"""The books of deadlines: which are to be closed, and in which state each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from campaigns.enums import CampaignState, ExtensionState
from campaigns.models import Closing, Extension, Milestone

RUN = [CampaignState.LAUNCHED, CampaignState.CLOSED]


@dataclass(frozen=True)
class Book:
    """One deadline at one instant: the milestone's own, or one that single units were granted."""

    milestone: Milestone
    due_at: datetime


@dataclass(frozen=True)
class BookState:
    """How the book of a milestone stands at a moment, in words, with its closing once it is closed."""

    label: str
    tone: str
    closing: Closing | None = None


def books_to_close(before: datetime) -> list[Book]:
    """The books whose deadline is not after ``before`` and that are not closed, the oldest first. Two queries."""
    shut = Closing.objects.filter(milestone=OuterRef("pk"), due_at=OuterRef("due_at"))
    own = Milestone.objects.filter(~Exists(shut), due_at__lte=before, campaign__state__in=RUN)
    found = {(one.pk, one.due_at): Book(one, one.due_at) for one in own}
    for one in _granted(before):
        found[one.milestone_id, one.new_due_at] = Book(one.milestone, one.new_due_at)
    return sorted(found.values(), key=lambda book: (book.due_at, book.milestone.pk))


def _granted(before: datetime) -> list[Extension]:
    """Instants that hold for single units: later than the milestone's own, not put off again, not closed yet."""
    shut = Closing.objects.filter(milestone=OuterRef("milestone"), due_at=OuterRef("new_due_at"))
    granted = Extension.objects.filter(state=ExtensionState.GRANTED)
    later = granted.filter(
        milestone=OuterRef("milestone"), unit=OuterRef("unit"), new_due_at__gt=OuterRef("new_due_at")
    )
    holding = granted.filter(
        ~Exists(shut),
        ~Exists(later),
        unit__isnull=False,
        new_due_at__lte=before,
        new_due_at__gt=F("milestone__due_at"),
        milestone__campaign__state__in=RUN,
    )
    return list(holding.select_related("milestone"))


def closings_of(milestones: Iterable[Milestone]) -> dict[tuple[int, datetime], Closing]:
    """The closings of ``milestones``, by milestone and instant. One query."""
    rows = Closing.objects.filter(milestone__in=[one.pk for one in milestones]).defer("payload")
    return {(one.milestone_id, one.due_at): one for one in rows}


def state_of(milestone: Milestone, closings: dict[tuple[int, datetime], Closing], now: datetime) -> BookState:
    """Chưa mở, đang mở, đang chốt (draining) or đã khóa sổ."""
    closing = closings.get((milestone.pk, milestone.due_at))
    if closing:
        return BookState("Đã khóa sổ", "green", closing)
    if milestone.opens_at and now < milestone.opens_at:
        return BookState("Chưa mở", "grey")
    if now < milestone.due_at:
        return BookState("Đang mở", "green")
    return BookState("Đang chốt", "amber") if milestone.campaign.state in RUN else BookState("Đã qua", "grey")
