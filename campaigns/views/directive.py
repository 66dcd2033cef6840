"""From a launching document to a draft: hand it over, see what was understood beside each passage, correct, save."""

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from campaigns.forms.campaigns import CampaignSheet
from campaigns.forms.directive import DirectiveForm, number_rows, plain, put_beside
from campaigns.queries.understood import Understood, draft_from, understand
from campaigns.views.starting import save_new
from core import extraction, legacy
from core.doors import Request, door
from core.exceptions import UploadRefused
from core.text import nfc
from core.uploads import inspect_upload

STEPS = ("Đưa văn bản vào", "Đối chiếu, sửa", "Lưu bản nháp", "Phát động")
WRITINGS = {"tcvn3": "phông cũ TCVN3 (.VnTime)", "vni": "phông cũ VNI", "decomposed": "Unicode tổ hợp"}
SAMPLE = 700


@door("campaigns.create")
def read(request: Request) -> HttpResponse:
    """Hand over a file or a text; what comes back is the page that compares, or the offer to convert old letters."""
    form = DirectiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = _text(form)
        except UploadRefused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return _offer_conversion(request, form, text) or _compare(request, understand(text))
    return render(request, "campaigns/read.html", {"form": form, "steps": _steps(0)})


@door("campaigns.create", methods="POST")
def compare(request: Request) -> HttpResponse:
    """Correct what was understood and save it as a draft; the text is read again, as nothing of it is kept."""
    understood = understand(plain(request.POST.get("document", "")))
    sheet = CampaignSheet(request.POST, user=request.user)
    put_beside(sheet, understood)
    return save_new(request, sheet) or _page(request, sheet.shown(), understood)


def _text(form: DirectiveForm) -> str:
    """The text to read: of the file if there is one, else what was pasted. UploadRefused with a sentence."""
    file = cast(UploadedFile | None, form.cleaned_data["file"])
    if file is None:
        return plain(form.cleaned_data["document"])
    seen = inspect_upload(file, max_bytes=settings.MAX_UPLOAD_BYTES, kinds=extraction.KINDS)
    return plain(extraction.extract(file.read(), kind=seen.kind).text)


def _offer_conversion(request: Request, form: DirectiveForm, text: str) -> HttpResponse | None:
    """The page that shows the text before and after a conversion; None where nothing is to be converted."""
    if form.cleaned_data["keep"]:
        return None
    writing = legacy.suspect(text)
    if writing is None and not legacy.is_decomposed(text):
        return None
    converted = legacy.convert(text, writing) if writing else nfc(text)
    context = {
        "name": WRITINGS[writing or "decomposed"],
        "before": text[:SAMPLE],
        "after": converted[:SAMPLE],
        "document": text,
        "converted": converted,
        "steps": _steps(0),
    }
    return render(request, "campaigns/convert.html", context)


def _compare(request: Request, understood: Understood) -> HttpResponse:
    """The fresh page: the form filled with what was understood."""
    draft = draft_from(understood, user=request.user, year=request.now.year)
    sheet = CampaignSheet(None, user=request.user, draft=draft)
    number_rows(sheet, understood)
    return _page(request, sheet, understood)


def _page(request: Request, sheet: CampaignSheet, understood: Understood) -> HttpResponse:
    put_beside(sheet, understood)
    return render(request, "campaigns/compare.html", {"sheet": sheet, "understood": understood, "steps": _steps(1)})


def _steps(current: int) -> list[dict[str, Any]]:
    """The stepper of the way from the document to the launch."""
    states = ["passed"] * current + ["current"] + ["todo"] * (len(STEPS) - current - 1)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]
