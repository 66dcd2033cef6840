"""Rankings of one bloc or of several together: live at first, the published version once there is one."""

from scoring.queries.rankings.board import (
    Board,
    Column,
    GroupCell,
    RankingRow,
    blocs_for,
    board,
    board_of,
    chips,
    codes_of,
    final_board,
    look_at,
    whole_board,
)
from scoring.queries.rankings.midterm import midterm_places, places_of, ranks_then
from scoring.queries.rankings.moves import appeals_granted
from scoring.queries.rankings.order import (
    DEFAULT_ORDER,
    Order,
    common,
    entry,
    frozen_entry,
    order_of,
    orders_of,
    ranked,
)
from scoring.queries.rankings.publications import (
    Publication,
    bloc_of,
    latest_rankings,
    publications,
    published_ranking,
)
from scoring.queries.rankings.seen import seen, sheets_to_open
from scoring.queries.rankings.standings import Standing, figures, frozen_row, points_of_sheet, standings_of
from scoring.queries.rankings.work import tied_units

__all__ = [
    "DEFAULT_ORDER",
    "Board",
    "Column",
    "GroupCell",
    "Order",
    "Publication",
    "RankingRow",
    "Standing",
    "appeals_granted",
    "bloc_of",
    "blocs_for",
    "board",
    "board_of",
    "chips",
    "codes_of",
    "common",
    "entry",
    "figures",
    "final_board",
    "frozen_entry",
    "frozen_row",
    "latest_rankings",
    "look_at",
    "midterm_places",
    "order_of",
    "orders_of",
    "places_of",
    "points_of_sheet",
    "publications",
    "published_ranking",
    "ranked",
    "ranks_then",
    "seen",
    "sheets_to_open",
    "standings_of",
    "tied_units",
    "whole_board",
]
