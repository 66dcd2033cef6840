"""Rows of a sheet that were sent back alone: which are open, whose turn a row is, how a row's history reads."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from scoring.enums import SheetState, Tier
from scoring.models import LineReturn, ScoreLine, ScoreSheet

# Who may mend a row that was sent back to a tier, and who may say that it was looked at again.
MENDS = {Tier.SELF: "scoring.mend_self", Tier.BLOC: "scoring.mend_bloc"}
ANSWERS = {Tier.SELF: "scoring.answer_self", Tier.BLOC: "scoring.mend_bloc"}
# For lines: all their returns with who asked and answered, newest first. One query.
WITH_RETURNS = Prefetch(
    "returns", queryset=LineReturn.objects.select_related("asked_by", "answered_by"), to_attr="known_returns"
)


def open_return(line: ScoreLine) -> LineReturn | None:
    """The return of this row that waits for its answer; no query where ``WITH_RETURNS`` was fetched."""
    return next((one for one in returns_of(line) if one.answered_at is None), None)


def returns_of(line: ScoreLine) -> list[LineReturn]:
    """All returns of this row, newest first; no query where ``WITH_RETURNS`` was fetched."""
    known: list[LineReturn] | None = getattr(line, "known_returns", None)
    return list(line.returns.all()) if known is None else known


def open_returns(sheet: ScoreSheet) -> QuerySet[LineReturn]:
    """All that wait for their answer, in the order of the table."""
    return (
        LineReturn.objects.filter(line__sheet=sheet, answered_at=None)
        .select_related("line__criterion")
        .order_by("line__criterion__group__position", "line__criterion__position")
    )


def rows_sent_back(sheet: ScoreSheet) -> QuerySet[Any]:
    """The ids of the lines that are sent back now."""
    return LineReturn.objects.filter(line__sheet=sheet, answered_at=None).values("line")


def turn_of(sheet: ScoreSheet, returned: LineReturn | None) -> Tier | None:
    """Whose turn a row is: the tier to which it was sent back, else the tier that holds the sheet; None: nobody's."""
    if returned is not None:
        return Tier(returned.to)
    return {
        SheetState.DRAFT: Tier.SELF,
        SheetState.SELF_SUBMITTED: Tier.BLOC,
        SheetState.BLOC_CONFIRMED: Tier.APPRAISED,
    }.get(SheetState(sheet.state))


def waiting_sentence(numbers: Iterable[str]) -> str:
    """Why a tier cannot be closed: these criteria are sent back; "" when there are none."""
    names = ", ".join(numbers)
    return f"Tiêu chí {names} đang được trả lại xem xét; chờ trả lời rồi mới xác nhận." if names else ""
