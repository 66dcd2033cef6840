"""Print the ranking of a campaign as its page shows it."""

import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from core.numbers import format_decimal, format_points
from scoring.calculation.totals import PERCENT_DECIMALS, percent_text
from scoring.queries.rankings import Board, RankingRow, whole_board


class Command(BaseCommand):
    """``manage.py rank --campaign CODE [--bloc CODE] [--json]``: live at first, the newest published version after."""

    help = "In bảng xếp hạng của một phong trào: một khối, hoặc mọi khối."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which campaign, which bloc, and whether for a program."""
        parser.add_argument("--campaign", required=True, help="mã phong trào")
        parser.add_argument("--bloc", help="mã khối; bỏ trống thì in mọi khối")
        parser.add_argument("--json", action="store_true", help="in ra dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the table or JSON; an unknown code is an error."""
        board = board_of(options["campaign"], options["bloc"])
        if options["json"]:
            self.stdout.write(json.dumps(as_data(board), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(as_text(board)))


def board_of(campaign_code: str, bloc_code: str | None) -> Board:
    """The ranking of these codes; CommandError with the sentence for an unknown one."""
    campaign = Campaign.objects.filter(code=campaign_code).first()
    if campaign is None:
        raise CommandError(f"Không có phong trào mang mã “{campaign_code}”.")
    blocs = list(campaign.blocs.filter(code=bloc_code) if bloc_code else campaign.blocs.all())
    if bloc_code and not blocs:
        raise CommandError(f"Phong trào “{campaign_code}” không có khối mang mã “{bloc_code}”.")
    return whole_board(campaign, blocs)


def as_data(board: Board) -> dict[str, Any]:
    """The ranking for a program: points as strings, null where there are none; percent where that is what ranks."""
    ranking = board.ranking
    return {
        "campaign": board.campaign.code,
        "bloc": board.blocs[0].code if len(board.blocs) == 1 else None,
        "version": ranking.version if ranking else None,
        "rows": [_row(row, by_percent=board.order.by_percent) for row in board.rows],
    }


def as_text(board: Board) -> list[str]:
    """The ranking as a table of text for a person."""
    by_percent = board.order.by_percent
    groups = [f"Nhóm {column.no}" for column in board.columns]
    head = ["Hạng", "Đơn vị", "Điểm", *(["Tỷ lệ %"] if by_percent else []), *groups, "Vượt", "Trừ", "Trạng thái"]
    cells = [head, *(_cells(row, by_percent=by_percent) for row in board.rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    words = {1, len(head) - 1}
    lines = [
        "  ".join(
            cell.ljust(width) if at in words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return [_title(board), "", *lines, "", board.tie_note]


def _title(board: Board) -> str:
    blocs = (
        board.blocs[0].name
        if len(board.blocs) == 1
        else f"{len(board.blocs)} khối xếp {'chung' if board.together else 'riêng'}"
    )
    ranking = board.ranking
    if ranking:
        state = f"{ranking.get_kind_display().lower()}, lần {ranking.version}"
    else:
        state = "đã công bố" if board.published_at else "tạm tính"
    return f"{board.campaign.heading} – {blocs} ({state})"


def _row(row: RankingRow, *, by_percent: bool) -> dict[str, Any]:
    one = row.standing
    percent = {"percent": percent_text(one.percent)} if by_percent else {}
    return {
        "rank": row.place.rank,
        "tied": row.place.tied,
        "unit": one.unit_code,
        "total": _points(one.total),
        **percent,
        "groups": {no: _points(points) for no, points in one.groups},
        "state": one.code,
    }


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:.2f}"


def _cells(row: RankingRow, *, by_percent: bool) -> list[str]:
    one = row.standing
    figures = [one.total, *(cell.points for cell in row.cells)]
    points = ["–" if found is None else format_points(found, 2) for found in figures]
    percent = ["–" if one.percent is None else format_decimal(one.percent, PERCENT_DECIMALS)] if by_percent else []
    return [
        "–" if row.place.rank is None else f"{row.place.rank}{'=' if row.place.tied else ''}",
        one.unit,
        *(points[:1] + percent + points[1:]),
        *("–" if one.total is None else format_points(part, 2) for part in (one.over, one.penalty)),
        one.state,
    ]
