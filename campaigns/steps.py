"""The stepper of a submission: passed, current, and an arc back to whoever must act (ui.md, habit 1)."""

from dataclasses import dataclass

from campaigns.enums import SubmissionState as S
from campaigns.models import Submission


@dataclass(frozen=True)
class Step:
    """One step: its label, its state (passed, current, todo, returned, missed) and a note."""

    label: str
    state: str
    note: str = ""


SIGNATURE = "Thủ trưởng ký"
LABELS = ("Đơn vị soạn", SIGNATURE, "Nơi nhận duyệt", "Đã duyệt")
BEFORE_THE_HEAD = ("passed", "current", "todo", "todo")
STATES_OF_STEPS = {
    S.DRAFT: ("current", "todo", "todo", "todo"),
    S.SUBMITTED: ("passed", "passed", "current", "todo"),
    S.RETURNED: ("returned", "todo", "todo", "todo"),
    S.ACCEPTED: ("passed", "passed", "passed", "passed"),
}


def submission_steps(submission: Submission) -> list[Step]:
    """Đơn vị soạn → thủ trưởng ký → nơi nhận duyệt → xong; with the head while it lies there to be signed."""
    states = BEFORE_THE_HEAD if submission.presented_at else STATES_OF_STEPS[S(submission.state)]
    notes = {"returned": submission.answer}
    return [Step(label, state, notes.get(state, "")) for label, state in zip(LABELS, states, strict=True)]
