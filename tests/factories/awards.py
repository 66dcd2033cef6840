"""A province with two blocs whose rankings are published, and awards to give."""

from dataclasses import dataclass, field
from decimal import Decimal

from awards.enums import Counting, Form
from awards.services.structure import AwardLine, set_structure
from blocs.models import Bloc
from campaigns.models import Campaign
from core import clock
from organizations.models import Unit
from scoring.models import Ranking
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.ground import Province, bloc, district, lay_province
from tests.support.dates import on

SCOPE = "02 khối các huyện"
BASIS = "Chuyên viên chọn theo quy định, số liệu minh họa."
BOTH = ("khoi-1", "khoi-2")
PRIZES = [
    AwardLine(Form.PRIZE, "Giải nhất", SCOPE, BOTH, Counting.TOGETHER, 1, None, 500_000_000),
    AwardLine(Form.PRIZE, "Giải nhì", SCOPE, BOTH, Counting.TOGETHER, 2, None, 350_000_000),
    AwardLine(Form.PRIZE, "Giải ba", SCOPE, BOTH, Counting.TOGETHER, 2, None, 200_000_000),
]
HONOURS = [
    AwardLine(Form.FLAG, "Cờ thi đua của tỉnh", SCOPE, BOTH, Counting.PER_BLOC, None, 1, None, BASIS),
    AwardLine(Form.CERTIFICATE, "Bằng khen", SCOPE, BOTH, Counting.PER_BLOC, None, 1, None, BASIS),
]
NAMES = {"quan-ba": "Quản Bạ", "vi-xuyen": "Vị Xuyên", "xin-man": "Xín Mần"}


@dataclass
class Contest:
    """The campaign with its two blocs of three units each; ``units`` by code."""

    province: Province
    campaign: Campaign
    blocs: tuple[Bloc, Bloc]
    units: dict[str, Unit] = field(default_factory=dict)

    def folder(self, code: str) -> int:
        """The participation of a unit."""
        return participation_of(self.campaign, self.units[code]).pk


def contest(lines: list[AwardLine] | None = None) -> Contest:
    """A launched campaign over two blocs with an award structure (prizes and honours, unless ``lines`` says else)."""
    province = lay_province()
    others = tuple(district(code, name, province.authority) for code, name in NAMES.items())
    second = bloc("khoi-2", "Khối thi đua các huyện số 2", province.authority, others)
    campaign = launched_campaign(province, blocs=(province.bloc, second))
    set_structure(campaign=campaign, lines=PRIZES + HONOURS if lines is None else lines, by=province.staff)
    clock.assume(on("2021-12-23 09:00"))
    units = {unit.code: unit for unit in (*province.units, *others)}
    return Contest(province, campaign, (province.bloc, second), units)


def publish(world: Contest, totals: dict[str, str], excluded: dict[str, list[str]] | None = None) -> None:
    """Put rankings into force with these totals by unit code; every bloc that has a unit among them."""
    for one in world.blocs:
        folders = world.campaign.participations.filter(bloc=one, unit__code__in=totals).select_related("unit")
        rows = [
            _row(folder, totals[folder.unit.code], (excluded or {}).get(folder.unit.code, [])) for folder in folders
        ]
        if rows:
            _write(world, one, sorted(rows, key=lambda row: Decimal(row["total"]), reverse=True))


def _write(world: Contest, one: Bloc, rows: list[dict]) -> None:
    for row in rows:
        row["rank"] = 1 + sum(Decimal(other["total"]) > Decimal(row["total"]) for other in rows)
    last = Ranking.objects.latest_of(world.campaign, one)
    Ranking.objects.create(
        campaign=world.campaign,
        bloc=one,
        version=last.version + 1 if last else 1,
        rows=rows,
        inputs_sha256="0" * 64,
        published_at=clock.now(),
        published_by=world.province.staff,
    )


def _row(folder, total: str, excluded: list[str]) -> dict:
    """One frozen row as scoring publishes it."""
    return {
        "participation": folder.pk,
        "unit": folder.unit.code,
        "name": folder.unit.short_name,
        "sheet": None,
        "tied": False,
        "parted_by": "",
        "total": total,
        "self_total": total,
        "bloc_total": total,
        "appraised_total": total,
        "groups": [["I", total]],
        "first_group": "0",
        "over": "0",
        "bonus": "0",
        "penalty": "0",
        "exceeded": 3,
        "excluded": excluded,
    }
