"""The documents of one unit: Bản đăng ký thi đua, Báo cáo sơ kết, Báo cáo tổng kết (domain.md D2). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.documents import filed
from reports.documents.blocks import (
    Annex,
    Block,
    Document,
    Head,
    Heading,
    Paragraph,
    Signature,
    paragraphs,
)
from reports.enums import DocumentKind as K
from reports.wording import EMPTY_DAY, closed_list, letterhead, place_of, sign_of, signs_as

ILLUSTRATIVE = "Dữ liệu minh họa, không phải kết quả thực tế của các đơn vị"
DRAFT = "BẢN NHÁP – chưa nộp, không có giá trị"
GAP = "\u00a0" * 6
NUMERAL = re.compile(r"^([IVX]+)\.\s*(?:(\d+)\.\s*)?(.+)$")
RESULTS_NO = 2  # the table of figures is "II.2" (domain.md D2)
TITLES_HEADING = "Danh hiệu, hình thức khen thưởng đăng ký"
RESULTS_HEADING = "Kết quả thực hiện các chỉ tiêu thi đua"
NOTHING = "Không có nội dung."
UNWRITTEN = "(Chưa viết.)"


@dataclass(frozen=True)
class Issuer:
    """The unit that issues a document, the authority above it, and the campaign it belongs to."""

    unit: str
    authority: str
    authority_short: str
    standing_body: str
    heading: str
    title: str
    year: int
    illustrative: bool


@dataclass(frozen=True)
class Filed:
    """What a unit filed (``content`` of its receipt), or has in its draft (then ``code`` and ``dated`` are empty).

    ``dated`` is the day as documents write it, ``received`` the same in figures; ``signer`` the head's name.
    """

    kind: K
    issuer: Issuer
    content: Mapping[str, Any]
    code: str = ""
    dated: str = ""
    received: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Form:
    """How one kind is headed: words for the kind, letters of its number, subject and first sentence."""

    word: str
    letters: str
    subject: str
    opening: str


FORMS = {
    K.REGISTRATION: Form("Bản đăng ký", "ĐK", "Thi đua năm {year}", "đăng ký thi đua năm {year} như sau:"),
    K.UNIT_MIDTERM_REPORT: Form(
        "Báo cáo",
        "BC",
        "Sơ kết phong trào thi đua 6 tháng đầu năm {year}",
        "báo cáo sơ kết phong trào thi đua 6 tháng đầu năm {year} như sau:",
    ),
    K.UNIT_FINAL_REPORT: Form(
        "Báo cáo",
        "BC",
        "Tổng kết phong trào thi đua năm {year}",
        "báo cáo tổng kết phong trào thi đua năm {year} như sau:",
    ),
}


def unit_document(given: Filed) -> Document:
    """The document of what a unit filed; of a draft, a document that says so on every page."""
    form, issuer = FORMS[given.kind], given.issuer
    body = _registration if given.kind == K.REGISTRATION else _report
    return Document(
        title=f"{form.word} {_lower(form.subject.format(year=issuer.year))} – {issuer.unit}",
        foot=_foot(given),
        blocks=[
            _head(given, form),
            Paragraph(
                f"Thực hiện {issuer.heading} của {issuer.authority}: {issuer.title}; "
                f"{issuer.unit} {form.opening.format(year=issuer.year)}"
            ),
            *body(given),
            *_closing(given, form),
            *_evidence(given, form),
        ],
    )


def _head(given: Filed, form: Form) -> Head:
    issuer = given.issuer
    above, name = letterhead(issuer.unit, issuer.authority, issuer.authority_short)
    marks = [] if given.code else [DRAFT]
    if issuer.illustrative:
        marks.append("(Dữ liệu minh họa)")
    return Head(
        superior=above,
        issuer=name,
        sign=f"{form.letters}-{sign_of(issuer.unit)}",
        dated=f"{place_of(issuer.unit, issuer.authority)}, {_dated(given)}",
        kind=form.word,
        subject=form.subject.format(year=issuer.year),
        marks=marks,
    )


def _dated(given: Filed) -> str:
    return given.dated or EMPTY_DAY.format(given.issuer.year)


def _foot(given: Filed) -> list[str]:
    filed_as = f"Lập từ hồ sơ đã nộp ngày {given.received}, mã biên nhận {given.code}"
    return [filed_as if given.code else DRAFT, *([ILLUSTRATIVE] if given.issuer.illustrative else [])]


def _registration(given: Filed) -> list[Block]:
    """I Nội dung, II Chỉ tiêu, III Danh hiệu."""
    parts = list(given.content.get("parts", []))
    titles = filed.titles_table(given.content)
    first, rest = parts[:1], parts[1:] or ([{"heading": TITLES_HEADING, "text": ""}] if titles.rows else [])
    blocks: list[Block] = []
    for part in first:
        blocks += [Heading(1, f"I. {part['heading']}"), *_texts(part["text"], given)]
    blocks += [Heading(1, "II. Chỉ tiêu thi đua đăng ký"), filed.registered_table(given.content)]
    for numeral, part in zip(("III", "IV", "V", "VI"), rest, strict=False):
        blocks += [Heading(1, f"{numeral}. {part['heading']}")]
        blocks += _texts(part["text"], given) if part["text"] or not titles.rows else []
    return blocks + ([titles] if titles.rows else [])


def _report(given: Filed) -> list[Block]:
    """The written parts under their numbers; the table of figures stands at II.2 whether or not a part was written."""
    blocks: list[Block] = []
    results = filed.results_blocks(given.content, midterm=given.kind == K.UNIT_MIDTERM_REPORT)
    chapter, has_table = "", False
    for part in given.content.get("parts", []):
        roman, number, words = _numbers(part["heading"])
        if not has_table and chapter == "II" and (roman != "II" or int(number or 0) > RESULTS_NO):
            blocks += [Heading(2, f"{RESULTS_NO}. {RESULTS_HEADING}"), *results]
            has_table = True
        if number and roman != chapter:
            blocks.append(Heading(1, f"{roman}. Kết quả thực hiện"))
        chapter = roman
        blocks.append(Heading(2, f"{number}. {words}") if number else Heading(1, part["heading"]))
        is_results = roman == "II" and number == str(RESULTS_NO)
        blocks += _texts(part["text"], given, may_be_empty=is_results)
        if is_results:
            blocks += results
            has_table = True
    return blocks if has_table else [*blocks, *results]


def _numbers(heading: str) -> tuple[str, str, str]:
    """("II", "3", "Phong trào …") of "II.3. Phong trào …"."""
    found = NUMERAL.match(heading)
    return (found[1], found[2] or "", found[3]) if found else ("", "", heading)


def _texts(text: str, given: Filed, *, may_be_empty: bool = False) -> list[Block]:
    lines = paragraphs(text)
    if lines or may_be_empty:
        return [Paragraph(line) for line in lines]
    return [Paragraph(NOTHING if given.code else UNWRITTEN)]


def _closing(given: Filed, form: Form) -> list[Block]:
    issuer = given.issuer
    recipients = closed_list([issuer.authority, issuer.standing_body, "Trưởng khối thi đua", "Lưu: VT"])
    last = f"Trên đây là {_lower(form.word)} {_lower(form.subject.format(year=issuer.year))} của {issuer.unit}./."
    return [Paragraph(last), Signature(signs_as(issuer.unit), given.signer, recipients)]


def _evidence(given: Filed, form: Form) -> list[Block]:
    table = filed.evidence_table(given.content)
    if not table.rows:
        return []
    of = f"(Kèm theo {form.word} số{GAP}/{form.letters}-{sign_of(given.issuer.unit)} {_dated(given)}"
    return [Annex(["Phụ lục", "Danh mục minh chứng"], f"{of} của {given.issuer.unit})"), table]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
