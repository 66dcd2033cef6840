"""Reminders: before and after each deadline, one digest a day and person, repaired after a missed beat."""

import pytest

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee, ExtensionState
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Campaign, Extension, Milestone, Reminder
from campaigns.queries.reminders import offset_due
from campaigns.services import campaigns as campaign_services
from campaigns.services.reminders import sweep
from core import jobs, outbox
from core.models import OutboxMessage
from organizations.enums import Role
from organizations.models import Notice
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign, milestone_of
from tests.factories.ground import bloc, district, person, unit
from tests.factories.submissions import file, submission_at
from tests.support.dates import on

# The registration is due before Sunday 10/01/2021, so its last day in time is Saturday 09/01; 04/01 is a Monday.
NOT_YET, SEVEN_BEFORE, MONDAY = "2021-01-01 09:00", "2021-01-02 07:30", "2021-01-04 07:30"
THREE_BEFORE, ONE_BEFORE = "2021-01-06 07:30", "2021-01-08 07:30"
LAST_DAY, DAY_AFTER = "2021-01-09 07:30", "2021-01-11 08:30"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def digests(day=None):
    """Every digest (of one day): the letter by the recipient's name."""
    key = f"digest:{day}" if day else "digest:"
    return {one.recipient.username: one for one in Notice.objects.filter(dedupe__startswith=key).order_by("pk")}


UNITS = {
    "canbo.dong-van",
    "canbo.meo-vac",
    "canbo.yen-minh",
    "thutruong.dong-van",
    "thutruong.meo-vac",
    "thutruong.yen-minh",
}
EVERYBODY = UNITS | {"khoi.yen-minh", "chuyenvien"}


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
    milestone = milestone_of(campaign, K.REGISTER)
    assert offset_due(milestone.reminder_offsets, milestone.due_at, on(day).date()) == offset


def test_sweep_before_the_first_offset_sends_nothing(campaign, at):
    at(NOT_YET)
    sweep()
    assert digests() == {}


def test_sweep_writes_one_digest_to_everybody_concerned(campaign, at):
    at(THREE_BEFORE)
    assert sweep() == 9  # and the week's summary to the leader
    assert set(digests()) == EVERYBODY
    letter = digests()["canbo.dong-van"]
    assert letter.title == "Bản đăng ký thi đua: còn 3 ngày"
    assert letter.body == (
        "Đồng Văn chưa nộp:\n"
        "– Gửi Bản đăng ký thi đua (Chương trình số 273/CTr-UBND): "
        "hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021), còn 3 ngày. "
        "Nơi nhận: Ban Thi đua - Khen thưởng tỉnh.\n"
        "Hãy mở Bàn làm việc để soạn và nộp."
    )
    assert letter.url == "/ban-lam-viec/"


def test_sweep_keeps_what_was_reminded(campaign, at):
    moment = at(THREE_BEFORE)
    sweep()
    rows = Reminder.objects.values_list("participation__unit__code", "milestone__kind", "offset", "due_at", "sender")
    due = milestone_of(campaign, K.REGISTER).due_at
    assert sorted(rows) == [(code, K.REGISTER, -3, due, None) for code in ("dong-van", "meo-vac", "yen-minh")]
    assert {abs(one.sent_at - moment).total_seconds() < 60 for one in Reminder.objects.all()} == {True}


def test_sweep_twice_sends_nothing_more(campaign, at):
    at(THREE_BEFORE)
    sweep()
    letters, mails = Notice.objects.count(), OutboxMessage.objects.count()
    assert sweep() == 0
    at("2021-01-07 19:59")
    jobs.SWEEPS["campaigns.remind"].run()
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (letters, mails)


def test_sweep_after_missed_beats_sends_the_latest_offset_only(campaign, at):
    at(LAST_DAY)
    sweep()
    assert set(Reminder.objects.values_list("offset", flat=True)) == {0}
    assert digests()["canbo.dong-van"].title == "Bản đăng ký thi đua: còn 16 giờ 29 phút"


def test_sweep_after_the_deadline_says_how_long_it_is_over(campaign, at):
    at(DAY_AFTER)
    sweep()
    assert digests()["canbo.dong-van"].title == "Bản đăng ký thi đua: quá hạn 1 ngày 8 giờ"


def test_sweep_each_offset_writes_again(campaign, at):
    for moment in (MONDAY, THREE_BEFORE, ONE_BEFORE, LAST_DAY, DAY_AFTER):
        at(moment)
        sweep()
        assert set(digests(moment[:10])) == EVERYBODY


