"""The lives of campaigns and submissions."""

from campaigns.enums import CampaignState as C
from campaigns.enums import ExtensionState as X
from campaigns.enums import SubmissionState as S
from core.workflow import Workflow

CAMPAIGN = Workflow(
    name="phong trào",
    initial=C.DRAFT,
    moves={
        (C.DRAFT, "launch"): C.LAUNCHED,
        (C.LAUNCHED, "close"): C.CLOSED,
        (C.DRAFT, "cancel"): C.CANCELLED,
        (C.LAUNCHED, "cancel"): C.CANCELLED,
    },
    owner={C.DRAFT: "cơ quan thường trực", C.LAUNCHED: "các đơn vị", C.CLOSED: "", C.CANCELLED: ""},
    labels={**dict(C.choices), "launch": "phát động", "close": "kết thúc", "cancel": "hủy"},
)

SUBMISSION = Workflow(
    name="hồ sơ",
    initial=S.DRAFT,
    moves={
        (S.DRAFT, "submit"): S.SUBMITTED,
        (S.RETURNED, "submit"): S.SUBMITTED,
        (S.RETURNED, "take_again"): S.SUBMITTED,
        (S.SUBMITTED, "return"): S.RETURNED,
        (S.SUBMITTED, "accept"): S.ACCEPTED,
        (S.ACCEPTED, "reopen"): S.SUBMITTED,
    },
    owner={S.DRAFT: "đơn vị", S.SUBMITTED: "nơi nhận", S.RETURNED: "đơn vị", S.ACCEPTED: "cơ quan thường trực"},
    labels={
        **dict(S.choices),
        "submit": "nộp",
        "take_again": "lấy lại bản đã nộp",
        "return": "trả lại",
        "accept": "duyệt",
        "reopen": "mở lại",
    },
)

EXTENSION = Workflow(
    name="gia hạn",
    initial=X.REQUESTED,
    moves={
        (X.REQUESTED, "grant"): X.GRANTED,
        (X.REQUESTED, "refuse"): X.REFUSED,
    },
    owner={X.REQUESTED: "người thứ hai của cơ quan thường trực", X.GRANTED: "", X.REFUSED: ""},
    labels={**dict(X.choices), "grant": "duyệt gia hạn", "refuse": "không gia hạn"},
)
