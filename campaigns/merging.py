"""Two people in one form: what each wrote is joined place by place, and only a place that both changed is a question.

A place is a written part, the line of a target, the list of titles. The page remembers of every place the fingerprint
of what it showed; what is typed now, what was shown then and what is stored meanwhile tell who changed what. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.snapshots import canonical_bytes, sha256

Places = Mapping[str, Any]
Seen = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """What follows from a save, by place: ``written`` is to be stored; ``theirs`` was changed by somebody else and not
    here; ``asked`` was changed by both, and holds what is stored.
    """

    written: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)


def fingerprint(value: Any) -> str:
    """Tells two values of a place apart; short, since a page carries one for each place."""
    return sha256(canonical_bytes(value))[:16]


def fingerprints(places: Places) -> dict[str, str]:
    """The fingerprint of every place, as a page that shows ``places`` remembers them."""
    return {place: fingerprint(value) for place, value in places.items()}


def merge(seen: Seen | None, given: Places, stored: Places) -> Merged:
    """Join what was typed (``given``) with what is ``stored``.

    A place given as it is stored is neither; one that is not stored yet is written as it is given; one that the page
    did not show is asked about. ``seen`` None: there was no page, everything counts as seen as it is stored now.
    """
    merged = Merged()
    for place, value in given.items():
        if place not in stored:
            merged.written[place] = value
            continue
        kept = stored[place]
        mine, now = fingerprint(value), fingerprint(kept)
        then = now if seen is None else seen.get(place)
        if mine == now:
            continue
        if then == now:
            merged.written[place] = value
        elif then == mine:
            merged.theirs[place] = kept
        else:
            merged.asked[place] = kept
    return merged
