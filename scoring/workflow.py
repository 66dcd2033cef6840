"""The lives of scoring tables and score sheets."""

from core.workflow import Workflow
from scoring.enums import AppealState as A
from scoring.enums import SheetState as S
from scoring.enums import TableState as T

TABLE = Workflow(
    name="bảng tiêu chí",
    initial=T.DRAFT,
    moves={
        (T.DRAFT, "propose"): T.PROPOSED,
        (T.DRAFT, "freeze"): T.FROZEN,
        (T.PROPOSED, "freeze"): T.FROZEN,
        (T.PROPOSED, "withdraw"): T.DRAFT,
        (T.FROZEN, "supersede"): T.SUPERSEDED,
    },
    owner={T.DRAFT: "Trưởng khối", T.PROPOSED: "các thành viên", T.FROZEN: "Trưởng khối", T.SUPERSEDED: ""},
    labels={
        **dict(T.choices),
        "propose": "lấy ý kiến",
        "freeze": "thống nhất",
        "withdraw": "sửa lại",
        "supersede": "thay bằng phiên bản mới",
    },
)

SHEET = Workflow(
    name="bảng điểm",
    initial=S.DRAFT,
    moves={
        (S.DRAFT, "submit"): S.SELF_SUBMITTED,
        (S.DRAFT, "take_filed"): S.SELF_SUBMITTED,
        (S.DRAFT, "score_without_self"): S.SELF_SUBMITTED,
        (S.DRAFT, "close_without_self"): S.APPRAISED,
        (S.SELF_SUBMITTED, "confirm_bloc"): S.BLOC_CONFIRMED,
        (S.SELF_SUBMITTED, "return_to_unit"): S.DRAFT,
        (S.BLOC_CONFIRMED, "appraise"): S.APPRAISED,
        (S.BLOC_CONFIRMED, "return_to_bloc"): S.SELF_SUBMITTED,
        (S.BLOC_CONFIRMED, "return_to_unit"): S.DRAFT,
        (S.APPRAISED, "publish"): S.PUBLISHED,
        (S.APPRAISED, "return_to_bloc"): S.SELF_SUBMITTED,
    },
    owner={
        S.DRAFT: "đơn vị",
        S.SELF_SUBMITTED: "Trưởng khối",
        S.BLOC_CONFIRMED: "cơ quan thường trực",
        S.APPRAISED: "cơ quan thường trực",
        S.PUBLISHED: "",
    },
    labels={
        **dict(S.choices),
        "submit": "nộp tự chấm",
        "take_filed": "lấy lại bản đã nộp",
        "score_without_self": "khối chấm thay (không nộp)",
        "close_without_self": "khép lại (không nộp)",
        "confirm_bloc": "xác nhận điểm khối",
        "appraise": "thẩm định",
        "publish": "công bố",
        "return_to_unit": "trả lại đơn vị",
        "return_to_bloc": "trả lại khối",
    },
)

APPEAL = Workflow(
    name="kiến nghị",
    initial=A.DRAFT,
    moves={(A.DRAFT, "send"): A.OPEN, (A.OPEN, "grant"): A.GRANTED, (A.OPEN, "reject"): A.REJECTED},
    owner={A.DRAFT: "đơn vị", A.OPEN: "cơ quan thường trực", A.GRANTED: "", A.REJECTED: ""},
    labels={**dict(A.choices), "send": "ký gửi", "grant": "chấp nhận", "reject": "không chấp nhận"},
)
