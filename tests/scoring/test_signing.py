"""The officer presents the self-score to the head, who signs it on the sheet or gives it back."""

import pytest
from django.urls import reverse

from campaigns.models import Submission
from core import clock
from scoring.enums import SheetState as S
from tests.factories.scoring import SCORING_DAY, opened_sheet, sheet_at
from tests.support.dates import on
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


def present(client, sheet):
    return client.post(reverse("campaigns:present", args=[sheet.submission_id]), follow=True)


def test_what_is_not_scored_is_not_presented(province, campaign, table, sign_in):
    clock.assume(on(SCORING_DAY))
    sheet = opened_sheet(province, campaign)
    client = sign_in(province.officer)
    assert "Chưa chấm tiêu chí 1.1" in text_of(client.get(reverse("scoring:sheet", args=[sheet.pk])))
    assert "Chưa trình được, bản nháp vẫn được giữ. Chưa chấm tiêu chí" in text_of(present(client, sheet))
    assert Submission.objects.get(pk=sheet.submission_id).presented_at is None


def test_the_head_finds_it_first_in_the_worklist_and_signs_on_the_sheet(province, campaign, table, sign_in):
    sheet = sheet_at(S.DRAFT, province, campaign)
    page = text_of(present(sign_in(province.officer), sheet))
    assert "Đã trình thủ trưởng ký. Thủ trưởng được báo ngay." in page
    assert "Đã trình thủ trưởng Trình lúc" in page
    head = sign_in(province.head)
    home = text_of(head.get("/"))
    assert "Tự chấm điểm – chờ ký" in home
    assert "Xem và ký" in home
    shown = text_of(head.get(reverse("scoring:sheet", args=[sheet.pk])))
    assert "Chờ ký" in shown
    assert "Thủ trưởng ký (đang ở bước này)" in shown
    head.post(reverse("scoring:submit", args=[sheet.pk]))
    sheet.refresh_from_db()
    assert sheet.state == S.SELF_SUBMITTED


def test_the_head_gives_it_back_with_a_word(province, campaign, table, sign_in):
    sheet = sheet_at(S.DRAFT, province, campaign)
    present(sign_in(province.officer), sheet)
    address = reverse("campaigns:take_back", args=[sheet.submission_id])
    page = sign_in(province.head).post(address, {"note": "Xem lại tiêu chí 2.1"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("scoring:sheet", args=[sheet.pk])
    assert Submission.objects.get(pk=sheet.submission_id).presented_at is None
