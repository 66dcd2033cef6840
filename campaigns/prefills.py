"""Drafts that are made of what exists: last year's campaign, or the campaign above. Nothing is written."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet

from blocs.models import Bloc, Membership
from campaigns.creation import prizes_of
from campaigns.drafts import (
    DAY,
    CampaignDraft,
    IndicatorLine,
    MilestoneLine,
    PrizeLine,
    WaveLine,
    WindowLine,
    asked_twice,
)
from campaigns.enums import Addressee, Audience, CampaignState, Level, Reading, Scope
from campaigns.models import Campaign, run_by
from campaigns.queries.campaigns import draft_of
from campaigns.queries.extensions import granted_in
from core.dates import VIETNAM, local_day, long_date
from organizations.enums import Role
from organizations.models import Unit

SATURDAY = 5
TWO_TIERS_SINCE = 2026  # the first whole year without districts (domain.md A10)
LOWER = {Level.CENTRAL: Level.PROVINCE, Level.PROVINCE: Level.DISTRICT, Level.DISTRICT: Level.COMMUNE}
NO_LONGER_CALLED = "vốn chỉ dành cho khối không được mời nữa"
FOR_BLOCS_ABOVE = "của phong trào cấp trên chỉ dành cho một số khối"
Line = TypeVar("Line", MilestoneLine, WaveLine, WindowLine)


@dataclass(frozen=True)
class Prefill:
    """A draft to begin with, and what staff should look at before they save it."""

    draft: CampaignDraft
    hints: list[str]


def models_for(user: Any) -> QuerySet[Campaign]:
    """The campaigns that ``user`` runs and may take as a model, the newest first."""
    mine = Campaign.objects.filter(run_by(user.unit_ids(Role.STAFF))).exclude(state=CampaignState.CANCELLED)
    return mine.select_related("authority", "bloc").order_by("-year", "title", "pk")


def copy_of(campaign: Campaign, year: int) -> CampaignDraft:
    """``campaign`` for ``year``: days moved by whole years, names with the new year, without number and date.

    The blocs are those that have members in ``year``. Targets lose their ties to the campaign above, deadlines the
    words and dates of the old print; where they were put off for all, the day before that counts; those of
    blocs that are no longer called are widened or left out. A bloc's plan is put under the one campaign of its
    authority in ``year``.
    """
    old, shift = as_issued(campaign), year - campaign.year
    blocs = tuple(Bloc.objects.filter(campaigns=campaign, memberships__year=year).distinct().order_by("name"))
    called = {bloc.code for bloc in blocs}
    lines = [_next(line, campaign.year, year) for line in old.milestones]
    return replace(
        old,
        title=in_year(old.title, campaign.year, year),
        theme=in_year(old.theme, campaign.year, year),
        year=year,
        doc_number="",
        issued_on="",
        known_as="",
        notes="",
        illustrative=False,
        parent=_parent_in(campaign, year) if campaign.parent_id else None,
        starts_on=moved(old.starts_on, shift),
        ends_on=moved(old.ends_on, shift),
        blocs=blocs,
        indicators=tuple(_next_indicator(line, campaign.year, year) for line in old.indicators),
        milestones=_rebound(lines, {*blocs, old.bloc}),
        waves=tuple(_next(line, campaign.year, year) for line in old.waves),
        windows=tuple(_next(line, campaign.year, year) for line in old.windows),
        prizes=tuple(_next_prize(line, campaign.year, year, called) for line in prizes_of(campaign)),
    )


def copied(campaign: Campaign, year: int) -> Prefill:
    """The copy with what to look at: blocs left out, deadlines on days off, the plan's campaign."""
    draft = copy_of(campaign, year)
    left_out = [bloc for bloc in campaign.blocs.all() if bloc not in draft.blocs]
    hints = [f"Chép từ “{campaign.title}”; các ngày đã chuyển sang năm {year}, số và ngày văn bản để trống."]
    hints += [f"{bloc} chưa có đơn vị thành viên nào trong năm {year} nên chưa được chọn." for bloc in left_out]
    if campaign.bloc_id and draft.parent is None:
        hints.append(f"Chưa rõ kế hoạch này thuộc phong trào nào của năm {year}; hãy chọn ở mục “Thuộc phong trào”.")
    lines = [_next(line, campaign.year, year) for line in as_issued(campaign).milestones]
    hints += _rebound_hints(lines, {*draft.blocs, draft.bloc}, NO_LONGER_CALLED)
    return Prefill(draft, [*hints, *days_off(draft), *asked_twice(draft.milestones)])


