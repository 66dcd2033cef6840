"""The documents of a unit: many uploaded at once, described, removed, looked at page by page, fetched."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from campaigns import evidence_workbook as workbook
from campaigns.forms.evidence import ACCEPT, DescribeForm, UploadForm
from campaigns.models import Evidence, Participation
from campaigns.queries import evidence as queries
from campaigns.queries.submissions import participation
from campaigns.services import evidence as services
from campaigns.uses import uses_of
from core import filestore, previews, scanning
from core.dates import moment, short_date
from core.doors import Request, door
from core.exceptions import Conflict, Refused
from core.filestore import MIME_TYPES, SAFE_HEADERS
from core.numbers import format_size
from core.uploads import advice_by_extension


@door("campaigns.work_in_folder", load=participation)
def upload(request: Request, folder: Participation) -> HttpResponse:
    """Put documents into the unit's folder: a script sends one at a time and gets JSON, a plain form sends them all."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method != "POST":
        return render(request, "campaigns/evidence_add.html", _upload_page(request, folder, form))
    if "application/json" in request.headers.get("Accept", ""):
        return _answer(request, folder, form)
    if not form.is_valid():
        return render(request, "campaigns/evidence_add.html", _upload_page(request, folder, form), status=422)
    for file in form.cleaned_data["uploads"]:
        try:
            added = services.add_evidence(participation=folder, file=file, by=request.user)
        except Refused as refusal:
            messages.error(request, f"{file.name}: {refusal.reason}")
        else:
            messages.success(request, f"Đã nhận “{added.file_name}”.")
    return redirect(request.get_full_path())


@door("campaigns.keep_evidence", load=queries.evidence, methods="POST")
def describe(request: Request, evidence: Evidence) -> HttpResponse:
    """Keep what a document is called, its number and date. htmx gets what became of it, a plain form the page."""
    form = DescribeForm(request.POST, evidence=evidence)
    problems, conflict = form.sentences(), False
    if not problems:
        try:
            evidence = services.describe_evidence(evidence_id=evidence.pk, by=request.user, **form.cleaned_data)
        except Conflict as clash:
            problems, conflict = [clash.reason], True
    if "HX-Request" in request.headers:
        context = {
            "evidence": evidence,
            "problems": problems,
            "saved_at": request.now,
            "fresh": conflict or not problems,
        }
        return render(request, "campaigns/_evidence_saved.html", context)
    for problem in problems:
        messages.error(request, f"Chưa lưu “{evidence.title}”. {problem}")
    if not problems:
        messages.success(request, f"Đã lưu “{evidence.title}”.")
    return redirect("campaigns:evidence_add", evidence.participation_id)


