"""Text typed with the fonts of before Unicode: TCVN3 (.VnTime …) and VNI (VNI-Times …). Pure, no Django.

Such text looks like "Céng hßa x· héi chñ nghÜa" or "Sôû Giaùo duïc" wherever the old font is missing. `suspect`
judges by Vietnamese spelling: words that are no syllables as they stand, but become syllables when converted. What is
only suspected is shown to the user for a choice and never converted silently (design "integrity" C21, rows 35, 36).
Ask before `core.text.clean`: the soft hyphen that it drops is the ư of TCVN3.
"""

import re
import unicodedata
from functools import lru_cache

from core.text import nfc

TCVN3, VNI = "tcvn3", "vni"
NAMES = {TCVN3: "TCVN3 (.VnTime)", VNI: "VNI"}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = _TONES = "\u0301\u0300\u0309\u0303\u0323"
# Codes A1 to FF of TCVN 5712:1993; "·" keeps the signs ° ± ² ³ ´, whose places hold loose tones there.
_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3_CODES = {code: letter for code, letter in enumerate(_TCVN3_FROM_A1, start=0xA1) if letter != "·"}
_SYMBOL_FONT = 0xF000  # where Word puts the codes of a font that it takes for symbols
_GREEK_MU = 0x3BC  # what some programs make of the micro sign
_TCVN3_TABLE = (
    _TCVN3_CODES
    | {_SYMBOL_FONT + code: letter for code, letter in _TCVN3_CODES.items()}
    | {_GREEK_MU: _TCVN3_CODES[0xB5]}
)
# VNI writes a letter, then its mark; the marks stand in the order of _TONES.
_VNI_TONES, _VNI_CIRCUMFLEX, _VNI_BREVE = "ùøûõï", "áàåãä", "éèúüë"
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

# Letters that only Unicode has: a line with one of them was not typed with an old font.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff\u03bc\uf0a1-\uf0ff]+")
_ASCII_LETTERS = re.compile("[A-Za-z]")
_LONGEST_LOOKED_AT = 100_000

_ONSET = "(?:ngh|ng|gh|gi|kh|nh|ch|th|tr|ph|qu|[bcdđghklmnprstvx])?"
_OPEN = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iu|iêu|yêu|o|oa|oai|oao|oay|oe|oeo|oi|ô|ôi|ơ|ơi|u|ua|uây|uê|ui|uôi|uơ|uy|uya|uyu"
    "|ư|ưa|ưi|ươi|ươu|ưu|y"
)
_CLOSED = "a|ă|â|e|ê|i|iê|yê|o|oa|oă|oe|oo|ô|ơ|u|uâ|uê|uô|uy|uyê|ư|ươ|y"
_SYLLABLE = re.compile(f"{_ONSET}(?:(?:{_OPEN})|(?:{_CLOSED})(?:m|n|ng|nh|(?P<stop>c|ch|p|t)))")


def suspect(text: str) -> str | None:
    """The old encoding that `text` seems to be typed in, "tcvn3" or "vni", or None."""
    lines = nfc(text[:_LONGEST_LOOKED_AT]).splitlines()
    words = {word for line in lines if not _UNICODE_ONLY.search(line) for word in _WORD.findall(line)}
    accented = [word for word in words if not word.isascii() and _ASCII_LETTERS.search(word)]
    best = max((TCVN3, VNI), key=lambda kind: len(_repaired(accented, kind)))
    repaired = _repaired(accented, best)
    spoilt = [word for word in accented if is_syllable(word) and not is_syllable(convert(word, best))]
    if len(repaired) == 1:  # one word proves little: the others must fit, and "µm" alone is a measure
        fits = len(accented) > 1 or len(_ASCII_LETTERS.findall(repaired[0])) > 1
        return best if fits and all(is_syllable(convert(word, best)) for word in accented) else None
    return best if len(repaired) > len(spoilt) else None


def convert(text: str, kind: str) -> str:
    """`text` from the encoding `kind` ("tcvn3" or "vni") into Unicode; lines already in Unicode stay as they are.

    TCVN3 has its capitals in fonts of their own, so a word or line with capitals elsewhere becomes capital as a whole.
    """
    change = {TCVN3: _from_tcvn3, VNI: _from_vni}[kind]
    lines = nfc(text).split("\n")
    return "\n".join(line if _UNICODE_ONLY.search(line) else nfc(change(line)) for line in lines)


def font_encoding(font: str) -> tuple[str | None, bool]:
    """(encoding, whether it shows capitals) of a font by its name: ".VnTimeH" gives ("tcvn3", True)."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return TCVN3, name.endswith("h")
    return (VNI, False) if re.match(r"vni[-\s]", name) else (None, False)


def is_decomposed(text: str) -> bool:
    """Whether letters and marks stand apart (NFD), as files from a Mac and some PDFs have them."""
    return nfc(text) != text


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word` is spelt like a Vietnamese syllable."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in marks if char in _TONES]
    match = _SYLLABLE.fullmatch(nfc("".join(char for char in marks if char not in _TONES)))
    if match is None or len(tones) > 1:
        return False
    return not match["stop"] or not tones or tones[0] in (_ACUTE, _DOT)


def score(text: str) -> int:
    """How well `text` reads as Vietnamese: different accented syllables less other words that are not plain."""
    words = {word for word in re.findall(r"\w+|[^\s\w]", text[:_LONGEST_LOOKED_AT]) if not word.isascii()}
    return sum(1 if is_syllable(word) else -1 for word in words)


def _repaired(words: list[str], kind: str) -> list[str]:
    """Those `words` that only the conversion makes Vietnamese."""
    return [word for word in words if not is_syllable(word) and is_syllable(convert(word, kind))]


def _from_tcvn3(line: str) -> str:
    """A line of TCVN3 in Unicode."""
    letters = "".join(_ASCII_LETTERS.findall(line))
    converted = line.translate(_TCVN3_TABLE)
    if len(letters) > 2 and letters.isupper():
        return converted.upper()
    return re.sub(r"\S+", _in_capitals, converted)


def _in_capitals(word: re.Match[str]) -> str:
    """A word whose two or more plain letters are capitals, in capitals as a whole."""
    letters = "".join(_ASCII_LETTERS.findall(word[0]))
    return word[0].upper() if len(letters) > 1 and letters.isupper() else word[0]


def _vni_table() -> dict[str, str]:
    """Every letter of VNI (one or two characters) with its Unicode letter, small and capital."""
    table = dict(_VNI_SINGLE)
    rows = [(base, letter, _VNI_TONES) for base, letter in zip("aeouyôö", "aeouyơư", strict=True)]
    rows += [(base, letter, _VNI_CIRCUMFLEX) for base, letter in zip("aeo", "âêô", strict=True)]
    rows += [("a", "ă", _VNI_BREVE)]
    table |= {"aâ": "â", "eâ": "ê", "oâ": "ô", "aê": "ă"}
    for base, letter, marks in rows:
        table |= {base + mark: nfc(letter + tone) for mark, tone in zip(marks, _TONES, strict=True)}
    capitals = {old.upper(): new.upper() for old, new in table.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in table.items()}
    return table | capitals | mixed


_VNI_TABLE = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(_VNI_TABLE, key=len, reverse=True)))


def _from_vni(line: str) -> str:
    """A line of VNI in Unicode."""
    return _VNI_LETTER.sub(lambda letter: _VNI_TABLE[letter[0]], line)
