"""The list of score sheets and the pages of one sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Participation
from campaigns.queries.submissions import participation
from core.arrival import arrival_of
from core.authz import Decision, can
from core.doors import door, lead_to
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from scoring import rules
from scoring.enums import SheetState, Tier
from scoring.forms.sheets import LineForm, ReturnForm
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries import sheets as queries
from scoring.queries.sheets import LineRow, SheetPage
from scoring.services import lines, sheets

LOCKED = "Bảng điểm đã thẩm định nên không sửa được nữa."
DESTINATIONS = {sheets.TO_UNIT: "Đơn vị (tự chấm lại)", sheets.TO_BLOC: "Trưởng khối (chấm lại)"}


@door("scoring.list", methods="GET")
def sheet_list(request: HttpRequest) -> HttpResponse:
    """All sheets the person may open, by campaign and bloc; ``?khoi=`` shows one bloc."""
    code = request.GET.get("khoi", "")
    found = list(queries.sheets(request.user))
    shown = [one for one in found if code in ("", one.participation.bloc.code)]
    return render(
        request, "scoring/list.html", {"chips": queries.bloc_chips(found, code), "rows": queries.list_rows(shown)}
    )


@door("scoring.open_sheet", load=participation, methods="POST")
def open_sheet(request: HttpRequest, folder: Participation) -> HttpResponse:
    """Begin the self-score, or go on with it."""
    return redirect("scoring:sheet", sheets.open_sheet(participation=folder, by=request.user).pk)


@door("scoring.view_sheet", load=queries.sheet, methods="GET")
def sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """One sheet: three tiers side by side, inputs for the tier whose turn it is."""
    return render(request, "scoring/sheet.html", context_of(request, sheet))


@door("scoring.view_sheet", load=queries.line, methods="POST")
def save_line(request: HttpRequest, line: ScoreLine) -> HttpResponse:
    """Keep one row. An htmx request gets the row and the totals back, a plain one the page."""
    sheet = queries.sheet(request.user, line.sheet_id)
    page = queries.page(sheet)
    if page.turn is None:
        raise Refused(LOCKED)
    row = page.row(line.pk)
    typed = LineForm(request.POST, row=row, tier=page.turn)
    form = _saved_or_mended(request, typed)
    partial = "HX-Request" in request.headers
    if form.is_valid() and not partial:
        return redirect(f"{reverse('scoring:sheet', args=[sheet.pk])}#dong-{line.pk}")
    if form.is_valid():
        return row_of(request, line, context_of(request, queries.sheet(request.user, sheet.pk)), saved=True)
    context = context_of(request, sheet, wrong=form)
    if partial:
        return row_of(request, line, context, saved=False)
    return render(request, "scoring/sheet.html", context, status=422)


@door("scoring.view_sheet", load=queries.sheet, methods="POST")
def take_over(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Fill what is empty with the points of the tier below."""
    tier = queries.TURN.get(SheetState(sheet.state))
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
    return _close_tier(request, sheet, sheets.confirm_bloc, "Đã xác nhận điểm khối; bảng điểm chuyển sang thẩm định.")


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


def row_of(request: Any, line: ScoreLine, context: dict[str, Any], *, saved: bool) -> HttpResponse:
    """One row, and out of band the totals and buttons that follow from it."""
    rows = (one for group in context["groups"] for one in group["lines"])
    found = next(one for one in rows if one["row"].line.pk == line.pk)
    return render(
        request, "scoring/_saved_line.html", context | {"line": found, "saved_at": request.now if saved else None}
    )


def _saved_or_mended(request: HttpRequest, form: LineForm) -> LineForm:
    """The form after the attempt to save: unchanged when it worked, else with the sentence and everything typed."""
    if not form.is_valid():
        return form
    version = form.cleaned_data["version"]
    try:
        lines.save_line(line_id=form.line.pk, tier=form.tier, values=form.values, version=version, by=request.user)
    except Conflict as conflict:
        form = form.keep_mine(conflict.theirs)  # type: ignore[arg-type]
        form.add_error(None, conflict.reason)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    return form


def context_of(request: Any, sheet: ScoreSheet, wrong: LineForm | None = None) -> dict[str, Any]:
    """What the page of a sheet shows to this person; ``wrong`` is the row that could not be kept, as it was typed."""
    page = queries.page(sheet)
    may_score = page.turn is not None and bool(can(request.user, lines.PERMISSIONS[page.turn], sheet))
    shown = [
        {
            "group": group,
            "lines": [{"row": row, "form": _form(page, row, wrong) if may_score else None} for row in group.lines],
        }
        for group in page.groups
    ]
    return {
        "page": page,
        "sheet": sheet,
        "groups": shown,
        "may_score": may_score,
        "steps": queries.steps(sheet),
        "actions": (actions := _actions(request.user, page)),
        "filing_facts": queries.filing_facts(sheet, request.now) if actions["submit"] else [],
        "saved_at": sheet.submission.saved_at if sheet.state == SheetState.DRAFT else None,
    }


def _form(page: SheetPage, row: LineRow, wrong: LineForm | None) -> LineForm | None:
    """The form of one row, or None where this tier writes nothing."""
    if wrong is not None and wrong.line.pk == row.line.pk:
        return wrong
    tier = page.turn
    if tier is None or not queries.scored_by(row.line, tier) or (tier == Tier.SELF and row.input == "lateness"):
        return None
    return LineForm(row=row, tier=tier)


def _actions(user: Any, page: SheetPage) -> dict[str, Decision | None]:
    """The decisions of this person on this sheet; None: the button is not this person's matter and is not shown."""
    sheet = page.sheet
    unit, scorer = rules.is_of_unit(user, sheet), rules.is_bloc_scorer(user, sheet)
    # The office of a bloc sees on its own sheet why it may not score it.
    concerned = scorer or sheet.participation.unit_id in user.unit_ids(Role.BLOC_SECRETARY)
    staff = rules.is_appraiser(user, sheet)
    return {
        "submit": _closing(user, "scoring.submit_self_score", page, Tier.SELF) if unit else None,
        "confirm": _closing(user, "scoring.score_bloc", page, Tier.BLOC) if concerned else None,
        "appraise": _closing(user, "scoring.appraise", page, Tier.APPRAISED) if staff else None,
        "return_": next((found for to in DESTINATIONS if (found := can(user, f"scoring.return_to_{to}", sheet))), None),
    }


def _closing(user: Any, action: str, page: SheetPage, tier: Tier) -> Decision | None:
    """Whether ``tier`` may be closed now; None while it is not its turn."""
    if page.turn != tier:
        return None
    decision = can(user, action, page.sheet)
    if decision and page.missing:
        return Decision(False, f"Chưa chấm tiêu chí {', '.join(page.missing)} (khác với 0 điểm).")
    return decision
