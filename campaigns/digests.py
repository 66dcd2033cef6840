"""What reminders say, and at which hours they may go out. Pure: no database, no clock."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from campaigns.wording import named
from core.dates import VIETNAM, deadline_reading, local_day, short_date, time_left

MORNING, EVENING = time(7), time(20)
FIRST_DAY_OFF = 5  # Saturday, as date.weekday() counts; public holidays are not known here
NAMED = 30  # names in one list of a letter; the follow-up page has them all


def is_quiet(moment: datetime, due_at: datetime) -> bool:
    """Whether a reminder of ``due_at`` must wait for a better hour (Vietnamese time).

    ============================  =====================================================================
    working day, 07:00–20:00      everything goes out
    Saturday, Sunday 07:00–20:00  only what falls due before the next working morning
    20:00–07:00                   only what falls due before the next morning, so that nobody is woken
                                  for what can be told at seven
    ============================  =====================================================================
    """
    by_day, working = MORNING <= moment.time() < EVENING, is_working_day(moment)
    if by_day and working:
        return False
    return not moment < due_at < _next_morning(moment, working=by_day)


def is_working_day(moment: datetime) -> bool:
    """Monday to Friday."""
    return moment.weekday() < FIRST_DAY_OFF


def _next_morning(moment: datetime, *, working: bool) -> datetime:
    """The next seven o'clock, of a working day if asked for."""
    morning = datetime.combine(moment.date(), MORNING, tzinfo=VIETNAM)
    while morning <= moment or (working and not is_working_day(morning)):
        morning += timedelta(days=1)
    return morning


def own_part(missing: list[Any], moment: datetime) -> str:
    """To a unit: what it has not filed, until when, to whom."""
    lines = [f"{missing[0].folder.unit.short_name} chưa nộp:"]
    for one in missing:
        returned = " Hồ sơ đã bị trả lại; hãy sửa và nộp lại." if one.is_returned else ""
        lines.append(f"– {_owed(one, moment)} Nơi nhận: {addressee(one.milestone)}.{returned}")
    return "\n".join([*lines, "Hãy mở Bàn làm việc để soạn và nộp."])


def bloc_part(missing: list[Any], moment: datetime) -> str:
    """To the office of a bloc's leader: which members are missing, deadline by deadline."""
    lines = []
    for bloc, of_bloc in groupby(sorted(missing, key=_bloc), key=_bloc):
        lines.append(f"{bloc[0]} – thành viên chưa nộp:")
        lines += [
            f"– {_owed(group[0], moment)} Chưa nộp ({len(group)}): {_names(group)}." for group in _by_deadline(of_bloc)
        ]
    return "\n".join(lines)


def staff_part(missing: list[Any], moment: datetime) -> str:
    """To staff: who is missing, deadline by deadline and bloc by bloc."""
    lines = []
    for campaign, of_campaign in groupby(sorted(missing, key=_campaign), key=_campaign):
        lines.append(f"{campaign[1]} – các đơn vị chưa nộp:")
        for group in _by_deadline(of_campaign):
            lines.append(f"– {_deadline(group[0], moment)} {len(group)} đơn vị chưa nộp:")
            blocs = [list(of_bloc) for _, of_bloc in groupby(sorted(group, key=_bloc), key=_bloc)]
            lines += [
                f"+ {of_bloc[0].folder.bloc.name} ({len(of_bloc)}): {_names(of_bloc)}" for of_bloc in blocs[:NAMED]
            ]
            if len(blocs) > NAMED:
                lines.append(f"+ và {len(blocs) - NAMED} khối khác; xem đủ ở trang Theo dõi việc nộp.")
    return "\n".join(lines)


def subject(own: list[Any], followed: list[Any], moment: datetime) -> str:
    """What a digest is about, in one line: the time left when it is about one thing, else how many."""
    if len(own) == 1 and not followed:
        return f"{own[0].milestone.get_kind_display()}: {time_left(moment, own[0].due_at)}"
    parts = [f"{len(own)} việc phải nộp"] if own else []
    if followed:
        parts.append(f"{len({one.folder.pk for one in followed})} đơn vị chưa nộp")
    return f"Nhắc hạn ngày {short_date(local_day(moment))}: {', '.join(parts)}"


def addressee(milestone: Any) -> str:
    """To whom a deadline's submission goes, in the words of letters."""
    if milestone.addressee == "bloc_leader":
        return "Trưởng khối"
    return str(milestone.campaign.standing_body_name)


@lru_cache(maxsize=64)  # the same few deadlines in thousands of letters
def until(due_at: datetime, moment: datetime) -> str:
    """A deadline in plain words with the time left."""
    return f"hạn {deadline_reading(due_at)}, {time_left(moment, due_at)}"


def _deadline(one: Any, moment: datetime) -> str:
    return f"{one.milestone.name}: {until(one.due_at, moment)}."


def _owed(one: Any, moment: datetime) -> str:
    """With the campaign, as one letter may speak of several."""
    return f"{one.milestone.name} ({one.milestone.campaign.heading}): {until(one.due_at, moment)}."


def _names(missing: Iterable[Any]) -> str:
    return named([one.folder.unit.short_name for one in missing], NAMED)


def _bloc(one: Any) -> tuple[str, int]:
    return one.folder.bloc.name, one.folder.bloc_id


def _campaign(one: Any) -> tuple[int, str]:
    return one.milestone.campaign_id, one.milestone.campaign.heading


def _by_deadline(missing: Iterable[Any]) -> list[list[Any]]:
    """Grouped by deadline, the earliest first; units whose deadline was put off apart."""
    key = attrgetter("due_at", "milestone.pk")
    return [list(group) for _, group in groupby(sorted(missing, key=key), key=key)]
