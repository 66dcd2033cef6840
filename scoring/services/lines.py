"""Scoring one row at a time (autosave), or a whole tier from the tier below."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from core import audit, clock
from core.authz import can, require
from core.exceptions import Conflict, Refused
from core.numbers import format_points
from scoring.enums import LOWER_TIER, BlocMode, SheetState, Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, read_lines, rule
from scoring.queries.returns import MENDS, open_return, rows_sent_back
from scoring.queries.sheets import lock_sheet, lock_sheet_of, scored_by
from scoring.services.checks import GONE, is_question, require_group_fits, require_valid
from scoring.services.facts import drop_upper, follow_rule
from scoring.services.relative import follow_bloc, lock_bloc_of
from scoring.services.totals import keep_totals

PERMISSIONS = {
    Tier.SELF: "scoring.score_self",
    Tier.BLOC: "scoring.score_bloc",
    Tier.APPRAISED: "scoring.appraise_line",
}
CROSSWISE = "Khối chấm chéo: điểm khối là bình quân điểm của các đơn vị thành viên, không nhập trực tiếp."
FACTS = ("actual", "second", "grade", "ranks", "assigned")


class LineValues(TypedDict, total=False):
    """What may be typed into a row; a key that is absent leaves its value as it is.

    The unit gives facts (``actual``, ``second``, ``grade``, ``ranks``), says whether it is its duty (``assigned``), and
    gives ``points`` where the rule leaves them to people; upper tiers give ``points``, to a question of yes or no their
    ``answer``. ``note``: the unit's explanation, or the scorer's reason.
    """

    actual: Decimal | None
    second: Decimal | None
    grade: str
    ranks: list[int]
    assigned: bool
    points: Decimal | None
    answer: str
    note: str


@transaction.atomic(durable=True)
def save_line(*, line_id: int, tier: Tier, values: LineValues, version: int, by: Any) -> ScoreLine:
    """Keep one row of one tier; the totals follow in the same transaction, and so does the bloc where a filed figure
    that it compares is mended.

    The sheet of the line that is returned keeps all its lines as they stand now (``saved_lines``).

    ``version`` of the line as it was read: Conflict (``theirs`` is the line as it stands) when somebody else changed it
    since, unless to the very same values. LineRefused N04, N05, N06, V02 with the sentence.
    """
    sheet = lock_for(line_id, tier)
    lines = read_lines(sheet)
    line = next((one for one in lines if one.pk == line_id), None)
    if line is None:
        raise Refused(GONE)
    require_turn(line, tier, by=by)
    old = written(line, tier)
    write(line, tier, values)
    if line.version != version:
        return _same_or_conflict(line, tier, old, by)
    require_valid(line, tier)
    require_group_fits(lines, line, tier)
    line.version += 1
    line.save()
    now = clock.now()
    if sheet.state == SheetState.DRAFT:
        stamp(sheet, by, now)
    keep_totals(sheet, lines)
    told = {"tier": tier, "no": line.criterion.no, "old": old, "new": written(line, tier)}
    audit.record("line.scored", on=line, by=by, at=now, **told)
    if tier == Tier.SELF and sheet.state != SheetState.DRAFT and follow_bloc(sheet, by=by):
        sheet = lock_sheet(sheet.pk)  # anew, as the bloc moved it
        lines = read_lines(sheet)
    sheet.saved_lines = lines  # type: ignore[attr-defined]
    return next(one for one in lines if one.pk == line_id)


@transaction.atomic(durable=True)
def take_over(*, sheet_id: uuid.UUID, tier: Tier, by: Any) -> int:
    """Fill the rows that ``tier`` has not scored, and that this person may score, with the points of the tier below;
    returns how many. Rows that are sent back wait for their answer.
    """
    if tier not in LOWER_TIER:
        raise Refused("Đơn vị tự chấm theo số liệu của mình, không lấy theo điểm khác.")
    sheet = lock_sheet(sheet_id)
    if tier == Tier.BLOC:
        require(by, PERMISSIONS[tier], sheet)
        require_not_crosswise(sheet)
    lower = LOWER_TIER[tier]
    known = list(lines_of(sheet).exclude(pk__in=rows_sent_back(sheet)))
    allowed = [line for line in known if tier == Tier.BLOC or can(by, PERMISSIONS[tier], line)]
    if known and not allowed:
        require(by, PERMISSIONS[tier], known[0])
    lines = [
        line
        for line in allowed
        if scored_by(line, tier) and line.points_of(tier) is None and line.points_of(lower) is not None
    ]
    for line in lines:
        setattr(line, f"{tier}_points", line.points_of(lower))
        line.version += 1
    ScoreLine.objects.bulk_update(lines, [f"{tier}_points", "version"])
    keep_totals(sheet)
    audit.record("sheet.taken_over", on=sheet, by=by, tier=tier, lines=len(lines))
    return len(lines)


def lock_for(line_id: int, tier: Tier) -> ScoreSheet:
    """The sheet of a line, locked. Where the unit mends a filed row the bloc around it is locked first: its figures may
    follow.
    """
    if tier == Tier.SELF:
        drafted = lock_sheet_of(line_id, state=SheetState.DRAFT)
        if drafted is not None:
            return drafted
        filed = ScoreLine.objects.filter(pk=line_id).values_list("sheet", flat=True).first()
        if filed is None:
            raise Refused(GONE)
        lock_bloc_of(filed)
    sheet = lock_sheet_of(line_id)
    if sheet is None:
        raise Refused(GONE)
    return sheet


def require_turn(line: ScoreLine, tier: Tier, *, by: Any) -> None:
    """Refused unless ``by`` may write ``tier`` into this row now: the sheet is with that tier, or the row is."""
    returned = open_return(line)
    if returned is not None:
        if returned.to != tier:
            raise Refused(f"Tiêu chí {line.criterion.no} đang được trả lại xem xét; chờ trả lời rồi mới chấm.")
        require(by, MENDS[tier], line)
        return
    require(by, PERMISSIONS[tier], line if tier == Tier.APPRAISED else line.sheet)
    if tier == Tier.BLOC:
        require_not_crosswise(line.sheet)


def require_not_crosswise(sheet: ScoreSheet) -> None:
    """Refused where the members of the bloc score one another."""
    if sheet.table.bloc_mode == BlocMode.CROSSWISE:
        raise Refused(CROSSWISE)


def write(line: ScoreLine, tier: Tier, values: LineValues) -> None:
    """Put what was typed onto the line; an upper tier's points fall with a change below them."""
    if "note" in values:
        setattr(line, f"{tier}_note", values["note"])
    if tier == Tier.SELF:
        _write_facts(line, values)
    elif is_question(line) and "answer" in values:
        _write_answer(line, tier, values["answer"])
        return
    typed = tier != Tier.SELF or (line.assigned and rule(line.criterion).input == "points")
    if "points" in values and typed:
        if values["points"] != line.points_of(tier):
            drop_upper(line, tier)
        setattr(line, f"{tier}_points", values["points"])


