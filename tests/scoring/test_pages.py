"""The pages of scoring: what they show and answer, htmx and plain, at one price whatever their length."""

import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from core.numbers import format_points
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion, Ranking, ScoreSheet
from scoring.queries.pages import page as sheet_page
from scoring.services import sheets
from tests.factories.campaigns import participation_of
from tests.factories.scoring import (
    SCORING_DAY,
    draft_table,
    line_of,
    published,
    sheet_at,
    write,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(response):
    """What a person reads, without the line breaks of the template."""
    return " ".join(response.content.decode().split())


def sheet_url(sheet):
    return reverse("scoring:sheet", args=[sheet.pk])


def post_line(client, sheet, no, *, version=None, **values):
    """Post one row as the browser does; keyword ``htmx=True`` as htmx does."""
    line = line_of(sheet, no)
    extra = HTMX if values.pop("htmx", False) else {}
    typed = {"version": line.version if version is None else version, **values}
    return client.post(reverse("scoring:line", args=[line.pk]), typed, **extra)


def test_opens_a_sheet_from_the_worklist(sign_in, province, campaign, table, at):
    at(SCORING_DAY)
    folder = participation_of(campaign, province.unit)
    response = sign_in(province.officer).post(reverse("scoring:open", args=[folder.pk]))
    assert (response.status_code, response.url) == (302, sheet_url(ScoreSheet.objects.get()))


def test_opens_no_sheet_for_strangers(sign_in, province, campaign, table):
    folder = participation_of(campaign, province.unit)
    assert sign_in(province.stranger).post(reverse("scoring:open", args=[folder.pk])).status_code == 404


def test_leaves_what_is_no_duty_of_the_unit_out_of_its_maximum(province, campaign, table):
    Criterion.objects.filter(no="3.1").update(optional=True)
    sheet = sheet_at(S.DRAFT, province, campaign)
    write(sheet, "3.1", Tier.SELF, province.officer, assigned=False, note="Huyện không có rừng")
    page = sheet_page(ScoreSheet.objects.get(pk=sheet.pk))
    assert page.maximum == 30
    assert [group.maximum for group in page.groups] == [20, 10, 0, 6, 0]


def test_asks_the_unit_for_facts_and_explains_points(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    page = text(sign_in(province.officer).get(sheet_url(sheet)))
    sentence = "Chỉ tiêu chung giảm 4,0% · thực hiện giảm 4,3% → đạt 107,5% → 10 điểm, thưởng 0,75"
    assert sentence in page
    assert 'aria-label="Thực hiện, tiêu chí 1.1"' in page
    assert 'aria-label="Mức, tiêu chí 2.1"' in page
    assert "Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng." in page


@pytest.mark.parametrize("role", ["staff", "leader", "head", "bloc_secretary"])
def test_asks_nobody_out_of_turn(sign_in, province, campaign, table, role):
    state = S.SELF_SUBMITTED if role != "bloc_secretary" else S.BLOC_CONFIRMED
    sheet = sheet_at(state, province, campaign)
    page = text(sign_in(province.everybody()[role]).get(sheet_url(sheet)))
    assert "tiêu chí 1.1" not in page


def test_keeps_a_row_posted_plainly(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    response = post_line(sign_in(province.secretary), sheet, "1.2", points="9,5", note="Chưa có xác nhận")
    line = line_of(sheet, "1.2")
    assert (response.status_code, response.url) == (302, f"{sheet_url(sheet)}#dong-{line.pk}")
    assert (line.bloc_points, line.bloc_note) == (Decimal("9.5"), "Chưa có xác nhận")


def test_asks_about_a_fact_with_two_readings(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    before = line_of(sheet, "1.1").actual
    response = post_line(sign_in(province.officer), sheet, "1.1", actual="4.300", htmx=True)
    assert "Không rõ 4.300 là 4,3 hay 4300. Hãy nhập 4,3 hoặc 4300" in text(response)
    assert line_of(sheet, "1.1").actual == before


def test_asks_about_a_fact_far_from_its_plan_until_it_is_confirmed(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    client = sign_in(province.officer)
    asked = text(post_line(client, sheet, "1.1", actual="385", htmx=True))
    assert "Số 385 triệu đồng gấp 10 lần kế hoạch (38,5). Nếu đúng, hãy bấm “Số này đúng”" in asked
    assert 'name="confirm" value="385">Số này đúng' in asked
    assert "gấp 101 lần" in text(post_line(client, sheet, "1.1", actual="3.888,5", confirm="385", htmx=True))
    assert line_of(sheet, "1.1").actual == Decimal("38.5")
    post_line(client, sheet, "1.1", actual="385", confirm="385", htmx=True)
    post_line(client, sheet, "1.1", actual="385", note="Sáp nhập xã", htmx=True)  # it stands: not asked again
    assert (line_of(sheet, "1.1").actual, line_of(sheet, "1.1").self_note) == (Decimal(385), "Sáp nhập xã")


def test_refuses_a_figure_below_zero_only_where_there_is_none(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    client = sign_in(province.officer)
    page = text(post_line(client, sheet, "1.1", actual="-38,5", htmx=True))
    assert "Số thực hiện không được âm (tiêu chí 1.1)." in page
    assert "Chưa lưu dòng này" not in text(post_line(client, sheet, "1.2", actual="-1", htmx=True))
    assert [line_of(sheet, no).actual for no in ("1.1", "1.2")] == [Decimal("38.5"), Decimal(-1)]


def test_answers_htmx_with_the_row_and_the_totals(sign_in, province, campaign, table, at):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    response = post_line(sign_in(province.secretary), sheet, "1.2", points="9,5", note="Chưa có xác nhận", htmx=True)
    page = text(response)
    assert page.count('hx-swap-oob="true"') == 5 + 2 + 1 + 1  # groups, totals, the chip, buttons
    assert 'value="Chưa có xác nhận"' in page
    assert "Đã lưu 09:00" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"points": "9.500"}, "Không rõ 9.500 là 9,5 hay 9500. Hãy nhập 9,5 hoặc 9500"),
        ({"points": "chín"}, "Không phải là số: chín"),
        ({"points": "0,125"}, "Điểm chỉ có tối đa 2 chữ số thập phân: 0,125"),
        ({"points": "-1"}, "Điểm không được âm (tiêu chí 1.2, từ 0 đến 11)"),
        ({"points": "11,01"}, "Vượt điểm tối đa 11 của tiêu chí 1.2"),
        ({"points": "9"}, "Nhập lý do khi điểm khối chấm khác điểm tự chấm."),
        ({"points": "9", "note": "x" * 1001}, "Quá 1.000 ký tự: còn 1 ký tự thừa"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_keeps_what_was_typed_beside_the_sentence(sign_in, province, campaign, table, typed, sentence, htmx):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    response = post_line(sign_in(province.secretary), sheet, "1.2", htmx=htmx, **typed)
    page = text(response)
    assert response.status_code == (200 if htmx else 422)
    assert (sentence in page, f'value="{typed["points"]}"' in page) == (True, True)
    assert line_of(sheet, "1.2").bloc_points is None


def test_shows_both_values_after_a_conflict_and_lets_one_decide(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    old = line_of(sheet, "1.2").version
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Số khác")
    client = sign_in(province.heads[2])
    page = text(post_line(client, sheet, "1.2", version=old, points="8", note="Tôi thấy khác", htmx=True))
    assert "Tiêu chí 1.2 vừa được người khác sửa sau khi bạn mở trang; hiện lưu: 9." in page
    assert "Bạn nhập: 8. Hiện lưu: 9." in page
    assert f'name="over" value="{old + 1}">Giữ của tôi' in page
    assert f'name="version" value="{old}"' in page  # Enter in the reason chooses nothing
    post_line(client, sheet, "1.2", version=old, points="8", note="Tôi thấy khác, đã ghi rõ", htmx=True)
    assert line_of(sheet, "1.2").bloc_points == Decimal(9)
    post_line(client, sheet, "1.2", version=old, over=old + 1, points="8", note="Tôi thấy khác")
    assert line_of(sheet, "1.2").bloc_points == Decimal(8)


def test_says_that_it_was_oneself_who_changed_the_row_meanwhile(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    old = line_of(sheet, "1.2").version
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Số khác")
    page = text(post_line(sign_in(province.secretary), sheet, "1.2", version=old, points="8", note="Khác", htmx=True))
    assert "Tiêu chí 1.2 vừa được bạn sửa ở một thẻ khác sau khi bạn mở trang; hiện lưu: 9." in page


def test_says_the_day_of_the_last_save_when_it_is_not_today(sign_in, province, campaign, table, at):
    sheet = sheet_at(S.DRAFT, province, campaign)
    client = sign_in(province.officer)
    assert "Đã lưu 09:00</span>" in text(client.get(sheet_url(sheet)))
    at("2021-12-02 08:00")
    assert "Đã lưu 09:00 ngày 01/12/2021</span>" in text(client.get(sheet_url(sheet)))


def test_asks_for_a_reason_only_where_the_figure_differs(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(10))
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Số khác")
    page = text(sign_in(province.secretary).get(sheet_url(sheet)))
    reasons = re.findall(
        r'<span data-reason( hidden)?>.*?aria-label="Lý do nếu khác điểm bước trước, tiêu chí (.*?)"', page
    )
    assert [no for hidden, no in reasons if not hidden] == ["1.2"]


def test_takes_over_with_one_button(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    response = sign_in(province.secretary).post(reverse("scoring:take_over", args=[sheet.pk]), follow=True)
    assert "Đã lấy điểm của 3 tiêu chí; các tiêu chí đã chấm được giữ nguyên." in text(response)


def test_shows_the_button_with_the_reason_while_criteria_are_missing(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    page = text(sign_in(province.secretary).get(sheet_url(sheet)))
    assert "Chưa chấm tiêu chí 1.1, 1.2, 2.1 (khác với 0 điểm)." in page


def test_walks_a_sheet_from_the_unit_to_the_appraisal(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    steps = [
        (province.head, "submit", S.SELF_SUBMITTED),
        (province.secretary, "take_over", S.SELF_SUBMITTED),
        (province.secretary, "confirm", S.BLOC_CONFIRMED),
        (province.staff, "take_over", S.BLOC_CONFIRMED),
        (province.staff, "appraise", S.APPRAISED),
    ]
    for person, name, state in steps:
        version = ScoreSheet.objects.get(pk=sheet.pk).version
        sign_in(person).post(reverse(f"scoring:{name}", args=[sheet.pk]), {"version": version}, follow=True)
        sheet.refresh_from_db()
        assert sheet.state == state


def test_asks_about_the_total_that_the_confirmation_stores(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client = sign_in(province.secretary)
    client.post(reverse("scoring:take_over", args=[sheet.pk]))
    listed = text(client.get(reverse("scoring:list")))
    assert '<td data-label="Khối chấm" class="num">–</td>' in listed  # the sum of some rows is no total
    asked = re.search(r"Tổng điểm khối chấm: <strong>([\d,]+)</strong>, ([^.]+)", text(client.get(sheet_url(sheet))))
    assert asked[2] == "trong đó nhóm III, IV, V do cơ quan thường trực chấm, tạm lấy theo điểm tự chấm"
    sheet = sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    assert asked[1] == format_points(sheet.bloc_total, 2)
    assert f'<td data-label="Khối chấm" class="num">{asked[1]}</td>' in text(client.get(reverse("scoring:list")))


def test_says_why_a_tier_cannot_be_closed(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    response = sign_in(province.secretary).post(reverse("scoring:confirm", args=[sheet.pk]), follow=True)
    assert "Chưa chấm tiêu chí 1.1, 1.2, 2.1 (khác với 0 điểm)." in text(response)


def test_sends_back_with_a_reason_that_the_unit_reads(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client, url = sign_in(province.secretary), reverse("scoring:return_", args=[sheet.pk])
    assert "Hãy ghi lý do để đơn vị biết cần sửa gì." in text(client.post(url, {"to": "unit", "reason": ""}))
    client.post(url, {"to": "unit", "reason": "Xem lại tiêu chí 1.2"})
    page = text(sign_in(province.officer).get(sheet_url(sheet)))
    assert "Xem lại tiêu chí 1.2" in page


def test_shows_a_returned_sheet_to_nobody_but_its_unit(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheets.return_sheet(sheet_id=sheet.pk, to=sheets.TO_UNIT, reason="Xem lại", by=province.secretary)
    assert sign_in(province.officer).get(sheet_url(sheet)).status_code == 200
    board = reverse("scoring:ranking", args=[campaign.code])
    for reader in (province.secretary, province.staff, province.leader, province.heads[1], province.officers[1]):
        client = sign_in(reader)
        assert client.get(sheet_url(sheet)).status_code == 404
        assert client.post(reverse("scoring:line", args=[line_of(sheet, "3.1").pk])).status_code == 404
        assert "Chưa có bảng điểm nào" in text(client.get(reverse("scoring:list")))
        assert format_points(sheet.self_total, 2) not in text(client.get(board))
    assert "Đơn vị đang tự chấm" in text(sign_in(province.staff).get(board))


def test_refuses_to_send_back_what_one_does_not_hold(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert sign_in(province.staff).get(reverse("scoring:return_", args=[sheet.pk])).status_code == 403


@pytest.mark.parametrize("name", ["sheet", "return_"])
def test_answers_404_to_strangers_and_for_what_does_not_exist(sign_in, province, campaign, table, name):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert sign_in(province.stranger).get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == 404
    assert sign_in(province.staff).get(reverse(f"scoring:{name}", args=[uuid.uuid4()])).status_code == 404


def test_reads_newer_figures_by_one_button(sign_in, province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    response = sign_in(province.officer).post(reverse("scoring:refresh", args=[sheet.pk]), follow=True)
    assert "Đã lấy số liệu mới nhất từ sổ theo dõi chỉ tiêu." in text(response)


def test_shows_a_table_and_lets_staff_freeze_it(sign_in, province, campaign):
    made = draft_table(province, campaign)
    client = sign_in(province.staff)
    assert "Theo mức tăng, giảm đạt được / mức kế hoạch" in text(client.get(reverse("scoring:table", args=[made.pk])))
    basis = {"basis": "Biên bản họp khối"}
    client.post(reverse("scoring:freeze", args=[made.pk]), basis)
    made.refresh_from_db()
    assert made.state == "frozen"
    again = client.post(reverse("scoring:freeze", args=[made.pk]), basis, follow=True)
    assert "Không thể “thống nhất” khi bảng tiêu chí đang ở trạng thái “Đã thống nhất”." in text(again)


def test_publishes_from_the_ranking_page(sign_in, province, campaign, table):
    for member in range(3):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    client, url = sign_in(province.staff), reverse("scoring:publish", args=[campaign.code])
    assert "Đã công bố chính thức xếp hạng Khối thi đua các huyện số 1 (lần 1)." in text(
        client.post(url, {"khoi": "khoi-1", "kind": "final"}, follow=True)
    )
    client.post(url, {"khoi": "khoi-1", "kind": "final"})
    assert Ranking.objects.count() == 1
    assert client.post(url, {"khoi": "khong-co"}).status_code == 404


def test_shows_the_reason_why_it_cannot_be_published_yet(sign_in, province, campaign, table):
    sheet_at(S.APPRAISED, province, campaign)
    page = text(sign_in(province.staff).get(reverse("scoring:ranking", args=[campaign.code])))
    assert "Chỉ công bố được khi cả 3 bảng điểm đã thẩm định: còn 2" in page


def test_shows_units_a_ranking_with_its_reasons_once_published(sign_in, province, campaign, table):
    published(province, campaign)
    page = text(sign_in(province.officer).get(reverse("scoring:ranking", args=[campaign.code])))
    assert "Vì sao hạng 2?" in page
    assert "Công bố xếp hạng" not in page


def test_hides_others_from_units_before_publication(sign_in, province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    page = text(sign_in(province.officer).get(reverse("scoring:ranking", args=[campaign.code])))
    assert ("Mèo Vạc" in page, "Đồng Văn" in page) == (False, True)


def test_shows_tables_and_rankings_on_the_campaign_page(sign_in, province, campaign, table):
    page = text(sign_in(province.staff).get(reverse("campaigns:detail", args=[campaign.code])))
    assert "0/3 bảng điểm" in page
    assert f"/cham-diem/xep-hang/{campaign.code}/?khoi=khoi-1" in page


def test_saves_a_row_for_what_the_row_needs(sign_in, province, campaign, table, at, django_assert_num_queries):
    """The rest of the page is neither read nor made; it used to be both, before and after."""
    sheet = sheet_at(S.DRAFT, province, campaign)
    client, line = sign_in(province.officer), line_of(sheet, "1.1")
    with django_assert_num_queries(21):
        post_line(client, sheet, "1.1", actual="40,5", htmx=True)
    assert line_of(sheet, "1.1").version == line.version + 1


def test_counts_what_is_not_scored_yet_while_one_scores(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client = sign_in(province.secretary)
    count = '<strong class="td-chip__count" id="loc-chua"'
    assert f"{count}>3</strong>" in client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    saved = post_line(client, sheet, "1.1", points="10", htmx=True).content.decode()
    assert f'{count} hx-swap-oob="true">2</strong>' in saved


def test_lets_the_admin_look_at_sheets(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client = sign_in(province.admin)
    for name, pk in [("scoresheet", sheet.pk), ("scoringtable", table.pk), ("criteriongroup", table.groups.first().pk)]:
        assert client.get(reverse(f"admin:scoring_{name}_change", args=[pk])).status_code == 200
        assert client.get(reverse(f"admin:scoring_{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [("flag", "Không xét Cờ thi đua."), ("certificate", "Không xét Bằng khen."), ("unclassified", "Không xếp loại.")],
)
def test_says_in_words_what_a_case_costs(sign_in, province, campaign, table, form, words):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    type(sheet).objects.filter(pk=sheet.pk).update(excluded=[form])
    page = text(sign_in(province.staff).get(sheet_url(sheet)))
    assert words in page
    assert f"{form}." not in page
