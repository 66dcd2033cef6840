"""Reading citations: what lines cite, and where a document is cited."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from campaigns.uses import USES, Use, Uses
from scoring.enums import SheetState
from scoring.models import Citation, ScoreLine

CITED = (
    "Tệp đang được viện dẫn ở tiêu chí {} của bảng điểm đã nộp nên không bỏ được. "
    "Muốn bỏ, hãy đề nghị Trưởng khối trả lại bảng điểm."
)
# For lines: their citations of documents that were not removed, in the order in which they were handed in. One query.
WITH_CITATIONS = Prefetch(
    "citations",
    queryset=Citation.objects.filter(evidence__removed_at=None)
    .select_related("evidence__file")
    .order_by("evidence__added_at", "pk"),
    to_attr="known_citations",
)


def citations_of(line: ScoreLine) -> list[Citation]:
    """What a line cites, as ``WITH_CITATIONS`` has fetched it."""
    found: list[Citation] = line.known_citations  # type: ignore[attr-defined]
    return found


def cited_of(lines: Iterable[ScoreLine]) -> QuerySet[Citation]:
    """What these lines cite, without what was removed from the folder."""
    return Citation.objects.filter(line__in=list(lines), evidence__removed_at=None)


def pages_of(citations: Iterable[Citation]) -> dict[UUID, str]:
    """The page by the document's id."""
    return {one.evidence_id: one.page for one in citations}


def uses(evidence_ids: Collection[UUID]) -> Uses:
    """The criteria that cite these documents; they bind once the sheet has left the unit. One query."""
    found: Uses = defaultdict(list)
    citations = Citation.objects.filter(evidence__in=evidence_ids).select_related("line__criterion", "line__sheet")
    for one in citations.order_by("line__criterion__group__position", "line__criterion__position", "pk"):
        no, sheet = one.line.criterion.no, one.line.sheet
        page = f", trang {one.page}" if one.page else ""
        drafted = sheet.state == SheetState.DRAFT
        binding = "" if drafted else CITED.format(no)
        url = f"{reverse('scoring:sheet', args=[sheet.pk])}#dong-{one.line_id}"
        found[one.evidence_id].append(Use(f"Tiêu chí {no}{page}", url, binding, drafted))
    return found


USES.append(uses)
