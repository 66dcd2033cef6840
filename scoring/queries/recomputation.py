"""Reading a bloc for its recomputation: every row of it in a few queries, and no more than one bloc at a time."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign
from core.authz import Decision, can
from core.models import Job
from scoring.calculation import sheets as arithmetic
from scoring.models import Criterion, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.lines import table_of

GOING_ON = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class KnownTable:
    """A table as the arithmetic takes it, with its rows as the lines refer to them."""

    rules: arithmetic.Table
    criteria: dict[int, Criterion]


@dataclass(frozen=True)
class Recomputation:
    """What staff see of it on the page of the campaign: the last one, if any, and whether it is going on."""

    campaign: Campaign
    decision: Decision
    job: Job | None

    @property
    def is_going_on(self) -> bool:
        """The page asks on until it ends."""
        return self.job is not None and self.job.state in GOING_ON

    @property
    def has_failed(self) -> bool:
        """For good."""
        return self.job is not None and self.job.state == Job.State.FAILED


def recomputation(campaign: Campaign, user: Any) -> Recomputation | None:
    """For those who may start one; None for everybody else. One query."""
    decision = can(user, "scoring.recompute", campaign)
    return Recomputation(campaign, decision, latest_job(campaign)) if decision else None


def latest_job(campaign: Campaign) -> Job | None:
    """The last time that somebody had the campaign computed again."""
    return Job.objects.filter(name="scoring.recompute", arguments__campaign=campaign.pk).first()


def bloc_ids(campaign: Campaign) -> list[int]:
    """The blocs of the campaign in which there are sheets, in one order."""
    found = ScoreSheet.objects.filter(participation__campaign=campaign)
    return list(found.order_by("participation__bloc").values_list("participation__bloc", flat=True).distinct())


def known_table(table: ScoringTable) -> KnownTable:
    """The table with its criteria. Two queries."""
    criteria = Criterion.objects.filter(group__table=table).select_related("group", "target")
    rows = list(criteria.order_by("group__position", "position"))
    return KnownTable(table_of(table, table.groups.all(), rows), {one.pk: one for one in rows})


def lines_by_sheet(sheets: Iterable[ScoreSheet], tables: dict[int, KnownTable]) -> dict[uuid.UUID, list[ScoreLine]]:
    """The lines of these sheets, which refer to the criteria of ``tables``. One query."""
    by_pk = {sheet.pk: sheet for sheet in sheets}
    found: dict[uuid.UUID, list[ScoreLine]] = defaultdict(list)
    for line in ScoreLine.objects.filter(sheet__in=by_pk).order_by("pk"):
        line.criterion = tables[by_pk[line.sheet_id].table_id].criteria[line.criterion_id]
        found[line.sheet_id].append(line)
    return found
