"""A readable copy of the text in which every character remembers where it stood in the text that was given.

Whatever the reader finds is cut from a strand, so its passage in the original is known whatever was dropped between:
accents in two code points, markdown, invisible characters, page numbers, the ends of wrapped lines.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaigns.directive.parts import Passage

GAP = "\u2003"  # several spaces in a row: what is left of two columns
WIDE = 4
_CLUSTER = re.compile(r"[\s\S][\u0300-\u036f]*")
_HAS_MARKS = re.compile(r"[\u0300-\u036f]")
_LINE_ENDS = "\n\v\f\x85\u2028\u2029"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SAME_LENGTH = (  # slips of recognition and spelling that change no length
    (re.compile(r"\b([Pp])hần đầu\b(?= (?:hết|đạt|thực|hoàn|đến|trong|tỷ|tỉ|tốc|thu|giá|số|\d))"), r"\1hấn đấu"),
    (re.compile(r"\b([Kk])hôi(?= (?:giao ước|thi đua))"), r"\1hối"),
    (re.compile(r"(?<=\d)[oO](?=\d|[,.]\d|\s?%)"), "0"),
)
_ACCENT_PLACES = (
    (re.compile("o([àáảãạ])(?![a-zà-ỹ])"), "òóỏõọ", "a"),
    (re.compile("o([èéẻẽẹ])(?![a-zà-ỹ])"), "òóỏõọ", "e"),
    (re.compile("(?<!q)u([ỳýỷỹỵ])(?![a-zà-ỹ])"), "ùúủũụ", "y"),
)
# "Tốt 20%, Khá 45%, Đạt 35%": the grade "Đạt" is no verb; for the reader it is a grade like any other.
_GRADE = re.compile(r"(\bKhá\b[^.\n]{0,40}?[,;] (?:mức |loại )?)Đạt(?=:? [^,;.\n]{0,15}\d)")
_PLAIN = re.compile(r"\bt([iỉ])(?= (?:lệ|đồng|suất|trọng|vnđ|usd))")


@dataclass(frozen=True)
class Strand:
    """Text ``s``; character ``s[i]`` was ``text[at[i]:to[i]]``."""

    s: str
    at: "array[int]"
    to: "array[int]"

    def __len__(self) -> int:
        return len(self.s)

    def cut(self, start: int = 0, end: int | None = None) -> "Strand":
        """The characters from ``start`` up to ``end``, without the spaces around them."""
        end = len(self.s) if end is None else end
        piece = self.s[start:end]
        start += len(piece) - len(piece.lstrip())
        end = max(start, end - (len(piece) - len(piece.rstrip())))
        return Strand(self.s[start:end], self.at[start:end], self.to[start:end])

    def cut_end(self) -> "Strand":
        """Without the blanks at the end."""
        end = len(self.s.rstrip())
        return Strand(self.s[:end], self.at[:end], self.to[:end])

    def passage(self, start: int = 0, end: int | None = None) -> Passage:
        """Where these characters stand in the original; the strand must not be empty."""
        end = len(self.s) if end is None else end
        end = max(start + 1, end)
        return Passage(self.at[start], self.to[min(end, len(self.s)) - 1])

    @cached_property
    def low(self) -> str:
        """``s`` in lower case, accents where the older spelling puts them (hòa, ủy), tỷ for tỉ; as long as ``s``."""
        shown = _GRADE.sub(r"\1Khá", self.s)
        low = shown.lower()
        if len(low) != len(self.s):
            low = "".join(_lower(char) for char in shown)
        for pattern, marked, last in _ACCENT_PLACES:
            low = pattern.sub(lambda found, m=marked, a=last: m[_tone(found[1])] + a, low)  # type: ignore[misc]
        return _PLAIN.sub("tỷ", low)

    @cached_property
    def bare(self) -> str:
        """``low`` without accents, đ as d; as long as ``s``. "Phần đầu" and "Phấn đấu" are the same here."""
        return self.low.translate(_BARE)


def join(pieces: Iterable[Strand], glue: str = " ") -> Strand:
    """One strand of several, with ``glue`` between (it stands where the following piece begins)."""
    text: list[str] = []
    at, to = array("L"), array("L")
    for piece in pieces:
        if not piece.s:
            continue
        if text:
            text.append(glue)
            at.extend([to[-1]] * len(glue))
            to.extend([max(piece.at[0], to[-1])] * len(glue))
        text.append(piece.s)
        at.extend(piece.at)
        to.extend(piece.to)
    return Strand("".join(text), at, to)


def tabbed(cells: Sequence["Strand | None"]) -> Strand:
    """The cells of a row as one strand, parted by tabs that take up no place of their own; None is an empty cell."""
    text: list[str] = []
    at, to = array("L"), array("L")
    first = next(cell for cell in cells if cell)
    for number, cell in enumerate(cells):
        if number:
            text.append("\t")
            at.append(to[-1] if to else first.at[0])
            to.append(to[-1] if to else first.at[0])
        if cell:
            text.append(cell.s)
            at.extend(cell.at)
            to.extend(cell.to)
    return Strand("".join(text), at, to).cut_end()


def strand_of(text: str) -> Strand:
    """The readable copy: composed, visible characters, plain spaces, single line ends, no markdown."""
    chars: list[str] = []
    at, to = array("L"), array("L")
    for char, start, end in _characters(text):
        if char == " " and chars and chars[-1] in {" ", GAP}:
            to[-1] = end
            chars[-1] = GAP if end - at[-1] >= WIDE else " "
            continue
        chars.append(char)
        at.append(start)
        to.append(end)
    body = "".join(chars)
    for pattern, instead in _SAME_LENGTH:
        body = pattern.sub(instead, body)
    return Strand(body, at, to)


def _characters(text: str) -> Iterable[tuple[str, int, int]]:
    """(character, start, end) of what is kept of ``text``."""
    memory: dict[str, str] = {}
    if _HAS_MARKS.search(text):
        clusters = ((found[0], found.start(), found.end()) for found in _CLUSTER.finditer(text))
    else:
        clusters = ((char, place, place + 1) for place, char in enumerate(text))
    at_start = True
    for cluster, start, end in clusters:
        kept = memory.get(cluster)
        if kept is None:
            kept = memory[cluster] = _kept(cluster)
        if cluster == "*" and not (at_start and text[end : end + 1].isspace()):
            kept = ""
        if cluster == "#" and at_start:
            kept = ""
        for char in kept:
            yield char, start, end
        if kept not in {"", " "}:
            at_start = kept[-1] == "\n"


def _kept(cluster: str) -> str:
    """What one character (with its accents) becomes: itself composed, a space, a line end, or nothing."""
    if cluster[0] in _LINE_ENDS:
        return "\n"
    if cluster in {"\t", "|"}:
        return "\t"
    if cluster[0].isspace():
        return "" if cluster == "\r" else " "
    if cluster[0] in "\\_`" or unicodedata.category(cluster[0]) in _INVISIBLE:
        return "•" if cluster[0] in "\uf0b7\uf0a7\uf02d\uf0d8\uf076" else ""
    return unicodedata.normalize("NFC", cluster).translate({0xD0: 0x110, 0xF0: 0x111, 0x2212: 0x2D, 0x2011: 0x2D})


def _lower(char: str) -> str:
    """One character for one."""
    low = char.lower()
    return low if len(low) == 1 else char


class _Bare(dict[int, str]):
    """Letters without their accents, worked out when they are first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = "d" if char == "đ" else unicodedata.normalize("NFD", char)[:1]
        self[code] = base if base.isascii() else char
        return self[code]


_BARE = _Bare()


def _tone(letter: str) -> int:
    """0 to 4 for huyền, sắc, hỏi, ngã, nặng."""
    marks = unicodedata.normalize("NFD", letter)
    return next(place for place, tone in enumerate("\u0300\u0301\u0309\u0303\u0323") if tone in marks)
