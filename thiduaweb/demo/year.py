"""The year of Hà Giang 2021 as a list of dated deeds; a stage of the demonstration is a day in it.

Every deed goes through the same service that the browser calls, at the hour at which it is supposed to have happened.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from campaigns.enums import SubmissionKind as Kind
from campaigns.models import Campaign
from campaigns.services import campaigns as campaign_services
from campaigns.services import reminders
from core import audit, clock
from core.dates import VIETNAM
from core.exceptions import Refused
from core.models import AssumedClock, AuditEvent
from thiduaweb.demo import fixtures, ground
from thiduaweb.demo.awarding import award_deeds
from thiduaweb.demo.bloc_reports import bloc_report_deeds
from thiduaweb.demo.deadlines import deadline_deeds
from thiduaweb.demo.ground import PROGRAMME
from thiduaweb.demo.scoring import scoring_deeds
from thiduaweb.demo.units import Member, give_targets, unit_deeds


def on(text: str) -> datetime:
    """A moment in Vietnam: "2021-01-05 08:00"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


STAGES = {
    "launched": on("2021-01-05 08:00"),
    "registration": on("2021-01-08 08:30"),
    "midterm": on("2021-06-21 08:30"),
    "scoring": on("2021-12-08 08:30"),
    "ranked": on("2021-12-24 08:30"),
    "awarded": on("2022-01-25 08:30"),
    "closed": on("2022-02-10 08:30"),
}
DEFAULT_STAGE = "scoring"
LIVED = "demo.lived"

LAUNCHES = {
    PROGRAMME: on("2020-12-24 09:00"),
    "cao-bang-2021-chi-thi-01": on("2021-01-18 09:00"),
    "tuan-giao-2021-chi-thi": on("2021-02-22 09:00"),
    "ha-giang-2021-khoi-tong-hop-ke-hoach-632": on("2021-05-25 09:00"),
}


# Some of the days on which the scheduled sweep wrote to those who had not filed: working days, three of them Mondays.
REMINDED_ON = (
    *("2021-01-06", "2021-01-11", "2021-06-18", "2021-06-28"),
    *("2021-06-30", "2021-11-29", "2021-12-01", "2021-12-03"),
)


@dataclass(frozen=True, order=True)
class Deed:
    """Something that happened at a moment; ``act`` calls the service."""

    at: datetime
    act: Callable[[], Any] = field(compare=False)


def live(*, since: datetime | None, until: datetime) -> list[str]:
    """Do every deed after ``since`` (None: from the beginning) and not after ``until``, then let it be ``until``.

    Returns why deeds were left out: going on from where people tried things themselves, some are done already.
    """
    left_out = []
    if since is None:
        clock.assume(on("2020-12-20 08:00"))
        ground.lay()
    for deed in sorted(deeds()):
        if (since is None or deed.at > since) and deed.at <= until:
            clock.assume(deed.at)
            try:
                deed.act()
            except Refused as refusal:
                if since is None:
                    raise
                left_out.append(f"{deed.at:%d/%m/%Y}: {refusal.reason}")
    clock.assume(until)
    audit.record(LIVED, on=AssumedClock.objects.get(), by=None, until=until)
    return left_out


def lived_until() -> datetime | None:
    """The moment up to which the year was lived last, however far the clock went on since; None before the first."""
    last = AuditEvent.objects.filter(event=LIVED).first()
    return datetime.fromisoformat(last.detail["until"]).astimezone(VIETNAM) if last else None


def deeds() -> Iterator[Deed]:
    """All deeds of the year, in no order."""
    for code, at in LAUNCHES.items():
        yield Deed(at, lambda code=code: _launch(code))  # type: ignore[misc]
    yield Deed(on("2020-12-28 09:00"), lambda: give_targets(members()))
    for member in members():
        for at, act in unit_deeds(member):
            yield Deed(at, act)
    for at, act in chain(scoring_deeds(members()), bloc_report_deeds(PROGRAMME), award_deeds(PROGRAMME)):
        yield Deed(at, act)
    for day in REMINDED_ON:
        yield Deed(on(f"{day} 07:00"), reminders.sweep)
    for at, act in deadline_deeds(PROGRAMME):
        yield Deed(at, act)
    yield Deed(on("2022-02-08 09:00"), _close)


def members() -> list[Member]:
    """The units of the year with their invented figures and the moments at which they file."""
    blocs = {code: row["code"] for row in fixtures.read("blocs") for code in row["members"]}
    return [
        Member(index, data, blocs[data["unit"]], _filing_times(index, data["days_late"], blocs[data["unit"]]))
        for index, data in enumerate(fixtures.illustrative_units())
    ]


def _filing_times(index: int, days_late: dict[str, int], bloc: str) -> dict[str, datetime]:
    """When the unit files each kind: so many started days after the deadline, or one to five days before it."""
    dues = {
        Kind.REGISTER: on("2021-01-10 00:00"),
        Kind.MIDTERM_REPORT: on("2021-06-20 00:00") if bloc == "tong-hop" else on("2021-06-30 00:00"),
        Kind.FINAL_REPORT: on("2021-11-30 00:00"),
    }
    late_dues = dues | {Kind.MIDTERM_REPORT: on("2021-06-30 00:00")}
    times: dict[str, datetime] = {}
    for kind, due in dues.items():
        late = days_late[kind]
        day = late_dues[kind] + timedelta(days=late - 1) if late else due - timedelta(days=1 + index % 5)
        times[kind] = day + timedelta(hours=9, minutes=7 * index)
    times[Kind.SELF_SCORE] = max(times[Kind.FINAL_REPORT], on("2021-12-02 09:00")) + timedelta(hours=1, minutes=index)
    return times


def _launch(code: str) -> None:
    campaign = Campaign.objects.get(code=code)
    campaign_services.launch(campaign_id=campaign.pk, by=ground.staff_of(campaign.authority.code))


def _close() -> None:
    for code in ("ha-giang-2021-khoi-tong-hop-ke-hoach-632", PROGRAMME):
        campaign = Campaign.objects.get(code=code)
        campaign_services.close(campaign_id=campaign.pk, by=ground.staff_of(campaign.authority.code))
