"""All sheets of one bloc with their lines, read at once: what comparisons, heat maps and what-ifs compute with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.shortcuts import get_object_or_404

from blocs.models import Bloc
from campaigns.models import Campaign, Participation
from campaigns.queries.campaigns import campaign as visible_campaign
from scoring.calculation import sheets as arithmetic
from scoring.enums import TableState
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.documents import utc_text
from scoring.queries.lines import sheet_of, table_of
from scoring.queries.tiers import tiers_overseen, without_open_tiers

Lines = Mapping[str, ScoreLine]


@dataclass(frozen=True)
class BlocSubject:
    """One bloc in one campaign: what a page about its ranking is about."""

    campaign: Campaign
    bloc: Bloc


@dataclass(frozen=True)
class UnitSubject:
    """One unit's folder in one campaign; it has a bloc."""

    campaign: Campaign
    folder: Participation

    @property
    def bloc(self) -> Bloc:
        """The bloc in which the unit is ranked."""
        return self.folder.bloc


@dataclass(frozen=True)
class BlocLines:
    """The table of a bloc in its order, and the sheets scored by it, each with ``filed_at``; ``lines`` by sheet and
    number of the criterion.

    Without a frozen table everything is empty.
    """

    table: ScoringTable | None = None
    groups: tuple[CriterionGroup, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    sheets: Mapping[UUID, Any] = field(default_factory=dict)
    lines: Mapping[UUID, Lines] = field(default_factory=dict)

    def of(self, sheet_id: UUID | None) -> Lines:
        """The lines of one sheet; empty for one that was not read."""
        return self.lines.get(sheet_id, {}) if sheet_id else {}

    def points(self, sheet_id: UUID | None, no: str) -> Decimal | None:
        """The points of one criterion in the tier that counts; None: not scored, no duty of the unit, or not read."""
        line = self.of(sheet_id).get(no)
        if sheet_id is None or line is None or not line.assigned:
            return None
        return line.points_of(self.sheets[sheet_id].counting_tier)

    def rules(self) -> arithmetic.Table:
        """The table as the arithmetic takes it; only where there is one."""
        if self.table is None:
            raise LookupError("the bloc has no frozen table")
        return table_of(self.table, self.groups, self.criteria)

    def plain(self) -> list[arithmetic.Sheet]:
        """The sheets as the arithmetic takes them."""
        return [
            replace(sheet_of(sheet, self.lines.get(pk, {}).values()), filed_at=utc_text(sheet.filed_at))
            for pk, sheet in self.sheets.items()
        ]


def bloc_subject(user: Any, code: str, bloc: str) -> BlocSubject:
    """One bloc of a campaign that ``user`` may look at; 404 otherwise."""
    campaign = visible_campaign(user, code)
    return BlocSubject(campaign, get_object_or_404(campaign.blocs.all(), code=bloc))


def unit_subject(user: Any, code: str, unit: str) -> UnitSubject:
    """One unit that takes part, in a bloc, in a campaign that ``user`` may look at; 404 otherwise."""
    campaign = visible_campaign(user, code)
    folders = Participation.objects.filter(campaign=campaign).exclude(bloc=None).select_related("unit", "bloc")
    return UnitSubject(campaign, get_object_or_404(folders, unit__code=unit))


def bloc_lines(campaign: Campaign, bloc: Bloc, sheet_ids: Iterable[UUID], viewer: Any) -> BlocLines:
    """The table of the bloc and these sheets of it (known, or asked for within the query), as ``viewer`` may see them.
    Three queries, however many units and criteria.
    """
    frozen = Criterion.objects.filter(
        group__table__campaign=campaign, group__table__bloc=bloc, group__table__state=TableState.FROZEN
    )
    criteria = {one.pk: one for one in frozen.select_related("group__table", "target")}
    groups = {one.group_id: one.group for one in criteria.values()}
    table = next((group.table for group in groups.values()), None)
    if table is None:
        return BlocLines()
    sheets = ScoreSheet.objects.filter(pk__in=sheet_ids, table=table, participation__bloc=bloc)
    sheets = sheets.select_related("participation__unit", "participation__campaign")
    sheets = sheets.annotate(filed_at=Min("submission__receipts__received_at"))
    known = {sheet.pk: sheet for sheet in sheets.order_by("participation__unit__sort_key")}
    seen = {pk: tiers_overseen(viewer, sheet) for pk, sheet in known.items()}
    lines: dict[UUID, dict[str, ScoreLine]] = defaultdict(dict)
    for line in ScoreLine.objects.filter(sheet__in=list(known), criterion__in=list(criteria)).order_by():
        line.criterion = criteria[line.criterion_id]
        lines[line.sheet_id][line.criterion.no] = without_open_tiers(line, seen[line.sheet_id])
    ordered = {pk: _in_order(lines[pk], criteria.values()) for pk in known}
    return BlocLines(table, tuple(groups.values()), tuple(criteria.values()), known, ordered)


def _in_order(lines: Lines, criteria: Iterable[Criterion]) -> dict[str, ScoreLine]:
    """The lines in the order of the table."""
    return {one.no: lines[one.no] for one in criteria if one.no in lines}
