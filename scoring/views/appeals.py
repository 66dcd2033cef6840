"""Appeals: a unit writes one from a row of its sheet and its head sends it, staff answer, both read them."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.answers import TakeBackForm
from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign
from campaigns.queries.evidence import living_evidence
from core.authz import Decision, can, require
from core.doors import Request, door
from core.exceptions import Conflict, Refused
from scoring.enums import AppealState
from scoring.forms.appeals import GRANT, AnswerForm, AppealForm
from scoring.models import Appeal, ScoreLine
from scoring.queries import appeals as queries
from scoring.queries.documents import sheets_of
from scoring.queries.sheets import line
from scoring.services import appeals as services
from scoring.services.checks import is_question


@door("scoring.view_appeals", load=campaign, methods="GET")
def appeal_list(request: Request, campaign: Campaign) -> HttpResponse:
    """The appeals of a campaign that this person may read: all for staff, the own ones for a unit."""
    rows = [(one, queries.TONES[AppealState(one.state)]) for one in queries.appeals(campaign, request.user)]
    return render(request, "scoring/appeals.html", {"campaign": campaign, "rows": rows})


@door("scoring.view_sheet", load=line)
def write_appeal(request: Request, line: ScoreLine) -> HttpResponse:
    """Write what the unit contests of one criterion, kept as a draft; on the way to more evidence also half written."""
    sheet = line.sheet
    require(request.user, "scoring.open_appeal", sheet)
    ranking = queries.window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    closed = queries.why_closed(ranking, request.now)
    if closed:
        raise Refused(closed)
    draft = queries.draft_of(line)
    form = AppealForm(request.POST or None, draft=draft, evidence=list(living_evidence(sheet.participation)))
    to_evidence = request.POST.get("then") == "evidence"
    form.fields["text"].required = not to_evidence
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_appeal(
                line_id=line.pk,
                text=form.cleaned_data["text"],
                claimed=form.cleaned_data["claimed"],
                evidence_ids=form.evidence_ids(),
                version=_version(request) or 0,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            if to_evidence:
                back = urlencode({"ve": request.path})
                return redirect(f"{reverse('campaigns:evidence_add', args=[sheet.participation_id])}?{back}")
            messages.success(request, "Đã lưu bản nháp kiến nghị; nơi nhận chưa thấy cho đến khi thủ trưởng ký gửi.")
            return redirect("scoring:appeal", made.pk)
    context = {
        "line": line,
        "sheet": sheet,
        "form": form,
        "until": ranking.appeals_until if ranking else None,
        "version": draft.version if draft else 0,
    }
    return render(request, "scoring/appeal_open.html", context, status=422 if form.errors else 200)


@door("scoring.view_appeals", load=queries.appeal, methods="POST")
def present(request: Request, appeal: Appeal) -> HttpResponse:
    """Lay a draft before the head."""
    services.present_appeal(appeal_id=appeal.pk, by=request.user)
    messages.success(request, "Đã trình thủ trưởng ký. Thủ trưởng được báo ngay.")
    return redirect("scoring:appeal", appeal.pk)


@door("scoring.view_appeals", load=queries.appeal, methods="POST")
def take_back(request: Request, appeal: Appeal) -> HttpResponse:
    """The head gives a draft back to the officers."""
    form = TakeBackForm(request.POST)
    if form.is_valid():
        services.take_back_appeal(appeal_id=appeal.pk, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, "Đã trả lại cán bộ soạn. Cán bộ được báo ngay.")
    else:
        messages.error(request, f"Chưa trả lại được. {form.errors['note'][0]}")
    return redirect("scoring:appeal", appeal.pk)


@door("scoring.view_appeals", load=queries.appeal, methods="POST")
def send(request: Request, appeal: Appeal) -> HttpResponse:
    """The head signs and sends it; what was changed since it was read is read again first."""
    try:
        services.send_appeal(appeal_id=appeal.pk, version=_version(request), by=request.user)
    except Conflict as clash:
        messages.error(request, clash.reason)
    else:
        messages.success(request, "Đã gửi kiến nghị; cơ quan thường trực đã được báo.")
    return redirect("scoring:appeal", appeal.pk)


def _version(request: Request) -> int | None:
    asked = request.POST.get("version", "")
    return int(asked[:9]) if asked.isdecimal() else None


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
        "signing": _signing(request, appeal) if appeal.state == AppealState.DRAFT else None,
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


def _signing(request: Request, appeal: Appeal) -> dict[str, Any]:
    """How a draft comes before the head: who signs, what is still missing, and until when it is taken."""
    decision = can(request.user, "scoring.send_appeal", appeal.line.sheet)
    sheet = appeal.line.sheet
    ranking = queries.window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    missing = [] if appeal.text.strip() else ["Hãy nêu nội dung kiến nghị: điểm nào chưa đúng, vì sao."]
    unready = list(filter(None, [queries.why_closed(ranking, request.now), *missing]))
    return {
        "signs": decision,
        "sign": Decision(False, " ".join(unready)) if decision and unready else decision,
        "take_back": bool(decision and appeal.presented_at),
        "unready": unready,
        "form": TakeBackForm(),
        "until": ranking.appeals_until if ranking else None,
    }


def _answered(request: Request, appeal: Appeal, form: AnswerForm, context: dict[str, Any]) -> bool:
    """Whether the answer is stored now; else ``context`` shows what it would change, to be confirmed."""
    typed = form.cleaned_data
    if typed["decision"] != GRANT:
        services.reject_appeal(appeal_id=appeal.pk, reason=typed["reason"], by=request.user)
        messages.success(request, "Đã trả lời: không chấp nhận kiến nghị. Đơn vị đã được báo.")
        return True
    points = typed["points"] if "points" in typed else appeal.line.appraised_points or Decimal(0)
    given = {"points": points, "answer": typed.get("answer", "")}
    seen = f"{given['points'].normalize():f} {given['answer']}".strip()
    if request.POST.get("confirmed") != seen:  # what was changed after the effect was shown is shown again
        participation = appeal.line.sheet.participation
        known = sheets_of(participation.campaign, participation.bloc_id)
        context["effect"] = services.preview(appeal=appeal, sheets=known, **given)
        context["confirming"] = seen
        return False
    done = services.grant_appeal(appeal_id=appeal.pk, reason=typed["reason"], by=request.user, **given)
    before, after = done.rank_before or "–", done.rank_after or "–"
    messages.success(request, f"Đã chấp nhận kiến nghị; thứ hạng của đơn vị {before} → {after}. Đơn vị đã được báo.")
    return True
