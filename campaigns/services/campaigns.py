"""Writing campaigns: create, revise while it is a draft, launch, close, cancel."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from campaigns.closing import still_open
from campaigns.creation import write_prizes
from campaigns.drafts import DOCUMENT_FIELDS, CampaignDraft, IndicatorLine, TargetLine, asked_twice
from campaigns.enums import CampaignState
from campaigns.models import (
    Campaign,
    Content,
    Indicator,
    LatenessBracket,
    Milestone,
    Participation,
    ReviewWindow,
    Target,
    Wave,
)
from campaigns.queries.campaigns import called_members, living_plans, lock_campaign, participations_of
from campaigns.queries.deadlines import bound_by
from campaigns.services.books import enter_books, take_in
from campaigns.workflow import CAMPAIGN
from core import audit, clock
from core.authz import require
from core.dates import deadline_reading, moment
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.models import Unit
from organizations.queries import people_at
from organizations.services import notify

# Why a bloc's plan cannot be launched, by the state of the campaign above it.
NO_GROUND: dict[str, str] = {
    CampaignState.DRAFT: "Phong trào cấp trên chưa phát động nên chưa phát động được kế hoạch của khối.",
    CampaignState.CLOSED: "Phong trào cấp trên đã kết thúc nên không phát động được kế hoạch của khối nữa.",
    CampaignState.CANCELLED: "Phong trào cấp trên đã hủy nên không phát động được kế hoạch của khối nữa.",
}
Row = TypeVar("Row", bound=models.Model)
CLOSED = (
    "Phong trào đã kết thúc. Hồ sơ, số liệu và kết quả được giữ để tra cứu; "
    "đơn vị không nộp hồ sơ, không ghi số liệu được nữa."
)
MILESTONE_FIELDS = (
    "kind", "name", "reading", "addressee", "printed_on", "quote", "remark", "due_at", "opens_at", "audience",
    "accepts_late",
)  # fmt: skip


@transaction.atomic(durable=True)
def create_campaign(*, by: Any, authority: Unit, code: str, draft: CampaignDraft) -> Campaign:
    """A new draft of ``authority`` with everything ``draft`` says; ``code`` is its address for good."""
    campaign = Campaign(code=code, authority=authority)
    require(by, "campaigns.create")
    require(by, "campaigns.edit", campaign)
    if Campaign.objects.filter(code=code).exists():
        raise Refused(f"Đã có phong trào mang mã “{code}”; hãy đặt mã khác.")
    _write(campaign, draft)
    audit.record("campaign.created", on=campaign, by=by, code=code)
    write_prizes(campaign, draft.prizes, by)
    return campaign


@transaction.atomic(durable=True)
def revise_campaign(*, campaign_id: int, version: int, draft: CampaignDraft, by: Any) -> Campaign:
    """Bring a draft to what ``draft`` says, prizes apart. Lines keep their rows by ``id``; lines left out are deleted.

    Raises Conflict when the campaign changed since ``version`` was read (integrity C2).
    """
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.edit", campaign)
    if campaign.version != version:
        raise Conflict("Người khác đã sửa phong trào này sau khi bạn mở trang.", campaign)
    campaign.version += 1
    _write(campaign, draft)
    audit.record("campaign.revised", on=campaign, by=by, version=campaign.version)
    return campaign


@transaction.atomic(durable=True)
def launch(*, campaign_id: int, by: Any) -> Campaign:
    """The campaign begins: every member of the called blocs takes part, its officers and heads get one letter each.

    A bloc's plan takes on the units that take part in its parent, with what they have filed already. Refuses without
    title, blocs or members.
    """
    enter_books(campaign_id)  # a plan: in one order with those who file in the campaign above, close it or call it off
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.launch", campaign)
    if campaign.launched_at is not None:
        raise Refused(f"Phong trào này đã phát động lúc {moment(campaign.launched_at)}.")
    CAMPAIGN.move(campaign, "launch")
    hindrances = launch_hindrances(campaign)
    if hindrances:
        raise Refused(" ".join(hindrances))
    campaign.launched_at, campaign.launched_by = clock.now(), by
    campaign.version += 1
    campaign.save(update_fields=["state", "launched_at", "launched_by", "version"])
    _seat_participants(campaign)
    taken = sum(take_in(milestone, bound_by(milestone)) for milestone in campaign.milestones.all())
    units = participations_of(campaign).count()
    audit.record("campaign.launched", on=campaign, by=by, units=units, taken_in=taken)
    _tell(campaign, "launched", f"Phát động: {campaign.title}", _launch_letter(campaign))
    return campaign


@transaction.atomic(durable=True)
def close(*, campaign_id: int, by: Any) -> Campaign:
    """The campaign ends: units file nothing more. Refuses with all that is still open (``campaigns.closing``)."""
    enter_books(campaign_id)  # after those who are filing, before those who come later
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.close", campaign)
    if campaign.closed_at is not None:
        raise Refused(f"Phong trào này đã kết thúc lúc {moment(campaign.closed_at)}.")
    CAMPAIGN.move(campaign, "close")
    open_ends = still_open(campaign)
    if open_ends:
        raise Refused(" ".join(open_ends))
    campaign.closed_at = clock.now()
    campaign.version += 1
    campaign.save(update_fields=["state", "closed_at", "version"])
    audit.record("campaign.closed", on=campaign, by=by)
    _tell(campaign, "closed", f"Kết thúc: {campaign.title}", CLOSED)
    return campaign


@transaction.atomic(durable=True)
def cancel(*, campaign_id: int, reason: str, by: Any) -> Campaign:
    """The campaign is called off, and with it the plans of blocs that stand on it; units that were called are told why,
    once. Who may close it may also call it off.
    """
    enter_books(campaign_id)  # after those who are filing, before those who come later
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.close", campaign)
    _call_off(campaign, reason, by)
    plans = list(living_plans(campaign).select_for_update(of=("self",)))
    for plan in plans:
        _call_off(plan, reason, by)
    if campaign.launched_at is not None:
        also = (
            "\nKế hoạch của các khối theo phong trào này cũng hủy." if any(plan.launched_at for plan in plans) else ""
        )
        _tell(campaign, "cancelled", f"Hủy phong trào: {campaign.title}", f"Lý do: {reason}{also}")
    return campaign


def _call_off(campaign: Campaign, reason: str, by: Any) -> None:
    """What ``cancel`` does to one campaign or plan, letters apart."""
    CAMPAIGN.move(campaign, "cancel")
    campaign.version += 1
    campaign.save(update_fields=["state", "version"])
    audit.record("campaign.cancelled", on=campaign, by=by, reason=reason)


def launch_hindrances(campaign: Campaign) -> list[str]:
    """Every sentence that says why ``campaign`` cannot be launched yet; empty when it can."""
    hindrances = [] if campaign.title else ["Chưa có trích yếu của văn bản phát động."]
    if campaign.bloc_id:
        return hindrances + _plan_hindrances(campaign)
    blocs = list(campaign.blocs.all())
    if not blocs:
        return [*hindrances, "Chưa chọn khối nào tham gia."]
    seated = set(called_members(campaign).values_list("bloc_id", flat=True))
    empty = [bloc for bloc in blocs if bloc.pk not in seated]
    return hindrances + [f"{bloc} chưa có đơn vị thành viên nào trong năm {campaign.year}." for bloc in empty]


def _plan_hindrances(plan: Campaign) -> list[str]:
    """A bloc's plan stands on the campaign above it, which must run."""
    state = plan.parent.state if plan.parent else CampaignState.DRAFT
    if state in NO_GROUND:
        return [NO_GROUND[state]]
    if not participations_of(plan).exists():
        return [f"{plan.bloc} không có đơn vị nào tham gia phong trào cấp trên."]
    return []


