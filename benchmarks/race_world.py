"""Many units before one deadline: written straight into the database, since only the filing is looked at."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from blocs.models import Bloc
from campaigns.enums import CampaignState, SubmissionKind
from campaigns.models import Campaign, Milestone, Participation, Section, Submission
from campaigns.outlines import OUTLINES
from core import clock
from organizations.enums import Role, UnitKind
from organizations.models import Seat, Unit, User
from organizations.services import open_account, register_unit

KIND = SubmissionKind.MIDTERM_REPORT
NO_PASSWORD = "!"  # nobody signs in here


@dataclass(frozen=True)
class World:
    """An authority with one bloc of many units, each with its head."""

    authority: Unit
    staff: User
    bloc: Bloc
    units: list[Unit]
    heads: dict[int, int]


@dataclass(frozen=True)
class Field:
    """One deadline before which everything is written: unit id → submission id."""

    milestone: Milestone
    drafts: dict[int, uuid.UUID]

    @property
    def due_at(self) -> datetime:
        """The first instant that is too late."""
        return self.milestone.due_at

    def move(self, due_in: float) -> None:
        """The deadline is ``due_in`` seconds away from now."""
        self.milestone.due_at = clock.now() + timedelta(seconds=due_in)
        self.milestone.save(update_fields=["due_at"])


def lay_world(size: int) -> World:
    """The authority, ``size`` units and their heads."""
    authority = register_unit(code="tinh", name="UBND tỉnh", short_name="Tỉnh", kind=UnitKind.AUTHORITY)
    staff = open_account(
        username="chuyenvien",
        full_name="Chuyên viên",
        email="chuyenvien@example.vn",
        password_hash=NO_PASSWORD,
        unit=authority,
        role=Role.STAFF,
    )
    numbers = [f"{number:03d}" for number in range(size)]
    units = Unit.objects.bulk_create(
        Unit(code=f"don-vi-{n}", name=f"Đơn vị {n}", short_name=f"Đơn vị {n}", kind=UnitKind.DISTRICT, sort_key=n)
        for n in numbers
    )
    heads = User.objects.bulk_create(
        User(username=f"thutruong.{n}", full_name=f"Thủ trưởng {n}", email=f"{n}@example.vn", password=NO_PASSWORD)
        for n in numbers
    )
    Seat.objects.bulk_create(
        Seat(user=head, unit=unit, role=Role.HEAD, started_on=clock.today())
        for unit, head in zip(units, heads, strict=True)
    )
    bloc = Bloc.objects.create(code="khoi", name="Khối", authority=authority)
    return World(authority, staff, bloc, units, {one.pk: head.pk for one, head in zip(units, heads, strict=True)})


def set_deadline(world: World, *, units: int, hard: bool) -> Field:
    """A launched campaign with one deadline, an hour away, and a complete draft of ``units`` units."""
    called = world.units[:units]
    moment = clock.now()
    campaign = Campaign.objects.create(
        code=f"phong-trao-{uuid.uuid4().hex[:12]}",
        authority=world.authority,
        title="Phong trào",
        issuer="UBND tỉnh",
        year=moment.year,
        state=CampaignState.LAUNCHED,
        launched_at=moment,
        launched_by=world.staff,
    )
    folders = Participation.objects.bulk_create(
        Participation(campaign=campaign, unit=unit, bloc=world.bloc) for unit in called
    )
    drafts = Submission.objects.bulk_create(
        Submission(participation=folder, kind=KIND, version=1, saved_at=moment, saved_by_id=world.heads[folder.unit_id])
        for folder in folders
    )
    Section.objects.bulk_create(
        Section(submission=draft, key=part.key, text="Đã viết.") for draft in drafts for part in OUTLINES[KIND]
    )
    milestone = Milestone.objects.create(
        campaign=campaign,
        position=1,
        kind=KIND,
        name="Gửi báo cáo sơ kết",
        due_at=moment + timedelta(hours=1),
        accepts_late=not hard,
    )
    return Field(milestone, {one.participation.unit_id: one.pk for one in drafts})
