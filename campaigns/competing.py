"""What does not fit together in the titles that a unit competes for. Pure.

R01: two titles of one ladder for the unit itself. R02: names of people that differ in accents or capitals only, which
is a question and no refusal. Numbers and names must agree, each name on a line of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from campaigns.enums import Holder
from core.text import fold


@dataclass(frozen=True)
class Entry:
    """One row: the title with its holder, ladder and legal basis, how many, and whom."""

    title: str
    holder: str
    ladder: str
    basis: str
    number: int | None
    names: tuple[str, ...] = ()


def faults(entries: Sequence[Entry]) -> list[str]:
    """What must be mended before filing, in sentences."""
    return [sentence for check in CHECKS for sentence in check(entries)]


def _without_number(entries: Sequence[Entry]) -> Iterable[str]:
    return (f"Danh hiệu “{one.title}”: chưa ghi số lượng." for one in entries if not one.number)


def _too_many_for_the_unit(entries: Sequence[Entry]) -> Iterable[str]:
    return (
        f"Danh hiệu “{one.title}” của chính đơn vị chỉ có một, nhưng số lượng đang ghi {one.number}."
        for one in entries
        if one.holder == Holder.UNIT and (one.number or 0) > 1
    )


def _more_names_than_number(entries: Sequence[Entry]) -> Iterable[str]:
    return (
        f"Danh hiệu “{one.title}”: ghi {len(one.names)} tên nhưng số lượng là {one.number}."
        for one in entries
        if one.number and len(one.names) > one.number
    )


def _of_one_ladder(entries: Sequence[Entry]) -> Iterable[str]:
    own = [one for one in entries if one.holder == Holder.UNIT and one.ladder]
    return (
        f"“{one.title}” và “{other.title}” không đăng ký cùng lúc: trong cùng một bậc đơn vị chỉ đăng ký một "
        f"danh hiệu, danh hiệu cao hơn đã bao gồm danh hiệu thấp hơn (căn cứ {one.basis}; {other.basis})."
        for one, other in combinations(own, 2)
        if one.ladder == other.ladder
    )


CHECKS: tuple[Callable[[Sequence[Entry]], Iterable[str]], ...] = (
    _without_number,
    _too_many_for_the_unit,
    _more_names_than_number,
    _of_one_ladder,
)


def questions(entries: Sequence[Entry]) -> list[str]:
    """Names of people that may be one person written in two ways, or written twice under one title (R02)."""
    people = [(name, one.title) for one in entries if one.holder == Holder.INDIVIDUAL for name in one.names]
    return [
        _question(*first, *second)
        for first, second in combinations(people, 2)
        if fold(first[0]) == fold(second[0]) and (first[0] != second[0] or first[1] == second[1])
    ]


def _question(name: str, title: str, other: str, other_title: str) -> str:
    if name == other:
        return f"“{name}” ghi hai lần ở danh hiệu “{title}”; nếu không phải hai người trùng tên, hãy bỏ một."
    return (
        f"“{name}” ({title}) và “{other}” ({other_title}) chỉ khác nhau ở dấu hoặc chữ hoa; "
        "nếu là một người, hãy ghi giống nhau."
    )
