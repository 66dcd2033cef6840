"""The head of a document: type, number, date line, title, theme, year, and who signed it."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns.directive.casing import in_capitals, ordinary
from campaigns.directive.dates import make
from campaigns.directive.lines import Item
from campaigns.directive.parts import Confidence, Found
from campaigns.directive.strand import Strand, join
from campaigns.directive.words import LOWER, UPPER

HEAD_ITEMS, HEAD_TITLE = 40, 420
_TYPES = (
    "Kế hoạch", "Chương trình", "Chỉ thị", "Hướng dẫn", "Quyết định", "Thông báo", "Nghị quyết", "Lời phát động",
    "Phát động", "Công văn", "Thư phát động", "Thể lệ", "Đề án", "Phương án", "Giao ước thi đua",
    "Bản giao ước thi đua", "Thông tri", "Công điện", "Quy chế",
)  # fmt: skip
_TYPE_LINE = re.compile(rf"({'|'.join(sorted(map(str.upper, _TYPES), key=len, reverse=True))})\b[\s:.-]*")
_NUMBER = re.compile(
    r"số ?[:.]? ?(?P<no>\d{1,5}[a-z]?|[.…_ ]*)(?P<gap> ?)(?P<sign>[/\-–] ?[a-zđ][\w&.]*(?: ?[-–/] ?[a-zđ][\w&.]*)*)"
)
_DATE_LINE = re.compile(
    r"(?:(?P<place>[^\W\d_][\w .'’\-]{1,40}?), ?)?ngày ?(?P<d>\d{1,2}|[.…_ ]*) ?tháng ?(?P<m>\d{1,2}|"
    r"[.…_ ]*) ?năm ?(?P<y>\d{4}|[.…_ ]*)"
)
_ABOUT = re.compile(r"(?:v/v|về việc)\b:? ?")
_TITLE_ENDS = re.compile(
    r"(?:căn cứ|thực hiện|năm \d{4}|nhằm|để |phát huy|kính gửi|trong năm|hưởng ứng|theo |nhân dịp|sau khi|"
    r"tiếp tục|[-*_=]{3})"
)
_THEMES = (
    re.compile(r"chủ đề(?P<gap>[^“”\"«:;.]{0,120}?)(?P<colon>:? ?)[“\"«'‘](?P<theme>[^”\"»]{3,300})[”\"»'’]"),
    re.compile(
        r"(?:khẩu hiệu|phương châm)(?P<gap>[^“”\"«:;.]{0,60}?)(?P<colon>:? ?)[“\"«](?P<theme>[^”\"»]{3,300})[”\"»]"
    ),
    re.compile(
        r"(?:^|\b)chủ đề(?P<gap>(?: thi đua| năm \d{4}| phong trào|"
        r" là)*)(?P<colon>: ?)(?P<theme>[^\W\d][^;.\n“”\"]{5,200})(?=[.;]|$)"
    ),
)
_THEME_FOLLOWS = re.compile(r"(?:chủ đề|khẩu hiệu|phương châm)[^.;“”\"]{0,60}$")
_SCHOOL_YEAR = re.compile(r"năm học (\d{4}) ?[-–—/] ?(\d{4})")
_SPAN = re.compile(r"(?:giai đoạn|nhiệm kỳ|thời kỳ|từ năm)? ?(\d{4}) ?[-–—] ?(\d{4})")
_YEAR = re.compile(r"năm ((?:19|20)\d\d)\b")
_NAME = re.compile(
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy) |(?:TS|ThS|PGS|GS|BS|CN|KS)\. ?)*"
    rf"(?:[{UPPER}][{LOWER}]+ ){{1,5}}[{UPPER}][{LOWER}]*\Z"
)
_AFTER_COPIES = re.compile(rf"(?:Lưu|LƯU):? [^.]{{1,40}}\. ?((?:[{UPPER}][{LOWER}]+ ){{1,4}}[{UPPER}][{LOWER}]+)\Z")
_NOT_NAMES = re.compile(r"(?:độc lập|nơi nhận|lưu|cộng hòa|kính gửi|đã ký|chủ tịch|giám đốc|hiệu trưởng|bí thư|trưởng)")


@dataclass
class Head:
    """What the head says; ``body`` is the place of the first item after it."""

    doc_type: Found[str] | None = None
    doc_number: Found[str] | None = None
    place: Found[str] | None = None
    issued_on: Found[str] | None = None
    issued: date | None = None
    title: Found[str] | None = None
    body: int = 0
    above: list[Strand] = field(default_factory=list)
    blanks: list[tuple[str, Strand]] = field(default_factory=list)


def read_head(items: list[Item], body: str) -> Head:
    """The head of the document; ``body`` is all of its text, for how it writes names."""
    head = Head()
    for item in items[:HEAD_ITEMS]:
        if found := _TYPE_LINE.match(item.whole.s):
            _take_type(head, items, item, found, body)
            break
        if (item.marker and item.marker.style == "ROMAN") or len(item.whole) > HEAD_TITLE:
            break
        for cell in item.cells or (item.whole,):
            if cell.s:
                _take(head, cell)
    if head.doc_type is None:
        _take_letter(head, items)
    return head


def _take(head: Head, cell: Strand) -> None:
    """A line above the title: number, date, or the name of an authority."""
    number = _NUMBER.match(cell.low) if head.doc_number is None else None
    if number:
        digits = re.sub(r"[^\da-z]", "", number["no"])
        sign = re.sub(r"\s", "", cell.s[number.start("sign") : number.end("sign")])
        head.doc_number = Found(cell.passage(number.start(), number.end()), value=f"{digits}{sign}".rstrip("."))
        if not digits:
            head.blanks.append(("number", cell.cut(number.start(), number.end())))
    after_number = number.end() if number else 0
    dated = _DATE_LINE.search(cell.low, after_number) if head.issued_on is None and len(cell) < 160 else None
    if dated and (dated["place"] or number or dated.start() == 0):
        _take_date(head, cell, dated)
    elif not number:
        head.above.append(cell)


def _take_date(head: Head, cell: Strand, dated: re.Match[str]) -> None:
    day, month, year = (dated[key] if dated[key].isdigit() else "" for key in "dmy")
    if dated["place"]:
        place = cell.s[dated.start("place") : dated.end("place")].strip(" .-")
        head.place = Found(cell.passage(dated.start("place"), dated.end("place")), value=place)
    source = cell.passage(dated.start("d") if day else dated.start(), dated.end())
    head.issued = make(int(year), int(month), int(day)) if day and month and year else None
    if head.issued:
        head.issued_on = Found(source, value=head.issued.isoformat())
    elif year and month and 1 <= int(month) <= 12:
        head.issued_on = Found(
            source, Confidence.LIKELY, "Ngày ban hành còn để trống", value=f"{year}-{int(month):02d}"
        )
    if not head.issued:
        head.blanks.append(("date", cell.cut(dated.start(), dated.end())))


def _take_type(head: Head, items: list[Item], item: Item, found: re.Match[str], body: str) -> None:
    """The type of the document and the title on the same line or the lines after it."""
    printed, end = found[1], found.end()
    head.doc_type = Found(item.whole.passage(0, len(printed)), value=printed[0] + printed[1:].lower())
    lines = [item.whole.cut(end)] if len(item.whole) > end else []
    place = item.place + 1
    while place < len(items) and _is_title(items[place], lines):
        lines.append(items[place].whole)
        place += 1
    head.body = place
    if lines:
        title = join(lines)
        shown = ordinary(title.s.strip(" .*"), body)
        head.title = Found(title.passage(), value=shown)


def _is_title(item: Item, lines: list[Strand]) -> bool:
    """Whether the title goes on: one paragraph, or several lines in capitals."""
    text = item.whole
    if item.cells or item.marker or len(text) > HEAD_TITLE or (text.low.endswith(":") and lines):
        return False
    if not lines:
        return not re.match(r"(?:căn cứ|kính gửi)", text.low)
    if _TITLE_ENDS.match(text.low) or text.s.endswith((".", ";")):
        return False
    return (in_capitals(text.s) == in_capitals(lines[-1].s) and (in_capitals(text.s) or text.s[0].islower())) or text.s[
        0
    ].islower()


def _take_letter(head: Head, items: list[Item]) -> None:
    """An official letter has no title but "V/v …" under its number."""
    for item in items[:HEAD_ITEMS]:
        for cell in item.cells or (item.whole,):
            found = _ABOUT.match(cell.low)
            if found and head.title is None and len(cell) < HEAD_TITLE:
                head.title = Found(cell.passage(), value=cell.s)
                head.body = item.place + 1
                if head.doc_number:
                    head.doc_type = Found(
                        cell.passage(0, found.end()), Confidence.LIKELY, "Công văn không ghi tên loại", value="Công văn"
                    )


def read_theme(items: list[Item]) -> Found[str] | None:
    """The theme, between quotation marks after "chủ đề" (or "khẩu hiệu"), in one item or at the head of the next."""
    for pattern in _THEMES:
        for item in items:
            text = _with_next(items, item) if _THEME_FOLLOWS.search(item.body.low) else item.body
            if item.cells:
                continue
            found = pattern.search(text.low)
            if found:
                start, end = found.span("theme")
                value = text.s[start:end].strip(" .;,*")
                quoted = start > 0 and text.s[start - 1] in "“\"«'‘"
                why = "" if quoted else "Chủ đề không đặt trong ngoặc kép"
                return Found(
                    text.passage(start, end), Confidence.SURE if quoted else Confidence.LIKELY, why, value=value
                )
    return None


def _with_next(items: list[Item], item: Item) -> Strand:
    following = items[item.place + 1 : item.place + 2]
    joined = [item.body] + ([following[0].body] if following and following[0].body.s[:1] in '“"«' else [])
    return join(joined)


def read_year(head: Head, text: Strand) -> Found[int] | None:
    """The year of the campaign: of the title, else of the date line; None for a campaign of several years."""
    title = head.title.value if head.title else ""
    low = title.lower()
    if school := _SCHOOL_YEAR.search(low):
        return _year_found(head, int(school[1]))
    if year := _YEAR.search(low):
        return _year_found(head, int(year[1]))
    if _SPAN.search(low):
        return None
    if head.issued_on:
        year_printed = int(head.issued_on.value[:4])
        return Found(head.issued_on.source, Confidence.LIKELY, "Lấy theo năm ban hành", value=year_printed)
    return _commonest(text)


def _year_found(head: Head, year: int) -> Found[int]:
    assert head.title is not None  # noqa: S101 (the year was read in it)
    return Found(head.title.source, value=year)


def _commonest(text: Strand) -> Found[int] | None:
    """The year that the text names most often, the later of equals."""
    counts: dict[int, int] = {}
    places: dict[int, int] = {}
    for found in _YEAR.finditer(text.low):
        year = int(found[1])
        counts[year] = counts.get(year, 0) + 1
        places.setdefault(year, found.start(1))
    if not counts:
        return None
    year = max(counts, key=lambda one: (counts[one], one))
    source = text.passage(places[year], places[year] + 4)
    return Found(source, Confidence.UNSURE, "Đoán theo năm được nhắc nhiều nhất", value=year)


def read_signer(items: list[Item]) -> Found[str] | None:
    """The name at the end of the document."""
    for item in reversed(items[-12:]):
        if item.marker and not item.cells:
            continue
        for cell in reversed(item.cells or (item.whole,)):
            if cell.s and len(cell) < 60 and _NAME.match(cell.s) and not _NOT_NAMES.match(cell.low):
                return Found(cell.passage(), Confidence.LIKELY, "Lấy theo dòng họ tên cuối văn bản", value=cell.s)
    for item in reversed(items[-12:]):
        found = _AFTER_COPIES.search(item.whole.s)
        if found:
            source = item.whole.passage(found.start(1), found.end(1))
            return Found(source, Confidence.UNSURE, "Họ tên dính vào dòng nơi nhận", value=found[1])
    return None