def _seat_participants(campaign: Campaign) -> None:
    """One participation per member of the called blocs; a bloc's plan uses those of its parent."""
    if campaign.bloc_id:
        return
    Participation.objects.bulk_create(
        [Participation(campaign=campaign, unit=seat.unit, bloc=seat.bloc) for seat in called_members(campaign)]
    )


def _tell(campaign: Campaign, cause: str, title: str, body: str) -> None:
    """One letter to each officer and head of the units that take part."""
    units = participations_of(campaign).values_list("unit_id", flat=True)
    notify(
        people_at(list(units), Role.OFFICER, Role.HEAD),
        title=title,
        body=body,
        url=reverse("campaigns:detail", args=[campaign.code]),
        dedupe=f"campaign-{cause}:{campaign.pk}",
    )


def _launch_letter(campaign: Campaign) -> str:
    """Who calls, to what, and every deadline in plain words."""
    deadlines = [f"- {one.name}: {deadline_reading(one.due_at)}" for one in campaign.milestones.all()]
    theme = f"\nChủ đề: “{campaign.theme}”." if campaign.theme else ""
    dates = "\n\nCác mốc thời hạn:\n" + "\n".join(deadlines) if deadlines else ""
    return f"{campaign.issuer} phát động: {campaign.title}.{theme}{dates}"


