"""Rankings: looking at them, publishing them, their file, votes, the mid-term."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign
from core.doors import Request, door
from core.exceptions import Refused
from core.fragments import kept
from core.snapshots import sha256
from organizations.context import shell
from scoring.enums import RankingKind
from scoring.forms.rankings import MidtermForm, VotesForm
from scoring.models import Ranking
from scoring.queries import rankings as queries
from scoring.queries.rankings.work import work_on
from scoring.services import midterm, rankings, votes
from scoring.views import ranking_parts as parts

PUBLISHED = (RankingKind.PROVISIONAL, RankingKind.FINAL)


class BlocRequest(Request):
    """A look at the blocs with these ``codes`` (all: none)."""

    codes: list[str]


def _mark(request: BlocRequest, code: str) -> tuple[Any, ...] | None:
    """What the page of a final ranking follows from; None for any other."""
    request.codes = queries.codes_of(code, request.GET.getlist("khoi"), request.user)
    seen = queries.seen(code, request.codes, request.user)
    if seen is None:
        return None
    request.frame = shell(request)
    return seen, request.frame


@door("scoring.view_ranking", load=campaign, methods="GET", mark=_mark)
def ranking(request: BlocRequest, campaign: Campaign) -> HttpResponse:
    """The ranking of the blocs named by ``?khoi=`` (repeated for several, ``tat-ca`` for all); of those of the reader's
    units when none is named, else of all.
    """
    look = queries.look_at(campaign, request.codes, request.user)
    if request.mark is None:
        return _page(request, queries.board_of(look))
    seen, _ = request.mark
    mark = sha256(repr((seen.board, queries.sheets_to_open(look))).encode())
    return _page(request, kept(("ranking", mark), partial(queries.final_board, look)), mark)


def _page(request: Request, board: queries.Board, mark: str = "") -> HttpResponse:
    """The page of one board; ``mark``: of what is kept of it."""
    work = work_on(board, request.user)
    context = {
        "board": board,
        "mark": mark,
        "rows": parts.rows(board, request.user.unit_ids(), mark),
        "appeals_granted": board.ranked and queries.appeals_granted(board.rankings.values()),
        "publications": queries.publications(board, request.user, request.now),
        "votes_form": VotesForm(units=work.tied) if work.tied else None,
        "midterm_form": MidtermForm() if work.keeping_midterm else None,
        "keeping_midterm": work.keeping_midterm,
        "midterm": work.midterm,
    }
    return render(request, "scoring/ranking.html", context)


@door("scoring.publish", load=campaign, methods="POST")
def publish(request: Request, campaign: Campaign) -> HttpResponse:
    """Publish the ranking of one bloc, finally or provisionally (``kind``)."""
    bloc = queries.bloc_of(campaign, request.POST.get("khoi", ""))
    kind = next((one for one in PUBLISHED if one == request.POST.get("kind")), None)
    if kind is None:
        raise Refused("Chưa rõ công bố tạm thời hay chính thức; hãy bấm lại nút trên trang xếp hạng.")
    try:
        made = rankings.publish_bloc(campaign=campaign, bloc=bloc, by=request.user, kind=kind)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        how = " tạm thời" if kind == RankingKind.PROVISIONAL else " chính thức"
        messages.success(request, f"Đã công bố{how} xếp hạng {bloc} (lần {made.version}).")
    return _back(campaign, bloc)


@door("scoring.view_ranking", load=queries.published_ranking, methods="GET")
def ranking_file(request: Request, ranking: Ranking) -> HttpResponse:
    """The document of the newest published version, from which anybody can compute it again."""
    if not ranking.document:
        raise Refused("Lần công bố này chưa có tệp kiểm chứng.")
    name = f"xep-hang-{ranking.campaign.code}-{ranking.bloc.code}-lan-{ranking.version}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(ranking.document, content_type="application/json; charset=utf-8", headers=headers)


@door("scoring.view_ranking", load=campaign, methods="POST")
def record_votes(request: Request, campaign: Campaign) -> HttpResponse:
    """Keep the votes of the bloc's meeting for units that nothing else parts."""
    bloc = queries.bloc_of(campaign, request.POST.get("khoi", ""))
    asked = [one for one in queries.tied_units(campaign, bloc) if one.unit_code in request.POST]
    form = VotesForm(request.POST, units=asked)
    if not form.is_valid():
        messages.error(request, " ".join(form.sentences()))
        return _back(campaign, bloc)
    try:
        votes.record_votes(campaign=campaign, bloc=bloc, votes=form.votes(), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "Đã ghi số phiếu suy tôn.")
    return _back(campaign, bloc)


@door("scoring.view_ranking", load=campaign, methods="POST")
def keep_midterm(request: Request, campaign: Campaign) -> HttpResponse:
    """Keep where the units stand at the mid-term review."""
    bloc = queries.bloc_of(campaign, request.POST.get("khoi", ""))
    form = MidtermForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(said) for problems in form.errors.values() for said in problems))
        return _back(campaign, bloc)
    try:
        midterm.keep_midterm(campaign=campaign, bloc=bloc, by=request.user, until=form.cleaned_data["until"])
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Đã chốt thứ hạng sơ kết của {bloc}.")
    return _back(campaign, bloc)


def _back(campaign: Campaign, bloc: Bloc) -> HttpResponse:
    return redirect(f"{reverse('scoring:ranking', args=[campaign.code])}?khoi={bloc.code}")
