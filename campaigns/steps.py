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


STATES_OF_STEPS = {
    S.DRAFT: ("current", "todo", "todo"),
    S.SUBMITTED: ("passed", "current", "todo"),
    S.RETURNED: ("returned", "todo", "todo"),
    S.ACCEPTED: ("passed", "passed", "passed"),
}


def submission_steps(submission: Submission) -> list[Step]:
    """Đơn vị soạn → nơi nhận duyệt → xong."""
    labels = ("Đơn vị soạn", "Nơi nhận duyệt", "Đã duyệt")
    states = STATES_OF_STEPS[S(submission.state)]
    note = submission.answer if submission.state == S.RETURNED else ""
    return [
        Step(label, state, note if state == "returned" else "") for label, state in zip(labels, states, strict=True)
    ]
