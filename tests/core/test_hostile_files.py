"""Files made to harm: no outside file is read, no address asked, nothing explodes; damaged ones end in a refusal."""

import io
import logging
import zipfile

import docx
import pytest

from core import extraction
from core.exceptions import UploadRefused
from core.spreadsheets import Column, Template, read, write
from core.spreadsheets.grid import grid_of
from tests.support.documents import repacked, word
from tests.support.fuzz import ends
from tests.support.project import FLOORS, files, name, source

SECRET = "NOI-DUNG-BI-MAT"
FORM = Template("a", "1", "Mẫu", (), (Column("a", "A"),))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def declarations(file):
    """What may stand before the root, by name; each tries to bring something in."""
    address = f"file://{file}"
    return {
        "entity": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>',
        "public": f'<!DOCTYPE r [<!ENTITY x PUBLIC "-//a//b" "{address}">]>',
        "parameter": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{address}"> %p; <!ENTITY x "y">]>',
        "dtd": f'<!DOCTYPE r SYSTEM "{address}">',
        "public-dtd": f'<!DOCTYPE r PUBLIC "-//a//b" "{address}">',
        "network": '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        "laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">]>',
        "quadratic": f'<!DOCTYPE r [<!ENTITY x "{"a" * 50_000}">]>',
        "attribute": f'<!DOCTYPE r [<!ENTITY x "y"><!ATTLIST r a CDATA "{address}">]>',
        "padded": f'<!--{" " * 70_000}--><!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>',
        "nested": f"<!DOCTYPE r [<!ENTITY % a \"<!ENTITY x SYSTEM '{address}'>\"> %a;]>",
        "utf-16": f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>',
    }


PARTS = [
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
]
ATTACKS = sorted(declarations("x"))


def word_file():
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("một", style="List Number")
    document.save(buffer)
    return buffer.getvalue()


def poisoned(content, part, attack, file):
    """The archive with the declaration before the root of one part, and its entity used inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(part).decode()
    root = xml[xml.index("?>") + 2 :] if xml.startswith("<?xml") else xml
    inside = root.index(">", root.index("<")) + 1
    new = declarations(file)[attack] + root[:inside] + "&x;" + root[inside:]
    encoded = new.encode("utf-16") if attack == "utf-16" else new.encode()
    return repacked(content, {part: encoded})


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, encoding="utf-8")
    return file


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/styles.xml"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_entity_reaches_the_text_of_a_document(attack, part, secret):
    with pytest.raises(UploadRefused) as caught:
        extraction.text_of(poisoned(word_file(), part, attack, secret), kind="docx")
    assert caught.value.code in {"F01", "F06"}
    assert SECRET not in caught.value.sentence


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_entity_reaches_a_workbook(attack, part, secret):
    content = poisoned(write(FORM, [{"a": "x"}]), part, attack, secret)
    with pytest.raises(UploadRefused) as caught:
        grid_of(content, "Số liệu", "_bieu_mau", [])
    assert caught.value.code == "X12"


@pytest.mark.parametrize("attack", ["entity", "padded", "utf-16"])
def test_a_template_with_an_entity_is_refused_on_the_whole_way(attack, secret):
    sheet = read(poisoned(write(FORM, [{"a": "x"}]), "xl/worksheets/sheet2.xml", attack, secret), FORM)
    assert [problem.code for problem in sheet.problems] == [{"entity": "X13"}.get(attack, "X12")]
    assert sheet.rows == []


def test_inclusions_and_outside_relationships_are_not_followed(secret):
    xml = "http://www.w3.org/2001/XInclude"
    included = f'<w:p><w:r><w:t>a<xi:include xmlns:xi="{xml}" href="file://{secret}" parse="text"/></w:t></w:r></w:p>'
    document = poisoned_body(included)
    assert extraction.text_of(document, kind="docx").text == "a"


def poisoned_body(body):
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    )
    return repacked(word(body), {"word/_rels/document.xml.rels": outside})


SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>'


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_entity_reaches_the_texts_that_cells_share(attack, secret):
    content = repacked(write(FORM, [{"a": "x"}]), {"xl/sharedStrings.xml": SHARED})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.read("xl/_rels/workbook.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    content = repacked(content, {"xl/_rels/workbook.xml.rels": listed.replace("</Relationships>", more)})
    assert read(content, FORM).rows == [{"a": "x"}]
    with pytest.raises(UploadRefused) as caught:
        grid_of(poisoned(content, "xl/sharedStrings.xml", attack, secret), "Số liệu", "_bieu_mau", [])
    assert caught.value.code == "X12"


def test_a_library_makes_workbooks_in_one_place_and_opens_none():
    users = {name(path) for path in files(".py", under=FLOORS) if "openpyxl" in source(path)}
    assert users == {"core/spreadsheets/writing.py", "core/spreadsheets/__init__.py"}
    assert not [name(path) for path in files(".py", under=FLOORS) if "load_workbook" in source(path)]


@pytest.mark.filterwarnings("ignore")
def test_damaged_files_are_accepted_or_refused_and_nothing_else():
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found = ends(400, seed=20_261_125)
    codes = {"accepted", "F01", "F04", "F06", "F07", "F10", "X07", "X12", "X13"}
    assert {end for _, end in found} <= codes
    assert {file for file, _ in found} == {"a.docx", "a.xlsx", "a.pdf", "a.png", "a.zip", "a.txt"}
    assert {file for file, end in found if end == "accepted"} >= {"a.docx", "a.xlsx", "a.pdf"}