def _write(campaign: Campaign, draft: CampaignDraft) -> None:
    """Check and store the draft with all its lines."""
    _check_place(campaign.authority, draft)
    for field in DOCUMENT_FIELDS:
        setattr(campaign, field, getattr(draft, field))
    _checked(campaign).save()
    campaign.blocs.set(draft.blocs)
    try:
        _write_indicators(campaign, draft.indicators)
        _write_milestones(campaign, draft)
    except ProtectedError as used:
        raise Refused("Có dòng đang được bảng điểm hoặc hồ sơ dùng nên không bỏ được; hãy sửa thay vì bỏ.") from used
    _replace(campaign.waves, (Wave(campaign=campaign, **vars(line)) for line in draft.waves))
    _replace(campaign.windows, (ReviewWindow(campaign=campaign, **vars(line)) for line in draft.windows))
    contents = enumerate(draft.contents, start=1)
    _replace(campaign.contents, (Content(campaign=campaign, position=at, **vars(line)) for at, line in contents))


def _check_place(authority: Unit, draft: CampaignDraft) -> None:
    """Blocs belong to the authority; a bloc's plan calls no further blocs and stands under a campaign."""
    for bloc in (*draft.blocs, *([draft.bloc] if draft.bloc else [])):
        if bloc.authority_id != authority.pk:
            raise Refused(f"{bloc} không thuộc {authority}.")
    if draft.bloc and draft.parent is None:
        raise Refused("Kế hoạch của khối phải thuộc một phong trào.")
    if draft.bloc and draft.blocs:
        raise Refused("Kế hoạch của khối chỉ dành cho khối ấy, không mời thêm khối khác.")


def _write_indicators(campaign: Campaign, lines: Iterable[IndicatorLine]) -> None:
    """Indicators and targets in the order given; known rows are kept, the rest goes."""
    origins = set(Target.objects.filter(indicator__campaign=campaign.parent_id).values_list("pk", flat=True))
    targets: dict[int, Target] = {target.pk: target for target in Target.objects.filter(indicator__campaign=campaign)}
    indicators: dict[int, Indicator] = {indicator.pk: indicator for indicator in campaign.indicators.all()}
    for position, line in enumerate(lines, start=1):
        home = next((targets[target.id].indicator_id for target in line.targets if target.id in targets), None)
        indicator = _take(indicators, home) or Indicator(campaign=campaign)
        indicator.position, indicator.no, indicator.name = position, line.no, line.name
        _checked(indicator).save()
        for place, target in enumerate(line.targets, start=1):
            row = _take(targets, target.id) or Target()
            row.origin_id = target.origin if target.origin in origins else None
            _write_target(row, indicator, place, target)
    Target.objects.filter(pk__in=targets).delete()
    campaign.indicators.filter(pk__in=indicators).delete()


def _take(known: dict[int, Row], key: int | None) -> Row | None:
    """The known row that a line changes, which then is no longer left over; None for a new line."""
    return None if key is None else known.pop(key, None)


def _write_target(row: Target, indicator: Indicator, position: int, line: TargetLine) -> None:
    row.indicator, row.position, row.decimals = indicator, position, line.decimals
    for field in ("label", "op", "value", "value_max", "unit_of_measure", "bound", "direction"):
        setattr(row, field, getattr(line, field))
    _checked(row).save()


def _write_milestones(campaign: Campaign, draft: CampaignDraft) -> None:
    """Deadlines in the order given; known rows are kept, the rest goes."""
    if sentences := asked_twice(draft.milestones):
        raise Refused(" ".join(sentences))
    called = {*draft.blocs, draft.bloc}
    known: dict[int, Milestone] = {milestone.pk: milestone for milestone in campaign.milestones.all()}
    for position, line in enumerate(draft.milestones, start=1):
        row = _take(known, line.id) or Milestone(campaign=campaign)
        row.position, row.reminder_offsets = position, list(line.reminder_offsets)
        for field in MILESTONE_FIELDS:
            setattr(row, field, getattr(line, field))
        _checked(row).save()
        foreign = [str(bloc) for bloc in line.blocs if bloc not in called]
        if foreign:
            raise Refused(f"Mốc “{row}”: {', '.join(foreign)} không tham gia phong trào này.")
        row.blocs.set(line.blocs)
        _replace(row.brackets, (LatenessBracket(milestone=row, from_day=day, points=off) for day, off in line.brackets))
    campaign.milestones.filter(pk__in=known).delete()


def _replace(manager: Any, rows: Iterable[models.Model]) -> None:
    """Put ``rows`` in the place of all rows of ``manager``; nothing points at these."""
    manager.all().delete()
    for row in rows:
        _checked(row).save()


def _checked(row: Row) -> Row:
    """``row`` after its own checks; Refused with their sentences, naming the row."""
    try:
        row.full_clean()
    except ValidationError as errors:
        kind = str(row._meta.verbose_name)
        raise Refused(f"{kind[:1].upper()}{kind[1:]} “{row}”: {' '.join(errors.messages)}") from errors
    return row
