"""Before signing: the officer presents what is written to the head, who signs it or gives it back to be worked on.

Saving goes on meanwhile: the head reads, and signs, the text that stands.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.contents import CONTENTS
from campaigns.models import Submission
from campaigns.queries.submissions import lock_submission
from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify


@transaction.atomic(durable=True)
def present(*, submission_id: uuid.UUID, by: Any) -> Submission:
    """Lay a complete submission before the heads of the unit, who get a letter; nothing more where it lies there."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.present", submission)
    if submission.presented_at:
        return submission
    if gaps := CONTENTS[submission.kind].gaps(submission):
        raise Refused("Chưa trình được, bản nháp vẫn được giữ. " + " ".join(gaps))
    submission.presented_at, submission.presented_by = clock.now(), by
    submission.save(update_fields=["presented_at", "presented_by"])
    audit.record("submission.presented", on=submission, by=by, version=submission.version)
    _tell_heads(submission, by, submission.presented_at)
    return submission


@transaction.atomic(durable=True)
def take_back(*, submission_id: uuid.UUID, by: Any, note: str = "") -> Submission:
    """The head gives it back to the officers, with a word where one is needed; it waits for no signature any more."""
    submission = lock_submission(submission_id)
    require(by, "campaigns.take_back", submission)
    presented_at = submission.presented_at
    submission.presented_at = submission.presented_by = None
    submission.save(update_fields=["presented_at", "presented_by"])
    audit.record("submission.taken_back", on=submission, by=by, note=note)
    said = f"Lời nhắn: {note}" if note else "Không kèm lời nhắn; hãy hỏi thủ trưởng cần sửa gì."
    notify(
        people_at([submission.participation.unit_id], Role.OFFICER).exclude(pk=by.pk),
        title=f"Thủ trưởng trả lại để sửa: {submission.title}",
        body=f"{by} đã trả lại cán bộ soạn. {said}\nSửa xong, hãy trình ký lại.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"taken_back:{submission.pk}:{presented_at:%Y%m%d%H%M%S%f}",
    )
    return submission


def _tell_heads(submission: Submission, by: Any, at: datetime) -> None:
    """The same version may be presented again after it was given back: that is another letter."""
    participation = submission.participation
    notify(
        people_at([participation.unit_id], Role.HEAD).exclude(pk=by.pk),
        title=f"Chờ ký: {submission.title}",
        body=f"{by} trình lúc {moment(at)}. {participation.campaign.heading}. Hãy đọc rồi ký nộp, hoặc trả lại để sửa.",
        url=CONTENTS[submission.kind].edit_url(submission),
        dedupe=f"presented:{submission.pk}:{submission.version}:{at:%Y%m%d%H%M%S%f}",
    )
