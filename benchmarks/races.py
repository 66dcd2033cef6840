"""Races before a deadline (integrity P1, P2): many press at once, while the books are closed.

Every press is stamped with the database's clock, waits in a queue, and is worked off by a few threads, each with a
connection of its own. What came of it is judged by instants that the race itself reads from the database before and
after the product reads its own. With a guard taken away (``CONTROLS``) the same race must show faults, else it proves
nothing.
"""

import json
import queue
import random
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.db import connection

from benchmarks.race_world import Field, World, set_deadline
from campaigns.enums import SubmissionState
from campaigns.models import Closing, Delivery, Receipt, Submission
from campaigns.services import books, filing
from core import clock, locks
from core.exceptions import Refused
from organizations.models import User

PATIENCE = 60  # seconds after which a race hangs
BATCHES = 5


@dataclass(frozen=True)
class Race:
    """How a race is run. All times in seconds.

    ``spread``: presses lie in [due - spread, due + spread / 10]. ``draining``: as ``clock.DRAINING``. ``meet``: when
    given, presses are worked off around due + draining, where the books are being closed; else at once. ``pause``: the
    longest wait before the barrier and again behind it, as slow networks and disks have it.
    """

    units: int
    threads: int
    hard: bool = False
    spread: float = 1.0
    draining: float = 120.0
    meet: float | None = None
    pause: float = 0.0


@dataclass
class Press:
    """One press of the button, and what came of it: "in time", "late", "refused" or the error."""

    unit: int
    submission: uuid.UUID
    arrived: datetime | None = None
    entered: datetime | None = None
    left: datetime | None = None
    outcome: str = ""
    code: str = ""


@dataclass
class Tally:
    """What a race counted; all but the first four must be 0."""

    pressed: int = 0
    in_time: int = 0
    late: int = 0
    refused: int = 0
    accepted_late: int = 0
    in_time_but_refused: int = 0
    lost: int = 0
    doubled: int = 0
    off_the_books: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def faults(self) -> int:
        """How often the product broke its word."""
        return self.accepted_late + self.in_time_but_refused + self.lost + self.doubled + self.off_the_books


def run(world: World, race: Race, control: str = "") -> Tally:
    """One race before a fresh deadline; ``control`` takes a guard away."""
    with ExitStack() as patches:
        patches.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(0.001)  # many threads take turns
        patches.enter_context(mock.patch.object(clock, "DRAINING", timedelta(seconds=race.draining)))
        before = set_deadline(world, units=race.units, hard=race.hard)
        presses = [Press(unit, submission) for unit, submission in before.drafts.items()]
        patches.enter_context(CONTROLS[control](race))
        patches.enter_context(_observed())
        _press_all(world, before, race, presses)
    with mock.patch.object(clock, "DRAINING", timedelta()):
        books.close_books()  # after the longest draining nobody waits here
    return _judged(before, race, presses)


# -- who runs ----------------------------------------------------------------------------------------------------------


def _press_all(world: World, before: Field, race: Race, presses: list[Press]) -> None:
    """Stamp, queue and work off; with ``meet`` the books are closed meanwhile."""
    waiting: queue.Queue[tuple[float, Press] | None] = queue.Queue()
    runners: list[Callable[[float], None]] = [lambda due: _stamp(due, race, presses, waiting)]
    runners += [lambda _: _work_off(world, waiting)] * race.threads
    if race.meet is not None:
        runners.append(lambda due: _close(before, due + race.draining))
    dues: list[float] = []
    start = threading.Barrier(len(runners), action=lambda: dues.append(_stand_at_the_line(before, race)))
    threads = [threading.Thread(target=_with_own_connection, args=(runner, start, dues)) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)


def _stand_at_the_line(before: Field, race: Race) -> float:
    """Everybody is ready: set the deadline, and say when that is by this process's stopwatch."""
    before.move(race.spread + 0.2)
    there, here = _database_clock(), time.perf_counter()
    return here + (before.due_at - there).total_seconds()


def _with_own_connection(runner: Callable[[float], None], start: threading.Barrier, dues: list[float]) -> None:
    try:
        connection.ensure_connection()
        start.wait(PATIENCE)
        runner(dues[0])
    finally:
        connection.close()


