"""Rankings of one bloc or of several together: live while provisional, the published version once there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Value
from django.shortcuts import get_object_or_404

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.models import Campaign, Participation
from core.authz import YES, Decision, can
from organizations.enums import Role
from scoring.calculation.ranking import Entry, Place, rank
from scoring.enums import GroupKind, SheetState, TableState
from scoring.models import CriterionGroup, Ranking, ScoreSheet
from scoring.queries.sheets import TONES

ZERO = Decimal(0)
OVERSEERS = (Role.STAFF, Role.LEADER, Role.ADMIN, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)
NOT_BEGUN = "Chưa tự chấm"


@dataclass(frozen=True)
class Standing:
    """One unit's figures in the tier that counts. ``total`` None: not scored, or not for this reader.

    ``groups`` are (number, points) in the order of the table; ``over`` is the bonus for what lies above the criteria's
    maxima, ``bonus`` that and the bonus groups, ``penalty`` 0 or negative; ``excluded`` the forms of award it may not
    have. ``sheet`` is set where the reader may open it.
    """

    participation: int
    unit_id: int
    unit_code: str
    unit: str
    bloc_id: int
    bloc: str
    sheet: UUID | None
    state: str
    tone: str
    done: bool
    self_total: Decimal | None = None
    bloc_total: Decimal | None = None
    appraised_total: Decimal | None = None
    total: Decimal | None = None
    groups: tuple[tuple[str, Decimal | None], ...] = ()
    over: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    exceeded: int = 0
    excluded: tuple[str, ...] = ()

    @property
    def first_group(self) -> Decimal:
        """Points of the first group: the first tie-break."""
        return (self.groups[0][1] if self.groups else None) or ZERO

    def points_of(self, no: str) -> Decimal | None:
        """Points of the group ``no``."""
        return dict(self.groups).get(no)


@dataclass(frozen=True)
class Difference:
    """What one part of the total makes of the distance to the unit above."""

    label: str
    own: Decimal
    above: Decimal

    @property
    def gap(self) -> Decimal:
        """Own minus above."""
        return self.own - self.above


@dataclass(frozen=True)
class RankingRow:
    """One line of a ranking: the place (None: not ranked), the figures, and the comparison with the unit above."""

    standing: Standing
    place: Place
    own: bool
    cells: tuple["GroupCell", ...] = ()
    above: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Column:
    """A group of the table as a column."""

    no: str
    name: str
    max_points: Decimal


@dataclass(frozen=True)
class GroupCell:
    """The points of one unit in one column, with the column's number and maximum (for the heat)."""

    no: str
    points: Decimal | None
    max_points: Decimal


@dataclass(frozen=True)
class Board:
    """A ranking as a page shows it. ``published_at`` None: provisional. ``ranked`` False: the reader sees no ranks.

    ``rankings`` are the versions in force by bloc id.
    """

    campaign: Campaign
    choices: tuple[Bloc, ...]
    blocs: tuple[Bloc, ...]
    columns: tuple[Column, ...]
    rows: tuple[RankingRow, ...]
    best: Decimal
    ranked: bool
    published_at: datetime | None
    rankings: Mapping[int, Ranking]


def board(campaign: Campaign, codes: Iterable[str], viewer: Any) -> Board:
    """The ranking over the blocs with these codes (all of the campaign when none fits), as ``viewer`` may see it.

    A unit sees others' figures only once their bloc is published; before, its own without a rank.
    """
    choices, seen = blocs_for(campaign, viewer)
    wanted = set(codes)
    blocs = tuple(bloc for bloc in choices if bloc.code in wanted) or choices
    published = latest_rankings(campaign, blocs)
    open_blocs = set(published) | seen
    own_units = viewer.unit_ids()
    opens = _sheets_to_open(campaign, viewer)
    standings = [
        one if one.sheet in opens else replace(one, sheet=None)
        for one in standings_of(campaign, blocs, published, own_units)
        if one.bloc_id in open_blocs or one.unit_id in own_units
    ]
    ranked = all(bloc.pk in open_blocs for bloc in blocs)
    columns = _columns(campaign, blocs)
    complete = bool(blocs) and len(published) == len(blocs)
    return Board(
        campaign=campaign,
        choices=choices,
        blocs=blocs,
        columns=columns,
        rows=tuple(_rows(standings, columns, own_units, ranked=ranked)),
        best=max((one.total for one in standings if one.total is not None), default=ZERO),
        ranked=ranked,
        published_at=max(one.published_at for one in published.values()) if complete else None,
        rankings=published,
    )


