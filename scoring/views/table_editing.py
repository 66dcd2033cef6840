"""Editing a draft table in the browser: its tree, its settings, one group, one criterion."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.authz import can
from core.doors import door
from core.exceptions import Refused
from scoring.calculation.rules import RULES
from scoring.forms.table_rows import SAMPLE_POINTS, CriterionForm, GroupForm
from scoring.forms.tables import SettingsForm
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries import table_pages as pages
from scoring.queries import tables as queries
from scoring.rule_words import START, example
from scoring.services import table_editing as editing

DRAFT = "scoring.draft_table"


def _group(user: Any, pk: int) -> ScoringTable:
    """The table of a group, which remembers the group as ``chosen``."""
    group = queries.group(user, pk)
    group.table.chosen = group  # type: ignore[attr-defined]
    return group.table


def _criterion(user: Any, pk: int) -> ScoringTable:
    """The table of a criterion, likewise."""
    criterion = queries.criterion(user, pk)
    criterion.group.table.chosen = criterion  # type: ignore[attr-defined]
    return criterion.group.table


@door(DRAFT, load=queries.table, methods="GET")
def edit(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """The tree with its buttons, and everything that is wrong beside what it concerns."""
    context = {"table": table, "page": pages.page(table, request.user)}
    return render(
        request, "scoring/table_edit.html", context | {"discard": can(request.user, "scoring.discard_table", table)}
    )


@door("scoring.discard_table", load=queries.table, methods="POST")
def discard(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Delete the draft."""
    editing.discard_table(table_id=table.pk, by=request.user)
    messages.success(request, f"Đã xóa bản soạn phiên bản {table.version} của {table.bloc}.")
    return redirect("scoring:tables", table.campaign.code)


@door(DRAFT, load=queries.table)
def settings(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Name, rounding, caps, ranking, ties, classes."""
    form = SettingsForm(request.POST or None, table=table)
    if request.method == "POST" and form.is_valid():
        try:
            editing.save_settings(
                table_id=table.pk, values=form.values(), seen=form.cleaned_data["seen"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _back(request, table, "Đã lưu thông tin của bảng.")
    status = 422 if form.errors else 200
    return render(request, "scoring/table_settings.html", {"table": table, "form": form}, status=status)


@door(DRAFT, load=queries.table)
def add_group(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """A new group."""
    return _edit_group(request, table, None)


@door(DRAFT, load=_group)
def group(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """One group."""
    return _edit_group(request, table, table.chosen)  # type: ignore[attr-defined]


@door(DRAFT, load=_group, methods="POST")
def delete_group(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Take a group out."""
    chosen: CriterionGroup = table.chosen  # type: ignore[attr-defined]
    editing.delete_group(group_id=chosen.pk, by=request.user)
    return _back(request, table, f"Đã xóa nhóm {chosen.no} cùng các tiêu chí của nhóm.")


@door(DRAFT, load=_group, methods="POST")
def move_group(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Move a group up or down, or to where it was dropped."""
    chosen: CriterionGroup = table.chosen  # type: ignore[attr-defined]
    editing.move_group(group_id=chosen.pk, position=_place(request, chosen.position), by=request.user)
    return _back(request, table, "", f"nhom-{chosen.pk}")


@door(DRAFT, load=_group)
def add_criterion(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """A new criterion: first which way of counting, then its figures."""
    chosen: CriterionGroup = table.chosen  # type: ignore[attr-defined]
    key = request.POST.get("rule") or request.GET.get("cach-tinh", "")
    if key not in RULES:
        ways = [(one, kind.label, example(one, START[one], SAMPLE_POINTS)) for one, kind in RULES.items()]
        return render(request, "scoring/table_rules.html", {"table": table, "group": chosen, "ways": ways})
    return _edit_criterion(request, table, chosen, None, key)


@door(DRAFT, load=_criterion)
def criterion(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """One criterion."""
    chosen: Criterion = table.chosen  # type: ignore[attr-defined]
    key = request.POST.get("rule") or chosen.rule
    return _edit_criterion(request, table, chosen.group, chosen, key if key in RULES else chosen.rule)


@door(DRAFT, load=_criterion, methods="POST")
def delete_criterion(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Take a criterion out."""
    chosen: Criterion = table.chosen  # type: ignore[attr-defined]
    editing.delete_criterion(criterion_id=chosen.pk, by=request.user)
    return _back(request, table, f"Đã xóa tiêu chí {chosen.no}.", f"nhom-{chosen.group_id}")


@door(DRAFT, load=_criterion, methods="POST")
def move_criterion(request: HttpRequest, table: ScoringTable) -> HttpResponse:
    """Move a criterion up or down, or to where it was dropped (``group``, ``position``)."""
    chosen: Criterion = table.chosen  # type: ignore[attr-defined]
    group = request.POST.get("group", "")
    editing.move_criterion(
        criterion_id=chosen.pk,
        group_id=int(group) if group.isdecimal() else chosen.group_id,
        position=_place(request, chosen.position),
        by=request.user,
    )
    return _back(request, table, "", f"tieu-chi-{chosen.pk}")


def _edit_group(request: HttpRequest, table: ScoringTable, chosen: CriterionGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, table=table, group=chosen)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            kept = editing.save_group(
                table_id=table.pk,
                group_id=chosen.pk if chosen else None,
                values=form.values(),
                seen=seen,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _back(request, table, f"Đã lưu nhóm {kept.no}.", f"nhom-{kept.pk}")
    context = {"table": table, "form": form, "group": chosen}
    return render(request, "scoring/table_group.html", context, status=422 if form.errors else 200)


def _edit_criterion(
    request: HttpRequest, table: ScoringTable, group: CriterionGroup, chosen: Criterion | None, key: str
) -> HttpResponse:
    """The form of a criterion; another way of counting (``way``) brings the same form with its parameters."""
    way = request.POST.get("way", key)
    form = CriterionForm(request.POST or None, table=table, key=key, criterion=chosen)
    if "change_rule" in request.POST and way in RULES:
        form = CriterionForm(table=table, key=way, criterion=chosen, initial=form.retyped(way))
    elif request.method == "POST" and form.is_valid():
        try:
            kept = editing.save_criterion(
                group_id=group.pk,
                criterion_id=chosen.pk if chosen else None,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _back(request, table, f"Đã lưu tiêu chí {kept.no}.", f"tieu-chi-{kept.pk}")
    ways = [(one, kind.label) for one, kind in RULES.items()]
    context = {"table": table, "group": group, "form": form, "criterion": chosen, "ways": ways}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "scoring/table_criterion.html", context, status=status)


def _place(request: HttpRequest, present: int) -> int:
    """Where a row shall stand: the place it was dropped at, or one step from where it is."""
    dropped, step = request.POST.get("position", ""), request.POST.get("step", "")
    if dropped.isdecimal():
        return int(dropped)
    return present + {"up": -1, "down": 1}.get(step, 0)


def _back(request: HttpRequest, table: ScoringTable, said: str, anchor: str = "") -> HttpResponse:
    if said:
        messages.success(request, said)
    return redirect(f"{reverse('scoring:table_edit', args=[table.pk])}{f'#{anchor}' if anchor else ''}")
