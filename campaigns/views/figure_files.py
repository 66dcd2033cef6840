"""A unit's figures, out to Excel and back in: a workbook is looked at before anything of it is written."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from campaigns import figure_workbook as workbook
from campaigns.forms.assignments import WorkbookForm
from campaigns.forms.figures import FiguresCommitForm
from campaigns.models import Participation
from campaigns.queries import submissions as queries
from campaigns.queries.progress import entries_of, fingerprint, values_of
from campaigns.services.progress import revise_figures
from core.dates import moment
from core.doors import Request, door
from core.exceptions import Conflict, Refused
from core.filestore import MIME_TYPES, SAFE_HEADERS
from core.snapshots import sha256

STALE = "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới."


def _stored(request: Request, participation: Participation) -> workbook.Stored:
    rows = queries.result_rows(participation)
    return workbook.Stored(participation, rows, entries_of(participation), request.now.date())


@door("campaigns.work_in_folder", load=queries.participation, methods="GET")
def download(request: Request, participation: Participation) -> FileResponse:
    """The workbook of the unit as it is stored."""
    content = BytesIO(workbook.write(_stored(request, participation)))
    name = f"so-lieu-{participation.campaign.code}-{participation.unit.code}.xlsx"
    return FileResponse(
        content, as_attachment=True, filename=name, content_type=MIME_TYPES["xlsx"], headers=SAFE_HEADERS
    )


@door("campaigns.work_in_folder", load=queries.participation)
def upload(request: Request, participation: Participation) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    if "commit" in request.POST:
        return _commit(request, participation)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    form.fields["file"].help_text = "Biểu mẫu .xlsx tải về ở trang ghi số liệu các quý của đơn vị bạn."
    context: dict[str, Any] = {"participation": participation, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _preview(_stored(request, participation), form.cleaned_data["file"].read())
    return render(request, "campaigns/figures_import.html", context)


def _preview(stored: workbook.Stored, content: bytes) -> dict[str, Any]:
    """What the workbook would change, what is wrong with it, whether it was taken before."""
    digest = sha256(content)
    found = workbook.read(content, stored)
    earlier = workbook.imported_before(stored.participation, digest)
    seen = fingerprint(values_of(stored.entries), found.values)
    return {
        "found": found,
        "earlier": f"Tệp này đã nhập lúc {moment(earlier.at)} bởi {earlier.actor}." if earlier else "",
        "commit": FiguresCommitForm.of(found.values, seen, digest),
    }


def _commit(request: Request, participation: Participation) -> HttpResponse:
    """Write exactly what was shown; nothing when it changed meanwhile (X15)."""
    form = FiguresCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        count = revise_figures(participation=participation, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, STALE if isinstance(refusal, Conflict) else refusal.reason)
        return redirect("campaigns:figures_upload", participation.pk)
    messages.success(request, f"Đã ghi {count} số liệu từ tệp.")
    return redirect("campaigns:folder", participation.pk)
