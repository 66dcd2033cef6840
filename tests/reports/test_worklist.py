"""The first page: what each role finds there, and what it costs."""

import pytest

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from core import clock
from reports.queries.worklist import work
from scoring.enums import SheetState
from tests.factories.campaigns import draft_campaign, launched_campaign
from tests.factories.scoring import SCORING_DAY, frozen_table, sheet_at
from tests.factories.submissions import submission_at

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
    ("who", "queries"), [("officer", 16), ("head", 18), ("bloc_secretary", 13), ("staff", 18), ("leader", 14)]
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
