"""A bloc of 25 units from the first figure to the published ranking, beside the same worked out in bare fractions."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from random import Random

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.models import Campaign
from core.filestore import open_stored
from core.numbers import format_points
from reports.documents.engine import pdf_engine_missing
from reports.enums import DocumentFormat
from reports.services.documents import render_document, request_minutes
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Ranking, ScoreSheet
from scoring.services import lines, rankings, sheets
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import Province, lay_province
from tests.factories.scoring import frozen_table, sheet_at, write
from tests.support.shared import taken_back

pytestmark = pytest.mark.django_db

UNITS = 25
SHARES = {"A": Fraction(1), "B": Fraction(85, 100), "C": Fraction(7, 10), "D": Fraction(1, 2)}


def reports():
    """What each unit reports; the last five as the first five, so that some are equal in everything."""
    random = Random(25)
    found = [
        {
            "1.1": Decimal(random.randint(3000, 4400)).scaleb(-2),
            "1.2": Decimal(random.randint(20, 50)).scaleb(-1),
            "2.1": random.choice("ABCD"),
            "3.1": Decimal(random.randint(16, 32)) / 4,
            "4.1": Decimal(random.randint(0, 12)) / 4,
            "4.2": Decimal(random.randint(0, 12)) / 4,
            "5.1": Decimal(random.choice((0, 0, 0, 0, 1))),
        }
        for _ in range(UNITS - 5)
    ]
    return found + found[:5]


def typed(said):
    """The same as a unit types it into its rows; of 3.1 it thinks better than the standing body."""
    fields = {"2.1": "grade", "3.1": "points", "4.1": "points", "4.2": "points"}
    return {no: {fields.get(no, "actual"): value} for no, value in (said | {"3.1": Decimal(8)}).items()}


def appraised(province, campaign, member, said):
    """The sheet of one unit, in which the standing body gives at 3.1 what ``said`` says."""
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign, member=member, values=typed(said))
    given = {"points": said["3.1"], "note": "Theo kết quả kiểm tra"}
    write(sheet, "3.1", Tier.APPRAISED, province.staff, **given)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)


def half_up(value):
    """To the hundredth."""
    return Fraction(math.floor(value * 100 + Fraction(1, 2)), 100)


def figures(said):
    """(total, group I, criteria above their maximum, penalty), each worked out by hand from the table's text.

    Nobody registered, which costs 5 points.
    """
    plans = {"1.1": Fraction("38.5"), "1.2": Fraction(4)}
    reached = [min(half_up(10 * Fraction(said[no]) / plan), Fraction(11)) for no, plan in plans.items()]
    first = min(sum(min(points, 10) for points in reached), 20)
    over = sum(max(points - 10, 0) for points in reached)
    bonus = min(Fraction(said["4.1"]) + Fraction(said["4.2"]), 6)
    penalty = max(-20 * Fraction(said["5.1"]), -20) - 5
    total = first + over + half_up(10 * SHARES[said["2.1"]]) + Fraction(said["3.1"]) + bonus + penalty
    return total, first, sum(points > 10 for points in reached), penalty


@dataclass(frozen=True)
class Ranked:
    """The province, its campaign, and what every unit reported, by its code; published."""

    province: Province
    campaign: Campaign
    said: dict


@pytest.fixture(scope="module")
def ranked(django_db_setup, django_db_blocker):
    with taken_back(django_db_blocker):
        province = lay_province({f"huyen-{n:02}": f"Huyện {n:02}" for n in range(UNITS)})
        campaign = launched_campaign(province)
        frozen_table(province, campaign)
        said = dict(zip((one.code for one in province.units), reports(), strict=True))
        for member, unit in enumerate(province.units):
            appraised(province, campaign, member, said[unit.code])
        rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
        yield Ranked(province, campaign, said)


def test_ranks_a_bloc_of_25_units_as_plain_fractions_do(ranked):
    expected = {code: figures(one) for code, one in ranked.said.items()}
    rows = Ranking.objects.get().rows
    assert {row["unit"]: Fraction(row["total"]) for row in rows} == {code: one[0] for code, one in expected.items()}
    ranks = {code: 1 + sum(other > own for other in expected.values()) for code, own in expected.items()}
    assert {row["unit"]: row["rank"] for row in rows} == ranks
    assert [row["unit"] for row in rows] == sorted(ranks, key=lambda code: (ranks[code], code))
    equal = [code for code, rank in ranks.items() if list(ranks.values()).count(rank) > 1]
    assert {row["unit"] for row in rows if row["tied"]} == set(equal)
    assert len(equal) >= 10


def test_the_workbook_and_the_minutes_as_pdf_and_word_say_what_the_ranking_says(ranked, sign_in, settings, tmp_path):
    """What people carry home, read back from its bytes: every unit, its totals, its groups, its rank."""
    settings.FILES_ROOT = tmp_path / "files"
    kept = [Kept.of(row) for row in Ranking.objects.get().rows]
    assert in_workbook(sign_in(ranked.province.officer), ranked.campaign) == kept
    assert len({one.tiers for one in kept if len(set(one.tiers)) > 1}) > UNITS / 2
    minuted = [one.in_minutes() for one in kept]
    assert in_word(made(ranked, DocumentFormat.WORD)) == minuted
    if not pdf_engine_missing():
        assert in_pdf(made(ranked, DocumentFormat.PDF)) == minuted


@dataclass(frozen=True)
class Kept:
    """A row of the published ranking: points of the groups in the order of the table, bonus on figures, deductions."""

    unit: str
    rank: int
    tied: bool
    total: Decimal
    tiers: tuple[Decimal, ...]
    groups: tuple[Decimal, ...]
    over: Decimal
    penalty: Decimal

    @classmethod
    def of(cls, row):
        sheet = ScoreSheet.objects.select_related("participation__unit").get(participation__unit__code=row["unit"])
        tiers = (sheet.self_total, sheet.bloc_total, sheet.appraised_total)
        total, groups = Decimal(row["total"]), tuple(Decimal(points) for no, points in row["groups"] if no != "V")
        over, penalty = Decimal(row["over"]), Decimal(row["penalty"])
        return cls(sheet.participation.unit.short_name, row["rank"], row["tied"], total, tiers, groups, over, penalty)

    def in_minutes(self):
        """As the minutes write it: unit, three tiers, bonus, deductions, total, rank."""
        bonus = self.over + self.groups[3]
        figures = (*self.tiers, bonus, self.penalty, self.total)
        return [self.unit, *(format_points(one, 2) for one in figures), str(self.rank)]


def in_workbook(client, campaign):
    response = client.get(reverse("scoring:ranking_workbook", args=[campaign.code, "khoi-1"]))
    titles, *rows = load_workbook(BytesIO(b"".join(response.streaming_content)))["Xếp hạng"].iter_rows(
        min_row=3, values_only=True
    )
    return [_in_row(dict(zip(titles, row, strict=True))) for row in rows]


def _in_row(row):
    def points(*starts):
        return tuple(Decimal(str(value)) for title, value in row.items() if title.startswith(starts))

    (total,), (over,), (penalty,) = points("Tổng điểm"), points("Thưởng vượt"), points("Điểm trừ")
    tiers = points("Tự chấm", "Khối chấm", "Thẩm định")
    return Kept(
        row["Đơn vị"], row["Hạng"], row["Đồng hạng"] == "Đồng hạng", total, tiers, points("Nhóm "), over, penalty
    )


def made(ranked, made_as):
    """The bytes of the minutes as somebody downloads them."""
    asked = request_minutes(
        campaign=ranked.campaign, bloc=ranked.province.bloc, made_as=made_as, by=ranked.province.staff
    )
    render_document(document_id=str(asked.pk), progress=lambda _percent, _doing: None)
    asked.refresh_from_db()
    with open_stored(asked.file) as file:
        return file.read()


def in_word(content):
    tables = docx.Document(BytesIO(content)).tables
    scores = next(one for one in tables if [cell.text for cell in one.rows[0].cells][-1:] == ["Xếp hạng"])
    return [[cell.text for cell in row.cells][1:] for row in scores.rows[1:]]


def in_pdf(content):
    """The rows of points, in the order in which they are printed: a number, a unit, six figures, a rank."""
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    rows = re.findall(r"\d+ (Huyện \d\d) ((?:-?\d+,\d\d ){6})(\d+)", text)
    return [[unit, *points.split(), rank] for unit, points, rank in rows]
