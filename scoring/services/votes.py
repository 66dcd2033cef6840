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
from scoring.queries.rankings.votes import VoteSubject, tied_before_votes, vote_subject
from scoring.queries.sheets import lock_sheets

MOST = 9999


@transaction.atomic(durable=True)
def record_votes(*, campaign: Campaign, bloc: Bloc, votes: Mapping[str, int | None], by: Any) -> list[ScoreSheet]:
    """Keep how many votes tied units got, by code of the unit (None: none counted); returns the sheets that changed.

    Refused for a unit that is not tied, to whoever belongs to one that is written or is tied with it, where the table
    does not ask for votes, and once the ranking is final. After a provisional publication they are still taken, as a
    granted appeal may make new equals; the final one then waits for another provisional one (``refusal``).
    """
    sheets = {sheet.participation.unit.code: sheet for sheet in lock_sheets(campaign, bloc.pk)}
    require(by, "scoring.record_votes", VoteSubject(campaign, bloc))
    board = whole_board(campaign, [bloc])
    if board.published_at:
        raise Refused("Xếp hạng của khối đã công bố chính thức nên không ghi thêm số phiếu được.")
    tied = _tied_for(campaign, bloc, votes, by)
    changed = []
    for code, count in votes.items():
        if code not in tied:
            raise Refused("Chỉ ghi số phiếu suy tôn cho các đơn vị bằng nhau ở mọi cách xét trước đó.")
        if count is not None and not 0 <= count <= MOST:
            raise Refused(f"Số phiếu phải từ 0 đến {MOST}.")
        if sheets[code].votes != count:
            changed.append(_keep(sheets[code], count, by))
    return changed


def _tied_for(campaign: Campaign, bloc: Bloc, votes: Mapping[str, int | None], by: Any) -> set[str]:
    """The codes of all tied units. Refused where ``by`` may not part a group that is written."""
    groups = tied_before_votes(campaign, bloc)
    for group in groups:
        if any(one.unit_code in votes for one in group):
            require(by, "scoring.record_votes", vote_subject(campaign, bloc, group))
    return {one.unit_code for group in groups for one in group}


def _keep(sheet: ScoreSheet, count: int | None, by: Any) -> ScoreSheet:
    before, sheet.votes = sheet.votes, count
    sheet.version += 1
    sheet.save(update_fields=["votes", "version"])
    audit.record("sheet.votes_recorded", on=sheet, by=by, old=before, new=count)
    return sheet
