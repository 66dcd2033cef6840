"""Filing: one workflow for registrations, launch documents, reports and self-scores.

The order of filing is that of integrity C1: enter the deadline's barrier, then read the clock, then read afresh, then
check, then write.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.models import Delivery, Participation, Receipt, RegistrationLine, Section, Submission
from campaigns.queries.deadlines import Due
from campaigns.queries.submissions import dues_answered_by, lock_submission
from campaigns.services.books import delivery_of, require_open
from campaigns.workflow import SUBMISSION
from core import audit, clock, locks, snapshots
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify

LineValues = dict[str, Any]


@transaction.atomic
def open_submission(*, participation: Participation, kind: SubmissionKind, by: Any) -> Submission:
    """The unit's draft of this kind, made at the first opening."""
    require(by, "campaigns.work_in_folder", participation)
    submission, created = Submission.objects.get_or_create(participation=participation, kind=kind)
    if created:
        audit.record("submission.opened", on=submission, by=by, kind=kind)
    return submission


@transaction.atomic(durable=True)
def save_draft(
    *, submission_id: uuid.UUID, version: int, texts: dict[str, str], lines: dict[int, LineValues], by: Any
) -> Submission:
    """Keep what was written so far: ``texts`` by key of the outline, ``lines`` by target id (registration only).

    Raises Conflict when somebody saved since ``version`` was read; nothing of either side is lost, as the page that
    posts it keeps its own text.
    """
    submission = lock_submission(submission_id)
    require(by, "campaigns.edit_submission", submission)
    if submission.version != version:
        who, when = submission.saved_by, submission.saved_at
        raise Conflict(f"{who} đã lưu hồ sơ này lúc {moment(when) if when else ''} sau khi bạn mở trang.", submission)
    _write_sections(submission, texts)
    _write_lines(submission, lines)
    submission.version += 1
    submission.saved_at, submission.saved_by = clock.now(), by
    submission.save(update_fields=["version", "saved_at", "saved_by"])
    audit.record("submission.saved", on=submission, by=by, version=submission.version)
    return submission


@transaction.atomic(durable=True)
def submit(*, submission_id: uuid.UUID, version: int, by: Any, arrived_at: datetime | None = None) -> Receipt:
    """File the saved version ``version``; the receipt proves it. The same version again gives the same receipt.

    ``arrived_at``: when the proxy had the whole request, where it says so (``core.arrival``).
    """
    received_at = arrive(submission_id=submission_id, arrived_at=arrived_at)
    return receive(submission_id=submission_id, version=version, received_at=received_at, by=by)


def arrive(*, submission_id: uuid.UUID, arrived_at: datetime | None = None) -> datetime:
    """Pass the barrier of the deadline and read the clock: the instant at which the submission counts as received.

    To be called first in the transaction, before waiting for any row, so that nobody loses time in a queue of rows.
    """
    campaign_id = Submission.objects.values_list("participation__campaign", flat=True).get(pk=submission_id)
    locks.enter_shared(locks.DEADLINE, campaign_id)
    return clock.received(arrived_at)


def receive(*, submission_id: uuid.UUID, version: int, received_at: datetime, by: Any) -> Receipt:
    """What ``submit`` does after ``arrive``, in the caller's transaction (the scoring floor files self-scores)."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.submit", submission)
    if earlier := submission.receipts.filter(of_version=version).first():
        return earlier
    _require_latest(submission, version)
    _require_complete(submission)
    dues = dues_answered_by(submission)
    if not submission.receipts.exists():  # what some addressee has already is taken again, for every addressee's sake
        require_open(submission, dues, received_at)
    SUBMISSION.move(submission, "submit")
    submission.save(update_fields=["state"])
    receipt = _write_receipt(submission, received_at, by)
    _deliver(submission, dues, received_at)
    audit.record("submission.received", on=submission, by=by, code=receipt.code, sha256=receipt.sha256)
    _tell_addressees(submission, receipt)
    return receipt


@transaction.atomic(durable=True)
def accept(*, submission_id: uuid.UUID, by: Any, note: str = "") -> Submission:
    """The addressee takes the submission as it is."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.answer", submission)
    _answer(submission, "accept", by, note)
    return submission


def settle(*, submission: Submission, by: Any) -> None:
    """Accept a locked submission inside the caller's transaction, who tells the unit; nothing if it is accepted."""
    if submission.state != SubmissionState.ACCEPTED:
        _decide(submission, "accept", by, "")


@transaction.atomic(durable=True)
def send_back(*, submission_id: uuid.UUID, by: Any, reason: str) -> Submission:
    """The addressee sends the submission back to the unit with a reason."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.answer", submission)
    return return_to_unit(submission=submission, by=by, reason=reason)


def return_to_unit(*, submission: Submission, by: Any, reason: str) -> Submission:
    """What ``send_back`` does, inside the caller's transaction, on a locked submission whose answer is permitted."""
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")
    submission.version += 1  # what is filed next is a new version, hence a new receipt
    submission.save(update_fields=["version"])
    _answer(submission, "return", by, reason)
    return submission


