"""Who was reminded when; reminders by hand: who may, in which words, to whom, once."""

import pytest
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Milestone, Reminder
from campaigns.queries import reminded as queries
from campaigns.services import campaigns as campaign_services
from campaigns.services import reminding
from campaigns.services.reminders import sweep
from core import outbox
from core.authz import can
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.enums import Role
from organizations.models import Notice
from tests.factories.campaigns import launched_campaign, milestone_of, participation_of
from tests.factories.ground import bloc, district, person, unit
from tests.factories.submissions import submission_at
from tests.support.dates import on

NOW = "2021-01-07 21:30"  # by hand one may also write in the evening
TEXT = "Đề nghị đơn vị nộp trước cuộc họp ngày 08/01."
HOSTILE = "<script>alert(1)</script> ' OR 1=1 --\r\nBcc: ai@example.vn\x00\u202e"
ONLY_STAFF = "Chỉ cơ quan thường trực của phong trào và văn phòng Trưởng khối nhắc được các đơn vị."


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


@pytest.fixture
def milestone(campaign):
    return milestone_of(campaign, K.REGISTER)


@pytest.fixture
def address(campaign, milestone):
    return reverse("campaigns:remind", args=[campaign.code, milestone.pk])


def pk_of(campaign, member_unit):
    return participation_of(campaign, member_unit).pk


def remind(milestone, province, *units, text=TEXT, by=None):
    folders = [pk_of(milestone.campaign, one) for one in units]
    return reminding.remind_units(milestone_id=milestone.pk, folder_ids=folders, text=text, by=by or province.staff)


def letters():
    found = Notice.objects.filter(dedupe__startswith="reminded:").order_by("recipient__username")
    return {one.recipient.username: one for one in found}


def test_a_reminder_by_hand_reaches_inbox_and_mail_at_once(province, campaign, milestone, at, mailoutbox):
    at(NOW)
    assert remind(milestone, province, *province.units[:2]) == 2
    assert list(letters()) == ["canbo.dong-van", "canbo.meo-vac", "thutruong.dong-van", "thutruong.meo-vac"]
    letter = letters()["canbo.dong-van"]
    assert letter.title == "Nhắc nộp: Bản đăng ký thi đua"
    assert letter.body == (
        f"{TEXT}\n\nGửi Bản đăng ký thi đua: hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021). "
        "Nơi nhận: Ban Thi đua - Khen thưởng tỉnh.\n"
        "Người nhắc: Chuyên viên cơ quan thường trực Ủy ban nhân dân tỉnh."
    )
    outbox.drain()
    mails = [mail for mail in mailoutbox if mail.subject == letter.title]
    assert len(mails) == 4
    assert letter.body in mails[0].body


def test_a_reminder_by_hand_is_kept_with_sender_and_words(province, campaign, milestone, at):
    at(NOW)
    remind(milestone, province, province.unit)
    [row] = Reminder.objects.all()
    assert (row.offset, row.sender, row.body, row.due_at) == (None, province.staff, TEXT, milestone.due_at)
    event = AuditEvent.objects.get(event="milestone.reminded")
    assert (event.actor, event.object_id) == (province.staff, str(milestone.pk))
    assert event.detail == {"units": ["dong-van"], "text": TEXT}


def test_the_same_words_count_once_a_day(province, campaign, milestone, at):
    at(NOW)
    remind(milestone, province, province.units[0])
    assert remind(milestone, province, *province.units[:2]) == 1
    assert remind(milestone, province, *province.units[:2]) == 0
    assert (Reminder.objects.count(), len(letters())) == (2, 4)
    assert AuditEvent.objects.filter(event="milestone.reminded").count() == 2
    assert remind(milestone, province, province.unit, text="Lời khác.") == 1
    at("2021-01-08 08:00")
    assert remind(milestone, province, province.unit) == 1


def test_a_reminder_by_hand_does_not_silence_the_schedule(province, campaign, milestone, at):
    at("2021-01-08 06:30")
    remind(milestone, province, province.unit)
    at("2021-01-08 07:00")
    sweep()
    assert Notice.objects.filter(recipient=province.officer, dedupe="digest:2021-01-08").exists()