def written(line: ScoreLine, tier: Tier) -> dict[str, Any]:
    """What the trail keeps of one tier of a line."""
    values = {"points": line.points_of(tier), "note": line.note_of(tier)}
    if tier == Tier.SELF:
        told = {name: getattr(line, name) for name in FACTS}
        return values | {name: value for name, value in told.items() if value not in (None, [], True)}
    return values | ({"answer": line.answer_of(tier)} if is_question(line) else {})


def stamp(sheet: ScoreSheet, by: Any, at: datetime | None = None) -> None:
    """The self-score is a submission: it remembers who saved it last and when (``at``, or the present instant)."""
    submission = sheet.submission
    submission.saved_at, submission.saved_by = at or clock.now(), by
    submission.save(update_fields=["saved_at", "saved_by"])


def _write_facts(line: ScoreLine, values: LineValues) -> None:
    answer = line.grade
    for name in FACTS:
        if name in values:
            setattr(line, name, values[name])  # type: ignore[literal-required]
    follow_rule(line, line.sheet.table.rounding_step)
    if is_question(line) and line.grade != answer:
        drop_upper(line, Tier.SELF)


def _write_answer(line: ScoreLine, tier: Tier, answer: str) -> None:
    """To a question the points are 0 once it is answered, whatever the answer."""
    if answer != line.answer_of(tier):
        drop_upper(line, tier)
    setattr(line, f"{tier}_answer", answer)
    setattr(line, f"{tier}_points", Decimal(0) if answer else None)


def _same_or_conflict(line: ScoreLine, tier: Tier, stored: dict[str, Any], by: Any) -> ScoreLine:
    """A row that was sent twice is no conflict; anything else shows what is stored now."""
    if written(line, tier) == stored:
        return line
    line.refresh_from_db()
    points = line.points_of(tier)
    shown = "chưa chấm" if points is None else format_points(points)
    who = "bạn sửa ở một thẻ khác" if audit.last_actor_id(line) == by.pk else "người khác sửa"
    raise Conflict(f"Tiêu chí {line.criterion.no} vừa được {who} sau khi bạn mở trang; hiện lưu: {shown}.", line)
