"""All deadlines at once: the page, its workbook, what it costs."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from tests.factories.answers import filed_report, two_addressees
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import bloc
from tests.factories.submissions import submission_at
from tests.support.pages import text_of


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


def address(campaign, *more):
    return reverse("campaigns:matrix", args=[campaign.code])


def test_every_unit_stands_at_every_deadline_in_words(province, campaign, sign_in, at):
    submission_at(S.ACCEPTED, province, campaign, member=0, moment="2021-01-12 09:00")
    submission_at(S.RETURNED, province, campaign, member=1)
    at("2021-01-15 08:00")
    words = text_of(sign_in(province.staff).get(address(campaign)))
    assert "Khối thi đua các huyện số 1 Đồng Văn Đã duyệt chậm 3 ngày Chưa nộp" in words
    assert "Mèo Vạc Trả lại Chưa nộp" in words
    assert "Yên Minh Chưa nộp chậm 6 ngày" in words


def test_a_plan_has_a_table_of_its_own_for_the_office_of_the_leader(province, sign_in, at):
    at("2020-12-20")
    campaign, plan = two_addressees(province)
    at("2021-06-18 09:00")
    filed_report(province, campaign)
    page = sign_in(province.secretary).get(address(plan))
    assert "Đồng Văn Chờ duyệt" in text_of(page)
    assert 'value="extend"' not in page.content.decode()


@pytest.mark.parametrize("role", ["officer", "head"])
def test_table_is_for_those_who_follow_up(province, campaign, sign_in, role):
    client = sign_in(province.everybody()[role])
    assert client.get(address(campaign)).status_code == 403
    assert client.get(f"{address(campaign)}tai-ve/").status_code == 403


def test_ticking_all_that_wait_ticks_no_other(province, campaign, sign_in):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    page = sign_in(province.staff).get(address(campaign), {"chon": "submitted"}).content.decode()
    assert page.count(" checked") == 1


def test_leaders_look_and_do_not_touch(province, campaign, sign_in):
    submission_at(S.SUBMITTED, province, campaign)
    page = sign_in(province.leader).get(address(campaign)).content.decode()
    assert 'name="chon"' not in page
    assert 'name="lam"' not in page


def test_workbook_says_the_same_and_when(province, campaign, sign_in, at):
    submission_at(S.SUBMITTED, province, campaign, member=0, moment="2021-01-12 09:00")
    at("2021-01-15 08:00")
    response = sign_in(province.staff).get(f"{address(campaign)}tai-ve/")
    assert response["Content-Disposition"] == 'attachment; filename="theo-doi-phong-trao-2021.xlsx"'
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["Số liệu"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Theo dõi việc nộp – Chương trình số 273/CTr-UBND"
    assert rows[1][0].endswith("lúc 08:00 thứ Sáu 15/01/2021.")
    assert rows[3][:3] == [
        "Khối thi đua các huyện số 1",
        "Đồng Văn",
        "Chờ duyệt, chậm 3 ngày; nhận 09:00 thứ Ba 12/01/2021",
    ]
    assert [row[2] for row in rows[4:]] == ["Chưa nộp, chậm 6 ngày"] * 2


@pytest.mark.parametrize("units", [1, 3])
def test_page_costs_the_same_for_more_units(province, at, sign_in, django_assert_num_queries, units):
    at("2020-12-20")
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    campaign = launched_campaign(province, blocs=(small,))
    for member in range(units):
        submission_at(S.SUBMITTED, province, campaign, K.REGISTER, member=member)
    client = sign_in(province.staff)
    with django_assert_num_queries(11):
        client.get(address(campaign))
