"""What the frame of every page shows: the six places, who is signed in, unread letters, the assumed date."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from core import clock
from core.authz import can
from organizations.queries import unread

PLACES = [
    ("Bàn làm việc", "home", "/ban-lam-viec/"),
    ("Phong trào", "campaigns:list", "/phong-trao/"),
    ("Khối thi đua", "blocs:list", "/khoi/"),
    ("Chấm điểm", "scoring:list", "/cham-diem/"),
    ("Khen thưởng", "awards:list", "/khen-thuong/"),
    ("Báo cáo", "reports:list", "/bao-cao/"),
]


@dataclass(frozen=True)
class Place:
    """One of the six places in the top bar."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class Shell:
    """The frame of a page for one signed-in person."""

    brand: str
    places: list[Place]
    user_name: str
    role_label: str
    unit_name: str
    unread: int
    inbox_url: str
    assumed_now: datetime | None
    clock_url: str


def shell(request: Any) -> dict[str, Shell]:
    """Template context ``shell``; absent for people who have not signed in."""
    if hasattr(request, "frame"):
        return dict(request.frame)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path.startswith("/quan-tri/"):
        return {}
    seat = user.seats[0] if user.seats else None
    reading = getattr(request, "clock", None) or clock.read()
    return {
        "shell": Shell(
            brand="Thi đua",
            places=[Place(label, reverse(name), request.path.startswith(path)) for label, name, path in PLACES],
            user_name=str(user),
            role_label=seat.get_role_display() if seat else "",
            unit_name=seat.unit.short_name if seat else "",
            unread=unread(user),
            inbox_url=reverse("organizations:inbox"),
            assumed_now=reading.now.replace(second=0, microsecond=0) if reading.is_assumed else None,
            clock_url=reverse("assumed_date") if reading.is_assumed and can(user, "core.assume_date") else "",
        )
    }