@pytest.mark.parametrize(
    ("moment", "due", "letters"),
    [
        ("2021-01-05 07:00", "2021-01-10 00:00", 8),  # Tuesday
        ("2021-01-05 06:59", "2021-01-10 00:00", 0),
        ("2021-01-05 19:59", "2021-01-10 00:00", 8),
        ("2021-01-05 20:00", "2021-01-10 00:00", 0),
        ("2021-01-05 20:00", "2021-01-06 05:00", 8),  # at seven it would be too late
        ("2021-01-05 03:00", "2021-01-05 17:00", 0),  # seven is early enough
        ("2021-01-02 10:00", "2021-01-09 00:00", 0),  # Saturday: waits for Monday
        ("2021-01-02 10:00", "2021-01-04 07:00", 0),
        ("2021-01-02 10:00", "2021-01-04 06:59", 8),
        ("2021-01-03 10:00", "2021-01-04 00:00", 8),  # Sunday, for the same day's end
        ("2021-01-03 06:00", "2021-01-04 00:00", 0),
        ("2021-01-03 10:00", "2021-01-02 00:00", 0),  # late already: Monday will do
    ],
)
def test_sweep_minds_the_quiet_hours(campaign, at, moment, due, letters):
    Milestone.objects.filter(kind=K.REGISTER).update(due_at=on(due))
    at(moment)
    sweep()
    assert len(digests()) == letters
    assert Reminder.objects.count() == (3 if letters else 0)


def test_what_waited_over_the_weekend_goes_out_on_monday(campaign, at):
    at(SEVEN_BEFORE)
    assert sweep() == 0
    at(MONDAY)
    sweep()
    assert set(Reminder.objects.values_list("offset", flat=True)) == {-7}
    assert set(digests()) == EVERYBODY


def test_whoever_had_a_digest_today_hears_of_later_reminders_tomorrow(province, campaign, at):
    submission_at(S.SUBMITTED, province, campaign, member=0, moment="2021-01-04 09:00")
    other = launched_campaign(province, "phong-trao-khac")
    Milestone.objects.filter(campaign=other, kind=K.REGISTER).update(due_at=on("2021-01-07 17:00"))
    at("2021-01-05 08:00")
    sweep()
    first = digests("2021-01-05")["canbo.dong-van"]
    assert "đến 17:00 thứ Năm 07/01/2021" in first.body
    assert "thứ Bảy 09/01/2021" not in first.body
    Milestone.objects.filter(campaign=other, kind=K.MIDTERM_REPORT).update(due_at=on("2021-01-06 17:00"))
    assert sweep() == 0
    at("2021-01-06 07:00")
    sweep()
    assert set(digests("2021-01-06")) == EVERYBODY
    assert "đến 17:00 thứ Tư 06/01/2021" in digests("2021-01-06")["canbo.dong-van"].body


def test_a_later_reminder_is_not_lost_on_those_who_heard_nothing_new_tomorrow(campaign, at):
    """Told on Friday afternoon, after the day's digest: on Monday it is still news."""
    Milestone.objects.filter(kind=K.MIDTERM_REPORT).update(due_at=on("2021-01-12 00:00"), reminder_offsets=[-3])
    at(ONE_BEFORE)
    sweep()
    Milestone.objects.filter(kind=K.LAUNCH_DOCUMENT).update(due_at=on("2021-01-14 00:00"), reminder_offsets=[-5])
    at("2021-01-08 15:00")
    assert sweep() == 0
    at(DAY_AFTER)
    sweep()
    assert "đến hết thứ Tư 13/01/2021" in digests("2021-01-11")["canbo.dong-van"].body


def test_a_deadline_that_was_put_off_is_reminded_of_anew(campaign, at):
    at(ONE_BEFORE)
    sweep()
    Milestone.objects.filter(kind=K.REGISTER).update(due_at=on("2021-01-16 00:00"))
    at("2021-01-14 08:00")
    sweep()
    assert set(digests("2021-01-14")) == EVERYBODY
    assert Reminder.objects.filter(offset=-1).count() == 6


