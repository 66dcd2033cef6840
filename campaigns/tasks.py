"""Background work of campaigns."""

from datetime import timedelta

from campaigns.services import books, reminders
from core import jobs


@jobs.sweep("campaigns.remind", every=timedelta(minutes=1))
def remind() -> None:
    """Reminders that are due go out."""
    reminders.sweep()


@jobs.sweep("campaigns.open_books", every=timedelta(seconds=30))
def open_books() -> None:
    """Books that have opened take in what was filed before for another addressee."""
    books.open_books()


@jobs.sweep("campaigns.close_books", every=timedelta(seconds=30))
def close_books() -> None:
    """The books of deadlines that are over and have drained are closed."""
    books.close_books()
