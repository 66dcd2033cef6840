"""When a request had arrived whole, as told by the reverse proxy of the same machine (integrity C1, step 4)."""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

HEADER = "X-Arrived"
_EPOCH = re.compile(r"([0-9]{1,10})\.([0-9]{3})")  # what nginx calls $msec


def arrival_of(request: HttpRequest) -> datetime | None:
    """The instant (real time, to the millisecond) at which the proxy had the whole request.

    None where the settings do not trust the header (without the proxy anybody could write it) or it makes no sense.
    """
    told = _EPOCH.fullmatch(request.headers.get(HEADER, "")) if settings.TRUST_ARRIVAL else None
    if told is None:
        return None
    return datetime.fromtimestamp(int(told[1]), UTC) + timedelta(milliseconds=int(told[2]))
