"""Who was reminded when, and reminders by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.reminders import ReminderForm
from campaigns.models import Milestone
from campaigns.queries.reminded import MOST, Candidate, candidates, milestone_of, people_of, rounds, shown
from campaigns.services import reminding as services
from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.read_reminders", load=milestone_of, methods="GET")
def history(request: Request, milestone: Milestone) -> HttpResponse:
    """Every reminder of one deadline: when, why, whom."""
    context = {
        "milestone": milestone,
        "campaign": milestone.campaign,
        "rounds": rounds(milestone, request.user),
        "may_remind": can(request.user, "campaigns.remind", milestone),
    }
    return render(request, "campaigns/reminders.html", context)


@door("campaigns.remind", load=milestone_of)
def remind(request: Request, milestone: Milestone) -> HttpResponse:
    """Choose units (``?loc=<state>``; ``?don-vi=<id>`` ticks these, ``?chon=khong`` none) and words, look, confirm."""
    loc = request.GET.get("loc", "")
    found = shown(candidates(milestone, request.user, request.now, loc))
    initial = {
        "units": _ticked(request, found),
        "text": services.suggestion(milestone, request.now),
    }
    form = ReminderForm(request.POST or None, candidates=found, initial=initial)
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        if "confirm" not in request.POST:
            return _preview(request, milestone, form)
        if _sent(request, milestone, form):
            address = reverse("campaigns:follow_up", args=[milestone.campaign.code])
            return redirect(f"{address}?moc={milestone.pk}#don-vi")
    return render(request, "campaigns/remind.html", _context(milestone, form) | {"most": MOST, "loc": loc})


def _ticked(request: Request, found: list[Candidate]) -> list[int]:
    """The units that are ticked when the page opens: those that were chosen before, else all, else none."""
    if request.GET.get("chon") == "khong":
        return []
    chosen = set(request.GET.getlist("don-vi"))
    return [one.folder.pk for one in found if not chosen or str(one.folder.pk) in chosen]


def _preview(request: Request, milestone: Milestone, form: ReminderForm) -> HttpResponse:
    """The exact letters, who gets them, which units have nobody to get them."""
    folders = [one.folder for one in form.chosen()]
    people = people_of(folders)
    readers = {person.pk for of_unit in people.values() for person in of_unit}
    context = _context(milestone, form) | {
        "drafts": services.drafts(milestone, folders, form.cleaned_data["text"], request.user),
        "rows": [(folder.unit, people[folder.unit_id]) for folder in folders],
        "facts": [
            f"{len(folders)} đơn vị, {len(readers)} người nhận được ngay trong hộp thư và qua thư điện tử.",
            "Lần nhắc được ghi lại kèm tên bạn ở trang Các lần nhắc.",
        ],
    }
    return render(request, "campaigns/remind_preview.html", context)


def _sent(request: Request, milestone: Milestone, form: ReminderForm) -> bool:
    """Send; the outcome is told on the next page."""
    chosen, text = form.cleaned_data["units"], form.cleaned_data["text"]
    try:
        units = services.remind_units(milestone_id=milestone.pk, folder_ids=chosen, text=text, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return False
    if units:
        messages.success(request, f"Đã gửi lời nhắc tới {units} đơn vị.")
    else:
        messages.info(request, "Các đơn vị này đã nhận đúng lời nhắc ấy trong hôm nay nên không gửi lại.")
    return True


def _context(milestone: Milestone, form: ReminderForm) -> dict[str, Any]:
    return {"milestone": milestone, "campaign": milestone.campaign, "form": form}
