"""Whole campaigns of score sheets, written straight into the database: only reading and computing are looked at."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks import scoring_sample as sample
from benchmarks.reminders import _unit
from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from campaigns.enums import CampaignState, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Participation, Submission
from core import clock
from organizations.enums import Role, UnitKind
from organizations.models import Seat, Unit, User
from scoring.calculation.sheets import Sheet, Table
from scoring.enums import SheetState, TableState
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from scoring.services.totals import set_totals

AT_ONCE = 50  # blocs whose sheets are in memory together
COLUMNS = (
    "sheet_id", "criterion_id", "plan", "plan_source", "actual", "days_late", "late_brackets", "second", "ranks",
    "grade", "assigned", "self_points", "self_note", "bloc_points", "bloc_answer", "bloc_note", "appraised_points",
    "appraised_answer", "appraised_note", "version",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """A campaign whose sheets are all appraised: its staff, its blocs in order, the head of the first unit of each."""

    campaign: Campaign
    staff: User
    blocs: list[Bloc]
    heads: list[User]
    table: Table


def lay(code: str, *, units: int, bloc_size: int, criteria: int, seed: int = 1, tight: bool = False) -> World:
    """Blocs of ``bloc_size`` units, each with a table of so many criteria and every rule in it, its caps ``tight``."""
    authority = _unit(f"{code}-ubnd", UnitKind.AUTHORITY)
    authority.save()
    staff = _person(f"{code}.staff", authority, Role.STAFF)
    campaign = Campaign.objects.create(
        code=code, authority=authority, issuer="UBND", title="Phong trào", year=clock.today().year,
        state=CampaignState.LAUNCHED, launched_at=clock.now() - timedelta(days=1), launched_by=staff,
    )  # fmt: skip
    rows = Unit.objects.bulk_create((_unit(f"{code}-{n}", UnitKind.COMMUNE) for n in range(units)), batch_size=2000)
    blocs = Bloc.objects.bulk_create(
        Bloc(code=f"{code}-{n}", name=f"Khối {code} {n}", authority=authority) for n in range(units // bloc_size)
    )
    campaign.blocs.set(blocs)
    _place(campaign, rows, blocs, bloc_size)
    heads = [_person(f"{code}.head.{n}", rows[n * bloc_size], Role.HEAD) for n in range(min(2, len(blocs)))]
    table, random = sample.table_of(criteria, tight=tight), Random(seed)
    for first in range(0, len(blocs), AT_ONCE):
        _score(campaign, blocs[first : first + AT_ONCE], table, staff, random)
    _analyze()
    return World(campaign, staff, blocs, heads, table)


def _place(campaign: Campaign, units: Sequence[Unit], blocs: Sequence[Bloc], size: int) -> None:
    """Every unit into its bloc, the first of each leads it; every unit into the campaign."""
    placed = [(unit, blocs[at // size], at % size == 0) for at, unit in enumerate(units)]
    Membership.objects.bulk_create(
        (
            Membership(bloc=bloc, unit=unit, year=campaign.year, role=BlocRole.LEADER if leads else BlocRole.MEMBER)
            for unit, bloc, leads in placed
        ),
        batch_size=2000,
    )
    Participation.objects.bulk_create(
        (Participation(campaign=campaign, unit=unit, bloc=bloc) for unit, bloc, _ in placed), batch_size=2000
    )


def _score(campaign: Campaign, blocs: Sequence[Bloc], table: Table, staff: User, random: Random) -> None:
    """Tables, sheets and lines of these blocs."""
    folders: dict[int, list[Participation]] = {bloc.pk: [] for bloc in blocs}
    for one in Participation.objects.filter(campaign=campaign, bloc__in=blocs).order_by("pk"):
        one.campaign = campaign
        folders[one.bloc_id].append(one)
    rows, lines = [], []
    for bloc in blocs:
        stored, criteria = table_for(campaign, bloc, table, staff)
        for folder, plain in zip(folders[bloc.pk], sample.bloc(table, len(folders[bloc.pk]), random), strict=True):
            done = sample.with_points(table, plain, random)
            rows.append(_sheet(folder, stored, table, done, staff))
            lines.append((rows[-1].pk, criteria, done))
    Submission.objects.bulk_create([row.submission for row in rows], batch_size=1000)
    ScoreSheet.objects.bulk_create(rows, batch_size=500)
    insert_lines(cells for sheet_id, criteria, done in lines for cells in _cells(sheet_id, criteria, table, done))


def table_for(campaign: Campaign, bloc: Bloc, table: Table, staff: User) -> tuple[ScoringTable, dict[str, int]]:
    """The frozen table of one bloc, and its criteria by number."""
    stored = ScoringTable.objects.create(
        campaign=campaign, bloc=bloc, name="Bảng tiêu chí", bonus_cap=table.bonus_cap, total_cap=table.total_cap,
        rounding_step=table.step, state=TableState.FROZEN, frozen_at=clock.now(), frozen_by=staff,
    )  # fmt: skip
    groups = CriterionGroup.objects.bulk_create(
        CriterionGroup(table=stored, position=at, no=one.no, name=f"Nhóm {one.no}", max_points=one.max_points,
                       kind=one.kind)
        for at, one in enumerate(table.groups, 1)
    )  # fmt: skip
    by_no = {one.no: one for one in groups}
    criteria = Criterion.objects.bulk_create(
        Criterion(group=by_no[kind.group], position=at, no=one.no, name=f"Tiêu chí {one.no}", rule=kind.key,
                  params=dict(kind.params), max_points=one.max_points, excludes=list(one.excludes),
                  optional=kind.optional)
        for at, (one, kind) in enumerate(zip(table.criteria, sample.kinds(len(table.criteria)), strict=True), 1)
    )  # fmt: skip
    return stored, {one.no: one.pk for one in criteria}


def _sheet(folder: Participation, stored: ScoringTable, table: Table, done: Sheet, staff: User) -> ScoreSheet:
    """An appraised sheet with its totals."""
    now = folder.campaign.launched_at or clock.now()
    submission = Submission(
        participation=folder, kind=SubmissionKind.SELF_SCORE, state=SubmissionState.SUBMITTED, version=1,
        saved_at=now, saved_by=staff,
    )  # fmt: skip
    sheet = ScoreSheet(
        participation=folder, table=stored, submission=submission, state=SheetState.APPRAISED, confirmed_at=now,
        confirmed_by=staff, appraised_at=now, appraised_by=staff,
    )  # fmt: skip
    set_totals(sheet, table, done)
    return sheet


def _cells(sheet_id: UUID, criteria: dict[str, int], table: Table, done: Sheet) -> Iterator[tuple[Any, ...]]:
    """The lines of a sheet as rows of COLUMNS, in what both databases read."""
    for no, line in done.lines.items():
        facts, points = line.facts, line.points
        note = "Theo biên bản họp khối" if points.get("bloc") != points.get("self") else ""
        yield (
            sheet_id.hex, criteria[no], facts.plan, "table", facts.actual, json.dumps(dict(facts.days_late)), "{}",
            facts.second, json.dumps(list(facts.ranks)), facts.grade, line.assigned, points.get("self"), "",
            points.get("bloc"), "", note, points.get("appraised"), "", "", 0,
        )  # fmt: skip


def insert_lines(rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows of COLUMNS into the database, by its quickest way."""
    table, names = ScoreLine._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            plain = [tuple(str(one) if isinstance(one, Decimal) else one for one in row) for row in rows]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)


def _person(username: str, unit: Unit, role: Role) -> User:
    person = User.objects.create(username=username, full_name=username, email=f"{username}@example.vn")
    Seat.objects.create(user=person, unit=unit, role=role)
    return person


def _analyze() -> None:
    """Let the planner know what it would know of a database that lives."""
    with connection.cursor() as cursor:
        for name in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"ANALYZE {name}")
