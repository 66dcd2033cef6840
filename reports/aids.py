"""What the system can say itself in a unit's report: targets met and missed, points, titles, awards."""

from collections.abc import Sequence

from awards.enums import ProposalState
from awards.models import Proposal
from campaigns.aids import HINTS
from campaigns.enums import FILED, SubmissionKind
from campaigns.models import RegisteredTitle, Submission
from campaigns.queries.submissions import TargetRow
from campaigns.sums import is_ceiling
from core.dates import short_date
from core.numbers import format_points
from reports.wording import balance, judge, target_name
from scoring.models import ScoreSheet


def figures(submission: Submission, rows: Sequence[TargetRow]) -> list[str]:
    """Which of the unit's own targets it met, which not: the figures themselves stand in the printed table."""
    own = [row for row in rows if row.target.is_quantitative and _is_of_unit(row)]
    return balance([_judged(row) for row in own], midterm=submission.kind == SubmissionKind.MIDTERM_REPORT)


def _is_of_unit(row: TargetRow) -> bool:
    return any(one is not None for one in (row.registered, row.assigned, row.actual))


def _judged(row: TargetRow) -> tuple[str, str]:
    """The target's name, and how the unit did."""
    target = row.target
    lower = is_ceiling(target.op, target.direction)
    name = target_name(target.indicator.name, target.label, target.op)
    return name, judge(row.plan, row.actual, lower_is_better=lower)


def registered_titles(submission: Submission, _rows: Sequence[TargetRow]) -> list[str]:
    """What the unit registered to compete for: what it may now propose."""
    rows = RegisteredTitle.objects.filter(
        submission__participation=submission.participation_id,
        submission__kind=SubmissionKind.REGISTER,
        submission__state__in=FILED,
    )
    names = rows.order_by("title__position").values_list("title__name", "number")
    return [f"Đã đăng ký {name}: {number or 'chưa ghi số lượng'}." for name, number in names]


def self_score(submission: Submission, _rows: Sequence[TargetRow]) -> list[str]:
    """The total of the unit's own score sheet, as far as it has scored itself."""
    totals = ScoreSheet.objects.filter(participation=submission.participation_id).values_list("self_total", flat=True)
    return [f"Tổng điểm tự chấm: {format_points(total)} điểm." for total in totals if total is not None]


def decided_awards(submission: Submission, _rows: Sequence[TargetRow]) -> list[str]:
    """The awards that were decided for the unit in the year of the report."""
    year = submission.participation.campaign.year
    rows = Proposal.objects.filter(
        participation__unit=submission.participation.unit_id,
        state__in=[ProposalState.DECIDED, ProposalState.AWARDED],
        decided_on__year=year,
    )
    return [
        f"Đơn vị được tặng {one.tier.name} theo Quyết định số {one.decision_number} ngày {short_date(one.decided_on)}."
        for one in rows.select_related("tier").order_by("decided_on", "pk")
        if one.decided_on
    ]


HINTS.setdefault("results", []).append(figures)
HINTS.setdefault("awards", []).append(decided_awards)
HINTS.setdefault("classification", []).append(self_score)
HINTS.setdefault("commendation", []).append(registered_titles)
