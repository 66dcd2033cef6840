"""How far units are: in the folder, at one target, on the board of the whole campaign."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.drafts import IndicatorLine, TargetLine
from campaigns.enums import Judgement, Op
from campaigns.queries.progress import board
from tests.factories.campaigns import INDICATORS, launched_campaign, participation_of
from tests.factories.figures import quantitative, recorded
from tests.factories.ground import bloc, district
from tests.support.pages import text_of

JUNE = date(2021, 6, 30)
REVENUE = IndicatorLine(
    no="4",
    name="Thu ngân sách",
    targets=(TargetLine(op=Op.EQUAL, value=Decimal(365), unit_of_measure="tỷ đồng", direction="higher"),),
)


@pytest.fixture
def campaign(province, at):
    campaign = launched_campaign(province, indicators=(REVENUE, *INDICATORS))
    at("2021-07-05 16:00")
    return campaign


@pytest.fixture
def folder(province, campaign):
    return participation_of(campaign, province.unit)


def course_page(folder, number=0):
    return reverse("campaigns:course", args=[folder.pk, quantitative(folder)[number].pk])


def board_page(campaign):
    return reverse("campaigns:progress", args=[campaign.code])


def test_the_folder_says_how_far_the_unit_is(province, folder, sign_in):
    recorded(folder, province.officer, JUNE, "181", "-", "1")
    words = text_of(sign_in(province.officer).get(f"/phong-trao/don-vi/{folder.pk}/"))
    assert "Thu ngân sách Chung: đạt 365 tỷ đồng 365 chỉ tiêu chung – 181 30/06/2021 49,5 Đúng tiến độ" in words
    assert "Chưa có số liệu" in words
    assert "– 1 30/06/2021 25,0 Chậm" in words


def test_the_page_of_a_target_draws_the_path_and_lists_every_figure(province, folder, sign_in):
    recorded(folder, province.officer, date(2021, 3, 31), "80", source="Báo cáo 1")
    recorded(folder, province.officer, JUNE, "150", source="Báo cáo 2")
    response = sign_in(province.officer).get(course_page(folder))
    words, html = text_of(response), response.content.decode()
    assert "Lộ trình đến ngày 30/06/2021 là 181 tỷ đồng; thực hiện 150 tỷ đồng, bằng 82,8% lộ trình." in words
    assert f"30/06/2021 150 Báo cáo 2 {province.officer} 16:00 thứ Hai 05/07/2021 Sửa" in words
    assert (html.count("td-course__dot"), html.count('class="td-course__path" x1="0.00%"')) == (3, 1)


def test_without_last_year_a_level_has_no_path_and_the_page_says_why(province, folder, sign_in):
    recorded(folder, province.officer, JUNE, "-", "30")
    words = text_of(sign_in(province.officer).get(course_page(folder, 1)))
    assert "Chưa đủ cơ sở" in words
    assert "Chưa có kết quả năm trước nên không vẽ được lộ trình" in words


@pytest.mark.parametrize(
    ("who", "status", "corrects"),
    [
        ("officer", 200, True),
        ("head", 200, True),
        ("staff", 200, False),
        ("leader", 200, False),
        ("bloc_secretary", 200, False),
        ("stranger", 404, False),
        ("council_member", 404, False),
    ],
)
def test_who_sees_a_target_and_who_may_correct(province, folder, sign_in, who, status, corrects):
    recorded(folder, province.officer, JUNE, "150")
    response = sign_in(province.everybody()[who]).get(course_page(folder))
    assert (response.status_code, "/phong-trao/so-lieu/" in response.content.decode()) == (status, corrects)


def test_another_member_does_not_see_the_target_of_a_unit(province, folder, sign_in):
    assert sign_in(province.officers[1]).get(course_page(folder)).status_code == 404


def test_a_qualitative_or_foreign_target_has_no_page(province, campaign, folder, sign_in):
    qualitative = campaign.indicators.get(name="Cải cách hành chính").targets.get()
    client = sign_in(province.officer)
    for target in (qualitative.pk, 999_999):
        assert client.get(reverse("campaigns:course", args=[folder.pk, target])).status_code == 404


def test_the_board_counts_units_by_judgement(province, campaign, folder):
    recorded(folder, province.officer, JUNE, "181")
    recorded(participation_of(campaign, province.units[1]), province.officers[1], JUNE, "150")
    found = board(campaign, province.staff)
    counts = found.counts[found.targets[0].pk]
    assert counts == {Judgement.ON_COURSE: 1, Judgement.AT_RISK: 1}


def test_a_unit_without_registration_or_value_is_not_asked_and_not_counted(province, campaign, folder, sign_in):
    recorded(folder, province.officer, JUNE, "181")
    words = text_of(sign_in(province.staff).get(board_page(campaign)))
    assert "Đúng tiến độ · 181" in words
    assert "Không đăng ký" in words
    assert "chưa đơn vị nào đăng ký hoặc được giao" in words
    assert "Chưa có số liệu" not in words


def test_the_board_leads_to_the_units_behind_a_number(province, campaign, folder, sign_in):
    recorded(folder, province.officer, JUNE, "100")
    client = sign_in(province.staff)
    target = quantitative(folder)[0]
    response = client.get(board_page(campaign), {"chi-tieu": target.pk, "muc": "behind"})
    behind = response.content.decode().split('id="don-vi"')[1].split("</table>")[0]
    assert (behind.count("Đồng Văn"), behind.count("Mèo Vạc")) == (1, 0)
    assert "thực hiện 100 tỷ đồng, bằng 55,2% lộ trình." in behind
    assert "Chậm · 100" in text_of(response)


def test_the_board_shows_one_bloc(province, at, sign_in):
    others = (district("vi-xuyen", "Vị Xuyên", province.authority), district("bac-me", "Bắc Mê", province.authority))
    second = bloc("khoi-2", "Khối số 2", province.authority, others)
    campaign = launched_campaign(province, indicators=(REVENUE,), blocs=(province.bloc, second))
    seen = {
        (who, code): {folder.unit.code for folder in board(campaign, person, code).folders}
        for who, person in (("staff", province.staff), ("secretary", province.secretary))
        for code in ("", "khoi-2", "khong-co")
    }
    first = {"dong-van", "meo-vac", "yen-minh"}
    assert seen["staff", "khoi-2"] == {"bac-me", "vi-xuyen"}
    assert seen["staff", "khong-co"] == first | {"bac-me", "vi-xuyen"}
    assert seen["secretary", ""] == seen["secretary", "khoi-2"] == first
    words = text_of(sign_in(province.staff).get(board_page(campaign), {"khoi": "khoi-2"}))
    assert "Tất cả các khối 5" in words
    assert "2 đơn vị, 1 mức" in words


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("leader", 200), ("bloc_secretary", 200), ("officer", 403), ("head", 403), ("stranger", 404)],
)
def test_the_board_is_for_those_who_follow_up(province, campaign, sign_in, role, status):
    assert sign_in(province.everybody()[role]).get(board_page(campaign)).status_code == status


def test_a_campaign_without_figures_says_what_will_appear(province, at, sign_in):
    campaign = launched_campaign(province, indicators=())
    assert "Chưa có gì để so" in text_of(sign_in(province.staff).get(board_page(campaign)))


@pytest.mark.parametrize("units", [1, 3])
def test_the_board_costs_the_same_for_more_units(province, at, sign_in, django_assert_num_queries, units):
    at("2020-12-20")
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    campaign = launched_campaign(province, blocs=(small,), indicators=(REVENUE, *INDICATORS))
    at("2021-07-05 16:00")
    for member in range(units):
        recorded(participation_of(campaign, province.units[member]), province.officers[member], JUNE, "181", "30")
    client = sign_in(province.staff)
    with django_assert_num_queries(11):
        client.get(board_page(campaign))


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize(("page", "price"), [("course", 11), ("figures", 10), ("quarters", 10)])
def test_pages_of_a_unit_cost_the_same_for_more_figures(
    province, folder, sign_in, django_assert_num_queries, page, price, days
):
    for month in range(1, days + 1):
        recorded(folder, province.officer, date(2021, month, 28), "10", "30")
    arguments = [folder.pk, quantitative(folder)[0].pk] if page == "course" else [folder.pk]
    client = sign_in(province.officer)
    with django_assert_num_queries(price):
        client.get(reverse(f"campaigns:{page}", args=arguments))
