"""A self-score that was filed, sent back and not filed again counts as it was filed, once the deadline has passed."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.models import Evidence, Participation, Receipt
from campaigns.queries.submissions import lock_submission
from campaigns.services import filing
from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import SheetState, Tier
from scoring.models import Citation, ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of, rule, scored
from scoring.queries.missing import DAYS_TO_MEND, overdue
from scoring.queries.sheets import lock_sheet
from scoring.services import crosswise
from scoring.services.facts import drop_upper, fill_facts, read_lateness
from scoring.services.lines import written
from scoring.services.relative import follow_bloc, lock_bloc_of
from scoring.services.totals import keep_totals
from scoring.workflow import SHEET

NOT_YET = f"Chưa hết hạn tự chấm, hoặc chưa đủ {DAYS_TO_MEND} ngày từ lúc trả lại, nên chưa lấy lại bản đã nộp được."
NOT_BACK = "Bảng tự chấm của đơn vị không ở trạng thái bị trả lại nên không có bản nào để lấy lại."
NUMBERS = ("plan", "actual", "second")
WORDS = ("plan_source", "grade", "ranks", "assigned")
UNANSWERED: Mapping[str, Any] = {
    "actual": None,
    "second": None,
    "grade": "",
    "ranks": [],
    "assigned": True,
    "points": None,
    "note": "",
}


@transaction.atomic(durable=True)
def take_filed(*, folder: Participation, reason: str, by: Any) -> ScoreSheet:
    """The unit's last receipt is its self-score again, with a reason that the unit reads; the bloc goes on from there.

    What the unit typed since is not taken over: nobody signed it; the trail keeps it. Refused before the deadline,
    while the unit has time to mend what was sent back, and where nothing was.
    """
    require(by, "scoring.take_filed", folder)
    if not overdue([folder], clock.now()):
        raise Refused(NOT_YET)
    if not reason.strip():
        raise Refused("Hãy ghi lý do lấy lại bản đã nộp.")
    sheet = _locked_returned(folder)
    receipt = filing.take_again(submission=lock_submission(sheet.submission_id), by=by, reason=reason.strip())
    draft = _restore(sheet, json.loads(bytes(receipt.payload))["content"])
    read_lateness(sheet, receipt.received_at)
    SHEET.move(sheet, "take_filed")
    sheet.save(update_fields=["state"])
    keep_totals(sheet)
    follow_bloc(sheet, by=by)
    crosswise.ask(sheet)
    audit.record(
        "sheet.taken_as_filed",
        on=sheet,
        by=by,
        reason=reason.strip(),
        receipt=receipt.code,
        total=sheet.total,
        draft=draft,
    )
    _tell_unit(sheet, receipt, reason.strip())
    return sheet


def _locked_returned(folder: Participation) -> ScoreSheet:
    """The sheet that is back with the unit, with the bloc around it locked first."""
    found = ScoreSheet.objects.filter(participation=folder).first()
    if found is None:
        raise Refused(NOT_BACK)
    lock_bloc_of(found.pk)
    sheet = lock_sheet(found.pk)
    if sheet.state != SheetState.DRAFT or not sheet.submission.receipts.exists():
        raise Refused(NOT_BACK)
    return sheet


def _restore(sheet: ScoreSheet, content: Mapping[str, Any]) -> dict[str, Any]:
    """Every row as the receipt has it; returns what was typed instead, by number of the criterion.

    Rows that the unit did not touch keep what upper tiers gave. A criterion that the receipt does not answer, because
    the table has another version since, stands as at the first opening: the bloc scores it.
    """
    filed = {row["no"]: row for row in content["lines"]}
    plans = content["table"]["version"] == sheet.table.version
    lines = list(lines_of(sheet))
    rows = {line.pk: _row_of(line, filed) for line in lines}
    typed = {line.criterion.no: written(line, Tier.SELF) for line in lines}
    before = {line.pk: _said(line) for line in lines}
    for line in lines:
        _answer(line, rows[line.pk], plans=plans)
    fill_facts(sheet, [line for line in lines if rows[line.pk] is UNANSWERED])
    changed = [line for line in lines if _said(line) != before[line.pk]]
    for line in changed:
        drop_upper(line, Tier.SELF)
        if not _is_typed(line):
            line.self_points = scored(line, sheet.table.rounding_step).points
        line.version += 1
        line.save()
    _restore_citations(sheet, {line.pk: rows[line.pk].get("evidence", []) for line in lines})
    return {line.criterion.no: typed[line.criterion.no] for line in changed}


def _row_of(line: ScoreLine, filed: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What the receipt says to the question that the criterion asks now."""
    row = filed.get(line.criterion.no)
    return row if row is not None and row["rule"] == line.criterion.rule else UNANSWERED


def _answer(line: ScoreLine, row: Mapping[str, Any], *, plans: bool) -> None:
    """Put the row of a receipt onto the line; its plan only where the table is the same as then."""
    for name in NUMBERS:
        if name in row and (plans or name != "plan"):
            setattr(line, name, None if row[name] is None else Decimal(row[name]))
    for name in WORDS:
        if name in row and (plans or name != "plan_source"):
            setattr(line, name, row[name])
    line.self_note = row["note"]
    if _is_typed(line):
        line.self_points = _within(line, None if row["points"] is None else Decimal(row["points"]))


def _within(line: ScoreLine, points: Decimal | None) -> Decimal | None:
    """Typed points that the present bounds of the criterion hold."""
    low, high = rule(line.criterion).bounds(line.criterion.max_points)
    return points if points is not None and low <= points <= high else None


def _is_typed(line: ScoreLine) -> bool:
    return line.assigned and rule(line.criterion).input == "points"


def _said(line: ScoreLine) -> list[Any]:
    """What the unit says at a line, and by which plan."""
    points = line.self_points if _is_typed(line) else None
    return [points, line.self_note, *(getattr(line, name) for name in (*NUMBERS, *WORDS))]


def _restore_citations(sheet: ScoreSheet, cited: Mapping[int, list[dict[str, Any]]]) -> None:
    """The documents of the receipt, found in the folder by the hash of their file."""
    found = Evidence.objects.filter(participation=sheet.participation_id).order_by("-removed_at", "added_at")
    known = {one.file_id: one.pk for one in found}
    Citation.objects.filter(line__sheet=sheet).delete()
    pages = {
        (line, known[one["sha256"]]): one["page"]
        for line, rows in cited.items()
        for one in rows
        if one["sha256"] in known
    }
    Citation.objects.bulk_create(
        Citation(line_id=line, evidence_id=evidence, page=page) for (line, evidence), page in pages.items()
    )


def _tell_unit(sheet: ScoreSheet, receipt: Receipt, reason: str) -> None:
    notify(
        people_at([sheet.participation.unit_id], Role.OFFICER, Role.HEAD),
        title="Bảng tự chấm đã nộp được lấy lại để khối chấm",
        body=f"Đã hết hạn mà đơn vị chưa nộp lại, nên bản nộp lúc {moment(receipt.received_at)} "
        f"(biên nhận {receipt.code}) được dùng; phần sửa sau đó chưa ký nộp nên không dùng. Lý do: {reason}",
        url=reverse("scoring:sheet", args=[sheet.pk]),
        dedupe=f"taken-as-filed:{sheet.pk}:{sheet.version}",
    )