def as_issued(campaign: Campaign) -> CampaignDraft:
    """``campaign`` as a draft, with the deadlines that held before they were put off for all."""
    moves = [one for one in granted_in(campaign) if one.unit_id is None]
    first = {one.milestone_id: one.old_due_at for one in moves}  # the newest come first, so that the oldest stays
    draft = draft_of(campaign)
    lines = (_put_back(line, first[line.id]) if line.id in first else line for line in draft.milestones)
    return replace(draft, milestones=tuple(lines))


def below(parent: Campaign, *, bloc: Bloc | None, authority: Unit) -> CampaignDraft:
    """A campaign under ``parent``: the plan of ``bloc``, or without one the campaign of ``authority``.

    Every target remembers the one above (``origin``); theme, days and deadlines are those that the parent was issued
    with, and may be tightened. A plan takes the deadlines that bind its bloc, all owed to the leader of the bloc.
    """
    above = as_issued(parent)
    plain = replace(
        above,
        doc_type="Kế hoạch",
        doc_number="",
        issued_on="",
        known_as="",
        place="",
        signer="",
        recipients="",
        notes="",
        illustrative=False,
        standing_body=None,
        references=parent.heading,
        parent=parent,
        blocs=(),
        contents=(),
        indicators=tuple(_passed_on(line) for line in above.indicators),
        milestones=_rebound(above.milestones, ()),
    )
    if bloc is None:
        level = lower_level(parent)
        return replace(plain, issuer=authority.name, level=level)
    members = Membership.objects.filter(bloc=bloc, year=parent.year).select_related("unit").order_by("unit__sort_key")
    return replace(
        plain,
        title=f"Kế hoạch hoạt động thi đua năm {parent.year} của {bloc.name}",
        issuer=bloc.name,
        scope=Scope.BLOC,
        bloc=bloc,
        bloc_members="\n".join(seat.unit.name for seat in members),
        milestones=_owed_in(bloc, above.milestones),
    )


def placed_below(parent: Campaign, *, bloc: Bloc | None, authority: Unit) -> Prefill:
    """The draft under ``parent`` with what to look at."""
    hint = "Chỉ tiêu, chủ đề, thời gian, mốc thời hạn lấy theo phong trào cấp trên; có thể nâng mức, rút ngắn hạn."
    draft = below(parent, bloc=bloc, authority=authority)
    rebound = [] if bloc else _rebound_hints(as_issued(parent).milestones, (), FOR_BLOCS_ABOVE)
    return Prefill(draft, [hint, *rebound, *days_off(draft), *asked_twice(draft.milestones)])


def lower_level(parent: Campaign) -> str:
    """The level below that of ``parent``; there are no districts any more."""
    level = LOWER.get(Level(parent.level), Level.AGENCY)
    return Level.COMMUNE if level == Level.DISTRICT and parent.year >= TWO_TIERS_SINCE else level


def days_off(draft: CampaignDraft) -> list[str]:
    """The deadlines whose last day in time is a Saturday or Sunday; they are pointed out, not moved."""
    last = [(line.name, local_day(line.due_at - timedelta(microseconds=1))) for line in draft.milestones]
    return [f"Mốc “{name}” hết hạn vào ngày nghỉ, {long_date(day)}." for name, day in last if day.weekday() >= SATURDAY]


