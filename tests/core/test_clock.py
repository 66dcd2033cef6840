"""One clock: the database's, moved by the date a demo assumes."""

from datetime import date, timedelta

import pytest

from core import clock
from core.dates import VIETNAM
from core.exceptions import Refused
from core.models import AssumedClock, AuditEvent
from core.services import assume_date
from tests.support.dates import on
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


def test_now_is_aware_and_in_the_time_of_vietnam():
    assert clock.now().tzinfo == VIETNAM
    assert (clock.offset(), clock.read().is_assumed) == (timedelta(), False)


def test_assume_lets_it_be_that_moment_and_go_on_from_there():
    clock.assume(on("2021-01-10 00:00"))
    first, second = clock.now(), clock.now()
    assert on("2021-01-10 00:00") <= first < second < on("2021-01-10 00:01")
    assert (clock.today(), clock.read().is_assumed) == (date(2021, 1, 10), True)


def test_assume_again_replaces_the_first():
    clock.assume(on("2021-01-10"))
    clock.assume(on("2021-06-10"))
    assert (clock.today(), AssumedClock.objects.count()) == (date(2021, 6, 10), 1)


def test_assume_none_returns_to_the_real_time():
    clock.assume(on("2021-01-10"))
    clock.assume(None)
    assert (clock.read().is_assumed, AssumedClock.objects.count()) == (False, 0)


def test_assume_in_production_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(Refused) as refusal:
        clock.assume(on("2021-01-10"))
    assert refusal.value.reason == (
        "Ngày giả định chỉ dùng cho bản chạy thử; hệ thống thật luôn theo giờ của máy chủ dữ liệu."
    )


def test_an_offset_left_behind_by_a_demo_does_not_move_production(settings):
    clock.assume(on("2021-01-10"))
    settings.DEMO = False
    assert (clock.offset(), clock.read().is_assumed) == (timedelta(), False)


def test_today_turns_at_midnight_of_vietnam():
    clock.assume(on("2021-01-10 00:00"))
    assert clock.today() == date(2021, 1, 10)
    clock.assume(on("2021-01-09 23:59"))
    assert clock.today() == date(2021, 1, 9)


def test_assume_date_is_recorded_with_who_did_it(province):
    assume_date(moment=on("2021-06-21 08:30"), by=province.staff)
    event = AuditEvent.objects.get(event="clock.assumed")
    assert (event.actor, event.detail) == (province.staff, {"moment": "2021-06-21T08:30:00+07:00"})


@pytest.mark.parametrize("who", ["officer", "head", "leader", "bloc_secretary", "council_chair"])
def test_assume_date_by_others_is_refused(province, who):
    with pytest.raises(Refused) as refusal:
        assume_date(moment=on("2021-06-21 08:30"), by=province.everybody()[who])
    assert refusal.value.reason == "Chỉ chuyên viên cơ quan thường trực hoặc quản trị viên đổi được ngày giả định."


def test_the_page_moves_the_date_forward_only(province, sign_in, at):
    at("2021-06-21 08:30")
    client = sign_in(province.staff)
    back = client.post("/ngay-gia-dinh/", {"day": "20/6/2021", "hour": "08:00"})
    assert "Ngày giả định chỉ đi tới; muốn quay lại, hãy dựng lại bản chạy thử." in text_of(back)
    forward = client.post("/ngay-gia-dinh/", {"day": "1/7/2021", "hour": "09:15"})
    assert (forward.status_code, forward["Location"]) == (302, "/ban-lam-viec/")
    assert f"{clock.now():%d/%m/%Y %H:%M}" == "01/07/2021 09:15"
