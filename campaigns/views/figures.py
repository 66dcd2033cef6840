"""A unit records its figures: those of one day, or those of all quarters, in one grid."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.forms.figures import FiguresForm, QuartersForm, as_read
from campaigns.models import Participation
from campaigns.queries import submissions as queries
from campaigns.queries.aims import quarters_at, quarters_of
from campaigns.queries.progress import Key, entries_of, values_of
from campaigns.services.progress import Recorded, revise_figures
from core.dates import DateRefused, parse_date, short_date
from core.doors import Request, door
from core.exceptions import Conflict, Refused


@door("campaigns.work_in_folder", load=queries.participation)
def figures(request: Request, participation: Participation) -> HttpResponse:
    """The figures of one day (``?ngay=31/03/2021``, else the end of the last quarter, else today)."""
    rows, entries = queries.result_rows(participation), entries_of(participation)
    day = _day(request, participation, entries)
    form = FiguresForm(request.POST or None, rows=rows, entries=entries, day=day)
    saved, conflict = _save(request, participation, form, "as_of")
    if saved:
        return saved
    table = [_line(form, row, day, entries, conflict) for row in rows]
    context = _context(participation, form, conflict) | {
        "table": table,
        "day": day,
        "days": _quick(request, participation, day),
    }
    return render(request, "campaigns/figures.html", context)


@door("campaigns.work_in_folder", load=queries.participation)
def quarters(request: Request, participation: Participation) -> HttpResponse:
    """The figures at the ends of all quarters that are over, and of today in the one that runs, in one grid."""
    rows, entries = queries.result_rows(participation), entries_of(participation)
    columns = quarters_at(participation.campaign, _opened_on(request))
    days = [column.day for column in columns if column.day]
    form = QuartersForm(request.POST or None, rows=rows, entries=entries, days=days)
    saved, conflict = _save(request, participation, form, None)
    if saved:
        return saved
    names = {(row.target.pk, day): name for name, (row, day) in form.cells().items()}
    table = [
        {
            "row": row,
            "cells": [_cell(form, names[row.target.pk, one.day] if one.day else None, conflict) for one in columns],
        }
        for row in form.rows
    ]
    context = _context(participation, form, conflict) | {"table": table, "columns": columns}
    return render(request, "campaigns/quarters.html", context)


def _save(
    request: Request, participation: Participation, form: FiguresForm | QuartersForm, field: str | None
) -> tuple[HttpResponse | None, Any]:
    """Write what was typed: (where to go, None), or (None, the entries of others that stand in the way)."""
    if request.method != "POST" or not form.is_valid():
        return None, None
    try:
        revise_figures(participation=participation, changes=form.changes, seen=form.seen, by=request.user)
    except Conflict as conflict:
        return None, conflict.theirs
    except Refused as refusal:
        form.add_error(field, refusal.reason)
        return None, None
    messages.success(request, _done(form.changes.values()))
    return redirect("campaigns:folder", participation.pk), None


def _done(changes: Iterable[Recorded | None]) -> str:
    """What was written and what was taken back: "Đã ghi 1, bỏ 1 số liệu."."""
    counts = Counter("ghi" if one else "bỏ" for one in changes)
    return f"Đã {', '.join(f'{verb} {counts[verb]}' for verb in ('ghi', 'bỏ') if counts[verb])} số liệu."


def _opened_on(request: Request) -> date:
    """Today; when a grid is sent back the day it was opened on, so that midnight loses nothing."""
    today = request.now.date()
    try:
        return min(date.fromisoformat(request.POST.get("today", "")), today)
    except ValueError:
        return today


def _context(participation: Participation, form: Any, conflict: Any) -> dict[str, Any]:
    newest = "" if conflict is None else as_read(values_of(conflict))
    return {"participation": participation, "form": form, "newest": newest}


def _line(
    form: FiguresForm, row: queries.TargetRow, day: date, entries: dict[Key, Any], conflict: Any
) -> dict[str, Any]:
    """One row of the day's grid: the figure before that day, the inputs."""
    if not row.target.is_quantitative:
        return {"row": row}
    key = row.target.pk
    before = [entry for (target, at), entry in entries.items() if target == key and at < day]
    return {
        "row": row,
        "before": before[-1] if before else None,
        "source": form[f"source_{key}"],
        **_cell(form, f"figure_{key}", conflict),
    }


def _cell(form: Any, name: str | None, conflict: Any) -> dict[str, Any]:
    """An input with what others wrote there meanwhile; empty for a day to come."""
    return {"field": form[name], "theirs": form.theirs(name, conflict)} if name else {}


def _day(request: Request, participation: Participation, entries: dict[Key, Any]) -> date:
    """The day that is asked for; else the end of the last quarter while nothing stands there, else today."""
    today = request.now.date()
    try:
        return parse_date(request.GET.get("ngay", ""))
    except DateRefused:
        over = [day for day in quarters_of(participation.campaign) if day <= today]
        recorded = {day for _, day in entries}
        return over[-1] if over and over[-1] not in recorded else today


def _quick(request: Request, participation: Participation, day: date) -> list[dict[str, Any]]:
    """Links to the days that are asked for most: today and the quarters that are over."""
    today = request.now.date()
    over = [one for one in quarters_of(participation.campaign) if one < today]
    page = reverse("campaigns:figures", args=[participation.pk])
    return [
        {
            "label": f"Hôm nay {short_date(one)}" if one == today else short_date(one),
            "url": f"{page}?ngay={short_date(one)}",
            "active": one == day,
        }
        for one in [*over, today]
    ]
