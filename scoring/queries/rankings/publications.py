"""The versions that were kept of a ranking, and what may be published next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign as visible_campaign
from core.authz import YES, Decision, can
from core.dates import deadline_reading, moment
from scoring.enums import AppealState, RankingKind
from scoring.models import Appeal, Ranking
from scoring.queries.rankings.board import Board, board
from scoring.queries.rankings.moves import Live, Move, live, moves, provisional, votes_moved


@dataclass(frozen=True)
class Publication:
    """One chosen bloc: its version in force, whether it can be published provisionally or finally now, and whose rank
    is then another than in the provisional version.
    """

    bloc: Bloc
    ranking: Ranking | None
    decision: Decision
    provisional: Decision
    open_appeals: int = 0
    moves: tuple[Move, ...] = ()


def latest_rankings(campaign: Campaign, blocs: Iterable[Bloc] | None = None) -> dict[int, Ranking]:
    """The version in force of every bloc that is finally published (among ``blocs``, when named), by bloc id."""
    found = Ranking.objects.final().filter(campaign=campaign).defer("document").order_by("version")
    if blocs is not None:
        found = found.filter(bloc__in=[bloc.pk for bloc in blocs])
    return {one.bloc_id: one for one in found}


def published_ranking(user: Any, code: str, bloc: str) -> Ranking:
    """The newest version of a bloc for whoever may look at the campaign and see that ranking; 404 otherwise."""
    campaign = visible_campaign(user, code)
    ranking = board(campaign, [bloc_of(campaign, bloc).code], user).ranking
    return get_object_or_404(Ranking, pk=ranking.pk if ranking else None)


def publications(board: Board, user: Any, now: datetime) -> list[Publication]:
    """Per chosen bloc what staff may publish; empty for everybody else. At most three queries."""
    if not can(user, "scoring.publish", board.campaign):
        return []
    waiting = open_appeals(board.campaign, board.blocs) if board.rankings else {}
    asked = {one.bloc_id for one in provisional(board.rankings.values())}
    now_at = live(board.campaign, [bloc for bloc in board.blocs if bloc.pk in asked])
    return [
        _publication(board, bloc, waiting.get(bloc.pk, 0), now_at.get(bloc.pk, Live()), now) for bloc in board.blocs
    ]


def open_appeals(campaign: Campaign, blocs: Iterable[Bloc]) -> dict[int, int]:
    """How many appeals wait for an answer, by bloc id. One query."""
    found = Appeal.objects.filter(
        state=AppealState.OPEN, ranking__campaign=campaign, ranking__bloc__in=[bloc.pk for bloc in blocs]
    )
    count: dict[int, int] = {}
    for bloc_id in found.order_by().values_list("ranking__bloc", flat=True):
        count[bloc_id] = count.get(bloc_id, 0) + 1
    return count


def refusal(last: Ranking | None, kind: str, waiting: int, votes: Mapping[str, int | None], now: datetime) -> str:
    """Why a version of ``kind`` may not follow ``last`` now, whatever the points; "" when it may.

    ``waiting``: appeals without an answer; ``votes`` by code of the unit.
    """
    if last is None:
        return ""
    if waiting:
        return f"Còn {waiting} kiến nghị chưa trả lời; trả lời xong mới công bố được."
    if last.kind == RankingKind.FINAL and kind == RankingKind.PROVISIONAL:
        return f"Xếp hạng của khối đã công bố chính thức (lần {last.version}) nên không công bố tạm thời được nữa."
    if kind == RankingKind.FINAL and last.appeals_until and now < last.appeals_until:
        return f"Khối đang nhận kiến nghị {deadline_reading(last.appeals_until)}; hết hạn mới công bố chính thức được."
    if kind == RankingKind.FINAL and last.kind == RankingKind.PROVISIONAL and votes_moved(last, votes):
        return "Số phiếu suy tôn đã thay đổi sau lần công bố tạm thời; hãy công bố tạm thời lại trước."
    return ""


def unchanged(last: Ranking) -> str:
    """Why the same is not published twice."""
    how = " tạm thời" if last.kind == RankingKind.PROVISIONAL else ""
    when = moment(last.published_at)
    return f"Xếp hạng của khối đã công bố{how} (lần {last.version}) {when}; từ đó không có gì thay đổi."


def incomplete(units: int, left: int) -> str:
    """Why a bloc cannot be published yet."""
    if not units:
        return "Khối chưa có đơn vị nào tham gia phong trào."
    return f"Chỉ công bố được khi cả {units} bảng điểm đã thẩm định: còn {left}"


def bloc_of(campaign: Campaign, code: str) -> Bloc:
    """One bloc of the campaign; 404 for any other."""
    return get_object_or_404(campaign.blocs, code=code)


def _publication(board: Board, bloc: Bloc, waiting: int, stands: Live, now: datetime) -> Publication:
    """As the service will answer, from the rows of the page."""
    last = board.rankings.get(bloc.pk)
    states = [row.standing.done for row in board.rows if row.standing.bloc_id == bloc.pk]
    left = states.count(False)
    if left or not states:
        no = Decision(False, incomplete(len(states), left))
        return Publication(bloc, last, no, no, waiting)
    final = Decision(False, f"Đã công bố lần {last.version}.") if last and last.kind == RankingKind.FINAL else YES
    answers = [refusal(last, kind, waiting, stands.votes, now) for kind in (RankingKind.FINAL, RankingKind.PROVISIONAL)]
    said = [Decision(False, answer) if answer else YES for answer in answers]
    return Publication(bloc, last, final and said[0], said[1], waiting, tuple(moves(last, stands.places)))
