"""Figures corrected, removed, entered by day and by quarter; nothing of others is overwritten unseen."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.drafts import IndicatorLine, TargetLine
from campaigns.enums import Op
from campaigns.forms.figures import CONFIRM, as_read
from campaigns.models import ProgressEntry
from campaigns.queries.progress import entries_of, fingerprint, values_of
from campaigns.services.progress import Recorded, revise_figures
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from tests.factories.campaigns import INDICATORS, launched_campaign, participation_of
from tests.factories.figures import quantitative, recorded
from tests.support.pages import fields_of, text_of

MARCH, JUNE = date(2021, 3, 31), date(2021, 6, 30)
REVENUE = IndicatorLine(
    no="4",
    name="Thu ngân sách",
    targets=(TargetLine(op=Op.EQUAL, value=Decimal(2700), unit_of_measure="tỷ đồng", direction="higher"),),
)


@pytest.fixture
def folder(province, at):
    campaign = launched_campaign(province, indicators=(REVENUE, *INDICATORS))
    at("2021-07-05 16:00")
    return participation_of(campaign, province.unit)


@pytest.fixture
def revenue(folder):
    return quantitative(folder)[0]


@pytest.fixture
def income(folder):
    return quantitative(folder)[1]


def revise(folder, by, changes, seen=None):
    stored = values_of(entries_of(folder))
    seen = fingerprint(stored, changes) if seen is None else seen
    return revise_figures(participation=folder, changes=changes, seen=seen, by=by)


def kept():
    return sorted(ProgressEntry.objects.values_list("target__indicator__name", "as_of", "value", "source"))


def day_page(folder, day=""):
    return f"/phong-trao/don-vi/{folder.pk}/so-lieu/{'?ngay=' + day if day else ''}"


def quarters_page(folder):
    return f"/phong-trao/don-vi/{folder.pk}/so-lieu/cac-quy/"


def test_figures_are_corrected_added_and_removed_at_once(province, folder, revenue, income):
    recorded(folder, province.officer, MARCH, "1350", "20")
    count = revise(
        folder,
        province.head,
        {
            (revenue.pk, MARCH): None,
            (income.pk, MARCH): Recorded(Decimal(21), "Sửa"),
            (income.pk, JUNE): Recorded(Decimal(30), ""),
        },
    )
    assert count == 3
    assert kept() == [
        ("Thu nhập bình quân đầu người", MARCH, Decimal(21), "Sửa"),
        ("Thu nhập bình quân đầu người", JUNE, Decimal(30), ""),
    ]
    told = AuditEvent.objects.filter(event="figures.revised").latest("pk").detail["changes"]
    assert told == [
        [revenue.pk, "2021-03-31", "1.350", None],
        [income.pk, "2021-03-31", "20", "21"],
        [income.pk, "2021-06-30", None, "30"],
    ]


def test_a_figure_that_somebody_else_changed_meanwhile_is_not_overwritten(province, folder, revenue):
    seen = fingerprint({}, [(revenue.pk, MARCH)])
    recorded(folder, province.head, MARCH, "1350")
    with pytest.raises(Conflict) as conflict:
        revise(folder, province.officer, {(revenue.pk, MARCH): Recorded(Decimal(1), "")}, seen)
    assert conflict.value.reason == "Người khác đã ghi số liệu của cùng chỉ tiêu và ngày sau khi bạn mở trang."
    assert conflict.value.theirs[revenue.pk, MARCH].value == Decimal(1350)


def test_what_somebody_else_recorded_elsewhere_does_not_stand_in_the_way(province, folder, revenue, income):
    seen = fingerprint({}, [(revenue.pk, JUNE)])
    recorded(folder, province.head, MARCH, "1350", "20")
    assert revise(folder, province.officer, {(revenue.pk, JUNE): Recorded(Decimal(1400), "")}, seen) == 1


@pytest.mark.parametrize(
    ("target", "day", "sentence"),
    [
        (None, date(2021, 7, 6), "Ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có."),
        (0, MARCH, "Có chỉ tiêu không còn trong phong trào này; hãy tải lại trang rồi nhập lại."),
    ],
)
def test_days_to_come_and_foreign_targets_are_refused(province, folder, revenue, target, day, sentence):
    key = (revenue.pk if target is None else target, day)
    with pytest.raises(Refused) as refusal:
        revise(folder, province.officer, {key: Recorded(Decimal(1), "")})
    assert refusal.value.reason == sentence


def test_the_day_page_opens_the_last_quarter_until_it_is_recorded_then_today(province, folder, sign_in):
    client = sign_in(province.officer)
    assert fields_of(client.get(day_page(folder)))["as_of"] == "30/06/2021"
    recorded(folder, province.officer, JUNE, "1400")
    assert fields_of(client.get(day_page(folder)))["as_of"] == "05/07/2021"


def test_the_day_page_shows_the_figure_before_and_fills_in_what_stands(province, folder, revenue, sign_in):
    recorded(folder, province.officer, MARCH, "1350")
    recorded(folder, province.officer, JUNE, "1400,5".replace(",", "."))
    response = sign_in(province.officer).get(day_page(folder, "30/06/2021"))
    fields = fields_of(response)
    assert (fields[f"figure_{revenue.pk}"], fields[f"source_{revenue.pk}"]) == ("1.400,5", "Cục Thống kê")
    assert "1.350 31/03/2021" in text_of(response)


def test_a_day_has_a_source_for_all_and_one_per_row(province, folder, revenue, income, sign_in):
    data = {
        "as_of": "30/6/2021",
        "source": "Báo cáo 12",
        f"figure_{revenue.pk}": "1.400",
        f"figure_{income.pk}": "20",
        f"source_{income.pk}": "Khảo sát",
    }
    response = sign_in(province.officer).post(day_page(folder), data, follow=True)
    assert "Đã ghi 2 số liệu." in text_of(response)
    assert [row[3] for row in kept()] == ["Báo cáo 12", "Khảo sát"]


def test_a_sum_that_became_smaller_is_asked_about_and_taken_with_a_tick(province, folder, revenue, sign_in):
    recorded(folder, province.officer, MARCH, "1350")
    client = sign_in(province.officer)
    data = {"as_of": "30/06/2021", f"figure_{revenue.pk}": "1.200"}
    question = f"Số lũy kế 1.200 ngày 30/06/2021 thấp hơn số 1.350 ngày 31/03/2021; {CONFIRM}"
    response = client.post(day_page(folder, "30/06/2021"), data)
    assert question in text_of(response)
    assert fields_of(response)[f"figure_{revenue.pk}"] == "1.200"
    assert len(kept()) == 1
    assert "Đã ghi 1 số liệu." in text_of(
        client.post(day_page(folder, "30/06/2021"), data | {"confirm": "on"}, follow=True)
    )


def test_a_level_may_fall(province, folder, income, sign_in):
    recorded(folder, province.officer, MARCH, "-", "30")
    data = {"as_of": "30/06/2021", f"figure_{income.pk}": "29"}
    assert "Đã ghi 1 số liệu." in text_of(sign_in(province.officer).post(day_page(folder), data, follow=True))


def test_figures_filled_in_for_one_day_are_not_taken_for_another_unasked(province, folder, revenue, sign_in):
    recorded(folder, province.officer, MARCH, "1350")
    client = sign_in(province.officer)
    fields = fields_of(client.get(day_page(folder, "31/03/2021"))) | {"as_of": "30/06/2021"}
    response = client.post(day_page(folder, "31/03/2021"), fields)
    assert "Trang đang mở số liệu ngày 31/03/2021 và còn ô giữ số của ngày đó." in text_of(response)
    assert len(kept()) == 1


def test_the_quarters_are_filled_in_and_saved_in_one_go(province, folder, revenue, income, sign_in):
    recorded(folder, province.officer, MARCH, "1350", "20")
    client = sign_in(province.officer)
    fields = fields_of(client.get(quarters_page(folder)))
    assert fields[f"figure_{revenue.pk}_20210331"] == "1.350"
    assert f"figure_{revenue.pk}_20210930" not in fields
    fields |= {
        f"figure_{revenue.pk}_20210630": "1.500",
        f"figure_{income.pk}_20210331": "",
        "source": "Cục Thống kê, quý II",
    }
    fields.pop("confirm", None)
    asked = client.post(quarters_page(folder), fields)
    question = "Thu nhập bình quân đầu người: Ô bị xóa trống: số 20 ngày 31/03/2021 sẽ bị bỏ."
    assert question in text_of(asked)
    assert len(kept()) == 2
    response = client.post(quarters_page(folder), fields | {"confirm": "on"}, follow=True)
    assert "Đã ghi 1, bỏ 1 số liệu." in text_of(response)
    assert kept() == [
        ("Thu ngân sách", MARCH, Decimal(1350), "Cục Thống kê"),
        ("Thu ngân sách", JUNE, Decimal(1500), "Cục Thống kê, quý II"),
    ]


def test_the_running_quarter_takes_the_figure_of_the_day_the_page_was_opened(province, folder, revenue, sign_in, at):
    at("2021-06-21 23:50")
    client = sign_in(province.officer)
    page = client.get(quarters_page(folder))
    assert "Quý II đến hôm nay 21/06/2021 Quý III đến 30/09/2021" in text_of(page)
    fields = fields_of(page) | {f"figure_{revenue.pk}_20210621": "1.400"}
    fields.pop("confirm", None)
    at("2021-06-22 00:10")
    assert "Đã ghi 1 số liệu." in text_of(client.post(quarters_page(folder), fields, follow=True))
    assert kept() == [("Thu ngân sách", date(2021, 6, 21), Decimal(1400), "")]


def test_a_figure_of_another_size_is_asked_about(province, folder, income, sign_in):
    recorded(folder, province.officer, MARCH, "-", "32.4")
    client = sign_in(province.officer)
    data = {"as_of": "30/06/2021", f"figure_{income.pk}": "36000000"}
    words = text_of(client.post(day_page(folder, "30/06/2021"), data))
    assert f"Số 36.000.000 triệu đồng gấp 1.111.111 lần số ngày 31/03/2021 (32,4); {CONFIRM}" in words
    assert len(kept()) == 1
    assert "Đã ghi 1 số liệu." in text_of(client.post(day_page(folder), data | {"confirm": "on"}, follow=True))


def test_two_people_in_the_quarters_see_each_other(province, folder, revenue, income, sign_in):
    client = sign_in(province.officer)
    opened = fields_of(client.get(quarters_page(folder)))
    opened.pop("confirm", None)
    recorded(folder, province.head, MARCH, "1350", "20")
    name = f"figure_{revenue.pk}_20210331"
    response = client.post(quarters_page(folder), opened | {name: "1.300"})
    words = text_of(response)
    assert "Người khác đã ghi số liệu của cùng chỉ tiêu và ngày sau khi bạn mở trang" in words
    assert f"đang lưu: 1.350 ({province.head}, 16:00 thứ Hai 05/07/2021)" in words
    assert fields_of(response)[name] == "1.300"
    newest = as_read(values_of(entries_of(folder)))
    again = client.post(quarters_page(folder), opened | {name: "1.300", "overwrite": newest}, follow=True)
    assert "Đã ghi 1 số liệu." in text_of(again)
    assert [row[2] for row in kept()] == [Decimal(1300), Decimal(20)]


@pytest.mark.parametrize("read", ["[[", '[["x"]]', "1"])
def test_a_page_that_was_cut_is_answered_with_a_sentence(province, folder, revenue, sign_in, read):
    data = {"as_of": "30/06/2021", f"figure_{revenue.pk}": "1", "read": read}
    response = sign_in(province.officer).post(day_page(folder), data)
    assert "Trang đã mở quá lâu hoặc bị cắt; hãy tải lại trang rồi nhập lại." in text_of(response)


@pytest.mark.parametrize("typed", ["12,5,5", "mười", "1.2345,6"])
def test_what_is_no_number_stays_in_its_cell(province, folder, revenue, sign_in, typed):
    data = {"as_of": "30/06/2021", f"figure_{revenue.pk}": typed}
    response = sign_in(province.officer).post(day_page(folder), data)
    assert fields_of(response)[f"figure_{revenue.pk}"] == typed
    assert "Chưa ghi, những gì bạn nhập vẫn còn nguyên" in text_of(response)
    assert kept() == []


def correct_page():
    return f"/phong-trao/so-lieu/{ProgressEntry.objects.get().pk}/"


def test_one_figure_is_corrected_or_taken_back(province, folder, revenue, sign_in):
    recorded(folder, province.officer, MARCH, "1350")
    client = sign_in(province.head)
    fields = fields_of(client.get(correct_page())) | {"value": "1.250", "source": "Đính chính"}
    assert "Đã sửa số liệu ngày 31/03/2021." in text_of(client.post(correct_page(), fields, follow=True))
    assert kept() == [("Thu ngân sách", MARCH, Decimal(1250), "Đính chính")]
    read = fields_of(client.get(correct_page()))["read"]
    gone = client.post(correct_page(), {"read": read, "remove": "1"}, follow=True)
    assert "Đã bỏ số liệu ngày 31/03/2021." in text_of(gone)
    assert kept() == []


def test_a_correction_of_what_changed_meanwhile_is_refused(province, folder, revenue, sign_in):
    recorded(folder, province.officer, MARCH, "1350")
    client = sign_in(province.head)
    fields = fields_of(client.get(correct_page())) | {"value": "1.250"}
    recorded(folder, province.officer, MARCH, "1351")
    response = client.post(correct_page(), fields, follow=True)
    assert "Người khác đã ghi số liệu của cùng chỉ tiêu và ngày sau khi bạn mở trang." in text_of(response)
    assert kept()[0][2] == Decimal(1351)


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("leader", 403), ("stranger", 404)])
def test_only_the_unit_corrects(province, folder, sign_in, who, status):
    recorded(folder, province.officer, MARCH, "1350")
    assert sign_in(province.everybody()[who]).get(correct_page()).status_code == status
