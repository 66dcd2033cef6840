"""A campaign with two figures, one goal without figure, and a deadline of every kind."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaigns.drafts import CampaignDraft, IndicatorLine, MilestoneLine, TargetLine
from campaigns.enums import Addressee, Op, SubmissionKind
from campaigns.models import Campaign, Milestone, Participation
from campaigns.services import campaigns as services
from core import clock
from organizations.models import Unit
from tests.factories.ground import YEAR, Province
from tests.support.dates import on

LAUNCH_DAY = "2020-12-24 09:00"
DUE = {
    SubmissionKind.REGISTER: on("2021-01-10 00:00"),
    SubmissionKind.LAUNCH_DOCUMENT: on("2021-03-15 00:00"),
    SubmissionKind.MIDTERM_REPORT: on("2021-06-30 00:00"),
    SubmissionKind.FINAL_REPORT: on("2021-11-30 00:00"),
    SubmissionKind.SELF_SCORE: on("2021-12-05 00:00"),
}
INDICATORS = (
    IndicatorLine(
        no="1",
        name="Thu nhập bình quân đầu người",
        targets=(TargetLine(op=Op.AT_LEAST, value=Decimal("38.5"), unit_of_measure="triệu đồng", direction="higher"),),
    ),
    IndicatorLine(
        no="2",
        name="Tỷ lệ hộ nghèo giảm",
        targets=(TargetLine(op=Op.DECREASE, value=Decimal("4.0"), unit_of_measure="%", direction="higher"),),
    ),
    IndicatorLine(no="3", name="Cải cách hành chính", targets=(TargetLine(op=Op.QUALITATIVE),)),
)


def draft(province: Province, **changes: Any) -> CampaignDraft:
    """What the launching document says; ``changes`` replace fields."""
    plain = CampaignDraft(
        title="Phát động phong trào thi đua năm 2021",
        year=YEAR,
        issuer="Ủy ban nhân dân tỉnh",
        doc_type="Chương trình",
        doc_number="273/CTr-UBND",
        starts_on=date(YEAR, 1, 1),
        ends_on=date(YEAR, 12, 31),
        blocs=(province.bloc,),
        indicators=INDICATORS,
        milestones=tuple(_milestone(kind, due) for kind, due in DUE.items()),
    )
    return replace(plain, **changes)


def _milestone(kind: SubmissionKind, due: datetime) -> MilestoneLine:
    return MilestoneLine(kind=kind, name=f"Gửi {kind.label}", day=due.date(), addressee=Addressee.STANDING_BODY)


def draft_campaign(province: Province, code: str = "phong-trao-2021", **changes: Any) -> Campaign:
    """A campaign that is still being written."""
    return services.create_campaign(
        by=province.staff, authority=province.authority, code=code, draft=draft(province, **changes)
    )


def launched_campaign(province: Province, code: str = "phong-trao-2021", **changes: Any) -> Campaign:
    """A campaign launched on LAUNCH_DAY, which it then is."""
    campaign = draft_campaign(province, code, **changes)
    clock.assume(on(LAUNCH_DAY))
    return services.launch(campaign_id=campaign.pk, by=province.staff)


def bloc_plan(province: Province, parent: Campaign, milestones: tuple[MilestoneLine, ...]) -> Campaign:
    """The launched plan of the province's bloc under ``parent``, with deadlines of its own."""
    plan = draft_campaign(
        province,
        "ke-hoach-khoi-1",
        title="Kế hoạch thi đua của khối",
        parent=parent,
        bloc=province.bloc,
        blocs=(),
        indicators=(),
        milestones=milestones,
    )
    return services.launch(campaign_id=plan.pk, by=province.staff)


def participation_of(campaign: Campaign, unit: Unit) -> Participation:
    """The folder of ``unit`` in ``campaign``."""
    return Participation.objects.select_related(
        "campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc"
    ).get(campaign=campaign, unit=unit)


def milestone_of(campaign: Campaign, kind: SubmissionKind) -> Milestone:
    """The deadline of one kind."""
    return campaign.milestones.get(kind=kind)
