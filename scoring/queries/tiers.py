"""Whose points may be seen: a tier that is not closed is nobody's but its scorers' and the standing body's."""

from typing import Any

from organizations.enums import Role
from scoring.enums import LOWER_TIER, SheetState, Tier
from scoring.models import ScoreLine, ScoreSheet

CLOSED = {
    SheetState.BLOC_CONFIRMED: (Tier.BLOC,),
    SheetState.APPRAISED: (Tier.BLOC, Tier.APPRAISED),
    SheetState.PUBLISHED: (Tier.BLOC, Tier.APPRAISED),
}


def tiers_overseen(actor: Any, sheet: ScoreSheet) -> set[Tier]:
    """The tiers that are closed; all of them for who runs the campaign and does not sit in the scored unit.

    Nobody sees in advance what is given to the own unit (integrity P16).
    """
    participation = sheet.participation
    foreign = participation.unit_id not in actor.unit_ids()
    if actor.is_superuser or (foreign and participation.campaign.offices & actor.unit_ids(Role.STAFF, Role.LEADER)):
        return set(Tier)
    return {Tier.SELF, *CLOSED.get(SheetState(sheet.state), ())}


def without_open_tiers(line: ScoreLine, seen: set[Tier]) -> ScoreLine:
    """The line, in memory only, without what upper tiers say that are not among ``seen``."""
    for tier in set(LOWER_TIER) - seen:
        setattr(line, f"{tier}_points", None)
        setattr(line, f"{tier}_note", "")
        setattr(line, f"{tier}_answer", "")
    return line