def test_the_sweep_asks_for_the_deadline_of_each_unit(province, campaign, at):
    milestone = milestone_of(campaign, K.REGISTER)
    Extension.objects.create(
        milestone=milestone,
        unit=province.unit,
        old_due_at=milestone.due_at,
        new_due_at=on("2021-02-10 00:00"),
        reason="Mưa lũ",
        requested_at=on("2021-01-05 09:00"),
        requested_by=province.staff,
        state=ExtensionState.GRANTED,
        decided_at=on("2021-01-05 10:00"),
        decided_by=province.admin,
    )
    at(LAST_DAY)
    sweep()
    assert "canbo.dong-van" not in digests()
    assert "Chưa nộp (2): Mèo Vạc, Yên Minh." in digests()["khoi.yen-minh"].body


def test_sweep_leaves_out_units_that_filed(province, campaign, at):
    submission_at(S.SUBMITTED, province, campaign)
    at(LAST_DAY)
    sweep()
    assert set(digests()) == {name for name in EVERYBODY if "dong-van" not in name}


def test_sweep_writes_again_to_a_unit_that_was_sent_back(province, campaign, at):
    submission_at(S.RETURNED, province, campaign)
    at(LAST_DAY)
    sweep()
    assert "Hồ sơ đã bị trả lại; hãy sửa và nộp lại." in digests()["canbo.dong-van"].body


def test_the_office_of_the_bloc_leader_hears_who_is_missing(province, campaign, at):
    submission_at(S.ACCEPTED, province, campaign)
    at(LAST_DAY)
    sweep()
    letter = digests()["khoi.yen-minh"]
    part = (
        "Khối thi đua các huyện số 1 – thành viên chưa nộp:\n"
        "– Gửi Bản đăng ký thi đua (Chương trình số 273/CTr-UBND): "
        "hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021), còn 16 giờ 29 phút. "
        "Chưa nộp (2): Mèo Vạc, Yên Minh."
    )
    assert letter.body == part
    assert letter.title == "Nhắc hạn ngày 09/01/2021: 2 đơn vị chưa nộp"
    assert letter.url == "/phong-trao/phong-trao-2021/theo-doi/"
    head = digests()["thutruong.yen-minh"]
    assert head.title == "Nhắc hạn ngày 09/01/2021: 1 việc phải nộp, 2 đơn vị chưa nộp"
    assert head.body.startswith("Yên Minh chưa nộp:")
    assert head.body.endswith(part)


def test_staff_hear_who_is_missing_bloc_by_bloc(province, at):
    second = bloc("khoi-2", "Khối số 2", province.authority, (district("vi-xuyen", "Vị Xuyên", province.authority),))
    launched_campaign(province, blocs=(province.bloc, second))
    at(LAST_DAY)
    sweep()
    assert digests()["chuyenvien"].body.splitlines() == [
        "Chương trình số 273/CTr-UBND – các đơn vị chưa nộp:",
        "– Gửi Bản đăng ký thi đua: hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021), còn 16 giờ 29 phút. "
        "4 đơn vị chưa nộp:",
        "+ Khối số 2 (1): Vị Xuyên",
        "+ Khối thi đua các huyện số 1 (3): Đồng Văn, Mèo Vạc, Yên Minh",
    ]


def test_staff_of_the_campaigns_own_standing_body_hear_too(province, campaign, at):
    office = unit("so-nn", "Sở Nông nghiệp", "department", parent=province.authority)
    person("cv.so-nn", office, Role.STAFF)
    campaign.standing_body = office
    campaign.save()
    at(LAST_DAY)
    sweep()
    assert "3 đơn vị chưa nộp" in digests()["cv.so-nn"].body
    assert "Nơi nhận: Sở Nông nghiệp." in digests()["canbo.dong-van"].body


def test_a_long_list_names_the_first_thirty(province, at):
    many = tuple(district(f"huyen-{n:02d}", f"Huyện số {n:02d}", province.authority) for n in range(32))
    launched_campaign(province, blocs=(bloc("khoi-lon", "Khối lớn", province.authority, many),))
    at(LAST_DAY)
    sweep()
    assert digests()["chuyenvien"].body.endswith("Huyện số 29 và 2 đơn vị khác")


def test_sweep_with_nobody_missing_sends_nothing(province, campaign, at):
    for member in range(3):
        submission_at(S.SUBMITTED, province, campaign, member=member)
    at(LAST_DAY)
    sweep()
    assert digests() == {}


def test_sweep_leaves_drafts_and_cancelled_campaigns_alone(province, campaign, at):
    draft_campaign(province, "ban-nhap")
    campaign_services.cancel(campaign_id=campaign.pk, reason="Dừng", by=province.staff)
    at(LAST_DAY)
    sweep()
    assert digests() == {}


