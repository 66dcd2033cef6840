"""One sweep of reminders over 10,000 units, and a second one that finds nothing left to say; beside the floor that
writes to each unit by a job of its own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from campaigns.digests import own_part
from campaigns.enums import FILED, CampaignState, SubmissionKind
from campaigns.models import Campaign, Milestone, Participation, Reminder, Submission
from campaigns.queries.deadlines import Due
from campaigns.queries.reminders import Missing
from campaigns.services.reminders import sweep
from core import clock, jobs
from core.dates import VIETNAM
from core.models import Job
from organizations.enums import Role, UnitKind
from organizations.models import Seat, Unit, User
from organizations.queries import people_at
from organizations.services import name_keys, notify

UNITS, BLOC_SIZE, SAMPLE = 10_000, 20, 500
NOW = datetime(2021, 3, 10, 8, 0, tzinfo=VIETNAM)  # a Wednesday: nothing waits for Monday
FLOOR = "benchmarks.remind_unit"


@dataclass(frozen=True)
class Figure:
    """One measured call."""

    seconds: float
    queries: int
    result: int


def measure() -> str:
    """Build the units, sweep twice, write to SAMPLE of them one by one; the figures as text."""
    milestone = build()
    clock.assume(NOW)
    folders = list(Participation.objects.filter(campaign=milestone.campaign).order_by("pk")[:SAMPLE])
    first, second = _timed(sweep), _timed(sweep)
    floor = _timed(lambda: _one_job_each(milestone, folders))
    scaled = floor.seconds * UNITS / SAMPLE
    return "\n".join(
        [
            f"{UNITS} units in {UNITS // BLOC_SIZE} blocs, two people each",
            f"first sweep     {first.seconds:8.2f} s {first.queries:7} queries {first.result:7} letters",
            f"second sweep    {second.seconds:8.2f} s {second.queries:7} queries {second.result:7} letters",
            f"floor, one job per unit (broker left out; {SAMPLE} units in {floor.seconds:.2f} s, scaled)",
            f"                {scaled:8.2f} s {floor.queries * UNITS // SAMPLE:7} queries"
            f" {floor.result * UNITS // SAMPLE:7} letters",
            f"floor / first sweep = {scaled / first.seconds:.1f}",
        ]
    )


def build() -> Milestone:
    """A campaign that runs, with one deadline in three days, and all units with an officer and a head each."""
    authority = _unit("bench-ubnd", UnitKind.AUTHORITY)
    authority.save()
    staff = User.objects.create(username="bench.staff", full_name="Chuyên viên", email="staff@example.vn")
    Seat.objects.create(user=staff, unit=authority, role=Role.STAFF)
    campaign = Campaign.objects.create(
        code="bench", authority=authority, issuer="UBND", title="Phong trào", year=NOW.year,
        state=CampaignState.LAUNCHED, launched_at=NOW - timedelta(days=1), launched_by=staff,
    )  # fmt: skip
    units = Unit.objects.bulk_create(_unit(f"bench-{n}", UnitKind.COMMUNE) for n in range(UNITS))
    blocs = Bloc.objects.bulk_create(
        Bloc(code=f"bench-{n}", name=f"Khối {n}", authority=authority) for n in range(UNITS // BLOC_SIZE)
    )
    campaign.blocs.set(blocs)
    placed = [(unit, blocs[n // BLOC_SIZE], n % BLOC_SIZE == 0) for n, unit in enumerate(units)]
    Membership.objects.bulk_create(
        Membership(bloc=bloc, unit=unit, year=NOW.year, role=BlocRole.LEADER if leads else BlocRole.MEMBER)
        for unit, bloc, leads in placed
    )
    Participation.objects.bulk_create(
        Participation(campaign=campaign, unit=unit, bloc=bloc) for unit, bloc, _ in placed
    )
    for role in (Role.OFFICER, Role.HEAD):
        people = User.objects.bulk_create(
            User(username=f"{unit.code}.{role}", full_name=f"{role.label} {unit.short_name}", email=f"{unit.pk}@a.vn")
            for unit in units
        )
        Seat.objects.bulk_create(
            Seat(user=person, unit=unit, role=role) for person, unit in zip(people, units, strict=True)
        )
    return Milestone.objects.create(
        campaign=campaign, position=1, kind=SubmissionKind.REGISTER, name="Gửi đăng ký",
        due_at=NOW.replace(hour=0) + timedelta(days=3),
    )  # fmt: skip


def _unit(code: str, kind: UnitKind) -> Unit:
    name = f"Đơn vị {code}"
    return Unit(code=code, name=name, short_name=name, kind=kind, **name_keys(name, name, code))


def _timed(act: Callable[[], int]) -> Figure:
    """Seconds without counting, queries by a wrapper that keeps no text."""
    queries = 0

    def count(execute: Callable[..., object], *call: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*call)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        result = act()
        return Figure(time.perf_counter() - started, queries, result)


def _one_job_each(milestone: Milestone, folders: list[Participation]) -> int:
    """The floor: each unit gets a job that looks whether it is missing, writes it down and writes to its people."""
    letters = 0

    @transaction.atomic
    def remind(_progress: object, folder: int) -> None:
        nonlocal letters
        unit = Participation.objects.select_related("unit", "campaign__authority__standing_body").get(pk=folder)
        if Submission.objects.filter(participation=unit, kind=milestone.kind, state__in=FILED).exists():
            return
        Reminder.objects.create(
            milestone=milestone, participation=unit, due_at=milestone.due_at, offset=99, sent_at=clock.now()
        )
        due = Due(milestone, unit, milestone.due_at)
        missing = Missing(due, 99, is_returned=False, may_file=True, told_at=None)
        letters += notify(
            people_at([unit.unit_id], Role.OFFICER, Role.HEAD),
            title="Nhắc hạn", body=own_part([missing], NOW), url="/", dedupe=f"floor:{folder}",
        )  # fmt: skip

    jobs.HANDLERS[FLOOR] = remind
    for folder in folders:
        row = Job.objects.create(name=FLOOR, arguments={"folder": folder.pk}, queued_at=clock.real_now())
        jobs.run(str(row.pk))
    del jobs.HANDLERS[FLOOR]
    return letters
