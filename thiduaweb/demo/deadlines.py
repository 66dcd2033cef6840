"""What happens around the deadlines of the year: one unit is given longer by two people, and books are closed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from campaigns.enums import SubmissionKind
from campaigns.models import Extension, Milestone
from campaigns.services.books import close_books
from campaigns.services.extensions import grant_extension, request_extension
from core.dates import VIETNAM
from organizations.models import User
from organizations.queries import unit_by_code

# The nights in which the books of the deadlines were closed, a few minutes after midnight.
BOOKS_CLOSED_ON = [(1, 10), (1, 13), (2, 1), (6, 20), (6, 30), (11, 30), (12, 5)]
FIRST_STAFF, SECOND_STAFF = "chuyenvien", "chuyenvien2"
UNIT = "hg-hoang-su-phi"
REASON = "Sạt lở đường từ thành phố Hà Giang vào huyện, mất đường truyền mạng trong hai ngày."


def deadline_deeds(programme: str) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    """Request and grant of the extension, and every closing."""
    yield _at(1, 7, 15), lambda: _request(programme)
    yield _at(1, 8, 10), lambda: _grant(programme)
    for month, day in BOOKS_CLOSED_ON:
        yield _at(month, day, 0, 3), close_books


def _request(programme: str) -> None:
    request_extension(
        milestone=Milestone.objects.get(campaign__code=programme, kind=SubmissionKind.REGISTER),
        unit=unit_by_code(UNIT),
        new_due_at=_at(1, 12, 17),
        reason=REASON,
        by=User.objects.get(username=FIRST_STAFF),
    )


def _grant(programme: str) -> None:
    asked = Extension.objects.get(milestone__campaign__code=programme, unit__code=UNIT)
    grant_extension(extension_id=asked.pk, by=User.objects.get(username=SECOND_STAFF))


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2021 in Vietnam."""
    return datetime(2021, month, day, hour, minute, tzinfo=VIETNAM)