def test_a_unit_that_filed_meanwhile_is_not_reminded(province, campaign, milestone, at):
    submission_at(S.SUBMITTED, province, campaign, moment="2021-01-07 08:00")
    at(NOW)
    with pytest.raises(Refused, match="Có đơn vị vừa nộp xong hoặc không thuộc phạm vi của bạn"):
        remind(milestone, province, *province.units[:2])
    assert (Reminder.objects.count(), letters()) == (0, {})


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("staff", ""),
        ("bloc_secretary", ""),
        ("leader", ONLY_STAFF),
        ("officer", ONLY_STAFF),
        ("head", ONLY_STAFF),
        ("council_member", ONLY_STAFF),
        ("admin", ONLY_STAFF),
        ("stranger", ONLY_STAFF),
    ],
)
def test_who_may_remind(province, campaign, milestone, role, reason):
    assert can(province.everybody()[role], "campaigns.remind", milestone).reason == reason


def test_nobody_is_reminded_once_the_campaign_is_over(province, campaign, milestone):
    campaign_services.cancel(campaign_id=campaign.pk, reason="Dừng", by=province.staff)
    milestone.campaign.refresh_from_db()
    decision = can(province.staff, "campaigns.remind", milestone)
    assert decision.reason == "Phong trào không còn mở nên không nhắc các đơn vị nữa."


def test_staff_of_the_campaigns_own_standing_body_remind(province, campaign, milestone, at, sign_in, address):
    office = unit("so-nn", "Sở Nông nghiệp", "department", parent=province.authority)
    specialist = person("cv.so-nn", office, Role.STAFF)
    assert sign_in(specialist).get(address).status_code == 404
    campaign.standing_body = office
    campaign.save()
    at(NOW)
    assert "Đồng Văn" in sign_in(specialist).get(address).content.decode()
    assert remind(milestone, province, province.unit, by=specialist) == 1


def test_the_office_of_a_bloc_leader_reminds_its_own_members_only(province, at, sign_in):
    other = district("vi-xuyen", "Vị Xuyên", province.authority)
    second = bloc("khoi-2", "Khối số 2", province.authority, (other,))
    campaign = launched_campaign(province, blocs=(province.bloc, second))
    milestone = milestone_of(campaign, K.REGISTER)
    at(NOW)
    page = sign_in(province.secretary).get(reverse("campaigns:remind", args=[campaign.code, milestone.pk]))
    assert [words in page.content.decode() for words in ("Mèo Vạc", "Vị Xuyên")] == [True, False]
    assert remind(milestone, province, province.units[1], by=province.secretary) == 1
    with pytest.raises(Refused, match="không thuộc phạm vi của bạn"):
        remind(milestone, province, other, by=province.secretary)


def test_units_are_chosen_looked_at_and_confirmed(province, campaign, milestone, at, sign_in, address):
    submission_at(S.RETURNED, province, campaign, moment="2021-01-07 08:00")
    at(NOW)
    client = sign_in(province.staff)
    page = client.get(address, {"loc": "missing"}).content.decode()
    assert "Đề nghị đơn vị hoàn thành và nộp Bản đăng ký thi đua (Chương trình số 273/CTr-UBND) đúng hạn." in page
    assert [name in page for name in ("Đồng Văn", "Mèo Vạc", "Yên Minh")] == [False, True, True]
    typed = {"units": [pk_of(campaign, province.units[1])], "text": TEXT}

    preview = client.post(address, typed).content.decode()
    assert "1 đơn vị, 2 người nhận được ngay" in preview
    assert "Cán bộ đầu mối Mèo Vạc, Thủ trưởng đơn vị Mèo Vạc" in preview
    assert f"<p>{TEXT}</p>" in preview
    assert letters() == {}

    again = client.post(address, typed | {"edit": "1"}).content.decode()
    assert (again.count(" checked"), f">\n{TEXT}</textarea>" in again) == (1, True)

    response = client.post(address, typed | {"confirm": "1"}, follow=True)
    assert "Đã gửi lời nhắc tới 1 đơn vị." in response.content.decode()
    assert list(letters()) == ["canbo.meo-vac", "thutruong.meo-vac"]
    response = client.post(address, typed | {"confirm": "1"}, follow=True)
    assert "nên không gửi lại" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": TEXT}, "Hãy chọn ít nhất một đơn vị."),
        ({"text": "   ", "units": "ours"}, "Hãy ghi lời nhắc."),
        ({"text": TEXT, "units": ["999999"]}, "Có đơn vị không còn trong danh sách"),
        ({"text": TEXT, "units": ["x"]}, "Có đơn vị không còn trong danh sách"),
        ({"text": "a" * 2001, "units": "ours"}, "2.000"),
    ],
)
def test_what_is_wrong_is_said_and_kept(province, campaign, at, sign_in, address, typed, sentence):
    at(NOW)
    if typed.get("units") == "ours":
        typed = typed | {"units": [pk_of(campaign, province.unit)]}
    page = sign_in(province.staff).post(address, typed | {"confirm": "1"}).content.decode()
    assert sentence in page
    assert letters() == {}


