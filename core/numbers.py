"""Numbers as Vietnamese officials write them: reading points, figures and money, and writing them back. Pure.

Stock Django fields silently read "0.125" as 125 and accept "1e3" or full-width digits (design "integrity", trap 7);
here every doubtful input is refused with a sentence that shows the accepted form. Decimal throughout, never float.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.text import clean

POINTS_DIGITS, POINTS_DECIMALS = 4, 2  # numeric(6,2)
QUANTITY_DIGITS, QUANTITY_DECIMALS = 14, 4  # numeric(18,4)
MONEY_DIGITS = 15  # numeric(15,0), whole đồng

_CENT = Decimal("0.01")
_MINUS = str.maketrans("−–", "--")  # what Word makes of a typed hyphen
_SHAPE = re.compile(r"-?[0-9][0-9., ]*")
_ONE_SEPARATOR = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?")
_GROUP_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA_DECIMAL = re.compile(r"[0-9]+(,[0-9]+)?")
_DOT_DECIMAL = re.compile(r"0[0-9]*\.[0-9]+|[0-9]+\.(?![0-9]{3}$)[0-9]+")
_MISTYPED_LETTER = re.compile(r"(?=.*[0-9])(?=.*[OoIl])-?[0-9OoIl.,]+")
_OUT_OF = re.compile(r"-?[0-9., ]+(/ ?[0-9.,]+)")
_WITH_UNIT = re.compile(r"-?[0-9][0-9., ]*?((?: ?[^\W\d_][^\d]*)|(?: [^\W\d_].*))")
_MONEY_WORDS = re.compile(r"([0-9][0-9.,]*) ?(nghìn|ngàn|triệu|tỷ|tỉ)(?: (?:đồng|đ))?")
_MONEY_UNIT = re.compile(r"([0-9.]+) ?(?:đ|đồng|vnđ|vnd)\.?")
_SCALES = {
    "nghìn": Decimal(10**3),
    "ngàn": Decimal(10**3),
    "triệu": Decimal(10**6),
    "tỷ": Decimal(10**9),
    "tỉ": Decimal(10**9),
}
_SHORT_SCALES = (("tỷ", Decimal(10**9)), ("triệu", Decimal(10**6)), ("nghìn", Decimal(10**3)))


# A figure so many times its plan is asked about when it can be read as a smaller one.
FAR_FROM_PLAN = 10


class NumberRefused(ValueError):
    """A text that is not taken as a number. `code` (N01…N10) is for the help desk, `sentence` for the user."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def parse_points(text: str, *, allow_negative: bool = False) -> Decimal:
    """Points with at most two decimals; comma and point are both decimal, "9,5" and "9.5" give Decimal("9.50").

    Raises NumberRefused: N01 not a number, N02 too many decimals, N03 thousands separators, N04 negative,
    N05 more than four digits before the comma, N08 empty.
    """
    raw, negative, body = _read(text)
    match = _ONE_SEPARATOR.fullmatch(body)
    if match is None:
        raise NumberRefused("N03", f"Không rõ {_shown(raw)} là số nào. Chỉ dùng một dấu phẩy, ví dụ 9,5")
    whole, decimals = match[1], match[3] or ""
    if _GROUP_OR_DECIMALS.fullmatch(body):
        raise NumberRefused("N03", _two_readings(raw, whole, decimals))
    if len(decimals) > POINTS_DECIMALS:
        raise NumberRefused("N02", f"Điểm chỉ có tối đa {POINTS_DECIMALS} chữ số thập phân: {_shown(raw)}")
    if len(whole.lstrip("0")) > POINTS_DIGITS:
        raise NumberRefused("N05", f"Điểm quá lớn: {_shown(raw)} (tối đa 9999,99)")
    value = _signed(negative, whole, decimals).quantize(_CENT)
    if value < 0 and not allow_negative:
        raise NumberRefused("N04", "Điểm không được âm")
    return value


def parse_quantity(text: str, *, allow_negative: bool = True) -> Decimal:
    """A figure or target: comma before the decimals, points between groups of three.

    "2.700" is 2700, "1.234.567,8" is 1234567.8, "33.5" and "0.125" are decimals (no group has two digits or starts
    with 0). Raises NumberRefused: N01 not a number, N02 more than four decimals, N03 unclear separators,
    N04 negative where `allow_negative` is false, N05 more than fourteen digits, N08 empty.
    """
    raw, negative, body = _read(text)
    whole, _, decimals = _quantity_with_point(raw, body).partition(".")
    if len(decimals) > QUANTITY_DECIMALS:
        raise NumberRefused("N02", f"Số chỉ có tối đa {QUANTITY_DECIMALS} chữ số thập phân: {_shown(raw)}")
    if len(whole.lstrip("0")) > QUANTITY_DIGITS:
        raise NumberRefused("N05", f"Số quá lớn: {_shown(raw)} (tối đa {QUANTITY_DIGITS} chữ số)")
    value = _signed(negative, whole, decimals)
    if value < 0 and not allow_negative:
        raise NumberRefused("N04", "Số không được âm")
    return value


