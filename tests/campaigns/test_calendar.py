"""The calendar of deadlines, and the feed that calendar programs read: whose, what, until revoked."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from icalendar import Calendar

from campaigns.drafts import MilestoneLine, WaveLine, WindowLine
from campaigns.enums import Addressee, ExtensionState, Reading, WindowKind
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import CalendarFeed, Extension, Milestone
from campaigns.queries import calendar as queries
from campaigns.services import calendar as services
from campaigns.services import campaigns as campaign_services
from core.models import AuditEvent
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign, milestone_of
from tests.factories.ground import bloc
from tests.factories.submissions import submission_at
from tests.support.client import StrictClient
from tests.support.dates import on

PERIODS = {
    "waves": (WaveLine("Đợt 1 chào mừng ngày 19/5", date(2021, 1, 4), date(2021, 6, 30)),),
    "windows": (WindowLine(WindowKind.MIDTERM, "Sơ kết 6 tháng", date(2021, 7, 1), date(2021, 7, 15)),),
}


@pytest.fixture
def campaign(province):
    return launched_campaign(province, **PERIODS)


@pytest.fixture
def feed(province, campaign):
    return services.make_feed(by=province.officer)


def address_of(feed):
    return reverse("calendar_feed", args=[queries.token_of(feed)])


def lines(user, moment):
    return [(one.title, one.state, one.is_duty) for one in queries.entries(user, on(moment))]


def events(response):
    """The events by their ids, read back by the library."""
    calendar = Calendar.from_ical(response.content)
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


def uid(milestone):
    return f"milestone-{milestone.pk}@thiduaweb"


def test_entries_of_a_unit_mark_what_it_still_has_to_do(province, campaign):
    submission_at(S.SUBMITTED, province, campaign)
    submission_at(S.RETURNED, province, campaign, member=1)
    at = "2021-03-20 09:00"
    assert lines(province.officer, at)[:5] == [
        ("Gửi Bản đăng ký thi đua", "đã nộp", False),
        ("Gửi Văn bản phát động của đơn vị", "quá hạn 6 ngày", True),
        ("Gửi Báo cáo sơ kết 6 tháng", "còn 101 ngày", True),
        ("Đợt 1 chào mừng ngày 19/5", "đang diễn ra", False),
        ("Sơ kết 6 tháng", "", False),
    ]
    returned = queries.entries(province.officers[1], on(at))[0]
    assert (returned.kind, returned.is_duty) == ("Bị trả lại, hạn nộp", True)


def test_entries_of_those_who_look_on_are_nobodys_duty(province, campaign):
    assert lines(province.staff, "2021-01-20")[:2] == [
        ("Gửi Bản đăng ký thi đua", "đã qua", False),
        ("Gửi Văn bản phát động của đơn vị", "còn 53 ngày", False),
    ]
    assert queries.entries(province.stranger, on("2021-01-20")) == []


def test_a_draft_is_in_nobodys_calendar(province):
    draft_campaign(province, **PERIODS)
    assert queries.entries(province.staff, on("2021-01-20")) == []


def test_deadlines_of_another_blocs_plan_are_not_mine(province, campaign, at):
    at("2021-05-25")
    line = MilestoneLine(
        kind=K.MIDTERM_REPORT, name="Gửi Trưởng khối", day=date(2021, 6, 20), addressee=Addressee.BLOC_LEADER
    )
    bloc_plan(province, campaign, (line,))
    assert "Gửi Trưởng khối" in [title for title, *_ in lines(province.officer, "2021-06-01")]
    assert "Gửi Trưởng khối" not in [title for title, *_ in lines(province.stranger, "2021-06-01")]


def test_months_begin_today_and_the_past_is_apart(province, campaign):
    found = queries.entries(province.officer, on("2021-06-29"))
    ahead, past = queries.months(found, date(2021, 6, 29))
    assert [month.label for month in ahead] == ["Tháng 6/2021", "Tháng 7/2021", "Tháng 11/2021", "Tháng 12/2021"]
    assert [month.label for month in past] == ["Tháng 3/2021", "Tháng 1/2021"]
    assert [one.title for one in ahead[0].entries] == ["Gửi Báo cáo sơ kết 6 tháng", "Đợt 1 chào mừng ngày 19/5"]


def test_page_shows_months_and_offers_an_address(province, campaign, at, sign_in):
    at("2021-03-20 09:00")
    client = sign_in(province.officer)
    page = client.get(reverse("calendar")).content.decode()
    assert [words in page for words in ("Tháng 6/2021", "Đã qua: 2 mốc", "Việc của đơn vị", "Tạo địa chỉ lịch")] == [
        True
    ] * 4
    assert ".ics" not in page
    page = client.post(reverse("calendar_address"), follow=True).content.decode()
    feed = CalendarFeed.objects.get(user=province.officer)
    assert address_of(feed) in page
    page = client.post(reverse("calendar_address"), {"revoke": "1"}, follow=True).content.decode()
    assert (".ics" in page, "Tạo địa chỉ lịch" in page) == (False, True)


@pytest.mark.parametrize("role", ["officer", "head", "bloc_secretary", "staff", "leader", "admin", "stranger"])
def test_everybody_has_a_calendar(province, campaign, sign_in, role):
    assert sign_in(province.everybody()[role]).get(reverse("calendar")).status_code == 200


def test_calendar_is_linked_from_worklist_and_campaigns(province, campaign, sign_in):
    client = sign_in(province.officer)
    assert [f'href="{reverse("calendar")}"' in client.get(page).content.decode() for page in ("/", "/phong-trao/")] == [
        True,
        True,
    ]


def test_nobody_asks_for_a_calendar_without_signing_in(client):
    assert client.get(reverse("calendar")).status_code == 302
    assert client.post(reverse("calendar_address")).status_code == 302


def test_feed_holds_a_whole_last_day_for_a_deadline_at_midnight(province, campaign, feed, client):
    response = client.get(address_of(feed))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response)
    assert len(found) == 5
    event = found[uid(milestone_of(campaign, K.REGISTER))]
    assert event.decoded("DTSTART") == date(2021, 1, 9)
    assert str(event["SUMMARY"]) == "Hạn: Gửi Bản đăng ký thi đua – Chương trình số 273/CTr-UBND"
    assert str(event["DESCRIPTION"]) == (
        "Hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021).\n"
        "Nơi nhận: Ban Thi đua - Khen thưởng tỉnh.\n"
        "Chương trình số 273/CTr-UBND – Phát động phong trào thi đua năm 2021\n"
        "Đơn vị: Đồng Văn."
    )
    assert str(event["URL"]).endswith("/phong-trao/phong-trao-2021/")
    assert event["SEQUENCE"] == 0
    assert event.decoded("LAST-MODIFIED") == campaign.launched_at.replace(microsecond=0)
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-16)  # eight o'clock of the day before


def test_feed_holds_the_hour_of_a_deadline_by_the_hour(province, campaign, feed, client):
    milestone = milestone_of(campaign, K.REGISTER)
    Milestone.objects.filter(pk=milestone.pk).update(due_at=on("2021-01-08 17:00"), reading=Reading.BY_HOUR)
    response = client.get(address_of(feed))
    event = events(response)[uid(milestone)]
    assert event.decoded("DTSTART") == on("2021-01-08 17:00")
    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20210108T170000" in response.content
    assert [str(one["TZID"]) for one in Calendar.from_ical(response.content).walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    assert event.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-1)


def put_off(province, milestone, unit=None, decided="2021-01-05 10:00", state=ExtensionState.GRANTED):
    return Extension.objects.create(
        milestone=milestone,
        unit=unit,
        old_due_at=milestone.due_at,
        new_due_at=on("2021-01-16 00:00"),
        reason="Mưa lũ",
        requested_at=on("2021-01-05 09:00"),
        requested_by=province.staff,
        state=state,
        decided_at=on(decided),
        decided_by=province.admin,
    )


def test_an_event_moves_when_its_deadline_is_put_off(province, campaign, feed, client):
    milestone = milestone_of(campaign, K.REGISTER)
    before = events(client.get(address_of(feed)))[uid(milestone)]
    put_off(province, milestone)
    Milestone.objects.filter(pk=milestone.pk).update(due_at=on("2021-01-16 00:00"))
    put_off(province, milestone, province.unit, decided="2021-01-06 10:00")
    put_off(province, milestone, province.units[1], decided="2021-01-07 10:00")
    put_off(province, milestone, province.unit, decided="2021-01-08 10:00", state=ExtensionState.REFUSED)
    after = events(client.get(address_of(feed)))[uid(milestone)]
    assert [one.decoded("DTSTART") for one in (before, after)] == [date(2021, 1, 9), date(2021, 1, 15)]
    assert [int(one["SEQUENCE"]) for one in (before, after)] == [0, 2]
    assert after.decoded("LAST-MODIFIED") == on("2021-01-06 10:00")


def test_feed_holds_each_persons_own_deadlines(province, campaign, client):
    put_off(province, milestone_of(campaign, K.REGISTER), province.unit)
    days = {
        one.username: events(client.get(address_of(services.make_feed(by=one))))
        for one in (province.officer, province.officers[1], province.staff, province.stranger)
    }
    register = uid(milestone_of(campaign, K.REGISTER))
    assert {name: found[register].decoded("DTSTART").day for name, found in days.items() if found} == {
        "canbo.dong-van": 15,
        "canbo.meo-vac": 9,
        "chuyenvien": 9,
    }
    assert days["nguoi-ngoai"] == {}


def test_feed_is_private_and_answers_not_modified(province, campaign, feed, client):
    response = client.get(address_of(feed))
    assert response["Cache-Control"] == "private, no-cache"
    assert (response.cookies, Session.objects.count()) == ({}, 0)
    again = client.get(address_of(feed), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Milestone.objects.filter(campaign=campaign, kind=K.REGISTER).update(name="Tên mới")
    assert client.get(address_of(feed), headers={"If-None-Match": response["ETag"]}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_feed_answers_only_get(feed, method):
    assert getattr(StrictClient(), method)(address_of(feed)).status_code == 405


def test_a_revoked_address_is_dead_and_a_new_one_differs(province, feed, client):
    old = address_of(feed)
    assert services.make_feed(by=province.officer) == feed
    services.revoke_feed(by=province.officer)
    services.revoke_feed(by=province.officer)
    assert client.get(old).status_code == 404
    new = address_of(services.make_feed(by=province.officer))
    assert (client.get(new).status_code, client.get(old).status_code, new == old) == (200, 404, False)
    told = AuditEvent.objects.filter(event__startswith="calendar.").order_by("pk").values_list("event", flat=True)
    assert list(told) == ["calendar.made", "calendar.revoked", "calendar.made"]


def test_the_address_of_somebody_who_left_is_dead(province, feed, client):
    province.officer.is_active = False
    province.officer.save()
    assert client.get(address_of(feed)).status_code == 404


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.split(".")[0],
        lambda token: f"{'0' * 32}.{token.split('.')[1]}",
        lambda token: queries.SIGNER.sign("khong-phai-ma"),
        lambda token: queries.SIGNER.sign("0" * 32),
        lambda token: "' OR 1=1 --",
        lambda token: "\x00",
    ],
)
def test_a_forged_address_does_not_exist(feed, client, forge):
    assert client.get(reverse("calendar_feed", args=[forge(queries.token_of(feed))])).status_code == 404


def test_the_signature_is_of_this_purpose_alone(feed):
    token = queries.token_of(feed)
    other = queries.signing.Signer(sep=".", salt="khác").sign(feed.pk.hex)
    assert (queries.feed_behind(token), queries.feed_behind(other)) == (feed, None)


def test_hostile_names_stay_text_in_the_feed(province, campaign, feed, client):
    name = "Mốc\r\nBEGIN:VEVENT\r\nSUMMARY:giả; mạo, \\n"
    milestone = milestone_of(campaign, K.REGISTER)
    Milestone.objects.filter(pk=milestone.pk).update(name=name)
    found = events(client.get(address_of(feed)))
    assert len(found) == 5
    assert "giả; mạo, " in str(found[uid(milestone)]["SUMMARY"])


def test_a_cancelled_campaign_leaves_the_calendar(province, campaign, feed, client):
    campaign_services.cancel(campaign_id=campaign.pk, reason="Dừng", by=province.staff)
    assert events(client.get(address_of(feed))) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_costs_the_same_for_more_campaigns(province, sign_in, client, django_assert_num_queries, count):
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:count])
    for number in range(count):
        launched_campaign(province, f"phong-trao-{number}", blocs=(small,), **PERIODS)
    feed = services.make_feed(by=province.officer)
    signed_in = sign_in(province.officer)
    with django_assert_num_queries(14):
        signed_in.get(reverse("calendar"))
    with django_assert_num_queries(9):
        client.get(urlsplit(address_of(feed)).path)
