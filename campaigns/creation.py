"""What the floors above keep of a new campaign: the floor of awards lends its words and its pen for the prizes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from campaigns.drafts import PrizeLine
from campaigns.models import Campaign


@dataclass(frozen=True)
class PrizeKeeper:
    """Who keeps prize structures.

    ``forms`` are the forms of award with their words; ``write`` stores the lines of a new campaign inside the
    transaction that creates it (Refused undoes both); ``read`` gives the lines of an existing one.
    """

    forms: tuple[tuple[str, str], ...]
    write: Callable[[Campaign, tuple[PrizeLine, ...], Any], None]
    read: Callable[[Campaign], tuple[PrizeLine, ...]]


PRIZE_KEEPERS: list[PrizeKeeper] = []


def prize_forms() -> list[tuple[str, str]]:
    """The forms of award that a new campaign can promise."""
    return [choice for keeper in PRIZE_KEEPERS for choice in keeper.forms]


def write_prizes(campaign: Campaign, lines: Iterable[PrizeLine], by: Any) -> None:
    """Hand the prizes of a new campaign to those who keep them."""
    wanted = tuple(lines)
    if wanted:
        for keeper in PRIZE_KEEPERS:
            keeper.write(campaign, wanted, by)


def prizes_of(campaign: Campaign) -> tuple[PrizeLine, ...]:
    """The prizes of ``campaign`` as lines of a draft."""
    return tuple(line for keeper in PRIZE_KEEPERS for line in keeper.read(campaign))
