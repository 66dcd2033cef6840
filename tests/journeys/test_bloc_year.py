"""The year of a whole bloc: its table, its self-scores, its points, an appeal, and the ranking that stands for good."""

import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from core import clock
from core.numbers import format_points
from scoring.enums import SheetState as S
from scoring.enums import TableState, Tier
from scoring.models import Ranking, ScoreSheet, ScoringTable
from scoring.services import agreements, lines, sheets
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import lay_province
from tests.factories.scoring import SCORING_DAY, draft_table, frozen_table, line_of, opened_sheet, scorer_of, sheet_at
from tests.support.browser import NARROW, WIDE, overflows
from tests.support.dates import on

pytestmark = pytest.mark.journey

FIVE = {
    "bac-me": "Bắc Mê",
    "dong-van": "Đồng Văn",
    "meo-vac": "Mèo Vạc",
    "quan-ba": "Quản Bạ",
    "yen-minh": "Yên Minh",
}
REPORTED = ("39.27", "38.5", "37", "36", "40")
TYPED = {
    "Thực hiện, tiêu chí 1.2": "4,3",
    "Tự chấm, tiêu chí 3.1": "7",
    "Tự chấm, tiêu chí 4.1": "2",
    "Tự chấm, tiêu chí 4.2": "3",
    "Số trường hợp, tiêu chí 5.1": "0",
}
RANKING = "/cham-diem/xep-hang/phong-trao-2021/?khoi=khoi-1"


def sheet_of(unit):
    return ScoreSheet.objects.get(participation__unit=unit)


def agree_on_the_table(desk, province, campaign):
    """The leader's office asks, four heads agree elsewhere, the last one in the browser."""
    table = draft_table(province, campaign)
    office = desk.seat(province.secretary)
    office.goto(f"/cham-diem/bang/{table.pk}/")
    office.get_by_role("button", name="Lấy ý kiến các thành viên").click()
    office.get_by_role("button", name="Gửi lấy ý kiến").click()
    office.get_by_text("Đã gửi bảng tiêu chí").wait_for()
    for unit, head in list(zip(province.units, province.heads, strict=True))[1:]:
        agreements.answer_table(table_id=table.pk, unit=unit, agrees=True, note="", by=head)
    head = desk.seat(province.head)
    head.goto("/")
    head.get_by_role("link", name="Xem và trả lời").click()
    head.get_by_label("Đồng ý với bảng tiêu chí").check()
    head.get_by_role("button", name="Gửi ý kiến").click()
    expect(head.get_by_text("bảng được thống nhất")).to_be_visible()
    assert ScoringTable.objects.get().state == TableState.FROZEN


def score_oneself(desk, province, campaign, member):
    """The officer types the rows, the head signs."""
    sheet = opened_sheet(province, campaign, member=member)
    officer = desk.seat(province.officers[member])
    officer.goto(f"/cham-diem/{sheet.pk}/")
    for label, text in {"Thực hiện, tiêu chí 1.1": REPORTED[member].replace(".", ","), **TYPED}.items():
        with officer.expect_response(re.compile("/cham-diem/dong/")):
            officer.get_by_label(label, exact=True).fill(text)
            officer.get_by_label(label, exact=True).press("Tab")
    with officer.expect_response(re.compile("/cham-diem/dong/")):
        officer.get_by_label("Mức, tiêu chí 2.1", exact=True).select_option("A")
    head = desk.seat(province.heads[member])
    head.goto(f"/cham-diem/{sheet.pk}/")
    head.get_by_role("button", name="Ký và nộp").click()
    head.get_by_role("dialog").get_by_role("button", name="Ký và nộp").click()
    expect(head.get_by_role("heading", name=re.compile("^Biên nhận "))).to_be_visible()


def score_for_the_bloc(desk, person, sheet):
    """An office takes the unit's points over and confirms."""
    page = desk.seat(person)
    page.goto(f"/cham-diem/{sheet.pk}/")
    page.get_by_role("button", name="Lấy theo điểm tự chấm").click()
    page.get_by_role("button", name="Xác nhận điểm khối…").click()
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận điểm khối").click()
    expect(page.get_by_text("Đang thẩm định").first).to_be_visible()