def _stamp(due: float, race: Race, presses: list[Press], waiting: "queue.Queue[tuple[float, Press] | None]") -> None:
    """Let everybody press around the deadline, one after the other; the database sleeps, and stamps each press.

    In few statements, since a thread that woke for every press would wait for those that work.
    """
    dice = random.Random(race.units)
    _sleep_until(due - race.spread)
    size = -(-len(presses) // BATCHES)
    for batch in (presses[at : at + size] for at in range(0, len(presses), size)):
        for press, arrived in zip(batch, _stamps(len(batch), race.spread * 1.1 / len(presses)), strict=True):
            press.arrived = arrived
            meet = 0.0 if race.meet is None else due + race.draining + dice.uniform(-race.meet, race.meet / 3)
            waiting.put((meet, press))
    for _ in range(race.threads):
        waiting.put(None)


def _stamps(count: int, apart: float) -> list[datetime]:
    """So many readings of the database's clock, so many seconds apart."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s), clock_timestamp() FROM generate_series(1, %s)", [apart, count])
        return [stamp for _, stamp in cursor.fetchall()]


def _work_off(world: World, waiting: "queue.Queue[tuple[float, Press] | None]") -> None:
    while item := waiting.get(timeout=PATIENCE):
        moment, press = item
        _sleep_until(moment)
        _file(world, press)


def _file(world: World, press: Press) -> None:
    """File as the product does, and note what the unit was told."""
    SEEN.press = press
    by = User.objects.get(pk=world.heads[press.unit])
    try:
        receipt = filing.submit(submission_id=press.submission, version=1, by=by, arrived_at=press.arrived)
    except Refused:
        press.outcome = "refused"
    except Exception as error:  # noqa: BLE001 - whatever else happens is counted as lost
        press.outcome = f"error: {error}"
    else:
        press.code = receipt.code
        in_time = Delivery.objects.filter(submission=press.submission, days_late=0).exists()
        press.outcome = "in time" if in_time else "late"


def _close(before: Field, moment: float) -> None:
    """Close the books as soon as they have drained."""
    while not Closing.objects.filter(milestone=before.milestone).exists():
        _sleep_until(moment)
        books.close_books()
        moment = time.perf_counter() + 0.005


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))


def _database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant


# -- what is observed and what is taken away ---------------------------------------------------------------------------

SEEN = threading.local()


@contextmanager
def _observed() -> Iterator[None]:
    """Note, per press, the database's clock behind the barrier and again when the product has read its own."""
    enter, received = locks.enter_shared, clock.received

    def entering(space: int, key: int) -> None:
        enter(space, key)
        SEEN.press.entered = _database_clock()

    def receiving(arrived_at: datetime | None) -> datetime:
        moment = received(arrived_at)
        SEEN.press.left = _database_clock()
        return moment

    with mock.patch.object(locks, "enter_shared", entering), mock.patch.object(clock, "received", receiving):
        yield


@contextmanager
def _slow(race: Race, before_pause: Callable[[], None] = lambda: None) -> Iterator[None]:
    """The product as it is, on a slow network: a pause before the barrier and one behind it."""
    enter, check = locks.enter_shared, filing.require_open

    def entering(space: int, key: int) -> None:
        before_pause()
        time.sleep(random.uniform(0, race.pause))
        enter(space, key)

    def checking(*args: Any) -> None:
        check(*args)
        time.sleep(random.uniform(0, race.pause))

    with mock.patch.object(locks, "enter_shared", entering), mock.patch.object(filing, "require_open", checking):
        yield


@contextmanager
def _no_barrier(race: Race) -> Iterator[None]:
    """Nobody waits for anybody."""
    with mock.patch.object(locks, "_lock"), _slow(race):
        yield


@contextmanager
def _clock_before_lock(race: Race) -> Iterator[None]:
    """The clock is read before the barrier (integrity, trap 3)."""
    read = clock.real_now

    def look() -> None:
        SEEN.early = read()

    def remembered() -> datetime:
        early: datetime | None = SEEN.__dict__.pop("early", None)
        return early or read()

    with _slow(race, look), mock.patch.object(clock, "real_now", remembered):
        yield


@contextmanager
def _transaction_time(race: Race) -> Iterator[None]:
    """``now()``, which stands still in a transaction, in the place of ``clock_timestamp()`` (integrity, trap 1)."""

    def standing() -> datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            moment: datetime = cursor.fetchone()[0]
        return moment

    with _slow(race), mock.patch.object(clock, "real_now", standing):
        yield


CONTROLS: dict[str, Callable[[Race], Any]] = {
    "": _slow,
    "no barrier": _no_barrier,
    "clock before lock": _clock_before_lock,
    "now() instead of clock_timestamp()": _transaction_time,
}


# -- what it is worth --------------------------------------------------------------------------------------------------


@dataclass
class _Books:
    """What the database holds after the race."""

    receipts: dict[uuid.UUID, list[str]] = field(default_factory=dict)
    drafts: set[uuid.UUID] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)


def _judged(before: Field, race: Race, presses: list[Press]) -> Tally:
    kept = _kept(before)
    tally = Tally(pressed=len(presses))
    for press in presses:
        should = _should_be_in_time(before.due_at, race, press)
        tally.in_time += press.outcome == "in time"
        tally.late += press.outcome == "late"
        tally.refused += press.outcome == "refused"
        tally.accepted_late += press.outcome == "in time" and should is False
        turned_away = not press.code and not race.hard
        tally.in_time_but_refused += turned_away or (should is True and press.outcome != "in time")
        tally.lost += _is_lost(press, kept)
        tally.doubled += len(kept.receipts.get(press.submission, [])) > 1
    acknowledged = {press.code for press in presses if press.outcome == "in time"}
    tally.off_the_books = len(acknowledged ^ kept.listed)
    return tally


def _should_be_in_time(due_at: datetime, race: Race, press: Press) -> bool | None:
    """By the published rule; None where the two readings around the product's own do not agree, or never were."""
    verdicts = {
        (press.arrived if _is_trusted(press, now, race) else now) < due_at  # type: ignore[operator]
        for now in (press.entered, press.left)
        if now is not None
    }
    return verdicts.pop() if len(verdicts) == 1 else None


def _is_trusted(press: Press, now: datetime, race: Race) -> bool:
    return press.arrived is not None and now - timedelta(seconds=race.draining) <= press.arrived <= now


def _is_lost(press: Press, kept: _Books) -> bool:
    """An acknowledgement without its receipt, a refusal without the draft, or no answer at all."""
    if press.code:
        return press.code not in kept.receipts.get(press.submission, [])
    return press.submission not in kept.drafts or not press.outcome


def _kept(before: Field) -> _Books:
    books_ = _Books()
    ids = list(before.drafts.values())
    for submission, code in Receipt.objects.filter(submission__in=ids).values_list("submission_id", "code"):
        books_.receipts.setdefault(submission, []).append(code)
    drafts = Submission.objects.filter(pk__in=ids, state=SubmissionState.DRAFT, sections__isnull=False)
    books_.drafts = set(drafts.values_list("pk", flat=True))
    for closing in Closing.objects.filter(milestone=before.milestone):
        books_.listed |= {row["receipt"] for row in json.loads(bytes(closing.payload))["in_time"]}
    return books_