def test_hostile_words_are_only_words(province, campaign, milestone, at, sign_in, address, mailoutbox):
    at(NOW)
    client = sign_in(province.staff)
    typed = {"units": [pk_of(campaign, province.unit)], "text": HOSTILE}
    preview = client.post(address, typed).content.decode()
    client.post(address, typed | {"confirm": "1"})
    kept = "<script>alert(1)</script> ' OR 1=1 --\nBcc: ai@example.vn"
    assert Reminder.objects.get().body == kept
    history = client.get(reverse("campaigns:reminders", args=[campaign.code, milestone.pk])).content.decode()
    inbox = sign_in(province.officer).get("/hop-thu/").content.decode()
    form = client.post(address, typed | {"edit": "1"}).content.decode()
    for page in (history, inbox, preview, form):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    outbox.drain()
    mails = [mail for mail in mailoutbox if mail.subject.startswith("Nhắc nộp")]
    assert {tuple(mail.recipients()) for mail in mails} == {
        ("canbo.dong-van@example.vn",),
        ("thutruong.dong-van@example.vn",),
    }


def test_a_unit_without_people_is_named_before_sending(province, campaign, at, sign_in, address):
    at(NOW)
    for one in (province.officer, province.head):
        one.is_active = False
        one.save()
    page = sign_in(province.staff).post(address, {"units": [pk_of(campaign, province.unit)], "text": TEXT})
    assert "Chưa có ai nhận thư" in page.content.decode()


def test_follow_up_says_who_was_reminded_when(province, campaign, milestone, at, sign_in):
    at("2021-01-06 07:00")
    sweep()
    at("2021-01-07 09:00")
    remind(milestone, province, province.unit)
    page = sign_in(province.staff).get(reverse("campaigns:follow_up", args=[campaign.code]), {"moc": milestone.pk})
    table = page.content.decode().split('id="don-vi"')[1]
    assert [table.count(words) for words in ("07/01/2021, 2 lần", "06/01/2021, 1 lần")] == [1, 2]
    assert reverse("campaigns:remind", args=[campaign.code, milestone.pk]) in table


def test_a_leader_sees_why_the_button_rests(province, campaign, milestone, sign_in):
    page = sign_in(province.leader).get(reverse("campaigns:follow_up", args=[campaign.code]), {"moc": milestone.pk})
    assert ONLY_STAFF in page.content.decode()


def test_all_reminders_of_a_deadline_by_round(province, campaign, milestone, at, sign_in):
    at("2021-01-06 07:00")
    sweep()
    at("2021-01-07 09:00")
    remind(milestone, province, *province.units[:2])
    found = queries.rounds(milestone, province.staff)
    assert [(one.occasion, one.body, one.units) for one in found] == [
        ("Nhắc thêm, Chuyên viên cơ quan thường trực Ủy ban nhân dân tỉnh", TEXT, ["Đồng Văn", "Mèo Vạc"]),
        ("Theo lịch, 3 ngày trước ngày cuối", "", ["Đồng Văn", "Mèo Vạc", "Yên Minh"]),
    ]
    page = sign_in(province.leader).get(reverse("campaigns:reminders", args=[campaign.code, milestone.pk]))
    assert "07:00 thứ Tư 06/01/2021" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("staff", 200), ("bloc_secretary", 200), ("head", 403), ("stranger", 404)]
)
def test_who_reads_the_reminders(province, campaign, milestone, sign_in, role, status):
    client = sign_in(province.everybody()[role])
    assert client.get(reverse("campaigns:reminders", args=[campaign.code, milestone.pk])).status_code == status


