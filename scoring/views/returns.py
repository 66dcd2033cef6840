"""One row sent back alone, and its answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.doors import Request, door
from core.exceptions import Refused
from scoring.enums import Tier
from scoring.forms.sheets import AnswerForm, ReturnForm
from scoring.models import ScoreLine
from scoring.queries.sheets import line
from scoring.services import returns

LABELS = {Tier.SELF: "Đơn vị (xem lại số liệu, minh chứng)", Tier.BLOC: "Khối (chấm lại)"}


@door("scoring.return_line", load=line)
def return_line(request: Request, line: ScoreLine) -> HttpResponse:
    """Send one row back to a named tier with a reason, while the sheet stays."""
    choices = [(tier, LABELS[tier]) for tier in returns.destinations(line)]
    if not choices:
        raise Refused("Tiêu chí này không trả lại được cho bước nào.")
    form = ReturnForm(request.POST or None, choices=[(str(tier), label) for tier, label in choices])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        returns.return_line(line_id=line.pk, to=Tier(typed["to"]), reason=typed["reason"], by=request.user)
        messages.success(request, f"Đã trả lại tiêu chí {line.criterion.no}; người nhận đã được báo.")
        return _to_row(line)
    return render(request, "scoring/return_line.html", {"line": line, "sheet": line.sheet, "form": form})


@door("scoring.view_sheet", load=line, methods="POST")
def answer_line(request: Request, line: ScoreLine) -> HttpResponse:
    """Say that a row which was sent back was looked at again."""
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(str(next(iter(form.errors.values()))[0]))
        returns.answer_return(line_id=line.pk, answer=form.cleaned_data["answer"], by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Đã trả lời tiêu chí {line.criterion.no}.")
    return _to_row(line)


def _to_row(line: ScoreLine) -> HttpResponse:
    return redirect(f"{reverse('scoring:sheet', args=[line.sheet_id])}#dong-{line.pk}")
