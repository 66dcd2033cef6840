"""Appeals: a unit opens one from a row of its sheet, staff answer, both read them."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign
from campaigns.queries.evidence import living_evidence
from core.authz import can, require
from core.doors import Request, door
from core.exceptions import Refused
from scoring.enums import AppealState
from scoring.forms.appeals import GRANT, AnswerForm, AppealForm
from scoring.models import Appeal, ScoreLine
from scoring.queries import appeals as queries
from scoring.queries.documents import sheets_of
from scoring.queries.sheets import line
from scoring.services import appeals
from scoring.services.checks import is_question


@door("scoring.view_appeals", load=campaign, methods="GET")
def appeal_list(request: Request, campaign: Campaign) -> HttpResponse:
    """The appeals of a campaign that this person may read: all for staff, the own ones for a unit."""
    rows = [(one, queries.TONES[AppealState(one.state)]) for one in queries.appeals(campaign, request.user)]
    return render(request, "scoring/appeals.html", {"campaign": campaign, "rows": rows})


@door("scoring.view_sheet", load=line)
def open_appeal(request: Request, line: ScoreLine) -> HttpResponse:
    """Contest the points of one criterion."""
    sheet = line.sheet
    require(request.user, "scoring.open_appeal", sheet)
    ranking = queries.window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    closed = queries.why_closed(ranking, request.now)
    if closed:
        raise Refused(closed)
    form = AppealForm(request.POST or None, line=line, evidence=list(living_evidence(sheet.participation)))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = appeals.open_appeal(
                line_id=line.pk,
                text=typed["text"],
                claimed=typed["claimed"],
                evidence_ids=form.evidence_ids(),
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Đã gửi kiến nghị; cơ quan thường trực đã được báo.")
            return redirect("scoring:appeal", made.pk)
    context = {"line": line, "sheet": sheet, "form": form, "until": ranking.appeals_until if ranking else None}
    return render(request, "scoring/appeal_open.html", context, status=422 if form.errors else 200)


@door("scoring.view_appeals", load=queries.appeal)
def appeal(request: Request, appeal: Appeal) -> HttpResponse:
    """Read an appeal; staff answer it: first they see what it changes, then they confirm."""
    decision = can(request.user, "scoring.answer_appeal", appeal.line.sheet)
    context: dict[str, Any] = {
        "appeal": appeal,
        "tone": queries.TONES[AppealState(appeal.state)],
        "evidence": list(appeal.evidence.filter(removed_at=None).order_by("added_at", "pk")),
        "form": None,
        "effect": None,
        "confirming": "",
    }
    if appeal.state != AppealState.OPEN or not decision:
        if request.method == "POST":
            raise Refused(decision.reason or "Kiến nghị này đã được trả lời.")
        return render(request, "scoring/appeal.html", context)
    form = AnswerForm(request.POST or None, appeal=appeal, question=is_question(appeal.line))
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        try:
            if _answered(request, appeal, form, context):
                return redirect(reverse("scoring:appeals", args=[appeal.line.sheet.participation.campaign.code]))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    return render(request, "scoring/appeal.html", context, status=422 if form.errors else 200)


def _answered(request: Request, appeal: Appeal, form: AnswerForm, context: dict[str, Any]) -> bool:
    """Whether the answer is stored now; else ``context`` shows what it would change, to be confirmed."""
    typed = form.cleaned_data
    if typed["decision"] != GRANT:
        appeals.reject_appeal(appeal_id=appeal.pk, reason=typed["reason"], by=request.user)
        messages.success(request, "Đã trả lời: không chấp nhận kiến nghị. Đơn vị đã được báo.")
        return True
    points = typed["points"] if "points" in typed else appeal.line.appraised_points or Decimal(0)
    given = {"points": points, "answer": typed.get("answer", "")}
    seen = f"{given['points'].normalize():f} {given['answer']}".strip()
    if request.POST.get("confirmed") != seen:  # what was changed after the effect was shown is shown again
        participation = appeal.line.sheet.participation
        known = sheets_of(participation.campaign, participation.bloc_id)
        context["effect"] = appeals.preview(appeal=appeal, sheets=known, **given)
        context["confirming"] = seen
        return False
    done = appeals.grant_appeal(appeal_id=appeal.pk, reason=typed["reason"], by=request.user, **given)
    before, after = done.rank_before or "–", done.rank_after or "–"
    messages.success(request, f"Đã chấp nhận kiến nghị; thứ hạng của đơn vị {before} → {after}. Đơn vị đã được báo.")
    return True
