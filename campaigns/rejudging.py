"""What follows from a deadline that moved: upper floors append what they read again, in the same transaction."""

from collections.abc import Callable
from typing import Any

from campaigns.models import Extension

# Called with the extension that holds now, the participations (ids) whose deadline it moved, and who granted it.
REJUDGED: list[Callable[[Extension, list[int], Any], None]] = []
