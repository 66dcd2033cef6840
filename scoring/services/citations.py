"""The documents that a unit cites for a criterion, each at a page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from campaigns.queries.evidence import living_evidence
from core import audit
from core.exceptions import Conflict, Refused
from scoring.calculation.cited_pages import WANTED, written
from scoring.enums import SheetState, Tier
from scoring.models import Citation, ScoreLine
from scoring.queries.citations import cited_of, pages_of
from scoring.services.checks import locked_line
from scoring.services.lines import require_turn, stamp
from scoring.services.totals import keep_totals


@transaction.atomic(durable=True)
def cite(*, line_id: int, pages: Mapping[UUID, str], version: int, by: Any) -> ScoreLine:
    """The line cites exactly these documents of the unit's own folder, by id with the page ("" the whole).

    ``version`` of the line as it was read: Conflict when somebody else changed the row since, unless it cites the very
    same already. What was cited and then removed from the folder is forgotten. Refused for pages that are none, unless
    they stand there from before.
    """
    line = locked_line(line_id)
    sheet = line.sheet
    require_turn(line, Tier.SELF, by=by)
    own = {one.pk: one for one in living_evidence(sheet.participation).filter(pk__in=pages)}
    if set(own) != set(pages):
        raise Refused("Chỉ viện dẫn được minh chứng đang có trong hồ sơ của chính đơn vị.")
    old = pages_of(cited_of([line]))
    kept = {pk: page if page == old.get(pk) else written(page) for pk, page in pages.items()}
    if wrong := [f"“{pages[pk]}” của {own[pk].citation}" for pk, page in kept.items() if page is None]:
        raise Refused(f"Không rõ trang {'; '.join(wrong)}. {WANTED}")
    pages = {pk: page or "" for pk, page in kept.items()}
    if old == pages:
        return line
    if line.version != version:
        raise Conflict(f"Tiêu chí {line.criterion.no} vừa được người khác sửa sau khi bạn mở trang.", line)
    line.citations.all().delete()
    Citation.objects.bulk_create(Citation(line=line, evidence_id=pk, page=page) for pk, page in pages.items())
    line.version += 1
    line.save(update_fields=["version"])
    if sheet.state == SheetState.DRAFT:
        stamp(sheet, by)
    keep_totals(sheet)  # whoever signs must have seen what is cited now
    audit.record("line.cited", on=line, by=by, no=line.criterion.no, old=_plain(old), new=_plain(pages))
    return line


def _plain(pages: Mapping[UUID, str]) -> dict[str, str]:
    """Pages by id, for the trail."""
    return {str(pk): page for pk, page in pages.items()}
