"""A ranking as a page or a command shows it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.rules import office_seats
from campaigns.models import Campaign, Participation
from core.compiled import compiled
from organizations.enums import Role
from scoring.calculation.ranking import Place, tie_note
from scoring.enums import GroupKind, RankingKind, TableState
from scoring.models import CriterionGroup, Ranking, ScoreSheet, ScoringTable
from scoring.queries.rankings.order import DEFAULT_ORDER, Order, common, order_by, ranked
from scoring.queries.rankings.standings import Standing, standings_of

ZERO = Decimal(0)
EVERY_BLOC = "tat-ca"
SEPARATE = "Hạng tính trong từng khối, theo bảng tiêu chí của khối đó."
OVERSEERS = (Role.STAFF, Role.LEADER, Role.ADMIN, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)


@dataclass(frozen=True)
class RankingRow:
    """One line of a ranking: the place (None: not ranked), the figures, the points by column, what a full bar of points
    means, and whether the percentage decides in its bloc.
    """

    standing: Standing
    place: Place
    own: bool
    cells: tuple["GroupCell", ...] = ()
    scale: Decimal = ZERO
    by_percent: bool = False


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
    """A ranking as a page shows it. ``waiting`` are the blocs of which the reader sees no ranks yet. ``together``: the
    ranks are of all rows, those of one bloc or of several finally published by tables alike; else bloc by bloc.

    ``rankings`` are the versions shown by bloc id, provisional or final; ``published_at`` is set once all are final,
    ``appeals_until`` is the last day of appeals among the provisional ones. ``midterm``: the ranking kept at the
    mid-term, where one bloc is looked at.
    """

    campaign: Campaign
    choices: tuple[Bloc, ...]
    blocs: tuple[Bloc, ...]
    columns: tuple[Column, ...]
    rows: tuple[RankingRow, ...]
    waiting: tuple[Bloc, ...]
    together: bool
    published_at: datetime | None
    rankings: Mapping[int, Ranking]
    appeals_until: datetime | None = None
    order: Order = DEFAULT_ORDER
    midterm: Ranking | None = None

    @property
    def ranked(self) -> bool:
        """Whether the reader sees the ranks of all blocs."""
        return not self.waiting

    @property
    def tie_note(self) -> str:
        """How equals are parted, in one sentence."""
        return tie_note(self.order.chain) if self.together else SEPARATE

    @property
    def ranking(self) -> Ranking | None:
        """The version shown, where one bloc is looked at."""
        return self.rankings.get(self.blocs[0].pk) if len(self.blocs) == 1 else None


@dataclass(frozen=True)
class _Reader:
    """What one person may see: all blocs or the figures of some, the own units, the sheets to open."""

    seen: set[int]
    own_units: set[int]
    opens: QuerySet[ScoreSheet]


@dataclass(frozen=True)
class Look:
    """Who looks at which blocs of a campaign; ``sees`` are the ids of those whose provisional figures it may be."""

    campaign: Campaign
    viewer: Any
    choices: tuple[Any, ...]
    blocs: tuple[Any, ...]
    sees: set[int]


def codes_of(code: str, asked: Iterable[str], viewer: Any) -> list[str]:
    """The codes of the blocs to look at in the campaign ``code``: those asked for, else those of the own units, [] for
    all. At most one query.
    """
    if wanted := list(asked):
        return [one for one in wanted if one != EVERY_BLOC]
    return _own_codes(code, viewer)


@compiled
def _own_codes(code: str, viewer: Any) -> QuerySet[Any, str]:
    own = Participation.objects.filter(campaign__code=code, unit__in=viewer.unit_ids())
    return own.order_by("bloc__code").values_list("bloc__code", flat=True).distinct()


def look_at(campaign: Campaign, codes: Iterable[str], viewer: Any) -> Look:
    """The blocs with these codes, all of the campaign when none fits. One query."""
    choices, sees = blocs_for(campaign, viewer)
    wanted = set(codes)
    blocs = tuple(bloc for bloc in choices if bloc.code in wanted) or choices
    return Look(campaign, viewer, choices, blocs, sees)


def board(campaign: Campaign, codes: Iterable[str], viewer: Any) -> Board:
    """The ranking over the blocs with these codes (all of the campaign when none fits), as ``viewer`` may see it."""
    return board_of(look_at(campaign, codes, viewer))


def board_of(look: Look) -> Board:
    """The ranking that is looked at, as the viewer may see it.

    A unit sees the figures of its own bloc once that is published, those of others once they are final; before, its own
    without a rank. Three queries.
    """
    viewer = look.viewer
    reader = _Reader(look.sees, viewer.unit_ids(), ScoreSheet.objects.visible_to(viewer))
    return _board(look.campaign, look.choices, look.blocs, reader)


def final_board(look: Look) -> Board:
    """A ranking whose blocs are all finally published, nobody's own row marked; ``seen`` says when it is another."""
    everything = {bloc.pk for bloc in look.choices}
    reader = _Reader(everything, set(), ScoreSheet.objects.visible_to(look.viewer))
    return _board(look.campaign, look.choices, look.blocs, reader)


