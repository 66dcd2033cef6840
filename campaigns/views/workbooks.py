"""What views of workbooks share: why nothing was written (X15, or what is doubtful was not confirmed)."""

from core.exceptions import Conflict, Refused

UNCONFIRMED = "Chưa ghi gì: hãy xem lại những điều nêu trên rồi đánh dấu vào ô xác nhận."
STALE = "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới."


def why_not(refusal: Refused) -> str:
    """Why nothing was written."""
    return STALE if isinstance(refusal, Conflict) else refusal.reason
