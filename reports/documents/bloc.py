"""The mid-term and the final report of a bloc, put together from what its members filed (domain.md D2, B0). Pure."""

from collections.abc import Iterator

from reports.documents.bloc_facts import BlocReport, FilingRow, ScoreRow, TargetResult
from reports.documents.blocks import (
    Annex,
    Basis,
    Block,
    Column,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Row,
    Signature,
    Table,
)
from reports.documents.unit import GAP, ILLUSTRATIVE
from reports.enums import DocumentKind as K
from reports.wording import EXCEEDED, MISSED, REACHED

UNSENT = "Các đơn vị chưa gửi nội dung này."
NO_FIGURES = "(Chưa có số liệu.)"
DRAFT = "BẢN DỰ THẢO"  # nothing of it is signed here: it goes to the leader's desk on paper
NO_PROPOSALS = "Không có kiến nghị, đề xuất."
TT, UNIT = Column("TT", 6, "mid"), Column("Đơn vị", 24)
TITLES = {
    K.BLOC_MIDTERM_REPORT: "Sơ kết phong trào thi đua 6 tháng đầu năm {year} của {bloc}",
    K.BLOC_FINAL_REPORT: "Tổng kết phong trào thi đua năm {year} của {bloc}",
}
CALLED = {
    K.BLOC_MIDTERM_REPORT: "báo cáo sơ kết phong trào thi đua 6 tháng đầu năm {year}",
    K.BLOC_FINAL_REPORT: "báo cáo tổng kết phong trào thi đua năm {year}",
}
WHOLE = [
    TT,
    Column("Chỉ tiêu", 26),
    Column("ĐVT", 12, "mid"),
    Column("Kế hoạch", 12, "num"),
    Column("Thực hiện", 12, "num"),
    Column("Tỷ lệ", 10, "num"),
    Column("Vượt", 8, "mid"),
    Column("Đạt", 7, "mid"),
    Column("Chưa đạt", 8, "mid"),
    Column("Chưa đủ số liệu", 9, "mid"),
]
BY_UNIT = [
    TT,
    Column("Chỉ tiêu, đơn vị", 36),
    Column("Đăng ký", 13, "num"),
    Column("Thực hiện", 13, "num"),
    Column("Tỷ lệ", 12, "num"),
    Column("Đánh giá", 18),
]
JUDGED = [
    TT,
    UNIT,
    Column("Vượt", 9, "mid"),
    Column("Đạt", 9, "mid"),
    Column("Chưa đạt", 10, "mid"),
    Column("Chưa đủ số liệu", 11, "mid"),
    Column("Chỉ tiêu chưa đạt (số thứ tự ở bảng trên)", 30),
]
FILINGS = [TT, UNIT, Column("Số lần đúng hạn", 12, "mid"), Column("Nộp chậm", 30), Column("Chưa nộp", 30)]
SCORES = [
    TT,
    UNIT,
    *[Column(one, 10, "num") for one in ("Tự chấm", "Khối chấm", "Thẩm định", "Thưởng", "Trừ", "Tổng")],
    Column("Xếp hạng", 9, "mid"),
]
AWARDS = [
    TT,
    Column("Hình thức", 30),
    UNIT,
    Column("Hạng", 9, "mid"),
    Column("Điểm", 11, "num"),
    Column("Kết quả", 20),
]


def bloc_document(report: BlocReport) -> Document:
    """The report as a document."""
    subject = TITLES[report.kind].format(year=report.year, bloc=report.bloc)
    return Document(
        title=subject,
        foot=[DRAFT, *([ILLUSTRATIVE] if report.illustrative else [])],
        blocks=[
            _head(report, subject),
            *map(Basis, report.bases),
            Paragraph(f"{report.bloc} {_called(report)} như sau:"),
            Heading(1, "I. Đặc điểm tình hình"),
            Paragraph(_members(report)),
            *_section(report, "situation"),
            Heading(1, "II. Kết quả thực hiện"),
            *_results(report),
            *_outcome(report),
            Heading(1, "III. Tồn tại, hạn chế và nguyên nhân"),
            *_section(report, "shortcomings", UNSENT),
            Heading(1, "IV. Phương hướng, nhiệm vụ"),
            *_section(report, "plans", UNSENT),
            Heading(1, "V. Kiến nghị, đề xuất"),
            *_section(report, "proposals", NO_PROPOSALS),
            Paragraph(f"Trên đây là {_called(report)} của {report.bloc}./."),
            Signature(["TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"], report.signer, report.recipients),
            *_annex(report),
        ],
    )


def _called(report: BlocReport) -> str:
    return CALLED[report.kind].format(year=report.year)


def _head(report: BlocReport, subject: str) -> Head:
    return Head(
        superior=report.superior,
        issuer=report.letterhead,
        sign=report.sign,
        dated=f"{report.place}, {report.dated}",
        kind="Báo cáo",
        subject=subject,
        marks=[DRAFT, *(["(Dữ liệu minh họa)"] if report.illustrative else [])],
    )


def _members(report: BlocReport) -> str:
    said = [f"Năm {report.year}, khối có {len(report.units)} đơn vị thành viên: {'; '.join(report.units)}."]
    if report.leader:
        said.append(f"Trưởng khối: {report.leader}.")
    if report.deputies:
        said.append(f"Phó Trưởng khối: {'; '.join(report.deputies)}.")
    return " ".join(said)


def _section(report: BlocReport, key: str, otherwise: str = "") -> Iterator[Block]:
    """What the leader's office wrote, then what each member wrote."""
    yield from map(Paragraph, report.own.get(key, []))
    yield from _told(report, key)
    if otherwise and not report.own.get(key) and not report.texts.get(key):
        yield Paragraph(otherwise)


