"""Worklists: what a unit owes, what waits for staff, in the words on the page."""

import pytest

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Participation
from campaigns.queries.answering import answer_duties
from campaigns.queries.duties import owed_by, staff_duties, unit_duties, urgency
from campaigns.queries.reminded import candidates
from core import clock
from tests.factories.campaigns import DUE, draft_campaign, launched_campaign, milestone_of, participation_of
from tests.factories.submissions import REASON, begun, submission_at
from tests.support.dates import on

TO_STAFF = "Gửi Ban Thi đua - Khen thưởng tỉnh · Chương trình số 273/CTr-UBND"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def duties(province, campaign):
    return unit_duties(owed_by([participation_of(campaign, province.unit)]), clock.now())


def test_unit_duties_of_a_new_campaign_are_its_deadlines_in_order(province, campaign, at):
    at("2021-01-02")
    found = duties(province, campaign)
    assert [(duty.title, duty.state, duty.action, duty.due_at) for duty in found] == [
        ("Bản đăng ký thi đua", "Chưa nộp", "Bắt đầu", DUE[K.REGISTER]),
        ("Văn bản phát động của đơn vị", "Chưa nộp", "Bắt đầu", DUE[K.LAUNCH_DOCUMENT]),
        ("Báo cáo sơ kết 6 tháng", "Chưa nộp", "Bắt đầu", DUE[K.MIDTERM_REPORT]),
        ("Báo cáo tổng kết năm", "Chưa nộp", "Bắt đầu", DUE[K.FINAL_REPORT]),
    ]
    assert found[0].detail == TO_STAFF
    assert (found[0].begins, found[0].tone) == (True, "grey")


def test_unit_duties_of_a_begun_draft_lead_to_it(province, campaign):
    draft = begun(province, campaign)
    duty = duties(province, campaign)[0]
    assert (duty.state, duty.action, duty.begins) == ("Bản nháp", "Viết tiếp", False)
    assert duty.url == f"/phong-trao/ho-so/{draft.pk}/"


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED])
def test_unit_duties_leave_out_what_was_filed(province, campaign, state):
    submission_at(state, province, campaign)
    assert "Bản đăng ký thi đua" not in [duty.title for duty in duties(province, campaign)]


def test_unit_duties_show_why_something_came_back(province, campaign):
    submission_at(S.RETURNED, province, campaign)
    duty = duties(province, campaign)[0]
    assert (duty.title, duty.state) == ("Bản đăng ký thi đua – bị trả lại", "Trả lại")
    assert (duty.detail, duty.action) == (f"Lý do trả lại: {REASON} · {TO_STAFF}", "Sửa và nộp lại")


def test_staff_duties_are_campaigns_to_launch_and_files_to_answer(province, campaign):
    draft_campaign(province, "ban-nhap", title="Phong trào mới")
    for member in range(3):
        submission_at(S.SUBMITTED, province, campaign, member=member)
    found = [*staff_duties(province.staff), *answer_duties(province.staff)]
    assert [(duty.title, duty.detail, duty.action) for duty in found] == [
        ("Phát động: Phong trào mới", "Chương trình số 273/CTr-UBND", "Xem và phát động"),
        ("Duyệt 3 hồ sơ đơn vị đã nộp", "Đồng Văn, Mèo Vạc, Yên Minh · Chương trình số 273/CTr-UBND", "Duyệt"),
    ]
    assert [*staff_duties(province.officer), *answer_duties(province.officer)] == []


@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED, S.SUBMITTED, S.ACCEPTED])
def test_those_with_whom_the_turn_is_are_the_ones_to_remind(province, campaign, state):
    submission_at(state, province, campaign)
    found = candidates(milestone_of(campaign, K.REGISTER), province.staff, clock.now())
    missing = [one.folder.unit.short_name for one in found]
    turn_is_with_unit = state in (S.DRAFT, S.RETURNED)
    assert missing == (["Đồng Văn"] if turn_is_with_unit else []) + ["Mèo Vạc", "Yên Minh"]


@pytest.mark.parametrize(
    ("now", "tone"),
    [
        ("2021-01-02 23:59", "grey"),
        ("2021-01-03 00:00", "amber"),
        ("2021-01-09 23:59", "amber"),
        ("2021-01-10 00:00", "red"),
    ],
)
def test_urgency_turns_amber_a_week_before_and_red_at_the_instant(now, tone):
    assert urgency(DUE[K.REGISTER], on(now)) == tone


@pytest.mark.parametrize("units", [1, 3])
def test_unit_duties_cost_the_same_for_more_units(province, campaign, units, django_assert_num_queries):
    related = ("campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc")
    folders = list(Participation.objects.filter(unit__in=province.units[:units]).select_related(*related))
    now = clock.now()
    with django_assert_num_queries(4):
        assert len(unit_duties(owed_by(folders), now)) == 4 * units


def test_nobody_owes_anything_for_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert unit_duties(owed_by([]), None) == []
