"""Reminders: before and after each deadline, once per person, repaired after a missed beat."""

import pytest

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.services import campaigns as campaign_services
from campaigns.services.reminders import offset_due, sweep
from core import jobs, outbox
from core.models import OutboxMessage
from organizations.models import Notice
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign, milestone_of
from tests.factories.submissions import file, submission_at
from tests.support.dates import on

# The registration is due before 10/01/2021, so its last day in time is 09/01.
NOT_YET, SEVEN_BEFORE = "2021-01-01", "2021-01-02 07:30"
LAST_DAY, DAY_AFTER = "2021-01-09 07:30", "2021-01-10 08:30"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def reminded(kind=K.REGISTER):
    """Who got letters about one kind of submission, oldest first: (person, title)."""
    found = Notice.objects.filter(dedupe__startswith="remind:", title__startswith=kind.label)
    return list(found.order_by("pk").values_list("recipient__username", "title"))


def people():
    return {name for name, _ in reminded()}


UNITS = [
    "canbo.dong-van",
    "canbo.meo-vac",
    "canbo.yen-minh",
    "thutruong.dong-van",
    "thutruong.meo-vac",
    "thutruong.yen-minh",
]


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ("2021-01-01", None),
        ("2021-01-02", -7),
        ("2021-01-05", -7),  # the beats of three days were missed: the reminder is still due
        ("2021-01-06", -3),
        ("2021-01-08", -1),
        ("2021-01-09", 0),
        ("2021-01-10", 1),
        ("2021-01-11", 1),
        ("2021-01-12", 3),
        ("2021-01-16", 7),
        ("2021-01-23", 7),
        ("2021-01-24", None),  # long over: history
    ],
)
def test_offset_due_is_the_latest_whose_day_has_come(campaign, day, offset):
    assert offset_due(milestone_of(campaign, K.REGISTER), on(day).date()) == offset


def test_sweep_before_the_first_offset_sends_nothing(campaign, at):
    at(NOT_YET)
    assert sweep() == 0


def test_sweep_seven_days_before_writes_to_every_unit_and_to_the_bloc_leader(campaign, at):
    at(SEVEN_BEFORE)
    assert sweep() == 7
    assert sorted(people()) == sorted([*UNITS, "khoi.yen-minh"])
    letter = Notice.objects.get(recipient__username="canbo.dong-van", dedupe__startswith="remind:")
    assert letter.title == "Bản đăng ký thi đua: còn 7 ngày 16 giờ"
    assert letter.body == (
        "Gửi Bản đăng ký thi đua, hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021), còn 7 ngày 16 giờ. "
        "Nơi nhận: Ban Thi đua - Khen thưởng tỉnh. Đơn vị chưa nộp; hãy mở Bàn làm việc để soạn và nộp."
    )


def test_sweep_twice_sends_nothing_more(campaign, at):
    at(SEVEN_BEFORE)
    sweep()
    letters, mails = Notice.objects.count(), OutboxMessage.objects.count()
    at("2021-01-03")
    assert sweep() == 0
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (letters, mails)


def test_run_the_sweep_campaigns_remind_twice(campaign, at):
    at(SEVEN_BEFORE)
    jobs.SWEEPS["campaigns.remind"].run()
    before = reminded()
    jobs.SWEEPS["campaigns.remind"].run()
    assert reminded() == before


def test_sweep_after_missed_beats_sends_the_latest_offset_only(campaign, at):
    at(LAST_DAY)
    assert sweep() == 7
    assert [title for name, title in reminded() if name == "canbo.dong-van"] == [
        "Bản đăng ký thi đua: còn 16 giờ 29 phút"
    ]


def test_sweep_after_the_deadline_says_how_long_it_is_over(campaign, at):
    at(DAY_AFTER)
    sweep()
    assert dict(reminded())["canbo.dong-van"] == "Bản đăng ký thi đua: quá hạn 8 giờ 30 phút"


def test_sweep_each_offset_writes_again(campaign, at):
    for day in (SEVEN_BEFORE, "2021-01-06", DAY_AFTER):
        at(day)
        assert sweep() == 7


