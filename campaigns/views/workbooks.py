"""What views of workbooks share: the sentence when the data changed meanwhile (X15)."""

from core.exceptions import Conflict, Refused

STALE = "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới."


def why_not(refusal: Refused) -> str:
    """Why nothing was written."""
    return STALE if isinstance(refusal, Conflict) else refusal.reason
