"""One row sent back to the unit or to the bloc with a reason, while the sheet stays where it is; and its answer."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from organizations.enums import Role
from organizations.models import User
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import LOWER_TIER, SheetState, Tier
from scoring.models import LineReturn, ScoreLine, ScoreSheet
from scoring.queries.returns import ANSWERS, open_return, open_returns, turn_of, waiting_sentence
from scoring.queries.sheets import people_scoring, scored_by, unscored, unscored_sentence
from scoring.services.checks import locked_line
from scoring.services.crosswise import ask
from scoring.services.totals import keep_totals

NAMES = {Tier.SELF: "đơn vị", Tier.BLOC: "khối"}
CHANGED_BELOW = "Đơn vị đã sửa tiêu chí này khi được trả lại nên điểm khối cũ không còn; khối chấm lại riêng tiêu chí."


@transaction.atomic(durable=True)
def return_line(*, line_id: int, to: Tier, reason: str, by: Any) -> LineReturn:
    """Whoever holds the row sends it back to ``to`` (SELF or BLOC), which alone may then write into it.

    Refused without a reason, while the row is sent back already, and to a tier that is not below the holder's.
    """
    line = locked_line(line_id)
    require(by, "scoring.return_line", line)
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để người nhận biết cần sửa gì.")
    if open_return(line):
        raise Refused(f"Tiêu chí {line.criterion.no} đang được trả lại rồi; chờ trả lời.")
    if to not in destinations(line):
        raise Refused("Không trả lại được tiêu chí này cho nơi đã chọn.")
    found = _send_back(line, to, reason.strip(), by)
    audit.record("line.returned", on=line, by=by, no=line.criterion.no, to=to, reason=found.reason)
    return found


@transaction.atomic(durable=True)
def answer_return(*, line_id: int, answer: str, by: Any) -> LineReturn:
    """The tier says that it looked at the row again, and what it found; the row goes on from there.

    Refused without a sentence, and while the row is not scored. A row that the unit changed after the bloc had
    confirmed the sheet goes on to the bloc, for that row alone.
    """
    line = locked_line(line_id)
    found = open_return(line)
    if found is None:
        raise Refused("Tiêu chí này không còn chờ trả lời; hãy tải lại trang.")
    tier = Tier(found.to)
    require(by, ANSWERS[tier], line)
    if not answer.strip():
        raise Refused("Hãy viết một câu cho biết đã xem lại thế nào.")
    if unscored([line], tier):
        raise Refused(unscored_sentence([line.criterion.no]))
    found.answer, found.answered_at, found.answered_by = answer.strip(), clock.now(), by
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record("line.answered", on=line, by=by, no=line.criterion.no, answer=found.answer)
    if tier == Tier.SELF:
        line.evidence.filter(filed_at=None).update(filed_at=clock.now())  # who asked reads it from now on
        _go_on(line, found.asked_by)
    notify(
        [found.asked_by],
        title=f"Đã xem lại tiêu chí {line.criterion.no} – {line.sheet.participation.unit.short_name}",
        body=found.answer,
        url=_url(line),
        dedupe=f"line-answered:{found.pk}",
    )
    return found


def destinations(line: ScoreLine) -> list[Tier]:
    """To whom whoever holds the row may send it back: the tiers below that have written into it."""
    tier = turn_of(line.sheet, None)
    found = []
    while tier in LOWER_TIER:
        tier = LOWER_TIER[tier]
        if scored_by(line, tier) and not (tier == Tier.SELF and line.sheet.self_missing):
            found.append(tier)
    return found


def require_none_open(sheet: ScoreSheet) -> None:
    """Refused, with their numbers, while rows of the locked sheet are sent back."""
    waiting = waiting_sentence(one.line.criterion.no for one in open_returns(sheet))
    if waiting:
        raise Refused(waiting)


def close_all(sheet: ScoreSheet, *, by: Any, why: str) -> None:
    """The whole locked sheet goes back, so no single row waits any more."""
    open_returns(sheet).update(answer=why, answered_at=clock.now(), answered_by=by)


def _send_back(line: ScoreLine, to: Tier, reason: str, by: Any) -> LineReturn:
    """The row with a letter to those who mend it."""
    found = LineReturn.objects.create(line=line, to=to, reason=reason, asked_at=clock.now(), asked_by=by)
    unit = line.sheet.participation.unit
    notify(
        people_scoring(line.sheet) if to == Tier.BLOC else people_at([unit.pk], Role.OFFICER, Role.HEAD),
        title=f"Tiêu chí {line.criterion.no} của {unit.short_name} được trả lại {NAMES[to]}",
        body=reason,
        url=_url(line),
        dedupe=f"line-returned:{found.pk}",
    )
    return found


def _go_on(line: ScoreLine, asked_by: User) -> None:
    """What the bloc had given falls with a change of the unit's: the bloc gives it again, in its own way."""
    if not line.assigned or line.bloc_points is not None:
        return
    sheet = line.sheet
    if sheet.state == SheetState.SELF_SUBMITTED:
        ask(sheet)
    elif scored_by(line, Tier.BLOC):
        _send_back(line, Tier.BLOC, CHANGED_BELOW, asked_by)
    else:
        line.bloc_points = line.self_points
        line.version += 1
        line.save(update_fields=["bloc_points", "version"])
        keep_totals(sheet)


def _url(line: ScoreLine) -> str:
    return f"{reverse('scoring:sheet', args=[line.sheet_id])}#dong-{line.pk}"
