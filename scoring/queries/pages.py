"""The page of one sheet as typed rows: groups, criteria with their three tiers, what is chosen and how it is sorted."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from campaigns.enums import SubmissionKind
from campaigns.queries.facts import launch_document_ground
from scoring.calculation.facts import Peers
from scoring.calculation.rules import Exclusion, Late
from scoring.calculation.totals import SheetTotal
from scoring.enums import LOWER_TIER, GroupKind, Scorer, Tier
from scoring.models import Citation, CriterionGroup, LineReturn, ScoreLine, ScoreSheet
from scoring.queries.citations import WITH_CITATIONS, citations_of
from scoring.queries.lines import confirmed_total, known_lines, rule, scored, totals_of
from scoring.queries.peers import peers_for
from scoring.queries.returns import open_return, returns_of, turn_of, waiting_sentence
from scoring.queries.sheets import NOT_FILED, unscored
from scoring.writing import ANSWER_WORDS


@dataclass(frozen=True)
class Cell:
    """One tier of one line or total: its points and whether they differ from the tier below.

    ``words``: what the tier answered where the criterion is a question, or why it has no total.
    """

    tier: Tier
    points: Decimal | None
    differs: bool = False
    words: str = ""


@dataclass(frozen=True)
class LineRow:
    """One criterion on the page. ``remarks`` are the notes of the tiers, each with who wrote it; ``ground`` is the
    unit's own launching document where its lateness is scored. ``turn``: the tier that may write into it now;
    ``returned``: the open return that made it so; ``history``: those that were answered, newest first.
    """

    line: ScoreLine
    input: str
    sentence: str
    low: Decimal
    high: Decimal
    cells: tuple[Cell, ...]
    remarks: tuple[tuple[str, str], ...]
    turn: Tier | None
    ground: str = ""
    returned: LineReturn | None = None
    history: tuple[LineReturn, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The documents that prove it."""
        return tuple(citations_of(self.line))

    @property
    def differs(self) -> bool:
        """Whether some tier gave other points than the tier below."""
        return any(cell.differs for cell in self.cells)

    @property
    def second(self) -> str:
        """The label of the second quantity that the rule asks for, "" where there is none."""
        return rule(self.line.criterion).second

    @property
    def is_question(self) -> bool:
        """Whether upper tiers answer yes or no instead of giving points."""
        return isinstance(rule(self.line.criterion), Exclusion)

    @property
    def gap(self) -> Decimal:
        """By how much the highest tier that scored the line differs from the tier below it."""
        points = [cell.points for cell in self.cells if cell.points is not None]
        return abs(points[-1] - points[-2]) if len(points) > 1 else Decimal(0)

    @property
    def most(self) -> Decimal:
        """What the column of maxima shows: the maximum, or for deductions the most that may be taken off."""
        return self.line.criterion.max_points or self.low


@dataclass(frozen=True)
class GroupRow:
    """One group with its lines and its points per tier; ``maximum`` is without what is no duty of the unit."""

    group: CriterionGroup
    lines: tuple[LineRow, ...]
    cells: tuple[Cell, ...]
    maximum: Decimal


@dataclass(frozen=True)
class SheetPage:
    """All that the page of one sheet shows. ``to_confirm``: the bloc's total as its confirmation would store it."""

    sheet: ScoreSheet
    groups: tuple[GroupRow, ...]
    over: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    maximum: Decimal
    turn: Tier | None
    missing: tuple[str, ...]
    waiting: str = ""
    to_confirm: Decimal | None = None

    @property
    def taken_groups(self) -> str:
        """The groups that are not the bloc's: its confirmation takes them over from the unit."""
        return ", ".join(one.group.no for one in self.groups if one.group.scorer == Scorer.STANDING_BODY)

    def row(self, line_id: int) -> LineRow:
        """The row of one line."""
        return next(row for group in self.groups for row in group.lines if row.line.pk == line_id)


CHOICES = {
    "": "Tất cả",
    "khac": "Khác điểm bước trước",
    "chua": "Chưa chấm",
    "tra": "Đang trả lại",
}
BY_GAP = "chenh"


def chosen(page: SheetPage, choice: str) -> set[int]:
    """The ids of the lines that a chip leaves on the page."""
    return {row.line.pk for group in page.groups for row in group.lines if _is_chosen(row, choice, page)}


def chips(page: SheetPage, choice: str, order: str) -> list[dict[str, Any]]:
    """The counted chips above the rows; each keeps the order."""
    sorted_by = f"&xep={order}" if order else ""
    return [
        {
            "label": label,
            "count": len(chosen(page, key)),
            "url": f"?loc={key}{sorted_by}",
            "active": key == choice,
            "tone": "",
            "id": f"loc-{key}" if key else "",
        }
        for key, label in CHOICES.items()
    ]


def by_gap(page: SheetPage) -> list[LineRow]:
    """The rows of all groups from the greatest difference down, equal ones in the order of the table."""
    return sorted((row for group in page.groups for row in group.lines), key=lambda row: -row.gap)


def _is_chosen(row: LineRow, choice: str, page: SheetPage) -> bool:
    if choice == "khac":
        return row.differs
    if choice == "chua":
        return row.line.criterion.no in page.missing
    return choice != "tra" or row.returned is not None


