"""The lives of scoring tables and score sheets."""

from core.workflow import Workflow
from scoring.enums import SheetState as S
from scoring.enums import TableState as T

TABLE = Workflow(
    name="bảng tiêu chí",
    initial=T.DRAFT,
    moves={(T.DRAFT, "freeze"): T.FROZEN},
    owner={T.DRAFT: "Trưởng khối", T.FROZEN: ""},
    labels={**dict(T.choices), "freeze": "thống nhất"},
)

SHEET = Workflow(
    name="bảng điểm",
    initial=S.DRAFT,
    moves={
        (S.DRAFT, "submit"): S.SELF_SUBMITTED,
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
        "confirm_bloc": "xác nhận điểm khối",
        "appraise": "thẩm định",
        "publish": "công bố",
        "return_to_unit": "trả lại đơn vị",
        "return_to_bloc": "trả lại khối",
    },
)
