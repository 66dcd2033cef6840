"""Background work of campaigns."""

from datetime import timedelta

from campaigns.services import reminders
from core import jobs


@jobs.sweep("campaigns.remind", every=timedelta(minutes=1))
def remind() -> None:
    """Reminders that are due go out."""
    reminders.sweep()
