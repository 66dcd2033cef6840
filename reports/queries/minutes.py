"""What the minutes of a bloc's meeting say: the ranking as it stands for their reader, members, nominations."""

from collections.abc import Iterable
from datetime import datetime
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
from scoring.queries.rankings import Board, RankingRow, board

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
        tied=_tied(ranking.rows),
        awards=awards_of(campaign, bloc, reader),
    )


def _kept(ranking: Board, bloc: Bloc) -> str:
    """From which ranking the points are."""
    kept = ranking.rankings.get(bloc.pk)
    if kept is None:
        return "Kết quả tạm tính, chưa công bố."
    how = "công bố tạm thời" if kept.kind == RankingKind.PROVISIONAL else "công bố"
    return f"Theo kết quả xếp hạng {how} lần {kept.version}, {moment(kept.published_at)}."


def _tied(rows: Iterable[RankingRow]) -> list[TiedUnit]:
    """The units that stand equal before tie-breaks, with the votes that were cast."""
    ranked = [row for row in rows if row.place.rank is not None]
    parted = [bool(row.place.parted_by) for row in ranked]
    below = [*parted[1:], False][: len(parted)]
    equal = [row for row, *signs in zip(ranked, parted, below, strict=True) if row.place.tied or any(signs)]
    return [
        TiedUnit(
            unit=row.standing.unit,
            total=format_points(row.standing.total or 0, 2),
            votes="" if row.standing.votes is None else str(row.standing.votes),
            rank=str(row.place.rank),
        )
        for row in equal
    ]
