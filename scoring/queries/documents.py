"""The ranking file of a bloc, made from rows: the inputs as they stand now, completed by the arithmetic."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from blocs.models import Bloc
from campaigns.models import Campaign, Receipt
from core.exceptions import Refused
from core.snapshots import canonical_bytes
from scoring.calculation import sheets as arithmetic
from scoring.calculation.file_nodes import FileRefused
from scoring.calculation.ranking import Place
from scoring.calculation.verification import complete
from scoring.enums import Tier
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable


@dataclass(frozen=True)
class Computed:
    """A bloc computed: the text of its file, the file's hash, and the places with their figures, first to last."""

    text: str
    sha256: str
    places: list[tuple[Place, arithmetic.Result]]


def document_of(campaign: Campaign, bloc: Bloc, sheets: Iterable[ScoreSheet]) -> Computed:
    """The file of a bloc from its ``sheets``. Queries as in ``bloc_inputs``."""
    return computed(bloc_inputs(campaign, bloc, sheets))


def bloc_inputs(campaign: Campaign, bloc: Bloc, sheets: Iterable[ScoreSheet]) -> dict[str, Any]:
    """The inputs of a bloc's file from its ``sheets`` (each with its unit and table). Four queries, however many.

    Refused when the sheets were scored by different versions of the table.
    """
    known = list(sheets)
    tables = {sheet.table_id: sheet.table for sheet in known}
    if len(tables) != 1:
        raise Refused("Các bảng điểm của khối chưa cùng một phiên bản bảng tiêu chí nên chưa xếp hạng được.")
    table = next(iter(tables.values()))
    lines: dict[UUID, list[ScoreLine]] = {sheet.pk: [] for sheet in known}
    found = ScoreLine.objects.filter(sheet__in=known).select_related("criterion")
    for line in found.order_by("pk"):
        lines[line.sheet_id].append(line)
    filed = filed_at_of(known)
    units = [unit_inputs(sheet, lines[sheet.pk], filed.get(sheet.pk, "")) for sheet in known]
    return inputs_of(campaign, bloc, table_inputs(table), units)


def sheets_of(campaign: Campaign, bloc_id: int) -> list[ScoreSheet]:
    """The sheets of one bloc with their units and tables. One query."""
    found = ScoreSheet.objects.filter(participation__campaign=campaign, participation__bloc=bloc_id)
    return list(found.select_related("participation__unit", "table").order_by("pk"))


def inputs_of(
    campaign: Campaign, bloc: Bloc, table: Mapping[str, Any], units: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The inputs of a file: of what, by which table, from which units."""
    return {
        "campaign": {"code": campaign.code, "title": campaign.heading, "year": campaign.year},
        "bloc": {"code": bloc.code, "name": bloc.name},
        "table": table,
        "units": sorted(units, key=lambda unit: str(unit["unit"])),
    }


def computed(inputs: Mapping[str, Any]) -> Computed:
    """The file with these inputs. Refused, with the place, when they cannot be computed."""
    try:
        document, content = complete(plain(inputs))
    except FileRefused as refusal:
        raise Refused(f"Không tính được bảng xếp hạng: {refusal.sentences[0]}") from refusal
    ranked = arithmetic.ranking_of(document.table, document.sheets)
    return Computed(canonical_bytes(content).decode(), content["sha256"], ranked)


def plain(inputs: Mapping[str, Any]) -> Any:
    """The inputs in the types of JSON, as they will be read."""
    return json.loads(canonical_bytes(inputs))


def table_inputs(table: ScoringTable, criteria: Iterable[Criterion] | None = None) -> dict[str, Any]:
    """A table as the file has it; only ``criteria`` (and their groups), when they are named. At most two queries."""
    groups = CriterionGroup.objects.filter(table=table).order_by("position", "pk")
    found = Criterion.objects.filter(group__table=table).order_by("group__position", "position", "pk")
    of: dict[int, list[Criterion]] = {}
    for one in found if criteria is None else criteria:
        of.setdefault(one.group_id, []).append(one)
    return {
        "name": table.name,
        "version": table.version,
        "rounding_step": table.rounding_step,
        "bonus_cap": table.bonus_cap,
        "total_cap": table.total_cap,
        "ranked_by": table.ranked_by,
        "tie_breaks": table.tie_breaks,
        "classes": table.classes,
        "groups": [_group(group, of.get(group.pk, [])) for group in groups if criteria is None or group.pk in of],
    }


def unit_inputs(sheet: ScoreSheet, lines: Iterable[ScoreLine], filed_at: str) -> dict[str, Any]:
    """One sheet as the file has it, with the tier that counts now."""
    unit = sheet.participation.unit
    return {
        "unit": unit.code,
        "name": unit.short_name,
        "tier": str(sheet.counting_tier),
        "unclassified": sheet.unclassified,
        "self_missing": sheet.self_missing,
        "filed_at": filed_at,
        "votes": sheet.votes,
        "lines": {line.criterion.no: line_inputs(line) for line in lines},
    }


def line_inputs(line: ScoreLine) -> dict[str, Any]:
    """One line as the file has it: what is known, the points by tier, the reasons of those who changed them."""
    return {
        **facts_inputs(line),
        "points": {str(tier): line.points_of(tier) for tier in Tier},
        "answers": {str(Tier.BLOC): line.bloc_answer, str(Tier.APPRAISED): line.appraised_answer},
        "notes": {str(Tier.BLOC): line.bloc_note, str(Tier.APPRAISED): line.appraised_note},
    }


def facts_inputs(line: ScoreLine) -> dict[str, Any]:
    """What is known of one line, as the file has it."""
    return {
        "plan": line.plan,
        "actual": line.actual,
        "second": line.second,
        "grade": line.grade,
        "ranks": line.ranks,
        "days_late": line.days_late,
        "late_brackets": line.late_brackets,
        "assigned": line.assigned,
    }


def filed_at_of(sheets: Iterable[ScoreSheet]) -> dict[UUID, str]:
    """When each self-score was filed for the first time, as text in UTC, by sheet. One query."""
    submissions = {sheet.submission_id: sheet.pk for sheet in sheets}
    receipts = Receipt.objects.filter(submission__in=list(submissions)).order_by()
    first = receipts.values_list("submission").annotate(first=Min("received_at"))
    return {submissions[pk]: utc_text(moment) for pk, moment in first}


def utc_text(moment: datetime | None) -> str:
    """An instant as the file has it; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def _group(group: CriterionGroup, criteria: Iterable[Criterion]) -> dict[str, Any]:
    return {
        "no": group.no,
        "name": group.name,
        "kind": group.kind,
        "max_points": group.max_points,
        "criteria": [
            {
                "no": one.no,
                "name": one.name,
                "max_points": one.max_points,
                "rule": one.rule,
                "params": one.params,
                "excludes": one.excludes,
                "unit_of_measure": one.unit_of_measure,
            }
            for one in criteria
        ],
    }
