"""The words of scoring: states of tables and sheets, tiers, kinds of groups."""

from django.db.models import TextChoices

from organizations.enums import Role

DEPARTMENT_ROLES = (Role.OFFICER, Role.HEAD, Role.STAFF)
"""The seats from which a department appraises its part."""


class TableState(TextChoices):
    """The life of a scoring table."""

    DRAFT = "draft", "Đang soạn"
    PROPOSED = "proposed", "Đang lấy ý kiến"
    FROZEN = "frozen", "Đã thống nhất"
    SUPERSEDED = "superseded", "Đã thay thế"


class RankedBy(TextChoices):
    """What a ranking compares."""

    POINTS = "points", "Tổng điểm"
    PERCENT = "percent", "Tỷ lệ % so với điểm tối đa của các tiêu chí được giao"


class BlocMode(TextChoices):
    """Who gives the bloc's tier."""

    OFFICE = "office", "Trưởng khối chấm"
    CROSSWISE = "crosswise", "Các thành viên chấm chéo"
    MEETING = "meeting", "Chấm tại cuộc họp khối"


class MissingSelf(TextChoices):
    """What happens to a unit that files no self-score (domain.md B2)."""

    BLOC_SCORES = "bloc_scores", "Khối chấm thay theo số liệu đã có"
    ZERO = "zero", "Không có điểm"
    UNCLASSIFIED = "unclassified", "Không xếp loại"


class RankingKind(TextChoices):
    """Why a ranking was kept."""

    MIDTERM = "midterm", "Sơ kết"
    PROVISIONAL = "provisional", "Công bố tạm thời"
    FINAL = "final", "Công bố chính thức"


class AppealState(TextChoices):
    """The life of an appeal."""

    DRAFT = "draft", "Đang soạn"
    OPEN = "open", "Chờ trả lời"
    GRANTED = "granted", "Được chấp nhận"
    REJECTED = "rejected", "Không được chấp nhận"


LIVING_APPEAL = (AppealState.DRAFT, AppealState.OPEN)


class SheetState(TextChoices):
    """The life of a score sheet."""

    DRAFT = "draft", "Đơn vị đang tự chấm"
    SELF_SUBMITTED = "self_submitted", "Khối đang chấm"
    BLOC_CONFIRMED = "bloc_confirmed", "Đang thẩm định"
    APPRAISED = "appraised", "Đã thẩm định"
    PUBLISHED = "published", "Đã công bố"


class Tier(TextChoices):
    """Who gave the points; the three stand side by side for ever."""

    SELF = "self", "Tự chấm"
    BLOC = "bloc", "Khối chấm"
    APPRAISED = "appraised", "Thẩm định"


LOWER_TIER = {Tier.BLOC: Tier.SELF, Tier.APPRAISED: Tier.BLOC}
UPPER_TIERS = {Tier.SELF: (Tier.BLOC, Tier.APPRAISED), Tier.BLOC: (Tier.APPRAISED,), Tier.APPRAISED: ()}


class GroupKind(TextChoices):
    """How a group counts in the total."""

    POINTS = "points", "Điểm chuẩn"
    BONUS = "bonus", "Điểm thưởng"
    PENALTY = "penalty", "Điểm trừ"


class Scorer(TextChoices):
    """Who gives the middle tier of a group (domain.md B1: the standing body scores its own part)."""

    BLOC = "bloc", "Trưởng khối"
    STANDING_BODY = "standing_body", "Cơ quan thường trực"


class Loss(TextChoices):
    """What a case of a criterion costs the unit (domain.md B1, B2); the labels follow "không xét"."""

    FLAG = "flag", "Cờ thi đua"
    CERTIFICATE = "certificate", "Bằng khen"
    CLASS = "unclassified", "Xếp loại"

    @property
    def sentence(self) -> str:
        """What the unit reads."""
        return "Không xếp loại." if self is Loss.CLASS else f"Không xét {self.label}."


class PlanSource(TextChoices):
    """Where the plan of a line comes from; the labels begin its sentence."""

    REGISTERED = "registered", "Đăng ký"
    ASSIGNED = "assigned", "Chỉ tiêu giao"
    CAMPAIGN = "campaign", "Chỉ tiêu chung"
    TABLE = "table", "Kế hoạch"


class Grade(TextChoices):
    """The four grades of a qualitative criterion (domain.md B1), and the answers to a question of yes or no."""

    A = "A", "A (tốt)"
    B = "B", "B (khá)"
    C = "C", "C (trung bình)"
    D = "D", "D (yếu)"
    YES = "Y", "Có (đạt)"
    NO = "N", "Không (chưa đạt)"
