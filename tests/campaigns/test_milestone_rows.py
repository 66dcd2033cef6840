"""Deadlines on the campaign's form: hour, opening, whom they bind, brackets and reminder days."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.drafts import MilestoneLine, day_of
from campaigns.enums import Audience, Reading
from campaigns.enums import SubmissionKind as K
from campaigns.forms.campaigns import CampaignSheet
from campaigns.models import Milestone
from campaigns.queries.campaigns import draft_of
from campaigns.queries.duties import owed_by
from campaigns.queries.followup import boards
from campaigns.queries.reminders import roll_of, running_milestones
from campaigns.services import campaigns as services
from core import clock
from core.exceptions import Refused
from tests.campaigns.test_campaign_forms import posted, sentences, typed
from tests.factories.campaigns import draft_campaign, launched_campaign
from tests.factories.ground import bloc, district
from tests.support.dates import on

LINE = MilestoneLine(kind=K.REGISTER, name="Gửi đăng ký", day=date(2021, 1, 10))


@pytest.mark.parametrize(
    ("line", "due"),
    [
        (LINE, "2021-01-10 00:00"),
        (replace(LINE, reading=Reading.END_OF_DAY), "2021-01-11 00:00"),
        (replace(LINE, reading=Reading.BY_HOUR, hour=time(17)), "2021-01-10 17:00"),
    ],
)
def test_the_reading_gives_the_instant_and_the_instant_the_day(line, due):
    assert line.due_at == on(due)
    assert day_of(Milestone(due_at=line.due_at, reading=line.reading)) == date(2021, 1, 10)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"reading": "by_hour"}, "đã chọn “trước giờ ghi trong ngày” nhưng chưa ghi giờ."),
        ({"hour": "17:00"}, "có ghi giờ; hãy chọn cách hiểu ngày “trước giờ ghi trong ngày” hoặc bỏ giờ."),
        ({"reading": "by_hour", "hour": "25:00"}, "Giờ: Nhập giờ theo dạng giờ:phút, ví dụ 17:00."),
        ({"opens_on": "10/01/2021"}, "ngày bắt đầu nhận phải trước thời hạn."),
        ({"opens_on": "11/01/2021", "reading": "end_of_day"}, "ngày bắt đầu nhận phải trước thời hạn."),
        ({"audience": "blocs"}, "chưa chọn khối nào phải nộp."),
        ({"brackets": "10: -5; 5: -10"}, "Trừ điểm nộp chậm: Các bậc phải tăng dần theo ngày và trừ điểm nặng dần."),
        (
            {"brackets": "5: -5; 10 ngày: -10"},
            "Trừ điểm nộp chậm: Không hiểu “10 ngày: -10”; ghi theo mẫu “5: -5; 10: -10” (chậm từ 5 ngày trừ 5 điểm).",
        ),
        ({"brackets": "5: -5", "refuses_late": "on"}, "đã không nhận nộp chậm thì không có bậc trừ điểm nộp chậm."),
        (
            {"reminder_offsets": "-7, tuần sau"},
            "Ngày nhắc: Không hiểu “tuần sau”; ghi số ngày so với hạn, từ -60 đến 60, cách nhau bằng dấu phẩy, "
            "ví dụ -7, -3, -1, 0, 1, 3, 7.",
        ),
    ],
)
def test_row_says_what_is_wrong_with_it(province, row, sentence):
    assert sentences(province, milestones=[{"kind": "register", "day": "10/01/2021"} | row]) == [
        f"Mốc dòng 1: {sentence}"
    ]


def test_row_is_written_and_read_back(province):
    row = {
        "kind": "register",
        "day": "10/01/2021",
        "reading": "by_hour",
        "hour": "17h00",
        "opens_on": "02/01/2021",
        "audience": "blocs",
        "blocs": province.bloc.code,
        "brackets": "5: -5; 10: -7,5",
        "reminder_offsets": "3, -7, 0",
    }
    sheet = CampaignSheet(posted(typed(province, milestones=[row])), user=province.staff)
    assert sheet.sentences == []
    campaign = services.create_campaign(
        by=province.staff, authority=province.authority, code="mot-phong-trao", draft=sheet.draft
    )
    milestone = campaign.milestones.get()
    assert (milestone.due_at, milestone.opens_at) == (on("2021-01-10 17:00"), on("2021-01-02 00:00"))
    assert [(one.from_day, one.points) for one in milestone.brackets.all()] == [(5, Decimal(-5)), (10, Decimal("-7.5"))]
    assert (milestone.reminder_offsets, milestone.accepts_late) == ([-7, 0, 3], True)
    again = draft_of(campaign)
    assert again.milestones == (replace(sheet.draft.milestones[0], id=milestone.pk),)
    services.revise_campaign(campaign_id=campaign.pk, version=0, draft=again, by=province.staff)
    assert draft_of(campaign).milestones == again.milestones


def test_blocs_that_are_not_called_cannot_be_bound(province):
    other = bloc("khoi-2", "Khối số 2", province.authority, (district("vi-xuyen", "Vị Xuyên", province.authority),))
    line = replace(LINE, audience=Audience.BLOCS, blocs=(other,))
    with pytest.raises(Refused, match="không tham gia phong trào này"):
        draft_campaign(province, milestones=(line,))


def test_form_shows_what_is_stored(province, sign_in):
    line = replace(LINE, reading=Reading.BY_HOUR, hour=time(17), brackets=((5, Decimal(-5)),), accepts_late=True)
    campaign = draft_campaign(province, milestones=(line,))
    page = sign_in(province.staff).get(reverse("campaigns:edit", args=[campaign.code])).content.decode()
    for shown in ('value="5: -5"', 'value="17:00"', 'value="-7, -3, -1, 0, 1, 3, 7"', "<details open>"):
        assert shown in page


@pytest.fixture
def two_blocs(province, at):
    """A campaign of two blocs whose three deadlines bind everybody, the second bloc, and the leaders."""
    at("2020-12-20")
    others = (district("bac-me", "Bắc Mê", province.authority), district("vi-xuyen", "Vị Xuyên", province.authority))
    second = bloc("khoi-2", "Khối số 2", province.authority, others)
    lines = (
        LINE,
        replace(LINE, kind=K.LAUNCH_DOCUMENT, name="Khối 2", audience=Audience.BLOCS, blocs=(second,)),
        replace(LINE, kind=K.MIDTERM_REPORT, name="Trưởng khối", audience=Audience.LEADERS),
    )
    return launched_campaign(province, milestones=lines, blocs=(province.bloc, second))


BOUND = {
    K.REGISTER: {"dong-van", "meo-vac", "yen-minh", "bac-me", "vi-xuyen"},
    K.LAUNCH_DOCUMENT: {"bac-me", "vi-xuyen"},
    K.MIDTERM_REPORT: {"yen-minh", "vi-xuyen"},
}


def test_duties_boards_and_reminders_agree_on_whom_a_deadline_binds(province, two_blocs):
    by_duty = dict.fromkeys(BOUND, frozenset())
    for one in owed_by(two_blocs.participations.select_related("unit")):
        by_duty[one.milestone.kind] |= {one.participation.unit.code}
    assert by_duty == BOUND
    roll = roll_of(running_milestones())
    for milestone in roll.milestones:
        assert {one.participation.unit.code for one in roll.owing(milestone)} == BOUND[milestone.kind]
    for board in boards(two_blocs, province.staff, clock.now()):
        assert {one.participation.unit.code for one in board.standings} == BOUND[board.milestone.kind]


def test_campaign_page_says_whom_a_deadline_binds_and_what_lateness_costs(province, two_blocs, sign_in):
    Milestone.objects.get(kind=K.REGISTER).brackets.create(from_day=5, points=-5)
    page = sign_in(province.officer).get(reverse("campaigns:detail", args=[two_blocs.code])).content.decode()
    for words in (
        "Chỉ Khối số 2 phải nộp.",
        "Chỉ các Trưởng khối phải nộp.",
        "Nộp chậm từ 5 ngày: -5 điểm.",
        "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)",
        "Đang mở",
    ):
        assert words in page
