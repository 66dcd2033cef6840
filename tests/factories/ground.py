"""A province: an authority with its people, one bloc of three districts, and a district that does not belong to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from blocs.models import Bloc
from blocs.services import form_bloc
from organizations.enums import Role, UnitKind
from organizations.models import Unit, User
from organizations.services import open_account, register_unit

PASSWORD = "mat-khau-thu"
PASSWORD_HASH = make_password(PASSWORD)
YEAR = 2021
NAMES = {
    "dong-van": "Đồng Văn",
    "meo-vac": "Mèo Vạc",
    "yen-minh": "Yên Minh",
}


@dataclass(frozen=True)
class Province:
    """Who is there. ``units`` are the bloc's three members in alphabetical order; the last one leads the bloc."""

    authority: Unit
    standing_body: Unit
    bloc: Bloc
    units: tuple[Unit, ...]
    staff: User
    leader: User
    council_member: User
    council_chair: User
    admin: User
    officers: tuple[User, ...]
    heads: tuple[User, ...]
    secretary: User
    stranger: User

    @property
    def unit(self) -> Unit:
        """The unit that most tests look at: a plain member of the bloc."""
        return self.units[0]

    @property
    def officer(self) -> User:
        """The officer of ``unit``."""
        return self.officers[0]

    @property
    def head(self) -> User:
        """The head of ``unit``."""
        return self.heads[0]

    @property
    def leading_unit(self) -> Unit:
        """The unit that leads the bloc in YEAR."""
        return self.units[-1]

    def everybody(self) -> dict[str, User]:
        """One person of each role, by the role's name; "stranger" belongs to another authority."""
        return {
            "officer": self.officer,
            "head": self.head,
            "bloc_secretary": self.secretary,
            "staff": self.staff,
            "council_member": self.council_member,
            "council_chair": self.council_chair,
            "leader": self.leader,
            "admin": self.admin,
            "stranger": self.stranger,
        }


def lay_province(names: Mapping[str, str] = NAMES) -> Province:
    """The province, made through the services; ``names`` of the districts by code, where a test wants more of them."""
    standing_body = unit("ban-tdkt", "Ban Thi đua - Khen thưởng tỉnh", UnitKind.STANDING_BODY)
    authority = unit("ubnd-tinh", "Ủy ban nhân dân tỉnh", UnitKind.AUTHORITY, standing_body=standing_body)
    units = tuple(district(code, name, authority) for code, name in names.items())
    elsewhere = unit("ubnd-tinh-khac", "Ủy ban nhân dân tỉnh khác", UnitKind.AUTHORITY)
    foreign = district("bao-lac", "Bảo Lạc", elsewhere)
    return Province(
        authority=authority,
        standing_body=standing_body,
        bloc=bloc("khoi-1", "Khối thi đua các huyện số 1", authority, units),
        units=units,
        staff=person("chuyenvien", authority, Role.STAFF),
        leader=person("lanhdao", authority, Role.LEADER),
        council_member=person("uyvien", authority, Role.COUNCIL_MEMBER),
        council_chair=person("chutich", authority, Role.COUNCIL_CHAIR),
        admin=person("quantri", authority, Role.ADMIN),
        officers=tuple(person(f"canbo.{one.code}", one, Role.OFFICER) for one in units),
        heads=tuple(person(f"thutruong.{one.code}", one, Role.HEAD) for one in units),
        secretary=person(f"khoi.{units[-1].code}", units[-1], Role.BLOC_SECRETARY),
        stranger=person("nguoi-ngoai", foreign, Role.OFFICER),
    )


def unit(
    code: str, name: str, kind: UnitKind, *, parent: Unit | None = None, standing_body: Unit | None = None
) -> Unit:
    """A unit whose short name is its name."""
    return register_unit(code=code, name=name, short_name=name, kind=kind, parent=parent, standing_body=standing_body)


def district(code: str, name: str, authority: Unit) -> Unit:
    """A district under ``authority``: "Huyện Đồng Văn", called "Đồng Văn"."""
    return register_unit(code=code, name=f"Huyện {name}", short_name=name, kind=UnitKind.DISTRICT, parent=authority)


def bloc(code: str, name: str, authority: Unit, members: tuple[Unit, ...], year: int = YEAR) -> Bloc:
    """A bloc whose last member leads it and whose last but one is the deputy."""
    return form_bloc(
        code=code,
        name=name,
        authority=authority,
        year=year,
        members=list(members),
        leader=members[-1],
        deputies=[members[-2]] if len(members) > 1 else [],
    )


def person(username: str, at: Unit, role: Role) -> User:
    """Somebody with one seat; the name says what and where: "Cán bộ đầu mối Đồng Văn"."""
    return open_account(
        username=username,
        full_name=f"{role.label} {at.short_name}",
        email=f"{username}@example.vn",
        password_hash=PASSWORD_HASH,
        unit=at,
        role=role,
    )


def second_staff(province: Province) -> User:
    """The second person of the staff, whom what needs two people needs."""
    return person("chuyenvien2", province.authority, Role.STAFF)
