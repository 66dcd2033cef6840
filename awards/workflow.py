"""The life of a proposal."""

from awards.enums import ProposalState as P
from core.workflow import Workflow

PROPOSAL = Workflow(
    name="đề nghị khen thưởng",
    initial=P.NOMINATED,
    moves={
        (P.CONTESTED, "settle"): P.NOMINATED,
        (P.CONTESTED, "drop"): P.DROPPED,
        (P.NOMINATED, "propose"): P.PROPOSED,
        (P.NOMINATED, "drop"): P.DROPPED,
        (P.PROPOSED, "decide"): P.DECIDED,
        (P.PROPOSED, "drop"): P.DROPPED,
        (P.DECIDED, "award"): P.AWARDED,
    },
    owner={
        P.CONTESTED: "cơ quan thường trực",
        P.NOMINATED: "cơ quan thường trực",
        P.PROPOSED: "người có thẩm quyền",
        P.DECIDED: "cơ quan thường trực",
        P.AWARDED: "",
        P.DROPPED: "",
    },
    labels={
        **dict(P.choices),
        "settle": "chọn",
        "drop": "không xét",
        "propose": "trình",
        "decide": "quyết định",
        "award": "trao",
    },
)
