"""Keeping the documents that prove what a unit says."""

from datetime import date
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from campaigns.models import Evidence, Participation
from campaigns.queries.submissions import fresh_participation
from core import audit, clock, filestore, locks
from core.authz import require
from core.exceptions import Refused
from core.uploads import UploadRefused, inspect_upload


@transaction.atomic(durable=True)
def add_evidence(
    *,
    participation: Participation,
    title: str,
    doc_number: str,
    doc_date: date | None,
    file: IO[bytes],
    by: Any,
) -> Evidence:
    """Look at the file, keep it under its hash and put it into the unit's folder.

    Raises Refused with the sentence for a file of the wrong kind, empty, too large or dangerous (integrity C6).
    """
    locks.enter_shared(locks.DEADLINE, participation.campaign_id)
    participation = fresh_participation(participation.pk)
    require(by, "campaigns.work_in_folder", participation)
    try:
        seen = inspect_upload(file, max_bytes=settings.MAX_UPLOAD_BYTES)
    except UploadRefused as refusal:
        raise Refused(refusal.sentence) from refusal
    evidence = Evidence.objects.create(
        participation=participation,
        title=title,
        doc_number=doc_number,
        doc_date=doc_date,
        file_name=seen.name,
        file=filestore.keep(file, kind=seen.kind, sha256=seen.sha256),
        added_at=clock.now(),
        added_by=by,
    )
    audit.record("evidence.added", on=evidence, by=by, sha256=seen.sha256, name=seen.name)
    return evidence
