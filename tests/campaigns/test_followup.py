"""Following up: who filed, who waits, who is late, and for whom one may ask."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.drafts import MilestoneLine
from campaigns.enums import SubmissionKind
from campaigns.enums import SubmissionState as S
from campaigns.queries.followup import boards
from tests.factories.campaigns import bloc_plan, launched_campaign, milestone_of
from tests.factories.ground import bloc, district
from tests.factories.submissions import submission_at
from tests.support.dates import on

REGISTER = SubmissionKind.REGISTER


def counts(campaign, user, moment: str, kind: SubmissionKind = REGISTER) -> dict[str, int]:
    board = next(one for one in boards(campaign, user, on(moment)) if one.milestone.kind == kind)
    return {chip.label: number for chip, number in board.counts()}


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


def test_counts_before_the_deadline(province, campaign):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    submission_at(S.DRAFT, province, campaign, member=1)
    assert counts(campaign, province.staff, "2021-01-09 23:59") == {
        "Chưa nộp": 2,
        "Chờ duyệt": 1,
        "Trả lại": 0,
        "Đã duyệt": 0,
        "Nộp chậm": 0,
    }


def test_counts_who_is_late_by_the_first_receipt_or_by_now(province, campaign):
    submission_at(S.ACCEPTED, province, campaign, member=0, moment="2021-01-12 09:00")
    submission_at(S.RETURNED, province, campaign, member=1, moment="2021-01-12 09:00")
    assert counts(campaign, province.staff, "2021-01-15 08:00") == {
        "Chưa nộp": 1,
        "Chờ duyệt": 0,
        "Trả lại": 1,
        "Đã duyệt": 1,
        "Nộp chậm": 3,
    }
    board = boards(campaign, province.staff, on("2021-01-15 08:00"))[0]
    late = {one.participation.unit.code: one.days_late for one in board.behind("late")}
    assert late == {"dong-van": 3, "meo-vac": 3, "yen-minh": 6}


def test_a_submission_sent_back_after_the_deadline_stays_in_time(province, campaign):
    submission_at(S.RETURNED, province, campaign, member=0, moment="2021-01-08 09:00")
    board = boards(campaign, province.staff, on("2021-01-20 08:00"))[0]
    assert [one.days_late for one in board.behind("returned")] == [0]


def test_a_bloc_plan_is_followed_by_the_units_of_the_bloc(province, campaign, at):
    other = district("vi-xuyen", "Vị Xuyên", province.authority)
    bloc("khoi-2", "Khối số 2", province.authority, (other,))
    at("2021-05-25")
    line = MilestoneLine(kind=SubmissionKind.MIDTERM_REPORT, name="Gửi Trưởng khối", day=date(2021, 6, 20))
    plan = bloc_plan(province, campaign, (line,))
    [board] = boards(plan, province.staff, on("2021-06-01"))
    assert [one.participation.unit.code for one in board.standings] == ["dong-van", "meo-vac", "yen-minh"]


def test_the_office_of_a_bloc_leader_follows_its_bloc_only(province, at):
    at("2020-12-20")
    others = (district("vi-xuyen", "Vị Xuyên", province.authority), district("bac-me", "Bắc Mê", province.authority))
    second = bloc("khoi-2", "Khối số 2", province.authority, others)
    campaign = launched_campaign(province, blocs=(province.bloc, second))
    followed = {
        name: len(boards(campaign, person, on("2021-01-05"))[0].standings)
        for name, person in (("staff", province.staff), ("leader", province.leader), ("secretary", province.secretary))
    }
    assert followed == {"staff": 5, "leader": 5, "secretary": 3}


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("leader", 200), ("bloc_secretary", 200), ("officer", 403), ("head", 403), ("stranger", 404)],
)
def test_page_is_for_those_who_follow_up(province, campaign, sign_in, role, status):
    client = sign_in(province.everybody()[role])
    assert client.get(reverse("campaigns:follow_up", args=[campaign.code])).status_code == status


def test_page_shows_the_units_behind_a_number(province, campaign, sign_in, at):
    submission_at(S.SUBMITTED, province, campaign, member=0, moment="2021-01-12 09:00")
    at("2021-01-13 08:00")
    address = reverse("campaigns:follow_up", args=[campaign.code])
    milestone = milestone_of(campaign, REGISTER)
    page = sign_in(province.staff).get(address, {"moc": milestone.pk, "loc": "submitted"}).content.decode()
    table = page.split('id="don-vi"')[1]
    assert [table.count(words) for words in ("Đồng Văn<", "Mèo Vạc", "3 ngày", "Chờ duyệt")] == [1, 0, 1, 4]


@pytest.mark.parametrize(
    ("loc", "verbs", "all_of"),
    [
        ("missing", {"remind", "extend"}, "Chọn tất cả đơn vị trong danh sách"),
        ("submitted", {"accept", "return"}, "Chọn tất cả đang chờ duyệt"),
        ("accepted", set(), ""),
    ],
)
def test_list_offers_what_fits_its_units(province, campaign, sign_in, loc, verbs, all_of):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    submission_at(S.ACCEPTED, province, campaign, member=1)
    client, address = sign_in(province.staff), reverse("campaigns:follow_up", args=[campaign.code])
    opened = {"moc": milestone_of(campaign, REGISTER).pk, "loc": loc}
    page = client.get(address, opened).content.decode()
    offered = {verb for verb in ("accept", "return", "remind", "extend") if f'name="lam" value="{verb}"' in page}
    assert (offered, "Chọn tất cả" in page, all_of in page) == (verbs, bool(all_of), True)
    ticked = client.get(address, opened | {"chon": "submitted" if loc == "submitted" else "all"}).content.decode()
    assert ticked.count(" checked") == (1 if verbs else 0)


@pytest.mark.parametrize("query", [{"moc": "x"}, {"moc": "999999", "loc": "late"}, {"loc": "late"}])
def test_page_ignores_what_it_does_not_know(province, campaign, sign_in, query):
    response = sign_in(province.staff).get(reverse("campaigns:follow_up", args=[campaign.code]), query)
    assert (response.status_code, response.content.decode().count('id="don-vi"')) == (200, 0)


@pytest.mark.parametrize("units", [1, 3])
def test_page_costs_the_same_for_more_units(province, at, sign_in, django_assert_num_queries, units):
    at("2020-12-20")
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    campaign = launched_campaign(province, blocs=(small,))
    for member in range(units):
        submission_at(S.SUBMITTED, province, campaign, member=member)
    client = sign_in(province.staff)
    milestone = milestone_of(campaign, REGISTER)
    with django_assert_num_queries(14):
        client.get(reverse("campaigns:follow_up", args=[campaign.code]), {"moc": milestone.pk})