def test_units_do_not_hear_of_what_is_not_yet_taken(province, campaign, at):
    Milestone.objects.filter(kind=K.REGISTER).update(opens_at=on("2021-01-08 00:00"))
    at(THREE_BEFORE)
    sweep()
    assert set(digests()) == {"khoi.yen-minh", "thutruong.yen-minh", "chuyenvien"}
    assert "Yên Minh chưa nộp:" not in digests()["thutruong.yen-minh"].body
    at(ONE_BEFORE)
    sweep()
    assert set(digests("2021-01-08")) == EVERYBODY


def test_units_do_not_hear_of_what_is_taken_no_more(province, campaign, at):
    """Save the one to which it was sent back: what it files again is taken."""
    Milestone.objects.filter(kind=K.REGISTER).update(accepts_late=False)
    submission_at(S.RETURNED, province, campaign, moment="2021-01-08 08:00")
    at(LAST_DAY)
    sweep()
    assert set(digests("2021-01-09")) == EVERYBODY
    at(DAY_AFTER)
    sweep()
    assert set(digests("2021-01-11")) == {
        "canbo.dong-van", "thutruong.dong-van", "khoi.yen-minh", "thutruong.yen-minh", "chuyenvien",
    }  # fmt: skip
    assert "3 đơn vị chưa nộp" in digests("2021-01-11")["chuyenvien"].body


TO_THE_LEADER = MilestoneLine(
    kind=K.MIDTERM_REPORT, name="Gửi Trưởng khối", day=on("2021-06-20").date(), addressee=Addressee.BLOC_LEADER
)


def test_sweep_minds_the_deadline_of_a_bloc_plan(province, campaign, at):
    bloc_plan(province, campaign, (TO_THE_LEADER,))
    at("2021-06-18 08:00")  # three days before the authority's deadline nothing is due
    sweep()
    letters = digests("2021-06-18")
    assert "Nơi nhận: Trưởng khối." in letters["canbo.dong-van"].body
    assert letters["khoi.yen-minh"].url == "/phong-trao/ke-hoach-khoi-1/theo-doi/"
    assert "chuyenvien" not in letters


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_sweep_leaves_a_plan_alone_whose_campaign_is_over(province, campaign, at, state):
    bloc_plan(province, campaign, (TO_THE_LEADER,))
    over = on("2021-06-01") if state == "closed" else None
    Campaign.objects.filter(pk=campaign.pk).update(state=state, closed_at=over)
    at("2021-06-18 08:00")
    sweep()
    assert digests() == {}


def test_sweep_is_answered_by_one_filing_for_both_addressees(province, campaign, at):
    bloc_plan(province, campaign, (TO_THE_LEADER,))
    submission = submission_at(S.SUBMITTED, province, campaign, K.MIDTERM_REPORT, moment="2021-06-21 09:00")
    assert [(one.milestone.addressee, one.days_late) for one in submission.deliveries.all()] == [
        (Addressee.BLOC_LEADER, 2),
        (Addressee.STANDING_BODY, 0),
    ]
    at("2021-06-29 08:00")
    sweep()
    assert "canbo.dong-van" not in digests()


def test_mail_of_a_digest_goes_once(campaign, at, mailoutbox):
    at(ONE_BEFORE)
    sweep()
    outbox.drain()
    sweep()
    outbox.drain()
    about = [mail.to[0] for mail in mailoutbox if mail.subject.startswith("Bản đăng ký thi đua: còn")]
    assert sorted(about) == sorted(f"{name}@example.vn" for name in UNITS - {"thutruong.yen-minh"})


def test_a_letter_counts_no_further_after_filing(province, campaign, at):
    at(THREE_BEFORE)
    sweep()
    file(submission_at(S.DRAFT, province, campaign), province)
    at(LAST_DAY)
    sweep()
    assert set(digests("2021-01-09")) == {name for name in EVERYBODY if "dong-van" not in name}


@pytest.mark.parametrize("units", [1, 3])
def test_sweep_costs_the_same_for_more_units(province, at, django_assert_max_num_queries, units):
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    launched_campaign(province, blocs=(small,))
    at("2021-01-07 09:00")
    with django_assert_max_num_queries(31):  # PostgreSQL asks for the lock besides; the summary of the week is in it
        sweep()
    with django_assert_max_num_queries(15):
        assert sweep() == 0
