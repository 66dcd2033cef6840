"""What the page of one sheet shows to one person: rows with their forms, chips, buttons with their reasons."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.forms.answers import TakeBackForm
from core.authz import Decision, can
from organizations.enums import Role
from scoring import rules
from scoring.enums import BlocMode, SheetState, Tier
from scoring.forms.sheets import LineForm
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries import pages, sheets
from scoring.queries.lines import known_lines
from scoring.queries.pages import GroupRow, LineRow, SheetPage
from scoring.queries.returns import ANSWERS, MENDS, open_return, turn_of
from scoring.services.lines import PERMISSIONS
from scoring.services.returns import destinations
from scoring.services.sheets import TO_BLOC, TO_UNIT

DESTINATIONS = {TO_UNIT: "Đơn vị (tự chấm lại)", TO_BLOC: "Trưởng khối (chấm lại)"}


def row_of(
    request: Any, sheet: ScoreSheet, line: ScoreLine, *, saved: bool, wrong: LineForm | None = None
) -> HttpResponse:
    """One row, and out of band the totals and buttons that follow from it; ``wrong`` as for ``context_of``."""
    request.frame = {}  # a part of a page has none
    context = context_of(request, sheet, wrong, only=line.pk)
    rows = (one for group in context["groups"] for one in group["lines"])
    found = next(one for one in rows if one["row"].line.pk == line.pk)
    return render(
        request, "scoring/_saved_line.html", context | {"line": found, "saved_at": request.now if saved else None}
    )


def context_of(
    request: Any,
    sheet: ScoreSheet,
    wrong: LineForm | None = None,
    *,
    choose: HttpRequest | None = None,
    only: int | None = None,
) -> dict[str, Any]:
    """What the page of a sheet shows to this person; ``wrong`` is the row that could not be kept, as it was typed.

    ``choose``: the request whose ``?loc=`` and ``?xep=`` say which rows are shown and in which order; ``only``: the
    one row that is made, beside the totals of all.
    """
    page = pages.page(sheet, rules.tiers_seen(request.user, sheet), only=only)
    choice, order = _wishes(choose)
    kept = pages.chosen(page, choice)
    parts: list[tuple[GroupRow | None, Iterable[LineRow]]] = [(group, group.lines) for group in page.groups]
    if order:  # the rows are one list, the groups with their points follow it
        parts = [(None, pages.by_gap(page)), *((group, ()) for group in page.groups)]
    turn = _Turn(request.user, sheet)
    may_score = any(turn.scores(row.line) for group in page.groups for row in group.lines)
    groups = [
        {
            "group": group,
            "lines": [_line(turn, row, wrong) for row in rows if row.line.pk in kept],
        }
        for group, rows in parts
    ]
    actions = _actions(request.user, page)
    return {
        "page": page,
        "sheet": sheet,
        "groups": [one for one in groups if one["lines"] or not choice],
        "chips": pages.chips(page, choice, order),
        "choice": choice,
        "order": order,
        "may_score": may_score,
        "may_take": may_score and not (page.turn == Tier.BLOC and turn.crosswise),
        "crosswise": turn.crosswise and bool(can(request.user, "scoring.view_crosswise", sheet)),
        "steps": sheets.steps(sheet),
        "actions": actions,
        "filing_facts": sheets.filing_facts(sheet, request.now) if actions["submit"] else [],
        "presenting": _presenting(request.user, page) if actions["submit"] is not None else {},
        "saved_at": sheet.submission.saved_at if sheet.state == SheetState.DRAFT else None,
    }


def writes_any(user: Any, sheet: ScoreSheet) -> bool:
    """Whether this person scores rows of the sheet now, beside those that were sent back."""
    turn = _Turn(user, sheet)
    return any(turn.scores(line) for line in known_lines(sheet))


class _Turn:
    """What this person may write into which row; what holds for the whole sheet is asked once."""

    def __init__(self, user: Any, sheet: ScoreSheet) -> None:
        self.user, self.sheet = user, sheet
        self.crosswise = sheet.table.bloc_mode == BlocMode.CROSSWISE
        self._known: dict[int, bool] = {}

    def writes(self, line: ScoreLine) -> bool:
        """Whether this person writes into the row now."""
        if line.pk not in self._known:
            self._known[line.pk] = self._writes(line)
        return self._known[line.pk]

    def scores(self, line: ScoreLine) -> bool:
        """Whether this person scores the row in the course of the sheet, not as one that was sent back."""
        return open_return(line) is None and self.writes(line)

    def form(self, row: LineRow) -> LineForm | None:
        """The form of one row, or None where this person, or this tier, writes nothing."""
        tier = row.turn
        if tier is None or not self.writes(row.line) or not sheets.scored_by(row.line, tier):
            return None
        if tier == Tier.SELF and row.input == "lateness":
            return None
        return None if tier != Tier.SELF and not row.line.assigned else LineForm(row=row, tier=tier)

    def _writes(self, line: ScoreLine) -> bool:
        returned = open_return(line)
        turn = turn_of(self.sheet, returned)
        if turn is None:
            return False
        if returned is not None:
            return bool(can(self.user, MENDS[turn], line))
        if turn == Tier.APPRAISED:
            return bool(can(self.user, PERMISSIONS[turn], line))
        return not (turn == Tier.BLOC and self.crosswise) and self._holds

    @cached_property
    def _holds(self) -> bool:
        turn = turn_of(self.sheet, None)
        return turn is not None and bool(can(self.user, PERMISSIONS[turn], self.sheet))


def _line(turn: _Turn, row: LineRow, wrong: LineForm | None) -> dict[str, Any]:
    """One row: its form, whether it may be sent back from here, whether its return may be answered."""
    mine = wrong is not None and wrong.line.pk == row.line.pk
    line, back = row.line, row.returned
    return {
        "row": row,
        "form": wrong if mine else turn.form(row),
        "may_return": back is None and bool(can(turn.user, "scoring.return_line", line)) and bool(destinations(line)),
        "answer": can(turn.user, ANSWERS[Tier(back.to)], line) if back and turn.writes(line) else None,
    }


def _wishes(request: HttpRequest | None) -> tuple[str, str]:
    """The chip and the order that the address asks for; what is not known counts as nothing."""
    asked = request.GET if request is not None else {}
    choice, order = asked.get("loc", ""), asked.get("xep", "")
    return choice if choice in pages.CHOICES else "", order if order == pages.BY_GAP else ""


def _actions(user: Any, page: SheetPage) -> dict[str, Decision | None]:
    """The decisions of this person on this sheet; None: the button is not this person's matter and is not shown."""
    sheet = page.sheet
    unit = rules.is_of_unit(user, sheet)
    # The office of a bloc sees on its own sheet why it may not score it.
    concerned = page.turn == Tier.BLOC and (
        rules.is_bloc_scorer(user, sheet) or sheet.participation.unit_id in user.unit_ids(Role.BLOC_SECRETARY)
    )
    staff = rules.is_appraiser(user, sheet)
    return {
        "submit": _closing(user, "scoring.submit_self_score", page, Tier.SELF) if unit else None,
        "confirm": _closing(user, "scoring.score_bloc", page, Tier.BLOC) if concerned else None,
        "appraise": _closing(user, "scoring.appraise", page, Tier.APPRAISED) if staff else None,
        "return_": next((found for to in DESTINATIONS if (found := can(user, f"scoring.return_to_{to}", sheet))), None),
    }


def _presenting(user: Any, page: SheetPage) -> dict[str, Any]:
    """How the self-score comes before the head: who signs, who gives it back, what is still missing."""
    sheet = page.sheet
    sheet.submission.participation = sheet.participation  # read with its campaign already
    return {
        "signs": can(user, "scoring.submit_self_score", sheet),
        "take_back": can(user, "campaigns.take_back", sheet.submission),
        "form": TakeBackForm(),
        "unready": [sheets.unscored_sentence(page.missing)] if page.missing else [],
    }


def _closing(user: Any, action: str, page: SheetPage, tier: Tier) -> Decision | None:
    """Whether ``tier`` may be closed now; None while it is not its turn."""
    if page.turn != tier:
        return None
    decision = can(user, action, page.sheet)
    if decision and page.waiting:
        return Decision(False, page.waiting)
    if decision and page.missing:
        return Decision(False, sheets.unscored_sentence(page.missing))
    return decision