def test_sweep_leaves_out_units_that_filed(province, campaign, at):
    submission_at(S.SUBMITTED, province, campaign)
    at(LAST_DAY)
    sweep()
    assert sorted(people()) == [name for name in sorted([*UNITS, "khoi.yen-minh"]) if "dong-van" not in name]


def test_sweep_writes_again_to_a_unit_that_was_sent_back(province, campaign, at):
    submission_at(S.RETURNED, province, campaign)
    at(LAST_DAY)
    sweep()
    assert "canbo.dong-van" in people()


def test_sweep_tells_the_bloc_leader_who_is_missing(province, campaign, at):
    submission_at(S.ACCEPTED, province, campaign)
    at(LAST_DAY)
    sweep()
    letter = Notice.objects.get(recipient=province.secretary)
    assert letter.title == "Bản đăng ký thi đua: 2 đơn vị trong khối chưa nộp"
    assert letter.body == "Chưa nộp: Mèo Vạc, Yên Minh. Hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)."
    assert letter.url == "/phong-trao/phong-trao-2021/theo-doi/"


def test_sweep_with_nobody_missing_sends_nothing(province, campaign, at):
    for member in range(3):
        submission_at(S.SUBMITTED, province, campaign, member=member)
    at(LAST_DAY)
    assert sweep() == 0


def test_sweep_leaves_drafts_and_cancelled_campaigns_alone(province, campaign, at):
    draft_campaign(province, "ban-nhap")
    campaign_services.cancel(campaign_id=campaign.pk, reason="Dừng", by=province.staff)
    at(LAST_DAY)
    assert sweep() == 0


def test_sweep_minds_the_deadline_of_a_bloc_plan(province, campaign, at):
    line = MilestoneLine(
        kind=K.MIDTERM_REPORT, name="Gửi Trưởng khối", day=on("2021-06-20").date(), addressee=Addressee.BLOC_LEADER
    )
    bloc_plan(province, campaign, (line,))
    at("2021-06-19 08:00")
    sweep()
    letters = Notice.objects.filter(recipient=province.officer, title__startswith=K.MIDTERM_REPORT.label)
    assert [one.body.split(". ")[1] for one in letters] == ["Nơi nhận: Trưởng khối"]


def test_sweep_is_answered_by_one_filing_for_both_addressees(province, campaign, at):
    line = MilestoneLine(
        kind=K.MIDTERM_REPORT, name="Gửi Trưởng khối", day=on("2021-06-20").date(), addressee=Addressee.BLOC_LEADER
    )
    bloc_plan(province, campaign, (line,))
    submission = submission_at(S.SUBMITTED, province, campaign, K.MIDTERM_REPORT, moment="2021-06-21 09:00")
    assert [(one.milestone.addressee, one.days_late) for one in submission.deliveries.all()] == [
        (Addressee.BLOC_LEADER, 2),
        (Addressee.STANDING_BODY, 0),
    ]
    at("2021-06-29 08:00")
    sweep()
    assert not Notice.objects.filter(recipient=province.officer, dedupe__startswith="remind:").exists()


def test_mail_of_a_reminder_goes_once(campaign, at, mailoutbox):
    at(SEVEN_BEFORE)
    sweep()
    outbox.drain()
    about = [mail.to[0] for mail in mailoutbox if mail.subject.startswith("Bản đăng ký thi đua: còn")]
    sweep()
    outbox.drain()
    assert sorted(about) == sorted(f"{name}@example.vn" for name in UNITS)
    assert len([mail for mail in mailoutbox if mail.subject.startswith("Bản đăng ký thi đua: còn")]) == len(UNITS)


def test_a_letter_counts_no_further_after_filing(province, campaign, at):
    at(SEVEN_BEFORE)
    sweep()
    file(submission_at(S.DRAFT, province, campaign), province)
    at("2021-01-09")
    sweep()
    assert Notice.objects.filter(recipient=province.officer, dedupe__startswith="remind:").count() == 1
