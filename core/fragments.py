"""Parts of pages that are the same for everybody who may see them, rendered once per version and kept by key.

The key must name everything that the part shows and what its readers have in common (the version, whether they may open
the sheets); what is one reader's own (the own row) is chosen from several kept parts, never rendered into a shared one.
Kept in the memory of this process, so that a new release starts with nothing kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings

MOST = 256
_kept: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
_lock = Lock()
Part = TypeVar("Part")


def kept(key: tuple[Hashable, ...], make: Callable[[], Part]) -> Part:
    """What ``make`` gave for ``key``; the least recently used of MOST parts is forgotten.

    While templates are being written (DEBUG) nothing is kept.
    """
    if settings.DEBUG:
        return make()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast("Part", _kept[key])
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Keep nothing any more (tests)."""
    with _lock:
        _kept.clear()
