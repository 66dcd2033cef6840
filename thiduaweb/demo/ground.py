"""What stands before the year begins: units, people, blocs, the five documents as drafts."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from blocs.services import form_bloc
from campaigns.drafts import MilestoneLine
from campaigns.enums import SubmissionKind
from campaigns.models import Campaign
from campaigns.queries.campaigns import draft_of
from campaigns.services.campaigns import revise_campaign
from organizations.enums import Role, UnitKind
from organizations.models import Unit, User
from organizations.services import open_account, register_unit
from thiduaweb.campaign_data import load_campaign
from thiduaweb.demo import fixtures
from thiduaweb.demo.people import PASSWORD

PROGRAMME = "ha-giang-2021-chuong-trinh-273"
SELF_SCORE = MilestoneLine(
    kind=SubmissionKind.SELF_SCORE,
    name="Gửi bảng tự chấm điểm",
    day=date(2021, 12, 5),
    remark="Văn bản không nêu hạn tự chấm; chuyên viên đặt cùng hạn báo cáo tổng kết gửi Trưởng khối (minh họa).",
)
LAUNCH_DOCUMENT = MilestoneLine(
    kind=SubmissionKind.LAUNCH_DOCUMENT,
    name="Gửi văn bản phát động của đơn vị",
    day=date(2021, 2, 1),
    remark="Văn bản không nêu hạn gửi văn bản phát động; chuyên viên đặt (minh họa).",
)
STAFF_OF = {
    "hg-ubnd": "chuyenvien",
    "cb-ubnd": "chuyenvien.caobang",
    "bg-ubnd": "chuyenvien.bacgiang",
    "tg-ubnd": "chuyenvien.tuangiao",
}


def lay() -> None:
    """Lay the ground; doing it twice changes nothing."""
    call_command("load_catalogues", verbosity=0)
    units = _units()
    _people(units)
    _blocs(units)
    for code in fixtures.CAMPAIGNS:
        data = fixtures.campaign(code)
        load_campaign(data | {"code": code}, by=staff_of(data["authority"]))
    _prepare_for_scoring()


def staff_of(authority: str) -> User:
    """The staff account that runs the campaigns of an authority."""
    return User.objects.get(username=STAFF_OF[authority])


def _prepare_for_scoring() -> None:
    """What staff add to the programme: dates for self-scores and launching documents. Coming figures are invented."""
    programme = Campaign.objects.get(code=PROGRAMME)
    if programme.milestones.filter(kind=SubmissionKind.SELF_SCORE).exists():
        return
    draft = draft_of(programme)
    revise_campaign(
        campaign_id=programme.pk,
        version=programme.version,
        draft=replace(draft, illustrative=True, milestones=(*draft.milestones, LAUNCH_DOCUMENT, SELF_SCORE)),
        by=staff_of(programme.authority.code),
    )


def _units() -> dict[str, Unit]:
    """Units in two passes, since an authority names its standing body and that its parent."""
    rows = fixtures.read("units")
    found: dict[str, Unit] = {}
    for row in [*rows, *rows]:
        found[row["code"]] = register_unit(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=UnitKind(row["kind"]),
            parent=found.get(row["parent"]),
            standing_body=found.get(row["standing_body"]),
        )
    return found


def _people(units: dict[str, Unit]) -> None:
    """All share one password, so it is hashed once."""
    password_hash = make_password(PASSWORD)
    for row in fixtures.read("accounts"):
        for seat in [row, *row.get("also", [])]:
            _seat(row, units[seat["unit"]], Role(seat["role"]), password_hash)


def _seat(row: dict[str, Any], unit: Unit, role: Role, password_hash: str) -> None:
    open_account(
        username=row["username"],
        full_name=row["full_name"],
        email=row["email"],
        password_hash=password_hash,
        unit=unit,
        role=role,
    )


def _blocs(units: dict[str, Unit]) -> None:
    for row in fixtures.read("blocs"):
        deputies = row["deputy"] if isinstance(row["deputy"], list) else [row["deputy"]]
        form_bloc(
            code=row["code"],
            name=row["name"],
            authority=units[row["authority"]],
            year=row["year"],
            members=[units[code] for code in row["members"]],
            leader=units[row["leader"]],
            deputies=[units[code] for code in deputies if code],
        )
