"""Why a unit stands where it stands: compared with the unit above and the unit below, as far as the reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.calculation.comparison import Gap, gaps, headline, signed
from scoring.calculation.facts import NOBODY, Peers
from scoring.enums import GroupKind, Tier
from scoring.models import Criterion, CriterionGroup, ScoreLine
from scoring.queries.bloc_lines import BlocLines, UnitSubject, bloc_lines
from scoring.queries.lines import scored
from scoring.queries.peers import peers_for
from scoring.queries.rankings import Board, Standing, board

ZERO = Decimal(0)
WAITING = "Kết quả chưa công bố nên chưa có thứ hạng và điểm của đơn vị khác; dưới đây là điểm của đơn vị mình."


@dataclass(frozen=True)
class Side:
    """One criterion of one unit: points, why by the rule, and what the scorers wrote."""

    points: Decimal | None
    sentence: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CriterionGap:
    """One criterion in which two units differ."""

    criterion: Criterion
    own: Side
    other: Side

    @property
    def gap(self) -> Decimal:
        """Own minus the other's."""
        return (self.own.points or ZERO) - (self.other.points or ZERO)

    @property
    def words(self) -> str:
        """The gap with its sign."""
        return signed(self.gap)


@dataclass(frozen=True)
class Comparison:
    """The unit beside one neighbour, who stands ``where``. ``criteria`` None: the reader may not open both sheets."""

    other: Standing
    rank: int | None
    where: str
    sentence: str
    parts: tuple[Gap, ...]
    criteria: tuple[CriterionGap, ...] | None
    note: str = ""


@dataclass(frozen=True)
class Why:
    """All that the page about one unit's place shows. ``rank`` None: not ranked, or not for this reader yet."""

    campaign: Campaign
    bloc: Bloc
    standing: Standing
    rank: int | None
    tied: bool
    of: int
    state: tuple[str, str]
    waits: str
    comparisons: tuple[Comparison, ...]
    own: tuple[tuple[str, Decimal | None], ...]
    tie_note: str


@dataclass(frozen=True)
class _Ground:
    """What all comparisons on one page are made of."""

    board: Board
    loaded: BlocLines
    labels: Mapping[str, str]
    peers: Peers


def why(subject: UnitSubject, viewer: Any) -> Why | None:
    """The place of one unit as ``viewer`` may have it explained; None for a unit whose row is not shown to them.

    A constant number of queries.
    """
    found = board(subject.campaign, [subject.bloc.code], viewer)
    at = next((i for i, row in enumerate(found.rows) if row.standing.participation == subject.folder.pk), None)
    if at is None:
        return None
    row = found.rows[at]
    beside = neighbours([one.place.rank for one in found.rows], at)
    shown = sheets_shown(found.rows[i].standing for i in (at, *beside))
    loaded = bloc_lines(subject.campaign, subject.bloc, shown, viewer)
    peers = _peers(row.standing, loaded) if beside else NOBODY
    ground = _Ground(found, loaded, labels_of(loaded.groups), peers)
    return Why(
        campaign=subject.campaign,
        bloc=subject.bloc,
        standing=row.standing,
        rank=row.place.rank,
        tied=row.place.tied,
        of=sum(one.place.rank is not None for one in found.rows),
        state=state_of(found),
        waits="" if found.ranked else WAITING,
        comparisons=tuple(_compared(ground, at, i) for i in beside),
        own=_own_parts(row.standing, ground.labels),
        tie_note=found.tie_note,
    )


def neighbours(ranks: Sequence[int | None], at: int) -> list[int]:
    """The places just above and just below a place, among those that have a rank; where one of them shares its rank,
    also the next one that does not.
    """
    if ranks[at] is None:
        return []
    above = [i for i in range(at - 1, -1, -1) if ranks[i] is not None]
    below = [i for i in range(at + 1, len(ranks)) if ranks[i] is not None]
    elsewhere = [[i for i in side if ranks[i] != ranks[at]] for side in (above, below)]
    return sorted({i for side in (above, below, *elsewhere) for i in side[:1]})


def state_of(found: Board) -> tuple[str, str]:
    """How final a ranking is: (tone of the badge, words)."""
    if found.published_at:
        return "green", "Đã công bố"
    return ("amber", "Công bố tạm thời") if found.rankings else ("amber", "Tạm tính")


