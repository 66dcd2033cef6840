"""Whether a plan under a campaign asks for less than the campaign above it. Pure; a warning, never a refusal.

A plan may tighten what it passes on. Real plans also loosen it (the plan 632/KH-VP is due after the province's date),
so that staff are told and decide.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from campaigns.enums import Direction, Op
from campaigns.wording import Aim, in_words
from core.dates import deadline_reading, short_date

UP, DOWN, RISE, FALL = "up", "down", "rise", "fall"
WAYS = {
    Op.AT_LEAST: UP,
    Op.ABOVE: UP,
    Op.AT_MOST: DOWN,
    Op.BELOW: DOWN,
    Op.INCREASE: RISE,
    Op.DECREASE: FALL,
}
LESS = {UP: "thấp hơn", DOWN: "cao hơn", RISE: "tăng ít hơn", FALL: "giảm ít hơn"}
BEYOND = (Op.ABOVE, Op.BELOW)


class DirectedAim(Aim, Protocol):
    """A target as it is compared: an Aim that says which way is better where its operator leaves that open."""

    direction: str


class Due(Protocol):
    """A deadline as it is compared."""

    kind: str
    name: str
    due_at: datetime


class Goal(NamedTuple):
    """The end of a target that counts, the way it is to be reached, and whether the end itself is not enough."""

    way: str
    end: Decimal
    beyond: bool


def goal_of(aim: DirectedAim) -> Goal | None:
    """What ``aim`` asks for at least; None for a goal without a figure. Without a direction higher is better."""
    if aim.op == Op.QUALITATIVE or aim.value is None:
        return None
    way = WAYS.get(Op(aim.op), DOWN if aim.direction == Direction.LOWER else UP)
    high = aim.value if aim.value_max is None else aim.value_max
    return Goal(way, high if way == DOWN else aim.value, aim.op in BEYOND or aim.bound == ">")


def looser(own: DirectedAim, above: DirectedAim) -> str:
    """In which way ``own`` asks for less than ``above``, as a part of a sentence; "" when it does not."""
    mine, theirs = goal_of(own), goal_of(above)
    if theirs is None:
        return ""
    if mine is None:
        return "không còn mức cụ thể"
    if mine.way != theirs.way:
        return "có cách đạt khác nên không so được"
    if own.unit_of_measure != above.unit_of_measure:
        return "có đơn vị tính khác nên không so được"
    less = mine.end > theirs.end if mine.way == DOWN else mine.end < theirs.end
    return LESS[mine.way] if less or (mine.end == theirs.end and theirs.beyond and not mine.beyond) else ""


def loose_targets(pairs: Iterable[tuple[str, DirectedAim, DirectedAim]]) -> list[str]:
    """A sentence for each (name, own target, target above) that is looser than the one above."""
    return [
        f"Chỉ tiêu “{name}”: {in_words(own)} – {how} so với cấp trên ({in_words(above)})."
        for name, own, above in pairs
        if (how := looser(own, above))
    ]


def later_deadlines(own: Iterable[Due], above: Iterable[Due]) -> list[str]:
    """A sentence for each deadline that is later than every deadline of its kind above it."""
    latest: dict[str, datetime] = {}
    for one in above:
        latest[one.kind] = max(one.due_at, latest.get(one.kind, one.due_at))
    return [
        f"Mốc “{one.name}” {deadline_reading(one.due_at)} – muộn hơn hạn của cấp trên: "
        f"{deadline_reading(latest[one.kind])}."
        for one in own
        if one.kind in latest and one.due_at > latest[one.kind]
    ]


def outside_days(own: tuple[date | None, date | None], above: tuple[date | None, date | None]) -> list[str]:
    """Sentences for the first and last day where they lie outside those of the campaign above."""
    sentences = []
    if own[0] and above[0] and own[0] < above[0]:
        sentences.append(f"Bắt đầu ngày {short_date(own[0])}, trước phong trào cấp trên ({short_date(above[0])}).")
    if own[1] and above[1] and own[1] > above[1]:
        sentences.append(f"Kết thúc ngày {short_date(own[1])}, sau phong trào cấp trên ({short_date(above[1])}).")
    return sentences
