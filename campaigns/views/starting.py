"""Beginning a new campaign: the choice of where to start, and the one page on which it is then written down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from campaigns.forms.campaigns import CampaignSheet, wants_saving
from campaigns.forms.starting import BelowForm, CopyForm
from campaigns.prefills import Prefill, copied, placed_below
from campaigns.services.campaigns import create_campaign
from core.doors import Request, door
from core.exceptions import Refused
from organizations.enums import Role
from organizations.models import Unit


@door("campaigns.create", methods="GET")
def choose(request: Request) -> HttpResponse:
    """Where to start: a document, last year's campaign, the campaign above, an empty page."""
    copy = CopyForm(user=request.user)
    newest = max((one.year for one in copy.models.values()), default=request.now.year)
    copy.initial = {"nam": newest + 1}
    return render(request, "campaigns/start.html", {"copy": copy, "below": BelowForm(user=request.user)})


@door("campaigns.create")
def write(request: Request) -> HttpResponse:
    """Write down a new campaign; ``?tu=&nam=`` and ``?duoi=&khoi=`` fill the page in, nothing is stored until saved."""
    prefill = _prefill(request)
    sheet = CampaignSheet(
        request.POST or None, user=request.user, year=request.now.year, draft=prefill.draft if prefill else None
    )
    if request.method == "POST" and (saved := save_new(request, sheet)):
        return saved
    hints = prefill.hints if prefill and request.method == "GET" else []
    return render(request, "campaigns/form.html", {"sheet": sheet.shown(), "campaign": None, "hints": hints})


def save_new(request: Request, sheet: CampaignSheet) -> HttpResponse | None:
    """Store what was sent as a new draft and go to it; None when the page must be shown again."""
    if not wants_saving(sheet):
        return None
    try:
        campaign = create_campaign(by=request.user, authority=sheet.authority, code=sheet.code, draft=sheet.draft)
    except Refused as refusal:
        sheet.refuse(refusal.reason)
        return None
    messages.success(request, "Đã lưu bản nháp. Các đơn vị chỉ thấy phong trào sau khi phát động.")
    return redirect("campaigns:detail", campaign.code)


def _prefill(request: Request) -> Prefill | None:
    """What the address asks to begin with; 404 for what the person may not take."""
    if "tu" in request.GET:
        return _copied(CopyForm(request.GET, user=request.user))
    if "duoi" in request.GET:
        return _below(request, BelowForm(request.GET, user=request.user))
    return None


def _copied(form: CopyForm) -> Prefill:
    if not form.is_valid():
        raise Http404
    return copied(form.cleaned_data["tu"], form.cleaned_data["nam"])


def _below(request: Request, form: BelowForm) -> Prefill:
    if not form.is_valid():
        raise Http404
    authority = Unit.objects.get(pk=min(request.user.unit_ids(Role.STAFF)))
    return placed_below(form.cleaned_data["duoi"], bloc=form.cleaned_data["khoi"], authority=authority)
