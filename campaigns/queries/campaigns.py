"""Reading campaigns: the list, one with everything its document sets, what a launch would do."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import count, groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from blocs.models import Bloc, Membership
from campaigns.drafts import (
    DOCUMENT_FIELDS,
    CampaignDraft,
    ContentLine,
    IndicatorLine,
    MilestoneLine,
    TargetLine,
    WaveLine,
    WindowLine,
    day_of,
)
from campaigns.enums import Audience, CampaignState, Reading
from campaigns.models import (
    Campaign,
    CampaignFile,
    Content,
    Extension,
    Milestone,
    Participation,
    ReviewWindow,
    Target,
    Wave,
)
from campaigns.queries.books import BookState, closings_of, state_of
from campaigns.queries.deadlines import participations_of
from campaigns.queries.duties import urgency
from campaigns.queries.extensions import granted_in, granted_to
from campaigns.wording import as_printed
from core.compiled import compiled, one_or_404
from core.dates import VIETNAM, time_left
from core.numbers import format_points
from organizations.enums import Role, UnitKind
from organizations.models import Unit

STATE_TONES = {
    CampaignState.DRAFT: "amber",
    CampaignState.LAUNCHED: "green",
    CampaignState.CLOSED: "grey",
    CampaignState.CANCELLED: "grey",
}


def campaign(user: Any, code: str) -> Campaign:
    """The campaign with this code among those ``user`` may see; 404 otherwise."""
    return one_or_404(_campaigns(user, code))


@compiled
def _campaigns(user: Any, code: str) -> QuerySet[Campaign]:
    related = ("authority__standing_body", "standing_body", "parent", "bloc", "launched_by")
    return Campaign.objects.visible_to(user).filter(code=code).select_related(*related)


def lock_campaign(campaign_id: int) -> Campaign:
    """The campaign as it stands, held until the transaction ends; Campaign.DoesNotExist for an unknown id."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("authority", "parent", "bloc")
    return locked.get(pk=campaign_id)


def living_plans(campaign: Campaign) -> QuerySet[Campaign]:
    """The plans of blocs under ``campaign`` that are being written or run."""
    alive = campaign.sub_campaigns.filter(state__in=[CampaignState.DRAFT, CampaignState.LAUNCHED])
    return alive.exclude(bloc=None).order_by("pk")


@dataclass(frozen=True)
class CampaignRow:
    """One line of the list: the campaign, how many units take part, the next deadline from ``now``."""

    campaign: Campaign
    units: int
    next_milestone: Milestone | None
    tone: str


def campaigns(user: Any, now: datetime) -> list[CampaignRow]:
    """All campaigns ``user`` may see, the newest year first, a bloc's plan after its parent. Two queries."""
    ahead = Milestone.objects.filter(due_at__gt=now).order_by("due_at", "position")
    found = (
        Campaign.objects.visible_to(user)
        .select_related("authority", "parent", "bloc")
        .prefetch_related(Prefetch("milestones", queryset=ahead, to_attr="ahead"))
        .annotate(units=Count("participations", distinct=True), units_of_plan=_units_of_plan())
        .order_by("-year", "authority__sort_key", "title")
    )
    rows = [
        CampaignRow(
            one,
            one.units_of_plan if one.bloc_id else one.units,
            one.ahead[0] if one.ahead else None,
            STATE_TONES[CampaignState(one.state)],
        )
        for one in found
    ]
    return sorted(rows, key=_families)


def _units_of_plan() -> Count:
    """How many units of its bloc take part in the campaign above a plan."""
    of_bloc = Q(parent__participations__bloc=F("bloc"))
    return Count("parent__participations", filter=of_bloc, distinct=True)


def _families(row: CampaignRow) -> tuple[Any, ...]:
    """Newest year first, then each campaign followed by its bloc plans."""
    one = row.campaign
    head = one.parent if one.parent and one.bloc_id else one
    return (-one.year, one.authority.sort_key, head.title, head.pk, one.pk != head.pk, one.title)