def blocs_for(campaign: Campaign, viewer: Any) -> tuple[tuple[Bloc, ...], set[int]]:
    """The blocs of the campaign, and the ids of those whose provisional figures ``viewer`` sees. One query.

    Officials of the authority see all, the office of a bloc (leader or deputy) its own.
    """
    office = Membership.objects.filter(
        bloc=OuterRef("pk"),
        year=campaign.year,
        role__in=[BlocRole.LEADER, BlocRole.DEPUTY],
        unit__in=viewer.unit_ids(*BLOC_OFFICE_ROLES),
    )
    official = viewer.is_superuser or bool(campaign.offices & viewer.unit_ids(*OVERSEERS))
    blocs = campaign.blocs.annotate(sees=Value(True) if official else Exists(office))
    return tuple(blocs), {bloc.pk for bloc in blocs if bloc.sees}


def latest_rankings(campaign: Campaign, blocs: Iterable[Bloc] | None = None) -> dict[int, Ranking]:
    """The version in force of every bloc that is published (among ``blocs``, when they are named), by bloc id."""
    found = Ranking.objects.final().filter(campaign=campaign).order_by("version")
    if blocs is not None:
        found = found.filter(bloc__in=[bloc.pk for bloc in blocs])
    return {one.bloc_id: one for one in found}


def standings_of(
    campaign: Campaign, blocs: Iterable[Bloc], published: Mapping[int, Ranking], own_units: set[int]
) -> list[Standing]:
    """The figures of every unit of the blocs: frozen where published, live elsewhere. One query.

    A draft is nobody's but the unit's, so only ``own_units`` see figures of it.
    """
    folders = Participation.objects.filter(campaign=campaign, bloc__in=[bloc.pk for bloc in blocs])
    frozen = {row["participation"]: row for one in published.values() for row in one.rows}
    found = []
    for folder in folders.select_related("unit", "bloc", "score_sheet"):
        sheet = getattr(folder, "score_sheet", None)
        bare = _bare(folder, sheet)
        if folder.pk in frozen:
            found.append(_with_figures(bare, frozen[folder.pk]))
        elif sheet and (sheet.state != SheetState.DRAFT or folder.unit_id in own_units):
            found.append(_with_figures(bare, figures(sheet)))
        else:
            found.append(bare)
    return found


def figures(sheet: ScoreSheet) -> dict[str, Any]:
    """What a ranking keeps of one sheet: the totals and the figures of the tier that counts, decimals as strings."""
    counted = sheet.group_totals.get(sheet.counting_tier, {})
    groups = counted.get("groups", [])
    return {
        "participation": sheet.participation_id,
        "total": sheet.total,
        "self_total": sheet.self_total,
        "bloc_total": sheet.bloc_total,
        "appraised_total": sheet.appraised_total,
        "groups": groups,
        "first_group": (groups[0][1] if groups else None) or "0",
        "over": counted.get("over", "0"),
        "bonus": counted.get("bonus", "0"),
        "penalty": counted.get("penalty", "0"),
        "exceeded": counted.get("exceeded", 0),
        "excluded": sheet.excluded,
    }


def points_of_sheet(sheet: ScoreSheet) -> Standing:
    """The figures of one sheet in the tier that counts."""
    return _with_figures(_bare(sheet.participation, sheet), figures(sheet))


def entry(standing: Standing) -> Entry:
    """A unit's figures as the ranking takes them."""
    return Entry(
        key=standing.unit_code,
        total=standing.total,
        first_group=standing.first_group,
        exceeded=standing.exceeded,
        penalty=standing.penalty,
    )


def frozen_entry(row: Mapping[str, Any]) -> Entry:
    """One row of a published ranking as a ranking takes it."""
    return Entry(
        key=row["unit"],
        total=_decimal(row["total"]),
        first_group=Decimal(row["first_group"]),
        exceeded=row["exceeded"],
        penalty=Decimal(row["penalty"]),
    )


@dataclass(frozen=True)
class Publication:
    """One chosen bloc: its version in force, and whether it can be published now."""

    bloc: Bloc
    ranking: Ranking | None
    decision: Decision


def publications(board: Board, user: Any) -> list[Publication]:
    """Per chosen bloc what staff may publish; empty for everybody else."""
    if not can(user, "scoring.publish", board.campaign):
        return []
    return [
        Publication(bloc, board.rankings.get(bloc.pk), _publishable(board, bloc, board.rankings.get(bloc.pk)))
        for bloc in board.blocs
    ]


def _publishable(board: Board, bloc: Bloc, last: Ranking | None) -> Decision:
    """As the service will answer, from the rows of the page."""
    states = [row.standing.done for row in board.rows if row.standing.bloc_id == bloc.pk]
    left = states.count(False)
    if left or not states:
        return Decision(False, incomplete(len(states), left))
    return Decision(False, f"Đã công bố lần {last.version}.") if last else YES


