"""The ranking of a bloc as a workbook: the board, then the points by criterion and tier; it only goes out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from core import spreadsheets
from core.dates import deadline_reading, moment
from core.spreadsheets import Column, Page, Value
from scoring.enums import Loss, Tier
from scoring.queries.bloc_lines import BlocLines, BlocSubject, bloc_lines
from scoring.queries.insight import sheets_shown
from scoring.queries.rankings import Board, RankingRow, board, ranks_then

RANKING, POINTS = "Xếp hạng", "Điểm theo tiêu chí"
TIERS = tuple(Column(tier, tier.label, "points", 12) for tier in Tier)
BY_CRITERION = (
    Column("unit", "Đơn vị", width=26),
    Column("group", "Nhóm", width=32),
    Column("no", "TT", width=8),
    Column("criterion", "Tiêu chí", width=60),
    Column("max", "Tối đa", "points", 10),
    *TIERS,
    Column("assigned", "Ghi chú", width=18),
)


def write(subject: BlocSubject, *, reader: Any, now: datetime) -> bytes:
    """The workbook as ``reader`` may see it: own figures only before publication, criteria of sheets they may open."""
    found = board(subject.campaign, [subject.bloc.code], reader)
    loaded = bloc_lines(subject.campaign, subject.bloc, sheets_shown(row.standing for row in found.rows), reader)
    midterm = ranks_then(found)
    heading = f"Xếp hạng {subject.bloc.name}, năm {subject.campaign.year}"
    note = _note(found, now)
    return spreadsheets.export(
        [
            Page(RANKING, heading, note, tuple(_columns(found, midterm)), _board_rows(found, midterm)),
            Page(POINTS, f"{heading}: {POINTS.lower()}", note, BY_CRITERION, _criterion_rows(found.rows, loaded)),
        ]
    )


def _note(found: Board, now: datetime) -> str:
    if found.published_at:
        return f"Kết quả công bố {moment(found.published_at)}; tệp lập {moment(now)}."
    if not found.ranked:
        return f"Chưa công bố: chỉ có điểm của đơn vị mình; tệp lập {moment(now)}."
    if found.appeals_until:
        return f"Công bố tạm thời, nhận kiến nghị {deadline_reading(found.appeals_until)}; tệp lập {moment(now)}."
    return f"Tạm tính {moment(now)}, chưa công bố."


def _columns(found: Board, midterm: dict[str, int]) -> Iterator[Column]:
    yield from (Column("rank", "Hạng", "number", 8), Column("unit", "Đơn vị", width=28))
    if midterm:
        yield Column("midterm", "Hạng sơ kết", "number", 10)
    yield Column("total", "Tổng điểm", "points", 12)
    if found.order.by_percent:
        yield Column("percent", "Tỷ lệ %", "number", 12)
    yield from TIERS
    yield from (Column(f"group:{one.no}", f"Nhóm {one.no}: {one.name}", "points", 18) for one in found.columns)
    yield Column("over", "Thưởng vượt chỉ tiêu", "points", 14)
    yield Column("penalty", "Điểm trừ", "points", 12)
    yield Column("tied", "Đồng hạng", width=12)
    yield Column("parted_by", "Xếp sau đơn vị bằng nhau vì", width=24)
    yield Column("state", "Trạng thái", width=18)
    if any(row.standing.classification for row in found.rows):
        yield Column("classification", "Xếp loại", width=18)
    yield Column("excluded", "Không được xét", width=22)


def _board_rows(found: Board, midterm: dict[str, int]) -> Iterator[dict[str, Value]]:
    for row in found.rows:
        one = row.standing
        scored = one.total is not None
        yield {
            "rank": row.place.rank,
            "unit": one.unit,
            "midterm": midterm.get(one.unit_code),
            "total": one.total,
            "percent": one.percent,
            Tier.SELF: one.self_total,
            Tier.BLOC: one.bloc_total,
            Tier.APPRAISED: one.appraised_total,
            **{f"group:{cell.no}": cell.points for cell in row.cells},
            "over": one.over if scored else None,
            "penalty": one.penalty if scored else None,
            "tied": "Đồng hạng" if row.place.rank and row.place.tied else "",
            "parted_by": row.place.parted_by if row.place.rank else "",
            "state": one.state,
            "classification": one.classification,
            "excluded": ", ".join(Loss(key).label for key in one.excluded),
        }


def _criterion_rows(rows: Iterable[RankingRow], loaded: BlocLines) -> Iterator[dict[str, Value]]:
    """A row per unit and criterion, for the sheets that the reader may open."""
    for row in rows:
        for no, line in loaded.of(row.standing.sheet).items():
            yield {
                "unit": row.standing.unit,
                "group": str(line.criterion.group),
                "no": no,
                "criterion": line.criterion.name,
                "max": line.criterion.max_points,
                **{tier: line.points_of(tier) for tier in Tier},
                "assigned": "" if line.assigned else "Không được giao",
            }
