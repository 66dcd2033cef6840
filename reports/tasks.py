"""Background work of the reports floor."""

from collections.abc import Callable

from core import jobs
from reports.services import documents


@jobs.job("reports.render")
def render(progress: Callable[[int, str], None], document_id: str) -> None:
    """Render one document (see services.documents)."""
    documents.render_document(document_id=document_id, progress=progress)
