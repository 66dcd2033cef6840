"""Campaigns: written down, launched, closed, called off; their list and page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.drafts import ContentLine, IndicatorLine, MilestoneLine, TargetLine, WaveLine, WindowLine
from campaigns.enums import Addressee, Audience, CampaignState, Op, Reading, SubmissionKind
from campaigns.models import Campaign, Participation, Target
from campaigns.queries.campaigns import draft_of
from campaigns.services import campaigns as services
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import Notice
from tests.factories.campaigns import bloc_plan, draft, draft_campaign, launched_campaign
from tests.factories.ground import bloc, district
from tests.factories.submissions import submission_at
from tests.support.dates import on

FULL = {
    "waves": (WaveLine("Đợt 1", date(2021, 1, 1), date(2021, 6, 30)),),
    "windows": (WindowLine("midterm", "Sơ kết", date(2021, 6, 15), date(2021, 6, 30)),),
    "contents": (ContentLine("Phong trào", "“Chung sức xây dựng nông thôn mới”"),),
    "theme": "Đoàn kết, kỷ cương, sáng tạo",
}


def refusal(service, **arguments) -> str:
    with pytest.raises(Refused) as refused:
        service(**arguments)
    return refused.value.reason


def test_create_stores_every_line_as_drafted(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province, **FULL)
    stored = draft_of(campaign)
    wanted = draft(province, **FULL)
    assert (campaign.state, campaign.version) == ("draft", 0)
    assert (stored.waves, stored.windows, stored.contents, stored.theme, stored.blocs) == (
        wanted.waves,
        wanted.windows,
        wanted.contents,
        wanted.theme,
        wanted.blocs,
    )
    assert [line.name for line in stored.indicators] == [line.name for line in wanted.indicators]
    assert [(one.kind, one.day) for one in stored.milestones] == [(one.kind, one.day) for one in wanted.milestones]


def test_create_twice_with_one_code_is_refused(province, at):
    at("2020-12-20")
    draft_campaign(province)
    sentence = refusal(
        services.create_campaign,
        by=province.staff,
        authority=province.authority,
        code="phong-trao-2021",
        draft=draft(province),
    )
    assert sentence == "Đã có phong trào mang mã “phong-trao-2021”; hãy đặt mã khác."


@pytest.mark.parametrize("role", ["officer", "head", "bloc_secretary", "council_member", "leader", "stranger"])
def test_create_is_for_staff(province, at, role):
    at("2020-12-20")
    sentence = refusal(
        services.create_campaign,
        by=province.everybody()[role],
        authority=province.authority,
        code="thu",
        draft=draft(province),
    )
    assert sentence == "Chỉ chuyên viên cơ quan thường trực làm được việc này."


def test_create_for_another_authority_is_refused(province, at):
    at("2020-12-20")
    elsewhere = province.stranger.seats[0].unit.parent
    sentence = refusal(
        services.create_campaign, by=province.staff, authority=elsewhere, code="thu", draft=draft(province)
    )
    assert sentence == "Chỉ chuyên viên của cơ quan phát động làm được việc này."


def test_create_checks_rows_and_keeps_nothing_of_a_refused_one(province, at):
    at("2020-12-20")
    wrong = IndicatorLine("Thu ngân sách", (TargetLine(op=Op.AT_LEAST),))
    sentence = refusal(
        services.create_campaign,
        by=province.staff,
        authority=province.authority,
        code="thu",
        draft=draft(province, indicators=(wrong,)),
    )
    assert sentence == "Mức chỉ tiêu “Thu ngân sách”: Chỉ tiêu định lượng phải có mức; chỉ tiêu định tính thì không."
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("reading", "due"), [(Reading.BEFORE_DAY, "2021-01-10 00:00"), (Reading.END_OF_DAY, "2021-01-11 00:00")]
)
def test_milestone_is_due_at_the_first_instant_that_is_too_late(reading, due):
    line = MilestoneLine(kind=SubmissionKind.REGISTER, name="Đăng ký", day=date(2021, 1, 10), reading=reading)
    assert line.due_at == on(due)


def test_revise_changes_rows_in_place_and_drops_those_left_out(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province, **FULL)
    stored = draft_of(campaign)
    first = stored.indicators[0]
    kept = first.targets[0]
    changed = TargetLine(op=Op.AT_LEAST, value=Decimal("40"), unit_of_measure="triệu đồng", id=kept.id)
    services.revise_campaign(
        campaign_id=campaign.pk,
        version=0,
        draft=draft(province, indicators=(IndicatorLine("Thu nhập", (changed,)),), milestones=stored.milestones[:1]),
        by=province.staff,
    )
    campaign.refresh_from_db()
    assert list(Target.objects.values_list("pk", "indicator__name", "value")) == [(kept.id, "Thu nhập", Decimal("40"))]
    assert [one.id for one in draft_of(campaign).milestones] == [stored.milestones[0].id]
    assert (campaign.version, campaign.waves.count(), campaign.contents.count()) == (1, 0, 0)


def test_revise_an_older_version_is_a_conflict(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    services.revise_campaign(campaign_id=campaign.pk, version=0, draft=draft(province, title="Mới"), by=province.staff)
    with pytest.raises(Conflict) as conflict:
        services.revise_campaign(campaign_id=campaign.pk, version=0, draft=draft(province), by=province.staff)
    assert conflict.value.reason == "Người khác đã sửa phong trào này sau khi bạn mở trang."
    assert conflict.value.theirs.title == "Mới"


def test_revise_a_launched_campaign_is_refused(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    sentence = refusal(
        services.revise_campaign, campaign_id=campaign.pk, version=1, draft=draft(province), by=province.staff
    )
    assert sentence == "Chỉ sửa được khi phong trào còn đang soạn."


def test_launch_seats_every_member_and_writes_one_letter_each(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    seated = Participation.objects.filter(campaign=campaign).values_list("unit__code", "bloc__code")
    assert sorted(seated) == [(one.code, "khoi-1") for one in province.units]
    letters = Notice.objects.filter(dedupe=f"campaign-launched:{campaign.pk}")
    told = sorted(letters.values_list("recipient__username", flat=True))
    assert told == sorted(one.username for one in (*province.officers, *province.heads))
    letter = letters.first()
    assert letter.title == "Phát động: Phát động phong trào thi đua năm 2021"
    assert "- Gửi Bản đăng ký thi đua: đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)" in letter.body.splitlines()
    assert letter.url == "/phong-trao/phong-trao-2021/"


def test_launch_twice_is_refused_with_the_moment_and_writes_nothing(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    events = AuditEvent.objects.count()
    sentence = refusal(services.launch, campaign_id=campaign.pk, by=province.staff)
    assert sentence == "Phong trào này đã phát động lúc 09:00 thứ Năm 24/12/2020."
    assert (AuditEvent.objects.count(), Participation.objects.count()) == (events, 3)


def test_launch_without_blocs_is_refused(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province, blocs=())
    assert refusal(services.launch, campaign_id=campaign.pk, by=province.staff) == "Chưa chọn khối nào tham gia."
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DRAFT


def test_launch_to_a_bloc_without_members_is_refused(province, at):
    at("2020-12-20")
    empty = bloc(
        "khoi-2", "Khối số 2", province.authority, (district("vi-xuyen", "Vị Xuyên", province.authority),), 2020
    )
    campaign = draft_campaign(province, blocs=(province.bloc, empty))
    sentence = refusal(services.launch, campaign_id=campaign.pk, by=province.staff)
    assert sentence == "Khối số 2 chưa có đơn vị thành viên nào trong năm 2021."


def test_launch_of_a_bloc_plan_uses_the_units_of_its_parent(province, at):
    at("2020-12-20")
    parent = launched_campaign(province)
    at("2021-05-25")
    line = MilestoneLine(kind=SubmissionKind.MIDTERM_REPORT, name="Gửi Trưởng khối", day=date(2021, 6, 20))
    plan = bloc_plan(province, parent, (line,))
    assert Participation.objects.filter(campaign=plan).count() == 0
    assert Notice.objects.filter(dedupe=f"campaign-launched:{plan.pk}").count() == 6


def test_launch_of_a_bloc_plan_waits_for_its_parent(province, at):
    at("2020-12-20")
    parent = draft_campaign(province)
    plan = draft_campaign(province, "ke-hoach", parent=parent, bloc=province.bloc, blocs=())
    sentence = refusal(services.launch, campaign_id=plan.pk, by=province.staff)
    assert sentence == "Phong trào cấp trên chưa phát động nên chưa phát động được kế hoạch của khối."


@pytest.mark.parametrize(("state", "words"), [("closed", "đã kết thúc"), ("cancelled", "đã hủy")])
def test_launch_of_a_bloc_plan_needs_a_running_parent(province, at, state, words):
    at("2020-12-20")
    parent = launched_campaign(province)
    plan = draft_campaign(province, "ke-hoach", parent=parent, bloc=province.bloc, blocs=())
    closed_at = on("2021-12-31") if state == "closed" else None
    Campaign.objects.filter(pk=parent.pk).update(state=state, closed_at=closed_at)
    sentence = refusal(services.launch, campaign_id=plan.pk, by=province.staff)
    assert sentence == f"Phong trào cấp trên {words} nên không phát động được kế hoạch của khối nữa."


def test_a_bloc_plan_calls_no_further_blocs_and_needs_a_parent(province, at):
    at("2020-12-20")
    arguments = {"by": province.staff, "authority": province.authority, "code": "ke-hoach"}
    parent = draft_campaign(province)
    sentences = [
        refusal(services.create_campaign, **arguments, draft=draft(province, bloc=province.bloc, blocs=())),
        refusal(services.create_campaign, **arguments, draft=draft(province, bloc=province.bloc, parent=parent)),
    ]
    assert sentences == [
        "Kế hoạch của khối phải thuộc một phong trào.",
        "Kế hoạch của khối chỉ dành cho khối ấy, không mời thêm khối khác.",
    ]


def test_close_names_everything_that_is_still_open(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    submission_at("submitted", province, campaign)
    at("2021-12-04")
    sentence = refusal(services.close, campaign_id=campaign.pk, by=province.staff)
    assert sentence == (
        "Còn 1 hồ sơ chờ duyệt. "
        "Mốc “Gửi Bảng tự chấm điểm” chưa đến hạn: đến hết thứ Bảy 04/12/2021 (trước ngày 05/12/2021)."
    )


def test_close_waits_for_the_plans_of_blocs_then_closes_once(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    plan = bloc_plan(province, campaign, ())
    at("2022-01-10 08:00")
    sentence = refusal(services.close, campaign_id=campaign.pk, by=province.staff)
    assert sentence == "“Kế hoạch thi đua của khối” còn đang phát động."
    services.close(campaign_id=plan.pk, by=province.staff)
    closed = services.close(campaign_id=campaign.pk, by=province.staff)
    assert (closed.state, closed.closed_at > on("2022-01-10 07:59")) == ("closed", True)
    letters = Notice.objects.filter(dedupe=f"campaign-closed:{campaign.pk}")
    assert (letters.count(), "không ghi số liệu được nữa" in letters.first().body) == (6, True)
    assert refusal(services.close, campaign_id=campaign.pk, by=province.staff) == (
        "Phong trào này đã kết thúc lúc 08:00 thứ Hai 10/01/2022."
    )


def test_cancel_tells_the_units_why(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    services.cancel(campaign_id=campaign.pk, reason="Sáp nhập tỉnh.", by=province.staff)
    letters = Notice.objects.filter(dedupe=f"campaign-cancelled:{campaign.pk}")
    assert (letters.count(), letters.first().body) == (6, "Lý do: Sáp nhập tỉnh.")


def test_cancel_of_a_draft_tells_nobody(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    services.cancel(campaign_id=campaign.pk, reason="Lập nhầm.", by=province.staff)
    assert Notice.objects.count() == 0


def test_cancel_takes_the_plans_of_blocs_along(province, at):
    """Units are told once; a plan that is over and a campaign of its own under it stay as they are."""
    at("2020-12-20")
    campaign = launched_campaign(province)
    running = bloc_plan(province, campaign, ())
    place = {"parent": campaign, "bloc": province.bloc, "blocs": ()}
    written, over = (draft_campaign(province, code, **place) for code in ("ban-nhap", "da-huy"))
    services.cancel(campaign_id=over.pk, reason="Lập nhầm.", by=province.staff)
    lower = draft_campaign(province, "cap-duoi", parent=campaign)
    services.cancel(campaign_id=campaign.pk, reason="Sáp nhập tỉnh.", by=province.staff)
    states = dict(Campaign.objects.values_list("code", "state"))
    assert states == {
        campaign.code: "cancelled", running.code: "cancelled", written.code: "cancelled", over.code: "cancelled",
        lower.code: "draft",
    }  # fmt: skip
    events = AuditEvent.objects.filter(event="campaign.cancelled").order_by("pk")
    assert [(one.object_id, one.detail["reason"]) for one in events] == [
        (str(over.pk), "Lập nhầm."),
        *((str(one.pk), "Sáp nhập tỉnh.") for one in (campaign, running, written)),
    ]
    letters = Notice.objects.filter(dedupe__startswith="campaign-cancelled:")
    assert {one.body for one in letters} == {
        "Lý do: Sáp nhập tỉnh.\nKế hoạch của các khối theo phong trào này cũng hủy."
    }
    assert letters.count() == 6


REPORT = MilestoneLine(kind=SubmissionKind.FINAL_REPORT, name="Báo cáo năm thứ nhất", day=date(2021, 12, 1))


@pytest.mark.parametrize(
    "second",
    [{}, {"audience": Audience.LEADERS}, {"audience": Audience.BLOCS}],
    ids=["everybody", "leaders among everybody", "blocs among everybody"],
)
def test_a_submission_is_not_asked_for_twice_of_the_same_unit(province, second):
    again = replace(REPORT, name="Báo cáo năm thứ hai", day=date(2022, 12, 1), blocs=(province.bloc,), **second)
    with pytest.raises(Refused) as refused:
        draft_campaign(province, milestones=(REPORT, again))
    assert refused.value.reason.startswith(
        "Mốc “Báo cáo năm thứ nhất” và mốc “Báo cáo năm thứ hai” cùng yêu cầu nộp Báo cáo tổng kết năm gửi "
        "Cơ quan thường trực; một loại hồ sơ nộp một lần"
    )
    assert not Campaign.objects.exists()


def test_a_submission_is_asked_for_by_two_addressees_or_of_different_blocs(province):
    other = bloc("khoi-9", "Khối số 9", province.authority, (district("bac-me", "Bắc Mê", province.authority),))
    narrow = replace(REPORT, audience=Audience.BLOCS)
    lines = (
        replace(narrow, blocs=(province.bloc,)),
        replace(narrow, blocs=(other,)),
        replace(REPORT, addressee=Addressee.BLOC_LEADER),
    )
    assert draft_campaign(province, blocs=(province.bloc, other), milestones=lines).milestones.count() == 3
