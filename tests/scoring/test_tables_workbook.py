"""A draft table out to Excel and back: untouched it changes nothing, edited it is looked at first."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.exceptions import Conflict
from scoring.models import Criterion, ScoringTable
from scoring.queries.tables import fingerprint
from scoring.queries.templates import shipped
from scoring.services import table_editing, tables
from scoring.services.table_import import import_table
from scoring.table_workbook import TEMPLATE, read, write
from tests.factories.scoring import frozen_table, template
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
FIRST = 4
COLUMN = {column.key: place for place, column in enumerate(TEMPLATE.columns, start=1)}


def fresh(table):
    """The table as it is stored, with nothing remembered."""
    return ScoringTable.objects.get(pk=table.pk)


def changed(table, edit):
    """The table's workbook after ``edit`` of its data sheet."""
    book = load_workbook(BytesIO(write(fresh(table))))
    edit(book["Số liệu"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def put(number, **values):
    """An edit of one row, counted from 0."""

    def edit(sheet):
        for key, value in values.items():
            sheet.cell(FIRST + number, COLUMN[key]).value = value

    return edit


def sent(content):
    return {"file": SimpleUploadedFile("bang.xlsx", content)}


def url(table, name="scoring:table_upload"):
    return reverse(name, args=[table.pk])


@pytest.mark.parametrize("code", ["thu", *(one.code for one in shipped() if not one.code.startswith("ha-giang"))])
def test_changes_nothing_when_it_comes_back_untouched(province, campaign, code):
    content = template() if code == "thu" else next(one.content for one in shipped() if one.code == code)
    table = tables.create_table_from_template(
        campaign=campaign, bloc=province.bloc, template=content, by=province.staff
    )
    found = read(write(fresh(table)), fresh(table))
    assert (found.problems, found.changes) == ([], [])
    assert found.rows == table.groups.count() + Criterion.objects.filter(group__table=table).count()


def test_shows_the_differences_row_by_row(draft):
    def edit(sheet):
        put(1, name="Thu nhập", max_points=8)(sheet)
        sheet.delete_rows(FIRST + 5)
        sheet.delete_rows(FIRST + 5)
        place = sheet.max_row + 1
        params = "Mỗi trường hợp trừ (số âm): -2\nTrừ nhiều nhất (số âm): -4"
        new = {"row": "tiêu chí", "no": "5.3", "name": "Mới", "max_points": 0, "rule": "per_case", "params": params}
        for key, value in new.items():
            sheet.cell(place, COLUMN[key]).value = value

    found = read(changed(draft, edit), draft)
    assert found.problems == []
    rows = {one.row: (one.old, one.new) for one in found.changes}
    assert rows.keys() == {"Tiêu chí 1.1", "Tiêu chí 3.1", "Tiêu chí 5.3", "Nhóm III"}
    assert rows["Tiêu chí 1.1"][1].startswith("Thu nhập · 8 điểm")
    assert rows["Tiêu chí 3.1"][1] == ""
    assert rows["Tiêu chí 5.3"][0] == ""


def test_sees_another_order(draft):
    def edit(sheet):
        second = [cell.value for cell in sheet[FIRST + 2]]
        sheet.delete_rows(FIRST + 2)
        sheet.insert_rows(FIRST + 1)
        for place, value in enumerate(second, start=1):
            sheet.cell(FIRST + 1, place).value = value

    found = read(changed(draft, edit), draft)
    assert [one.row for one in found.changes] == ["Thứ tự"]


def test_names_the_cell_and_the_arithmetic_of_every_error(draft):
    def edit(sheet):
        put(2, max_points=11)(sheet)
        put(4, no="1.1")(sheet)

    found = read(changed(draft, edit), draft)
    assert [(one.code, one.cell) for one in found.problems] == [("X06", f"B{FIRST + 4}"), ("X06", f"D{FIRST}")]
    assert "Tổng nhóm I là 21, tối đa 20 (1.1: 10; 1.2: 11)." in found.problems[1].sentence


@pytest.mark.parametrize(
    ("edit", "cell", "sentence"),
    [
        (put(0, row="Phần"), "A4", "chỉ ghi “Nhóm” hoặc “Tiêu chí”"),
        (put(0, row="Tiêu chí"), "A4", "tiêu chí phải đứng dưới một nhóm"),
        (put(0, kind="Loại khác"), "E4", "chỉ nhận: Điểm chuẩn; Điểm thưởng; Điểm trừ"),
        (put(1, name=None), "C5", "còn trống"),
        (put(1, max_points=None), "D5", "còn trống; không có thì ghi 0"),
        (put(1, max_points="mười"), "D5", ""),
        (put(1, rule="Theo ý"), "G5", "Không có cách tính “Theo ý”"),
        (put(1, params="Thưởng: 10"), "H5", "không rõ “Thưởng: 10”"),
        (put(1, optional="x"), "L5", "chỉ ghi “có” hoặc để trống"),
        (put(1, excludes="Huân chương"), "M5", "chỉ nhận: Cờ thi đua; Bằng khen; Xếp loại"),
        (put(1, name="x" * 501), "C5", "quá 500 ký tự"),
    ],
)
def test_refuses_a_cell_that_cannot_be(draft, edit, cell, sentence):
    problem = read(changed(draft, edit), draft).problems[0]
    assert (problem.code, problem.cell) == ("X06", cell)
    assert sentence in problem.sentence


def both(*edits):
    """All of these edits."""

    def edit(sheet):
        for one in edits:
            one(sheet)

    return edit


def told(table, *edits):
    """What is wrong after the edits, each with its cell."""
    return [(one.cell, one.sentence) for one in read(changed(table, both(*edits)), table).problems]


def test_tells_every_fault_of_a_row_and_the_arithmetic_of_the_others(draft):
    first = {"name": None, "rule": "Theo ý", "unit": "x" * 61, "optional": "x", "excludes": "Huân chương"}
    found = told(draft, put(1, **first), put(2, max_points=-1, params="Thưởng: 10"), put(4, max_points=100))
    assert [cell for cell, _ in found] == ["D6", "C5", "G5", "J5", "L5", "M5", "H6", "D7"]
    assert found[0][1].endswith("Điểm không được âm")
    assert "chỉ ghi “có” hoặc để trống" in found[4][1]
    assert found[7][1].startswith("Dòng 7, cột “Điểm tối đa” (ô D7): Tổng nhóm II là 100, tối đa ")


def test_tells_the_sum_where_only_words_are_wrong(draft):
    found = told(draft, put(1, name=None, optional="x"), put(2, max_points=11, guide="x" * 501))
    assert [cell for cell, _ in found] == ["C5", "L5", "K6", "D4"]
    assert "Tổng nhóm I là 21, tối đa 20 (1.1: 10; 1.2: 11)." in found[3][1]


def test_tells_no_sum_of_what_it_cannot_read(draft):
    """A row that may be a group leaves open what belongs to the one above, and what follows."""
    assert [cell for cell, _ in told(draft, put(2, max_points=11), put(3, row="Phần"))] == ["A7"]
    assert [cell for cell, _ in told(draft, put(0, row="Tiêu chí"), put(1, max_points=99))] == ["A4", "G4"]
    assert [cell for cell, _ in told(draft, put(0, kind="Loại khác"), put(1, max_points=99))] == ["E4"]


def test_tells_all_that_is_wrong_in_one_cell_of_parameters(draft):
    (found,) = told(draft, put(1, params="Thưởng: 10\nThưởng tối đa (% điểm chuẩn): nhiều"))
    assert found[0] == "H5"
    assert "không rõ “Thưởng: 10”" in found[1]
    assert "Không phải là số: nhiều" in found[1]


def test_refuses_the_workbook_of_another_bloc(province, campaign, draft):
    content = write(fresh(draft))
    draft.bloc.code = "khoi-khac"
    assert [one.code for one in read(content, draft).problems] == ["X01"]


def test_writes_exactly_what_was_shown(sign_in, province, draft):
    client = sign_in(province.secretary)
    target = Criterion.objects.get(group__table=draft, no="1.1").target
    page = client.post(url(draft), sent(changed(draft, put(1, name="Thu nhập mới"))))
    assert "Thu nhập mới" in text_of(page)
    assert not Criterion.objects.filter(name="Thu nhập mới").exists()
    typed = {name: page.context["commit"][name].value() for name in ("changes", "seen", "file_sha256")}
    assert client.post(url(draft), typed | {"commit": "1"}).url == url(draft, "scoring:table_edit")
    kept = Criterion.objects.get(group__table=draft, no="1.1")
    assert (kept.name, kept.target, kept.params) == ("Thu nhập mới", target, {"bonus_cap_percent": "10"})
    again = client.post(url(draft), sent(changed(draft, put(1, name="Thu nhập mới"))))
    assert "không có gì để ghi" in text_of(again)


def test_writes_nothing_that_was_bent_on_the_way(sign_in, province, draft):
    client = sign_in(province.staff)
    client.post(url(draft), {"commit": "1", "changes": "[]", "seen": fingerprint(draft), "file_sha256": "0"})
    assert Criterion.objects.filter(group__table=draft).count() == 8


def test_writes_nothing_over_what_somebody_else_changed(province, draft):
    found, seen = read(changed(draft, put(1, name="Của tôi")), fresh(draft)), fingerprint(draft)
    table_editing.delete_criterion(
        criterion_id=Criterion.objects.get(group__table=draft, no="1.2").pk, by=province.staff
    )
    with pytest.raises(Conflict):
        import_table(table_id=draft.pk, content=list(found.content), seen=seen, file_sha256="0", by=province.secretary)


def test_hands_out_what_is_agreed_and_takes_nothing_back(sign_in, province, campaign):
    table = frozen_table(province, campaign)
    officer = sign_in(province.officer)
    response = officer.get(url(table, "scoring:table_download"))
    assert b"".join(response)[:2] == b"PK"
    assert officer.get(url(table)).status_code == 403
    assert sign_in(province.staff).post(url(table), sent(b"x")).status_code == 403
