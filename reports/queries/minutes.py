"""What the minutes of a bloc's meeting say: the ranking as it stands for their reader, members, nominations."""

from datetime import datetime
from itertools import chain
from typing import Any

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.queries import members
from campaigns.models import Campaign
from core.dates import moment
from core.numbers import format_points
from organizations.enums import Role
from organizations.queries import people_at
from reports.documents.minutes import Minutes, TiedUnit
from reports.queries.bloc_report import awards_of, letterhead_of, score_row
from scoring.enums import RankingKind
from scoring.queries.rankings import Board, board
from scoring.queries.rankings.votes import equal_before_votes

USED = {  # of the letterhead's facts, what the minutes print
    "superior", "letterhead", "sign", "place", "dated", "bases", "bloc", "leader", "recipients", "illustrative",
}  # fmt: skip


def minutes_of(campaign: Campaign, bloc: Bloc, *, reader: Any, now: datetime) -> Minutes:
    """The minutes as ``reader`` may have them made at ``now``. A constant number of queries."""
    seats = list(members(bloc, campaign.year))
    leader = next((seat.unit_id for seat in seats if seat.role == BlocRole.LEADER), None)
    secretary = people_at([leader], Role.BLOC_SECRETARY).first() if leader else None
    head = letterhead_of(campaign, bloc, seats, now.date(), [], letters="BB")
    ranking = board(campaign, [bloc.code], reader)
    note = ranking.tie_note
    return Minutes(
        **{key: value for key, value in head.items() if key in USED},
        year=campaign.year,
        chair=head["signer"],
        secretary=str(secretary) if secretary else "",
        units=head["units"],
        scores=[score_row(row) for row in ranking.rows],
        kept=_kept(ranking, bloc),
        tie_note=f"Xếp hạng theo tỷ lệ % đạt được. {note}" if ranking.order.by_percent else note,
        tied=_tied(ranking),
        awards=awards_of(campaign, bloc, reader),
    )


def _kept(ranking: Board, bloc: Bloc) -> str:
    """From which ranking the points are."""
    kept = ranking.rankings.get(bloc.pk)
    if kept is None:
        return "Kết quả tạm tính, chưa công bố."
    how = "công bố tạm thời" if kept.kind == RankingKind.PROVISIONAL else "công bố"
    return f"Theo kết quả xếp hạng {how} lần {kept.version}, {moment(kept.published_at)}."


def _tied(ranking: Board) -> list[TiedUnit]:
    """The units that only votes part, or that were voted on, with the votes that were cast."""
    ranked = [row for row in ranking.rows if row.place.rank is not None]
    equal = chain.from_iterable(equal_before_votes((row.standing for row in ranked), ranking.order))
    units = {one.unit_id for one in equal}
    return [
        TiedUnit(
            unit=row.standing.unit,
            total=format_points(row.standing.total or 0, 2),
            votes="" if row.standing.votes is None else str(row.standing.votes),
            rank=str(row.place.rank),
        )
        for row in ranked
        if row.standing.unit_id in units or row.standing.votes is not None
    ]
