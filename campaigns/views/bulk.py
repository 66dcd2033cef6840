"""One deed for many units of the follow-up: first what would happen to each, then it happens, each for itself."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.answers import ReturnForm
from campaigns.forms.bulk import VERBS, Selection, listing
from campaigns.forms.deadlines import LongerForm
from campaigns.models import Campaign
from campaigns.queries import campaigns as queries
from campaigns.queries.remarks import remark_places
from campaigns.queries.reminded import people_of
from campaigns.services import bulk as services
from campaigns.services.bulk import Outcome, Pick
from core.doors import Request, door
from core.forms import PlainForm

QUESTIONS = {
    "accept": "Duyệt {n} hồ sơ này?",
    "return": "Trả lại {n} hồ sơ này?",
    "extend": "Gửi {n} đề nghị gia hạn?",
}
HEADINGS = {
    "accept": "{n} hồ sơ sẽ được duyệt",
    "return": "{n} hồ sơ sẽ được trả lại",
    "extend": "{n} đơn vị sẽ được đề nghị gia hạn",
}
FINAL = {
    "accept": "Hồ sơ đã duyệt thì không trả lại được nữa.",
    "return": "Lời đã gửi không thu hồi được; đơn vị sửa và nộp lại thì mới trả lời lại được.",
    "extend": "Người thứ hai duyệt từng đề nghị thì hạn mới có hiệu lực.",
}
NOT_ASKED = "Đơn vị nào vừa có thay đổi sẽ được bỏ qua và nêu lý do; đề nghị cho các đơn vị còn lại vẫn được gửi."
PASSED_OVER = "Hồ sơ nào vừa có thay đổi sẽ được bỏ qua và nêu lý do; các hồ sơ còn lại vẫn được xử lý."
DONE = {"accept": "Đã duyệt", "return": "Đã trả lại", "extend": "Đã gửi đề nghị gia hạn cho"}


@door("campaigns.act_on_units", load=queries.campaign, methods="POST")
def choose(request: Request, campaign: Campaign) -> HttpResponse:
    """Look at what the deed (``lam``) would do to the ticked units (``chon``); with ``confirm`` do it."""
    chosen = Selection.of(request.POST.dict(), request.POST.getlist("chon"))
    rows = services.picks(campaign, chosen.verb, chosen.keys, request.now, request.user) if chosen.verb else []
    if not rows:
        messages.error(request, "Chưa chọn đơn vị nào: hãy đánh dấu ở các đơn vị, rồi bấm việc cần làm.")
        return redirect(_back(campaign, chosen))
    if chosen.verb == "remind":
        return _to_reminder(request, campaign, chosen, rows)
    form = _form(request, chosen, rows)
    if "confirm" in request.POST and _is_said(request, chosen, rows, form):
        _report(request, chosen.verb, _do(request, chosen, rows, form))
        return redirect(_back(campaign, chosen))
    return render(request, "campaigns/bulk.html", _preview(campaign, chosen, rows, form))


def _back(campaign: Campaign, chosen: Selection) -> str:
    """The list or the matrix from which the units were chosen, from its top: what became of it stands there."""
    if chosen.came_from:
        return reverse("campaigns:matrix", args=[campaign.code])
    opened = {name: value for name, value in (("moc", chosen.milestone), ("loc", chosen.filter)) if value}
    return reverse("campaigns:follow_up", args=[campaign.code]) + (f"?{urlencode(opened)}" if opened else "")


def _form(request: Request, chosen: Selection, rows: list[Pick]) -> PlainForm | None:
    """What must be said with the deed."""
    data = request.POST if "confirm" in request.POST else None
    if chosen.verb == "extend":
        return LongerForm(data)
    if chosen.verb == "return":
        submissions = [one.submission for one in rows if one.submission and not one.why]
        alike = len({one.kind for one in submissions}) == 1
        return ReturnForm(data, places=remark_places(submissions[0]) if alike else {}, form_id="")
    return None


def _is_said(request: Request, chosen: Selection, rows: list[Pick], form: Any) -> bool:
    """Whether all is said that the deed needs; what is not, stands at its field."""
    if form is None:
        return True
    if form.is_valid() and chosen.verb == "extend" and (why := services.too_soon(rows, form.new_due_at, request.now)):
        form.add_error("day", why)
    return not form.errors


def _do(request: Request, chosen: Selection, rows: list[Pick], form: Any) -> list[Outcome]:
    if chosen.verb == "accept":
        return services.accept_all(rows, chosen.seen, request.user)
    if chosen.verb == "return":
        reason, remarks = form.cleaned_data["reason"], form.remarks()
        return services.send_back_all(rows, chosen.seen, reason, remarks, request.user)
    return services.ask_longer_for_all(rows, form.new_due_at, form.cleaned_data["reason"], request.user)


def _report(request: Request, verb: str, outcomes: list[Outcome]) -> None:
    """What became of each unit, on the next page."""
    done = [one.name for one in outcomes if not one.why]
    left = [f"{one.name}: {one.why}" for one in outcomes if one.why]
    if done:
        messages.success(
            request, f"{DONE[verb]} {len(done)} {'đơn vị' if verb == 'extend' else 'hồ sơ'}: {listing(done)}."
        )
    if left:
        messages.warning(request, f"Không thực hiện được với {len(left)} đơn vị – {'; '.join(left)}.")


def _to_reminder(request: Request, campaign: Campaign, chosen: Selection, rows: list[Pick]) -> HttpResponse:
    """The reminder of one deadline with these units ticked; those that need none are named."""
    milestones = {one.standing.due.milestone.pk for one in rows}
    reachable = [one for one in rows if not one.why]
    if len(milestones) > 1:
        messages.error(request, "Mỗi lần nhắc về một mốc thời hạn: hãy chọn các đơn vị ở cùng một cột.")
        return redirect(_back(campaign, chosen))
    if left := [f"{one.name}: {one.why}" for one in rows if one.why]:
        messages.warning(request, f"Không nhắc {len(left)} đơn vị – {'; '.join(left)}.")
    if not reachable:
        return redirect(_back(campaign, chosen))
    query = urlencode({"don-vi": [one.standing.participation.pk for one in reachable]}, doseq=True)
    return redirect(f"{reverse('campaigns:remind', args=[campaign.code, milestones.pop()])}?{query}")


def _preview(campaign: Campaign, chosen: Selection, rows: list[Pick], form: PlainForm | None) -> dict[str, Any]:
    """Each unit with what will happen, each that is left out with the reason, and the facts of now."""
    going = [one for one in rows if not one.why]
    return {
        "campaign": campaign,
        "verb": chosen.verb,
        "chosen": chosen,
        "heading": HEADINGS[chosen.verb].format(n=len(going)),
        "label": VERBS[chosen.verb],
        "question": QUESTIONS[chosen.verb].format(n=len(going)),
        "final": FINAL[chosen.verb],
        "going": going,
        "left": [one for one in rows if one.why],
        "form": form,
        "facts": _facts(chosen.verb, going),
        "back": _back(campaign, chosen),
    }


def _facts(verb: str, going: list[Pick]) -> list[str]:
    late = sum(one.standing.days_late > 0 for one in going)
    if verb == "extend":
        return [f"{len(going)} đề nghị riêng, mỗi đơn vị một đề nghị, chờ chuyên viên thứ hai duyệt.", NOT_ASKED]
    people = people_of([one.standing.participation for one in going])
    readers = len({person.pk for of_unit in people.values() for person in of_unit})
    lateness = [f"Trong đó {late} hồ sơ nộp chậm; số ngày chậm giữ nguyên."] if late else []
    return [f"{readers} người của {len(people)} đơn vị nhận thư ngay.", *lateness, PASSED_OVER]
