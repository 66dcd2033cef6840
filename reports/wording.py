"""How official documents name bodies, number themselves and compare a figure with its plan. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from campaigns.enums import Op
from core.numbers import format_decimal, round_half_up
from core.text import clean

EXCEEDED, REACHED, MISSED = "Vượt", "Đạt", "Chưa đạt"
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
EMPTY_DAY = "ngày\u00a0\u00a0\u00a0\u00a0 tháng\u00a0\u00a0\u00a0\u00a0 năm {}"  # for the hand that signs
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


def judge(plan: Decimal | None, actual: Decimal | None, *, lower_is_better: bool) -> str:
    """The plan and the result in one word: "Vượt", "Đạt", "Chưa đạt", or what is missing."""
    if plan is None:
        return "Không đăng ký"
    if actual is None:
        return "Chưa có số liệu"
    better, worse = (actual < plan, actual > plan) if lower_is_better else (actual > plan, actual < plan)
    if better:
        return EXCEEDED
    return MISSED if worse else REACHED


def target_name(indicator: str, label: str, op: str) -> str:
    """The indicator with the part and the kind of change that a target is about."""
    name = f"{indicator} ({label})" if label else indicator
    return name + {Op.DECREASE: " (mức giảm)", Op.INCREASE: " (mức tăng)"}.get(Op(op), "")


def figure(value: Decimal | None, *, suffix: str = "") -> str:
    """A figure in Vietnamese writing, "–" where there is none."""
    return "–" if value is None else f"{format_decimal(value)}{suffix}"


def span(values: list[Decimal]) -> str:
    """The lowest and the highest of figures that do not add up: "38–41"; "–" without any."""
    return "–".join(format_decimal(end) for end in sorted({min(values), max(values)})) if values else "–"


def closed_list(lines: list[str]) -> list[str]:
    """Lines as official documents end them: ";" after each, "." after the last."""
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


PLACES = ("Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Xã", "Phường", "Thị trấn", "Đặc khu")
# Who heads a body, told by the first words of its name, and for which body that person signs where the whole of it
# decides (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 7a). The first row that fits counts.
HEADS = (
    (("Tỉnh đoàn", "Thành đoàn", "Huyện đoàn", "Đoàn"), "Bí thư", "Ban Thường vụ"),
    (("Ủy ban nhân dân", "UBND", *PLACES), "Chủ tịch", "Ủy ban nhân dân"),
    (("Ủy ban Mặt trận Tổ quốc",), "Chủ tịch", "Ban Thường trực"),
    (("Hội", "Liên đoàn Lao động", "Liên minh Hợp tác xã"), "Chủ tịch", "Ban Thường vụ"),
    (("Văn phòng",), "Chánh Văn phòng", ""),
    (("Thanh tra",), "Chánh Thanh tra", ""),
    (("Tòa án",), "Chánh án", ""),
    (("Viện",), "Viện trưởng", ""),
    (("Cục",), "Cục trưởng", ""),
    (("Chi cục",), "Chi cục trưởng", ""),
    (("Bộ Chỉ huy",), "Chỉ huy trưởng", ""),
    (("Ban",), "Trưởng ban", ""),
    (("Phòng",), "Trưởng phòng", ""),
    (("Trường",), "Hiệu trưởng", ""),
    (("Tổng công ty", "Tập đoàn"), "Tổng Giám đốc", ""),
    (("Sở", "Công an tỉnh", "Kho bạc", "Bảo hiểm xã hội", "Ngân hàng", "Công ty"), "Giám đốc", ""),
    (("Trung tâm", "Bệnh viện", "Bưu điện", "Đài"), "Giám đốc", ""),
    (("Công an",), "Trưởng Công an", ""),
)


def signs_as(unit_name: str) -> list[str]:
    """The lines above the signature of whoever heads ``unit_name``: "TM. ỦY BAN NHÂN DÂN" over "CHỦ TỊCH"."""
    _, title, body = _head(unit_name)
    return [*([f"TM. {body.upper()}"] if body else []), title.upper() or "THỦ TRƯỞNG ĐƠN VỊ"]


def head_of(unit_name: str) -> str:
    """Whoever heads ``unit_name``, by office and body: "Chủ tịch UBND huyện Vị Xuyên", "Giám đốc Sở Y tế", "Chánh Văn
    phòng UBND tỉnh"; "Thủ trưởng …" where the name does not tell.
    """
    start, title, _ = _head(unit_name)
    if start in PLACES:
        return f"{title} UBND {unit_name[0].lower()}{unit_name[1:]}"
    if title.casefold().endswith(f" {start.casefold()}"):  # the office is named after its body
        title = title[: -len(start) - 1]
    return f"{title or 'Thủ trưởng'} {unit_name}"


def _head(unit_name: str) -> tuple[str, str, str]:
    """The first words that fit the name, with what ``HEADS`` has for them; "" thrice for a body it does not know."""
    words = f"{unit_name} "
    known = ((start, title, body) for starts, title, body in HEADS for start in starts if words.startswith(f"{start} "))
    return next(known, ("", "", ""))


def against_last_year(actual: Decimal | None, last: Decimal | None, unit_of_measure: str) -> str:
    """How far a figure moved since last year: "tăng 5,3%"; figures in percent move by points: "giảm 0,5 điểm %"."""
    if actual is None or last is None:
        return "–"
    if actual == last:
        return "bằng"
    verb = "tăng" if actual > last else "giảm"
    if unit_of_measure.startswith("%"):
        return f"{verb} {format_decimal(abs(actual - last))} điểm %"
    if last <= 0:
        return verb
    return f"{verb} {format_decimal(round_half_up(abs(actual - last) * HUNDRED / last, TENTH))}%"


def balance(judged: Sequence[tuple[str, str]], *, midterm: bool) -> list[str]:
    """What targets come to, for (name, ``judge``'s word): "Đạt và vượt 1/3 chỉ tiêu: …", the missed, those unknown.

    Empty without any figure; a ``midterm`` balance says that the plan is that of the whole year.
    """
    met, missed = (_named(judged, words) for words in ((EXCEEDED, REACHED), (MISSED,)))
    unknown = [name for name, word in judged if word not in (EXCEEDED, REACHED, MISSED)]
    if not met and not missed:
        return []
    start = "So với kế hoạch cả năm, đạt" if midterm else "Đạt"
    said = [f"{start} và vượt {len(met)}/{len(judged)} chỉ tiêu{_listed(met)}"]
    said += [f"Chưa đạt {len(missed)} chỉ tiêu{_listed(missed)}"] if missed else []
    return said + ([f"Chưa có số liệu {len(unknown)} chỉ tiêu{_listed(unknown)}"] if unknown else [])


def _named(judged: Sequence[tuple[str, str]], words: tuple[str, ...]) -> list[str]:
    return [name for name, word in judged if word in words]


def _listed(names: list[str]) -> str:
    return f": {'; '.join(names)}." if names else "."