def parse_money(text: str) -> Decimal:
    """Whole đồng: digits, optionally in point groups of three; "500.000.000" gives Decimal("500000000").

    Raises NumberRefused: N01 not a number, N02 decimals, N03 wrong groups, N04 negative, N05 more than fifteen
    digits, N08 empty, N10 an amount in words or with a currency; the sentence shows the accepted form.
    """
    _refuse_money_words(clean(text).lower())
    raw, negative, body = _read(text)
    if negative and body.strip("0"):
        raise NumberRefused("N04", "Số tiền không được âm")
    if re.fullmatch(r"[0-9.]+,[0-9]{1,2}", body):
        raise NumberRefused("N02", f"Số tiền tính bằng đồng, không có phần lẻ: {_shown(raw)}")
    if not re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+", body):
        raise NumberRefused("N03", f"Không rõ số tiền {_shown(raw)}. Hãy nhập đủ chữ số, ví dụ 500.000.000")
    digits = body.replace(".", "")
    if len(digits.lstrip("0")) > MONEY_DIGITS:
        raise NumberRefused("N05", f"Số tiền quá lớn: {_shown(raw)} (tối đa {MONEY_DIGITS} chữ số)")
    return Decimal(digits)


def ambiguity(typed: str, value: Decimal | None, plan: Decimal | None) -> str:
    """The question to ask about a figure such as "9.500" where only the smaller reading fits the plan; "" otherwise.

    A point before three digits groups thousands (2.700 tỷ); beside a plan of 7,5 it was meant as a comma (trap 7).
    """
    if value is None or not plan or typed.count(".") != 1 or "," in typed:
        return ""
    smaller = value / 1000
    if abs(value) <= FAR_FROM_PLAN * abs(plan) or abs(smaller) > FAR_FROM_PLAN * abs(plan):
        return ""
    small, large = format_decimal(smaller), str(value.to_integral_value())
    return f"Không rõ {typed.strip()} là {small} hay {large}. Hãy nhập {small} hoặc {large}"


def format_decimal(value: Decimal | int, decimals: int | None = None) -> str:
    """`value` in Vietnamese writing, "2.700,5"; exactly `decimals` decimals (rounded half up) or no trailing zeros.

    Raises TypeError for a float: figures, points and money are Decimal everywhere.
    """
    if isinstance(value, float):
        raise TypeError("format_decimal takes Decimal or int, never float")
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    plain = f"{number:,f}" if number else f"{abs(number):,f}"
    if decimals is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))


def format_points(value: Decimal | int, decimals: int | None = None) -> str:
    """Points in Vietnamese writing, rounded half up to two decimals: "91,25", "56,5", "1000".

    Never grouped, because `parse_points` refuses "9.500": what the screen shows can be typed back.
    """
    places = POINTS_DECIMALS if decimals is None else decimals
    shown = format_decimal(value, places).replace(".", "")
    return shown.rstrip("0").rstrip(",") if decimals is None else shown


def format_size(size: int) -> str:
    """So many bytes as people read them: "3,2 MB", "120 KB"; never less than 1 KB for what is not empty."""
    if size >= 1024 * 1024:
        return f"{format_decimal(round_half_up(Decimal(size) / 1024 / 1024, Decimal('0.1')))} MB"
    return f"{-(-size // 1024)} KB"


def format_money(value: Decimal | int) -> str:
    """An amount of đồng: "500.000.000 đồng"."""
    return f"{format_decimal(value, 0)} đồng"


def money_words_short(value: Decimal | int) -> str:
    """An amount as it is spoken: "500 triệu đồng", "2,5 tỷ đồng"; in full digits if that would lose a đồng."""
    for name, scale in _SHORT_SCALES:
        scaled = Decimal(value) / scale
        if abs(scaled) >= 1:
            is_exact = scaled == scaled.quantize(_CENT)
            return f"{format_decimal(scaled)} {name} đồng" if is_exact else format_money(value)
    return format_money(value)


