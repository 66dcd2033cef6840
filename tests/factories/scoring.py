"""A scoring table with a rule of every kind, and sheets in every state, brought there by the services."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign
from core import clock
from organizations.models import User
from scoring.enums import RankingKind, Tier
from scoring.enums import SheetState as S
from scoring.models import Appeal, Ranking, ScoreLine, ScoreSheet, ScoringTable
from scoring.services import appeals, lines, rankings, sheets, tables
from tests.factories.campaigns import participation_of
from tests.factories.ground import Province
from tests.support.dates import on

SCORING_DAY = "2021-12-01 09:00"
CAP = {"bonus_cap_percent": "10"}
TEMPLATE: dict[str, Any] = {
    "code": "thu",
    "name": "Bảng tiêu chí chấm điểm năm 2021",
    "source": "Quy tắc chấm điểm khối thi đua",
    "rounding_step": "0.01",
    "bonus_cap": "20",
    "groups": [
        {
            "no": "I",
            "name": "Thực hiện các chỉ tiêu",
            "max_points": "20",
            "kind": "points",
            "scorer": "bloc",
            "criteria": [
                {
                    "no": "1.1",
                    "name": "Thu nhập bình quân đầu người",
                    "max_points": "10",
                    "rule": "proportional",
                    "params": CAP,
                    "indicator": "1",
                },
                {
                    "no": "1.2",
                    "name": "Tỷ lệ hộ nghèo giảm",
                    "max_points": "10",
                    "rule": "change",
                    "params": CAP,
                    "indicator": "2",
                },
            ],
        },
        {
            "no": "II",
            "name": "Xây dựng chính quyền",
            "max_points": "10",
            "kind": "points",
            "scorer": "bloc",
            "criteria": [
                {
                    "no": "2.1",
                    "name": "Cải cách hành chính",
                    "max_points": "10",
                    "rule": "graded",
                    "params": {"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"},
                    "indicator": "3",
                }
            ],
        },
        {
            "no": "III",
            "name": "Công tác thi đua",
            "max_points": "8",
            "kind": "points",
            "scorer": "standing_body",
            "criteria": [
                {"no": "3.1", "name": "Tổ chức phong trào", "max_points": "8", "rule": "manual", "params": {}}
            ],
        },
        {
            "no": "IV",
            "name": "Điểm thưởng",
            "max_points": "6",
            "kind": "bonus",
            "scorer": "standing_body",
            "criteria": [
                {"no": "4.1", "name": "Sáng tạo", "max_points": "5", "rule": "manual", "params": {}},
                {"no": "4.2", "name": "Làm tốt", "max_points": "5", "rule": "manual", "params": {}},
            ],
        },
        {
            "no": "V",
            "name": "Điểm trừ",
            "max_points": "0",
            "kind": "penalty",
            "scorer": "standing_body",
            "criteria": [
                {
                    "no": "5.1",
                    "name": "Lãnh đạo bị kỷ luật",
                    "max_points": "0",
                    "rule": "per_case",
                    "params": {"points": "-20", "floor": "-20"},
                    "excludes": ["flag", "certificate"],
                },
                {
                    "no": "5.2",
                    "name": "Nộp chậm",
                    "max_points": "0",
                    "rule": "late",
                    "params": {"milestones": ["register"], "brackets": [{"from": 5, "points": "-5"}]},
                },
            ],
        },
    ],
}
SELF: dict[str, lines.LineValues] = {
    "1.1": {"actual": Decimal("38.5")},
    "1.2": {"actual": Decimal("4.3")},
    "2.1": {"grade": "A"},
    "3.1": {"points": Decimal(7)},
    "4.1": {"points": Decimal(2)},
    "4.2": {"points": Decimal(3)},
    "5.1": {"actual": Decimal(0)},
}


def template(**changes: Any) -> dict[str, Any]:
    """A copy of TEMPLATE that a test may bend."""
    return deepcopy(TEMPLATE) | changes


def draft_table(province: Province, campaign: Campaign, **changes: Any) -> ScoringTable:
    """A table that the members have not agreed on."""
    return tables.create_table_from_template(
        campaign=campaign, bloc=province.bloc, template=template(**changes), by=province.staff
    )


def frozen_table(province: Province, campaign: Campaign, **changes: Any) -> ScoringTable:
    """The table by which the bloc is scored."""
    return tables.freeze_table(table_id=draft_table(province, campaign, **changes).pk, by=province.staff)


def opened_sheet(province: Province, campaign: Campaign, *, member: int = 0) -> ScoreSheet:
    """A sheet that the officer of unit number ``member`` has just opened."""
    return sheets.open_sheet(
        participation=participation_of(campaign, province.units[member]), by=province.officers[member]
    )


def line_of(sheet: ScoreSheet, no: str) -> ScoreLine:
    """The line of one criterion as it is stored."""
    return ScoreLine.objects.select_related("criterion__group").get(sheet=sheet, criterion__no=no)


def write(sheet: ScoreSheet, no: str, tier: Tier, by: User, **values: Any) -> ScoreLine:
    """Save one row over its present version."""
    line = line_of(sheet, no)
    return lines.save_line(line_id=line.pk, tier=tier, values=values, version=line.version, by=by)


def scorer_of(province: Province, member: int) -> User:
    """Who gives the bloc's tier: the leader's secretary; for the leader's own sheet the deputy's head."""
    return province.heads[-2] if member == len(province.units) - 1 else province.secretary


def sheet_at(
    state: S,
    province: Province,
    campaign: Campaign,
    *,
    member: int = 0,
    values: dict[str, lines.LineValues] | None = None,
) -> ScoreSheet:
    """A sheet of unit number ``member`` in ``state``, filled on SCORING_DAY; upper tiers take over the lower."""
    clock.assume(on(SCORING_DAY))
    sheet = opened_sheet(province, campaign, member=member)
    for no, typed in (SELF | (values or {})).items():
        write(sheet, no, Tier.SELF, province.officers[member], **typed)
    if state != S.DRAFT:
        sheets.submit_self_score(sheet_id=sheet.pk, by=province.heads[member])
    if state not in (S.DRAFT, S.SELF_SUBMITTED):
        lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, member))
        sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer_of(province, member))
    if state in (S.APPRAISED, S.PUBLISHED):
        lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
        sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    sheet.refresh_from_db()
    return sheet


def appraised_bloc(province: Province, campaign: Campaign) -> None:
    """Every member's sheet appraised: Mèo Vạc has most, the other two the same."""
    better: dict[str, lines.LineValues] = {"1.1": {"actual": Decimal("39.27")}}
    for member in range(3):
        sheet_at(S.APPRAISED, province, campaign, member=member, values=better if member == 1 else None)


def published(province: Province, campaign: Campaign) -> Ranking:
    """The bloc's ranking after every member's sheet was appraised: Mèo Vạc first, the other two tied."""
    appraised_bloc(province, campaign)
    return rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)


def contested(province: Province, line: ScoreLine, text: str = "Thiếu một tài liệu", **more: Any) -> Appeal:
    """An appeal of the first unit: written by its officer, sent by its head."""
    made = appeals.write_appeal(line_id=line.pk, text=text, by=province.officer, **more)
    return appeals.send_appeal(appeal_id=made.pk, by=province.head)


def provisional(province: Province, campaign: Campaign, *, fill: bool = True) -> Ranking:
    """The same published provisionally (``fill``: after the sheets were appraised), with three days for appeals."""
    if fill:
        appraised_bloc(province, campaign)
    return rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff, kind=RankingKind.PROVISIONAL)
