"""The first page: what each role finds there, and what it costs."""

import pytest

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.services import answers
from core import clock
from reports.queries.worklist import work
from scoring.enums import SheetState
from tests.factories.answers import filed_report, two_addressees
from tests.factories.campaigns import draft_campaign, launched_campaign
from tests.factories.scoring import SCORING_DAY, frozen_table, sheet_at
from tests.factories.submissions import submission_at
from tests.support.pages import text_of

PAGE = "/ban-lam-viec/"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def titles(person):
    return [line.duty.title for line in work(person, clock.now()).lines]


def test_lists_what_the_unit_owes_and_nothing_of_drafts(province, campaign, at):
    draft_campaign(province, "ban-nhap")
    at("2021-01-02")
    assert titles(province.officer) == [
        "Bản đăng ký thi đua",
        "Văn bản phát động của đơn vị",
        "Báo cáo sơ kết 6 tháng",
        "Báo cáo tổng kết năm",
    ]
    assert titles(province.stranger) == []


def test_lists_what_waits_for_staff_of_all_floors(province, campaign, at):
    draft_campaign(province, "ban-nhap", title="Phong trào mới")
    submission_at(S.SUBMITTED, province, campaign)
    frozen_table(province, campaign)
    at(SCORING_DAY)
    sheet_at(SheetState.BLOC_CONFIRMED, province, campaign)
    assert titles(province.staff) == [
        "Thẩm định: 1 bảng điểm",
        "Phát động: Phong trào mới",
        "Duyệt Bản đăng ký thi đua của Đồng Văn",
    ]


@pytest.mark.parametrize(
    ("who", "queries"), [("officer", 16), ("head", 19), ("bloc_secretary", 13), ("staff", 18), ("leader", 14)]
)
@pytest.mark.parametrize("members", [1, 3])
def test_page_costs_the_same_for_more_rows(
    province, campaign, at, sign_in, members, who, queries, django_assert_num_queries
):
    for member in range(members):
        submission_at(S.SUBMITTED, province, campaign, K.REGISTER, member=member)
    frozen_table(province, campaign)
    at(SCORING_DAY)
    for member in range(1, members):
        sheet_at(SheetState.SELF_SUBMITTED, province, campaign, member=member)
    client = sign_in(province.everybody()[who])
    with django_assert_num_queries(queries):
        client.get(PAGE)


def test_shows_what_arrived_and_what_was_accepted_lately(province, at, sign_in):
    at("2020-12-20")
    campaign, _ = two_addressees(province)
    at("2021-06-18 09:00")
    report = filed_report(province, campaign)
    words = text_of(sign_in(province.officer).get(PAGE))
    assert "Đã nộp: 2 lượt hồ sơ đã đến nơi nhận" in words
    assert "Gửi Trưởng khối · Khối thi đua các huyện số 1 · nhận lúc 09:00 thứ Sáu 18/06/2021" in words
    answers.accept(submission_id=report.pk, by=province.secretary)
    found = work(province.officer, clock.now())
    assert [(one.to, one.label) for one in found.answered] == [
        ("Gửi Trưởng khối · Khối thi đua các huyện số 1", "Đã duyệt")
    ]
    assert {(one.to.partition(" · ")[0], one.label) for one in found.filed} == {
        ("Gửi Trưởng khối", "Đã duyệt"),
        ("Gửi Ban Thi đua - Khen thưởng tỉnh", "Chờ duyệt"),
    }
    assert f"{province.secretary} duyệt lúc 09:00" in text_of(sign_in(province.officer).get(PAGE))
    at("2021-07-03 09:00")
    assert work(province.officer, clock.now()).answered == []


def test_says_why_something_came_back_and_that_there_are_remarks(province, campaign):
    submission = submission_at(S.SUBMITTED, province, campaign)
    answers.send_back(submission_id=submission.pk, by=province.staff, remarks={"contents": "Một", "titles": "Hai"})
    [line] = [one for one in work(province.officer, clock.now()).lines if "bị trả lại" in one.duty.title]
    assert line.duty.detail.startswith("Lý do trả lại: Xem nhận xét ở từng mục. (2 nhận xét ghi ở từng mục) · Gửi Ban")
