"""From what is stored to the course of a target: a campaign's days, what a unit is to reach in them. No queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.course import Aim
from campaigns.models import Campaign, Target
from campaigns.sums import adds_up, comes_in_pieces


def days_of(campaign: Campaign) -> tuple[date, date]:
    """The first and the last day of ``campaign``; the year it counts for where the document names none."""
    first = campaign.starts_on or date(campaign.year, 1, 1)
    return first, campaign.ends_on or date(max(campaign.year, first.year), 12, 31)


def quarters_of(campaign: Campaign) -> list[date]:
    """The last days of the four quarters of the year that ``campaign`` counts for."""
    return [date(campaign.year, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))]


@dataclass(frozen=True)
class Quarter:
    """One quarter in the grid: its last day, and the day its figure is taken for; None while it is to come."""

    end: date
    day: date | None

    @property
    def is_running(self) -> bool:
        """Whether it is not over yet, so that its figure is the one of today: a sơ kết is due before its end."""
        return self.day is not None and self.day < self.end


def quarters_at(campaign: Campaign, today: date) -> list[Quarter]:
    """The four quarters as they are entered on ``today``."""
    ends = quarters_of(campaign)
    starts = [date(campaign.year, month, 1) for month in (1, 4, 7, 10)]
    return [Quarter(end, min(end, today) if start <= today else None) for start, end in zip(starts, ends, strict=True)]


def is_counted(target: Target) -> bool:
    """Whether the figures of ``target`` are counted and add up."""
    return adds_up(f"{target.indicator.name} {target.label}", target.unit_of_measure)


def aim_of(target: Target, plan: Decimal | None, last_year: Decimal | None, campaign: Campaign) -> Aim | None:
    """What a unit with this plan and last year's result is to reach; None for a qualitative target."""
    if plan is None or not target.is_quantitative:
        return None
    first, last = days_of(campaign)
    return Aim(
        op=target.op,
        direction=target.direction,
        plan=plan,
        first=first,
        last=last,
        adds_up=is_counted(target),
        last_year=last_year,
        top=target.value_max,
        bound=target.bound,
        unit_of_measure=target.unit_of_measure,
        piece=Decimal(comes_in_pieces(target.unit_of_measure)),
    )
