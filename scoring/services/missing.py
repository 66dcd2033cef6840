"""What becomes of a unit that files no self-score, as the bloc's table says (domain.md B2)."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.enums import SubmissionKind
from campaigns.models import Participation, Submission
from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import MissingSelf, SheetState, Tier
from scoring.models import Citation, ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of
from scoring.queries.missing import overdue
from scoring.queries.sheets import lock_sheet
from scoring.services import crosswise
from scoring.services.facts import drop_upper, read_facts, read_lateness
from scoring.services.lines import written
from scoring.services.relative import follow_bloc, lock_bloc_of
from scoring.services.sheets import begin
from scoring.services.totals import keep_totals
from scoring.workflow import SHEET

NOT_YET = "Chưa hết hạn tự chấm của đơn vị này nên chưa xử lý được."
FILED = "Đơn vị đã nộp bảng tự chấm nên không xử lý là không nộp."
BODIES = {
    MissingSelf.BLOC_SCORES: "Khối chấm theo số liệu đã có trong hệ thống; số liệu nháp chưa ký của đơn vị không dùng.",
    MissingSelf.ZERO: "Theo bảng tiêu chí khối đã thống nhất, mọi tiêu chí được 0 điểm.",
    MissingSelf.UNCLASSIFIED: "Theo bảng tiêu chí khối đã thống nhất, đơn vị không được xếp loại.",
}


@transaction.atomic(durable=True)
def settle_missing(*, folder: Participation, by: Any) -> ScoreSheet:
    """The deadline has passed and the unit has not filed: its sheet goes on as the table of its bloc says.

    BLOC_SCORES: known facts are read, the rules compute, the bloc scores. ZERO: every row is 0 in every tier.
    UNCLASSIFIED: nothing is scored. The last two close the sheet. What the unit had typed is not taken over: nobody
    signed it, and a draft is nobody's but the unit's; the trail keeps it. Refused before the deadline.
    """
    require(by, "scoring.settle_missing", folder)
    sheet = _locked_draft(folder, by)
    if not overdue([folder], clock.now()):
        raise Refused(NOT_YET)
    mode = MissingSelf(sheet.table.missing_self)
    draft = _forget_draft(sheet)
    sheet.self_missing = True
    {
        MissingSelf.BLOC_SCORES: _hand_to_bloc,
        MissingSelf.ZERO: _close_with_zero,
        MissingSelf.UNCLASSIFIED: _close_unclassified,
    }[mode](sheet, by)
    keep_totals(sheet)
    follow_bloc(sheet, by=by)
    crosswise.ask(sheet)
    audit.record("sheet.settled_missing", on=sheet, by=by, mode=mode, total=sheet.total, draft=draft)
    _tell_unit(sheet, mode)
    return sheet


def _locked_draft(folder: Participation, by: Any) -> ScoreSheet:
    """The unit's sheet, made where there is none, with the bloc around it locked first. Refused once it was filed."""
    submission, _ = Submission.objects.get_or_create(participation=folder, kind=SubmissionKind.SELF_SCORE)
    found = ScoreSheet.objects.filter(participation=folder).first() or begin(submission, by=by)
    lock_bloc_of(found.pk)
    sheet = lock_sheet(found.pk)
    if sheet.state != SheetState.DRAFT or sheet.submission.receipts.exists():
        raise Refused(FILED)
    return sheet


def _forget_draft(sheet: ScoreSheet) -> dict[str, Any]:
    """Empty rows as at the first opening; what was typed, by number of the criterion, for the trail."""
    lines = list(lines_of(sheet))
    typed = {line.criterion.no: written(line, Tier.SELF) for line in lines}
    for line in lines:
        line.actual = line.second = line.self_points = None
        line.ranks, line.grade, line.self_note, line.assigned = [], "", "", True
        drop_upper(line, Tier.SELF)
        line.version += 1
        line.save()
    Citation.objects.filter(line__sheet=sheet).delete()
    return typed


def _hand_to_bloc(sheet: ScoreSheet, _by: Any) -> None:
    read_facts(sheet)
    read_lateness(sheet, clock.now())
    SHEET.move(sheet, "score_without_self")
    sheet.save(update_fields=["state", "self_missing"])


def _close_with_zero(sheet: ScoreSheet, by: Any) -> None:
    points = {f"{tier}_points": Decimal(0) for tier in Tier}
    ScoreLine.objects.filter(sheet=sheet).update(days_late={}, late_brackets={}, **points)
    _close(sheet, by)


def _close_unclassified(sheet: ScoreSheet, by: Any) -> None:
    ScoreLine.objects.filter(sheet=sheet).update(days_late={}, late_brackets={})
    sheet.unclassified = True
    _close(sheet, by)


def _close(sheet: ScoreSheet, by: Any) -> None:
    """Nobody scores it any more: the three tiers are decided by the table."""
    SHEET.move(sheet, "close_without_self")
    sheet.confirmed_at = sheet.appraised_at = clock.now()
    sheet.confirmed_by = sheet.appraised_by = by
    facts = ["confirmed_at", "confirmed_by", "appraised_at", "appraised_by"]
    sheet.save(update_fields=["state", "self_missing", "unclassified", *facts])


def _tell_unit(sheet: ScoreSheet, mode: MissingSelf) -> None:
    notify(
        people_at([sheet.participation.unit_id], Role.OFFICER, Role.HEAD),
        title="Đơn vị không nộp bảng tự chấm điểm: đã xử lý",
        body=BODIES[mode],
        url=reverse("scoring:sheet", args=[sheet.pk]),
        dedupe=f"self-missing:{sheet.pk}",
    )
