"""Scoring at scale beside floors of the same run: points by rule, totals and ranks, pages, saving, workbooks.

Every figure is printed with its goal (design "performance"). Ratios are of medians within this run; pages are asked for
in this process by one person at a time, and at last by sixteen at once from the web server.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from benchmarks import scoring_books as books
from benchmarks import scoring_pages as pages
from benchmarks import scoring_sample as sample
from benchmarks import scoring_served as served
from benchmarks.scoring_world import World, lay
from core import audit, spreadsheets
from core.bulk import update_rows
from scoring.models import ScoreSheet
from scoring.queries.drift import added_up, differing
from scoring.services.recomputation import recompute_campaign


@dataclass(frozen=True)
class Sizes:
    """How much is measured: units of the small and of the large world, units of a bloc, criteria of both worlds, rows
    of the workbook, criteria of the sheet that is imported, how often; rounds and seconds of many at once.
    """

    few: int = 400
    many: int = 10_000
    bloc: int = 20
    short: int = 20
    long: int = 50
    rows: int = spreadsheets.MAX_ROWS
    sheet: int = 1_600  # more points than these criteria bring do not fit a total
    rounds: int = 30
    bursts: int = 5
    burst: float = 2.0


FULL = Sizes()


def measure(sizes: Sizes = FULL, *, large: bool = False) -> Iterator[str]:
    """The lines of the report, each as soon as it is known. ``large``: ten times as many units besides."""
    yield f"{'':64}{'measured':>14}   goal"
    yield from _points(sizes)
    yield from _workbook(sizes)
    wide = lay("wide", units=sizes.few, bloc_size=sizes.few, criteria=sizes.short)
    deep = lay("deep", units=sizes.many, bloc_size=sizes.bloc, criteria=sizes.long)
    with override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["testserver"]):
        yield from _pages(deep, wide, sizes)
    yield from _bulk(deep, sizes)
    if large:
        yield from _growth(deep, sizes)


def line(what: str, value: str, goal: str) -> str:
    """One figure."""
    return f"{what:64}{value:>14}   {goal}"


def median(act: Callable[[], Any], times: int) -> float:
    """The median seconds of so many calls."""
    return statistics.median(_seconds(act) for _ in range(times))


def _seconds(act: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    act()
    return clock() - started


def _points(sizes: Sizes) -> Iterator[str]:
    """All rules mixed, on one core, whatever else the machine does; the figures of a bloc are made before the clock."""
    table, random, spent, peak = sample.table_of(sizes.long), Random(1), 0.0, 0.0
    cells = sizes.many * sizes.long
    for bloc in range(sizes.many // sizes.bloc):
        sheets = sample.bloc(table, sizes.bloc, random)
        spent += _seconds(partial(_values, table, sheets), time.process_time)
        peak = peak or (_memory() if bloc == 1 else 0)
    what = f"points by rule, {sizes.many} × {sizes.long}, 16 rules mixed, a second of CPU"
    yield line(what, f"{cells / spent:,.0f}", "≥ 250,000")
    yield line("  memory after the last bloc ÷ after the second", f"{_memory() / (peak or _memory()):.2f}", "about 1")
    wide = sample.bloc(table, sizes.few, random)
    spent = _seconds(partial(_values, table, wide), time.process_time)
    yield line(f"  one bloc of {sizes.few} units", f"{sizes.few * sizes.long / spent:,.0f}", "≥ 250,000")


def _values(table: sample.Table, sheets: Iterable[sample.Sheet]) -> None:
    for sheet in sheets:
        for one in table.criteria:
            one.rule.value(sheet.lines[one.no].facts, one.max_points, table.step)


def _memory() -> float:
    """The largest this process has been, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform == "linux" else most / 1024 / 1024


