"""Scoring crosswise: the page on which a member scores another, and the board of who has given."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused
from scoring.forms.crosswise import CrossForm
from scoring.models import ScoreSheet
from scoring.queries import crosswise as queries
from scoring.queries.sheets import sheet as visible_sheet
from scoring.services import crosswise


@door("scoring.score_crosswise", load=queries.sheet_to_score)
def cross(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """The rows of a fellow member with the own unit's points; POST keeps one row."""
    wrong = None
    if request.method == "POST":
        line_id = request.POST.get("line", "")
        row = next((one for one in _rows(request, sheet) if str(one.line.pk) == line_id), None)
        if row is None:
            raise Refused("Tiêu chí này không do các đơn vị chấm chéo.")
        wrong = _saved_or_mended(request, CrossForm(request.POST, row=row))
        if not wrong.errors and "HX-Request" not in request.headers:
            return redirect(f"{reverse('scoring:cross', args=[sheet.pk])}#dong-{row.line.pk}")
    context = _context(request, sheet, wrong)
    if "HX-Request" in request.headers and wrong is not None:
        line = next(one for one in context["lines"] if one["row"].line.pk == wrong.row.line.pk)
        saved = None if wrong.errors else request.now
        return render(request, "scoring/_cross_saved.html", context | {"line": line, "saved_at": saved})
    return render(request, "scoring/cross.html", context, status=422 if wrong is not None and wrong.errors else 200)


@door("scoring.score_crosswise", load=queries.sheet_to_score, methods="POST")
def cross_take(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Fill the empty rows with what the scored unit gave itself."""
    count = crosswise.take_self_points(sheet_id=sheet.pk, by=request.user)
    messages.success(request, f"Đã lấy điểm tự chấm của {count} tiêu chí; các tiêu chí đã chấm được giữ nguyên.")
    return redirect("scoring:cross", sheet.pk)


@door("scoring.score_crosswise", load=queries.sheet_to_score, methods="POST")
def cross_give(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Make the own unit's points final."""
    try:
        crosswise.give(sheet_id=sheet.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("scoring:cross", sheet.pk)
    messages.success(request, f"Đã gửi phiếu chấm {sheet.participation.unit.short_name}.")
    return redirect("scoring:list")


@door("scoring.view_crosswise", load=visible_sheet)
def cross_board(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Who has given and who has not, and once all are settled who gave what; POST closes it early, with a reason."""
    if request.method == "POST":
        return _close(request, sheet)
    given = list(queries.given_of(sheet))
    rows = queries.board_rows(sheet, given)
    context = {
        "sheet": sheet,
        "given": given,
        "waiting": list(queries.waiting_for(sheet)),
        "rows": rows,
        "may_close": not rows and bool(given) and can(request.user, "scoring.close_crosswise", sheet),
    }
    return render(request, "scoring/cross_board.html", context)


def _close(request: Request, sheet: ScoreSheet) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        crosswise.close_early(sheet_id=sheet.pk, reason=reason, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "Đã khép chấm chéo; điểm khối là bình quân của các phiếu đã gửi.")
    return redirect("scoring:cross_board", sheet.pk)


def _rows(request: Request, sheet: ScoreSheet) -> list[queries.CrossRow]:
    unit = queries.scorer_of(request.user, sheet)
    return queries.cross_rows(sheet, unit) if unit else []


def _context(request: Request, sheet: ScoreSheet, wrong: CrossForm | None) -> dict[str, Any]:
    unit = queries.scorer_of(request.user, sheet)
    paper = queries.cross_sheet(sheet, unit) if unit else None
    rows = queries.cross_rows(sheet, unit) if unit else []
    final = bool(paper and paper.given_at) or queries.is_revealed(row.line for row in rows)
    missing = [row.line.criterion.no for row in rows if row.points is None]
    return {
        "sheet": sheet,
        "unit": unit,
        "final": final,
        "missing": missing,
        "lines": [{"row": row, "form": None if final else _form(row, wrong)} for row in rows],
    }


def _form(row: queries.CrossRow, wrong: CrossForm | None) -> CrossForm:
    mine = wrong is not None and bool(wrong.errors) and wrong.row.line.pk == row.line.pk
    return wrong if mine and wrong is not None else CrossForm(row=row)


def _saved_or_mended(request: Request, form: CrossForm) -> CrossForm:
    """The form after the attempt to keep one row: with its sentence and everything typed when it was refused."""
    if form.is_valid():
        typed = form.cleaned_data
        try:
            crosswise.save_points(
                line_id=form.row.line.pk, points=typed["points"], note=typed["note"], seen=form.seen, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    return form
