"""What has moved since a bloc was published provisionally: ranks, votes, points after appeals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from blocs.models import Bloc
from campaigns.models import Campaign
from scoring.calculation.ranking import Place
from scoring.enums import AppealState, RankingKind
from scoring.models import Appeal, Ranking
from scoring.queries.rankings.order import DEFAULT_ORDER, orders_of, ranked
from scoring.queries.rankings.standings import standings_of

UNRANKED = "không xếp hạng"


@dataclass(frozen=True)
class Move:
    """A unit whose rank is another than in the provisional version (None: not ranked)."""

    code: str
    unit: str
    before: int | None
    after: int | None

    @property
    def words(self) -> str:
        """From where to where."""
        return f"{self.before or UNRANKED} → {self.after or UNRANKED}"


@dataclass(frozen=True)
class Live:
    """The places and the votes of one bloc as they stand now, by code of the unit."""

    places: tuple[Place, ...] = ()
    votes: Mapping[str, int | None] = field(default_factory=dict)


def provisional(rankings: Iterable[Ranking]) -> list[Ranking]:
    """Those of them that are provisional."""
    return [one for one in rankings if one.kind == RankingKind.PROVISIONAL]


def live(campaign: Campaign, blocs: Iterable[Bloc]) -> dict[int, Live]:
    """How these blocs stand now, whatever was published, by bloc id. Two queries, none without blocs."""
    wanted = list(blocs)
    if not wanted:
        return {}
    orders = orders_of(campaign, [bloc.pk for bloc in wanted])
    found = standings_of(campaign, wanted, {}, set())
    here = {bloc.pk: [one for one in found if one.bloc_id == bloc.pk] for bloc in wanted}
    return {
        pk: Live(tuple(ranked(units, orders.get(pk, DEFAULT_ORDER))), {one.unit_code: one.votes for one in units})
        for pk, units in here.items()
    }


def moves(last: Ranking | None, places: Iterable[Place]) -> list[Move]:
    """The units whose rank is another than in ``last``, by the new one; none where that is not provisional."""
    rows = {row["unit"]: row for one in provisional([last] if last else []) for row in one.rows}
    known = [(rows[place.key], place) for place in places if place.key in rows]
    return [Move(place.key, row["name"], row["rank"], place.rank) for row, place in known if row["rank"] != place.rank]


def votes_moved(last: Ranking, votes: Mapping[str, int | None]) -> bool:
    """Whether votes, by code of the unit, are others than in ``last``."""
    return any(row.get("votes") != votes.get(row["unit"]) for row in last.rows)


def appeals_granted(rankings: Iterable[Ranking]) -> bool:
    """Whether points changed by an appeal against a provisional one of these. At most one query."""
    shown = provisional(rankings)
    return bool(shown) and Appeal.objects.filter(ranking__in=shown, state=AppealState.GRANTED).exists()