def _workbook(sizes: Sizes) -> Iterator[str]:
    """Workbooks as the product takes them, beside the bare reading of the same bytes."""
    goal = "" if books.CALAMINE else " × calamine's (not installed)"
    content = books.widest(sizes.rows, sizes.long)
    whole, floor = median(lambda: books.read_widest(content, sizes.long), 3), books.bare_seconds(content)
    what = f"workbook of {sizes.rows} × {sizes.long}: read and judged ÷ {books.READER}'s raw read"
    yield line(what, f"{whole / floor:.1f}", f"≤ 6{goal}")
    with override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["testserver"]):
        spent = books.imported(lay("book", units=1, bloc_size=1, criteria=sizes.sheet))
    full, few = (spent[f"{one} shown"] + spent[f"{one} written"] for one in ("all", "few"))
    what = f"sheet of {sizes.sheet} criteria imported, every row changed ÷ {books.READER}"
    yield line(what, f"{full / spent['bare']:.0f}", f"≤ 6{goal}")
    yield line("  read, judged and shown; written ÷ the same", _shares(spent, "all"), "")
    yield line("  again with 2 % of the rows changed ÷ every row", f"{few / full:.2f}", "≤ 0.25")
    yield line("  read, judged and shown; written ÷ the same", _shares(spent, "few"), "")
    if spent["bare peak"]:
        what = f"  most memory of the process that opens it ÷ of one with {books.READER}"
        yield line(what, f"{spent['peak'] / spent['bare peak']:.1f}", "≤ 2")


def _shares(spent: dict[str, float], name: str) -> str:
    return "; ".join(f"{spent[f'{name} {part}'] / spent['bare']:.0f}" for part in ("shown", "written"))


def _pages(deep: World, wide: World, sizes: Sizes) -> Iterator[str]:
    """Pages and saving beside the signed-in hello, round after round."""
    for world in (deep, wide):
        pages.publish(world)
    steps = pages.steps(deep, wide, sizes.bloc, sizes.few)
    hello, *rest = pages.timed(steps, sizes.rounds)
    for one in rest:
        yield line(f"{one.name} ÷ hello", f"{hello.median / one.median:.2f}", one.goal)
        yield line(
            "  p95 ÷ p50; queries beside session and user; status",
            f"{one.p95 / one.median:.1f}; {one.queries - hello.queries}; {one.status}",
            one.others,
        )
    yield from _details(deep, wide, sizes)
    yield from _served(deep, wide, sizes)


def _details(deep: World, wide: World, sizes: Sizes) -> Iterator[str]:
    """Every page that lists or shows: slow ones by their 95th percentile, queries in a bloc of either size."""
    hello, *found = pages.timed([pages.hello(deep), *pages.details(deep)], sizes.rounds)
    for one, other in zip(found, pages.counted(pages.details(wide)), strict=True):
        yield line(
            f"{one.name}: p95 ÷ hello's p50; queries; in a bloc of {sizes.few}",
            f"{one.p95 / hello.median:.1f}; {one.queries}; {other.queries}",
            f"{one.goal}; {one.others}",
        )


def _served(deep: World, wide: World, sizes: Sizes) -> Iterator[str]:
    """The web server itself, asked by many at once."""
    if connection.vendor != "postgresql":
        yield "many at once: not measured, the server needs PostgreSQL to share the database"
        return
    worlds = [(deep, sizes.bloc, ("≥ 0.7", "≤ 2")), (wide, sizes.few, ("≥ 0.25", ""))]
    hello, *found = served.measure(worlds, bursts=sizes.bursts, burst=sizes.burst)
    for one in found:
        yield line(f"{one.name}: answers a second ÷ hello's", f"{one.rate / hello.rate:.2f}", one.goals[0])
        yield line("  p95 ÷ p50; of hello", f"{one.spread:.1f}; {hello.spread:.1f}", one.goals[1])