@dataclass(frozen=True)
class Deadline:
    """A milestone as people read it at one moment: the day they name, how far it is, whether the print differs, how its
    books stand and what was granted.
    """

    milestone: Milestone
    due_at: datetime
    day: date
    left: str
    tone: str
    book: BookState
    extensions: list[Extension]

    @property
    def is_misprinted(self) -> bool:
        """The document prints another day than the one that is meant (a deadline that was moved is no misprint)."""
        moved = any(one.unit_id is None for one in self.extensions)
        return self.milestone.printed_on not in (None, self.day) and not moved

    @property
    def is_own(self) -> bool:
        """It holds for the reader's unit alone."""
        return self.due_at != self.milestone.due_at

    @property
    def whom(self) -> str:
        """Whom it binds, in words; "" where it binds everybody."""
        if self.milestone.audience == Audience.BLOCS:
            return f"Chỉ {', '.join(bloc.name for bloc in self.milestone.blocs.all())}"
        return "Chỉ các Trưởng khối" if self.milestone.audience == Audience.LEADERS else ""

    @property
    def brackets(self) -> str:
        """What lateness costs: "Nộp chậm từ 5 ngày: -5 điểm; từ 10 ngày: -10 điểm"; "" without brackets."""
        rows = [f"từ {one.from_day} ngày: {format_points(one.points)} điểm" for one in self.milestone.brackets.all()]
        return f"Nộp chậm {'; '.join(rows)}" if rows else ""


@dataclass(frozen=True)
class InvitedBloc:
    """A bloc that is called, with the number of its members in the campaign's year; whether the reader may open it."""

    bloc: Bloc
    members: int
    is_open: bool


@dataclass(frozen=True)
class CampaignDetail:
    """A campaign with everything its document sets, as ``user`` sees it at ``now``; each part is read at most once."""

    campaign: Campaign
    user: Any
    now: datetime

    @property
    def headline(self) -> str:
        """The theme in quotation marks; the title of a campaign without a theme."""
        return f"“{self.campaign.theme}”" if self.campaign.theme else self.campaign.title

    @property
    def tone(self) -> str:
        """The tone of the state badge."""
        return STATE_TONES[CampaignState(self.campaign.state)]

    @cached_property
    def targets(self) -> list[Target]:
        """All targets in the printed order, each with its indicator."""
        return list(targets_of(self.campaign))

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """All deadlines, the earliest first. Two queries beside the milestones' own."""
        milestones = list(self.campaign.milestones.all())
        closings, granted = closings_of(milestones), granted_in(self.campaign)
        dues = [max(one.due_at, self.own_dues.get(one.pk, one.due_at)) for one in milestones]
        return [
            Deadline(
                one,
                due_at,
                day_of(one),
                time_left(self.now, due_at) if due_at > self.now else "đã qua",
                urgency(due_at, self.now) if due_at > self.now else "grey",
                state_of(one, closings, self.now),
                [extension for extension in granted if extension.milestone_id == one.pk],
            )
            for one, due_at in zip(milestones, dues, strict=True)
        ]

    @cached_property
    def own_dues(self) -> dict[int, datetime]:
        """Until when the reader's own unit has, by milestone, where it was put off for it."""
        return granted_to(self.user.unit_ids(Role.OFFICER, Role.HEAD))

    @cached_property
    def periods(self) -> list[Wave | ReviewWindow]:
        """Waves and review windows in the order of their first days."""
        both: list[Wave | ReviewWindow] = [*self.campaign.waves.all(), *self.campaign.windows.all()]
        return sorted(both, key=lambda period: (period.starts_on, period.ends_on))

    @cached_property
    def contents(self) -> list[Content]:
        """The passages of the document."""
        return list(self.campaign.contents.all())

    @cached_property
    def blocs(self) -> list[InvitedBloc]:
        """The blocs that are called (or whose plan it is), with their members of the year. One query."""
        called = Q(pk=self.campaign.bloc_id) if self.campaign.bloc_id else Q(campaigns=self.campaign)
        mine = Exists(Bloc.objects.visible_to(self.user).filter(pk=OuterRef("pk")))
        seated = Count("memberships", filter=Q(memberships__year=self.campaign.year), distinct=True)
        return [
            InvitedBloc(bloc, bloc.seated, bloc.is_open)
            for bloc in Bloc.objects.filter(called).annotate(seated=seated, is_open=mine).order_by("name")
        ]

    @cached_property
    def sub_campaigns(self) -> list[Campaign]:
        """Plans and campaigns under this one that the reader may see."""
        below = Campaign.objects.visible_to(self.user).filter(parent=self.campaign)
        return list(below.select_related("authority", "bloc").order_by("title", "pk"))

    @cached_property
    def files(self) -> list[CampaignFile]:
        """The documents attached to it, the first one first."""
        return list(self.campaign.files.all())

    @cached_property
    def folders(self) -> list[Participation]:
        """The folders of the reader's own units."""
        units = self.user.unit_ids(Role.OFFICER, Role.HEAD)
        return list(participations_of(self.campaign).filter(unit__in=units)) if units else []


