"""Reading a bloc for its recomputation: every row of it in a few queries, and no more than one bloc at a time."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from campaigns.models import Campaign
from core.authz import Decision, can
from core.models import Job
from scoring.calculation import sheets as arithmetic
from scoring.calculation.facts import Brackets, Facts
from scoring.models import Criterion, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.lines import brackets_of, sheet_with, table_of

AS_TEXT = ("ranks", "days_late", "late_brackets")  # most lines hold the same few
GOING_ON = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class KnownTable:
    """A table as the arithmetic takes it, with the number of each criterion as the lines refer to it."""

    rules: arithmetic.Table
    numbers: Mapping[int, str]


@dataclass(frozen=True)
class KnownSheet:
    """A sheet as the arithmetic takes it, with the key of each of its lines by number of the criterion."""

    plain: arithmetic.Sheet
    keys: Mapping[str, int]


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
    rows = list(Criterion.objects.filter(group__table=table).order_by("group__position", "position"))
    return KnownTable(table_of(table, table.groups.all(), rows), {one.pk: one.no for one in rows})


def known_sheets(sheets: Iterable[ScoreSheet], tables: Mapping[int, KnownTable]) -> dict[uuid.UUID, KnownSheet]:
    """These sheets with all that points and totals follow from; what only sentences say is left out. One query.

    Plain rows: to make an instance of every line would take longer than to compute it.
    """
    found: dict[uuid.UUID, tuple[Mapping[int, str], dict[str, arithmetic.Line], dict[str, int]]]
    found = {one.pk: (tables[one.table_id].numbers, {}, {}) for one in sheets}
    rows = ScoreLine.objects.filter(sheet__in=list(found)).order_by().values_list(
        "pk", "sheet", "criterion", "plan", "actual", "second", "grade", *(Cast(name, TextField()) for name in AS_TEXT),
        "assigned", "self_points", "bloc_points", "appraised_points", "bloc_answer", "appraised_answer",
    )  # fmt: skip
    for pk, sheet, criterion, plan, actual, second, grade, ranks, late, prices, assigned, *said in rows:
        own, bloc, appraised, bloc_answer, appraised_answer = said
        numbers, lines, keys = found[sheet]
        no = numbers[criterion]
        keys[no] = pk
        lines[no] = arithmetic.Line(
            Facts(plan, actual, second, grade, _ranks(ranks), _days(late), _brackets(prices)),
            {arithmetic.SELF: own, arithmetic.BLOC: bloc, arithmetic.APPRAISED: appraised},
            {arithmetic.BLOC: bloc_answer, arithmetic.APPRAISED: appraised_answer},
            assigned,
        )
    return {one.pk: KnownSheet(sheet_with(one, found[one.pk][1]), found[one.pk][2]) for one in sheets}


@lru_cache(maxsize=1024)
def _ranks(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1024)
def _days(text: str) -> Mapping[str, int]:
    return MappingProxyType(json.loads(text))


@lru_cache(maxsize=1024)
def _brackets(text: str) -> Mapping[str, Brackets]:
    return MappingProxyType(brackets_of(json.loads(text)))