def sheets_shown(standings: Iterable[Standing]) -> list[UUID]:
    """The sheets that the reader may open."""
    return [one.sheet for one in standings if one.sheet is not None]


def labels_of(groups: Iterable[CriterionGroup]) -> dict[str, str]:
    """The groups by number, as a sentence names them; several of one kind carry their numbers."""
    known = list(groups)
    words = {GroupKind.BONUS: "điểm thưởng", GroupKind.PENALTY: "điểm trừ"}
    found = {}
    for group in known:
        alone = sum(one.kind == group.kind for one in known) == 1
        name = words.get(GroupKind(group.kind), "nhóm")
        found[group.no] = name if alone and group.kind in words else f"{name} {group.no}"
    return found


def _compared(ground: _Ground, at: int, beside: int) -> Comparison:
    """The unit in row ``at`` beside the one in row ``beside``."""
    rows = ground.board.rows
    own, other = rows[at].standing, rows[beside].standing
    parts = gaps(own, other, ground.labels)
    before, tied = beside > at, rows[at].place.rank == rows[beside].place.rank
    parted_by = "" if tied else rows[max(at, beside)].place.parted_by  # parts all that are tied from the unit above
    shares = (own.percent, other.percent) if ground.board.order.by_percent else None
    return Comparison(
        other=other,
        rank=rows[beside].place.rank,
        where="đồng hạng" if tied else "ngay sau" if before else "ngay trước",
        sentence=headline(own, other, other.unit, parts, parted_by=parted_by, before=before, shares=shares),
        parts=tuple(parts),
        criteria=_criteria(own, other, ground.loaded, ground.peers),
        note=_note(own, other, ground.loaded),
    )


def _criteria(own: Standing, other: Standing, loaded: BlocLines, peers: Peers) -> tuple[CriterionGap, ...] | None:
    """The criteria in which both differ, those first that decide most; None where a sheet is not to be opened."""
    if not loaded.of(own.sheet) or not loaded.of(other.sheet):
        return None
    found = [
        CriterionGap(one, _side(own, one, loaded, peers), _side(other, one, loaded, peers)) for one in loaded.criteria
    ]
    return tuple(sorted((one for one in found if one.gap), key=lambda one: -abs(one.gap)))


def _peers(own: Standing, loaded: BlocLines) -> Peers:
    sheet = loaded.sheets.get(own.sheet) if own.sheet else None
    return peers_for(sheet, loaded.criteria) if sheet else NOBODY


def _side(unit: Standing, criterion: Criterion, loaded: BlocLines, peers: Peers) -> Side:
    line = loaded.of(unit.sheet).get(criterion.no)
    if line is None or loaded.table is None:
        return Side(None, "Không có tiêu chí này.")
    points = loaded.points(unit.sheet, criterion.no)
    return Side(points, scored(line, loaded.table.rounding_step, peers).sentence, tuple(_notes(line)))


def _notes(line: ScoreLine) -> Iterable[str]:
    """What upper tiers wrote where they changed points."""
    return (f"{tier.label}: {line.note_of(tier)}" for tier in (Tier.BLOC, Tier.APPRAISED) if line.note_of(tier))


def _note(own: Standing, other: Standing, loaded: BlocLines) -> str:
    """That points changed after the ranking was kept, so that the parts below do not add up to the totals above."""
    sheets = [(loaded.sheets.get(one.sheet), one) for one in (own, other) if one.sheet]
    if any(sheet and sheet.total != one.total for sheet, one in sheets):
        return "Có điểm đã thay đổi sau lần công bố: phần theo tiêu chí là điểm hiện nay, tổng điểm là điểm đã công bố."
    return ""


def _own_parts(own: Standing, labels: Mapping[str, str]) -> tuple[tuple[str, Decimal | None], ...]:
    """Of what the unit's own total is made."""
    if own.total is None:
        return ()
    parts: list[tuple[str, Decimal | None]] = [(labels.get(no, f"nhóm {no}"), points) for no, points in own.groups]
    return (*parts, ("thưởng vượt chỉ tiêu", own.over))