def incomplete(units: int, left: int) -> str:
    """Why a bloc cannot be published yet."""
    if not units:
        return "Khối chưa có đơn vị nào tham gia phong trào."
    return f"Chỉ công bố được khi cả {units} bảng điểm đã thẩm định: còn {left}"


def chips(board: Board) -> list[dict[str, Any]]:
    """A filter per bloc (pressing one adds or removes it), and one for all together."""
    chosen = {bloc.code for bloc in board.blocs} if len(board.blocs) < len(board.choices) else set()
    everything = {"label": "Tất cả các khối", "count": len(board.choices), "url": "?", "active": not chosen, "tone": ""}
    return [everything] + [
        {
            "label": bloc.name,
            "count": "",
            "url": "?" + urlencode([("khoi", code) for code in sorted(chosen ^ {bloc.code})]),
            "active": bloc.code in chosen,
            "tone": "",
        }
        for bloc in board.choices
    ]


def bloc_of(campaign: Campaign, code: str) -> Bloc:
    """One bloc of the campaign; 404 for any other."""
    return get_object_or_404(campaign.blocs, code=code)


def _sheets_to_open(campaign: Campaign, viewer: Any) -> set[UUID]:
    """The sheets of the campaign that the reader may open. One query."""
    found = ScoreSheet.objects.visible_to(viewer).filter(participation__campaign=campaign)
    return set(found.values_list("pk", flat=True))


def _bare(folder: Participation, sheet: ScoreSheet | None) -> Standing:
    """The unit without figures."""
    return Standing(
        participation=folder.pk,
        unit_id=folder.unit_id,
        unit_code=folder.unit.code,
        unit=folder.unit.short_name,
        bloc_id=folder.bloc_id,
        bloc=folder.bloc.name,
        sheet=sheet.pk if sheet else None,
        state=sheet.get_state_display() if sheet else NOT_BEGUN,
        tone=TONES[SheetState(sheet.state)] if sheet else "grey",
        done=sheet is not None and sheet.state in (SheetState.APPRAISED, SheetState.PUBLISHED),
    )


def _with_figures(bare: Standing, row: Mapping[str, Any]) -> Standing:
    return replace(
        bare,
        self_total=_decimal(row["self_total"]),
        bloc_total=_decimal(row["bloc_total"]),
        appraised_total=_decimal(row["appraised_total"]),
        total=_decimal(row["total"]),
        groups=tuple((no, _decimal(points)) for no, points in row["groups"]),
        over=Decimal(row["over"]),
        bonus=Decimal(row["bonus"]),
        penalty=Decimal(row["penalty"]),
        exceeded=row["exceeded"],
        excluded=tuple(row["excluded"]),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _columns(campaign: Campaign, blocs: Iterable[Bloc]) -> tuple[Column, ...]:
    """The groups that add points, by number, over the tables of all chosen blocs (the first name of a number wins)."""
    groups = CriterionGroup.objects.filter(
        table__campaign=campaign, table__bloc__in=[bloc.pk for bloc in blocs], table__state=TableState.FROZEN
    ).exclude(kind=GroupKind.PENALTY)
    found: dict[str, Column] = {}
    for group in groups.order_by("position", "table"):
        found.setdefault(group.no, Column(group.no, group.name, group.max_points))
    return tuple(found.values())


def _rows(
    standings: list[Standing], columns: Iterable[Column], own_units: set[int], *, ranked: bool
) -> Iterable[RankingRow]:
    by_code = {one.unit_code: one for one in standings}
    above: Standing | None = None
    for place in rank(entry(one) for one in standings):
        one = by_code[place.key]
        cells = tuple(GroupCell(column.no, one.points_of(column.no), column.max_points) for column in columns)
        shown = place if ranked else Place(place.key, None)
        row = RankingRow(one, shown, one.unit_id in own_units, cells)
        if above is not None and shown.rank is not None:
            row = replace(row, above=above.unit, differences=tuple(_differences(one, above, columns)))
        yield row
        above = one


def _differences(one: Standing, above: Standing, columns: Iterable[Column]) -> Iterable[Difference]:
    """Part by part, what differs between two units; parts that are equal are left out."""
    parts = [
        Difference(f"Nhóm {column.no}", one.points_of(column.no) or ZERO, above.points_of(column.no) or ZERO)
        for column in columns
    ]
    parts.append(Difference("Thưởng vượt chỉ tiêu", one.over, above.over))
    parts.append(Difference("Điểm trừ", one.penalty, above.penalty))
    return (part for part in parts if part.gap)
