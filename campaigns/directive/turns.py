"""Names first, then their values in the same order: "A; B; C lần lượt là 27,5%, 28,3% và 44,2%"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.directive.numbers import Value, judged, mask, values_of
from campaigns.directive.strand import Strand

_IN_TURN = re.compile(r"\b(?:lần lượt|tương ứng)\b")
_SPLITS = (re.compile(r"; ?(?:và )?| và (?=[^;]*$)"), re.compile(r", (?:và )?| và "), re.compile(" [-–] "))
_GLUE = re.compile(r"[\s,;]*(?:và )?")


@dataclass(frozen=True)
class Turn:
    """A value with the name it answers to; ``s[start:end]`` is the value with the words that belong to it."""

    start: int
    end: int
    name: str
    value: Value


def turns_of(item: Strand, *, year: int) -> list[Turn]:
    """The values of an item that lists names and values apart; [] for any other item."""
    word = _IN_TURN.search(item.low)
    if not word:
        return []
    masked = mask(item.low, year=year)
    for low in (masked, masked[: word.end()] + masked[word.end() :].replace(" - ", " ; ")):
        values = values_of(low, low)
        if len(values) < 2 or values[0].first < word.start() or not _are_a_row(low, values):
            continue
        if names := _names(item.s[: min(values[0].start, word.start())], len(values)):
            return list(_paired(names, values, values[0].effects))
    return []


def _are_a_row(low: str, values: list[Value]) -> bool:
    """Whether nothing but commas and "và" stands between the values."""
    return all(_GLUE.fullmatch(low[one.end : two.start]) for one, two in pairwise(values))


def _names(before: str, count: int) -> list[str]:
    """``count`` names, however they are parted; [] if they cannot be told apart."""
    splits = ([name.strip() for name in split.split(before)] for split in _SPLITS)
    return next((names for names in splits if len(names) == count and all(names)), [])


def _paired(names: list[str], values: list[Value], effects: tuple[str, ...]) -> Iterator[Turn]:
    """What is said before the first value ("tăng lần lượt") holds for the others too."""
    unit = values[-1].unit
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        said = value.effects or effects
        full = judged(replace(value, effects=said, unit=value.unit or unit))
        yield Turn(0 if number == 0 else value.start, value.end, name, full)
