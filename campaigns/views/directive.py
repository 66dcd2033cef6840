"""From a launching document to a draft: hand it over, see what was understood beside each passage, correct, save."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render

from campaigns.drafts import asked_twice
from campaigns.forms.campaigns import CampaignSheet
from campaigns.forms.directive import DirectiveForm, number_rows, plain, put_beside, too_long, too_much
from campaigns.queries.understood import Understood, draft_from, understand
from campaigns.views.starting import save_new
from core import extraction, legacy
from core.doors import Request, door
from core.exceptions import Refused, UploadRefused
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
        text, notes = _text(form)
        answer = _offer_conversion(request, form, text) or _compare(request, form, text, notes) if text else None
        if answer:
            return answer
    return render(request, "campaigns/read.html", {"form": form, "steps": _steps(0)})


@door("campaigns.create")
def compare(request: Request) -> HttpResponse:
    """Correct what was understood and save it as a draft; the text is read again, as nothing of it is kept.

    Who comes without it (from the history, from signing in) begins anew.
    """
    if request.method == "GET":
        messages.info(request, "Trang đối chiếu không giữ lại văn bản; hãy đưa văn bản vào lần nữa.")
        return redirect("campaigns:read")
    text = plain(request.POST.get("document", ""))
    if sentence := too_long(text):
        raise Refused(sentence)
    understood = understand(text)
    sheet = CampaignSheet(request.POST, user=request.user)
    put_beside(sheet, understood)
    return save_new(request, sheet) or _page(request, sheet.shown(), understood, request.POST.getlist("note"))


def _text(form: DirectiveForm) -> tuple[str, list[str]]:
    """The text to read, of the file if there is one, else what was pasted, and what to know about it.

    Without a text ("") the form says why.
    """
    file, pasted = cast(UploadedFile | None, form.cleaned_data["file"]), plain(form.cleaned_data["document"])
    try:
        text, notes = _text_of(file) if file else (pasted, [])
    except UploadRefused as refusal:
        form.add_error("file", refusal.sentence)
        return "", []
    if sentence := too_long(text):
        form.add_error("file" if file else "document", sentence)
        return "", []
    return text, notes


def _text_of(file: UploadedFile) -> tuple[str, list[str]]:
    """The text of an uploaded file and what is to be known about it. UploadRefused with a sentence."""
    seen = inspect_upload(file, max_bytes=settings.MAX_UPLOAD_BYTES, kinds=extraction.KINDS)
    found = extraction.extract(file.read(), kind=seen.kind)
    return plain(found.text), list(found.notes)


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


def _compare(request: Request, form: DirectiveForm, text: str, notes: list[str]) -> HttpResponse | None:
    """The fresh page: the form filled with what was understood; None when there is too much, which the form says."""
    understood = understand(text)
    if sentence := too_much(understood):
        form.add_error(None, sentence)
        return None
    draft = draft_from(understood, user=request.user, year=request.now.year)
    sheet = CampaignSheet(None, user=request.user, draft=draft)
    number_rows(sheet, understood)
    for sentence in asked_twice(draft.milestones):
        messages.warning(request, sentence)
    return _page(request, sheet, understood, notes)


def _page(request: Request, sheet: CampaignSheet, understood: Understood, notes: list[str]) -> HttpResponse:
    put_beside(sheet, understood)
    elsewhere = understood.issued_elsewhere(sheet.chosen("authority"), sheet.chosen("parent"))
    context = {
        "sheet": sheet,
        "understood": understood,
        "warnings": elsewhere + understood.warnings,
        "notes": notes,
        "steps": _steps(1),
    }
    return render(request, "campaigns/compare.html", context)


def _steps(current: int) -> list[dict[str, Any]]:
    """The stepper of the way from the document to the launch."""
    states = ["passed"] * current + ["current"] + ["todo"] * (len(STEPS) - current - 1)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]