def targets_of(campaign: Campaign) -> QuerySet[Target]:
    """The targets of ``campaign`` in the printed order, each with its indicator."""
    return Target.objects.filter(indicator__campaign=campaign).select_related("indicator")


def called_members(campaign: Campaign) -> QuerySet[Membership]:
    """The members, in the campaign's year, of the blocs that are called; bloc by bloc."""
    return (
        Membership.objects.filter(bloc__campaigns=campaign, year=campaign.year)
        .select_related("unit", "bloc")
        .order_by(F("bloc__name"), "unit__sort_key")
    )


def draft_of(campaign: Campaign) -> CampaignDraft:
    """``campaign`` as the draft that would leave it unchanged."""
    targets = groupby(targets_of(campaign), key=lambda target: target.indicator)
    columns = {field: getattr(campaign, field) for field in DOCUMENT_FIELDS}
    return CampaignDraft(
        **columns,
        blocs=tuple(campaign.blocs.all()),
        indicators=tuple(IndicatorLine(one.name, tuple(map(_target_line, rows)), one.no) for one, rows in targets),
        milestones=tuple(map(_milestone_line, _by_position(campaign))),
        waves=tuple(WaveLine(one.name, one.starts_on, one.ends_on) for one in campaign.waves.all()),
        windows=tuple(WindowLine(one.kind, one.name, one.starts_on, one.ends_on) for one in campaign.windows.all()),
        contents=tuple(ContentLine(one.heading, one.text) for one in campaign.contents.all()),
    )


def _target_line(target: Target) -> TargetLine:
    ends = [_printed(end, target.decimals) for end in (target.value, target.value_max)]
    return TargetLine(
        op=target.op,
        value=ends[0],
        value_max=ends[1],
        unit_of_measure=target.unit_of_measure,
        label=target.label,
        bound=target.bound,
        direction=target.direction,
        id=target.pk,
        origin=target.origin_id,
    )


def _printed(value: Decimal | None, decimals: int) -> Decimal | None:
    """The stored value with the decimals of the print."""
    return None if value is None else Decimal(as_printed(value, decimals))


def _by_position(campaign: Campaign) -> QuerySet[Milestone]:
    """The deadlines in the order of the form, with what each sets."""
    return campaign.milestones.order_by("position").prefetch_related("blocs", "brackets")


def _milestone_line(milestone: Milestone) -> MilestoneLine:
    due, opens = (at and at.astimezone(VIETNAM) for at in (milestone.due_at, milestone.opens_at))
    return MilestoneLine(
        kind=milestone.kind,
        name=milestone.name,
        day=day_of(milestone),
        reading=milestone.reading,
        addressee=milestone.addressee,
        printed_on=milestone.printed_on,
        quote=milestone.quote,
        remark=milestone.remark,
        hour=due.time() if due and milestone.reading == Reading.BY_HOUR else None,
        opens_on=opens.date() if opens else None,
        audience=milestone.audience,
        blocs=tuple(milestone.blocs.all()),
        accepts_late=milestone.accepts_late,
        brackets=tuple((one.from_day, one.points) for one in milestone.brackets.all()),
        reminder_offsets=tuple(milestone.reminder_offsets),
        id=milestone.pk,
    )


def free_code(wanted: str) -> str:
    """``wanted``, or with the first number behind it that makes it a code nobody has: "…-2", "…-3"."""
    taken = set(Campaign.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(code for code in numbered if code not in taken)


def blocs_for(authority_ids: set[int]) -> QuerySet[Bloc]:
    """The blocs that these authorities organise: those a campaign of theirs may call."""
    return Bloc.objects.filter(authority__in=authority_ids).order_by("authority__sort_key", "name")


def possible_standing_bodies(authority_ids: set[int]) -> QuerySet[Unit]:
    """The units of these authorities that may run a campaign of their own."""
    own = Q(parent__in=authority_ids) | Q(pk__in=Unit.objects.filter(pk__in=authority_ids).values("standing_body"))
    return Unit.objects.filter(own).exclude(kind=UnitKind.AUTHORITY).order_by("sort_key")


def possible_parents(user: Any) -> QuerySet[Campaign]:
    """The campaigns, alive and no bloc's plan, that ``user`` sees and may place a plan or campaign under."""
    alive = Campaign.objects.visible_to(user).filter(state__in=[CampaignState.DRAFT, CampaignState.LAUNCHED], bloc=None)
    return alive.order_by("-year", "title")
