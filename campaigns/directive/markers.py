"""What stands before an item of a list: "1.", "(1)", "- 1)", "đ)", "II.", "+", "Thứ nhất," … and what follows what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

LETTERS = "abcdđeghiklmnopqrstuvxy"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True)
class Marker:
    """The ``style`` of a label, its place in the order (() for bullets) and the label as it is printed."""

    style: str
    number: tuple[int, ...] = ()
    label: str = ""
    length: int = 0

    def follows(self, other: "Marker") -> bool:
        """Whether this comes directly after ``other`` in one list; the same number again is a misprint of it."""
        if self.style != other.style:
            return False
        if not self.number:
            return True
        step = self.number[-1] - other.number[-1]
        return self.number[:-1] == other.number[:-1] and (step == 1 or (step == 0 and not self.begins))

    @property
    def begins(self) -> bool:
        """Whether a list may begin here."""
        return bool(self.number) and self.number[-1] == 1


# (style, pattern on lower case; group 1 is the label)
_SHAPES = [
    (style, re.compile(pattern))
    for style, pattern in (
        ("part", r"(?:phần|chương|mục) (?:thứ )?([ivx]{1,5}|\d{1,2}|nhất|hai|ba|tư|năm)\b[.:\-–]? ?"),
        ("article", r"điều (\d{1,3})[.:] ?"),
        ("target", r"chỉ tiêu (?:thứ |số )?(\d{1,2}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười) ?[.:,\-–] ?"),
        ("ordinal", rf"thứ ({'|'.join(_ORDINALS)})\b ?(?:[,:.\-–]|là[,:]?) ?"),
        ("ones", rf"({'|'.join(_ONES)}) là[,:]? "),
        ("I.1", r"[ivx]{1,5}\.(\d{1,2}(?:\.\d{1,2}){0,3})(?:[.):/] ?| )(?=\S)"),
        ("roman", r"([ivx]{1,5}) ?(?:[.)\-–:] ?|/ )(?=\S)"),
        ("roman", r"\(([ivx]{2,5})\) ?(?=\S)"),
        ("(1)", r"\((\d{1,3})\)[.:]? ?"),
        ("(1)", r"\[(\d{1,2})\][.:]? ?(?=[^\W\d_])"),
        ("1)", r"(\d{1,3})\)[.:]? ?"),
        ("1.1", r"(\d{1,2}(?:\.\d{1,2}){1,3})[.):/] (?=\S)"),
        ("1.1", r"(\d{1,2}(?:\.\d{1,2}){1,3})[.):/]? ?(?=[^\W\d_])"),
        ("1.1", r"(\d{1,2}(?:\.\d{1,2}){1,3}) ?[-–] ?(?=[^\W\d_])"),
        ("1.", r"(\d{1,3})[./](?: ?-)? (?=\S)"),
        ("1.", r"(\d{1,3})\.(?=[^\W\d_])"),
        ("1-", r"(\d{1,2}) ?[-–:] (?=[^\W\d_])"),
        ("1-", r"(\d{1,2})- (?=100 ?%)"),
        ("(a)", rf"\(([{LETTERS}])\) ?"),
        ("a)", rf"([{LETTERS}])[)/] ?"),
        ("a.", rf"([{LETTERS}])(?:[.] ?| ?[-–] )(?=[^\W\d_])"),
    )
]
_BULLET = re.compile(r"([-+•–—▪●◦■➢✓]) ?(?=[^\s\d]|\d)|([*o]) (?=\S)")


def marker_of(text: str, low: str) -> Marker | None:
    """The marker at the beginning of a line; ``low`` is the line in lower case. A bullet before it is part of it."""
    bullet = _BULLET.match(low)
    skipped = bullet.end() if bullet else 0
    for style, shape in _SHAPES:
        found = shape.match(low, skipped)
        if found and found.end() < len(low) and _may_be(style, text[skipped : found.end()], text[found.end() :]):
            number = _number(style, found[1])
            return Marker(
                _family(style, text[found.start(1)]), number, text[found.start(1) : found.end(1)], found.end()
            )
    if bullet and bullet.end() < len(low):
        return Marker(bullet[0].strip(), (), "", skipped)
    return None


def settled(markers: Iterable[Marker | None]) -> list[Marker | None]:
    """The markers of a text in the light of each other: "i)" is the letter after "h)", elsewhere the first numeral."""
    known: list[Marker | None] = []
    letter: Marker | None = None
    for marker in markers:
        known.append(_letter_or_numeral(marker, letter) if marker and marker.label in _DIGITS else marker)
        if marker and known[-1] and known[-1].style in {"a)", "(a)", "a."}:
            letter = known[-1]
    return known


def _letter_or_numeral(marker: Marker, letter: Marker | None) -> Marker:
    """A marker "i", "v" or "x": the letter if it follows ``letter``, the last one of its list, else a numeral."""
    if marker.style not in {"roman", "(a)"}:
        return marker
    as_letter = replace(marker, style=letter.style, number=(LETTERS.index(marker.label) + 1,)) if letter else None
    if letter and as_letter and as_letter.follows(letter):
        return as_letter
    return replace(marker, style="roman", number=(_roman(marker.label),))


def _may_be(style: str, label: str, rest: str) -> bool:
    """Capitals where an outline has them; "7.5 tỷ" at the start of a wrapped line is no label."""
    if style == "I.1":
        return label[0].isupper()
    if style == "roman":
        return label[0].isupper() or ")" in label
    if style in {"1.1", "1-"} and label.strip()[-1].isdigit():
        return rest[:1].isupper() or rest[:1] in "“\"'"
    return not (style == "1." and rest[:1].islower() and len(label.strip(" ./-")) > 2)


def _family(style: str, first: str) -> str:
    """Capital letters and numerals are a level of their own."""
    return style.upper() if style in {"a.", "a)", "roman"} and first.isupper() else style


def _number(style: str, label: str) -> tuple[int, ...]:
    """The place of a label in its order."""
    if label[0].isdigit():
        return tuple(int(part) for part in label.split("."))
    for words in (_ORDINALS, _ONES):
        if label in words:
            return (words.index(label) + 1,)
    if style in {"roman", "part"}:
        return (_roman(label),)
    return (LETTERS.index(label) + 1,)


def _roman(label: str) -> int:
    """XIV is 14."""
    values = [_DIGITS[digit] for digit in label]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