def _bulk(world: World, sizes: Sizes) -> Iterator[str]:
    """Totals and ranks of everything, beside the bare SELECT that adds up."""
    campaign, size = world.campaign, f"{sizes.many} × {sizes.long}"
    floor = median(_bare_sums, 5)
    yield line(f"aggregate-only SELECT of {size}, ms (the floor)", f"{floor * 1000:.0f}", "")
    one_pass = median(lambda: added_up(campaign), 5)
    yield line("totals with caps and ranks from points in one pass ÷ floor", f"{one_pass / floor:.1f}", "≤ 2")
    yield line(
        "sheets whose kept totals differ, three tiers ÷ floor",
        f"{_seconds(lambda: differing(campaign)) / floor:.1f}",
        "",
    )
    same = _seconds(lambda: recompute_campaign(campaign=campaign, by=None))
    what = "all computed again (rules, totals, classes), nothing differs, s"
    yield line(what, f"{same:.1f}", f"{sizes.many * sizes.long / same:,.0f} cells a second")
    _spoil(world, 50)
    yield line("  the same with 2 % of the totals wrong, s", f"{_again(world):.1f}", "audit row each")
    _spoil(world, 1)
    wrong = _again(world)
    yield line("  the same with every total wrong, s", f"{wrong:.1f}", "audit row each")
    what = "totals, ranks, an audit row per changed total (all) ÷ floor"
    yield line(what, f"{wrong / floor:.1f}", "≤ 4 (here with rules and classes)")
    what = "  the pass alone, its totals written, an audit row each ÷ floor"
    yield line(what, f"{_seconds(lambda: _written(world)) / floor:.1f}", "≤ 4")
    yield line("  sheets that still differ", str(len(differing(campaign))), "0")
    yield from _today(sizes, one_pass)


def _today(sizes: Sizes, one_pass: float) -> Iterator[str]:
    """What people do today: SUM and RANK in a spreadsheet."""
    found = books.office_seconds(sizes.many, sizes.long, sizes.bloc)
    if not found:
        yield "LibreOffice's SUM and RANK: not measured, soffice is not installed"
    for what, seconds, goal in found:
        yield line(f"LibreOffice's SUM and RANK {what} ÷ one pass", f"{seconds / one_pass:.1f}", goal)


def _bare_sums() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sheet_id, SUM(appraised_points) FROM scoring_scoreline GROUP BY sheet_id")
        cursor.fetchall()


def _spoil(world: World, every: int) -> None:
    """Take a hundredth from the total of every so many unpublished sheet."""
    sheets = ScoreSheet.objects.filter(participation__campaign=world.campaign).order_by("pk")
    wrong = list(sheets.values_list("pk", flat=True))[::every]
    ScoreSheet.objects.filter(pk__in=wrong).exclude(state="published").update(appraised_total=Decimal("0.01"))


def _again(world: World) -> float:
    return _seconds(lambda: recompute_campaign(campaign=world.campaign, by=None))


@transaction.atomic
def _written(world: World) -> None:
    """One pass whose totals are written, by the parts of which the product makes its own recomputation."""
    totals = {one.sheet_id: one.total for one in added_up(world.campaign)}
    kept = ScoreSheet.objects.filter(participation__campaign=world.campaign).exclude(state="published")
    sheets = list(kept.only("appraised_total"))
    for sheet in sheets:
        sheet.appraised_total = totals[sheet.pk]
    update_rows(sheets, ["appraised_total"])
    audit.record_all("sheet.recomputed", ((one, {"total": one.appraised_total}) for one in sheets), by=None)


def _growth(deep: World, sizes: Sizes) -> Iterator[str]:
    """Ten times as many sheets: the pass grows with them, the page of one bloc does not."""
    small = median(lambda: added_up(deep.campaign), 5)
    larger = lay("large", units=sizes.many * 10, bloc_size=sizes.bloc, criteria=sizes.long)
    yield line(
        f"one pass over {sizes.many * 10} ÷ over {sizes.many} sheets",
        f"{median(lambda: added_up(larger.campaign), 3) / small:.1f}",
        "≤ 11",
    )
    pages.publish(larger)
    with override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["testserver"]):
        one, other = pages.timed([pages.ranking(deep, sizes.bloc), pages.ranking(larger, sizes.bloc)], sizes.rounds)
    yield line("ranking page of one bloc there ÷ here", f"{other.median / one.median:.2f}", "about 1")
