"""Where the points of a bloc lie: criteria by units, each cell with its share of the maximum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from blocs.models import Bloc
from campaigns.models import Campaign
from core.numbers import format_decimal, percent_cut
from scoring.enums import GroupKind
from scoring.models import Criterion, CriterionGroup
from scoring.queries.bloc_lines import BlocLines, BlocSubject, bloc_lines
from scoring.queries.insight import sheets_shown, state_of
from scoring.queries.rankings import RankingRow, board

HUNDRED = Decimal(100)
WEAKEST = 3  # criteria named in words above the map
OVER = "Thưởng vượt chỉ tiêu"


@dataclass(frozen=True)
class HeatCell:
    """The points of one unit at one place, beside the most that could be had. ``points`` None: not scored, not its
    duty, or not for this reader.
    """

    points: Decimal | None
    maximum: Decimal

    @property
    def minus(self) -> bool:
        """Whether points were taken off."""
        return self.points is not None and self.points < 0

    @property
    def measured(self) -> bool:
        """Whether there is a maximum to compare with."""
        return self.maximum > 0


@dataclass(frozen=True)
class HeatRow:
    """One criterion, one group (``criterion`` None), or the bonus for what lies above the maxima (both None) over all
    units; ``share`` what the bloc reached in percent.
    """

    group: CriterionGroup | None
    criterion: Criterion | None
    maximum: Decimal
    cells: tuple[HeatCell, ...]

    @property
    def name(self) -> str:
        """What the row is about."""
        return f"{self.criterion.no} {self.criterion.name}" if self.criterion else str(self.group or OVER)

    @property
    def share(self) -> Decimal | None:
        """The mean share of the maximum in percent, one decimal, cut off; None without a maximum or any points."""
        points = [cell.points for cell in self.cells if cell.points is not None]
        if not points or self.maximum <= 0:
            return None
        return percent_cut(sum(points, Decimal(0)), self.maximum * len(points))


@dataclass(frozen=True)
class HeatMap:
    """The map as a page shows it; ``closed`` units show groups only, as their sheets are not the reader's."""

    campaign: Campaign
    bloc: Bloc
    units: tuple[RankingRow, ...]
    rows: tuple[HeatRow, ...]
    closed: int
    state: tuple[str, str]

    @property
    def weakest(self) -> str:
        """The criteria with points at which the bloc reached least, in words; "" where none is below its maximum."""
        known = [
            (row.share, row.criterion)
            for row in self.rows
            if row.criterion and row.criterion.group.kind == GroupKind.POINTS and row.share is not None
        ]
        low = sorted((one for one in known if one[0] < HUNDRED), key=lambda one: one[0])
        return "; ".join(f"{one.no} {one.name} ({format_decimal(share)}%)" for share, one in low[:WEAKEST])


def heat_map(subject: BlocSubject, viewer: Any) -> HeatMap:
    """The map of one bloc as ``viewer`` may see it: the units of the ranking, criteria where they may open the sheet.

    A constant number of queries.
    """
    found = board(subject.campaign, [subject.bloc.code], viewer)
    units = tuple(row for row in found.rows if row.standing.total is not None)
    loaded = bloc_lines(subject.campaign, subject.bloc, sheets_shown(row.standing for row in units), viewer)
    return HeatMap(
        campaign=subject.campaign,
        bloc=subject.bloc,
        units=units,
        rows=tuple(_rows(units, loaded)),
        closed=sum(not loaded.of(row.standing.sheet) for row in units),
        state=state_of(found),
    )


def _rows(units: Sequence[RankingRow], loaded: BlocLines) -> Iterable[HeatRow]:
    """Each group, then its criteria, in the order of the table; then the bonus, where the table gives one. Groups and
    bonus add up to the total.
    """
    for group in loaded.groups:
        cells = (HeatCell(row.standing.points_of(group.no), group.max_points) for row in units)
        yield HeatRow(group, None, group.max_points, tuple(cells))
        for one in loaded.criteria:
            if one.group_id == group.pk:
                points = (loaded.points(row.standing.sheet, one.no) for row in units)
                yield HeatRow(group, one, one.max_points, tuple(HeatCell(value, one.max_points) for value in points))
    if loaded.table and (most := loaded.table.bonus_cap):
        yield HeatRow(None, None, most, tuple(HeatCell(row.standing.over, most) for row in units))
