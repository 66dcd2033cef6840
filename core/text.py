"""Vietnamese text: cleaning, folding for search, alphabetical order, readable URL parts. Pure, no Django.

Database collations differ (PostgreSQL ships ICU `vi`, SQLite nothing), so search and order use the columns that
`fold`, `sort_key` and `person_sort_key` fill. Measured facts behind the choices: design "integrity" C21, "stack" 7.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Order of the ICU root collation (the one PostgreSQL's `vi-x-icu` starts from): space, punctuation, digits, letters.
_ALPHABET = " _-–—,;:!?.'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$" + "0123456789" + _LETTERS
_WEIGHTS = {char: f"{position:02d}" for position, char in enumerate(_ALPHABET, start=1)}
_OTHER_WEIGHT = "99"
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, not a tone
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_NO_TONE, _OTHER_MARK = "0", "6"

_ETH = str.maketrans("\u00d0\u00f0", "\u0110\u0111")
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = {"Cc", "Cf", "Cs"}  # control (also NUL), format (zero-width, bidi, soft hyphen, BOM), lone surrogates
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")


def nfc(text: str) -> str:
    """The composed form (NFC) of `text`; nothing else changes."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """One line as it is stored: NFC, a true Đ, no invisible or control characters, single spaces, trimmed."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines as they are stored: like `clean` on each line; line ends become one, outer blank lines go."""
    lines = _LINE_END.sub("\n", text).split("\n")
    return "\n".join(clean(line) for line in lines).strip("\n")


def fold(text: str) -> str:
    """What a search compares: cleaned, lower case, without accents, đ as d. "Đợt  1" and "dot 1" fold alike."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return nfc(bare.replace("đ", "d"))


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese alphabetical order: letters of the whole text first, tones second.

    Letters: a ă â b … d đ e ê … o ô ơ … u ư …; tones: ngang, huyền, hỏi, ngã, sắc, nặng, as PostgreSQL's `vi-x-icu`
    sorts; case does not count. The key holds ASCII digits only, which every database and collation orders alike;
    it is three digits per character long plus two (eleven for each character foreign to Vietnamese writing).
    """
    weights = [_weigh(char) for char in clean(text).casefold()]
    return "".join(letter for letter, _ in weights) + "00" + "".join(tone for _, tone in weights)


def person_sort_key(full_name: str) -> str:
    """Sort key of a person: by given name (the last word), then by family and middle names, as Vietnamese lists do."""
    *others, given = clean(full_name).split(" ")
    return sort_key(given) + sort_key(" ".join(others))


def slug(text: str, max_length: int = 80) -> str:
    """A readable URL part: "Phong trào Hà Giang 2021" gives "phong-trao-ha-giang-2021"; may be empty.

    At most `max_length` characters, cut between words where the first word allows it.
    """
    whole = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(whole) <= max_length:
        return whole
    return whole[: max_length + 1].rpartition("-")[0] or whole[:max_length]


def _visible(text: str) -> str:
    """`text` composed, Ð repaired, whitespace of any kind as spaces, invisible characters dropped."""
    if not text.isprintable():  # what is has no other space than " " and nothing invisible
        text = "".join(
            " " if char.isspace() else char
            for char in text
            if char.isspace() or unicodedata.category(char) not in _INVISIBLE
        )
    text = nfc(text)
    return _WORD.sub(_repair_eth, text) if "\u00d0" in text or "\u00f0" in text else text


def _repair_eth(word: re.Match[str]) -> str:
    """The word with Icelandic Ð/ð as Vietnamese Đ/đ (they look the same), if all its letters are Vietnamese."""
    repaired = word[0].translate(_ETH)
    if repaired == word[0]:
        return repaired
    is_vietnamese = all(_weigh(char)[0][:2] != _OTHER_WEIGHT for char in repaired.casefold())
    return repaired if is_vietnamese else word[0]


@lru_cache(maxsize=1024)
def _weigh(char: str) -> tuple[str, str]:
    """(weight of the letter, weight of the tone) of one lower-case character; a stray accent weighs nothing."""
    if unicodedata.combining(char):
        return "", ""
    base, *marks = list(unicodedata.normalize("NFD", char))
    letter = nfc(base + "".join(mark for mark in marks if mark in _SHAPES))
    if letter in _WEIGHTS:
        marks = [mark for mark in marks if mark not in _SHAPES]
    else:
        letter = base
    tone = _TONES.get(marks[0], _OTHER_MARK) if marks else _NO_TONE
    return _WEIGHTS.get(letter, f"{_OTHER_WEIGHT}{ord(letter):08d}"), tone