def _told(report: BlocReport, key: str) -> Iterator[Block]:
    """What each member wrote."""
    for text in report.texts.get(key, []):
        yield Paragraph(text.paragraphs[0], lead=f"- {text.unit}:")
        yield from map(Paragraph, text.paragraphs[1:])


def _results(report: BlocReport) -> Iterator[Block]:
    """II.1 to II.6."""
    yield Heading(2, "1. Công tác chỉ đạo, triển khai, phát động, ký kết giao ước thi đua")
    yield from _section(report, "direction", UNSENT)
    yield Heading(2, "2. Kết quả thực hiện các chỉ tiêu thi đua")
    yield from map(Paragraph, report.own.get("results", []))
    yield from _figures(report)
    yield from _told(report, "results")
    for at, (key, words) in enumerate(
        (
            ("movements", "Phong trào thi đua thường xuyên, chuyên đề"),
            ("exemplars", "Công tác tuyên truyền, nhân rộng điển hình tiên tiến"),
            ("awards", "Công tác khen thưởng"),
        ),
        start=3,
    ):
        yield Heading(2, f"{at}. {words}")
        yield from _section(report, key, UNSENT)
    yield Heading(2, "6. Hoạt động của khối, chế độ thông tin, báo cáo")
    yield from _section(report, "bloc_activity")
    yield Table("", FILINGS, [_filing(at, row) for at, row in enumerate(report.filings, start=1)])


def _figures(report: BlocReport) -> Iterator[Block]:
    """The bloc as one: sums or spans, how many units did how well, and who missed what."""
    if not report.results:
        if not report.own.get("results") and not report.texts.get("results"):
            yield Note(NO_FIGURES)
        return
    yield Paragraph(
        "Chỉ tiêu cộng được thì cộng số liệu các đơn vị; chỉ tiêu tính theo tỷ lệ, bình quân thì ghi mức thấp nhất – "
        "cao nhất. Bốn cột cuối là số đơn vị; số liệu của từng đơn vị nêu tại Phụ lục kèm theo."
    )
    if report.kind == K.BLOC_MIDTERM_REPORT:
        yield Note("Số liệu tính đến hết tháng 6, so với kế hoạch cả năm.")
    yield Table("", WHOLE, [_whole(at, one) for at, one in enumerate(report.results, start=1)])
    yield Table("Kết quả theo đơn vị", JUDGED, [_judged(at, *one) for at, one in enumerate(_by_unit(report), start=1)])


def _whole(at: int, one: TargetResult) -> Row:
    counts = (one.exceeded, one.reached, one.missed, one.unknown)
    whole = one.whole
    return Row(
        [str(at), one.name, one.unit_of_measure, whole.registered, whole.actual, whole.percent, *map(str, counts)]
    )


def _by_unit(report: BlocReport) -> list[tuple[str, list[str]]]:
    """Each unit with the judgement of every target, in the order of the table."""
    found: dict[str, list[str]] = {}
    for one in report.results:
        for row in one.rows:
            found.setdefault(row.unit, []).append(row.judgement)
    return list(found.items())


def _judged(at: int, unit: str, words: list[str]) -> Row:
    """One unit: how many targets it met and missed, and which it missed."""
    counts = [words.count(word) for word in (EXCEEDED, REACHED, MISSED)]
    missed = ", ".join(str(no) for no, word in enumerate(words, start=1) if word == MISSED)
    return Row([str(at), unit, *map(str, counts), str(len(words) - sum(counts)), missed or "Không"])


def _filing(at: int, row: FilingRow) -> Row:
    return Row([str(at), row.unit, str(row.on_time), "; ".join(row.late) or "Không", "; ".join(row.owed) or "Không"])


def _outcome(report: BlocReport) -> Iterator[Block]:
    """II.7 and II.8 of the final report: points and awards."""
    if report.kind != K.BLOC_FINAL_REPORT:
        return
    yield Heading(2, "7. Kết quả chấm điểm, xếp hạng")
    if report.scores:
        yield Paragraph(report.scores_note)
    yield Table(
        "", SCORES, [_score(at, row) for at, row in enumerate(report.scores, start=1)], "Các đơn vị chưa có bảng điểm."
    )
    yield Heading(2, "8. Bình xét, đề nghị khen thưởng")
    yield from _section(report, "commendation")
    rows = [
        Row([str(at), one.award, one.unit, one.rank, one.total, one.state])
        for at, one in enumerate(report.awards, start=1)
    ]
    yield Table("", AWARDS, rows, "Chưa có đề nghị khen thưởng được công bố tại thời điểm lập báo cáo.")


def _score(at: int, row: ScoreRow) -> Row:
    points = (row.self_total, row.bloc_total, row.appraised_total, row.bonus, row.penalty, row.total)
    return Row([str(at), row.unit, *points, row.rank])


def _annex(report: BlocReport) -> Iterator[Block]:
    if not report.results:
        return
    of = f"(Kèm theo Báo cáo số{GAP}/{report.sign} {report.dated} của {report.issuer})"
    yield Annex(["Phụ lục", "Kết quả thực hiện chỉ tiêu của từng đơn vị"], of)
    rows = []
    for at, one in enumerate(report.results, start=1):
        measure = f" (ĐVT: {one.unit_of_measure})" if one.unit_of_measure else ""
        rows.append(Row([str(at), f"{one.name}{measure}"], "group"))
        rows += [Row(["", row.unit, row.registered, row.actual, row.percent, row.judgement]) for row in one.rows]
    yield Table("", BY_UNIT, rows)
