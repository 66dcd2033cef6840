"""The rows of the page of a ranking, rendered once per version where they are kept."""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.fragments import kept
from scoring.queries import rankings as queries
from scoring.queries.rankings import Board, RankingRow


def rows(board: Board, mine: set[int], mark: str = "") -> SafeString:
    """All rows; those of the units ``mine`` stand out and are never kept. ``mark``: of what everybody else's show."""
    plain = kept(("ranking rows", mark), partial(_rendered, board, board.rows)) if mark else {}
    own = [row for row in board.rows if row.standing.unit_id in mine or not mark]
    shown = {**plain, **_rendered(board, own, mine)}
    return SafeString("".join(shown[row.standing.unit_id] for row in board.rows))


def _rendered(board: Board, some: Iterable[RankingRow], mine: Iterable[int] = ()) -> dict[int, SafeString]:
    """These rows by unit."""
    template = get_template("scoring/_ranking_row.html")
    same: dict[str, Any] = {"board": board, "ranks_then": queries.ranks_then(board)}
    return {
        one.unit_id: cast("SafeString", template.render({**same, "row": row, "one": one, "own": one.unit_id in mine}))
        for row in some
        for one in (row.standing,)
    }
