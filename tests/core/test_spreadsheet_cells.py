"""What stands in the cells is read as programs show it, whichever of them saved the workbook."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from core.spreadsheets.grid import cells_of, grid_of
from tests.core.test_spreadsheets import archive_part, book_of, changed, sheet_of, written
from tests.support.documents import repacked

DATA, MARKS, LISTED = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/_rels/workbook.xml.rels"


def with_shared_texts(content):
    """The workbook as Excel saves it: its texts in a part of their own, every name with a prefix."""
    texts = []

    def shared(match):
        texts.append(match[2])
        return f'<c{match[1]} t="s"><v>{len(texts) - 1}</v></c>'

    inline = re.compile(r'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>')
    parts = {name: archive_part(content, name).decode() for name in (DATA, MARKS)}
    parts = {name: inline.sub(shared, xml) for name, xml in parts.items()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'
    prefixed = {
        name: re.sub(r"<(/?)(?=\w)", r"<\1x:", xml).replace("xmlns=", "xmlns:x=") for name, xml in parts.items()
    }
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="shared" Type="{kind}" Target="/xl/sharedStrings.xml"/></Relationships>'
    listed = archive_part(content, LISTED).decode().replace("</Relationships>", more)
    return repacked(content, prefixed | {LISTED: listed})


def test_a_workbook_that_another_program_saved_says_the_same():
    assert sheet_of(with_shared_texts(written())) == sheet_of(written())


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ("<r><t>Sở </t></r><r><rPr><b/></rPr><t>Y tế</t></r>", "Sở Y tế"),
        ("<t>Sở Y tế</t><rPh sb='0' eb='1'><t>so y te</t></rPh>", "Sở Y tế"),
        ("<t>Sở_x000D_\nY tế</t>", "Sở\nY tế"),
        ("<t/>", ""),
    ],
    ids=["formatted", "read aloud", "escaped", "empty"],
)
def test_a_shared_text_is_read_as_it_is_seen(pieces, text):
    content = with_shared_texts(written([{"code": "1", "unit": "@"}]))
    shared = archive_part(content, "xl/sharedStrings.xml").decode()
    pieces = re.sub(r"<(/?)(?=\w)", r"<\1x:", pieces)
    there = repacked(content, {"xl/sharedStrings.xml": re.sub(r"<x:t[^>]*>@</x:t>", pieces, shared)})
    assert sheet_of(there).rows[0]["unit"] == text


def test_cells_that_do_not_say_where_they_are_follow_one_another():
    content = written()
    xml = re.sub(r'<(c|row) r="[A-Z]*[0-9]+"', r"<\1", archive_part(content, DATA).decode())
    sheet = sheet_of(repacked(content, {DATA: xml}))
    assert [row["code"] for row in sheet.rows] == ["012", "T05"]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [(0.5, "hh:mm", "12:00:00"), (1.5, "[h]:mm", "1 day, 12:00:00"), (1, "dd/mm/yyyy", "01/01/1900")],
)
def test_times_and_spans_are_texts_and_days_are_counted_as_excel_does(value, shown, text):
    def fill(data):
        data["B4"].value, data["B4"].number_format = value, shown

    assert sheet_of(changed(fill)).rows[0]["unit"] == text


@pytest.mark.parametrize(
    ("written_day", "signed"), [("2026-03-05", date(2026, 3, 5)), ("2026-03-05T10:00:00", date(2026, 3, 5))]
)
def test_a_date_in_writing_of_the_strict_kind_is_read(written_day, signed):
    content = written()
    xml = archive_part(content, DATA).decode()
    xml = re.sub(r'<c r="E4"([^>]*?) t="n"><v[^/]*</v></c>', rf'<c r="E4"\1 t="d"><v>{written_day}</v></c>', xml)
    assert 't="d"' in xml
    assert sheet_of(repacked(content, {DATA: xml})).rows[0]["signed"] == signed


def test_what_openpyxl_reads_is_read_alike():
    """A second opinion on every kind of cell that the writer makes and people type."""

    def fill(data):
        data["A4"], data["B4"], data["B5"] = 12, "  hai\ndòng ", "1e3"
        data["C4"], data["C5"], data["D4"] = 1234567.891, -7, 0.1 + 0.2
        data["D5"], data["E4"], data["E5"] = 1e-7, datetime.fromisoformat("1999-12-31T23:59"), True

    content = changed(fill)
    seen = book_of(content)["Số liệu"]
    cells = cells_of(grid_of(content, "Số liệu", "_bieu_mau", []))
    for row in seen.iter_rows():
        for cell in row:
            kind, text = cells.get(cell.row, {}).get(cell.column, ("s", ""))
            value = cell.value
            if isinstance(value, bool):
                assert (kind, text) == ("b", str(value))
            elif isinstance(value, int | float):
                assert (kind, Decimal(text)) == ("n", Decimal(f"{value:.15g}"))
            elif isinstance(value, datetime):
                assert (kind, text) == ("d", value.date().isoformat())
            else:
                assert (kind, text) == ("s", value or "")
