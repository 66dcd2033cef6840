"""What scoring adds to the floors below: the self-score, a closing condition, a part of the campaign page."""

from typing import Any

from django.urls import reverse

from campaigns.closing import CONDITIONS
from campaigns.contents import CONTENTS, Content
from campaigns.enums import SubmissionKind
from campaigns.models import Campaign, Submission
from campaigns.panels import PANELS, Panel
from scoring.enums import Tier
from scoring.models import Citation, ScoreLine, ScoreSheet
from scoring.queries.citations import WITH_CITATIONS, citations_of
from scoring.queries.lines import lines_of
from scoring.queries.panels import panel
from scoring.queries.sheets import not_yet_published, unscored, unscored_sentence


def freeze(submission: Submission) -> dict[str, Any]:
    """The whole self-score as it stands: criteria with their texts, facts, points, notes, hashes of the evidence."""
    sheet = submission.score_sheet
    return {
        "table": {"name": sheet.table.name, "version": sheet.table.version},
        "total": sheet.self_total,
        "lines": [_frozen_line(line) for line in lines_of(sheet).prefetch_related(WITH_CITATIONS)],
    }


def gaps(submission: Submission) -> list[str]:
    """The criteria that the unit has not scored, in one sentence (N08)."""
    missing = unscored(lines_of(submission.score_sheet), Tier.SELF)
    return [unscored_sentence(missing)] if missing else []


def still_scoring(campaign: Campaign) -> list[str]:
    """What keeps the campaign from closing: sheets that are not published."""
    left = not_yet_published(campaign).count()
    return [f"Còn {left} bảng điểm chưa công bố."] if left else []


def _frozen_line(line: ScoreLine) -> dict[str, Any]:
    criterion = line.criterion
    return {
        "group": criterion.group.no,
        "no": criterion.no,
        "name": criterion.name,
        "max_points": criterion.max_points,
        "rule": criterion.rule,
        "params": criterion.params,
        "plan": line.plan,
        "plan_source": line.plan_source,
        "actual": line.actual,
        "second": line.second,
        "grade": line.grade,
        "ranks": line.ranks,
        "assigned": line.assigned,
        "days_late": line.days_late,
        "late_brackets": line.late_brackets,
        "points": line.self_points,
        "note": line.self_note,
        "evidence": [_frozen_citation(one) for one in citations_of(line)],
    }


def _frozen_citation(citation: Citation) -> dict[str, Any]:
    one = citation.evidence
    return {
        "title": one.title,
        "doc_number": one.doc_number,
        "doc_date": one.doc_date,
        "page": citation.page,
        "file_name": one.file_name,
        "sha256": one.file_id,
    }


def _page(submission: Submission) -> str:
    """The sheet; the list while there is none (a self-score begins with its sheet, so that is nobody's way)."""
    sheet = ScoreSheet.objects.filter(submission=submission).first()
    return reverse("scoring:sheet", args=[sheet.pk]) if sheet else reverse("scoring:list")


CONTENTS[SubmissionKind.SELF_SCORE] = Content(freeze, gaps, _page)
CONDITIONS.append(still_scoring)
PANELS.append(Panel(order=50, template="scoring/_panel.html", context=panel))
