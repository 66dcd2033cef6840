"""What helps to write a report: the system's own sentences, last year's text, and how they come into the section."""

from datetime import date
from decimal import Decimal

import pytest

from awards.models import AwardTier, Proposal
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Campaign, RegisteredTitle, Section, Submission, Title
from campaigns.queries.submissions import targets_of
from core import clock
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import record
from tests.factories.submissions import begun, submission_at
from tests.support.dates import on
from tests.support.pages import text_of

LAST_YEAR = "Năm trước đơn vị đã viết"
NO_LAST_YEAR = "Chưa có báo cáo năm trước của đơn vị trong hệ thống."
UNFILLED = "Mục “II.1. Công tác chỉ đạo, phát động, ký kết giao ước thi đua” còn chỗ “…” chưa điền."
TAKE_OVER = "Đưa vào phần viết"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def page_of(submission, client):
    return client.get(f"/phong-trao/ho-so/{submission.pk}/")


def aids_of(page):
    return {row["part"].key: row["aid"] for row in page.context["part_fields"]}


def test_targets_met_and_missed_are_said_not_the_table_again(province, campaign, sign_in):
    submission_at(S.ACCEPTED, province, campaign)
    folder = participation_of(campaign, province.unit)
    income, poverty, _ = targets_of(folder)
    clock.assume(on("2021-06-20 09:00"))
    figures = {income.pk: Decimal("40"), poverty.pk: Decimal("2")}
    record(folder, province.officer, date(2021, 6, 20), figures)
    page = page_of(begun(province, campaign, K.MIDTERM_REPORT), sign_in(province.officer))
    assert aids_of(page)["results"].hints == [
        "So với kế hoạch cả năm, đạt và vượt 1/2 chỉ tiêu: Thu nhập bình quân đầu người.",
        "Chưa đạt 1 chỉ tiêu: Tỷ lệ hộ nghèo giảm (mức giảm).",
    ]
    assert TAKE_OVER in text_of(page)


def test_titles_registered_are_offered_for_the_proposal(province, campaign, sign_in):
    registration = submission_at(S.ACCEPTED, province, campaign)
    title = Title.objects.create(code="thu", position=900, name="Cờ thi đua của tỉnh", holder="unit", basis="Luật")
    RegisteredTitle.objects.create(submission=registration, title=title, number=1)
    clock.assume(on("2021-11-20 09:00"))
    page = page_of(begun(province, campaign, K.FINAL_REPORT), sign_in(province.officer))
    assert aids_of(page)["commendation"].hints == ["Đã đăng ký Cờ thi đua của tỉnh: 1."]


def test_awards_decided_in_the_year_are_offered(province, campaign, sign_in):
    tier = AwardTier.objects.create(campaign=campaign, position=1, name="Bằng khen", form="certificate", quantity=1)
    Proposal.objects.create(
        campaign=campaign,
        tier=tier,
        participation=participation_of(campaign, province.unit),
        rank=1,
        total=Decimal("90"),
        state="decided",
        decision_number="15/QĐ-UBND",
        decided_on=date(2021, 5, 4),
    )
    page = page_of(begun(province, campaign, K.MIDTERM_REPORT), sign_in(province.officer))
    said = ["Đơn vị được tặng Bằng khen theo Quyết định số 15/QĐ-UBND ngày 04/05/2021."]
    assert aids_of(page)["awards"].hints == said


def test_last_years_text_stands_beside_the_same_section(province, campaign, sign_in):
    before = launched_campaign(province, "phong-trao-2020")
    submission_at(S.SUBMITTED, province, before, K.FINAL_REPORT, moment="2020-12-28 09:00")
    Campaign.objects.filter(pk=before.pk).update(year=2020)
    page = page_of(begun(province, campaign, K.FINAL_REPORT), sign_in(province.officer))
    assert aids_of(page)["plans"].last_year == "IV. Phương hướng, nhiệm vụ: đã viết."
    assert (LAST_YEAR in text_of(page), NO_LAST_YEAR in text_of(page)) == (True, False)


def test_no_report_of_last_year_is_said_once(province, campaign, sign_in):
    client = sign_in(province.officer)
    assert text_of(page_of(begun(province, campaign, K.FINAL_REPORT), client)).count(NO_LAST_YEAR) == 1
    assert NO_LAST_YEAR not in text_of(page_of(begun(province, campaign), client))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Đã ban hành Kế hoạch số …/KH-… ngày … về phát động.", True),
        ("Đã ban hành Kế hoạch số ... ngày 5/1.", True),
        ("Vận động hiến đất, ngày công… để làm đường, v.v...", False),
    ],
)
def test_beginnings_left_unfilled_are_asked_about(province, campaign, sign_in, text, asked):
    report = begun(province, campaign, K.FINAL_REPORT)
    Section.objects.update_or_create(submission=report, key="direction", defaults={"text": text})
    page = page_of(report, sign_in(province.officer))
    assert (UNFILLED in text_of(page)) is asked
    assert page.context["questions"] == [UNFILLED] * asked


def test_last_years_draft_is_not_shown(province, campaign, sign_in):
    before = launched_campaign(province, "phong-trao-2020")
    submission_at(S.DRAFT, province, before, K.FINAL_REPORT, moment="2020-12-28 09:00")
    Campaign.objects.filter(pk=before.pk).update(year=2020)
    assert LAST_YEAR not in text_of(page_of(begun(province, campaign, K.FINAL_REPORT), sign_in(province.officer)))


def test_last_year_of_other_units_and_authorities_is_nobodys_business(province, campaign, sign_in):
    before = launched_campaign(province, "phong-trao-2020")
    submission_at(S.SUBMITTED, province, before, K.FINAL_REPORT, member=1, moment="2020-12-28 09:00")
    Campaign.objects.filter(pk=before.pk).update(year=2020)
    assert LAST_YEAR not in text_of(page_of(begun(province, campaign, K.FINAL_REPORT), sign_in(province.officer)))


def test_what_is_filed_is_read_without_aids(province, campaign, sign_in):
    report = submission_at(S.SUBMITTED, province, campaign, K.FINAL_REPORT, moment="2021-11-20 09:00")
    page = page_of(report, sign_in(province.staff))
    assert (TAKE_OVER in text_of(page), "Có thể bắt đầu" in text_of(page)) == (False, False)
    assert Submission.objects.get().state == S.SUBMITTED
