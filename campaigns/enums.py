"""The words of campaigns: states, kinds of duties, operators of targets."""

from django.db.models import TextChoices


class CampaignState(TextChoices):
    """The life of a campaign."""

    DRAFT = "draft", "Đang soạn"
    LAUNCHED = "launched", "Đang phát động"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class SubmissionKind(TextChoices):
    """What a unit files; one workflow, one receipt, one snapshot for all of them."""

    REGISTER = "register", "Bản đăng ký thi đua"
    LAUNCH_DOCUMENT = "launch_document", "Văn bản phát động của đơn vị"
    MIDTERM_REPORT = "midterm_report", "Báo cáo sơ kết 6 tháng"
    FINAL_REPORT = "final_report", "Báo cáo tổng kết năm"
    SELF_SCORE = "self_score", "Bảng tự chấm điểm"


class SubmissionState(TextChoices):
    """The life of a submission."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đã duyệt"


class Addressee(TextChoices):
    """To whom a duty is owed."""

    STANDING_BODY = "standing_body", "Cơ quan thường trực"
    BLOC_LEADER = "bloc_leader", "Trưởng khối"


class Reading(TextChoices):
    """How the date of a deadline is read."""

    BEFORE_DAY = "before_day", "trước ngày (không tính ngày đó)"
    END_OF_DAY = "end_of_day", "hết ngày (tính cả ngày đó)"


class WindowKind(TextChoices):
    """What a review window is for."""

    MIDTERM = "midterm", "Sơ kết"
    FINAL = "final", "Tổng kết"


class Op(TextChoices):
    """How a target is to be reached (conventions of the founding documents)."""

    EQUAL = "=", "đạt"
    AT_LEAST = ">=", "từ … trở lên"
    ABOVE = ">", "trên"
    AT_MOST = "<=", "không quá"
    BELOW = "<", "dưới"
    RANGE = "range", "trong khoảng"
    INCREASE = "increase_by", "tăng"
    DECREASE = "decrease_by", "giảm"
    QUALITATIVE = "qualitative", "định tính"


class Direction(TextChoices):
    """Which way is better."""

    HIGHER = "higher", "càng cao càng tốt"
    LOWER = "lower", "càng thấp càng tốt"