def whole_board(campaign: Campaign, blocs: Iterable[Bloc]) -> Board:
    """The ranking over these blocs as those see it who oversee the campaign, for commands and services."""
    choices = tuple(campaign.blocs.all())
    wanted = {bloc.pk for bloc in blocs}
    shown = tuple(bloc for bloc in choices if bloc.pk in wanted)
    reader = _Reader({bloc.pk for bloc in choices}, set(), ScoreSheet.objects.none())
    return _board(campaign, choices, shown, reader)


def _board(campaign: Campaign, choices: tuple[Bloc, ...], blocs: tuple[Bloc, ...], reader: _Reader) -> Board:
    shown, midterms = _versions(campaign, blocs)
    everybody = standings_of(campaign, blocs, shown, reader.own_units, opens=reader.opens)
    own_blocs = {one.bloc_id for one in everybody if one.unit_id in reader.own_units}
    told = {pk for pk, one in shown.items() if one.kind == RankingKind.FINAL or pk in own_blocs}
    open_blocs = told | reader.seen
    shown = {pk: one for pk, one in shown.items() if pk in open_blocs}
    standings = [one for one in everybody if one.bloc_id in open_blocs or one.unit_id in reader.own_units]
    groups = _groups(campaign, blocs, shown)
    orders = {one.table.bloc_id: order_by(one.table) for one in groups}
    final = [one for one in shown.values() if one.kind == RankingKind.FINAL]
    published = bool(blocs) and len(final) == len(blocs)
    together = len(blocs) == 1 or (published and _alike(groups))
    places = _places(blocs, shown, standings, orders, together=together)
    return Board(
        campaign=campaign,
        choices=choices,
        blocs=blocs,
        columns=_columns(groups),
        rows=tuple(_rows(standings, places, groups, reader.own_units, open_blocs, together=together)),
        waiting=tuple(bloc for bloc in blocs if bloc.pk not in open_blocs),
        together=together,
        published_at=max(one.published_at for one in final) if published else None,
        rankings=shown,
        appeals_until=max((one.appeals_until for one in shown.values() if one.appeals_until), default=None),
        order=common(orders.values()),
        midterm=midterms.get(blocs[0].pk) if len(blocs) == 1 else None,
    )


def _versions(campaign: Campaign, blocs: Iterable[Bloc]) -> tuple[dict[int, Ranking], dict[int, Ranking]]:
    """The newest version of every bloc that has one, and the one of its mid-term; without documents. One query."""
    kept = Ranking.objects.filter(campaign=campaign, bloc__in=[bloc.pk for bloc in blocs])
    found = list(kept.defer("document").order_by("version"))
    return (
        {one.bloc_id: one for one in found if one.kind != RankingKind.MIDTERM},
        {one.bloc_id: one for one in found if one.kind == RankingKind.MIDTERM},
    )


def _places(
    blocs: tuple[Bloc, ...],
    shown: Mapping[int, Ranking],
    standings: list[Standing],
    orders: Mapping[int, Order],
    *,
    together: bool,
) -> list[Place]:
    """Over all blocs ``together``, else bloc by bloc."""
    if together and len(blocs) > 1:
        return ranked(standings, common(orders.values()))
    here = {bloc.pk: [one for one in standings if one.bloc_id == bloc.pk] for bloc in blocs}
    found = [_places_in(shown.get(pk), units, orders.get(pk, DEFAULT_ORDER)) for pk, units in here.items()]
    return list(chain.from_iterable(found))


def _alike(groups: Iterable[CriterionGroup]) -> bool:
    """Whether the tables of several blocs have the same groups, as many points, and the same order."""
    shapes: dict[int, list[Any]] = defaultdict(list)
    for one in groups:
        shapes[one.table.bloc_id].append((order_by(one.table), one.no, one.kind, one.max_points))
    return len(set(map(tuple, shapes.values()))) <= 1


def _places_in(ranking: Ranking | None, standings: list[Standing], order: Order) -> list[Place]:
    """Those of the version for a bloc that has one, else computed."""
    here = {one.unit_code for one in standings}
    if ranking is not None and here == {row["unit"] for row in ranking.rows}:
        return [Place(row["unit"], row["rank"], row["tied"], row["parted_by"]) for row in ranking.rows]
    return ranked(standings, order)


def blocs_for(campaign: Campaign, viewer: Any) -> tuple[tuple[Any, ...], set[int]]:
    """The blocs of the campaign (``leads``: for the leader's office), and the ids of those whose provisional figures
    ``viewer`` sees. One query.

    Officials of the authority see all, the office of a bloc (leader or deputy) its own.
    """
    official = viewer.is_superuser or bool(campaign.offices & viewer.unit_ids(*OVERSEERS))
    blocs = _blocs_for(viewer, campaign.code)
    return tuple(blocs), {bloc.pk for bloc in blocs if official or bloc.office}


