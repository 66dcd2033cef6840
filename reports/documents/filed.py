"""What a unit filed, read from the content of a receipt (or frozen from a draft) into the tables of documents. Pure.

Receipts of earlier versions lack some keys: what is not there is shown as nothing, never as an error.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.enums import Holder, Op
from campaigns.sums import is_ceiling, percent_of_plan
from campaigns.wording import in_words
from reports.documents.blocks import Block, Column, Note, Paragraph, Row, Table
from reports.wording import against_last_year, figure, target_name

QUALITATIVE = "định tính"
NO_TARGETS = "Phong trào không đặt chỉ tiêu định lượng."
NOT_OURS = "Các chỉ tiêu khác không thuộc nhiệm vụ của đơn vị."
NONE_OF_OURS = "Đơn vị không đăng ký và không được giao chỉ tiêu của phong trào."
STT, MEASURE = Column("STT", 7, "mid"), Column("ĐVT", 11, "mid")
WIDE_STT = Column("STT", 9, "mid")
REGISTERED = [
    Column("STT", 6, "mid"),
    Column("Nội dung, chỉ tiêu thi đua", 22),
    Column("ĐVT", 9, "mid"),
    Column("Thực hiện năm trước", 9, "num"),
    Column("Chỉ tiêu giao", 10, "mid"),
    Column("Đăng ký", 8, "num"),
    Column("Biện pháp", 18),
    Column("Ghi chú", 18),
]
RESULTS = [
    STT,
    Column("Chỉ tiêu", 31),
    MEASURE,
    Column("KH năm", 11, "num"),
    Column("TH", 11, "num"),
    Column("% KH", 10, "num"),
    Column("TH năm trước", 11, "num"),
    Column("So cùng kỳ", 14, "mid"),
]
# Half a year is not compared with a whole one.
MIDTERM_RESULTS = [*RESULTS[:-2], Column("TH cả năm trước", 12, "num")]
TITLES = [
    WIDE_STT,
    Column("Danh hiệu, hình thức khen thưởng", 40),
    Column("Đối tượng", 20),
    Column("Số lượng", 12, "mid"),
    Column("Tên tập thể, cá nhân", 30),
]
EVIDENCE = [
    WIDE_STT,
    Column("Tên minh chứng", 50),
    Column("Số, ký hiệu", 20),
    Column("Ngày", 18, "mid"),
    Column("Tệp", 30),
]


@dataclass
class FiledTarget:
    """One target as it was filed. Wears what ``campaigns.wording.in_words`` asks for."""

    no: str
    indicator: str
    label: str
    op: str
    value: Decimal | None
    value_max: Decimal | None
    decimals: int
    measure: str
    bound: str
    direction: str
    assigned: Decimal | None
    registered: Decimal | None
    last_year: Decimal | None
    actual: Decimal | None
    measures: str
    note: str
    unit_of_measure: str = ""  # "từ 38,5 trở lên": the unit has a column of its own

    @property
    def name(self) -> str:
        """The indicator with its part."""
        return target_name(self.indicator, self.label, self.op)

    @property
    def given(self) -> str:
        """What the unit is given, else what the campaign sets for all."""
        return in_words(self) if self.assigned is None else figure(self.assigned)

    @property
    def plan_in_words(self) -> str:
        """The plan as the table of results prints it."""
        return QUALITATIVE if self.op == Op.QUALITATIVE else figure(self.plan)

    @property
    def plan(self) -> Decimal | None:
        """What the unit is measured by; the campaign's own value only for a unit that reported a figure against it."""
        known = (self.registered, self.assigned, self.value if self.actual is not None else None)
        return next((value for value in known if value is not None), None)

    @property
    def is_of_unit(self) -> bool:
        """Whether the unit registered it, is given it, or has a figure for it."""
        return any(one is not None for one in (self.registered, self.assigned, self.actual))

    @property
    def percent(self) -> Decimal | None:
        """How far the plan is reached."""
        return percent_of_plan(self.plan, self.actual, lower_is_better=is_ceiling(self.op, self.direction))


def targets_of(content: Mapping[str, Any]) -> list[FiledTarget]:
    """The targets in the order of the campaign's document."""
    return [_target(row) for row in content.get("targets", [])]


