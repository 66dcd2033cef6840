"""The votes of the bloc's meeting (suy tôn), which part units that nothing else parts (domain.md B9)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from blocs.models import Bloc
from campaigns.models import Campaign
from core import audit
from core.authz import require
from core.exceptions import Refused
from scoring.models import ScoreSheet
from scoring.queries.rankings.board import whole_board
from scoring.queries.rankings.standings import Standing
from scoring.queries.rankings.votes import VoteSubject, tied_before_votes, vote_subject
from scoring.queries.sheets import lock_sheets

MOST = 9999


@transaction.atomic(durable=True)
def record_votes(*, campaign: Campaign, bloc: Bloc, votes: Mapping[str, int | None], by: Any) -> list[ScoreSheet]:
    """Keep how many votes tied units got, by code of the unit (None: none counted); returns the sheets that changed.

    Refused for a unit that is not tied, for some equals without the others, to whoever belongs to one that is written
    or is tied with it, where the table does not ask for votes, and once the ranking is final. After a provisional
    publication they are still taken, as a granted appeal may make new equals; the final one then waits for another
    provisional one (``refusal``).
    """
    sheets = {sheet.participation.unit.code: sheet for sheet in lock_sheets(campaign, bloc.pk)}
    require(by, "scoring.record_votes", VoteSubject(campaign, bloc))
    board = whole_board(campaign, [bloc])
    if board.published_at:
        raise Refused("Xếp hạng của khối đã công bố chính thức nên không ghi thêm số phiếu được.")
    groups = _groups_for(campaign, bloc, votes, by)
    tied = {one.unit_code for group in groups for one in group}
    for code, count in votes.items():
        if code not in tied:
            raise Refused("Chỉ ghi số phiếu suy tôn cho các đơn vị bằng nhau ở mọi cách xét trước đó.")
        if count is not None and not 0 <= count <= MOST:
            raise Refused(f"Số phiếu phải từ 0 đến {MOST}.")
    _require_all_of(groups, votes)
    return [_keep(sheets[code], count, by) for code, count in votes.items() if sheets[code].votes != count]


def _groups_for(campaign: Campaign, bloc: Bloc, votes: Mapping[str, int | None], by: Any) -> list[list[Standing]]:
    """All groups of tied units. Refused where ``by`` may not part a group that is written."""
    groups = tied_before_votes(campaign, bloc)
    for group in groups:
        if any(one.unit_code in votes for one in group):
            require(by, "scoring.record_votes", vote_subject(campaign, bloc, group))
    return groups


def _require_all_of(groups: list[list[Standing]], votes: Mapping[str, int | None]) -> None:
    """Equals are parted by the votes of all of them, or of none."""
    for group in groups:
        left = [one.unit for one in group if votes.get(one.unit_code, one.votes) is None]
        if 0 < len(left) < len(group):
            raise Refused(f"Còn thiếu số phiếu của {', '.join(left)}; hãy ghi đủ cho mọi đơn vị bằng nhau.")


def _keep(sheet: ScoreSheet, count: int | None, by: Any) -> ScoreSheet:
    before, sheet.votes = sheet.votes, count
    sheet.version += 1
    sheet.save(update_fields=["votes", "version"])
    audit.record("sheet.votes_recorded", on=sheet, by=by, old=before, new=count)
    return sheet
