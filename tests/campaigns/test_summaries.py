"""The leaders' week: one letter on Monday morning about every campaign of the own authority."""

from dataclasses import replace

import pytest

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.services.reminders import sweep
from campaigns.services.summaries import summary_key, week_begins, write_summaries
from organizations.enums import Role
from organizations.models import Notice
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import person
from tests.factories.submissions import submission_at
from tests.support.dates import on

MONDAY = "2021-01-11 07:00"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def summaries():
    """Who got which summary, in the order written."""
    found = Notice.objects.filter(dedupe__startswith="weekly:").order_by("created_at", "pk")
    return list(found.values_list("recipient__username", "dedupe"))


def test_summary_counts_states_and_names_the_late(province, campaign, at):
    submission_at(S.ACCEPTED, province, campaign, member=0, moment="2021-01-08 09:00")
    submission_at(S.SUBMITTED, province, campaign, member=1, moment="2021-01-11 06:00")
    at(MONDAY)
    sweep()
    [letter] = Notice.objects.filter(dedupe="weekly:2021-W02")
    assert letter.recipient == province.leader
    assert letter.title == "Tình hình nộp hồ sơ thi đua, tuần từ ngày 11/01/2021"
    assert letter.body == (
        "Chương trình số 273/CTr-UBND – Phát động phong trào thi đua năm 2021\n"
        "– Gửi Bản đăng ký thi đua, hạn đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021), quá hạn 1 ngày 7 giờ: "
        "chưa nộp 1, chờ duyệt 1, trả lại 0, đã duyệt 1; nộp chậm 1.\n"
        "Quá hạn chưa nộp (1): Yên Minh."
    )


def test_summary_comes_once_a_week(campaign, at):
    for moment in (MONDAY, "2021-01-11 07:01", "2021-01-15 19:00", "2021-01-18 06:59", "2021-01-18 07:00"):
        at(moment)
        sweep()
    assert summaries() == [("lanhdao", "weekly:2021-W02"), ("lanhdao", "weekly:2021-W03")]


def test_a_missed_monday_is_made_up_on_the_next_working_day(campaign, at):
    at("2021-01-12 08:00")
    sweep()
    assert summaries() == [("lanhdao", "weekly:2021-W02")]


@pytest.mark.parametrize("moment", ["2021-01-11 06:59", "2021-01-11 20:00", "2021-01-16 10:00", "2021-01-17 10:00"])
def test_summary_minds_the_quiet_hours(campaign, at, moment):
    at(moment)
    sweep()
    assert summaries() == []


def test_a_campaign_launched_this_week_waits_for_the_next(province, at):
    launched_campaign(province)  # Thursday 24/12/2020
    at("2020-12-24 15:00")
    sweep()
    assert summaries() == []


def test_leaders_of_other_authorities_hear_nothing(province, campaign, at):
    person("lanhdao.khac", province.stranger.seats[0].unit.parent, Role.LEADER)
    at(MONDAY)
    sweep()
    assert [name for name, _ in summaries()] == ["lanhdao"]


@pytest.mark.parametrize(
    ("moment", "key", "begins"),
    [
        ("2021-01-03 23:59", "weekly:2020-W53", "2020-12-28 07:00"),
        ("2021-01-04 00:00", "weekly:2021-W01", "2021-01-04 07:00"),
        ("2021-12-31 12:00", "weekly:2021-W52", "2021-12-27 07:00"),
    ],
)
def test_weeks_are_those_of_iso(moment, key, begins):
    assert (summary_key(on(moment)), week_begins(on(moment))) == (key, on(begins))


@pytest.mark.parametrize("milestones", [1, 6])
def test_summaries_cost_the_same_for_more_deadlines(province, at, django_assert_num_queries, milestones):
    line = MilestoneLine(kind=K.REGISTER, name="Mốc", day=on("2021-01-10").date())
    asked = [(kind, addressee) for addressee in Addressee.values for kind in K.values][:milestones]
    lines = tuple(replace(line, kind=kind, addressee=to, name=f"Mốc {n}") for n, (kind, to) in enumerate(asked))
    launched_campaign(province, milestones=lines)
    moment = at(MONDAY)
    with django_assert_num_queries(12):
        assert write_summaries(moment) == 1
    assert Notice.objects.get(dedupe="weekly:2021-W02").body.count("– Mốc ") == milestones
    with django_assert_num_queries(2):
        assert write_summaries(moment) == 0
