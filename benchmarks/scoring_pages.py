"""What a browser asks of scoring, timed round after round beside the signed-in hello."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.pages import WARM_UP, signed_in
from benchmarks.scoring_world import World
from campaigns.models import Submission
from organizations.models import User
from scoring.models import ScoreLine, ScoreSheet
from scoring.services import rankings

Ask = Callable[[int], Any]


@dataclass
class Timed:
    """One request with its goals, and the milliseconds of every round."""

    name: str
    goal: str
    others: str
    ask: Ask
    times: list[float] = field(default_factory=list)
    queries: int = 0
    status: int = 0

    @property
    def median(self) -> float:
        """The median of all rounds."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The 95th percentile of all rounds."""
        return statistics.quantiles(self.times, n=20)[-1]


def publish(world: World) -> None:
    """Publish the first bloc."""
    rankings.publish_bloc(campaign=world.campaign, bloc=world.blocs[0], by=world.staff)


def steps(deep: World, wide: World, few: int, many: int) -> list[Timed]:
    """The floor first."""
    return [
        hello(deep),
        ranking(deep, few),
        unchanged(deep, few, "≥ 0.7", "304"),
        ranking(wide, many, "≥ 0.25"),
        unchanged(wide, many, "≥ 0.65", "304"),
        saving(deep),
    ]


def hello(world: World) -> Timed:
    """The floor."""
    client = signed_in(world.heads[0].username)
    return Timed("hello", "", "", lambda _turn: client.get("/hello/"))


def ranking(world: World, size: int, goal: str = "≥ 0.7") -> Timed:
    """The published ranking of the first bloc, as the head of its first unit sees it."""
    client, url = _ranking(world)
    return Timed(f"ranking of {size} units", goal, "≤ 2; ≤ 4; 200", lambda _turn: client.get(url))


def unchanged(world: World, size: int, goal: str, status: str) -> Timed:
    """The same by a browser that has seen it: it sends the ETag that it was given, if it was given one."""
    client, url = _ranking(world)
    known = client.get(url).headers.get("ETag", "")
    headers = {"If-None-Match": known} if known else {}
    name = f"ranking of {size} units, nothing changed"
    return Timed(name, goal, f"≤ 2; ≤ 4; {status}", lambda _turn: client.get(url, headers=headers))


def saving(world: World) -> Timed:
    """One figure of a draft, saved as its page does it while the unit types."""
    sheet = back_to_draft(world, world.heads[1])
    row = ScoreLine.objects.filter(sheet=sheet, criterion__rule="proportional").earliest("pk")
    client, url = signed_in(world.heads[1].username), reverse("scoring:line", args=[row.pk])
    state = {"version": row.version}

    def ask(turn: int) -> Any:
        typed = {"version": state["version"], "actual": f"{20 + turn % 70},5", "note": ""}
        answer = client.post(url, typed, headers={"HX-Request": "true"})
        state["version"] += 1
        return answer

    return Timed("saving one point", "≥ 0.4", "≤ 2; –; 200", ask)


def back_to_draft(world: World, head: User) -> ScoreSheet:
    """The sheet of this head's unit, with the unit again."""
    sheet = ScoreSheet.objects.select_related("participation__unit", "participation__campaign", "table").get(
        participation__campaign=world.campaign, participation__unit__seats__user=head
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(state="draft")
    Submission.objects.filter(pk=sheet.submission_id).update(state="draft")
    sheet.refresh_from_db(fields=["state"])
    return sheet


def details(world: World) -> list[Timed]:
    """Every page of scoring that lists or shows, about the first bloc: its leader has the list, the staff the rest."""
    sheet = ScoreSheet.objects.filter(
        participation__campaign=world.campaign, participation__bloc=world.blocs[0]
    ).earliest("pk")
    code, bloc, unit = world.campaign.code, world.blocs[0].code, sheet.participation.unit.code
    leader, staff = signed_in(world.heads[0].username), signed_in(world.staff.username)
    addresses = (
        ("list of sheets", leader, reverse("scoring:list")),
        ("sheet", staff, reverse("scoring:sheet", args=[sheet.pk])),
        ("table", staff, reverse("scoring:table", args=[sheet.table_id])),
        ("ranking", staff, f"{reverse('scoring:ranking', args=[code])}?khoi={bloc}"),
        ("why", staff, reverse("scoring:why", args=[code, unit])),
        ("heat", staff, reverse("scoring:heat", args=[code, bloc])),
        ("integrity", staff, reverse("scoring:integrity", args=[code, bloc])),
    )
    return [
        Timed(name, "≤ 8", "≤ 12, the same", partial(lambda client, url, _turn: client.get(url), client, url))
        for name, client, url in addresses
    ]


def timed(found: list[Timed], rounds: int) -> list[Timed]:
    """Ask for all in turn, round after round, so that a busy machine slows all of them alike."""
    for turn in range(rounds + WARM_UP):
        for one in found:
            started = time.perf_counter()
            answer = one.ask(turn)
            elapsed = (time.perf_counter() - started) * 1000
            one.status = answer.status_code
            if one.status not in (200, 304):
                raise RuntimeError(f"{one.name} answered {one.status}")
            if turn >= WARM_UP:
                one.times.append(elapsed)
    return counted(found, rounds + WARM_UP)


def counted(found: list[Timed], turn: int = 0) -> list[Timed]:
    """Count the queries of each."""
    for one in found:
        with CaptureQueriesContext(connection) as captured:
            one.ask(turn)
        one.queries = len(captured)
    return found


def _ranking(world: World) -> tuple[Client, str]:
    url = reverse("scoring:ranking", args=[world.campaign.code])
    return signed_in(world.heads[0].username), f"{url}?khoi={world.blocs[0].code}"
