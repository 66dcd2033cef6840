"""The words of campaigns: states, kinds of duties, operators of targets."""

from django.db.models import TextChoices


class CampaignState(TextChoices):
    """The life of a campaign."""

    DRAFT = "draft", "Đang soạn"
    LAUNCHED = "launched", "Đang phát động"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class MovementKind(TextChoices):
    """How a movement is organised (Luật TĐKT 2022, Điều 16)."""

    REGULAR = "regular", "thường xuyên (hằng năm)"
    THEMATIC = "thematic", "theo chuyên đề"


class Level(TextChoices):
    """Who launches it, as the statistics count (TT 02/2023/TT-BNV, biểu 0601.N)."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Bộ, ban, ngành, tỉnh"
    DISTRICT = "district", "cấp huyện"
    COMMUNE = "commune", "cấp xã"
    AGENCY = "agency", "cơ quan, đơn vị"


class Scope(TextChoices):
    """Whom it reaches, as the statistics count (Luật TĐKT 2022, Điều 16; TT 02/2023/TT-BNV, biểu 0601.N)."""

    NATION = "nation", "toàn quốc"
    LOCALITY = "locality", "bộ, ban, ngành, đoàn thể, địa phương"
    BLOC = "bloc", "cụm, khối thi đua"
    AGENCY = "agency", "cơ quan, tổ chức, đơn vị"


class Duration(TextChoices):
    """How long it lasts, as the statistics count (TT 02/2023/TT-BNV, biểu 0601.N)."""

    UNDER_ONE = "under_one", "dưới 1 năm"
    ONE = "one", "1 năm"
    TO_THREE = "to_three", "trên 1 năm đến dưới 3 năm"
    TO_FIVE = "to_five", "từ 3 năm đến dưới 5 năm"
    FIVE_AND_MORE = "five_and_more", "từ 5 năm trở lên"


class FileKind(TextChoices):
    """What a document attached to a campaign is."""

    SIGNED = "signed", "văn bản đã ký"
    ENCLOSURE = "enclosure", "tài liệu kèm theo"


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


# What lies with those to whom it was filed, or is done with.
FILED = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


class Outcome(TextChoices):
    """What an addressee answered to what was filed last."""

    ACCEPTED = "accepted", "Đã duyệt"
    RETURNED = "returned", "Trả lại"


class Holder(TextChoices):
    """Who may hold a title or an award."""

    UNIT = "unit", "đơn vị"
    COLLECTIVE = "collective", "tập thể thuộc đơn vị"
    INDIVIDUAL = "individual", "cá nhân"


class Addressee(TextChoices):
    """To whom a duty is owed."""

    STANDING_BODY = "standing_body", "Cơ quan thường trực"
    BLOC_LEADER = "bloc_leader", "Trưởng khối"


class Audience(TextChoices):
    """Whom a deadline binds."""

    ALL = "all", "mọi đơn vị tham gia"
    BLOCS = "blocs", "các đơn vị của những khối được chọn"
    LEADERS = "leaders", "các Trưởng khối"


class Reading(TextChoices):
    """How the date of a deadline is read."""

    BEFORE_DAY = "before_day", "trước ngày (không tính ngày đó)"
    END_OF_DAY = "end_of_day", "hết ngày (tính cả ngày đó)"
    BY_HOUR = "by_hour", "trước giờ ghi trong ngày"


class Cause(TextChoices):
    """Why a deadline is put off."""

    REQUEST = "request", "gia hạn theo đề nghị"
    INCIDENT = "incident", "gia hạn do sự cố hệ thống"


class ExtensionState(TextChoices):
    """The life of an extension."""

    REQUESTED = "requested", "Chờ người thứ hai duyệt"
    GRANTED = "granted", "Đã gia hạn"
    REFUSED = "refused", "Không gia hạn"


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


class Judgement(TextChoices):
    """How far a unit is at a target, measured by the straight path to it (campaigns/course.py)."""

    REACHED = "reached", "Đã đạt"
    ON_COURSE = "on_course", "Đúng tiến độ"
    AT_RISK = "at_risk", "Có nguy cơ"
    BEHIND = "behind", "Chậm"
    UNFOUNDED = "unfounded", "Chưa đủ cơ sở"
    NO_FIGURE = "no_figure", "Chưa có số liệu"
    NOT_TAKEN = "not_taken", "Không đăng ký"