def test_a_deadline_is_found_under_its_own_campaign_only(province, campaign, milestone, sign_in):
    launched_campaign(province, "phong-trao-khac")
    client = sign_in(province.staff)
    assert client.get(reverse("campaigns:reminders", args=["phong-trao-khac", milestone.pk])).status_code == 404


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2021-01-07 09:00", {"opens_at": on("2021-01-08 00:00")}),
        ("2021-01-10 00:00", {"accepts_late": False}),
    ],
)
def test_nobody_is_asked_by_hand_for_what_is_not_taken(
    province, campaign, milestone, at, sign_in, address, moment, change
):
    submission_at(S.RETURNED, province, campaign, moment="2021-01-06 08:00")
    Milestone.objects.filter(pk=milestone.pk).update(**change)
    at(moment)
    page = sign_in(province.staff).get(address).content.decode()
    assert [name in page for name in ("Đồng Văn", "Mèo Vạc")] == [True, False]
    with pytest.raises(Refused, match="chưa đến lúc nhận hoặc đã thôi nhận"):
        remind(milestone, province, province.units[1])
    assert remind(milestone, province, province.unit) == 1


def test_whoever_has_longer_is_not_told_that_it_is_over(province, campaign, milestone, at):
    milestone.accepts_late = False
    over = milestone.due_at
    assert reminding.suggestion(milestone, over).startswith("Đề nghị đơn vị hoàn thành và nộp")
    milestone.accepts_late = True
    assert reminding.suggestion(milestone, over).startswith("Đã quá hạn")


def test_the_history_names_a_unit_only_when_it_heard(province, campaign, milestone, at):
    Milestone.objects.filter(pk=milestone.pk).update(opens_at=on("2021-01-08 00:00"))
    milestone.refresh_from_db()
    at("2021-01-06 07:00")
    sweep()
    assert (queries.rounds(milestone, province.staff), queries.reminded_by_unit(milestone)) == ([], {})
    at("2021-01-08 07:00")
    sweep()
    [told] = queries.rounds(milestone, province.staff)
    assert (told.offset, told.units) == (-1, ["Đồng Văn", "Mèo Vạc", "Yên Minh"])


def test_the_history_names_units_that_heard_after_the_books_were_shut(province, campaign, milestone, at):
    submission_at(S.RETURNED, province, campaign, moment="2021-01-06 08:00")
    Milestone.objects.filter(pk=milestone.pk).update(accepts_late=False)
    milestone.refresh_from_db()
    at("2021-01-11 07:00")
    sweep()
    [told] = queries.rounds(milestone, province.staff)
    assert (told.offset, told.units) == (1, ["Đồng Văn"])


@pytest.mark.parametrize("units", [1, 3])
def test_pages_cost_the_same_for_more_units(province, at, sign_in, django_assert_num_queries, units):
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    campaign = launched_campaign(province, blocs=(small,))
    milestone = milestone_of(campaign, K.REGISTER)
    at("2021-01-07 07:00")
    sweep()
    client = sign_in(province.staff)
    with django_assert_num_queries(7):
        client.get(reverse("campaigns:reminders", args=[campaign.code, milestone.pk]))
    with django_assert_num_queries(12):
        client.get(reverse("campaigns:remind", args=[campaign.code, milestone.pk]))
    typed = {"units": [pk_of(campaign, one) for one in province.units[:units]], "text": TEXT}
    with django_assert_num_queries(14):
        client.post(reverse("campaigns:remind", args=[campaign.code, milestone.pk]), typed)
