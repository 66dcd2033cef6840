"""What views of workbooks share: the file that is sent, the sentence when the data changed meanwhile (X15)."""

from io import BytesIO

from django.http import FileResponse

from core.exceptions import Conflict, Refused
from core.filestore import MIME_TYPES, SAFE_HEADERS

STALE = "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới."


def attachment(content: bytes, name: str) -> FileResponse:
    """A workbook to keep."""
    headers = {"content_type": MIME_TYPES["xlsx"], "headers": SAFE_HEADERS}
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, **headers)


def why_not(refusal: Refused) -> str:
    """Why nothing was written."""
    return STALE if isinstance(refusal, Conflict) else refusal.reason