def page(sheet: ScoreSheet, seen: Collection[Tier] = tuple(Tier), *, only: int | None = None) -> SheetPage:
    """The rows of one sheet (``only``: this row, beside the totals of all), with the points and notes of the tiers that
    may be ``seen`` (``rules.tiers_seen``).

    Four queries, however many criteria and files, and one more where a criterion looks at the launching document; one
    after a save, which knows all lines as they stand now (``services/lines.py``: ``save_line``).
    """
    lines = known_lines(sheet)
    prefetch_related_objects([one for one in lines if only in (None, one.pk)], WITH_CITATIONS)
    turn = turn_of(sheet, None)
    groups = list(sheet.table.groups.all())
    totals = totals_of(sheet.table, groups, lines)
    available = {one.no: one.available for one in totals[Tier.SELF].groups if one.kind == GroupKind.POINTS}
    rows: dict[str, list[LineRow]] = {group.no: [] for group in groups}
    for row in seen_rows(sheet, [one for one in lines if only in (None, one.pk)], seen):
        rows[row.line.criterion.group.no].append(row)
    return SheetPage(
        sheet=sheet,
        groups=tuple(
            GroupRow(
                group,
                tuple(rows[group.no]),
                _group_cells(group, totals, seen),
                available.get(group.no, group.max_points),
            )
            for group in groups
        ),
        over=tuple(
            Cell(tier, totals[tier].over if tier in seen and totals[tier].total is not None else None) for tier in Tier
        ),
        totals=tuple(
            Cell(tier, totals[tier].total if tier in seen else None, words=_nothing_filed(sheet, tier)) for tier in Tier
        ),
        maximum=totals[Tier.SELF].available,
        turn=turn,
        missing=tuple(unscored(lines, turn)) if turn else (),
        waiting=waiting_sentence(one.criterion.no for one in lines if turn and open_return(one)),
        to_confirm=confirmed_total(sheet.table, groups, lines) if turn == Tier.BLOC else None,
    )


def seen_rows(sheet: ScoreSheet, lines: list[ScoreLine], seen: Collection[Tier]) -> list[LineRow]:
    """The rows of these lines with what the tiers say that may be ``seen``. Queries as of ``line_rows``."""
    return [_as_seen(row, seen) for row in line_rows(sheet, lines)]


def line_rows(sheet: ScoreSheet, lines: list[ScoreLine]) -> list[LineRow]:
    """The rows of these lines. No query but for what criteria look at beside the sheet: the bloc, the launching
    document.
    """
    peers = peers_for(sheet, (one.criterion for one in lines))
    looking = {one.pk for one in lines if _looks_at_launching(one)}
    ground = launch_document_ground(sheet.participation) if looking else ""
    return [_line_row(one, sheet, peers, ground if one.pk in looking else "") for one in lines]


def _looks_at_launching(line: ScoreLine) -> bool:
    """Whether the line takes points off for a late launching document."""
    kind = rule(line.criterion)
    return isinstance(kind, Late) and SubmissionKind.LAUNCH_DOCUMENT in kind.milestones


def _line_row(line: ScoreLine, sheet: ScoreSheet, peers: Peers, ground: str) -> LineRow:
    kind = rule(line.criterion)
    low, high = kind.bounds(line.criterion.max_points)
    notes = ((tier.label, line.note_of(tier)) for tier in Tier)
    returned = open_return(line)
    return LineRow(
        line=line,
        input=kind.input,
        sentence=scored(line, sheet.table.rounding_step, peers).sentence,
        low=low,
        high=high,
        cells=tuple(_cell(line, tier, question=isinstance(kind, Exclusion)) for tier in Tier),
        remarks=tuple((label, note) for label, note in notes if note),
        turn=turn_of(sheet, returned),
        ground=ground,
        returned=returned,
        history=tuple(one for one in returns_of(line) if one.answered_at),
    )


def _as_seen(row: LineRow, seen: Collection[Tier]) -> LineRow:
    """The row without what the tiers say that may not be seen yet."""
    labels = {tier.label for tier in seen}
    return replace(
        row,
        cells=tuple(cell if cell.tier in seen else Cell(cell.tier, None) for cell in row.cells),
        remarks=tuple(remark for remark in row.remarks if remark[0] in labels),
    )


def _group_cells(group: CriterionGroup, totals: dict[Tier, SheetTotal], seen: Collection[Tier]) -> tuple[Cell, ...]:
    points = {tier: {one.no: one.points for one in total.groups} for tier, total in totals.items()}
    return tuple(Cell(tier, points[tier][group.no] if tier in seen else None) for tier in Tier)


def _nothing_filed(sheet: ScoreSheet, tier: Tier) -> str:
    """Instead of a total that the unit never gave."""
    return NOT_FILED if tier == Tier.SELF and sheet.self_missing else ""


def _cell(line: ScoreLine, tier: Tier, *, question: bool) -> Cell:
    points, answer = line.points_of(tier), line.answer_of(tier) if question else ""
    lower = LOWER_TIER.get(tier)
    differs = (
        lower is not None
        and points is not None
        and (points != line.points_of(lower) or (question and answer != line.answer_of(lower)))
    )
    return Cell(tier, points, differs, ANSWER_WORDS.get(answer, ""))
