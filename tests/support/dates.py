"""Moments as tests write them."""

from datetime import datetime

from core.dates import VIETNAM


def on(text: str) -> datetime:
    """A moment in Vietnam: "2021-01-05 08:00", or a bare day at eight in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 08:00").replace(tzinfo=VIETNAM)
