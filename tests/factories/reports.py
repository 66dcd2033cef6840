"""A bloc whose units registered, reported and were ranked: something to write a report about."""

from datetime import date
from decimal import Decimal

from campaigns.enums import SubmissionKind
from campaigns.enums import SubmissionState as S
from campaigns.models import ProgressEntry
from campaigns.queries.campaigns import targets_of
from core import clock
from tests.factories.awards import Contest, contest, publish
from tests.factories.campaigns import participation_of
from tests.factories.submissions import submission_at
from tests.support.dates import on

TOTALS = {"dong-van": "90.5", "meo-vac": "80", "yen-minh": "70.25"}
FIGURES = [Decimal("40"), Decimal("4.5")]


def reported() -> Contest:
    """The first bloc of ``contest``: one unit registered and reported, all have figures, the ranking is published."""
    world = contest()
    submission_at(S.ACCEPTED, world.province, world.campaign, SubmissionKind.REGISTER)
    late = "2021-12-02 09:00"
    submission_at(S.SUBMITTED, world.province, world.campaign, SubmissionKind.FINAL_REPORT, moment=late)
    folder = participation_of(world.campaign, world.province.unit)
    quantitative = [target for target in targets_of(world.campaign) if target.is_quantitative]
    for target, value in zip(quantitative, FIGURES, strict=True):
        ProgressEntry.objects.create(
            participation=folder,
            target=target,
            as_of=date(2021, 11, 20),
            value=value,
            recorded_at=clock.now(),
            recorded_by=world.province.officer,
        )
    clock.assume(on("2021-12-23 09:00"))
    publish(world, TOTALS)
    return world
