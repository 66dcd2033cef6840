"""The main pages of the demonstration at the stage "ranked": milliseconds, ratio to the floor, queries."""

import statistics
import time
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Participation
from organizations.models import User
from scoring.models import ScoreSheet
from thiduaweb.demo.year import PROGRAMME

ROUNDS = 30
WARM_UP = 3


@dataclass
class Page:
    """One address asked for by one person, with the milliseconds of every round."""

    name: str
    username: str
    url: str
    queries: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of all rounds, in milliseconds."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The 95th percentile of all rounds, in milliseconds."""
        return statistics.quantiles(self.times, n=20)[-1]


def pages() -> list[Page]:
    """The floor first, then the main page of each step of the year."""
    folder = Participation.objects.get(campaign__code=PROGRAMME, unit__code="hg-vi-xuyen")
    sheet = ScoreSheet.objects.get(participation=folder)
    ranking = reverse("scoring:ranking", args=[PROGRAMME])
    return [
        Page("hello (floor)", "chuyenvien", "/hello/"),
        Page("worklist, unit", "thutruong.vi-xuyen", reverse("home")),
        Page("worklist, staff", "chuyenvien", reverse("home")),
        Page("campaigns", "chuyenvien", reverse("campaigns:list")),
        Page("campaign", "chuyenvien", reverse("campaigns:detail", args=[PROGRAMME])),
        Page("follow-up", "chuyenvien", reverse("campaigns:follow_up", args=[PROGRAMME])),
        Page("folder of a unit", "thutruong.vi-xuyen", reverse("campaigns:folder", args=[folder.pk])),
        Page(
            "registration",
            "thutruong.vi-xuyen",
            reverse("campaigns:submission", args=[folder.submissions.get(kind="register").pk]),
        ),
        Page("score sheet", "chuyenvien", reverse("scoring:sheet", args=[sheet.pk])),
        Page("ranking of a bloc", "thutruong.vi-xuyen", f"{ranking}?khoi=huyen-1"),
        Page("ranking of two blocs", "chuyenvien", f"{ranking}?khoi=huyen-1&khoi=huyen-2"),
        Page("awards", "chuyenvien", reverse("awards:detail", args=[PROGRAMME])),
    ]


@override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["testserver"])
def measure() -> list[Page]:
    """Ask for all pages in turn, round after round, so that a busy machine slows all of them alike."""
    found = pages()
    clients = {page.username: signed_in(page.username) for page in found}
    for turn in range(ROUNDS + WARM_UP):
        for page in found:
            started = time.perf_counter()
            response = clients[page.username].get(page.url)
            elapsed = (time.perf_counter() - started) * 1000
            if response.status_code != 200:
                raise RuntimeError(f"{page.url} answered {response.status_code}")
            if turn >= WARM_UP:
                page.times.append(elapsed)
    for page in found:
        with CaptureQueriesContext(connection) as captured:
            clients[page.username].get(page.url)
        page.queries = len(captured)
    return found


def table(found: list[Page]) -> str:
    """The figures as a table for the terminal."""
    floor = found[0].median
    lines = [f"{'page':24}{'median ms':>11}{'p95 ms':>9}{'× hello':>9}{'queries':>9}"]
    lines += [
        f"{page.name:24}{page.median:>11.1f}{page.p95:>9.1f}{page.median / floor:>9.1f}{page.queries:>9}"
        for page in found
    ]
    return "\n".join(lines)


def signed_in(username: str) -> Client:
    """A browser in which ``username`` is signed in."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client
