"""Writing the bloc's own part of its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.merging import Merged, Seen, merge
from campaigns.places import TEXT, as_places, of_kind
from core import audit, clock
from core.authz import require
from reports.models import BlocText
from reports.queries.bloc_texts import lock_texts, parts_of
from reports.rules import Subject


@dataclass(frozen=True)
class SavedTexts:
    """The texts after a save, what became of each place (campaigns/merging.py), and who had saved last, when."""

    row: BlocText
    merged: Merged
    before_by: Any
    before_at: datetime | None


@transaction.atomic(durable=True)
def save_bloc_texts(*, subject: Subject, texts: Mapping[str, str], by: Any, seen: Seen | None = None) -> SavedTexts:
    """Keep what the leader's office wrote so far, by key of the outline.

    ``seen`` are the fingerprints of what the page showed (None without a page): what two people changed is not stored
    but answered in ``SavedTexts.merged.asked``, so that nobody overwrites anybody (integrity C2). The version rises
    when something was stored.
    """
    row = lock_texts(subject.campaign, subject.bloc, subject.kind)
    require(by, "reports.write_bloc_texts", subject)
    before = row.saved_by, row.saved_at
    merged = merge(seen, as_places(texts), as_places({one.part.key: one.text for one in parts_of(row)}))
    if not merged.written:
        return SavedTexts(row, merged, *before)
    row.texts = row.texts | of_kind(TEXT, merged.written)
    row.version += 1
    row.saved_at, row.saved_by = clock.now(), by
    row.save(update_fields=["texts", "version", "saved_at", "saved_by"])
    audit.record("bloc_text.saved", on=row, by=by, version=row.version)
    return SavedTexts(row, merged, *before)
