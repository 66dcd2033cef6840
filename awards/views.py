"""The awards pages: the structure beside the nominations, ties to decide, the way to the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from awards.forms import ChoiceForm, DecisionForm, StructureForm, TieForm, initial_of
from awards.models import AwardTier, Proposal
from awards.queries import board
from awards.queries.proposals import proposal as load_proposal
from awards.rules import STEPS
from awards.services import proposals
from awards.services.structure import choose_places, set_structure, structure_lines
from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign as load_campaign
from core.authz import Decision, can
from core.doors import Request, door
from core.exceptions import Refused
from core.forms import ReasonForm


@door("awards.list", methods="GET")
def campaign_list(request: Request) -> HttpResponse:
    """Campaigns that give awards."""
    return render(request, "awards/list.html", {"campaigns": board.campaign_rows(request.user)})


@door("awards.view", load=load_campaign, methods="GET")
def detail(request: Request, campaign: Campaign) -> HttpResponse:
    """The awards of one campaign."""
    return _page(request, campaign)


@door("awards.set_structure", load=load_campaign)
def structure(request: Request, campaign: Campaign) -> HttpResponse:
    """Write the award structure line by line; "Thêm dòng" gives one more empty line and keeps what was typed."""
    adding = "add" in request.POST
    formset: Any = StructureForm(
        _more_lines(request.POST) if adding else request.POST or None,
        form_kwargs={"blocs": list(campaign.blocs.all())},
        initial=None if request.POST else [initial_of(line) for line in structure_lines(campaign)],
    )
    if request.method == "POST" and not adding and formset.is_valid():
        try:
            set_structure(campaign=campaign, lines=formset.lines, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, "Đã lưu cơ cấu giải thưởng.")
            return redirect("awards:detail", campaign.code)
    return render(request, "awards/structure.html", {"campaign": campaign, "formset": formset})


@door("awards.choose_places", load=board.tier)
def choose(request: Request, tier: AwardTier) -> HttpResponse:
    """Choose what the document leaves open for one award."""
    initial = {"counting": tier.counting, "chosen_quantity": tier.chosen_quantity, "basis": tier.basis}
    form = ChoiceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_places(tier=tier, by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã ghi lựa chọn cho “{tier}”. Nếu trước đó đã lập đề cử, hãy lập lại.")
        return redirect("awards:detail", tier.campaign.code)
    return render(request, "awards/choose.html", {"tier": tier, "form": form})


@door("awards.nominate", load=load_campaign, methods="POST")
def nominate(request: Request, campaign: Campaign) -> HttpResponse:
    """Nominate from the published rankings."""

    def deed() -> str:
        result = proposals.nominate(campaign=campaign, by=request.user)
        if not result.changed:
            return "Đề cử đã khớp với xếp hạng; không có gì thay đổi."
        ties = f", {result.contests} nhóm đồng hạng chờ quyết định" if result.contests else ""
        return f"Đã lập đề cử: {result.nominated} đơn vị được đề cử{ties}."

    return _act(request, campaign, deed)


@door("awards.settle_tie", load=board.tie, methods="POST")
def settle(request: Request, tie: board.Tie) -> HttpResponse:
    """Decide one tie; what was typed stays on the page when it is refused."""
    form = TieForm(request.POST, tie=tie)
    if not form.is_valid():
        return _page(request, tie.campaign, typed={tie.contest: form})

    def deed() -> str:
        proposals.settle_tie(
            campaign=tie.campaign,
            contest=tie.contest,
            chosen_order=form.order,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        return "Đã quyết định nhóm đồng hạng."

    return _act(request, tie.campaign, deed)


@door("awards.propose", load=load_campaign, methods="POST")
def propose(request: Request, campaign: Campaign) -> HttpResponse:
    """Put the nominations forward."""
    return _act(
        request,
        campaign,
        lambda: f"Đã trình {proposals.propose(campaign=campaign, by=request.user)} đề nghị khen thưởng.",
    )


@door("awards.drop", load=load_proposal)
def drop(request: Request, proposal: Proposal) -> HttpResponse:
    """Take one unit out of consideration, with a reason."""
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = "Ghi rõ căn cứ không xét; lời này được lưu cùng hồ sơ khen thưởng."
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            proposals.drop(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user)
            return "Đã ghi không xét. Bấm “Lập lại đề cử” để xét đơn vị kế tiếp."

        return _act(request, proposal.campaign, deed)
    return render(request, "awards/drop.html", {"proposal": proposal, "form": form})


@door("awards.decide", load=load_campaign, methods="POST")
def decide(request: Request, campaign: Campaign) -> HttpResponse:
    """Record number and date of the decision; what was typed stays on the page when it is refused."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            count = proposals.decide(campaign=campaign, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Đã ghi quyết định cho {count} đề nghị; các đơn vị đã được báo.")
            return redirect("awards:detail", campaign.code)
    return _page(request, campaign, decision_form=form)


@door("awards.award", load=load_campaign, methods="POST")
def award(request: Request, campaign: Campaign) -> HttpResponse:
    """Record that the awards were handed over."""
    return _act(
        request,
        campaign,
        lambda: f"Đã ghi trao thưởng cho {proposals.award(campaign=campaign, by=request.user)} đề nghị.",
    )


def _act(request: Request, campaign: Campaign, deed: Callable[[], str]) -> HttpResponse:
    """Do the deed and say what it did, or why it was refused; back to the page of the awards."""
    try:
        messages.success(request, deed())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("awards:detail", campaign.code)


def _page(
    request: Request,
    campaign: Campaign,
    *,
    typed: dict[int, TieForm] | None = None,
    decision_form: DecisionForm | None = None,
) -> HttpResponse:
    """The page of the awards, with forms as they were typed if they were refused (then 422)."""
    shown = board.board(campaign, request.user)
    refused = typed or decision_form
    context = {
        "campaign": campaign,
        "board": shown,
        "ties": [(one, (typed or {}).get(one.contest) or TieForm(tie=one)) for one in shown.ties],
        "decision_form": decision_form or DecisionForm(),
        "may": _may(request, campaign, shown),
        "official": board.sees_nominations(request.user, campaign),
    }
    return render(request, "awards/detail.html", context, status=422 if refused else 200)


def _may(request: Request, campaign: Campaign, shown: board.Board) -> dict[str, Decision]:
    """What the person may do now; putting forward also waits for ties and for nominations that fit the rankings."""
    may = dict.fromkeys(STEPS, can(request.user, f"awards.{STEPS[0]}", campaign))
    may["set_structure"] = can(request.user, "awards.set_structure", campaign)
    if may["propose"] and shown.ties:
        may["propose"] = Decision(False, proposals.ties_open(len(shown.ties)))
    elif may["propose"] and shown.is_stale:
        may["propose"] = Decision(False, proposals.STALE)
    return may


def _more_lines(typed: QueryDict) -> QueryDict:
    """The typed lines with one more empty one."""
    copy = typed.copy()
    copy["form-TOTAL_FORMS"] = str(int(typed.get("form-TOTAL_FORMS", "0")) + 1)
    return copy
