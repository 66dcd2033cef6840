"""The PDF itself: prescribed layout, text that reads back, nothing a hostile text can reach (integrity P27)."""

import io
import socket
import unicodedata
from dataclasses import replace

import pypdf
import pytest
from PIL import ImageFile

from reports.documents import engine
from reports.documents.bloc import bloc_document
from reports.documents.blocks import plain, restored
from reports.documents.page import html_of
from reports.enums import DocumentKind
from reports.queries.bloc_report import facts
from tests.factories.reports import reported
from tests.support.dates import on

PAYLOADS = [
    '<link rel=attachment href="file:///etc/passwd">',
    '<a rel=attachment href="file:///etc/passwd">x</a>',
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    '<p style="background: url(http://127.0.0.1:9/x)">x</p>',
    '<object data="http://127.0.0.1:9/x"></object>',
    '<svg><image href="file:///etc/passwd"/></svg>',
    '<base href="http://127.0.0.1:9/">',
    '<img src="data:image/png;base64,AAAA">',
]
MM = 72 / 25.4


@pytest.fixture
def no_sockets(monkeypatch):
    """Every attempt to connect is counted."""
    tried = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: tried.append(address) or [])
    return tried


@pytest.fixture
def report(db):
    world = reported()
    now = on("2021-12-23 09:00")
    return facts(world.campaign, world.blocs[0], DocumentKind.BLOC_FINAL_REPORT, reader=world.province.staff, now=now)


def pdf_of(report):
    return printed(bloc_document(report))


def printed(document):
    return read(engine.render(html_of(document)))


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def number_above(page):
    """What stands in the top margin."""
    found = []
    page.extract_text(visitor_text=lambda text, _cm, tm, *_: found.append(text) if tm[5] < 18 * MM else None)
    return "".join(found).strip()


def fonts_of(reader):
    """(name, encoding, is embedded) of every font of every page."""
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()
            descendant = whole["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found.add((whole["/BaseFont"].split("+")[-1].split("-")[0].lstrip("/"), whole["/Encoding"], embedded))
    return found


def test_text_reads_back_in_composed_vietnamese(report):
    text = text_of(pdf_of(report))
    assert unicodedata.is_normalized("NFC", text)
    for passage in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "HUYỆN YÊN MINH",
        "BÁO CÁO",
        "Tổng kết phong trào thi đua năm 2021 của Khối thi đua các huyện số 1",
        "ngày tháng năm 2021",
        "BẢN DỰ THẢO",
        "IV. Phương hướng, nhiệm vụ: đã viết.",
        "Khối thi đua các huyện số 1./.",
        "TRƯỞNG KHỐI",
        "Nơi nhận:",
        "- Lưu: VT.",
    ):
        assert passage in text


def test_page_is_a4_and_numbered_but_for_first_pages_of_report_and_annex(report):
    reader = pdf_of(report)
    width, height = (float(side) / MM for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert [number_above(page) for page in reader.pages] == ["", *(str(n) for n in range(2, len(reader.pages))), ""]
    assert len(reader.pages) > 2


def test_only_the_vendored_font_is_used(report):
    assert fonts_of(pdf_of(report)) == {("Tinos", "/Identity-H", True)}


def test_foreign_characters_do_not_bring_another_font(report):
    report.texts["plans"][0].paragraphs[:] = ["Đã xong ✓ ☐ 😀 漢 tốt"]
    reader = pdf_of(report)
    assert fonts_of(reader) == {("Tinos", "/Identity-H", True)}
    assert "Đã xong □ □ □ □ tốt" in text_of(reader)


def test_illustrative_data_says_so_on_every_page(report):
    reader = pdf_of(replace(report, illustrative=True))
    assert all("Dữ liệu minh họa, không phải kết quả thực tế" in page.extract_text() for page in reader.pages)
    assert "(Dữ liệu minh họa)" in text_of(reader)


PLAIN_KEYS = {"is", "align", "role"}  # words of ours, not of users


def hostile(value, payload):
    """The same document, kept as JSON, with ``payload`` in every text."""
    if isinstance(value, dict):
        return {key: one if key in PLAIN_KEYS else hostile(one, payload) for key, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, payload) for one in value]
    return f"{value} {payload}" if isinstance(value, str) else value


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_only_text(report, payload, no_sockets):
    document = restored(hostile(plain(bloc_document(report)), payload))
    reader = printed(document)
    assert no_sockets == []
    assert reader.attachments == {}
    assert "root:" not in text_of(reader)
    tag = payload.split()[0].split(">")[0]
    assert tag in text_of(reader)  # printed as it was typed


@pytest.mark.parametrize("payload", PAYLOADS)
def test_seal_holds_even_without_escaping(payload, no_sockets):
    reader = read(engine.render(f"<!doctype html><html><head>{payload}</head><body>{payload}<p>Xong</p></body></html>"))
    assert no_sockets == []
    assert reader.attachments == {}
    assert "Xong" in text_of(reader)


@pytest.mark.parametrize("name", ["document", "blocks/head", "blocks/table", "blocks/signature"])
def test_document_templates_never_switch_escaping_off(name, settings):
    source = (settings.BASE_DIR / "templates" / "documents" / f"{name}.html").read_text()
    assert [word for word in ("|safe", "autoescape", "mark_safe", "safeseq") if word in source] == []


def test_rendering_leaves_the_judgement_of_cut_pictures_as_it_was():
    """WeasyPrint lets Pillow accept pictures that end too soon, for the whole process; uploads must refuse them."""
    engine.render("<!doctype html><p>Xong</p>")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
