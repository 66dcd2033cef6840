"""Writing the bloc's own part of its report."""

from typing import Any

from django.db import transaction

from core import audit, clock
from core.authz import require
from core.dates import moment
from core.exceptions import Conflict
from reports.models import BlocText
from reports.queries.bloc_texts import lock_texts
from reports.rules import Subject


@transaction.atomic(durable=True)
def save_bloc_texts(*, subject: Subject, version: int, texts: dict[str, str], by: Any) -> BlocText:
    """Keep what the leader's office wrote so far, by key of the outline.

    Raises Conflict when somebody saved since ``version`` was read; the page that posts keeps its own text.
    """
    row = lock_texts(subject.campaign, subject.bloc, subject.kind)
    require(by, "reports.write_bloc_texts", subject)
    if row.version != version:
        when = moment(row.saved_at) if row.saved_at else ""
        raise Conflict(f"{row.saved_by} đã lưu phần viết của khối lúc {when} sau khi bạn mở trang.", row)
    row.texts = row.texts | texts
    row.version += 1
    row.saved_at, row.saved_by = clock.now(), by
    row.save(update_fields=["texts", "version", "saved_at", "saved_by"])
    audit.record("bloc_text.saved", on=row, by=by, version=row.version)
    return row
