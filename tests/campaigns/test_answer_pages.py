"""Answering on the page: asked first, who comes second, what was asked the last time."""

import pytest

from campaigns.services import answers
from tests.factories.answers import filed_report, two_addressees
from tests.factories.ground import second_staff
from tests.factories.submissions import REASON, file
from tests.support.pages import text_of


@pytest.fixture
def world(province, at):
    """The campaign, the plan of its bloc, and a report filed with both."""
    at("2020-12-20")
    campaign, plan = two_addressees(province)
    at("2021-06-18 09:00")
    return campaign, plan, filed_report(province, campaign)


def test_accepting_asks_first_with_how_the_other_addressee_stands(province, world, sign_in):
    report = world[2]
    words = text_of(sign_in(province.staff).get(f"/phong-trao/ho-so/{report.pk}/"))
    for sentence in (
        "Duyệt hồ sơ này?",
        f"Báo cáo sơ kết 6 tháng của {province.unit.name}, {world[0].heading}.",
        "Trưởng khối chưa trả lời.",
        "Hồ sơ đã duyệt thì không trả lại được nữa.",
        "Gửi lý do và trả lại đơn vị",
    ):
        assert sentence in words
    answers.accept(submission_id=report.pk, by=province.secretary)
    words = text_of(sign_in(province.staff).get(f"/phong-trao/ho-so/{report.pk}/"))
    assert "Trưởng khối đã duyệt lúc 09:00 thứ Sáu 18/06/2021." in words


@pytest.mark.parametrize("verb", ["duyet", "tra-lai"])
def test_whoever_comes_second_is_told_who_was_first(province, world, sign_in, verb):
    report, colleague = world[2], second_staff(province)
    page = f"/phong-trao/ho-so/{report.pk}/"
    answers.send_back(submission_id=report.pk, by=colleague, reason=REASON)
    response = sign_in(province.staff).post(f"{page}{verb}/", {"reason": "Sửa", "version": 1}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    said = f"{colleague} đã trả lại hồ sơ này lúc 09:00 thứ Sáu 18/06/2021. Trả lời của bạn không được gửi."
    assert said in text_of(response)


def test_pressing_accept_twice_says_that_it_was_oneself(province, world, sign_in):
    client, page = sign_in(province.secretary), f"/phong-trao/ho-so/{world[2].pk}/duyet/"
    client.post(page)
    assert "Bạn đã duyệt hồ sơ này lúc 09:00 thứ Sáu 18/06/2021." in text_of(client.post(page, follow=True))


def test_after_filing_anew_the_reviewer_sees_when_and_what_was_asked(province, world, sign_in, at):
    report = world[2]
    answers.send_back(submission_id=report.pk, by=province.staff, reason=REASON)
    at("2021-06-18 10:30")
    file(report, province)
    words = text_of(sign_in(province.staff).get(f"/phong-trao/ho-so/{report.pk}/"))
    assert "Nộp lại (lần nộp thứ 2) lúc 10:30 thứ Sáu 18/06/2021." in words
    assert f"Lần trước trả lại: {REASON} {province.staff}, 09:00 thứ Sáu 18/06/2021" in words
