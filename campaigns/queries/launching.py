"""What a launch would do now: who is told, and what staff should know before they confirm."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from blocs.models import Bloc, Membership
from campaigns.models import AssignedTarget, Campaign, Participation
from campaigns.queries.campaigns import called_members, participations_of, targets_of
from campaigns.queries.hierarchy import looseness
from campaigns.wording import named
from core.dates import deadline_reading, local_day, short_date
from organizations.enums import Role
from organizations.models import Seat, Unit

TOLD = (Role.OFFICER, Role.HEAD)
NAMED = 10
LATEST = timedelta(days=183)  # reports on a year are due early in the next one; later than that is mistyped, most often


@dataclass(frozen=True)
class LaunchPreview:
    """``facts`` for the confirmation, the sum first; ``warnings`` that do not keep it from being launched."""

    facts: list[str]
    warnings: list[str]


def preview(campaign: Campaign, now: datetime) -> LaunchPreview:
    """What a launch of ``campaign`` would do at ``now``. A constant number of queries."""
    seats = participations_of(campaign) if campaign.bloc_id else called_members(campaign)
    units: dict[Bloc, list[Unit]] = defaultdict(list)
    for seat in seats:
        units[seat.bloc].append(seat.unit)
    people = _people(seats)
    return LaunchPreview(
        _facts(units, people),
        [*_silent(units, people), *_deadlines(campaign, now), *looseness(campaign), *_unassigned(campaign)],
    )


def _people(seats: Iterable[Participation | Membership]) -> dict[int, set[int]]:
    """Per unit: the people who will be told."""
    units = [seat.unit_id for seat in seats]
    rows = Seat.objects.filter(unit__in=units, role__in=TOLD, ended_on=None, user__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for unit, user in rows.values_list("unit_id", "user_id"):
        found[unit].add(user)
    return found


def _facts(units: dict[Bloc, list[Unit]], people: dict[int, set[int]]) -> list[str]:
    told = {bloc: set().union(*(people.get(unit.pk, set()) for unit in found)) for bloc, found in units.items()}
    everybody = set().union(*told.values())
    total = sum(map(len, units.values()))
    return [
        f"{total} đơn vị, {len(everybody)} người của {len(units)} khối sẽ nhận thông báo ngay.",
        *(f"{bloc}: {len(found)} đơn vị, {len(told[bloc])} người." for bloc, found in units.items()),
    ]


def _silent(units: dict[Bloc, list[Unit]], people: dict[int, set[int]]) -> list[str]:
    """The units in which nobody will be told."""
    silent = [unit.short_name for found in units.values() for unit in found if not people.get(unit.pk)]
    if not silent:
        return []
    return [
        f"{len(silent)} đơn vị chưa có tài khoản cán bộ đầu mối hay thủ trưởng nên không ai nhận được thông báo: "
        f"{named(silent, NAMED)}."
    ]


def _deadlines(campaign: Campaign, now: datetime) -> list[str]:
    milestones = list(campaign.milestones.all())
    if not milestones:
        return ["Chưa có mốc thời hạn nào: hệ thống sẽ không nhắc đơn vị nộp gì."]
    end = campaign.ends_on or date(campaign.year, 12, 31)
    over = [one for one in milestones if one.due_at <= now]
    far = [one for one in milestones if local_day(one.due_at) > end + LATEST]
    return [
        *(f"Mốc “{one.name}” đã qua hạn: {deadline_reading(one.due_at)}." for one in over),
        *(
            f"Mốc “{one.name}” muộn hơn ngày kết thúc phong trào ({short_date(end)}) trên sáu tháng: "
            f"{deadline_reading(one.due_at)}. Hãy xem lại năm."
            for one in far
        ),
    ]


def _unassigned(campaign: Campaign) -> list[str]:
    """How many quantitative targets no unit is given; a bloc's plan gives none."""
    if campaign.bloc_id:
        return []
    given = set(AssignedTarget.objects.filter(target__indicator__campaign=campaign).values_list("target_id", flat=True))
    targets = [target for target in targets_of(campaign) if target.is_quantitative]
    missing = [target for target in targets if target.pk not in given]
    if not missing:
        return []
    return [f"{len(missing)}/{len(targets)} mức chỉ tiêu chưa giao cho đơn vị nào; đơn vị lấy theo chỉ tiêu chung."]
