"""Filing: one way for registrations, launch documents, reports and self-scores.

The order is that of integrity C1: enter the deadline's barrier, then read the clock, then read afresh, then check, then
write.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.contents import CONTENTS
from campaigns.enums import FILED, Addressee, SubmissionKind, SubmissionState
from campaigns.models import Delivery, Receipt, Submission
from campaigns.outlines import OUTLINES
from campaigns.queries.addressees import bloc_offices
from campaigns.queries.deadlines import Due
from campaigns.queries.evidence import living_evidence
from campaigns.queries.submissions import dues_answered_by, lock_draft, lock_folder
from campaigns.services.books import delivery_of, require_open
from campaigns.workflow import SUBMISSION
from core import audit, clock, locks, snapshots
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.models import User
from organizations.queries import people_at
from organizations.services import Letter, deliver


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
    submission = lock_draft(submission_id)
    require(by, "campaigns.submit", submission)
    last = submission.receipts.defer("payload").order_by("pk").last()
    same = last is None or last.of_version == version
    if earlier := last if same else submission.receipts.filter(of_version=version).first():
        _require_not_sent_back(submission, earlier)
        return earlier
    _require_latest(submission, version)
    lock_folder(submission.participation_id)  # after the submission; what is frozen now is not taken out meanwhile
    if OUTLINES[submission.kind]:
        prefetch_related_objects([submission], "sections")  # what is checked now is what is frozen
    _require_complete(submission)
    dues = dues_answered_by(submission)
    if last is None:  # what some addressee has already is taken again, for every addressee's sake
        require_open(submission, dues, received_at)
    SUBMISSION.move(submission, "submit")
    submission.presented_at = submission.presented_by = None  # signed
    submission.save(update_fields=["state", "presented_at", "presented_by"])
    receipt = _write_receipt(submission, last.sha256 if last else "", received_at, by)
    living_evidence(submission.participation).filter(filed_at=None).update(filed_at=received_at)
    deliveries = _deliver(submission, dues, received_at)
    audit.record("submission.received", on=submission, by=by, code=receipt.code, sha256=receipt.sha256)
    _tell(submission, receipt, {one.milestone.addressee for one in deliveries})
    return receipt


def take_again(*, submission: Submission, by: Any, reason: str) -> Receipt:
    """What the unit filed last counts again though it was sent back, and its addressees answer anew; in the caller's
    transaction, on a locked submission. Returns its last receipt, which stays as it is.
    """
    receipt = submission.receipts.latest("pk")
    if submission.state not in FILED:
        SUBMISSION.move(submission, "take_again")
    submission.presented_at = submission.presented_by = None
    submission.save(update_fields=["state", "presented_at", "presented_by"])
    _forget_answers(submission)
    audit.record("submission.taken_again", on=submission, by=by, code=receipt.code, reason=reason)
    return receipt


def _forget_answers(submission: Submission) -> None:
    """Its addressees are asked again."""
    submission.deliveries.exclude(outcome="").update(outcome="", answered_at=None, answered_by=None, answer="")


def _require_not_sent_back(submission: Submission, receipt: Receipt) -> None:
    """An old page must not make believe that what was sent back is filed again."""
    if submission.state == SubmissionState.RETURNED:
        raise Conflict(
            f"Bản này đã được nhận (biên nhận {receipt.code}) rồi bị trả lại. Hãy mở bản hiện tại, sửa và nộp lại.",
            submission,
        )


def _require_latest(submission: Submission, version: int) -> None:
    if submission.state in FILED:
        raise Refused("Hồ sơ này đã được nộp; xem biên nhận ở trang hồ sơ.")
    if submission.version != version:
        raise Conflict("Hồ sơ đã được lưu thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi nộp.", submission)


def _require_complete(submission: Submission) -> None:
    gaps = CONTENTS[submission.kind].gaps(submission)
    if gaps:
        raise Refused("Chưa nộp được, bản nháp vẫn được giữ. " + " ".join(gaps))


def _write_receipt(submission: Submission, previous_sha256: str, received_at: datetime, by: Any) -> Receipt:
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
        previous_sha256=previous_sha256,
        received_at=received_at,
        received_from=by,
    )


def _deliver(submission: Submission, dues: Iterable[Due], received_at: datetime) -> list[Delivery]:
    """Written once, it reaches every addressee that takes it now; the first receipt that one took decides on lateness,
    later ones change nothing of it. What was answered to an earlier filing is no answer to this one. Returns all that
    it has reached.
    """
    earlier = list(submission.deliveries.select_related("milestone"))
    if any(one.outcome for one in earlier):
        _forget_answers(submission)
    met = {one.milestone_id for one in earlier}
    fresh = [
        delivery_of(submission, due, received_at)
        for due in dues
        if due.milestone.pk not in met and due.takes(received_at)
    ]
    return earlier + Delivery.objects.bulk_create(fresh)


def _tell(submission: Submission, receipt: Receipt, addressees: Collection[str]) -> None:
    """A letter to the office of each addressee, and the receipt to the unit."""
    participation, at = submission.participation, moment(receipt.received_at)
    received = partial(
        Letter,
        title=f"{participation.unit.short_name} đã nộp {submission.title}",
        body=f"Nhận lúc {at}. Mã biên nhận {receipt.code}. {participation.campaign.heading}.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"received:{receipt.code}",
    )
    proof = partial(
        Letter,
        title=f"Biên nhận {submission.title}: {receipt.code}",
        body=f"Hệ thống đã nhận {submission.title} của {participation.unit.name} lúc {at}.",
        url=reverse("campaigns:receipt", args=[receipt.code]),
        dedupe=f"receipt:{receipt.code}",
    )
    unit = people_at([participation.unit_id], Role.OFFICER, Role.HEAD)
    deliver([*map(received, _offices_told(submission, addressees)), *map(proof, unit)])


def _offices_told(submission: Submission, addressees: Collection[str]) -> list[User]:
    """The staff, and the office of the bloc's leader where it is an addressee; each person once.

    Of self-scores the scoring floor tells the bloc. The staff hear of everything that is filed in their campaign.
    """
    participation = submission.participation
    told = list(people_at(participation.campaign.offices, Role.STAFF))
    if submission.kind != SubmissionKind.SELF_SCORE and Addressee.BLOC_LEADER in addressees:
        told += people_at(bloc_offices(participation), *BLOC_OFFICE_ROLES)
    return list(dict.fromkeys(told))
