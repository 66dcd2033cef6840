"""The life of a score sheet: opened by the unit, filed, confirmed by the bloc, appraised, sent back."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.enums import SubmissionKind
from campaigns.models import Participation, Receipt, Submission
from campaigns.queries.submissions import lock_submission
from campaigns.services import answers, filing, submissions
from core import audit, clock
from core.authz import require
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.enums import BlocMode, SheetState, Tier
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.queries.lines import lines_of
from scoring.queries.sheets import lock_sheet, people_scoring, unscored, unscored_sentence
from scoring.queries.tables import lock_frozen_table
from scoring.services import crosswise
from scoring.services.facts import read_facts, read_lateness
from scoring.services.relative import follow_bloc, lock_bloc_of
from scoring.services.returns import close_all, require_none_open
from scoring.services.totals import keep_totals
from scoring.workflow import SHEET

TO_UNIT, TO_BLOC = "unit", "bloc"
WHOLE_RETURNED = "Cả bảng điểm được trả lại."
SETTLED = "Đơn vị đã được xử lý là không nộp tự chấm nên không nộp được nữa; xem thư báo trong hộp thư."
MINUTES_LENGTH = 250
MINUTES_MISSING = "Khối chấm tại cuộc họp: ghi số, ngày biên bản họp khối rồi mới xác nhận."


@transaction.atomic(durable=True)
def open_sheet(*, participation: Participation, by: Any) -> ScoreSheet:
    """The unit's sheet, made at the first opening with plan, latest figures and lateness filled in.

    Refused while the bloc has no frozen table.
    """
    submission = submissions.open_submission(participation=participation, kind=SubmissionKind.SELF_SCORE, by=by)
    existing = ScoreSheet.objects.filter(participation=participation).first()
    return existing or begin(submission, by=by)


def begin(submission: Submission, *, by: Any) -> ScoreSheet:
    """The sheet of a self-score that has none yet, in the caller's transaction, with the facts that are known.

    The table is locked: a version that takes effect meanwhile finds the sheet, or the sheet finds that version; and a
    colleague who opens it at the same moment gets the same one. Refused while the bloc has no frozen table.
    """
    participation = submission.participation
    table = lock_frozen_table(participation.campaign, participation.bloc)
    if table is None:
        raise Refused("Khối chưa thống nhất bảng tiêu chí chấm điểm nên chưa tự chấm được.")
    if existing := ScoreSheet.objects.filter(participation=participation).first():
        return existing
    sheet = ScoreSheet.objects.create(participation=participation, table=table, submission=submission)
    criteria = Criterion.objects.filter(group__table=table)
    ScoreLine.objects.bulk_create([ScoreLine(sheet=sheet, criterion=criterion) for criterion in criteria])
    read_facts(sheet)
    keep_totals(sheet)
    audit.record("sheet.opened", on=sheet, by=by, table=table.pk)
    return sheet


@transaction.atomic(durable=True)
def refresh_facts(*, sheet_id: uuid.UUID, by: Any) -> ScoreSheet:
    """Read plans, latest figures and lateness into a draft sheet again."""
    sheet = lock_sheet(sheet_id)
    require(by, "scoring.score_self", sheet)
    changed = read_facts(sheet)
    keep_totals(sheet)
    audit.record("sheet.facts_refreshed", on=sheet, by=by, changed=changed)
    return sheet


@transaction.atomic(durable=True)
def submit_self_score(
    *, sheet_id: uuid.UUID, by: Any, version: int | None = None, arrived_at: datetime | None = None
) -> Receipt:
    """File the self-score: lateness is read a last time, the snapshot is frozen, the receipt comes back.

    ``version`` of the sheet as the head read it (None: whatever stands); Conflict when it was changed since. Asked
    again after success gives the same receipt. ``arrived_at`` as in ``campaigns.services.filing.submit``.
    """
    submission_id = ScoreSheet.objects.values_list("submission", flat=True).get(pk=sheet_id)
    received_at = filing.arrive(submission_id=submission_id, arrived_at=arrived_at)
    lock_bloc_of(sheet_id)
    sheet = lock_sheet(sheet_id)
    given: dict[str, Any] = {"submission_id": submission_id, "received_at": received_at, "by": by}
    if sheet.self_missing:
        raise Refused(SETTLED)
    if sheet.state != SheetState.DRAFT:
        return filing.receive(version=sheet.submission.version, **given)
    require(by, "scoring.submit_self_score", sheet)
    if version is not None and version != sheet.version:
        raise Conflict("Bảng điểm vừa được sửa thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi nộp.", sheet)
    read_lateness(sheet, received_at)
    keep_totals(sheet)
    receipt = filing.receive(version=sheet.submission.version, **given)
    _move(sheet, "submit")
    follow_bloc(sheet, by=by)
    crosswise.ask(sheet)
    audit.record("sheet.self_submitted", on=sheet, by=by, total=sheet.self_total, receipt=receipt.code)
    _tell_scorers(sheet, f"{sheet.participation.unit.short_name} đã nộp bảng tự chấm điểm", "Mời khối chấm điểm.")
    return receipt


@transaction.atomic(durable=True)
def confirm_bloc(*, sheet_id: uuid.UUID, by: Any, minutes: str = "") -> ScoreSheet:
    """Close the bloc's tier. Groups that the standing body scores are taken over from the unit (domain.md B1).

    Refused while criteria of the bloc's groups are not scored (N08) or sent back. Where the bloc scores in a meeting
    its ``minutes`` are compulsory: number and day. Of a unit that filed no self-score what is missing counts until now.
    """
    sheet = lock_sheet(sheet_id)
    require(by, "scoring.score_bloc", sheet)
    require_none_open(sheet)
    if sheet.self_missing:  # what it owes goes on being late after it was settled; no filing ended that
        read_lateness(sheet, clock.now(), filed=True)
    lines = list(lines_of(sheet))
    _require_scored(lines, Tier.BLOC)
    _keep_minutes(sheet, minutes.strip())
    taken = [line for line in lines if line.bloc_points is None]
    for line in taken:
        line.bloc_points = line.self_points
    ScoreLine.objects.bulk_update(taken, ["bloc_points"])
    sheet.confirmed_at, sheet.confirmed_by = clock.now(), by
    _move(sheet, "confirm_bloc", "confirmed_at", "confirmed_by", "minutes")
    keep_totals(sheet)
    audit.record("sheet.bloc_confirmed", on=sheet, by=by, total=sheet.bloc_total, minutes=sheet.minutes)
    _tell_unit(sheet, "Khối đã chấm bảng điểm của đơn vị", "Bảng điểm đã chuyển cơ quan thường trực thẩm định.")
    return sheet


@transaction.atomic(durable=True)
def appraise(*, sheet_id: uuid.UUID, by: Any) -> ScoreSheet:
    """Close the standing body's tier; its points count from here, and the self-score is accepted.

    Refused while criteria are not scored (N08) or sent back.
    """
    sheet = lock_sheet(sheet_id)
    require(by, "scoring.appraise", sheet)
    require_none_open(sheet)
    _require_scored(list(lines_of(sheet)), Tier.APPRAISED)
    sheet.appraised_at, sheet.appraised_by = clock.now(), by
    _move(sheet, "appraise", "appraised_at", "appraised_by")
    keep_totals(sheet)
    if not sheet.self_missing:
        answers.settle(submission=lock_submission(sheet.submission_id), by=by)
    audit.record("sheet.appraised", on=sheet, by=by, total=sheet.appraised_total)
    _tell_unit(sheet, "Bảng điểm của đơn vị đã được thẩm định", "Kết quả được công bố khi cả khối thẩm định xong.")
    return sheet


@transaction.atomic(durable=True)
def return_sheet(*, sheet_id: uuid.UUID, to: str, reason: str, by: Any) -> ScoreSheet:
    """Send the sheet back to the unit or to the bloc (``to``), with a reason that they read.

    Points of the upper tiers stay; those of a line are dropped when the tier below changes that line.
    """
    sheet = lock_sheet(sheet_id)
    require(by, f"scoring.return_to_{to}", sheet)
    reason = reason.strip()
    if not reason:
        raise Refused("Hãy ghi lý do trả lại để người nhận biết cần sửa gì.")
    go_back(sheet, to, reason)
    close_all(sheet, by=by, why=WHOLE_RETURNED)
    if to == TO_BLOC:
        crosswise.reopen(sheet)
    keep_totals(sheet)
    audit.record(f"sheet.returned_to_{to}", on=sheet, by=by, reason=reason)
    submission = lock_submission(sheet.submission_id)
    answers.reopen(submission=submission, by=by)
    if to == TO_UNIT:
        answers.return_to_unit(submission=submission, by=by, reason=reason)
    else:
        _tell_scorers(sheet, f"Bảng điểm của {sheet.participation.unit.short_name} được trả lại khối", reason)
    return sheet


def go_back(sheet: ScoreSheet, to: str, reason: str) -> None:
    """Move the locked sheet to the unit or to the bloc (``to``): nobody has confirmed or appraised it any more."""
    sheet.confirmed_at = sheet.confirmed_by = sheet.appraised_at = sheet.appraised_by = None
    sheet.return_reason = reason
    facts = ("confirmed_at", "confirmed_by", "appraised_at", "appraised_by", "return_reason")
    _move(sheet, f"return_to_{to}", *facts)


def _move(sheet: ScoreSheet, verb: str, *fields: str) -> None:
    """Move the sheet and save its state together with the facts that go with it."""
    SHEET.move(sheet, verb)
    sheet.save(update_fields=["state", *fields])


def _keep_minutes(sheet: ScoreSheet, minutes: str) -> None:
    if sheet.table.bloc_mode == BlocMode.MEETING and not (minutes or sheet.minutes):
        raise Refused(MINUTES_MISSING)
    if len(minutes) > MINUTES_LENGTH:
        raise Refused(f"Số, ngày biên bản dài quá {MINUTES_LENGTH} ký tự.")
    sheet.minutes = minutes or sheet.minutes


def _require_scored(lines: list[ScoreLine], tier: Tier) -> None:
    missing = unscored(lines, tier)
    if missing:
        raise Refused(unscored_sentence(missing))


def _tell_scorers(sheet: ScoreSheet, title: str, body: str) -> None:
    """A letter to the office whose turn it is."""
    dedupe = f"sheet-bloc:{sheet.pk}:{sheet.version}"
    notify(people_scoring(sheet), title=title, body=body, url=_url(sheet), dedupe=dedupe)


def _tell_unit(sheet: ScoreSheet, title: str, body: str) -> None:
    notify(
        people_at([sheet.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=title,
        body=body,
        url=_url(sheet),
        dedupe=f"sheet-{sheet.state}:{sheet.pk}:{sheet.version}",
    )


def _url(sheet: ScoreSheet) -> str:
    return reverse("scoring:sheet", args=[sheet.pk])
