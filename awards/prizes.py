"""Prizes of campaigns that are being written: they travel with the draft and become the award structure."""

from dataclasses import replace
from typing import Any

from awards.enums import Counting, Form
from awards.services.structure import AwardLine, set_structure, structure_lines
from campaigns.creation import PRIZE_KEEPERS, PrizeKeeper
from campaigns.drafts import PrizeLine
from campaigns.models import Campaign


def write_prizes(campaign: Campaign, lines: tuple[PrizeLine, ...], by: Any) -> None:
    """The prizes of a new campaign as its award structure; prizes that name no bloc are for all that are called."""
    called = tuple(bloc.code for bloc in campaign.blocs.all())
    wanted = [
        replace(line, bloc_codes=line.bloc_codes or called, counting=line.counting or Counting.TOGETHER)
        for line in lines
    ]
    set_structure(campaign=campaign, lines=[AwardLine(**vars(line)) for line in wanted], by=by)


def prizes_of(campaign: Campaign) -> tuple[PrizeLine, ...]:
    """The award structure as prizes of a draft; numbers that staff chose for one year are not taken over."""
    return tuple(
        PrizeLine(line.form, line.name, line.scope, line.bloc_codes, line.quantity, line.value_vnd, line.counting)
        for line in structure_lines(campaign)
    )


PRIZE_KEEPERS.append(PrizeKeeper(tuple(Form.choices), write_prizes, prizes_of))
