"""Sheets, out to Excel and back in, for the tier whose turn it is; a workbook is looked at before it is written."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.workbooks import WorkbookForm
from campaigns.views.workbooks import STALE, UNCONFIRMED, why_not
from campaigns.workbooks import Import, taken_before
from core.doors import Request, door
from core.exceptions import Refused
from core.filestore import attachment
from core.snapshots import sha256
from scoring import sheet_workbook as workbook
from scoring.forms.sheet_files import SheetCommitForm
from scoring.models import ScoreSheet
from scoring.queries import sheets as queries
from scoring.queries.lines import read_all_lines
from scoring.queries.returns import turn_of
from scoring.services.line_import import save_lines
from scoring.sheet_workbook import Book
from scoring.views.pages import writes_any

WHERE = "trang bảng điểm"
KEPT = "bảng điểm đang lưu"


@door("scoring.view_sheet", load=queries.sheet, methods="GET")
def download(request: Request, sheet: ScoreSheet) -> FileResponse:
    """The sheet as a form to fill in, for those who score it now."""
    return _sent(_book(request, sheet), sheet.participation.unit.code)


@door("scoring.view_sheet", load=queries.sheet, methods="GET")
def bloc_download(request: Request, sheet: ScoreSheet) -> FileResponse:
    """All sheets of the bloc that this person scores now, in one form."""
    return _sent(_bloc_book(request, sheet), sheet.participation.bloc.code)


@door("scoring.view_sheet", load=queries.sheet)
def upload(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """Take a workbook and show what it would change; a second POST (``commit``) writes exactly that."""
    return _taken(request, sheet, _book(request, sheet))


@door("scoring.view_sheet", load=queries.sheet)
def bloc_upload(request: Request, sheet: ScoreSheet) -> HttpResponse:
    """The same for all sheets of the bloc that this person scores now: written all or not at all."""
    return _taken(request, sheet, _bloc_book(request, sheet))


def _book(request: Request, sheet: ScoreSheet) -> Book:
    """The workbook of the sheet; Refused for those who do not score now."""
    tier = turn_of(sheet, None)
    read_all_lines([sheet])
    if tier is None or not writes_any(request.user, sheet):
        raise Refused("Chỉ bên đang chấm ở bước này tải và nộp được bảng điểm bằng tệp Excel.")
    return Book([sheet], tier)


def _bloc_book(request: Request, sheet: ScoreSheet) -> Book:
    """The workbook of all sheets around it that this person scores now. One query a sheet: whose office scores it."""
    book = _book(request, sheet)
    around = queries.sheets_beside(sheet, request.user)
    read_all_lines(around)
    return Book([one for one in around if writes_any(request.user, one)], book.tier, whole=True)


def _sent(book: Book, name: str) -> FileResponse:
    code = book.sheets[0].participation.campaign.code
    return attachment(workbook.write(book), kind="xlsx", name=f"bang-diem-{code}-{name}.xlsx")


def _taken(request: Request, sheet: ScoreSheet, book: Book) -> HttpResponse:
    if "commit" in request.POST:
        return _commit(request, sheet, book)
    form = WorkbookForm(request.POST or None, request.FILES or None, where=_where(book))
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        found, digest = workbook.read(content, book, by=request.user), sha256(content)
        earlier = (taken_before("sheet.imported", one.pk, digest) for one in book.sheets)
        shown |= {
            "found": found,
            "earlier": next(filter(None, earlier), ""),
            "commit": SheetCommitForm.of_book(book, found.changes, digest),
        }
    return _page(request, sheet, book, **shown)


def _page(request: Request, sheet: ScoreSheet, book: Book, **shown: Any) -> HttpResponse:
    same = {"sheet": sheet, "book": book, "kept": KEPT, "back": reverse("scoring:sheet", args=[sheet.pk])}
    return render(request, "scoring/sheet_import.html", same | {"form": WorkbookForm(where=_where(book))} | shown)


def _where(book: Book) -> str:
    return "trang này" if book.whole else WHERE


def _commit(request: Request, sheet: ScoreSheet, book: Book) -> HttpResponse:
    """Write exactly what was shown; nothing when somebody saved meanwhile (X15), nothing doubtful without a tick."""
    form = SheetCommitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(STALE)
        changes = [workbook.change_of(book, *one) for one in form.cleaned_data["changes"]]
        if not form.cleaned_data["confirm"] and (doubts := workbook.doubts(changes)):
            form.add_error("confirm", UNCONFIRMED)
            return _page(request, sheet, book, found=Import(changes, rows=len(changes), doubts=doubts), commit=form)
        written = save_lines(
            versions=form.cleaned_data["seen"],
            values=workbook.values_of(changes, book.tier),
            tier=book.tier,
            by=request.user,
            file_sha256=form.cleaned_data["file_sha256"],
        )
    except Refused as refusal:
        messages.error(request, why_not(refusal))
        return redirect("scoring:bloc_upload" if book.whole else "scoring:sheet_upload", sheet.pk)
    where = f"{len(written)} bảng điểm của {sheet.participation.bloc}" if book.whole else "bảng điểm"
    messages.success(request, f"Đã ghi {len(changes)} thay đổi từ tệp vào {where}.")
    return redirect("scoring:sheet", sheet.pk)