def moved(day: Any, years: int) -> Any:
    """The same day ``years`` later (28/02 for 29/02 where there is none); None stays None."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def in_year(text: str, old: int, new: int) -> str:
    """``text`` with the year ``old`` replaced, but not inside a period ("2021-2025") or the number of a document."""
    return re.sub(
        rf"(?<!\d)(?<!\d[-–])(?<!\d [-–] ){old}(?!\d)(?!\s?[-–]\s?\d)(?!/)",
        str(new),
        text,
    )


def _next(line: Line, old: int, new: int) -> Line:
    """A line with a name and days, as it is in the new year."""
    values = {one.name: getattr(line, one.name) for one in fields(line)}
    days = {name: moved(value, new - old) for name, value in values.items() if isinstance(value, date)}
    return replace(line, **days, name=in_year(line.name, old, new))


def _put_back(line: MilestoneLine, due_at: datetime) -> MilestoneLine:
    """A deadline that was put off, at ``due_at``, where it was before.

    A midnight is read as the end of the day before when it still is or when that day is printed (in whatever year).
    """
    due = due_at.astimezone(VIETNAM)
    if due.time() != time():
        return replace(line, reading=Reading.BY_HOUR, day=due.date(), hour=due.time())
    eve = due.date() - DAY
    printed = line.printed_on and (line.printed_on.month, line.printed_on.day) == (eve.month, eve.day)
    if printed or line.reading == Reading.END_OF_DAY:
        return replace(line, reading=Reading.END_OF_DAY, day=eve, hour=None)
    return replace(line, reading=Reading.BEFORE_DAY, day=due.date(), hour=None)


def _unprinted(line: MilestoneLine, called: Collection[Bloc | None]) -> MilestoneLine:
    """A deadline of a document that is not printed yet: of its blocs those that are called, everybody if none is."""
    blocs = tuple(bloc for bloc in line.blocs if bloc in called)
    audience = Audience.ALL if line.audience == Audience.BLOCS and not blocs else line.audience
    return replace(line, id=None, printed_on=None, quote="", remark="", audience=audience, blocs=blocs)


def _owed_in(bloc: Bloc, lines: Iterable[MilestoneLine]) -> tuple[MilestoneLine, ...]:
    """The deadlines of a campaign that bind ``bloc``, owed to its leader, as its plan has them.

    Of several for one kind of submission, which the members would owe their leader twice, one stays: for all members
    rather than for the leader, then the earliest due.
    """
    owed = [line for line in lines if not line.blocs or bloc in line.blocs]
    best: dict[str, MilestoneLine] = {}
    for line in sorted(owed, key=lambda line: (line.audience == Audience.LEADERS, line.due_at)):
        best.setdefault(line.kind, line)
    kept = (_unprinted(line, {bloc}) for line in owed if line is best[line.kind])
    return tuple(replace(line, addressee=Addressee.BLOC_LEADER) for line in kept)


def _rebound(lines: Collection[MilestoneLine], called: Collection[Bloc | None]) -> tuple[MilestoneLine, ...]:
    """The deadlines where only ``called`` take part, without those that ``_uncalled`` leaves out."""
    _widened, left_out = _uncalled(lines, called)
    return tuple(_unprinted(line, called) for line in lines if line not in left_out)


def _uncalled(
    lines: Collection[MilestoneLine], called: Collection[Bloc | None]
) -> tuple[list[MilestoneLine], list[MilestoneLine]]:
    """The deadlines of blocs of which none is called: those to be widened to everybody, and those to be left out.

    One is widened (the earliest due) where no other deadline asks for the same kind of submission to the same
    addressee; otherwise a unit would owe it twice.
    """
    gone = [line for line in lines if line.audience == Audience.BLOCS and not set(line.blocs) & set(called)]
    asked = {(line.kind, line.addressee) for line in lines if line not in gone}
    first: dict[tuple[str, str], MilestoneLine] = {}
    for line in sorted(gone, key=lambda line: line.due_at):
        first.setdefault((line.kind, line.addressee), line)
    widened = [line for key, line in first.items() if key not in asked]
    return widened, [line for line in gone if line not in widened]


def _rebound_hints(lines: Collection[MilestoneLine], called: Collection[Bloc | None], whose: str) -> list[str]:
    """What became of the deadlines of blocs that are not called; ``whose`` says why they are not."""
    widened, left_out = _uncalled(lines, called)
    return [
        *(f"Mốc “{line.name}” {whose}, nay ghi là mọi đơn vị phải nộp; hãy xem lại." for line in widened),
        *(
            f"Mốc “{line.name}” {whose} nên đã được lược bỏ; đã có mốc khác cho cùng loại hồ sơ và cùng nơi nhận."
            for line in left_out
        ),
    ]


def _next_indicator(line: IndicatorLine, old: int, new: int) -> IndicatorLine:
    targets = tuple(replace(target, id=None, origin=None) for target in line.targets)
    return replace(line, name=in_year(line.name, old, new), targets=targets)


def _passed_on(line: IndicatorLine) -> IndicatorLine:
    """An indicator whose targets remember those they come from."""
    return replace(line, targets=tuple(replace(target, id=None, origin=target.id) for target in line.targets))


def _next_prize(line: PrizeLine, old: int, new: int, called: set[str]) -> PrizeLine:
    """A prize of the new year, for those of its blocs that are called; while none is, it keeps them all for later."""
    codes = tuple(code for code in line.bloc_codes if code in called)
    return replace(line, name=in_year(line.name, old, new), bloc_codes=codes or line.bloc_codes)


def _parent_in(campaign: Campaign, year: int) -> Campaign | None:
    """The one living campaign of ``year`` by the authority of the old parent; None when there are none or several."""
    alive = Campaign.objects.filter(bloc=None, state__in=[CampaignState.DRAFT, CampaignState.LAUNCHED], year=year)
    found = list(alive.filter(authority__campaigns=campaign.parent_id).exclude(pk=campaign.pk).distinct()[:2])
    return found[0] if len(found) == 1 else None
