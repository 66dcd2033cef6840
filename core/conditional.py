"""Pages that a browser has already: it asks with the mark it was given, and gets 304 while nothing it shows changed.

The mark is of one sign-in, so that what was kept for one person answers nobody else, nor the same person after signing
out; and of the release, so that new templates are seen.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from core.snapshots import sha256

CACHING = "private, no-cache"  # kept by this browser only, and asked about every time


def answer(request: HttpRequest, seen: tuple[Any, ...], make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The page of ``make``, or 304 without making it where the browser has it.

    ``seen`` must hold all that the page shows or follows from: versions, rights of the reader, the frame's counts. A
    page that shows messages is always made and never kept.
    """
    if len(getattr(request, "_messages", ())):
        return make()
    mark = f'"{sha256(repr((request.session.session_key, request.get_full_path(), release(), seen)).encode())}"'
    known = get_conditional_response(request, etag=mark)
    if known is not None:
        known["ETag"], known["Cache-Control"] = mark, CACHING
        return known
    response = make()
    if response.status_code == 200:
        response["ETag"], response["Cache-Control"] = mark, CACHING
    return response


@lru_cache(maxsize=1)
def release() -> str:
    """What stands for the pages as this process writes them: templates and static files by name, size and time."""
    found = [path for folder in ("templates", "static") for path in (Path(settings.BASE_DIR) / folder).rglob("*.*")]
    marks = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found)
    return sha256(repr(marks).encode())
