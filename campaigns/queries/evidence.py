"""Reading the documents of units: which are there, where they are used, how much room is left."""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse

from campaigns.enums import SubmissionState
from campaigns.models import Evidence, LaunchDocument, Participation, Receipt
from campaigns.uses import USES, Use, Uses, uses_of
from core.scanning import Safety, safety_of

FILED = "Tệp đã nằm trong hồ sơ đã nộp nên không bỏ được; biên nhận ghi lại đúng những gì đã nộp."
LAUNCHED = "Tệp đang là bản chụp của văn bản phát động. Hãy chọn tệp khác ở văn bản phát động rồi mới bỏ được."
EVER = 3  # how many times its quota a folder takes altogether, with what was removed again: bytes are never deleted
_SHA256 = re.compile(rb'"([0-9a-f]{64})"')


@dataclass(frozen=True)
class Room:
    """What one folder may still take: files, and bytes together."""

    files: int
    size: int


@dataclass(frozen=True)
class EvidenceRow:
    """One document in a list: where it is used, whether its file is released, ``kept`` says why it may not be removed
    (""), ``also`` names other units that handed in the same file (for staff).
    """

    evidence: Evidence
    uses: tuple[Use, ...] = ()
    kept: str = ""
    also: tuple[str, ...] = ()

    @property
    def safety(self) -> Safety:
        """What is known of the file."""
        return safety_of(self.evidence.file)


def living_evidence(participation: Participation) -> QuerySet[Evidence]:
    """The documents in a unit's folder that were not removed, the oldest first, with their files."""
    found = Evidence.objects.filter(participation=participation, removed_at=None)
    return found.select_related("file__scan").order_by("added_at", "pk")


def readable_evidence(participation: Participation, user: Any) -> QuerySet[Evidence]:
    """Those of them that ``user`` may see: all for the unit, what was filed for the others."""
    return living_evidence(participation).visible_to(user)  # type: ignore[attr-defined]


def evidence(user: Any, pk: uuid.UUID) -> Evidence:
    """One document that was not removed among those ``user`` may open; 404 otherwise."""
    found = Evidence.objects.visible_to(user).filter(removed_at=None)
    return get_object_or_404(_with_context(found), pk=pk)


def fresh_evidence(pk: uuid.UUID) -> Evidence:
    """The document as it stands now; read after a lock."""
    return _with_context(Evidence.objects.all()).get(pk=pk)


def rooms_left(participation: Participation) -> tuple[Room, Room]:
    """What the folder may still take beside what lies in it, and beside all that was ever uploaded (integrity C6).

    One query. A file that was removed and came again counts twice among all.
    """
    living = Q(removed_at=None)
    used = Evidence.objects.filter(participation=participation).aggregate(
        files=Count("pk", filter=living),
        size=Sum("file__size", filter=living, default=0),
        all_files=Count("pk"),
        all_size=Sum("file__size", default=0),
    )
    files, size = settings.EVIDENCE_MAX_FILES, settings.EVIDENCE_MAX_BYTES
    ever = Room(EVER * files - used["all_files"], EVER * size - used["all_size"])
    return Room(files - used["files"], size - used["size"]), ever


def room_left(participation: Participation) -> Room:
    """What the folder may still take, whatever stands in the way. One query."""
    now, ever = rooms_left(participation)
    return Room(min(now.files, ever.files), min(now.size, ever.size))


def evidence_rows(participation: Participation, user: Any) -> list[EvidenceRow]:
    """The documents of a folder that ``user`` may see with their uses."""
    found = list(readable_evidence(participation, user))
    uses = uses_of([one.pk for one in found], drafts=sees_drafts(participation, user))
    return [EvidenceRow(one, tuple(uses[one.pk])) for one in found]


def sees_drafts(participation: Participation, user: Any) -> bool:
    """Whether ``user`` may know what the unit has not filed yet: its own people."""
    return bool(user.is_superuser or participation.unit_id in user.unit_ids())


def own_rows(participation: Participation, only: Evidence | None = None) -> list[EvidenceRow]:
    """The same for the unit itself, with why a document may not be removed; ``only`` one of them."""
    found = [only] if only else list(living_evidence(participation))
    uses, filed = uses_of([one.pk for one in found], drafts=True), filed_hashes(participation)
    return [EvidenceRow(one, tuple(uses[one.pk]), _kept(one, uses[one.pk], filed)) for one in found]


def rows_for_staff(participation: Participation, user: Any) -> list[EvidenceRow]:
    """The same for staff, with the units that handed in the same file (integrity row 80)."""
    rows = evidence_rows(participation, user)
    also = _handed_in_by_others(participation, {row.evidence.file_id for row in rows}, user)
    return [EvidenceRow(row.evidence, row.uses, also=tuple(also[row.evidence.file_id])) for row in rows]


def why_kept(one: Evidence) -> str:
    """Why the unit may not remove this document; "" when it may."""
    return _kept(one, uses_of([one.pk], drafts=True)[one.pk], filed_hashes(one.participation))


def filed_hashes(participation: Participation) -> set[str]:
    """The SHA-256 of every file that a receipt of this unit names: what was filed is never taken back (C5)."""
    payloads = Receipt.objects.filter(submission__participation=participation).values_list("payload", flat=True)
    return {found.decode() for payload in payloads for found in _SHA256.findall(bytes(payload))}


def _kept(one: Evidence, uses: Iterable[Use], filed: Collection[str]) -> str:
    if one.file_id in filed:
        return FILED
    return next((use.binding for use in uses if use.binding), "")


def _handed_in_by_others(participation: Participation, files: Collection[str], user: Any) -> dict[str, list[str]]:
    """By SHA-256 the other units of the same campaign with the same file. One query."""
    others = Evidence.objects.visible_to(user).filter(
        file__in=files, removed_at=None, participation__campaign=participation.campaign_id
    )
    names: dict[str, list[str]] = defaultdict(list)
    for file, name in (
        others.exclude(participation=participation)
        .order_by("participation__unit__sort_key")
        .values_list("file", "participation__unit__short_name")
    ):
        names[file].append(name)
    return names


def _launch_documents(evidence_ids: Collection[uuid.UUID]) -> Uses:
    """The launch documents whose copy these are."""
    found = LaunchDocument.objects.filter(evidence__in=evidence_ids).order_by("pk")
    with_unit = (SubmissionState.DRAFT, SubmissionState.RETURNED)
    return {
        pk: [Use("Văn bản phát động", reverse("campaigns:submission", args=[submission]), LAUNCHED, state in with_unit)]
        for pk, submission, state in found.values_list("evidence", "submission", "submission__state")
        if pk
    }


def _with_context(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return found.select_related(
        "file__scan",
        "added_by",
        "participation__campaign__authority__standing_body",
        "participation__campaign__standing_body",
        "participation__unit",
        "participation__bloc",
    )


USES.append(_launch_documents)
