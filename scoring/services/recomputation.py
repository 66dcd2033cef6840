"""Everything that follows from the facts, computed again over a whole campaign: points by rule, totals, classes.

Bloc after bloc, each in a transaction of its own, so that scoring goes on meanwhile and an interruption loses nothing;
what is published stays as it was published. Where all is in order nothing is written.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from campaigns.queries.campaigns import lock_campaign
from core import audit, jobs
from core.authz import require
from core.bulk import update_rows
from core.models import Job
from organizations.models import User
from scoring.calculation import sheets as arithmetic
from scoring.enums import SheetState
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import said_on
from scoring.queries.peers import not_filed
from scoring.queries.recomputation import GOING_ON, bloc_ids, known_sheets, known_table, latest_job
from scoring.queries.sheets import lock_sheets
from scoring.services.facts import take_points
from scoring.services.totals import KEPT, set_totals

POINTS = ["self_points", "bloc_points", "bloc_note", "appraised_points", "appraised_note", "version"]
Told = Callable[[int, int], None]  # how many blocs of how many are done


@dataclass(frozen=True)
class Outcome:
    """What a recomputation looked at and changed; adds up over blocs."""

    blocs: int = 0
    sheets: int = 0
    changed: int = 0
    lines: int = 0
    published: int = 0

    @property
    def words(self) -> str:
        """What was done in one sentence."""
        kept = f"; {self.published} bảng đã công bố giữ nguyên" if self.published else ""
        return (
            f"đã tính lại {self.sheets} bảng điểm trong {self.blocs} khối, "
            f"thay đổi {self.changed} bảng ({self.lines} dòng điểm){kept}."
        )

    def __add__(self, other: "Outcome") -> "Outcome":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Outcome(*(one + two for one, two in pairs))


@transaction.atomic(durable=True)
def request_recomputation(*, campaign: Campaign, by: Any) -> Job:
    """Have the campaign computed again in the background; asked while that is going on, the same job."""
    locked = lock_campaign(campaign.pk)
    require(by, "scoring.recompute", locked)
    running = latest_job(locked)
    if running is not None and running.state in GOING_ON:
        return running
    job = jobs.enqueue("scoring.recompute", campaign=locked.pk, by=by.pk)
    audit.record("scoring.recomputation_requested", on=locked, by=by, job=str(job.pk))
    return job


def run_recomputation(*, campaign_id: int, by_id: int, progress: Callable[[int, str], None]) -> Outcome:
    """The background work: ``progress`` hears the percentage after each bloc, and at the end what was done."""

    def told(done: int, of: int) -> None:
        progress(done * 99 // of, f"Đã tính {done}/{of} khối")

    campaign, by = Campaign.objects.get(pk=campaign_id), User.objects.get(pk=by_id)
    outcome = recompute_campaign(campaign=campaign, by=by, told=told)
    progress(100, outcome.words[0].upper() + outcome.words[1:])
    return outcome


def recompute_campaign(*, campaign: Campaign, by: Any, told: Told | None = None) -> Outcome:
    """Compute every bloc of the campaign again; ``told`` hears after each how far it is. Safe to run twice."""
    blocs = bloc_ids(campaign)
    outcome = Outcome()
    for done, bloc_id in enumerate(blocs, 1):
        outcome += recompute_bloc(campaign=campaign, bloc_id=bloc_id, by=by)
        if told:
            told(done, len(blocs))
    return outcome


@transaction.atomic(durable=True)
def recompute_bloc(*, campaign: Campaign, bloc_id: int, by: Any) -> Outcome:
    """Compute one bloc again: the rows that differ are written, each changed sheet leaves a line in the trail."""
    everything = lock_sheets(campaign, bloc_id)
    sheets = [sheet for sheet in everything if sheet.state != SheetState.PUBLISHED]
    if not sheets:
        return Outcome(blocs=1, published=len(everything))
    tables = {pk: known_table(table) for pk, table in {one.table_id: one.table for one in everything}.items()}
    known = known_sheets(everything, tables)
    plain = {pk: one.plain for pk, one in known.items()}
    waiting = not_filed(everything[0].participation)
    for pk, table in tables.items():
        _let_compare(table.rules, [one for one in everything if one.table_id == pk], plain, waiting)
    rules = {one.pk: tables[one.table_id].rules for one in sheets}
    points = {one.pk: _points_by_rule(one, rules[one.pk], plain[one.pk]) for one in sheets}
    lines = ScoreLine.objects.in_bulk([known[pk].keys[no] for pk, moved in points.items() for no in moved])
    for one in sheets:
        moved = {no: (lines[known[one.pk].keys[no]], value) for no, value in points[one.pk].items()}
        plain[one.pk] = _with_points(one, plain[one.pk], moved)
    changes = [_recompute(one, rules[one.pk], plain[one.pk], len(points[one.pk])) for one in sheets]
    changed = [one for one in changes if one.differs]
    if changed:
        update_rows(list(lines.values()), POINTS)
        update_rows([one.sheet for one in changed], [*KEPT, "version"])
        audit.record_all("sheet.recomputed", ((one.sheet, one.detail) for one in changed), by=by)
    return Outcome(1, len(sheets), len(changed), len(lines), len(everything) - len(sheets))


def _let_compare(
    rules: arithmetic.Table, sheets: list[ScoreSheet], plain: dict[uuid.UUID, arithmetic.Sheet], waiting: int
) -> None:
    """Let the rules that compare see the whole bloc, once all have filed."""
    if not waiting:
        peers = arithmetic.peers_of(rules, [plain[one.pk] for one in sheets])
        plain |= {one.pk: arithmetic.with_peers(plain[one.pk], peers) for one in sheets}


def _points_by_rule(sheet: ScoreSheet, rules: arithmetic.Table, plain: arithmetic.Sheet) -> dict[str, Decimal | None]:
    """What the rules give, by number of the criterion, where the unit's points are not that. Typed points stay, and so
    does what compares the bloc on a filed sheet while somebody has not filed (as in ``follow_bloc``).
    """
    if sheet.self_missing:
        return {}
    filed, found = sheet.state != SheetState.DRAFT, {}
    for one in rules.criteria:
        line = plain.lines.get(one.no)
        if line is None:
            continue
        waits = filed and one.rule.relative and line.facts.peers is None
        if line.assigned and (waits or one.rule.input == "points"):
            continue
        points = one.rule.value(line.facts, one.max_points, rules.step) if line.assigned else None
        if points != line.points[arithmetic.SELF]:
            found[one.no] = points
    return found


def _with_points(
    sheet: ScoreSheet, plain: arithmetic.Sheet, moved: Mapping[str, tuple[ScoreLine, Decimal | None]]
) -> arithmetic.Sheet:
    """The sheet with these points of the unit on its lines, and what upper tiers take over from them."""
    for line, points in moved.values():
        take_points(line, points, filed=sheet.state != SheetState.DRAFT)
        line.version += 1
    lines = {no: said_on(line, plain.lines[no]) for no, (line, _) in moved.items()}
    return replace(plain, lines={**plain.lines, **lines}) if lines else plain


@dataclass(frozen=True)
class _Change:
    """One sheet after its recomputation, and whether anything it keeps differs from before."""

    sheet: ScoreSheet
    differs: bool
    detail: dict[str, Any]


def _recompute(sheet: ScoreSheet, rules: arithmetic.Table, plain: arithmetic.Sheet, moved: int) -> _Change:
    before, old = _kept(sheet), sheet.total
    set_totals(sheet, rules, plain)
    differs = moved > 0 or not _same(_kept(sheet), before)
    sheet.version += differs
    return _Change(sheet, differs, {"total_before": old, "total": sheet.total, "lines": moved})


def _kept(sheet: ScoreSheet) -> list[Any]:
    return [getattr(sheet, name) for name in KEPT]


def _same(one: Any, other: Any) -> bool:
    """Whether two sheets keep the same figures: "7" and "7.00" are."""
    return one == other or _numbers(one) == _numbers(other)


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_numbers(one) for one in value]
    if isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
