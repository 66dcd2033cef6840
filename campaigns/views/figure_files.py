"""A unit's figures, out to Excel and back in: a workbook is looked at before anything of it is written."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns import figure_workbook as workbook
from campaigns.forms.figures import FiguresCommitForm
from campaigns.forms.workbooks import WorkbookForm
from campaigns.models import Participation
from campaigns.queries import submissions as queries
from campaigns.queries.progress import entries_of, fingerprint, values_of
from campaigns.services.progress import revise_figures
from campaigns.views.workbooks import STALE, UNCONFIRMED, why_not
from campaigns.workbooks import Import, taken_before
from core.doors import Request, door
from core.exceptions import Refused
from core.filestore import attachment
from core.snapshots import sha256

WHERE = "trang ghi số liệu các quý của đơn vị bạn"
KEPT = "số liệu đang lưu"


def _stored(request: Request, participation: Participation) -> workbook.Stored:
    rows = queries.result_rows(participation)
    return workbook.Stored(participation, rows, entries_of(participation), request.now.date())


@door("campaigns.work_in_folder", load=queries.participation, methods="GET")
def download(request: Request, participation: Participation) -> FileResponse:
    """The workbook of the unit as it is stored."""
    name = f"so-lieu-{participation.campaign.code}-{participation.unit.code}.xlsx"
    return attachment(workbook.write(_stored(request, participation)), kind="xlsx", name=name)


@door("campaigns.work_in_folder", load=queries.participation)
def upload(request: Request, participation: Participation) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, participation)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=WHERE)
    if request.method == "POST" and form.is_valid():
        shown = _preview(_stored(request, participation), form.cleaned_data["file"].read())
        return _page(request, participation, form, shown)
    return _page(request, participation, form, {})


def _page(request: Request, participation: Participation, form: WorkbookForm, shown: dict[str, Any]) -> HttpResponse:
    back = reverse("campaigns:quarters", args=[participation.pk])
    context = {"participation": participation, "form": form, "kept": KEPT, "back": back}
    return render(request, "campaigns/figures_import.html", context | shown)


def _preview(stored: workbook.Stored, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    digest = sha256(content)
    found = workbook.read(content, stored)
    seen = fingerprint(values_of(stored.entries), [one.key for one in found.changes])
    return {
        "found": found,
        "earlier": taken_before("figures.revised", stored.participation.pk, digest),
        "commit": FiguresCommitForm.of_changes(found.changes, seen, digest),
    }


def _unsure(stored: workbook.Stored, form: FiguresCommitForm) -> dict[str, Any]:
    """The preview again where something is asked about and was not confirmed; empty where nothing is."""
    changes = workbook.changes_of(form.values(), stored)
    doubts = workbook.doubts(changes, stored)
    if not doubts:
        return {}
    form.add_error("confirm", UNCONFIRMED)
    return {"found": Import(changes, rows=len(changes), doubts=doubts), "commit": form}


def _commit(request: Request, participation: Participation) -> HttpResponse:
    """Write exactly what was shown; nothing when it changed meanwhile (X15), and nothing doubtful without a tick."""
    form = FiguresCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        if not form.cleaned_data["confirm"] and (unsure := _unsure(_stored(request, participation), form)):
            return _page(request, participation, WorkbookForm(where=WHERE), unsure)
        count = revise_figures(
            participation=participation,
            changes=form.values(),
            seen=form.cleaned_data["seen"],
            file_sha256=form.cleaned_data["file_sha256"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("campaigns:figures_upload", participation.pk)
    messages.success(request, f"Đã ghi {count} số liệu từ tệp.")
    return redirect("campaigns:folder", participation.pk)
