"""Sheets by tables that a test makes up: groups in a line each, values by number, brought on by the services."""

from typing import Any

from campaigns.models import Campaign
from core import clock
from scoring.enums import Tier
from scoring.models import ScoreSheet, ScoringTable
from scoring.services import lines, sheets, tables
from tests.factories.ground import Province
from tests.factories.scoring import SCORING_DAY, opened_sheet, scorer_of, template, write
from tests.support.dates import on

Values = dict[str, lines.LineValues]


def criterion(no: str, rule: str, params: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A row of a template, worth 10 points unless it says otherwise."""
    return {"no": no, "name": f"Tiêu chí {no}", "max_points": "10", "rule": rule, "params": params or {}} | more


def group(no: str, *criteria: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A group of points that the bloc scores, of 100 points unless it says otherwise."""
    kind = {"max_points": "100", "kind": "points", "scorer": "bloc"}
    return {"no": no, "name": f"Phần {no}", "criteria": list(criteria)} | kind | more


def table_with(province: Province, campaign: Campaign, *groups: dict[str, Any], **fields: Any) -> ScoringTable:
    """The bloc's frozen table with these groups; ``fields`` of the table (bloc_mode …) and ``optional`` are set as a
    table that the members agreed on would have them.
    """
    made = tables.create_table_from_template(
        campaign=campaign, bloc=province.bloc, template=template(groups=list(groups)), by=province.staff
    )
    ScoringTable.objects.filter(pk=made.pk).update(**fields)
    return tables.freeze_table(table_id=made.pk, by=province.staff)


def filled(province: Province, campaign: Campaign, values: Values, *, member: int = 0) -> ScoreSheet:
    """A draft with these values of unit number ``member``."""
    clock.assume(on(SCORING_DAY))
    sheet = opened_sheet(province, campaign, member=member)
    for no, typed in values.items():
        write(sheet, no, Tier.SELF, province.officers[member], **typed)
    return sheet


def filed(province: Province, campaign: Campaign, values: Values, *, member: int = 0) -> ScoreSheet:
    """The same, filed."""
    sheet = filled(province, campaign, values, member=member)
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.heads[member])
    sheet.refresh_from_db()
    return sheet


def confirmed(province: Province, campaign: Campaign, values: Values, *, member: int = 0) -> ScoreSheet:
    """The same, with the unit's points taken over by the office of the bloc and confirmed."""
    sheet = filed(province, campaign, values, member=member)
    by = scorer_of(province, member)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=by)
    sheets.confirm_bloc(sheet_id=sheet.pk, by=by)
    sheet.refresh_from_db()
    return sheet