def registered_table(content: Mapping[str, Any]) -> Table:
    """STT | Nội dung | ĐVT | Thực hiện năm trước | Chỉ tiêu giao | Đăng ký | Biện pháp | Ghi chú (domain.md D2)."""
    rows = [
        [
            *_first(at, one),
            figure(one.last_year),
            one.given,
            figure(one.registered),
            one.measures,
            one.note,
        ]
        for at, one in _numbered(targets_of(content))
    ]
    return Table("", REGISTERED, [Row(cells) for cells in rows], NO_TARGETS)


def results_blocks(content: Mapping[str, Any], *, midterm: bool) -> list[Block]:
    """STT | Chỉ tiêu | ĐVT | KH năm | TH | % KH | năm trước | so cùng kỳ (domain.md D2) of the unit's own targets.

    A ``midterm`` report compares with no year. A line says where targets were left out that are not the unit's.
    """
    targets = targets_of(content)
    own = _own(targets)
    if targets and not own:
        return [Paragraph(NONE_OF_OURS)]
    columns = MIDTERM_RESULTS if midterm else RESULTS
    rows = [Row(cells[: len(columns)]) for cells in _result_cells(targets, own)]
    table = Table("", columns, rows, NO_TARGETS)
    return [table, Note(NOT_OURS)] if len(own) < len(targets) else [table]


def _own(targets: list[FiledTarget]) -> list[FiledTarget]:
    """The unit's targets; the qualitative ones, which nobody registers, go with them."""
    if not any(one.is_of_unit for one in targets):
        return []
    return [one for one in targets if one.is_of_unit or one.op == Op.QUALITATIVE]


def _result_cells(targets: list[FiledTarget], own: Collection[FiledTarget]) -> list[list[str]]:
    """The rows of ``own``, under the numbers that they have among all ``targets``."""
    return [
        [
            *_first(at, one),
            one.plan_in_words,
            figure(one.actual),
            figure(one.percent, suffix="%"),
            figure(one.last_year),
            against_last_year(one.actual, one.last_year, one.measure),
        ]
        for at, one in _numbered(targets, own)
    ]


def titles_table(content: Mapping[str, Any]) -> Table:
    """What the unit competes for, for how many of whom."""
    holders = dict(Holder.choices)
    rows = [
        [
            str(at),
            one["name"],
            holders.get(one["holder"], one["holder"]),
            figure(one["number"]),
            ", ".join(one["names"]),
        ]
        for at, one in enumerate(content.get("titles", []), start=1)
    ]
    return Table("", TITLES, [Row(cells) for cells in rows])


def evidence_table(content: Mapping[str, Any]) -> Table:
    """The documents in the unit's folder, by number and date."""
    rows = [
        [str(at), one["title"], one["doc_number"], _day(one["doc_date"]), one["file_name"]]
        for at, one in enumerate(content.get("evidence", []), start=1)
    ]
    return Table("", EVIDENCE, [Row(cells) for cells in rows])


def _numbered(
    targets: list[FiledTarget], shown: Collection[FiledTarget] | None = None
) -> list[tuple[str, FiledTarget]]:
    """Each target (of ``shown``) with the number of its indicator, which its second target does not repeat."""
    found: list[tuple[str, FiledTarget]] = []
    before, count = None, 0
    for one in targets:
        count += one.indicator != before
        before = one.indicator
        if shown is None or one in shown:
            repeated = found and found[-1][1].indicator == one.indicator
            found.append(("" if repeated else one.no or str(count), one))
    return found


def _first(at: str, one: FiledTarget) -> list[str]:
    return [at, one.name, one.measure]


def _day(text: str | None) -> str:
    """An ISO day as documents write it in tables."""
    return "/".join(reversed(text.split("-"))) if text else ""


def _target(row: Mapping[str, Any]) -> FiledTarget:
    def value(key: str) -> Decimal | None:
        return None if row.get(key) is None else Decimal(row[key])

    return FiledTarget(
        no=row.get("no", ""),
        indicator=row["indicator"],
        label=row.get("label", ""),
        op=row["op"],
        value=value("value"),
        value_max=value("value_max"),
        decimals=row.get("decimals", 0),
        measure=row.get("unit_of_measure", ""),
        bound=row.get("bound", ""),
        direction=row.get("direction", ""),
        assigned=value("assigned"),
        registered=value("registered"),
        last_year=value("last_year"),
        actual=value("actual"),
        measures=row.get("measures", ""),
        note=row.get("note", ""),
    )
