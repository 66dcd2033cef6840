"""Targets given to units by workbook: out, back in, looked at, written; nothing is written before."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.assignment_workbook import TEMPLATE, read, write
from campaigns.queries.assignments import grid
from core.models import AuditEvent
from tests.campaigns.test_assignments import give, income, stored
from tests.factories.campaigns import draft_campaign
from tests.factories.ground import bloc, district
from tests.support.pages import fields_of, text_of

ASSIGNED = [column.key for column in TEMPLATE.columns].index("assigned") + 1
FIRST = 4  # the first row under the headers


def edited(content: bytes, *edits: tuple[int, int, object]) -> bytes:
    """The workbook with (row, column, value) put into its data sheet."""
    book = load_workbook(BytesIO(content))
    for row, column, value in edits:
        book["Số liệu"].cell(row, column).value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_workbook_has_a_row_per_unit_and_target(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    give(province, campaign, "40", "38.5")
    content = write(grid(campaign), None)
    rows = list(load_workbook(BytesIO(content))["Số liệu"].iter_rows(min_row=FIRST, values_only=True))
    assert len(rows) == 6
    assert rows[0] == (
        "dong-van", "Đồng Văn", "1", str(income(campaign).pk), "Thu nhập bình quân đầu người", "triệu đồng",
        "từ 38,5 triệu đồng trở lên", 40,
    )  # fmt: skip
    assert [row[-1] for row in rows] == [40, None, 38.5, None, None, None]


def test_what_comes_back_untouched_changes_nothing(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    give(province, campaign, "40", "38.5")
    found = read(write(grid(campaign), None), grid(campaign))
    assert (found.changes, found.problems, found.warnings, found.rows) == ([], [], [], 6)


def test_changes_are_found_in_vietnamese_writing_and_as_numbers(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province)
    give(province, campaign, "40")
    content = edited(
        write(grid(campaign), None), (FIRST, ASSIGNED, None), (FIRST + 2, ASSIGNED, "38,5"), (FIRST + 3, ASSIGNED, 4.25)
    )
    found = read(content, grid(campaign))
    assert [(one.unit.code, one.old, one.new) for one in found.changes] == [
        ("dong-van", Decimal(40), None),
        ("meo-vac", None, Decimal("38.5")),
        ("meo-vac", None, Decimal("4.25")),
    ]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ((FIRST, 1, "la"), "Dòng 4, cột “Mã đơn vị” (ô A4): không có đơn vị mã “la” trong phong trào này"),
        ((FIRST + 1, 4, "0"), "Dòng 5, cột “Mã mức” (ô D5): không có mức chỉ tiêu mã “0” trong phong trào này"),
        (
            (FIRST + 2, 1, "dong-van"),
            "Dòng 6, cột “Mã mức” (ô D6): trùng đơn vị và chỉ tiêu với dòng 4; hãy bỏ một dòng",
        ),
    ],
)
def test_rows_that_have_no_place_are_named(province, at, edit, sentence):
    at("2020-12-20")
    campaign = draft_campaign(province)
    found = read(edited(write(grid(campaign), None), edit), grid(campaign))
    assert ([one.sentence for one in found.problems], found.changes) == ([sentence], [])


def test_a_workbook_of_another_campaign_is_refused(province, at):
    at("2020-12-20")
    one, other = draft_campaign(province), draft_campaign(province, "khac")
    assert [problem.code for problem in read(write(grid(other), None), grid(one)).problems] == ["X01"]


def uploaded(client, campaign, content: bytes):
    file = SimpleUploadedFile("giao.xlsx", content)
    return client.post(reverse("campaigns:assign_upload", args=[campaign.code]), {"file": file})


def confirmed(client, campaign, page):
    address = reverse("campaigns:assign_upload", args=[campaign.code])
    return client.post(address, {**fields_of(page), "commit": "1"}, follow=True)


def test_the_page_shows_differences_then_writes_exactly_those(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client = sign_in(province.staff)
    answer = client.get(reverse("campaigns:assign_download", args=[campaign.code]) + "?khoi=khoi-1")
    assert answer["Content-Disposition"] == 'attachment; filename="giao-chi-tieu-phong-trao-2021-khoi-1.xlsx"'
    page = uploaded(client, campaign, edited(b"".join(answer), (FIRST, ASSIGNED, "40,5")))
    assert ("1 thay đổi trong 6 dòng" in text_of(page), "40,5" in text_of(page), stored()) == (True, True, [])
    page = confirmed(client, campaign, page)
    assert ("Đã ghi 1 mức giao từ tệp." in text_of(page), stored()) == (True, [("dong-van", Decimal("40.5"))])


def test_after_writing_the_grid_of_the_bloc_in_the_file_is_shown(province, at, sign_in):
    at("2020-12-20")
    second = bloc(
        "khoi-2", "Khối thi đua số 2", province.authority, (district("quan-ba", "Quản Bạ", province.authority),)
    )
    campaign = draft_campaign(province, blocs=(province.bloc, second))
    client = sign_in(province.staff)
    for one in (province.bloc, second):
        content = edited(write(grid(campaign), one), (FIRST, ASSIGNED, 41))
        page = confirmed(client, campaign, uploaded(client, campaign, content))
        assert page.context["bloc"] == one


def test_the_same_file_again_is_recognised(province, at, sign_in):
    at("2020-12-20 09:00")
    campaign = draft_campaign(province)
    client = sign_in(province.staff)
    content = edited(write(grid(campaign), None), (FIRST, ASSIGNED, 40))
    confirmed(client, campaign, uploaded(client, campaign, content))
    text = text_of(uploaded(client, campaign, content))
    assert "Tệp này đã nhập lúc 09:00 Chủ nhật 20/12/2020 bởi Chuyên viên cơ quan thường trực" in text
    assert "Tệp khớp với mức giao đang lưu (6 dòng); không có gì để ghi." in text
    assert AuditEvent.objects.filter(event="targets.assigned").count() == 1


def test_what_changed_since_the_preview_is_not_overwritten(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client = sign_in(province.staff)
    page = uploaded(client, campaign, edited(write(grid(campaign), None), (FIRST, ASSIGNED, 40)))
    give(province, campaign, "39")
    page = confirmed(client, campaign, page)
    assert "Dữ liệu đã đổi từ lúc xem trước; chưa ghi gì." in text_of(page)
    assert stored() == [("dong-van", Decimal(39))]


def test_a_file_that_is_no_workbook_changes_nothing(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    page = uploaded(sign_in(province.staff), campaign, b"%PDF-1.4 khong phai")
    assert "Tệp thực tế là PDF; hãy chọn lại biểu mẫu Excel (.xlsx)" in text_of(page)


@pytest.mark.parametrize("changes", ["1:2", "[[1, 2]]", '[["a", "b", "c"]]', '[[1, 2, "x"]]', "7"])
def test_a_bent_confirmation_writes_nothing(province, at, sign_in, changes):
    at("2020-12-20")
    campaign = draft_campaign(province)
    address = reverse("campaigns:assign_upload", args=[campaign.code])
    page = sign_in(province.staff).post(address, {"commit": "1", "changes": changes, "seen": ""}, follow=True)
    assert ("chưa ghi gì" in text_of(page), stored()) == (True, [])
