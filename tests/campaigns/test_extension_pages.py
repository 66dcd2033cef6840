"""The pages on which deadlines are put off: a request, its answer, and after an outage all at once."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.enums import ExtensionState
from campaigns.enums import SubmissionKind as K
from campaigns.forms.deadlines import HourField
from campaigns.models import Extension, Milestone
from campaigns.services import extensions as services
from tests.factories.campaigns import launched_campaign, milestone_of
from tests.factories.ground import second_staff
from tests.factories.submissions import file, written
from tests.support.dates import on

REASON = "Mưa lũ, mất liên lạc."
NEW = on("2021-01-15 17:00")


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


@pytest.fixture
def register(campaign):
    return milestone_of(campaign, K.REGISTER)


@pytest.fixture
def second(province):
    return second_staff(province)


def ask(province, milestone):
    return services.request_extension(milestone=milestone, unit=None, new_due_at=NEW, reason=REASON, by=province.staff)


def address(name, campaign, *args):
    return reverse(f"campaigns:{name}", args=[campaign.code, *args])


def test_pages_from_the_request_to_the_campaign_page(province, campaign, register, second, sign_in):
    staff, other = sign_in(province.staff), sign_in(second)
    sent = {"milestone": register.pk, "unit": province.unit.pk, "day": "15/01/2021", "hour": "17 giờ", "reason": REASON}
    assert staff.post(address("request_extension", campaign), sent).status_code == 302
    extension = Extension.objects.get()
    assert extension.new_due_at == NEW
    page = staff.get(address("extensions", campaign)).content.decode()
    assert "hãy để chuyên viên thứ hai duyệt" in page
    assert other.post(address("grant_extension", campaign, extension.pk)).status_code == 302
    told = f"Gia hạn cho Đồng Văn đến 17:00 thứ Sáu 15/01/2021, lý do: {REASON}"
    assert told in sign_in(province.officers[1]).get(address("detail", campaign)).content.decode()
    assert told in staff.get(address("follow_up", campaign)).content.decode()


def test_page_refuses_with_a_reason(province, campaign, register, second, sign_in):
    extension = ask(province, register)
    response = sign_in(second).post(address("refuse_extension", campaign, extension.pk), {"reason": "Không cần."})
    extension.refresh_from_db()
    assert (response.status_code, extension.state) == (302, ExtensionState.REFUSED)


def test_page_of_a_request_says_what_is_wrong(province, campaign, register, sign_in):
    sent = {"milestone": register.pk, "day": "05/01/2021", "hour": "25:00", "reason": ""}
    page = sign_in(province.staff).post(address("request_extension", campaign), sent).content.decode()
    assert "Nhập giờ theo dạng giờ:phút, ví dụ 17:00." in page
    assert "Hãy ghi lý do gia hạn." in page
    again = sent | {"hour": "17:00", "reason": REASON}
    assert (
        "Hạn mới phải sau hạn"
        in sign_in(province.staff).post(address("request_extension", campaign), again).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        *((one, time(17)) for one in ("17:00", "17:00:00", "17h00", "17h", "17H", " 17 giờ ", "17 giờ 00 phút")),
        *((one, time(17, 30)) for one in ("17h30", "17 h 30", "17 giờ 30", "17 Giờ 30 phút", "17giờ30")),
        *((one, time(7, 5)) for one in ("7:05", "7h05", "07 giờ 05")),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed, hour):
    assert HourField(label="Giờ").clean(typed) == hour


@pytest.mark.parametrize("typed", ["25:00", "25h", "17h60", "17", "17 phút", "h30", "chiều"])
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(ValidationError, match="Nhập giờ theo dạng giờ:phút, ví dụ 17:00"):
        HourField(label="Giờ").clean(typed)


def test_page_of_an_outage_previews_before_it_moves(province, campaign, register, sign_in, at):
    at("2021-01-10 08:00")
    staff = sign_in(province.staff)
    assert staff.get(address("incident", campaign)).status_code == 200
    sent = {
        "failed_day": "09/01/2021",
        "failed_hour": "23:40",
        "recovered_day": "10/01/2021",
        "recovered_hour": "07:30",
        "reason": "Mất điện",
    }
    response = staff.post(address("incident", campaign), sent | {"preview": "1"})
    page = response.content.decode()
    assert "Sẽ dời 1 mốc thời hạn" in page
    assert "→ đến 13:30 Chủ nhật 10/01/2021" in page
    assert not Extension.objects.exists()
    seal = response.context["seal"]
    assert "xem trước" in staff.post(address("incident", campaign), sent | {"confirm": "1"}).content.decode()
    assert staff.post(address("incident", campaign), sent | {"confirm": "1", "seal": seal}).status_code == 302
    register.refresh_from_db()
    assert register.due_at == on("2021-01-10 13:30")


@pytest.mark.parametrize("step", ["preview", "confirm"])
@pytest.mark.parametrize(
    ("recovered", "sentence"),
    [
        ("23:30", "Thời điểm khôi phục trước thời điểm xảy ra sự cố."),
        ("23:50", "Thời điểm khôi phục chưa đến; chỉ gia hạn sau khi hệ thống đã hoạt động lại."),
    ],
)
def test_page_of_an_outage_refuses_wrong_hours_before_the_preview(
    province, campaign, sign_in, at, step, recovered, sentence
):
    at("2021-01-09 23:45")
    sent = {
        "failed_day": "09/01/2021",
        "failed_hour": "23:40",
        "recovered_day": "09/01/2021",
        "recovered_hour": recovered,
        "reason": "Mất điện",
    }
    response = sign_in(province.staff).post(address("incident", campaign), sent | {step: "1"})
    assert response.context["form"].errors == {"recovered_day": [sentence]}
    assert "Sẽ dời" not in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("leader", 403), ("head", 403), ("stranger", 404), ("staff", 200)])
def test_pages_are_for_those_who_run_the_campaign(province, campaign, sign_in, role, status):
    client = sign_in(province.everybody()[role])
    for name in ("extensions", "request_extension", "incident"):
        assert client.get(address(name, campaign)).status_code == status


def test_units_do_not_find_a_request_of_others(province, campaign, register, sign_in):
    extension = ask(province, register)
    client = sign_in(province.head)
    assert client.post(address("grant_extension", campaign, extension.pk)).status_code == 404


def test_page_of_an_outage_long_ago_says_that_the_present_counts(province, campaign, register, sign_in, at):
    Milestone.objects.filter(pk=register.pk).update(accepts_late=False)
    waiting = written(province, campaign)
    at("2021-01-13 08:20")
    staff = sign_in(province.staff)
    sent = {
        "failed_day": "09/01/2021",
        "failed_hour": "23:40",
        "recovered_day": "10/01/2021",
        "recovered_hour": "00:20",
        "reason": "Mất điện",
    }
    response = staff.post(address("incident", campaign), sent | {"preview": "1"})
    page = response.content.decode()
    assert "hạn mới được tính từ giờ này" in page
    assert "→ đến 15:00 thứ Tư 13/01/2021" in page
    at("2021-01-13 08:40")
    confirmed = sent | {"confirm": "1", "seal": response.context["seal"]}
    assert staff.post(address("incident", campaign), confirmed).status_code == 302
    file(waiting, province)
    assert waiting.deliveries.get().days_late == 0
