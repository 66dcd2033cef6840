"""The figures of a bloc's members as a workbook: a row per target and unit, and one for the bloc as one."""

from collections.abc import Iterator
from typing import Any

from core import spreadsheets
from core.spreadsheets import Column, Template, Value
from reports.documents.bloc_facts import TargetResult
from reports.queries.bloc_report import figures_until, folders_of
from reports.queries.results import results_of
from reports.rules import Subject

TEMPLATE = Template(
    id="ket-qua-khoi",
    version="1",
    title="Kết quả thực hiện chỉ tiêu của khối",
    guide=(
        "Tệp này xuất ra để xem, in, tổng hợp; không nhập ngược vào hệ thống.",
        "Dòng “Toàn khối” là tổng các đơn vị với chỉ tiêu cộng được, là mức thấp nhất – cao nhất với chỉ tiêu tính "
        "theo tỷ lệ, bình quân.",
    ),
    columns=(
        Column("no", "TT", width=6, locked=True),
        Column("target", "Chỉ tiêu", width=48, locked=True),
        Column("measure", "Đơn vị tính", width=16, locked=True),
        Column("unit", "Đơn vị", width=24, locked=True),
        Column("registered", "Đăng ký", width=16, locked=True),
        Column("actual", "Thực hiện", width=16, locked=True),
        Column("percent", "Tỷ lệ", width=12, locked=True),
        Column("judgement", "Đánh giá", width=18, locked=True),
    ),
)


def write(subject: Subject, *, reader: Any) -> bytes:
    """The workbook of one report of a bloc, as ``reader`` may see it."""
    campaign, bloc = subject.campaign, subject.bloc
    found = results_of(campaign, list(folders_of(campaign, bloc)), reader, figures_until(campaign, subject.kind))
    rows = [row for at, one in enumerate(found, start=1) for row in _rows(at, one)]
    return spreadsheets.write(TEMPLATE, rows, heading=f"{TEMPLATE.title}: {bloc.name}, năm {campaign.year}")


def _rows(at: int, one: TargetResult) -> Iterator[dict[str, Value]]:
    first: dict[str, Value] = {"no": str(at), "target": one.name, "measure": one.unit_of_measure}
    for row in one.rows:
        yield first | {
            "unit": row.unit,
            "registered": row.registered,
            "actual": row.actual,
            "percent": row.percent,
            "judgement": row.judgement,
        }
    whole = one.whole
    yield first | {
        "unit": "Toàn khối",
        "registered": whole.registered,
        "actual": whole.actual,
        "percent": whole.percent,
        "judgement": "",
    }
