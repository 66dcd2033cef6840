"""Biên bản bình xét khối: the minutes of the meeting that ranks the members of a bloc (domain.md D2). Pure.

What is known stands ready; what only the meeting knows (hours, who came, votes, next year's leaders) is left as lines
to fill in by hand or in the Word file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.bloc import AWARDS, DRAFT, SCORES, TT, UNIT
from reports.documents.bloc_facts import AwardRow, ScoreRow
from reports.documents.blocks import (
    Basis,
    Block,
    Column,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Row,
    Signatories,
    Table,
)
from reports.documents.unit import ILLUSTRATIVE
from reports.wording import head_of

DOTS, SHORT = "……………………………………", "……"
HOUR = "hồi …… giờ …… phút"
ATTENDANCE = [TT, UNIT, Column("Người dự họp, chức vụ", 40), Column("Có mặt hoặc vắng (lý do)", 30)]
TIED = [TT, UNIT, Column("Tổng điểm", 16, "num"), Column("Số phiếu suy tôn", 16, "mid"), Column("Xếp hạng", 12, "mid")]
BALLOT = [
    TT,
    UNIT,
    Column("Danh hiệu, hình thức", 24),
    Column("Phát ra", 9, "mid"),
    Column("Thu về", 9, "mid"),
    Column("Hợp lệ", 9, "mid"),
    Column("Đồng ý", 9, "mid"),
    Column("Tỷ lệ", 9, "mid"),
]
BLANK_ROWS = 4


@dataclass(frozen=True)
class TiedUnit:
    """One unit that stands equal with another: what parts them are the votes of the meeting ("" not cast yet)."""

    unit: str
    total: str
    votes: str
    rank: str


@dataclass(frozen=True)
class Minutes:
    """All that the minutes say, as texts. ``kept`` says which ranking they are made from."""

    superior: str
    letterhead: str
    sign: str
    place: str
    dated: str
    bases: list[str]
    bloc: str
    year: int
    leader: str
    chair: str
    secretary: str
    units: list[str]
    scores: list[ScoreRow]
    kept: str
    tie_note: str
    tied: list[TiedUnit]
    awards: list[AwardRow]
    recipients: list[str]
    illustrative: bool


def minutes_document(minutes: Minutes) -> Document:
    """The minutes as a document, a draft until they are signed."""
    subject = f"Bình xét thi đua năm {minutes.year} của {minutes.bloc}"
    return Document(
        title=f"Biên bản bình xét thi đua năm {minutes.year} của {minutes.bloc}",
        foot=[DRAFT, *([ILLUSTRATIVE] if minutes.illustrative else [])],
        blocks=[
            _head(minutes, subject),
            *map(Basis, minutes.bases),
            Paragraph(
                f"Hôm nay, {HOUR}, {minutes.dated}, tại {DOTS}, {minutes.bloc} họp bình xét thi đua năm {minutes.year}."
            ),
            Heading(1, "I. Thành phần"),
            *_who(minutes),
            Heading(1, "II. Nội dung"),
            *_results(minutes),
            *_votes(minutes),
            *_nominations(minutes),
            *_next_year(minutes),
            Paragraph(
                f"Cuộc họp kết thúc {HOUR} cùng ngày. Biên bản được lập thành 02 bản, đã đọc lại cho các thành viên dự "
                "họp cùng nghe, thống nhất và ký tên./."
            ),
            Signatories(["Thư ký", "Chủ trì"], [minutes.secretary, minutes.chair], minutes.recipients),
        ],
    )


def _head(minutes: Minutes, subject: str) -> Head:
    return Head(
        superior=minutes.superior,
        issuer=minutes.letterhead,
        sign=minutes.sign,
        dated=f"{minutes.place}, {minutes.dated}",
        kind="Biên bản",
        subject=subject,
        marks=[DRAFT, *(["(Dữ liệu minh họa)"] if minutes.illustrative else [])],
    )


def _who(minutes: Minutes) -> Iterator[Block]:
    """Chair, secretary, and a line per member to say who came."""
    place = f", {head_of(minutes.leader)}, Trưởng khối" if minutes.leader else ""
    yield Paragraph(f"{minutes.chair or DOTS}{place}.", lead="- Chủ trì:")
    yield Paragraph(f"{minutes.secretary or DOTS}.", lead="- Thư ký:")
    yield Paragraph(f"{len(minutes.units)} đơn vị thành viên; có mặt {SHORT}, vắng {SHORT}.", lead="- Tham dự:")
    rows = [Row([str(at), unit, "", ""]) for at, unit in enumerate(minutes.units, start=1)]
    yield Table("", ATTENDANCE, rows, "Khối chưa có đơn vị thành viên.")


def _results(minutes: Minutes) -> Iterator[Block]:
    """What was reported, and the table of points."""
    yield Heading(2, "1. Báo cáo kết quả thực hiện phong trào thi đua")
    yield Paragraph(
        f"Trưởng khối báo cáo kết quả thực hiện các chỉ tiêu thi đua năm {minutes.year}, kết quả tự chấm điểm của các "
        "đơn vị và kết quả chấm điểm của khối; các đơn vị thảo luận và thống nhất kết quả nêu ở mục 2."
    )
    yield Paragraph(DOTS, lead="Ý kiến khác:")
    yield Heading(2, "2. Tổng hợp điểm, xếp hạng")
    rows = [_score(at, one) for at, one in enumerate(minutes.scores, start=1)]
    if rows:
        yield Note(minutes.kept)
    yield Table("", SCORES, rows, "Các đơn vị chưa có bảng điểm.")
    if rows:
        yield Note(minutes.tie_note)


def _score(at: int, row: ScoreRow) -> Row:
    points = (row.self_total, row.bloc_total, row.appraised_total, row.bonus, row.penalty, row.total)
    return Row([str(at), row.unit, *points, row.rank])


def _votes(minutes: Minutes) -> Iterator[Block]:
    """Votes that part equal totals, then the ballot on awards."""
    yield Heading(2, "3. Kết quả bỏ phiếu")
    if minutes.tied:
        yield Paragraph("Các đơn vị bằng nhau được bỏ phiếu suy tôn như sau:", lead="a)")
        rows = [
            Row([str(at), one.unit, one.total, one.votes or SHORT, one.rank])
            for at, one in enumerate(minutes.tied, start=1)
        ]
        yield Table("", TIED, rows)
        yield Paragraph("Bỏ phiếu đề nghị danh hiệu thi đua, hình thức khen thưởng:", lead="b)")
    else:
        yield Paragraph("Bỏ phiếu đề nghị danh hiệu thi đua, hình thức khen thưởng:")
    known = [(one.unit, one.award) for one in minutes.awards] or [("", "")] * BLANK_ROWS
    ballot = [Row([str(at), *pair, *[""] * 5]) for at, pair in enumerate(known, start=1)]
    yield Table("", BALLOT, ballot)


def _nominations(minutes: Minutes) -> Iterator[Block]:
    yield Heading(2, "4. Đề nghị khen thưởng")
    if minutes.awards:
        yield Paragraph("Căn cứ kết quả xếp hạng và bỏ phiếu, khối thống nhất đề nghị:")
        rows = [
            Row([str(at), one.award, one.unit, one.rank, one.total, one.state])
            for at, one in enumerate(minutes.awards, start=1)
        ]
        yield Table("", AWARDS, rows)
        return
    yield Paragraph(DOTS, lead="- Đề nghị tặng Cờ thi đua:")
    yield Paragraph(DOTS, lead="- Đề nghị tặng Bằng khen:")


def _next_year(minutes: Minutes) -> Iterator[Block]:
    """Left for the hand: nobody but the meeting elects."""
    yield Heading(2, f"5. Bầu Trưởng khối, Phó Trưởng khối năm {minutes.year + 1}")
    for seat in ("Trưởng khối", "Phó Trưởng khối"):
        yield Paragraph(f"{DOTS} ({SHORT}/{SHORT} phiếu).", lead=f"- {seat}:")
