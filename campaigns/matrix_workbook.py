"""The follow-up of a campaign as a workbook: out only, a row per unit, a column per deadline."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from campaigns.models import Campaign
from campaigns.queries.followup import Standing
from campaigns.queries.matrix import Matrix
from core import spreadsheets
from core.dates import deadline_reading, moment
from core.spreadsheets import Column, Template

NOT_OWED = "Không phải nộp"


def write(campaign: Campaign, matrix: Matrix, now: datetime) -> bytes:
    """The matrix as it stands at ``now``."""
    heading = f"Theo dõi việc nộp – {campaign.heading}"
    return spreadsheets.write(_template(matrix, now), _rows(matrix), heading=heading, context=campaign.code)


def in_words(standing: Standing | None) -> str:
    """One cell: the state, lateness, when it was received."""
    if standing is None:
        return NOT_OWED
    late = f", chậm {standing.days_late} ngày" if standing.days_late else ""
    received = f"; nhận {moment(standing.received_at)}" if standing.received_at else ""
    return f"{standing.label}{late}{received}"


def _template(matrix: Matrix, now: datetime) -> Template:
    columns = [Column("bloc", "Khối", width=28), Column("unit", "Đơn vị", width=28)]
    columns += [
        Column(f"m{one.pk}", f"{one.name} ({deadline_reading(one.due_at)})", width=26) for one in matrix.milestones
    ]
    guide = (
        f"Trạng thái của từng đơn vị ở từng mốc thời hạn lúc {moment(now)}.",
        "Số ngày chậm tính đến lần nộp đầu tiên; đơn vị chưa nộp thì tính đến lúc lập bảng.",
    )
    return Template("theo-doi-nop", "1", "Theo dõi việc nộp", guide, tuple(columns), hint=guide[0])


def _rows(matrix: Matrix) -> Iterator[dict[str, Any]]:
    for row in matrix.rows:
        cells = {f"m{one.pk}": in_words(cell) for one, cell in zip(matrix.milestones, row.cells, strict=True)}
        yield {"bloc": row.participation.bloc.name, "unit": row.participation.unit.short_name} | cells
