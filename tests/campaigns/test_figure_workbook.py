"""Figures by workbook: out, back in, looked at, written; nothing is written before."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.figure_workbook import TEMPLATE, Stored, read, write
from campaigns.models import ProgressEntry
from campaigns.queries.progress import entries_of, fingerprint, values_of
from campaigns.queries.submissions import result_rows
from tests.campaigns.test_assignment_workbook import edited
from tests.campaigns.test_figures import REVENUE
from tests.factories.campaigns import INDICATORS, launched_campaign, participation_of
from tests.factories.figures import quantitative, recorded
from tests.support.pages import fields_of, text_of

COLUMN = {column.key: number for number, column in enumerate(TEMPLATE.columns, start=1)}
FIRST = 4  # the first row under the headers
MARCH, TODAY = date(2021, 3, 31), date(2021, 7, 5)


@pytest.fixture
def folder(province, at):
    campaign = launched_campaign(province, indicators=(REVENUE, *INDICATORS))
    at("2021-07-05 16:00")
    folder = participation_of(campaign, province.unit)
    recorded(folder, province.officer, MARCH, "1350", "20")
    return folder


def stored(folder):
    return Stored(folder, result_rows(folder), entries_of(folder), TODAY)


def found_in(folder, *edits):
    return read(edited(write(stored(folder)), *edits), stored(folder))


def upload_page(folder):
    return reverse("campaigns:figures_upload", args=[folder.pk])


def sent(content):
    return {"file": SimpleUploadedFile("so-lieu.xlsx", content)}


def test_the_workbook_has_a_row_per_target_and_a_column_per_quarter(folder):
    rows = list(load_workbook(BytesIO(write(stored(folder))))["Số liệu"].iter_rows(min_row=FIRST, values_only=True))
    assert len(rows) == 3
    code = str(quantitative(folder)[0].pk)
    assert rows[0][:11] == (
        *("4", code, "Thu ngân sách", "tỷ đồng", "lũy kế từ đầu năm", 2700, None, 1350, None, None, None),
    )


def test_what_comes_back_untouched_changes_nothing(folder):
    found = found_in(folder)
    assert (found.changes, found.problems, found.warnings, found.rows) == ([], [], [], 3)


def test_changes_are_found_with_their_source(folder):
    found = found_in(
        folder,
        (FIRST, COLUMN["q2"], "1.500,5"),
        (FIRST, COLUMN["source"], "Báo cáo 12"),
        (FIRST + 1, COLUMN["q1"], None),
    )
    told = [(str(one.target), one.day, one.old, one.new) for one in found.changes]
    assert told == [
        ("Thu ngân sách", date(2021, 6, 30), None, (Decimal("1500.5"), "Báo cáo 12")),
        ("Thu nhập bình quân đầu người", MARCH, Decimal(20), None),
    ]


@pytest.mark.parametrize(
    ("column", "value", "fact"),
    [
        ("q2", 1200, "Số lũy kế 1.200 ngày 30/06/2021 thấp hơn số 1.350 ngày 31/03/2021"),
        ("q1", None, "Ô bị xóa trống: số 1.350 ngày 31/03/2021 sẽ bị bỏ"),
        ("q2", 150000, "Số 150.000 tỷ đồng gấp 111 lần số ngày 31/03/2021 (1.350)"),
    ],
)
def test_what_is_doubtful_is_asked_about_in_the_words_of_the_page(folder, column, value, fact):
    found = found_in(folder, (FIRST, COLUMN[column], value))
    assert (found.doubts, found.problems, len(found.changes)) == ([f"Thu ngân sách: {fact}."], [], 1)


def test_a_fall_between_two_new_figures_is_told_once(folder):
    found = found_in(folder, (FIRST, COLUMN["q1"], 1400), (FIRST, COLUMN["q2"], 1390))
    assert found.doubts == ["Thu ngân sách: Số lũy kế 1.390 ngày 30/06/2021 thấp hơn số 1.400 ngày 31/03/2021."]


def test_what_is_doubtful_is_written_only_with_a_tick(province, folder, sign_in):
    client = sign_in(province.officer)
    fact = "Thu ngân sách: Số 150.000 tỷ đồng gấp 111 lần số ngày 31/03/2021 (1.350)."
    preview = client.post(upload_page(folder), sent(edited(write(stored(folder)), (FIRST, COLUMN["q2"], 150000))))
    assert fact in text_of(preview)
    assert "Tôi đã xem lại, những điều nêu trên là đúng" in text_of(preview)
    fields = {name: value for name, value in fields_of(preview).items() if name != "confirm"} | {"commit": "1"}
    again = client.post(upload_page(folder), fields)
    words = text_of(again)
    assert fact in words
    assert "Chưa ghi gì: hãy xem lại những điều nêu trên rồi đánh dấu vào ô xác nhận." in words
    assert "Thu ngân sách 30/06/2021 – 150.000" in words
    assert ProgressEntry.objects.count() == 2
    kept = ("changes", "seen", "file_sha256")
    assert [fields_of(again)[name] for name in kept] == [fields[name] for name in kept]
    done = client.post(upload_page(folder), fields | {"confirm": "on"}, follow=True)
    assert "Đã ghi 1 số liệu từ tệp." in text_of(done)
    assert ProgressEntry.objects.get(as_of=date(2021, 6, 30)).value == 150000


def test_what_is_plain_needs_no_tick(province, folder, sign_in):
    content = edited(write(stored(folder)), (FIRST, COLUMN["q2"], 1500))
    preview = sign_in(province.officer).post(upload_page(folder), sent(content))
    assert "confirm" not in fields_of(preview)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            (FIRST, COLUMN["q4"], 5),
            "Dòng 4, cột “Hết quý IV” (ô K4): ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có.",
        ),
        (
            (FIRST, COLUMN["target_code"], "0"),
            "Dòng 4, cột “Mã mức” (ô B4): không có mức chỉ tiêu mã “0” trong phong trào này",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_cell(folder, edit, sentence):
    found = found_in(folder, edit)
    assert [problem.sentence for problem in found.problems] == [sentence]
    assert found.changes == []


def test_a_figure_that_can_be_read_in_two_ways_is_asked_about(folder):
    row = next(row for row in stored(folder).rows if row.plan and row.plan < 100)
    at = FIRST + [one.target.pk for one in stored(folder).rows if one.aim].index(row.target.pk)
    [problem] = found_in(folder, (at, COLUMN["q2"], "9.500")).problems
    assert problem.sentence == (
        f"Dòng {at}, cột “Hết quý II” (ô I{at}): không rõ 9.500 là 9,5 hay 9500. Hãy nhập 9,5 hoặc 9500"
    )


def test_the_quarter_that_is_running_takes_the_figure_of_today(folder):
    [change] = found_in(folder, (FIRST, COLUMN["q3"], 1600)).changes
    assert (change.day, change.new.value) == (stored(folder).today, Decimal(1600))


def test_a_target_that_stands_there_twice_is_refused(folder):
    code = str(quantitative(folder)[0].pk)
    found = found_in(folder, (FIRST + 1, COLUMN["target_code"], code))
    assert [one.sentence for one in found.problems] == [
        "Dòng 5, cột “Mã mức” (ô B5): trùng chỉ tiêu với dòng 4; hãy bỏ một dòng"
    ]


def test_the_workbook_of_another_unit_is_refused(province, folder):
    other = participation_of(folder.campaign, province.units[1])
    found = read(write(stored(other)), stored(folder))
    assert [problem.code for problem in found.problems] == ["X01"]


def test_nothing_is_written_before_the_changes_were_seen(province, folder, sign_in):
    client = sign_in(province.officer)
    content = edited(write(stored(folder)), (FIRST, COLUMN["q2"], 1500), (FIRST, COLUMN["source"], "Báo cáo 12"))
    preview = client.post(upload_page(folder), sent(content))
    assert "Thu ngân sách 30/06/2021 – 1.500 Báo cáo 12" in text_of(preview)
    assert ProgressEntry.objects.count() == 2
    fields = fields_of(preview) | {"commit": "1"}
    done = client.post(upload_page(folder), fields, follow=True)
    assert "Đã ghi 1 số liệu từ tệp." in text_of(done)
    entry = ProgressEntry.objects.get(as_of=date(2021, 6, 30))
    assert (entry.value, entry.source) == (Decimal(1500), "Báo cáo 12")
    again = client.post(upload_page(folder), sent(content))
    assert f"Tệp này đã nhập lúc 16:00 thứ Hai 05/07/2021 bởi {province.officer}." in text_of(again)
    assert "Tệp khớp với số liệu đang lưu (3 dòng); không có gì để ghi." in text_of(again)


def test_a_preview_of_what_changed_meanwhile_writes_nothing(province, folder, sign_in):
    client = sign_in(province.officer)
    content = edited(write(stored(folder)), (FIRST, COLUMN["q1"], 1400))
    fields = fields_of(client.post(upload_page(folder), sent(content))) | {"commit": "1"}
    recorded(folder, province.head, MARCH, "1351")
    response = client.post(upload_page(folder), fields, follow=True)
    assert "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì." in text_of(response)
    assert ProgressEntry.objects.get(value=1351)


@pytest.mark.parametrize("changes", ["", "{}", '[["x"]]', '[[1,"2021-13-01","1",""]]', '[[1,"2021-03-31","1,5,5",""]]'])
def test_a_confirmation_that_was_cut_is_refused(province, folder, sign_in, changes):
    data = {"commit": "1", "changes": changes, "seen": ""}
    response = sign_in(province.officer).post(upload_page(folder), data, follow=True)
    assert "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì." in text_of(response)


@pytest.mark.parametrize("figure", ['5,"x"', 'true,"x"', '["5"],"x"', '"1e3","x"', '"5"'])
def test_a_bent_confirmation_writes_nothing_even_where_nothing_changed(province, folder, sign_in, figure):
    target = quantitative(folder)[0].pk
    seen = fingerprint(values_of(entries_of(folder)), [(target, MARCH)])
    data = {"commit": "1", "changes": f'[[{target},"2021-03-31",{figure}]]', "seen": seen}
    words = text_of(sign_in(province.officer).post(upload_page(folder), data, follow=True))
    assert "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì. Hãy nộp lại tệp để xem khác biệt mới." in words
    assert ProgressEntry.objects.get(target=target).value == 1350


def test_the_download_is_a_workbook_of_the_unit(province, folder, sign_in):
    response = sign_in(province.officer).get(reverse("campaigns:figures_download", args=[folder.pk]))
    assert "so-lieu-phong-trao-2021-dong-van.xlsx" in response["Content-Disposition"]
    assert load_workbook(BytesIO(b"".join(response.streaming_content))).sheetnames[:2] == ["Hướng dẫn", "Số liệu"]
