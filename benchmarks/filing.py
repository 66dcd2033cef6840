"""Saving and filing a registration, as a browser does it, beside a signed-in hello of the same run."""

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.pages import ROUNDS, WARM_UP, Page, signed_in
from campaigns.merging import fingerprints
from campaigns.models import Submission
from campaigns.queries.places import places_of
from campaigns.services import answers
from organizations.models import User
from thiduaweb.demo.year import PROGRAMME

UNIT, HEAD = "hg-vi-xuyen", "thutruong.vi-xuyen"
Step = Callable[[int], Callable[[], Any]]  # makes ready the request of one round


@override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["testserver"])
def measure() -> list[Page]:
    """One registration is sent back, one of its parts saved, and filed again, round after round."""
    submission = Submission.objects.get(
        participation__campaign__code=PROGRAMME, participation__unit__code=UNIT, kind="register"
    )
    found = _steps(submission)
    for turn in range(ROUNDS + WARM_UP):
        _give_back(submission)
        for page, step in found:
            request = step(turn)
            with CaptureQueriesContext(connection) if turn == 0 else _nothing() as captured:
                started = time.perf_counter()
                answer = request()
                elapsed = (time.perf_counter() - started) * 1000
            if answer.status_code not in (200, 302):
                raise RuntimeError(f"{page.name} answered {answer.status_code}")
            if turn >= WARM_UP:
                page.times.append(elapsed)
            page.queries = page.queries or len(captured)
    return [page for page, _ in found]


def _steps(submission: Submission) -> list[tuple[Page, Step]]:
    """What the browser of the head sends, the floor first."""
    client = signed_in(HEAD)
    save, file = (reverse(f"campaigns:{name}", args=[submission.pk]) for name in ("autosave", "submit"))

    def saving(turn: int) -> Callable[[], Any]:
        seen = json.dumps(fingerprints(places_of(Submission.objects.get(pk=submission.pk))))
        return lambda: client.post(save, {"version": 0, "seen": seen, "text_contents": f"Lần {turn}"})

    def filing(_turn: int) -> Callable[[], Any]:
        submission.refresh_from_db()
        return lambda: client.post(file, {"version": submission.version})

    return [
        (Page("hello (floor)", HEAD, "/hello/"), lambda _turn: lambda: client.get("/hello/")),
        (Page("autosave of a part", HEAD, save), saving),
        (Page("filing", HEAD, file), filing),
    ]


def _nothing() -> AbstractContextManager[list[Any]]:
    """Counting queries costs time, so the rounds that are timed do not."""
    return nullcontext([])


def _give_back(submission: Submission) -> None:
    """The addressee sends it back, so that it can be filed again."""
    submission.refresh_from_db()
    if submission.state == "submitted":
        answers.send_back(submission_id=submission.pk, by=User.objects.get(username="chuyenvien"), reason="Đo tốc độ")
    elif submission.state == "accepted":
        Submission.objects.filter(pk=submission.pk).update(state="returned", answer="Đo tốc độ")
