"""The list of score sheets and the pages of one sheet."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Participation
from campaigns.queries.submissions import participation
from core.arrival import arrival_of
from core.authz import can
from core.doors import Request, door, lead_to
from core.exceptions import Conflict, Refused
from scoring.forms.sheets import LineForm, ReturnForm
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries import pages
from scoring.queries import sheets as queries
from scoring.queries.crosswise import sheets_to_score
from scoring.queries.missing import overdue, owing_for
from scoring.queries.returns import turn_of
from scoring.services import lines, sheets
from scoring.views.pages import DESTINATIONS, context_of, row_of

LOCKED = "Bảng điểm đã thẩm định nên không sửa được nữa."


@door("scoring.list", methods="GET")
def sheet_list(request: Request) -> HttpResponse:
    """All sheets the person may open, by campaign and bloc (``?khoi=`` shows one); above them what waits beside them:
    papers to give crosswise, units that are overdue.
    """
    code = request.GET.get("khoi", "")
    found = list(queries.sheets(request.user))
    shown = [one for one in found if code in ("", one.participation.bloc.code)]
    context = {
        "chips": queries.bloc_chips(found, code),
        "rows": queries.list_rows(shown),
        "papers": list(queries.with_context(sheets_to_score(request.user))),
        "missing": overdue(owing_for(request.user), request.now),
    }
    return render(request, "scoring/list.html", context)


@door("scoring.open_sheet", load=participation, methods="POST")
def open_sheet(request: HttpRequest, folder: Participation) -> HttpResponse:
    """Begin the self-score, or go on with it."""
    return redirect("scoring:sheet", sheets.open_sheet(participation=folder, by=request.user).pk)


@door("scoring.view_sheet", load=queries.sheet, methods="GET")
def sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """One sheet: three tiers side by side, inputs for the tier whose turn it is."""
    return render(request, "scoring/sheet.html", context_of(request, sheet, choose=request))


@door("scoring.view_sheet", load=queries.line, methods="POST")
def save_line(request: HttpRequest, line: ScoreLine) -> HttpResponse:
    """Keep one row. An htmx request gets the row and the totals back, a plain one the page."""
    sheet = line.sheet
    (row,) = pages.line_rows(sheet, [line])
    if row.turn is None:
        raise Refused(LOCKED)
    typed = LineForm(request.POST, row=row, tier=row.turn)
    form, saved = _saved_or_mended(request, typed)
    if "HX-Request" in request.headers:
        if saved is not None:
            return row_of(request, saved.sheet, line, saved=True)
        return row_of(request, sheet, line, saved=False, wrong=form)
    if saved is not None:
        return redirect(f"{reverse('scoring:sheet', args=[sheet.pk])}#dong-{line.pk}")
    return render(request, "scoring/sheet.html", context_of(request, sheet, wrong=form), status=422)


@door("scoring.view_sheet", load=queries.sheet, methods="POST")
def take_over(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Fill what is empty with the points of the tier below."""
    tier = turn_of(sheet, None)
    if tier is None:
        raise Refused(LOCKED)
    count = lines.take_over(sheet_id=sheet.pk, tier=tier, by=request.user)
    messages.success(request, f"Đã lấy điểm của {count} tiêu chí; các tiêu chí đã chấm được giữ nguyên.")
    return redirect("scoring:sheet", sheet.pk)


@door("scoring.score_self", load=queries.sheet, methods="POST")
def refresh(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Read plans, latest figures and lateness again."""
    sheets.refresh_facts(sheet_id=sheet.pk, by=request.user)
    messages.success(request, "Đã lấy số liệu mới nhất từ sổ theo dõi chỉ tiêu.")
    return redirect("scoring:sheet", sheet.pk)


@door("scoring.view_sheet", load=queries.sheet, methods="POST")
def submit(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """File the self-score."""
    version = request.POST.get("version", "")
    try:
        receipt = sheets.submit_self_score(
            sheet_id=sheet.pk,
            by=request.user,
            version=int(version) if version.isdecimal() else None,
            arrived_at=arrival_of(request),
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return lead_to(request, reverse("scoring:sheet", args=[sheet.pk]))
    return lead_to(request, reverse("campaigns:receipt", args=[receipt.code]))


@door("scoring.view_sheet", load=queries.sheet, methods="POST")
def confirm(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Close the bloc's tier."""
    service = partial(sheets.confirm_bloc, minutes=request.POST.get("minutes", ""))
    return _close_tier(request, sheet, service, "Đã xác nhận điểm khối; bảng điểm chuyển sang thẩm định.")


@door("scoring.view_sheet", load=queries.sheet, methods="POST")
def appraise(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Close the standing body's tier."""
    return _close_tier(request, sheet, sheets.appraise, "Đã thẩm định xong bảng điểm.")


@door("scoring.view_sheet", load=queries.sheet)
def return_(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Send the sheet back to a named tier, with a reason."""
    decisions = {to: can(request.user, f"scoring.return_to_{to}", sheet) for to in DESTINATIONS}
    choices = [(to, label) for to, label in DESTINATIONS.items() if decisions[to]]
    if not choices:
        raise Refused(decisions[sheets.TO_UNIT].reason)
    form = ReturnForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        sheets.return_sheet(sheet_id=sheet.pk, to=typed["to"], reason=typed["reason"], by=request.user)
        messages.success(request, "Đã trả lại bảng điểm; người nhận đã được báo.")
        return redirect("scoring:list")
    return render(request, "scoring/return.html", {"sheet": sheet, "form": form})


def _close_tier(request: HttpRequest, sheet: ScoreSheet, service: Any, done: str) -> HttpResponse:
    try:
        service(sheet_id=sheet.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
    return redirect("scoring:sheet", sheet.pk)


def _saved_or_mended(request: HttpRequest, form: LineForm) -> tuple[LineForm, ScoreLine | None]:
    """The form and the line as it was saved; where it was not, the form with the sentence and everything typed."""
    if not form.is_valid():
        return form, None
    version, values = form.cleaned_data["version"], form.values
    try:
        return form, lines.save_line(
            line_id=form.line.pk, tier=form.tier, values=values, version=version, by=request.user
        )
    except Conflict as conflict:
        form.theirs = conflict.theirs  # type: ignore[assignment]
        form.add_error(None, conflict.reason)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    return form, None
