"""A sheet, out to Excel and back in, for the tier whose turn it is; a workbook is looked at before it is written."""

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
from scoring import sheet_workbook as workbook
from scoring.enums import Tier
from scoring.forms.sheet_files import SheetCommitForm
from scoring.models import ScoreSheet
from scoring.queries import sheets as queries
from scoring.queries.returns import turn_of
from scoring.services.line_import import save_lines
from scoring.views.pages import writes_any

WHERE = "trang bảng điểm"
KEPT = "bảng điểm đang lưu"


@door("scoring.view_sheet", load=queries.sheet, methods="GET")
def download(request: Request, sheet: ScoreSheet) -> FileResponse:
    """The sheet as a form to fill in, for those who score it now."""
    tier = _turn(request, sheet)
    participation = sheet.participation
    name = f"bang-diem-{participation.campaign.code}-{participation.unit.code}.xlsx"
    return attachment(workbook.write(sheet, tier), kind="xlsx", name=name)


@door("scoring.view_sheet", load=queries.sheet)
def upload(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    tier = _turn(request, sheet)
    if "commit" in request.POST:
        return _commit(request, sheet, tier)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=WHERE)
    back = reverse("scoring:sheet", args=[sheet.pk])
    context: dict[str, Any] = {"sheet": sheet, "form": form, "kept": KEPT, "back": back}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        found, digest = workbook.read(content, sheet, tier, by=request.user), sha256(content)
        context |= {
            "found": found,
            "earlier": taken_before("sheet.imported", sheet.pk, digest),
            "commit": SheetCommitForm.of_changes(found.changes, str(sheet.version), digest),
        }
    return render(request, "scoring/sheet_import.html", context)


def _turn(request: Request, sheet: ScoreSheet) -> Tier:
    """The tier whose turn it is; Refused for those who do not score now."""
    tier = turn_of(sheet, None)
    if tier is None or not writes_any(request.user, sheet):
        raise Refused("Chỉ bên đang chấm ở bước này tải và nộp được bảng điểm bằng tệp Excel.")
    return tier


def _commit(request: Request, sheet: ScoreSheet, tier: Tier) -> HttpResponse:
    """Write exactly what was shown; nothing when somebody saved meanwhile (X15)."""
    form = SheetCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        changes = workbook.changes_of(sheet, tier, form.cleaned_data["changes"])
        save_lines(
            sheet_id=sheet.pk,
            tier=tier,
            values=workbook.values_of(changes, tier),
            version=form.cleaned_data["seen"],
            by=request.user,
            file_sha256=form.cleaned_data["file_sha256"],
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("scoring:sheet_upload", sheet.pk)
    messages.success(request, f"Đã ghi {len(changes)} thay đổi từ tệp vào bảng điểm.")
    return redirect("scoring:sheet", sheet.pk)