def send_a_row_back_and_have_it_answered(desk, province, sheet):
    """The office asks about one row of a filed sheet; the unit's head answers, and only then the sheet goes on."""
    office = desk.seat(province.secretary)
    office.goto(f"/cham-diem/{sheet.pk}/")
    office.get_by_label("Trả lại riêng tiêu chí 1.2").click()
    office.get_by_label(re.compile("Đơn vị")).check()
    office.get_by_label(re.compile("Lý do")).fill("Xem lại tỷ lệ hộ nghèo")
    office.get_by_role("button", name="Trả lại tiêu chí").click()
    expect(office.get_by_text("Đã trả lại tiêu chí 1.2")).to_be_visible()
    head = desk.seat(province.head)
    head.goto(f"/cham-diem/{sheet.pk}/")
    head.locator("form.td-answer").get_by_role("textbox").fill("Đúng theo kết quả rà soát")
    head.locator("form.td-answer").get_by_role("button").click()
    expect(head.get_by_text("Đã trả lời tiêu chí 1.2.")).to_be_visible()


def publish(desk, province, button, sure, said):
    page = desk.seat(province.staff)
    page.goto(RANKING)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name=sure, exact=True).click()
    expect(page.get_by_text(said)).to_be_visible()
    return page


def contest_and_grant(desk, province, sheet):
    """The unit contests one criterion; staff see what it changes and grant it."""
    officer = desk.seat(province.officer)
    officer.goto(f"/cham-diem/{sheet.pk}/")
    officer.get_by_label("Kiến nghị điểm tiêu chí 3.1").click()
    officer.get_by_label("Nội dung kiến nghị").fill("Thiếu một tài liệu")
    officer.get_by_label("Điểm đề nghị").fill("8")
    officer.get_by_role("button", name="Lưu, xem lại để ký gửi").click()
    officer.get_by_role("button", name="Trình thủ trưởng ký").click()
    expect(officer.get_by_text("Đã trình thủ trưởng ký")).to_be_visible()
    head = desk.seat(province.head)
    head.goto(officer.url.removeprefix(desk.site))
    head.get_by_role("button", name="Ký gửi…").click()
    head.get_by_role("button", name="Ký gửi", exact=True).click()
    expect(head.get_by_text("Đã gửi kiến nghị")).to_be_visible()
    staff = desk.seat(province.staff)
    staff.goto(officer.url.removeprefix(desk.site))
    staff.get_by_label("Chấp nhận, sửa điểm thẩm định").check()
    staff.get_by_label(re.compile("Lý do")).fill("Đủ căn cứ")
    staff.get_by_role("button", name="Trả lời", exact=True).click()
    staff.get_by_role("button", name="Xác nhận trả lời").click()
    expect(staff.get_by_text("Đã chấp nhận kiến nghị")).to_be_visible()


def shown(page):
    """(rank, unit, total) of every row of the ranking page."""
    rows = page.locator("tbody tr:has(td.num)")
    found = []
    for row in rows.all():
        text = " ".join(row.inner_text().split())
        found.append((int(re.search(r"\d+", text)[0]), text))
    return found


def ranked_by_command():
    written = StringIO()
    call_command("rank", "--campaign", "phong-trao-2021", "--bloc", "khoi-1", "--json", stdout=written)
    return json.loads(written.getvalue())


def test_a_bloc_of_five_from_its_table_to_the_final_ranking(desk, tmp_path):
    province = lay_province(FIVE)
    campaign = launched_campaign(province)
    agree_on_the_table(desk, province, campaign)
    clock.assume(on(SCORING_DAY))
    for member in (0, 1):
        score_oneself(desk, province, campaign, member)
    for member in (2, 3, 4):
        actual = Decimal(REPORTED[member])
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member, values={"1.1": {"actual": actual}})
    made = [sheet_of(unit) for unit in province.units]
    send_a_row_back_and_have_it_answered(desk, province, made[0])
    score_for_the_bloc(desk, province.secretary, made[0])
    score_for_the_bloc(desk, province.heads[-2], made[-1])
    appraise_all(desk, province, made)
    publish(desk, province, "Công bố tạm thời", "Đồng ý công bố tạm thời", "Đã công bố tạm thời xếp hạng")
    contest_and_grant(desk, province, made[0])
    clock.assume(Ranking.objects.get().appeals_until)
    page = publish(desk, province, "Công bố", "Đồng ý công bố", "Đã công bố chính thức xếp hạng")
    expect_the_same_everywhere(page, tmp_path, province)


