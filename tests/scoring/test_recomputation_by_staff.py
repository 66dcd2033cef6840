"""Staff have a campaign computed again: who may, what the page shows meanwhile and afterwards, once at a time."""

import pytest
from django.urls import reverse

from core import jobs
from core.authz import can
from core.exceptions import Refused
from core.models import AuditEvent, Job
from scoring.enums import SheetState as S
from scoring.models import ScoreSheet
from scoring.services.recomputation import request_recomputation
from tests.factories.scoring import sheet_at

pytestmark = pytest.mark.usefixtures("table")
BUTTON = "Tính lại điểm toàn phong trào"


def queued():
    return Job.objects.get(name="scoring.recompute")


def test_only_staff_of_the_authority_may(province, campaign):
    allowed = {role for role, person in province.everybody().items() if can(person, "scoring.recompute", campaign)}
    assert allowed == {"staff"}
    with pytest.raises(Refused):
        request_recomputation(campaign=campaign, by=province.head)


def test_the_page_of_the_campaign_offers_it_to_staff_alone(province, campaign, sign_in):
    address = reverse("campaigns:detail", args=[campaign.code])
    assert BUTTON in sign_in(province.staff).get(address).content.decode()
    assert BUTTON not in sign_in(province.head).get(address).content.decode()


def test_shows_how_far_it_is_until_it_is_done(province, campaign, sign_in):
    sheet_at(S.APPRAISED, province, campaign)
    ScoreSheet.objects.update(appraised_total=1)
    client = sign_in(province.staff)
    started = client.post(reverse("scoring:recompute", args=[campaign.code]))
    assert started["Location"] == reverse("campaigns:detail", args=[campaign.code]) + "#tinh-lai"
    watch = reverse("scoring:recomputation", args=[campaign.code])
    waiting = client.get(watch)
    assert (waiting.status_code, "Đang chờ máy xử lý" in waiting.content.decode()) == (200, True)
    jobs.run(str(queued().pk))
    done = client.get(watch)
    assert done.status_code == 286
    assert "Đã tính lại 1 bảng điểm trong 1 khối, thay đổi 1 bảng (0 dòng điểm)." in done.content.decode()
    assert AuditEvent.objects.get(event="sheet.recomputed").actor == province.staff


def test_a_second_press_joins_what_is_going_on(province, campaign):
    one = request_recomputation(campaign=campaign, by=province.staff)
    assert request_recomputation(campaign=campaign, by=province.staff) == one
    jobs.run(str(one.pk))
    assert request_recomputation(campaign=campaign, by=province.staff) != one


def test_says_when_it_did_not_work(province, campaign, sign_in):
    one = request_recomputation(campaign=campaign, by=province.staff)
    Job.objects.filter(pk=one.pk).update(state=Job.State.FAILED, error="Máy xử lý dừng giữa chừng nhiều lần.")
    shown = sign_in(province.staff).get(reverse("scoring:recomputation", args=[campaign.code])).content.decode()
    assert "Lần tính lại gần nhất không xong. Máy xử lý dừng giữa chừng nhiều lần." in shown
    assert BUTTON in shown


def test_run_twice_changes_nothing_more(province, campaign):
    sheet_at(S.APPRAISED, province, campaign)
    ScoreSheet.objects.update(appraised_total=1)
    job = request_recomputation(campaign=campaign, by=province.staff)
    assert job.name == "scoring.recompute"
    jobs.run(str(job.pk))
    trail = AuditEvent.objects.count()
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    jobs.run(str(job.pk))
    assert AuditEvent.objects.count() == trail
    assert queued().state == Job.State.DONE
