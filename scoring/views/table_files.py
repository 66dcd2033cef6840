"""A draft table out to Excel and back in: a workbook is looked at before anything of it is written."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.workbooks import WorkbookForm
from campaigns.views.workbooks import STALE, why_not
from campaigns.workbooks import taken_before
from core.doors import Request, door
from core.exceptions import Refused
from core.filestore import attachment
from core.snapshots import sha256
from scoring import table_workbook as workbook
from scoring.forms.table_files import TableCommitForm
from scoring.models import ScoringTable
from scoring.queries.tables import fingerprint
from scoring.queries.tables import table as load_table
from scoring.services.table_import import IMPORTED, import_table

WHERE = "trang soạn bảng tiêu chí này"
KEPT = "bản soạn đang lưu"


@door("scoring.view_table", load=load_table, methods="GET")
def download(request: Request, table: ScoringTable) -> FileResponse:
    """The workbook of the table as it is stored."""
    name = f"bang-tieu-chi-{table.campaign.code}-{table.bloc.code}-ban-{table.version}.xlsx"
    return attachment(workbook.write(table), kind="xlsx", name=name)


@door("scoring.draft_table", load=load_table)
def upload(request: Request, table: ScoringTable) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, table)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=WHERE)
    back = reverse("scoring:table_edit", args=[table.pk])
    context: dict[str, Any] = {"table": table, "form": form, "kept": KEPT, "back": back}
    if request.method == "POST" and form.is_valid():
        context |= _preview(table, form.cleaned_data["file"].read())
    return render(request, "scoring/table_import.html", context)


def _preview(table: ScoringTable, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    digest, seen = sha256(content), fingerprint(table)
    found = workbook.read(content, table)
    return {
        "found": found,
        "earlier": taken_before(IMPORTED, table.pk, digest),
        "commit": TableCommitForm.of(found.content, seen, digest),
    }


def _commit(request: Request, table: ScoringTable) -> HttpResponse:
    """Write exactly what was shown; nothing when it changed meanwhile (X15)."""
    form = TableCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        given = form.cleaned_data
        import_table(
            table_id=table.pk,
            content=given["changes"],
            seen=given["seen"],
            file_sha256=given["file_sha256"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("scoring:table_upload", table.pk)
    messages.success(request, "Đã ghi bảng tiêu chí theo tệp.")
    return redirect("scoring:table_edit", table.pk)