def appraise_all(desk, province, made):
    """The offices confirm the rest; the standing body appraises one sheet in the browser and the others elsewhere."""
    for member, sheet in enumerate(made):
        if member in (1, 2, 3):
            lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, member))
            sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer_of(province, member))
        if member:
            lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
            sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    page = desk.seat(province.staff)
    page.goto(f"/cham-diem/{made[0].pk}/")
    page.get_by_role("button", name="Lấy theo điểm khối chấm").click()
    page.get_by_role("button", name="Xác nhận thẩm định…").click()
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận thẩm định").click()
    expect(page.get_by_text("Đã thẩm định").first).to_be_visible()


def expect_the_same_everywhere(page, tmp_path, province):
    """The page, the command and the exported file say the same ranking; the appeal is in it."""
    told = ranked_by_command()
    names = {unit.code: unit.short_name for unit in province.units}
    rows = shown(page)
    assert len(rows) == len(told["rows"]) == len(FIVE)
    for (rank, text), row in zip(rows, told["rows"], strict=True):
        assert (rank, names[row["unit"]] in text, row["total"].replace(".", ",") in text) == (row["rank"], True, True)
    assert line_of(sheet_of(province.unit), "3.1").appraised_points == 8
    with page.expect_download() as fetching:
        page.get_by_role("link", name="Tệp kiểm chứng (JSON)").click()
    file = tmp_path / "xep-hang.json"
    fetching.value.save_as(file)
    written = StringIO()
    call_command("verify_ranking", str(file), stdout=written)
    assert written.getvalue().strip() == "khớp"


def read(page):
    """(rank, shared, unit, total) of every row of the ranking, read from the page at once."""
    rows = page.locator("tbody tr:has(td.num)").evaluate_all(
        """rows => rows.map(row => [
            row.querySelector('[data-label="Hạng"]').innerText, row.querySelector("th a").innerText,
            row.querySelector('[data-label="Điểm"] strong').innerText])"""
    )
    return [(int(re.search(r"\d+", place)[0]), "đồng hạng" in place, unit, total) for place, unit, total in rows]


def told(province):
    """The same as the command prints it."""
    names = {unit.code: unit.short_name for unit in province.units}
    return [
        (row["rank"], row["tied"], names[row["unit"]], format_points(Decimal(row["total"]), 2))
        for row in ranked_by_command()["rows"]
    ]


def ask_why(page, rank, tied_with):
    """The third of the ranking: the page says its rank, and that it shares it."""
    page.get_by_role("link", name=f"Vì sao hạng {rank}?").first.click()
    expect(page.get_by_role("heading", name=re.compile(rf"Vì sao .+ hạng {rank}\?"))).to_be_visible()
    expect(page.get_by_text(f"Hạng {rank}/25 (đồng hạng)")).to_be_visible()
    expect(page.get_by_text(tied_with).first).to_be_visible()
    page.get_by_role("link", name="Về bảng xếp hạng").click()


def test_a_bloc_of_25_is_published_explained_and_fits_the_screen(desk):
    province = lay_province({f"huyen-{n:02}": f"Huyện số {n:02}" for n in range(25)})
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    for member in range(25):  # in pairs that report the same; the last unit has no equal
        values = {"1.1": {"actual": Decimal(20 + member // 2)}}
        sheet_at(S.APPRAISED, province, campaign, member=member, values=values)
    page = publish(desk, province, "Công bố tạm thời", "Đồng ý công bố tạm thời", "Đã công bố tạm thời xếp hạng")
    provisional = read(page)
    assert provisional == told(province)
    assert [rank for rank, *_ in provisional] == [1, *(rank for rank in range(2, 26, 2) for _ in range(2))]
    assert [tied for _, tied, *_ in provisional] == [False] + [True] * 24
    _, (rank, _, _, _), (_, _, equal, _), *_ = provisional
    ask_why(page, rank, equal)
    clock.assume(Ranking.objects.get().appeals_until)
    page = publish(desk, province, "Công bố", "Đồng ý công bố", "Đã công bố chính thức xếp hạng")
    assert read(page) == provisional == told(province)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for address in (RANKING, "/cham-diem/xep-hang/phong-trao-2021/khoi-1/ban-do-diem/"):
            page.goto(address)
            expect(page.get_by_text("Huyện số 24").first).to_be_visible()
            assert not overflows(page), (address, size)