def round_half_up(value: Decimal, step: Decimal) -> Decimal:
    """`value` rounded to the nearest multiple of `step`, halves away from zero, as PostgreSQL's round() does.

    `step` is e.g. Decimal("0.01") or Decimal("0.25"); ValueError if it is not positive.
    """
    if step <= 0:
        raise ValueError("step must be positive")
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def exact_half_up(value: Fraction | Decimal, step: Decimal) -> Decimal:
    """`value` rounded as ``round_half_up`` does, without a division before the rounding that could lose a half."""
    if step <= 0:
        raise ValueError("step must be positive")
    (over, under), (above, below) = value.as_integer_ratio(), step.as_integer_ratio()
    doubled = 2 * under * above
    rounded = Decimal((2 * abs(over) * below + under * above) // doubled) * step
    return -rounded if over < 0 else rounded


def held(value: Fraction | Decimal, step: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Points as they are given: `value` rounded once, half up, to `step`, and never outside `low` … `high`.

    What reaches an end is that end, whether or not it is a multiple of the step.
    """
    if value >= high:
        return high
    return low if value <= low else min(max(exact_half_up(value, step), low), high)


def whole_cents(value: Decimal) -> Decimal:
    """`value` with what lies beyond two decimals cut off, as a limit that nothing stored with two decimals passes."""
    return value.quantize(_CENT, ROUND_DOWN)


def percent_cut(part: Decimal | Fraction, whole: Decimal | Fraction, places: int = 1) -> Decimal:
    """`part` in percent of `whole` with `places` decimals, cut off: what did not reach the whole never reads as 100."""
    units: int = Fraction(part) * 100 * 10**places // Fraction(whole)
    return units * Decimal(1).scaleb(-places)


def _read(text: str) -> tuple[str, bool, str]:
    """(trimmed text, has a minus, the rest: ASCII digits, points and commas); refuses anything else."""
    raw = clean(text)
    if not raw:
        raise NumberRefused("N08", "Chưa nhập số (để trống khác với số 0)")
    signed = raw.translate(_MINUS)
    if not _SHAPE.fullmatch(signed):
        raise NumberRefused("N01", _why_not_a_number(raw))
    if " " in signed:
        raise NumberRefused("N03", f"Bỏ khoảng trắng trong số {_shown(raw)}")
    if signed[-1] in ".,":
        raise NumberRefused("N01", f"Thiếu chữ số sau dấu {'phẩy' if signed[-1] == ',' else 'chấm'}: {_shown(raw)}")
    return raw, signed.startswith("-"), signed.removeprefix("-")


def _why_not_a_number(raw: str) -> str:
    """The most helpful sentence for a text that is not a number."""
    if "_" in raw or any(char.isdecimal() and not char.isascii() for char in raw):
        return "Chỉ dùng chữ số 0–9"
    if raw.endswith("%"):
        return "Chỉ nhập số, bỏ dấu %"
    if raw.startswith("+"):
        return "Chỉ nhập số, bỏ dấu +"
    if _MISTYPED_LETTER.fullmatch(raw):
        return f"Có chữ O/l trong số: {_shown(raw)}. Hãy gõ lại bằng chữ số 0 hoặc 1"
    if out_of := _OUT_OF.fullmatch(raw):
        return f"Chỉ nhập số, bỏ phần “{_shown(out_of[1])}”"
    if unit := _WITH_UNIT.fullmatch(raw):
        return f"Chỉ nhập số, bỏ chữ “{_shown(unit[1].strip())}”"
    return f"Không phải là số: {_shown(raw)}"


def _refuse_money_words(raw: str) -> None:
    """Refuse "500 triệu" and "300.000.000đ" with the digits to type instead."""
    if words := _MONEY_WORDS.fullmatch(raw):
        amount = parse_quantity(words[1]) * _SCALES[words[2]]
        raise NumberRefused("N10", f"Hãy nhập số tiền bằng chữ số: {format_decimal(amount)}")
    if unit := _MONEY_UNIT.fullmatch(raw):
        amount = parse_money(unit[1])
        raise NumberRefused("N10", f"Chỉ nhập số, bỏ chữ đơn vị tiền: {format_decimal(amount)}")


def _two_readings(raw: str, whole: str, decimals: str) -> str:
    """The sentence for "9.500", which is 9,5 to some and 9500 to others."""
    small, large = format_decimal(Decimal(f"{whole}.{decimals}")), f"{whole}{decimals}"
    if decimals.endswith("0"):
        return f"Không rõ {raw} là {small} hay {large}. Hãy nhập {small} hoặc {large}"
    return f"Không rõ {raw} là {small} hay {large}. Điểm chỉ có tối đa {POINTS_DECIMALS} chữ số thập phân"


def _quantity_with_point(raw: str, body: str) -> str:
    """`body` without groups and with a decimal point; refuses separators that do not fit the Vietnamese writing."""
    if _GROUPED.fullmatch(body) or _COMMA_DECIMAL.fullmatch(body):
        return body.replace(".", "").replace(",", ".")
    if _DOT_DECIMAL.fullmatch(body):
        return body
    rule = "Dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy trước phần thập phân, ví dụ 1.234,5"
    raise NumberRefused("N03", f"Không rõ {_shown(raw)} là số nào. {rule}")


def _signed(negative: bool, whole: str, decimals: str) -> Decimal:
    """The value of the parts; minus zero is zero."""
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return -value if negative and value else value


def _shown(raw: str) -> str:
    """What the user typed, short enough for a sentence."""
    return raw if len(raw) <= 30 else f"{raw[:30]}…"
