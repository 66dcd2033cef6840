"""Figures of units as their officers record them."""

from datetime import date
from decimal import Decimal

from campaigns.drafts import IndicatorLine, TargetLine
from campaigns.enums import Op
from campaigns.models import Participation, Target
from campaigns.queries.progress import entries_of, fingerprint, values_of
from campaigns.queries.submissions import targets_of
from campaigns.services.progress import Recorded, revise_figures
from core import clock
from organizations.models import User
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.ground import Province
from tests.support.dates import on


def quantitative(folder: Participation) -> list[Target]:
    """The targets that take figures, in the order of the document."""
    return [target for target in targets_of(folder) if target.is_quantitative]


def record(folder: Participation, by: User, day: date, figures: dict[int, Decimal], source: str = "") -> int:
    """Figures by target id as they stood on ``day``, written by somebody who saw what stands there."""
    changes = {(target, day): Recorded(value, source) for target, value in figures.items()}
    seen = fingerprint(values_of(entries_of(folder)), changes)
    return revise_figures(participation=folder, changes=changes, seen=seen, by=by)


def recorded(folder: Participation, by: User, day: date, *values: str, source: str = "Cục Thống kê") -> None:
    """The first targets get ``values`` as they stood on ``day``; "-" leaves one out."""
    pairs = zip(quantitative(folder), values, strict=False)
    record(folder, by, day, {target.pk: Decimal(value) for target, value in pairs if value != "-"}, source)


def last_year(
    province: Province, *, name: str = "Thu nhập bình quân đầu người", op: Op = Op.AT_LEAST, value: str = "36.4"
) -> Target:
    """The target of a campaign of 2020 (the bloc had the same members) at which the first unit recorded ``value``."""
    for one in list(province.bloc.memberships.all()):
        one.pk, one.year = None, 2020
        one.save()
    target = TargetLine(op=op, value=Decimal(35), unit_of_measure="triệu đồng", direction="higher")
    campaign = launched_campaign(
        province, "nam-2020", year=2020, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
        indicators=(IndicatorLine(name, (target,)),), milestones=(),
    )  # fmt: skip
    folder = participation_of(campaign, province.unit)
    clock.assume(on("2020-12-25 09:00"))
    recorded(folder, province.officer, date(2020, 11, 20), value, source="")
    return targets_of(folder)[0]
