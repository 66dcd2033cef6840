"""How official documents name bodies, number themselves and compare a figure with its plan. Pure."""

import re
from decimal import Decimal

from core.numbers import format_decimal, round_half_up
from core.text import clean

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
_SMALL_WORDS = {"và", "của", "các"}
_LEVELS = re.compile(r"^(?:Ủy ban nhân dân|UBND)\s+(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\s+(.+)$")


def letterhead(issuer: str, authority: str, authority_short: str) -> tuple[str, str]:
    """(body above, issuing body) as the upper left corner has them (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 2).

    A people's committee stands alone, in two lines; the office and the departments of a province stand under its
    committee, whose name is not repeated: "UBND tỉnh Hà Giang" over "Văn phòng".
    """
    if found := re.match(r"(Ủy ban nhân dân|UBND)\s+(.+)", issuer):
        return "", f"{found[1]}\n{found[2]}"
    area = re.sub(r"^(?:Ủy ban nhân dân|UBND)\s+", "", authority)
    for ending in (authority, authority_short, area):
        if issuer.endswith(f" {ending}"):
            return authority_short, issuer.removesuffix(f" {ending}")
    return authority_short, issuer


def sign_of(unit_name: str, plan_number: str = "") -> str:
    """The letters behind the kind of a document: "VP" in "BC-VP".

    Those the issuer itself uses in ``plan_number`` ("632/KH-VP"), else the initials of its name: "Sở Kế hoạch và Đầu
    tư" gives "SKHĐT", every "Ủy ban nhân dân …" gives "UBND" (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 3).
    """
    if "-" in plan_number:
        return clean(plan_number.rpartition("-")[2])
    if unit_name.startswith(("Ủy ban nhân dân", "UBND")):
        return "UBND"
    return "".join(word[0].upper() for word in unit_name.split() if word not in _SMALL_WORDS)


def place_of(unit_name: str, authority_name: str) -> str:
    """The place in the date line: that of the issuer where its name says it, else that of the authority."""
    for name in (unit_name, authority_name):
        if found := _LEVELS.match(name):
            return found[1]
    return authority_name


def percent_of_plan(plan: Decimal | None, actual: Decimal | None, *, lower_is_better: bool) -> Decimal | None:
    """How far the plan is reached in percent, one decimal; over 100 is better than planned. None: no such share."""
    if plan is None or actual is None:
        return None
    whole, part = (actual, plan) if lower_is_better else (plan, actual)
    return round_half_up(part * HUNDRED / whole, TENTH) if whole > 0 else None


def judge(plan: Decimal | None, actual: Decimal | None, *, lower_is_better: bool) -> str:
    """The plan and the result in one word: "Vượt", "Đạt", "Chưa đạt", or what is missing."""
    if plan is None:
        return "Không đăng ký"
    if actual is None:
        return "Chưa có số liệu"
    better, worse = (actual < plan, actual > plan) if lower_is_better else (actual > plan, actual < plan)
    if better:
        return "Vượt"
    return "Chưa đạt" if worse else "Đạt"


def figure(value: Decimal | None, *, suffix: str = "") -> str:
    """A figure in Vietnamese writing, "–" where there is none."""
    return "–" if value is None else f"{format_decimal(value)}{suffix}"


def closed_list(lines: list[str]) -> list[str]:
    """Lines as official documents end them: ";" after each, "." after the last."""
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]