@door("campaigns.keep_evidence", load=queries.evidence, methods="POST")
def remove(request: Request, evidence: Evidence) -> HttpResponse:
    """Take a wrong document out of the folder."""
    try:
        services.remove_evidence(evidence_id=evidence.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Đã bỏ “{evidence.title}” khỏi hồ sơ.")
    return redirect("campaigns:evidence_add", evidence.participation_id)


@door("campaigns.open_evidence", load=queries.evidence)
def evidence(request: Request, evidence: Evidence) -> HttpResponse | FileResponse:
    """Fetch a document, as a download only: a POST, since the trail remembers it. A GET leads to its page."""
    if request.method != "POST":
        return redirect("campaigns:evidence_view", evidence.pk)
    return filestore.serve(services.hand_out(evidence_id=evidence.pk, by=request.user), name=evidence.file_name)


@door("campaigns.open_evidence", load=queries.evidence, methods="GET")
def view(request: Request, evidence: Evidence) -> HttpResponse:
    """What a document says of itself, and one page of it (``?trang=``)."""
    wanted = request.GET.get("trang", "")
    page = int(wanted[:4]) if wanted.isdecimal() else 1
    problem = _kept_closed(request, evidence)
    shown = previews.Preview(problem=problem) if problem else previews.preview(evidence.file, page)
    context = {
        "evidence": evidence,
        "facts": _facts(request, evidence),
        "closed": problem,
        "shown": shown,
        "folder": Participation.objects.visible_to(request.user).filter(pk=evidence.participation_id).first(),
    }
    return render(request, "campaigns/evidence_view.html", context)


@door("campaigns.open_evidence", load=lambda user, pk, page: (queries.evidence(user, pk), page), methods="GET")
def page(request: Request, found: tuple[Evidence, int]) -> HttpResponse:
    """The picture of one page: never the original, never sniffed."""
    evidence, number = found
    if refusal := _kept_closed(request, evidence):
        raise Refused(refusal)
    picture = previews.picture(evidence.file, number)
    if picture is None:
        raise Refused(previews.UNSEEN)
    return HttpResponse(picture, content_type=MIME_TYPES["png"], headers=SAFE_HEADERS)


@door("campaigns.view_folder", load=participation, methods="GET")
def catalogue(request: Request, folder: Participation) -> FileResponse:
    """The list of the folder's documents as a workbook."""
    content = workbook.write(folder, queries.evidence_rows(folder, request.user))
    return filestore.attachment(content, kind="xlsx", name=f"danh-muc-minh-chung-{folder.unit.code}.xlsx")


def _answer(request: Request, folder: Participation, form: UploadForm) -> JsonResponse:
    """What became of the one file of this request: the sentence, and its row for the list."""
    if not form.is_valid():
        return JsonResponse({"sentence": "Chưa nhận được tệp; hãy chọn và tải lại."}, status=422)
    try:
        added = services.add_evidence(participation=folder, file=form.cleaned_data["uploads"][0], by=request.user)
    except Refused as refusal:
        return JsonResponse({"sentence": refusal.reason}, status=422)
    row = _own_row(queries.own_rows(folder, queries.fresh_evidence(added.pk))[0])
    return JsonResponse(
        {
            "sentence": f"Đã nhận “{added.file_name}”.",
            "row": render_to_string("campaigns/_evidence_row.html", {"one": row}, request),
            "room": _room(folder),
        },
        status=201,
    )


def _upload_page(request: Request, folder: Participation, form: UploadForm) -> dict[str, Any]:
    return {
        "participation": folder,
        "form": form,
        "rows": [_own_row(row) for row in queries.own_rows(folder)],
        "room": _room(folder),
        "accept": ACCEPT,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "advice": advice_by_extension(),
        "too_large": "Tối đa 20 MB. Gợi ý: quét 150–200 dpi",
        "back": _back(request),
    }


def _back(request: Request) -> str:
    """The page of the house that sent the person here (``?ve=``), on which something is half written; "" none."""
    asked = request.GET.get("ve", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None) else ""


def _facts(request: Request, evidence: Evidence) -> list[dict[str, Any]]:
    """What a document says of itself."""
    drafts = queries.sees_drafts(evidence.participation, request.user)
    uses = "; ".join(use.label for use in uses_of([evidence.pk], drafts=drafts)[evidence.pk])
    return [
        {"label": "Số, ký hiệu", "value": evidence.doc_number or "Không số"},
        {"label": "Ngày văn bản", "value": short_date(evidence.doc_date) if evidence.doc_date else "Chưa ghi"},
        {"label": "Tệp", "value": f"{evidence.file_name}, {format_size(evidence.file.size)}"},
        {"label": "Tải lên", "value": f"{moment(evidence.added_at)}, {evidence.added_by}"},
        {"label": "Dùng ở", "value": uses or "Chưa dùng"},
    ]


def _own_row(row: queries.EvidenceRow) -> dict[str, Any]:
    return {"row": row, "form": DescribeForm(evidence=row.evidence)}


def _room(folder: Participation) -> str:
    """How much the folder may still take, in words."""
    left = queries.room_left(folder)
    return f"Còn nhận được {max(left.files, 0)} tệp, {format_size(max(left.size, 0))}."


def _is_own(request: Request, evidence: Evidence) -> bool:
    return evidence.participation.unit_id in request.user.unit_ids()


def _kept_closed(request: Request, evidence: Evidence) -> str:
    """Why this person may not open the file now; "" when it may be opened."""
    try:
        scanning.refuse_unsafe(evidence.file, own=_is_own(request, evidence))
    except Refused as refusal:
        return refusal.reason
    return ""
