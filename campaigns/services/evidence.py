"""Keeping the documents that prove what a unit says."""

import uuid
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from campaigns.models import Evidence, Participation
from campaigns.queries.evidence import EVER, fresh_evidence, living_evidence, rooms_left, why_kept
from campaigns.queries.submissions import lock_folder
from core import audit, clock, filestore, locks, scanning
from core.authz import require
from core.exceptions import Conflict, Refused
from core.models import StoredFile
from core.numbers import format_size
from core.uploads import MARKS, Inspected, UploadRefused, inspect_upload


def add_evidence(
    *,
    participation: Participation,
    file: IO[bytes],
    by: Any,
    title: str = "",
    doc_number: str = "",
    doc_date: date | None = None,
) -> Evidence:
    """Look at the file, keep it under its hash and put it into the unit's folder, by default called as the file is.

    Raises Refused with the sentence for a file of the wrong kind, empty, too large or dangerous, one that is in the
    folder already, and when the folder is full (F03) (integrity C6). The file is looked at before the transaction
    begins, so that nobody waits for that; the permission is asked before the look and again under the lock.
    """
    require(by, "campaigns.work_in_folder", participation)
    try:
        seen = inspect_upload(file, max_bytes=settings.MAX_UPLOAD_BYTES)
    except UploadRefused as refusal:
        raise Refused(refusal.sentence) from refusal
    described = {"title": title or seen.name.rpartition(".")[0] or seen.name}
    return _keep(participation, file, seen, by, described | {"doc_number": doc_number, "doc_date": doc_date})


@transaction.atomic(durable=True)
def _keep(
    participation: Participation, file: IO[bytes], seen: Inspected, by: Any, described: dict[str, Any]
) -> Evidence:
    """Put a file that was looked at into the folder, unless it is there already or there is no room."""
    locks.enter_shared(locks.DEADLINE, participation.campaign_id)
    participation = lock_folder(participation.pk)
    require(by, "campaigns.work_in_folder", participation)
    _require_new(participation, seen)
    _require_room(participation, seen)
    evidence = Evidence.objects.create(
        participation=participation,
        **described,
        file_name=seen.name,
        file=filestore.keep(file, kind=seen.kind, sha256=seen.sha256),
        marks=[name for name, mark in MARKS.items() if mark in seen.marks],
        added_at=clock.now(),
        added_by=by,
    )
    audit.record("evidence.added", on=evidence, by=by, sha256=seen.sha256, name=seen.name)
    return evidence


@transaction.atomic(durable=True)
def describe_evidence(
    *, evidence_id: uuid.UUID, title: str, doc_number: str, doc_date: date | None, version: int, by: Any
) -> Evidence:
    """What the document is called, its number and date.

    ``version`` as it was read: Conflict (``theirs`` is what is stored) when somebody else changed it to something else
    since.
    """
    evidence = _lock(evidence_id)
    require(by, "campaigns.keep_evidence", evidence)
    new = {"title": title, "doc_number": doc_number, "doc_date": doc_date}
    old = {name: getattr(evidence, name) for name in new}
    if new == old:
        return evidence
    if evidence.version != version:
        raise Conflict(
            f"Người khác vừa sửa tài liệu này, hiện lưu: “{evidence.title}”, {evidence.citation}. "
            "Muốn giữ nội dung của bạn, hãy bấm lưu lần nữa.",
            evidence,
        )
    for name, value in new.items():
        setattr(evidence, name, value)
    evidence.version += 1
    evidence.save(update_fields=[*new, "version"])
    audit.record("evidence.described", on=evidence, by=by, old=old, new=new)
    return evidence


@transaction.atomic(durable=True)
def remove_evidence(*, evidence_id: uuid.UUID, by: Any) -> Evidence:
    """Take a wrong document out of the folder; its bytes and its row stay. Nothing if it is removed already.

    Raises Refused with the reason while something that was filed names it.
    """
    evidence = _lock(evidence_id)
    require(by, "campaigns.keep_evidence", evidence)
    if evidence.removed_at:
        return evidence
    if why := why_kept(evidence):
        raise Refused(why)
    evidence.removed_at, evidence.removed_by = clock.now(), by
    evidence.save(update_fields=["removed_at", "removed_by"])
    audit.record("evidence.removed", on=evidence, by=by, name=evidence.file_name, sha256=evidence.file_id)
    return evidence


@transaction.atomic(durable=True)
def hand_out(*, evidence_id: uuid.UUID, by: Any) -> StoredFile:
    """The file for somebody who fetches it; the trail remembers who did (integrity C6, P24).

    Raises Refused for a file in quarantine, and for one that waits for the scanner unless it is the own unit's.
    """
    evidence = fresh_evidence(evidence_id)
    require(by, "campaigns.open_evidence", evidence)
    scanning.refuse_unsafe(evidence.file, own=evidence.participation.unit_id in by.unit_ids())
    audit.record("evidence.fetched", on=evidence, by=by, name=evidence.file_name, sha256=evidence.file_id)
    return evidence.file


def _lock(evidence_id: uuid.UUID) -> Evidence:
    """The document as it stands, its folder locked."""
    folder = Evidence.objects.values_list("participation", flat=True).get(pk=evidence_id)
    lock_folder(folder)
    return fresh_evidence(evidence_id)


def _require_new(participation: Participation, seen: Inspected) -> None:
    """The same bytes are not kept twice in one folder, and what is known to be infected not at all (F08)."""
    if scanning.is_infected(seen.sha256):
        raise Refused(f"{scanning.INFECTED}.")
    known = living_evidence(participation).filter(file=seen.sha256).first()
    if known:
        raise Refused(f"Tệp này đã có ở “{known.title}” (tệp {known.file_name}) nên không nhận thêm lần nữa.")


def _require_room(participation: Participation, seen: Inspected) -> None:
    """F03, with what is left: beside what lies in the folder, then beside all that was ever uploaded."""
    room, ever = rooms_left(participation)
    if room.files < 1:
        raise Refused(
            f"Hồ sơ đã đủ {settings.EVIDENCE_MAX_FILES} tệp nên không nhận thêm. "
            "Hãy bỏ bớt tệp không dùng đến, hoặc gộp các trang quét thành một tệp PDF."
        )
    if room.size < seen.size:
        limit, left = format_size(settings.EVIDENCE_MAX_BYTES), format_size(max(room.size, 0))
        raise Refused(
            f"Hồ sơ chỉ còn {left} trong {limit}, tệp này {format_size(seen.size)}. "
            "Hãy quét lại ở 150–200 dpi, hoặc bỏ bớt tệp không dùng đến."
        )
    if ever.files < 1 or ever.size < seen.size:
        files, size = EVER * settings.EVIDENCE_MAX_FILES, format_size(EVER * settings.EVIDENCE_MAX_BYTES)
        raise Refused(
            f"Đơn vị đã tải lên gần hết {files} tệp hoặc {size} mà hệ thống giữ cho một hồ sơ, kể cả các tệp đã bỏ, "
            "nên không nhận thêm tệp này. Tài liệu đang có vẫn được giữ; hãy nhờ quản trị hệ thống nâng hạn mức."
        )