def _write_sections(submission: Submission, texts: dict[str, str]) -> None:
    Section.objects.bulk_create(
        [Section(submission=submission, key=key, text=text) for key, text in texts.items()],
        update_conflicts=True,
        unique_fields=["submission", "key"],
        update_fields=["text"],
    )


def _write_lines(submission: Submission, lines: dict[int, LineValues]) -> None:
    RegistrationLine.objects.bulk_create(
        [RegistrationLine(submission=submission, target_id=target_id, **values) for target_id, values in lines.items()],
        update_conflicts=True,
        unique_fields=["submission", "target"],
        update_fields=["value", "last_year", "measures"],
    )


def _require_latest(submission: Submission, version: int) -> None:
    if submission.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED):
        raise Refused("Hồ sơ này đã được nộp; xem biên nhận ở trang hồ sơ.")
    if submission.version != version:
        raise Conflict("Hồ sơ đã được lưu thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi nộp.", submission)


def _require_complete(submission: Submission) -> None:
    gaps = CONTENTS[submission.kind].gaps(submission)
    if gaps:
        raise Refused("Chưa nộp được, bản nháp vẫn được giữ. " + " ".join(gaps))


def _write_receipt(submission: Submission, received_at: datetime, by: Any) -> Receipt:
    previous = submission.receipts.order_by("pk").last()
    participation = submission.participation
    payload = snapshots.canonical_bytes(
        {
            "schema": snapshots.SCHEMA,
            "kind": submission.kind,
            "submission": submission.pk,
            "version": submission.version,
            "campaign": participation.campaign.code,
            "unit": {"code": participation.unit.code, "name": participation.unit.name},
            "bloc": participation.bloc.name,
            "received_at": received_at,
            "received_from": by.username,
            "content": CONTENTS[submission.kind].freeze(submission),
        }
    )
    return Receipt.objects.create(
        submission=submission,
        of_version=submission.version,
        code=snapshots.receipt_code(payload),
        payload=payload,
        sha256=snapshots.sha256(payload),
        previous_sha256=previous.sha256 if previous else "",
        received_at=received_at,
        received_from=by,
    )


def _deliver(submission: Submission, dues: Iterable[Due], received_at: datetime) -> None:
    """Written once, it reaches every addressee that takes it now; the first receipt that one took decides on lateness,
    later ones change nothing.
    """
    met = set(submission.deliveries.values_list("milestone_id", flat=True))
    Delivery.objects.bulk_create(
        [
            delivery_of(submission, due, received_at)
            for due in dues
            if due.milestone.pk not in met and due.takes(received_at)
        ]
    )


def _tell_addressees(submission: Submission, receipt: Receipt) -> None:
    participation = submission.participation
    notify(
        people_at(participation.campaign.offices, Role.STAFF),
        title=f"{participation.unit.short_name} đã nộp {submission.title}",
        body=f"Nhận lúc {moment(receipt.received_at)}. Mã biên nhận {receipt.code}. {participation.campaign.heading}.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"received:{receipt.code}",
    )
    notify(
        people_at([participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"Biên nhận {submission.title}: {receipt.code}",
        body=f"Hệ thống đã nhận {submission.title} của {participation.unit.name} lúc {moment(receipt.received_at)}.",
        url=reverse("campaigns:receipt", args=[receipt.code]),
        dedupe=f"receipt:{receipt.code}",
    )


def _decide(submission: Submission, verb: str, by: Any, note: str) -> None:
    SUBMISSION.move(submission, verb)
    submission.answered_at, submission.answered_by, submission.answer = clock.now(), by, note
    submission.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    audit.record(f"submission.{submission.state}", on=submission, by=by, note=note)


def _answer(submission: Submission, verb: str, by: Any, note: str) -> None:
    """Decide, and tell the unit."""
    _decide(submission, verb, by, note)
    outcome = {"return": "trả lại", "accept": "duyệt"}[verb]
    notify(
        people_at([submission.participation.unit_id], Role.OFFICER, Role.HEAD),
        title=f"{submission.title} của đơn vị đã được {outcome}",
        body=f"Lý do: {note}" if note else f"{by} đã {outcome} hồ sơ của đơn vị.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"answered:{submission.pk}:{submission.version}:{verb}",
    )


def as_line(value: Decimal | None, last_year: Decimal | None, measures: str) -> LineValues:
    """The values of one registration line, as ``save_draft`` takes them."""
    return {"value": value, "last_year": last_year, "measures": measures}
