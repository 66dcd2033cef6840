"""Scoring tables: the list of a campaign, beginning one, its page, and its way from draft to agreed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.queries.campaigns import campaign as load_campaign
from core.doors import door
from core.exceptions import Refused
from organizations.models import Unit
from scoring.enums import TableState
from scoring.forms.tables import EMPTY, AnswerForm, ChangeForm, StartForm
from scoring.models import ScoringTable
from scoring.queries import differences as compared
from scoring.queries import table_pages as pages
from scoring.queries import tables as queries
from scoring.queries.templates import fitting
from scoring.services import agreements, tables, versions


@door("scoring.view_table", load=load_campaign, methods="GET")
def table_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Every table of the campaign that the person may look at, by bloc."""
    rows, starting = pages.listed(campaign, request.user), pages.starting(campaign, request.user)
    return render(request, "scoring/tables.html", {"campaign": campaign, "rows": rows, "starting": starting})


@door("scoring.view_table", load=load_campaign)
def start(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Begin a table: for which bloc, after which template or which earlier table."""
    blocs = pages.blocs_to_write(campaign, request.user)
    if not blocs:
        raise Refused(pages.starting(campaign, request.user).reason)
    shipped, earlier = fitting(campaign), [one for bloc in blocs for one in queries.earlier_tables(campaign, bloc)]
    form = StartForm(
        request.POST or None,
        blocs=blocs,
        earlier=earlier,
        shipped=shipped,
        initial={"bloc": request.GET.get("khoi") or blocs[0].code},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(campaign, form, request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Đã tạo bản soạn; hãy sửa cho hợp với khối rồi lấy ý kiến các thành viên.")
            return redirect("scoring:table_edit", made.pk)
    begun = queries.unfinished(campaign.pk, [bloc.pk for bloc in blocs])
    context = {"campaign": campaign, "form": form, "shipped": shipped, "begun": begun}
    return render(request, "scoring/table_start.html", context)


@door("scoring.view_table", load=queries.table, methods="GET")
def table(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Groups and criteria with their rules in words, what the members say, and what this person may do."""
    return render(request, "scoring/table.html", _context(request, table))


@door("scoring.propose_table", load=queries.table, methods="POST")
def propose(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Ask the members."""
    service = agreements.propose_table
    return _done(request, table, service, "Đã gửi bảng tiêu chí đến tất cả thành viên trong khối để lấy ý kiến.")


@door("scoring.withdraw_table", load=queries.table, methods="POST")
def withdraw(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Take the table back to be edited."""
    service = agreements.withdraw_table
    return _done(request, table, service, "Đã rút lại để sửa; các ý kiến đã gửi không còn tính.")


@door("scoring.answer_table", load=queries.table, methods="POST")
def answer(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """A member agrees or says what it would have otherwise."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "scoring/table.html", _context(request, table, form), status=422)
    given = form.cleaned_data
    unit = get_object_or_404(Unit, pk=given["unit"])
    try:
        kept = agreements.answer_table(
            table_id=table.pk, unit=unit, agrees=given["agrees"] == "yes", note=given["note"], by=request.user
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        frozen = kept.state == TableState.FROZEN
        messages.success(request, "Tất cả thành viên đã đồng ý: bảng được thống nhất." if frozen else "Đã ghi ý kiến.")
    return redirect("scoring:table", table.pk)


@door("scoring.freeze_table", load=queries.table, methods="POST")
def freeze(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Close the table on a written basis."""

    def service(**given: Any) -> ScoringTable:
        return tables.freeze_table(basis=request.POST.get("basis", "")[:250], **given)

    return _done(request, table, service, "Bảng tiêu chí đã được chốt và áp dụng cho cả khối từ bây giờ.")


@door("scoring.change_table", load=queries.table)
def change(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Begin a new version of an agreed table, with a reason."""
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = versions.change_table(table_id=table.pk, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, f"Đã lập bản soạn của phiên bản {made.version}; bảng cũ còn áp dụng đến khi chốt."
            )
            return redirect("scoring:table_edit", made.pk)
    return render(request, "scoring/table_change.html", {"table": table, "form": form})


@door("scoring.preview_table", load=queries.table, methods="GET")
def rank_moves(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Whose rank would move if this version came into force."""
    old = queries.frozen_table(table.campaign, table.bloc)
    waits = old is not None and old.pk != table.pk and table.state in (TableState.DRAFT, TableState.PROPOSED)
    rows = versions.whose_rank_moves(old, table) if waits and old else []
    context = {
        "table": table,
        "old": old if waits else None,
        "rows": rows,
        "differences": compared.differences(old, table) if waits and old else [],
        "lateness": any(row.total != row.total_before for row in rows) and compared.recounts_lateness(table),
    }
    return render(request, "scoring/table_moves.html", context)


def _made(campaign: Campaign, form: StartForm, by: Any) -> ScoringTable:
    bloc = get_object_or_404(campaign.blocs, code=form.cleaned_data["bloc"])
    after = form.cleaned_data["after"]
    if after == EMPTY:
        return tables.create_empty_table(campaign=campaign, bloc=bloc, name="", by=by)
    if after in form.earlier:
        return tables.copy_table(campaign=campaign, bloc=bloc, source=form.earlier[after], by=by)
    template = form.shipped[after].content
    return tables.create_table_from_template(campaign=campaign, bloc=bloc, template=template, by=by)


def _done(request: HttpRequest, table: ScoringTable, service: Callable[..., Any], said: str) -> HttpResponse:
    try:
        service(table_id=table.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, said)
    return redirect(reverse("scoring:table", args=[table.pk]))


def _context(request: HttpRequest, table: ScoringTable, form: AnswerForm | None = None) -> dict[str, Any]:
    page = pages.page(table, request.user)
    if form is None and page.unit_to_answer is not None:
        answered = page.answer_of(page.unit_to_answer)
        initial: dict[str, Any] = {"unit": page.unit_to_answer.pk}
        if answered is not None:
            initial |= {"agrees": "yes" if answered.agrees else "no", "note": answered.note}
        form = AnswerForm(initial=initial)
    return {"table": table, "page": page, "form": form}
