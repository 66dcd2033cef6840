"""Settling a unit that filed no self-score, or did not file it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from campaigns.models import Participation, Receipt
from core.doors import Request, door
from core.exceptions import Refused
from scoring.forms.sheets import ReasonForm
from scoring.queries.missing import due_dates_of, missing_folder, returned_folder
from scoring.queries.tables import frozen_table
from scoring.services.missing import BODIES, settle_missing
from scoring.services.retaking import take_filed


@door("scoring.settle_missing", load=missing_folder)
def settle(request: Request, folder: Participation) -> HttpResponse:
    """Say what the table provides, and do it."""
    if request.method == "POST":
        try:
            sheet = settle_missing(folder=folder, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect("scoring:settle_missing", folder.pk)
        messages.success(request, f"Đã xử lý {folder.unit.short_name} không nộp tự chấm; đơn vị đã được báo.")
        return redirect("scoring:sheet", sheet.pk)
    table = frozen_table(folder.campaign, folder.bloc)
    context: dict[str, Any] = {
        "folder": folder,
        "consequence": BODIES[table.missing_self] if table else "",  # type: ignore[index]
        "due_at": due_dates_of([folder]).get(folder.pk),
    }
    return render(request, "scoring/settle_missing.html", context)


@door("scoring.take_filed", load=returned_folder)
def take(request: Request, folder: Participation) -> HttpResponse:
    """Say what was filed last, ask why it is taken again, and do it."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = take_filed(folder=folder, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect("scoring:take_filed", folder.pk)
        messages.success(request, f"Đã lấy lại bản {folder.unit.short_name} đã nộp; đơn vị đã được báo.")
        return redirect("scoring:sheet", sheet.pk)
    receipts = Receipt.objects.filter(submission__score_sheet__participation=folder)
    due_at = due_dates_of([folder]).get(folder.pk)
    context = {"folder": folder, "form": form, "receipt": receipts.latest("pk"), "due_at": due_at}
    return render(request, "scoring/take_filed.html", context)