@compiled
def _blocs_for(viewer: Any, code: str) -> QuerySet[Any]:
    office = office_seats(viewer).filter(bloc=OuterRef("pk"), year=OuterRef("campaigns__year"))
    blocs = Bloc.objects.filter(campaigns__code=code)
    return blocs.annotate(office=Exists(office), leads=Exists(office.filter(role=BlocRole.LEADER)))


def chips(board: Board) -> list[dict[str, Any]]:
    """A filter per bloc (pressing one adds or removes it), and one for all together."""
    chosen = {bloc.code for bloc in board.blocs} if len(board.blocs) < len(board.choices) else set()
    everything = {
        "label": "Tất cả các khối",
        "count": len(board.choices),
        "url": f"?khoi={EVERY_BLOC}",
        "active": not chosen,
        "tone": "",
    }
    return [everything] + [
        {
            "label": bloc.name,
            "count": "",
            "url": "?" + urlencode([("khoi", code) for code in sorted(chosen ^ {bloc.code}) or [EVERY_BLOC]]),
            "active": bloc.code in chosen,
            "tone": "",
        }
        for bloc in board.choices
    ]


def _groups(campaign: Campaign, blocs: Iterable[Bloc], shown: Mapping[int, Ranking]) -> list[CriterionGroup]:
    """The groups of the tables of all chosen blocs, with their tables. A version that is shown speaks by the table in
    its document, also once the bloc has agreed on the next. One query, and one more where it has.
    """
    groups = CriterionGroup.objects.filter(
        table__campaign=campaign, table__bloc__in=[bloc.pk for bloc in blocs], table__state=TableState.FROZEN
    )
    found = list(groups.select_related("table").order_by("position", "table"))
    tables = {one.table.bloc_id: one.table for one in found}
    newer = [
        kept.pk
        for bloc_id, kept in shown.items()
        if bloc_id in tables and (frozen_at := tables[bloc_id].frozen_at) and frozen_at > kept.published_at
    ]
    if not newer:
        return found
    kept_ones = list(Ranking.objects.filter(pk__in=newer).exclude(document="").order_by("pk"))
    replaced = {one.bloc_id for one in kept_ones}
    found = [one for one in found if one.table.bloc_id not in replaced]
    return sorted([*found, *chain.from_iterable(map(_groups_kept, kept_ones))], key=lambda one: one.position)


def _groups_kept(ranking: Ranking) -> Iterable[CriterionGroup]:
    """The groups of the table by which a kept ranking was computed, from its document."""
    told = json.loads(ranking.document)["table"]
    table = ScoringTable(bloc_id=ranking.bloc_id, tie_breaks=told["tie_breaks"], ranked_by=told["ranked_by"])
    for position, one in enumerate(told["groups"], start=1):
        most = Decimal(one["max_points"])
        yield CriterionGroup(
            table=table, position=position, no=one["no"], name=one["name"], kind=one["kind"], max_points=most
        )


def _columns(groups: Iterable[CriterionGroup]) -> tuple[Column, ...]:
    """The groups that add points, by number (the first name of a number wins)."""
    found: dict[str, Column] = {}
    for group in groups:
        if group.kind != GroupKind.PENALTY:
            found.setdefault(group.no, Column(group.no, group.name, group.max_points))
    return tuple(found.values())


def _rows(
    standings: list[Standing],
    places: list[Place],
    groups: list[CriterionGroup],
    own_units: set[int],
    open_blocs: set[int],
    *,
    together: bool,
) -> Iterable[RankingRow]:
    by_code = {one.unit_code: one for one in standings}
    columns = _columns(groups)
    by_percent = {one.table.bloc_id for one in groups if order_by(one.table).by_percent}
    scales = _scales(standings, groups, together=together)
    most = {(one.table.bloc_id, one.no): one.max_points for one in groups}
    for place in places:
        one = by_code[place.key]
        yield RankingRow(
            standing=one,
            place=place if one.bloc_id in open_blocs else Place(place.key, None),
            own=one.unit_id in own_units,
            cells=tuple(
                GroupCell(column.no, one.points_of(column.no), most.get((one.bloc_id, column.no), column.max_points))
                for column in columns
            ),
            scale=scales.get(one.bloc_id, ZERO),
            by_percent=one.bloc_id in by_percent,
        )


def _scales(standings: Iterable[Standing], groups: Iterable[CriterionGroup], *, together: bool) -> dict[int, Decimal]:
    """What a full bar of points means in each bloc: the points of its table without bonus, or its best total where that
    is more; one and the same for blocs that are ranked ``together``.
    """
    found: dict[int, Decimal] = defaultdict(Decimal)
    for group in groups:
        if group.kind == GroupKind.POINTS:
            found[group.table.bloc_id] += group.max_points
    for one in standings:
        found[one.bloc_id] = max(found[one.bloc_id], one.total or ZERO)
    return dict.fromkeys(found, max(found.values(), default=ZERO)) if together else found
